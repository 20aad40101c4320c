"""A text that a converter broke at each number is read as the text itself: its clauses, sentences and figures."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document
from corpus.pieces import broken_off
from corpus.reader import make_document
from corpus.sidecar import Sidecar
from corpus.view import sentences, view

PARTS = st.sampled_from(
    [
        "预计总规模为50万千瓦，其中竞价的规模为20万千瓦",
        "日申报量不低于3000千瓦时（平均功率不低于500千瓦）",
        "对2018~2020年参与过的用户补贴1.2元/千瓦时",
        "实际量低于申报量的80%的按照补贴价格的20%补贴",
        "自2021年2月13日至2021年2月15日实施，保障2台机组连续运行",
        "应当在30个工作日内公示，并于15日内报送主管部门",
    ]
)
ITEMS = st.lists(PARTS, min_size=2, max_size=4)
SECTIONS = st.lists(ITEMS, min_size=3, max_size=5)
HEADINGS = "一、实施方式 二、补贴价格 三、效果评估 四、保障措施 五、组织领导".split()
TITLE = "河湾市2021年春节期间电力需求响应实施细则"
_NUMBERS = re.compile(r"([0-9A-Za-z.%~/]+)")


def policy(sections: list[list[str]]) -> str:
    lines = [TITLE, "各有关单位："]
    for heading, items in zip(HEADINGS, sections, strict=False):
        lines.append(heading)
        lines += [f"（{n}）{item}。" for n, item in enumerate(items, 1)]
    return "\n".join(lines) + "\n"


def broken(text: str) -> str:
    """Return a text with each number on a line of its own."""
    return "\n".join(piece for line in text.split("\n") for piece in _NUMBERS.split(line) if piece) + "\n"


def read(text: str) -> Document:
    return make_document("河湾", text, Sidecar())


def said(document: Document) -> list[tuple[str, list[str]]]:
    found = []
    for clause in document.clauses:
        seen = view(document.text[clause.start : clause.end]).text
        found.append((clause.label, [seen[i:j] for i, j in sentences(seen)]))
    return found


@given(SECTIONS)
def test_clauses_sentences_and_figures_come_out_whole(sections: list[list[str]]) -> None:
    whole, pieces = read(policy(sections)), read(broken(policy(sections)))
    assert pieces.title == whole.title
    assert said(pieces) == said(whole)
    # What a text repeats is read once; where it repeats whole sections, which of them is told by its lines.
    assert {(t.value, t.unit, t.subject) for t in pieces.targets} == {
        (t.value, t.unit, t.subject) for t in whole.targets
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("项目\n单位\n标准\n" + "走访慰问\n人\n200\n元\n" * 9, id="cells of a table"),
        pytest.param(
            "".join(f"{'为了发展职业教育提高劳动者素质' * 12}\n{n}\n" for n in range(1, 9)), id="pages"
        ),
        pytest.param("补贴标准为每人每年\n200\n元。\n", id="one number alone"),
    ],
)
def test_numbers_alone_on_their_lines_prove_nothing_elsewhere(text: str) -> None:
    assert broken_off(text.split("\n")) == set()


def test_a_date_behind_a_title_stands_alone() -> None:
    text = policy([["日申报量不低于3000千瓦时（平均功率不低于500千瓦）"] * 2] * 3)
    dated = text.replace("各有关单位：", "2021年2月2日\n各有关单位：")
    assert [c.kind for c in read(broken(dated)).clauses].count("date") == 1
    assert read(broken(dated)).date == "2021-02-02"


def test_a_number_that_a_page_lost_behind_is_no_figure() -> None:
    long = "加快推进现代职业教育体系建设改革和产教融合实训基地建设工作"
    assert view(f"{long}\n5\n年度计划由主管部门制定并报上级备案审查后公布实施。").text.count("5") == 0
    fine = "由主管部门责令限期改正，并处三万\n1\n元以上五万元以下罚款。"
    assert "三万元以上" in view(fine).text
    assert "保障2台供热机组" in view(f"{long}保障\n2\n台供热机组运行，满足\n1000\n万平米采暖。").text
