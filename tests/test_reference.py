"""A clause named in any of the ways people write is found; ordinary numbers name none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnknownClause
from corpus.formats import read_text
from corpus.model import Clause
from corpus.outline import parse_outline
from corpus.reference import find_clause, find_reference, resolve

NOTICE = parse_outline(
    read_text(Path(__file__).parent.parent / "corpus" / "policies" / "chuyi-2022.md")
).clauses
RUNNING = parse_outline(
    "一、甲\n（一）建学校。\n（二）建基地。\n二、乙\n（三）建集团。\n（四）建智库。\n"
    "附件1\n计划\n一、步骤\n（一）启动。\n1.动员。\n"
).clauses
LAW = parse_outline(
    "第一章 总则\n第一条 为了办学，制定本法。\n第二条 国家办学。\n学校应当符合下列条件：\n（一）有教师；\n（二）有校舍；\n"
    "1.自有；\n2.租用；\n第二章 附则\n第三条 本法所称学校：\n（一）小学；\n（二）中学。\n第三条之一 例外。\n"
).clauses


def ids(question: str, clauses: tuple[Clause, ...]) -> list[str]:
    reference = find_reference(question)
    return [c.id for c in resolve(reference, clauses)] if reference else []


@pytest.mark.parametrize(
    ("question", "clauses", "id_"),
    [
        ("二（四）1", NOTICE, "2.4.1"),
        ("二、（四）1.", NOTICE, "2.4.1"),
        ("二(四)1讲什么？", NOTICE, "2.4.1"),
        ("第二部分第（一）项第2条说了什么", NOTICE, "2.1.2"),
        ("第二部分第四项第1条", NOTICE, "2.4.1"),
        ("第 2 部分第 4 项第 1 点", NOTICE, "2.4.1"),
        ("2.4.1", NOTICE, "2.4.1"),
        ("2.4.1的内容", NOTICE, "2.4.1"),
        ("２．４．１", NOTICE, "2.4.1"),
        ("clause 2.4.1", NOTICE, "2.4.1"),
        ("第二部分", NOTICE, "2"),
        ("二、", NOTICE, "2"),
        ("二（二）2", NOTICE, "2.2.2"),
        ("第四条讲什么", RUNNING, "2.4"),
        ("二、（三）", RUNNING, "2.3"),
        ("附件1第一部分（一）1", RUNNING, "1001.1.1.1"),
        ("第二条", LAW, "1.2"),
        ("第2条规定了什么", LAW, "1.2"),
        ("第二条第二款第（二）项第2目", LAW, "1.2.2.2.2"),
        ("第二条第二款第一项", LAW, "1.2.2.1"),
        ("第一条第一款", LAW, "1.1"),
        ("第三条第二项", LAW, "2.3.2"),
        ("第三条之一", LAW, "2.3001"),
        ("第二章有哪些规定", LAW, "2"),
        ("What does Article 2 say?", LAW, "1.2"),
    ],
)
def test_names_of_clauses(question: str, clauses: tuple[Clause, ...], id_: str) -> None:
    assert ids(question, clauses)[0] == id_


@pytest.mark.parametrize(
    "question",
    [
        *[
            "建设10所",
            "2022年",
            "1+X证书制度从哪年开始",
            "十四五规划",
            "第一批试点有几个",
            "每5年修订1次",
            "1.5亿元",
            "增长2.5%",
        ],
        *[
            "到2022年要建设多少所",
            "10-12万",
            "一、二产业占比",
            "在10个左右紧缺领域",
            "第一条生产线什么时候建成",
        ],
        *[
            "第十三届全国人大",
            "20个（含）以上",
            "（含技工院校）有多少",
            "第五次会议",
            "2022.1.20",
            "30周岁（含）",
            "3.5万人",
        ],
        *["一季度", "二期工程", "三（多）孩", "第三产业", "", "？", "第二个目标"],
    ],
)
def test_ordinary_numbers_are_no_references(question: str) -> None:
    assert find_reference(question) is None


@pytest.mark.parametrize("question", ["二（二）1", "第九部分", "第三条第五项", "二（四）99"])
def test_places_that_the_text_lacks(question: str) -> None:
    assert find_reference(question) is not None
    assert ids(question, NOTICE if "条" not in question else LAW) == []


@given(st.text(), st.sampled_from(["第十四条第二款", "二（四）1", "附件2第一部分"]), st.text())
def test_spans_lie_in_the_question(before: str, name: str, after: str) -> None:
    reference = find_reference(before + name + after)
    assert reference is None or 0 <= reference.start < reference.end <= len(before + name + after)


@pytest.mark.parametrize("clauses", [NOTICE, RUNNING, LAW])
def test_every_clause_is_found_by_its_id_and_its_label(clauses: tuple[Clause, ...]) -> None:
    labels = [c.label for c in clauses]
    for clause in clauses:
        assert find_clause(clause.id, clauses) == clause
        if clause.label and labels.count(clause.label) == 1:
            assert find_clause(clause.label, clauses) == clause
        reference = find_reference(clause.label) if clause.kind in ("article", "item", "chapter") else None
        if reference:
            assert clause in resolve(reference, clauses)


def test_unknown_clauses_name_near_ones() -> None:
    with pytest.raises(UnknownClause, match=r"no clause '2.4.99'.*did you mean 2\.4\.9"):
        find_clause("2.4.99", NOTICE)
    with pytest.raises(UnknownClause, match="no clause"):
        find_clause("", NOTICE)
    with pytest.raises(UnknownClause) as caught:
        find_clause("9" * 5000, NOTICE)
    assert len(str(caught.value)) < 200
