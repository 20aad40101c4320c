"""A view: what is drawn, in the characters that are matched, each with its place in the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.view import view

ODD = "\u2028\u2029\x85\u200b\ufeff\u3000 \t*#>\nＡａ１1a甲。①㎡"
ANY = st.lists(st.one_of(st.characters(), st.sampled_from(ODD))).map("".join)


@given(ANY, st.integers(0, 9))
def test_offsets_lead_to_the_characters_seen(text: str, start: int) -> None:
    seen = view(text, start)
    assert len(seen.offsets) == len(seen.text) + 1
    assert list(seen.offsets) == sorted(seen.offsets)
    assert all(start <= o < start + len(text) for o in seen.offsets[:-1])


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("甲\u2028乙\x85丙", "甲乙丙"),
        ("\u2028\n\u2029\n\x85 \u200b\n", ""),
        ("ＨＯＷ ＭＡＮＹ　ｂａｓｅｓ", "HOW MANY bases"),
        ("２５００ ３０", "2500 30"),
        ("１ ２ ０ ０ 户", "1200户"),
        ("how\u2028many", "how many"),
        ("甲 乙 abc", "甲乙abc"),
        ("达到 38 9 个，比上年多 1  2 个。", "达到389个,比上年多12个。"),
        ("每户5 000元，共62. 9 7亿元", "每户5000元,共62.97亿元"),
        ("按附件1 2025年的数执行，不变", "按附件1 2025年的数执行,不变"),
        ("先行救助后,应当在解除之后 １  ０ 个工作日内补齐", "先行救助后,应当在解除之后10个工作日内补齐"),
        (
            "应当在紧急情况解除之后 １  ０ 个 工作日内补齐申请材料",
            "应当在紧急情况解除之后10个工作日内补齐申请材料",
        ),
        ("达到 ４ ８ ４ .5 2亿元，增长3.5 2.6个点", "达到484.52亿元,增长3.5 2.6个点"),
        ("增加54 4.4%，共235 3 1 00户", "增加544.4%,共2353100户"),
        ("地区 38 9 个", "地区38 9个"),
        ("人均地区生产总值 元 47000 70000 左右 7 预期性", "人均地区生产总值元47000 70000左右7预期性"),
        ("**建设**80 个**基地**。", "建设80个基地。"),
        ("a **bold** word **", "a bold word"),
        ("## **一、任务**", "一、任务"),
        ("注*：3*4", "注*:3*4"),
        ("****\n**", ""),
    ],
)
def test_blanks_width_and_emphasis(text: str, drawn: str) -> None:
    assert view(text).text == drawn


def test_a_span_goes_back_to_the_source_without_the_marks_around_it() -> None:
    text = "每年**建设80 个**基地"
    seen = view(text)
    at = seen.text.index("80个")
    start, end = seen.source_span(at, at + 3)
    assert text[start:end] == "80 个"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        (
            "市政府制定各项具体的管理办法，按照\n— 4 —\n\n河湾市人民政府文件\n\n规定执行。",
            "市政府制定各项具体的管理办法，按照规定执行。",
        ),
        ("到此为止。\n— 4 —\n河湾市渡口管理办法\n第一条", "到此为止。\n河湾市渡口管理办法\n第一条"),
        (
            "市政府制定各项具体的管理办法，补助3\n4\n河湾市渡口管理条例\n 8 9 个渡口。",
            "市政府制定各项具体的管理办法，补助389个渡口。",
        ),
        (
            "市政府制定各项具体的管理办法（个）\n4\n县级以上地方人民政府的管理办法",
            "市政府制定各项具体的管理办法（个）\n4\n县级以上地方人民政府的管理办法",
        ),
        (
            "市政府制定各项具体的管理办法，按照\n3 / 9\n有关规定执行。",
            "市政府制定各项具体的管理办法，按照有关规定执行。",
        ),
        (
            "市政府制定各项具体的管理办法，按照\n— 4 —\n有关规定执行。",
            "市政府制定各项具体的管理办法，按照有关规定执行。",
        ),
    ],
)
def test_a_header_within_a_sentence_is_passed_over(text: str, drawn: str) -> None:
    assert view(text).text == view(drawn).text
