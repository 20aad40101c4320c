"""One policy file and its sidecar become a document."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.damage import find_damage
from corpus.folder import document_id, sidecar_path
from corpus.formats import read_text
from corpus.model import Clause, Damage, Document
from corpus.outline import Outline, parse_outline
from corpus.paragraphs import split_paragraphs
from corpus.sidecar import Sidecar, read_sidecar
from corpus.targets import find_targets


def read_document(path: Path) -> Document:
    """Return the document in the file at `path`, with its sidecar if there is one; needs no database.

    Raises UnusableFile when the file or its sidecar cannot be used.
    """
    beside = sidecar_path(path)
    sidecar = read_sidecar(beside) if beside.exists() else Sidecar()
    return make_document(document_id(path), read_text(path), sidecar)


def make_document(id: str, text: str, sidecar: Sidecar) -> Document:
    """Return the document of a text; what the sidecar says overrides what the text says."""
    paragraphs = split_paragraphs(text)
    outline = parse_outline(text, paragraphs)
    clauses, damage = find_damage(text, outline.clauses, paragraphs)
    clauses, damage = add_title_conflict(clauses, damage, outline, sidecar, text)
    return Document(
        id=id,
        title=sidecar.title or outline.title or id,
        issuer=sidecar.issuer or outline.issuer,
        number=sidecar.number or outline.number,
        date=sidecar.date or outline.date,
        source_url=sidecar.source_url or outline.source_url,
        status=sidecar.status,
        text=text,
        clauses=clauses,
        targets=find_targets(text, clauses),
        damage=damage,
        effective=sidecar.effective,
        superseded_by=sidecar.superseded_by,
    )


def add_title_conflict(
    clauses: tuple[Clause, ...], damage: tuple[Damage, ...], outline: Outline, sidecar: Sidecar, text: str
) -> tuple[tuple[Clause, ...], tuple[Damage, ...]]:
    """Return clauses and findings, with a title_conflict when text and sidecar name different policies."""
    if not clauses or not _differ(sidecar.title, outline.title):
        return clauses, damage
    at = _title_place(clauses, outline.title, text)
    clause = clauses[at]
    detail = f"text: {outline.title}; known as: {sidecar.title}"
    finding = Damage("title_conflict", clause.id, clause.start, clause.end, detail)
    marked = replace(clause, damage=(*clause.damage, "title_conflict"))
    found = sorted((*damage, finding), key=lambda one: one.start)
    return (*clauses[:at], marked, *clauses[at + 1 :]), tuple(found)


def _differ(known: str, found: str) -> bool:
    """Tell whether two titles name different policies; a short form (方案 of 关于印发方案的通知) agrees."""
    a, b = _folded(known), _folded(found)
    return bool(a and b) and a not in b and b not in a


def _folded(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(char for char in folded if char.isalnum())


def _title_place(clauses: Sequence[Clause], title: str, text: str) -> int:
    """Return the index of the clause that holds the title, else of the first one."""
    titles = [i for i, clause in enumerate(clauses) if clause.kind == "title"]
    wanted = _folded(title)
    for i in titles:
        if wanted in _folded(text[clauses[i].start : clauses[i].end]):
            return i
    return titles[0] if titles else 0
