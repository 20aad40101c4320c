"""Numerals mean numbers, and lines begin with markers only where officials number clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import SYSTEMS, match_marker, parse_numeral, to_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇二二", 2022),
        ("十二", 12),
        ("550万", 5_500_000),
        ("550 万", 5_500_000),
        ("两", 2),
        ("1.5亿", 150_000_000),
        ("１２００", 1200),
        ("12,000", 12000),
        ("一百二", 120),
        ("一百零二", 102),
        ("三万五", 35000),
        ("三千万", 30_000_000),
        ("1.1万亿", 1_100_000_000_000),
        ("二点五", 2.5),
        ("0.4", 0.4),
        ("百", 100),
        ("壹拾贰", 12),
    ],
)
def test_numerals(text: str, number: float) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    "text", ["", "几", "二三十", "1,2", "万", "abc", "1.2.3", "点五", "第十", "一九" * 30]
)
def test_no_numerals(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.integers(0, 99_999_999))
def test_numerals_round_trip(n: int) -> None:
    assert parse_numeral(to_numeral(n)) == n
    assert parse_numeral(str(n)) == n


@given(st.text(max_size=60))
def test_any_text_is_a_numeral_or_none(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("line", "system", "number", "text"),
    [
        ("第一编 总则", "part", 1, "第一编"),
        ("第三章　职业教育的实施", "chapter", 3, "第三章"),
        ("第 二 节 学校", "section", 2, "第 二 节"),
        ("第十四条 国家建立", "article", 14, "第十四条"),
        ("第14条 国家建立", "article", 14, "第14条"),
        ("第一百二十条之一 帮助恐怖活动", "article", 120001, "第一百二十条之一"),
        ("二、主要任务", "cn", 2, "二、"),
        ("一、二十大精神", "cn", 1, "一、"),
        ("（四）建设平台", "cnp", 4, "（四）"),
        ("( 三 )完善", "cnp", 3, "( 三 )"),
        ("（一）项目建设", "cnp", 1, "（一）"),
        ("13.支持", "ar", 13, "13."),
        ("1 0 ．支持", "ar", 10, "1 0 ．"),
        ("1 . 2 0 2 5 年任务", "ar", 1, "1 ."),
        ("十 二、任务", "cn", 12, "十 二、"),
        ("2．户籍", "ar", 2, "2．"),
        ("１、申请", "ar", 1, "１、"),
        ("1.2025年工作", "ar", 1, "1."),
        ("（1）收单机构", "arp", 1, "（1）"),
        ("3）其他", "arp", 3, "3）"),
        ("②优化", "circle", 2, "②"),
    ],
)
def test_markers(line: str, system: str, number: int, text: str) -> None:
    marker = match_marker(line)
    assert marker is not None
    assert (SYSTEMS[marker.level], marker.number, marker.text) == (system, number, text)
    assert line[: marker.end] == text


@pytest.mark.parametrize(
    "line",
    [
        "2022年建成",
        "1.5亿元资金",
        "３ . ４ ６ %，均居全国第二",
        "3月1日起",
        "10—12万",
        "（一）至（三）项规定的",
        "（二）、（三）项",
        "（一）项所列情形",
        "第三条规定的条件",
        "第二款、第三款",
        "第五次会议",
        "第一批试点",
        "一、二产业融合",
        "1+X证书",
        "（2022年）",
        "①②③均可",
        "第一篇文章已经发表，反响很好。",
        "",
    ],
)
def test_no_markers(line: str) -> None:
    assert match_marker(line) is None
