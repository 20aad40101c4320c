"""Where the copy at hand has a gap at the very place that should answer."""

from collections.abc import Sequence

from bot.model import Citation, Language
from corpus.library import Library
from corpus.model import Clause, Document

_LOST = frozenset({"heading_lost", "numbering_gap"})


def gap_note(library: Library, nearest: Sequence[Citation], language: Language) -> str:
    """Return a sentence on the gap beside the clause that comes nearest, "" when there is none."""
    for citation in nearest[:1]:
        document = library.document(citation.document)
        if place := _gap_beside(document, citation.clause):
            if language == "en":
                return f"The copy at hand has a gap there: {place} is lost in the source."
            return f"本库所存文本在{place}处有缺失，答案可能就在缺失的部分。"
    return ""


def _gap_beside(document: Document, clause_id: str) -> str:
    """Return the label of the lost place among a clause and its siblings."""
    by_id = {c.id: c for c in document.clauses}
    clause = by_id.get(clause_id)
    while clause is not None:
        for sibling in document.clauses:
            if sibling.parent == clause.parent and _LOST & set(sibling.damage):
                return _lost_label(document, sibling)
        clause = by_id.get(clause.parent) if clause.parent else None
    return ""


def _lost_label(document: Document, clause: Clause) -> str:
    finding = next((d for d in document.damage if d.clause == clause.id and d.kind in _LOST), None)
    if clause.start == clause.end or finding is None or finding.kind == "heading_lost":
        return clause.label
    first = document.clauses[next(i for i, c in enumerate(document.clauses) if c.id == clause.id)]
    number = int(first.id.rsplit(".", 1)[-1])
    return (
        first.label.replace(str(number), str(number - 1))
        if str(number) in first.label
        else f"{first.label}之前"
    )
