"""What is broken in a text is found, told in a sentence, and nothing whole is called broken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.damage import find_damage
from corpus.formats import read_text
from corpus.model import Clause, Damage
from corpus.outline import parse_outline

NOTICE = read_text(Path(__file__).parent.parent / "corpus" / "policies" / "chuyi-2022.md")


def damage_of(text: str) -> tuple[dict[str, Clause], tuple[Damage, ...]]:
    clauses, found = find_damage(text, parse_outline(text).clauses)
    return {c.id: c for c in clauses}, found


def kinds_of(text: str) -> dict[str, set[str]]:
    return {id_: set(c.damage) for id_, c in damage_of(text)[0].items() if c.damage}


def test_notice_damage() -> None:
    kinds = kinds_of(NOTICE)
    assert kinds["1"] == {"heading_lost", "truncated"}
    assert kinds["2.2"] == kinds["3"] == {"heading_lost"}
    assert kinds["2.2.2"] == {"numbering_gap"}
    assert "numbering_gap" in kinds["3.3"]
    assert {id_ for id_, found in kinds.items() if "truncated" in found} == {
        "1",
        "2.3.1",
        "2.4.1",
        "3.3",
        "3.4",
    }
    assert {id_ for id_, found in kinds.items() if "noise" in found} == {"3.3.1", "0.11"}
    assert "broken_lines" in kinds["2.4.2"]
    assert "2.1.1" not in kinds
    assert all(d.detail.endswith(".") and ".." not in d.detail for d in damage_of(NOTICE)[1])


def test_notice_repetitions() -> None:
    clauses, _ = damage_of(NOTICE)
    repeated = [f"2.4.{n}" for n in range(4, 14)]
    assert [id_ for id_, c in clauses.items() if "repeated" in c.damage] == repeated
    assert [id_ for id_, c in clauses.items() if c.repeats == "2.4.4"] == repeated[1:]


@pytest.mark.parametrize(
    ("text", "clause", "kind"),
    [
        ("一、甲\n（一）建学校。\n（三）建基地。\n二、乙\n", "1.3", "numbering_gap"),
        ("第二条 目的。\n第三条 范围。\n", "2", "numbering_gap"),
        (
            "一、甲\n（一）建学校。\n（二）建基地。\n（二）建集团。\n（三）建智库。\n二、乙\n",
            "1.1002",
            "duplicate_number",
        ),
        ("一、任务。建设基地，培养高素质技术技能\n二、保障。加大投入。\n", "1", "truncated"),
        ("一、任务。建设基地，\n二、保障。加大投入。\n", "1", "truncated"),
        ("一、任务。建设\ufffd\ufffd个基地。\n", "1", "undecodable"),
        ("一、任务。建 设 一 批 基 地。\n", "1", "spaced_letters"),
        ("一、任务。应当按 照规定建设。\n", "1", "spaced_letters"),
        ("一、任务。推动建设一批高水平的产教融合实训\n\n- 3 -\n\n基地，培养人才。\n", "1", "noise"),
        ("一、任务。推动建设一批高水平的产教融合、\n校企合作的实训基地。\n", "1", "broken_lines"),
    ],
)
def test_damage_is_found(text: str, clause: str, kind: str) -> None:
    assert kind in kinds_of(text)[clause]


WHOLE = [
    "一、甲\n（一）建学校。\n（二）建基地。\n二、乙\n（三）建集团。\n（四）建智库。\n",
    "第一章 总 则\n第一条 为了办学，制定本法。\n第二条 本法适用于下列学校：\n（一）小学；\n（二）中学。\n第二章 附则\n第三条 施行。\n",
    "一、办理材料\n（一）身份证原件\n（二）户口簿原件，复印件\n（三）结婚证，离婚证\n（四）居住证，社保卡\n",
    "一、任务\n（一）全力办好国家大事，纵深推进协同发展\n推动建设，加快落地。\n（二）充分挖掘潜力，推动稳定增长\n促进消费，扩大投资。\n",
    "一、任务。《方案》已经同意。（教育部、财政部负责）\n二、保障。加大投入。\n",
]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_texts_are_not_called_broken(text: str) -> None:
    assert kinds_of(text) == {}


def test_figures_tell_clauses_apart() -> None:
    text = "一、甲\n1.遴选建设 100 个“楚怡”优质专业群。\n2.遴选建设 10 个“楚怡”优质专业群。\n"
    assert kinds_of(text) == {}


@given(
    st.lists(
        st.sampled_from(
            ["一、甲。", "（二）乙，", "3.丙", "\n", "\n", "- 1 -", "\ufffd", "建 设 一 批 基 地", "第五条 "]
        ),
        max_size=40,
    )
)
def test_findings_lie_in_their_clauses(pieces: list[str]) -> None:
    text = "".join(pieces)
    clauses, found = damage_of(text)
    for damage in found:
        clause = clauses[damage.clause]
        assert clause.start <= damage.start <= damage.end <= clause.end
        assert damage.kind in clause.damage
        assert damage.detail.endswith(".")
    assert {(d.clause, d.kind) for d in found} == {(c.id, k) for c in clauses.values() for k in c.damage}
