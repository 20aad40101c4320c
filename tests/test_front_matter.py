"""What a text says about itself: title, issuer, number, date."""

import pytest

from corpus.outline import Outline, parse_outline


def outline_of(*lines: str) -> Outline:
    return parse_outline("\n".join(lines))


@pytest.mark.parametrize(
    ("lines", "title", "issuer", "number", "date"),
    [
        (
            ["# 国务院关于印发改革方案的通知", "国务院关于印发", "改革方案的通知", "国发〔2019〕4号", "各省人民政府：", "现将方案印发给你们。", "国务院", "2019年1月24日", "改革方案", "一、目标"],
            "国务院关于印发改革方案的通知", "国务院", "国发〔2019〕4号", "2019-01-24",
        ),
        (
            ["中国人民银行令〔2025〕第12号（识别管理办法）", "行 长 潘某某", "2025年12月19日", "识别管理办法", "第一条 目的。"],
            "识别管理办法", "中国人民银行", "中国人民银行令〔2025〕第12号", "2025-12-19",
        ),
        (
            ["2026年某某省政府工作报告", "——二〇二六年一月二十六日在某某省第十四届人民代表大会上", "省长 王某", "各位代表：", "一、回顾"],
            "2026年某某省政府工作报告", "某某省人民政府", "", "2026-01-26",
        ),
        (
            ["某某厅关于 2020 年工作的意见", "某厅发〔 2020〕 7 号", "发布日期：2020-05-06", "一、目标"],
            "某某厅关于2020年工作的意见", "某某厅", "某厅发〔2020〕7号", "2020-05-06",
        ),
    ],
)  # fmt: skip
def test_metadata(lines: list[str], title: str, issuer: str, number: str, date: str) -> None:
    outline = outline_of(*lines)
    assert (outline.title, outline.issuer, outline.number, outline.date) == (title, issuer, number, date)
