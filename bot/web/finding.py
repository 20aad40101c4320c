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
    """Where a document holds a query, and how: "found" as typed, "found_all" or "found_parts" of its words.

    `listed` are the first clauses that hold it, each with the words around it; `more` counts the rest.
    `jump` is the clause that the query names, as 第十四条 does.
    """

    query: str
    how: str
    spans: Sequence[Span]
    listed: Sequence[tuple[Clause, Paragraph]]
    more: int
    jump: Clause | None


def find_in(parts: Parts, document: Document, query: str) -> Found | None:
    """Return what a document holds of a query, None when nothing is looked for."""
    query = query.strip()[:QUERY]
    if not query:
        return None
    how, spans = _places(parts, document, query)
    held = _by_clause(document, spans)
    clauses = [clause for clause in document.clauses if clause.id in held]
    listed = [(clause, _around(document, clause, held[clause.id][0])) for clause in clauses[:LISTED]]
    return Found(query, how, spans, listed, max(len(clauses) - LISTED, 0), _named(document, query))


def _places(parts: Parts, document: Document, query: str) -> tuple[str, list[Span]]:
    """Return where a query stands as typed, else its words in clauses that hold all, else any of them."""
    if spans := find(document, [query]):
        return "found", spans
    words = query.split()
    held = [_by_clause(document, find(document, [word])) for word in words]
    spans = find(document, words)
    by_clause = _by_clause(document, spans)
    if whole := [id for id in by_clause if all(id in one for one in held)]:
        return "found_all", [span for id in whole for span in by_clause[id]]
    return "found_parts", spans or find(document, _words(parts, document, query))


def _words(parts: Parts, document: Document, query: str) -> list[str]:
    """Return the words that the clauses nearest to a query share with it."""
    hits = parts.searcher.search(query, LISTED, [document.id])
    return sorted({word for hit in hits for word in hit.words if len(word) > 1})


def _by_clause(document: Document, spans: Sequence[Span]) -> dict[str, list[Span]]:
    """Return the spans by the id of the clause that each begins in."""
    starts = [clause.start for clause in document.clauses]
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(document.clauses[bisect_right(starts, span[0]) - 1].id, []).append(span)
    return found


def _around(document: Document, clause: Clause, span: Span) -> Paragraph:
    return pieces(
        document.text, max(clause.start, span[0] - BEFORE), min(clause.end, max(span[1], span[0] + AFTER))
    )


def _named(document: Document, query: str) -> Clause | None:
    try:
        return find_clause(query, document.clauses)
    except UnknownClause:
        return None
