"""A place becomes a citation: the text itself, without blanks around it, with the headings above it."""

import pytest
from conftest import Serve
from hypothesis import given
from hypothesis import strategies as st

from bot.citations import ancestors, cite, headings
from corpus.model import Clause, Document

TEXT = "## 一、任务\n\n  （一）基地。建设３ 个。\n\t　\n  （二）集团。\n"
FIRST = TEXT.index("  （一）")
SECOND = TEXT.index("  （二）")


def clause(
    id_: str, parent: str | None, marker: str, heading: str, start: int, end: int, **more: object
) -> Clause:
    return Clause(id_, parent, "item", marker, marker, heading, start, end, start, **more)  # type: ignore[arg-type]


CLAUSES = (
    clause("1", None, "一、", "任务", 0, FIRST),
    clause("1.1", "1", "（一）", "基地", FIRST, SECOND, damage=("truncated",)),
    clause("1.2", "1", "（二）", "", SECOND, len(TEXT)),
    clause("1.2.1", "1.2", "1.", "", len(TEXT), len(TEXT), inferred=True),
)
DOCUMENT = Document("某市 办法#1", "某市办法", "", "", "", "", "", TEXT, CLAUSES, (), ())


@pytest.mark.parametrize(
    ("number", "quote"),
    [(0, "一、任务"), (1, "（一）基地。建设３ 个。"), (2, "（二）集团。"), (3, "")],
)
def test_a_whole_clause_is_quoted_without_blanks_and_markdown_marks(number: int, quote: str) -> None:
    assert cite(DOCUMENT, CLAUSES[number]).quote == quote


def test_a_citation_says_where_it_stands() -> None:
    citation = cite(DOCUMENT, CLAUSES[1], TEXT.index("建设"), TEXT.index("建设") + 6)
    assert (citation.quote, citation.clause, citation.label) == ("建设３ 个。", "1.1", "（一）")
    assert citation.headings == ("一、任务",)
    assert citation.damage == ("truncated",)
    assert citation.title == "某市办法"
    assert citation.document == "某市 办法#1"


def test_the_address_is_encoded() -> None:
    assert cite(DOCUMENT, CLAUSES[1]).url == "/documents/%E6%9F%90%E5%B8%82%20%E5%8A%9E%E6%B3%95%231#1.1"


def test_headings_are_outermost_first_and_empty_ones_left_out() -> None:
    assert [c.id for c in ancestors(DOCUMENT, CLAUSES[3])] == ["1.2", "1"]
    assert headings(DOCUMENT, CLAUSES[3]) == ("一、任务",)
    assert headings(DOCUMENT, CLAUSES[0]) == ()


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_the_quote_is_the_text_of_its_span(one: int, other: int) -> None:
    start, end = sorted((one, other))
    citation = cite(DOCUMENT, CLAUSES[0], start, end)
    assert TEXT[citation.start : citation.end] == citation.quote
    assert start <= citation.start <= citation.end <= end
    assert citation.quote == citation.quote.strip()


def test_every_clause_of_a_real_policy_can_be_cited(serve: Serve) -> None:
    served = serve("chuyi-2022")
    [info] = served.library.documents()
    document = served.library.document(info.id)
    for each in document.clauses:
        citation = cite(document, each)
        assert document.text[citation.start : citation.end] == citation.quote
        assert each.start <= citation.start <= citation.end <= each.end
        assert len(citation.headings) <= citation.clause.count(".")
