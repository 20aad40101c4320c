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
