"""Where the copy at hand has a gap at the very place that should answer."""

from collections.abc import Sequence

from bot.model import Citation, Language
from corpus.library import Library
from corpus.model import Clause, Document
from corpus.numbering import to_numeral


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
    clause = next((c for c in document.clauses if c.id == clause_id), None)
    if clause is None:
        return ""
    for sibling in document.clauses:
        if sibling.parent == clause.parent and "numbering_gap" in sibling.damage:
            return _lost_label(sibling)
    return ""


def _lost_label(clause: Clause) -> str:
    """Return the label of the number that is missing right before a clause."""
    number = int(clause.id.rsplit(".", 1)[-1])
    for written, before in ((str(number), str(number - 1)), (to_numeral(number), to_numeral(number - 1))):
        at = clause.label.rfind(written)
        if at >= 0 and number > 1:
            return clause.label[:at] + before + clause.label[at + len(written) :]
    return f"{clause.label}之前"
