"""An answer for a person: what stands in the lines, what is marked, what is kept out."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Answer, Citation, Derived, Fact
from bot.render import (
    DAMAGE,
    Line,
    answer_json,
    answer_lines,
    damage_words,
    excerpt,
    marked,
    matches,
    plain,
    quote_parts,
    table_lines,
    width,
    wrapped,
)
from corpus.model import DamageKind

CITATION = Citation(
    document="plan",
    title="某某方案",
    clause="2.1",
    label="二、（一）",
    headings=("二、主要任务",),
    quote="（一）建设 180 个站，\n\n其中 80 个\n示范站 AB\nCD。",
    start=10,
    end=50,
    url="/documents/plan#2.1",
    damage=("truncated", "broken_lines", "numbering_gap"),
)
FACT = Fact(80, "个", "示范站", "80 个", None, 0)
ANSWER = Answer(
    id="i",
    conversation="c",
    question="多少个示范站？",
    language="zh",
    status="answered",
    answer="80 个示范站。",
    facts=(FACT,),
    citations=(CITATION,),
    suggestions=("站由谁建？",),
)
ABSENT = Answer(
    id="i",
    conversation="c",
    question="How many in Jiangsu?",
    language="en",
    status="not_found",
    answer="The library does not say.",
    missing=("江苏", "money"),
    nearest=(CITATION,),
)


def test_an_answer_in_chinese():
    assert plain(answer_lines(ANSWER)).splitlines() == [
        "80 个示范站。",
        "",
        "  （一）建设 180 个站，其中 80 个示范站 AB CD。",
        "  出处  二、（一）  二、主要任务",
        "  文件  某某方案（plan）",
        "  注意  此处原文有残缺：句子中途断掉；前面有条目缺失",
        "",
        "可以这样问：",
        "  站由谁建？",
    ]


def test_no_answer_in_english():
    assert plain(answer_lines(ABSENT)).splitlines() == [
        "The library does not say.",
        "Not in the library  江苏、money",
        "",
        "The nearest clauses:",
        "  （一）建设 180 个站，其中 80 个示范站 AB CD。",
        "  Clause  二、（一）  二、主要任务  某某方案",
    ]


def test_the_figure_is_marked_and_no_part_of_a_longer_number():
    parts = quote_parts(CITATION, [FACT])
    assert [text for text, style in parts if style == "mark"] == ["80 个"]
    assert parts[0][0].endswith("180 个站，其中 ")


def test_a_figure_worked_out_is_not_marked():
    total = Fact(260, "个", "站", "80 个", None, 0, Derived("sum", (0, 1)))
    assert [style for _, style in quote_parts(CITATION, [total])] == [""]


def test_json_is_the_contracts_on_one_line():
    total = Fact(260, "个", "站", "260 个", None, 0, Derived("sum", (0, 1)))
    line = answer_json(Answer("i", "c", "q", "zh", "answered", "答\n案", facts=(FACT, total)))
    assert "\n" not in line
    assert "答" in line
    facts = json.loads(line)["facts"]
    assert facts[0]["derived"] is None
    assert facts[1]["derived"] == {"how": "sum", "from": [0, 1]}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_damage_has_words(language):
    assert set(DAMAGE) == set(get_args(DamageKind))
    for kind in DAMAGE:
        assert damage_words([kind], language) != kind


def test_what_would_command_a_terminal_is_kept_out():
    said = plain(answer_lines(Answer("i", "c", "q", "zh", "answered", "a\x1b[31mb\x07c\x9bd\ud800")))
    assert said == "a[31mbcd"


def test_words_are_found_in_any_script_and_width():
    text = "職業教育與Ａ１０個基地，职业教育"
    spans = matches(text, ["职业", "10", "教育"])
    assert [text[start:end] for start, end in spans] == ["職業教育", "１０", "职业教育"]


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marking_changes_no_character(text, pairs):
    text = text.replace("\n", "")
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in pairs]
    assert "".join(part for part, _ in marked(text, spans)) == text


@given(st.text(st.characters(exclude_characters="\n…")), st.integers(1, 50))
def test_an_excerpt_is_a_part_of_the_text(text, length):
    said = "".join(part for part, _ in excerpt(text, [], length))
    assert said.strip("…") in text
    assert len(said) <= length + 2


def test_columns_line_up_in_chinese_too():
    lines = [line.text for line in table_lines([("ID", "标题", "N"), ("a", "教育", "1"), ("bb", "x", "2")])]
    assert [width(line[: line.rindex(end)]) for line, end in zip(lines, "N12", strict=True)] == [10, 10, 10]


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.sampled_from(["", "mark"]), st.integers(4, 30)
)
def test_wrapping_keeps_every_character_within_the_columns(text, style, columns):
    rows = list(wrapped(Line(((text, style),), 2), columns))
    assert "".join(part for row in rows for part, _ in row.parts) == text
    assert all(width(row.text) <= columns for row in rows)
    assert {s for row in rows for _, s in row.parts} <= {style}


def test_wrapping_breaks_where_a_reader_would():
    rows = [row.text for row in wrapped(Line((("支持建设，80 个 Chuyi 基地。", ""),)), 10)]
    assert rows == ["支持建设，", "80 个 ", "Chuyi 基", "地。"]
