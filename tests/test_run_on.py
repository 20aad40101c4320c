"""Numbers that run on within a line open clauses where the one before them proves them."""

import pytest

from corpus.outline import parse_outline

REPORT = "一、总体要求\n（一）指导思想。坚持以人民为中心。（二）工作目标。到2022年建成。\n（三）基本原则。1.坚持正确导向。服务大局。2.坚持需求引领。\n二、保障措施\n加强领导。"


def labels(text: str) -> list[str]:
    return [c.label for c in parse_outline(text).clauses if c.marker]


def test_what_goes_on_in_a_line_is_a_clause_of_its_own() -> None:
    found = labels(REPORT)
    assert "一、（二）" in found
    assert "一、（三）2." in found


@pytest.mark.parametrize(
    "line", ["按照前款执行。（三）另行规定。", "增长较快。3.5个百分点来自投资。", "见（一）和（二）的规定。"]
)
def test_a_number_that_nothing_before_it_proves_opens_nothing(line: str) -> None:
    assert labels(f"一、总体要求\n（一）指导思想。{line}") == labels("一、总体要求\n（一）指导思想。")


def test_cutting_covers_the_text() -> None:
    clauses = sorted((c for c in parse_outline(REPORT).clauses), key=lambda c: c.start)
    assert "".join(REPORT[c.start : c.end] for c in clauses) == REPORT


def test_a_text_without_line_ends_has_its_articles_and_chapters() -> None:
    articles = "".join(f"第{n}条渡船应当按时检验。第九条所列船只除外。" for n in "一二三")
    tree = parse_outline(
        f"河湾市渡船管理办法第一章总则{articles}第二章检验第四条渡船每年检验两次。\n"
    ).clauses
    assert [c.label for c in tree if c.kind in ("chapter", "article")] == [
        "第一章", "第一条", "第二条", "第三条", "第二章", "第四条"
    ]  # fmt: skip


def test_two_articles_named_in_a_line_open_nothing() -> None:
    text = "第八条渡船按下列规定检验。第九条渡船的船主应当到场。\n"
    assert [c.label for c in parse_outline(text).clauses if c.kind == "article"] == ["第八条"]
