"""What a search in one document finds: where its words stand, in which clauses, and a clause of that number."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading import find
from bot.seen import Paragraph, Span, pieces
from bot.service import Parts
from corpus.errors import UnknownClause
from corpus.model import Clause, Document
from corpus.reference import find_clause

# So much of what is typed is looked for.
QUERY = 100
# So many clauses are listed, each with so many characters around the first place.
LISTED, BEFORE, AFTER = 30, 20, 50


@dataclass(frozen=True, slots=True)
class Found:
    """Where a document holds a query; `together` tells that it stands there as it was typed.

    `listed` are the first clauses that hold it, each with the words around it; `more` counts the rest.
    `jump` is the clause that the query names, as 第十四条 does.
    """

    query: str
    together: bool
    spans: Sequence[Span]
    listed: Sequence[tuple[Clause, Paragraph]]
    more: int
    jump: Clause | None


def find_in(parts: Parts, document: Document, query: str) -> Found | None:
    """Return what a document holds of a query, None when nothing is looked for."""
    query = query.strip()[:QUERY]
    if not query:
        return None
    spans = find(document, [query])
    together = bool(spans)
    spans = spans or find(document, query.split()) or find(document, _words(parts, document, query))
    clauses = _clauses(document, spans)
    listed = [(clause, _around(document, clause, span)) for clause, span in clauses[:LISTED]]
    return Found(query, together, spans, listed, max(len(clauses) - LISTED, 0), _named(document, query))


def _words(parts: Parts, document: Document, query: str) -> list[str]:
    """Return the words that the clauses nearest to a query share with it."""
    hits = parts.searcher.search(query, LISTED, [document.id])
    return sorted({word for hit in hits for word in hit.words if len(word) > 1})


def _clauses(document: Document, spans: Sequence[Span]) -> list[tuple[Clause, Span]]:
    """Return the clauses that hold one of the spans, each with the first of its own."""
    starts = [clause.start for clause in document.clauses]
    found: dict[str, tuple[Clause, Span]] = {}
    for span in spans:
        clause = document.clauses[bisect_right(starts, span[0]) - 1]
        found.setdefault(clause.id, (clause, span))
    return list(found.values())


def _around(document: Document, clause: Clause, span: Span) -> Paragraph:
    return pieces(
        document.text, max(clause.start, span[0] - BEFORE), min(clause.end, max(span[1], span[0] + AFTER))
    )


def _named(document: Document, query: str) -> Clause | None:
    try:
        return find_clause(query, document.clauses)
    except UnknownClause:
        return None
