"""Documents, clauses, figures and findings as JSON objects, the same from a command and over HTTP."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.citations import cite
from corpus.library import DocumentInfo
from corpus.model import Clause, Damage, Document, Target

if TYPE_CHECKING:
    from index.search import Hit

Record = dict[str, object]
# The columns of a table of figures, in order.
TARGET_FIELDS = (
    "document",
    "clause",
    "label",
    "subject",
    "value",
    "high",
    "unit",
    "qualifier",
    "scope",
    "text",
    "start",
    "end",
)


def document_record(info: DocumentInfo) -> Record:
    """Return what the list of documents says of one; clauses, targets and damage are counts."""
    return asdict(info)


def outline_record(info: DocumentInfo, document: Document) -> Record:
    """Return a document's metadata with its outline: every clause with its place in the tree."""
    return {**document_record(info), "outline": [clause_entry(clause) for clause in document.clauses]}


def clause_entry(clause: Clause) -> Record:
    """Return a clause without its text; `start` and `end` are code points of the document's text."""
    return {
        "id": clause.id,
        "parent": clause.parent,
        "kind": clause.kind,
        "label": clause.label,
        "marker": clause.marker,
        "heading": clause.heading,
        "start": clause.start,
        "end": clause.end,
        "inferred": clause.inferred,
        "repeats": clause.repeats,
        "damage": list(clause.damage),
    }


def clause_record(document: Document, clause: Clause) -> Record:
    """Return a clause as a citation of all of it, with its place in the tree."""
    return {
        **asdict(cite(document, clause)),
        "kind": clause.kind,
        "marker": clause.marker,
        "heading": clause.heading,
        "parent": clause.parent,
        "children": [c.id for c in document.clauses if c.parent == clause.id],
        "inferred": clause.inferred,
        "repeats": clause.repeats,
    }


def hit_record(document: Document, hit: "Hit") -> Record:
    """Return a clause that was found: its citation, its score and the words it shares with the query."""
    return {**asdict(cite(document, hit.clause)), "score": round(hit.score, 4), "words": list(hit.words)}


def target_records(documents: Iterable[Document]) -> Iterator[Record]:
    """Yield the figures that documents set, in the order of their texts."""
    for document in documents:
        labels = {clause.id: clause.label for clause in document.clauses}
        for target in document.targets:
            yield _target_record(document, target, labels.get(target.clause, ""))


def damage_records(documents: Iterable[Document]) -> Iterator[Record]:
    """Yield what is damaged in documents, each with its clause, line (from 1) and span."""
    for document in documents:
        labels = {clause.id: clause.label for clause in document.clauses}
        for damage in document.damage:
            yield _damage_record(document, damage, labels.get(damage.clause, ""))


def number(value: float) -> int | float:
    """Return a figure without a fraction as the whole number it is."""
    return int(value) if value == int(value) else value


def _target_record(document: Document, target: Target, label: str) -> Record:
    return {
        "document": document.id,
        "clause": target.clause,
        "label": label,
        "subject": target.subject,
        "value": number(target.value),
        "high": None if target.high is None else number(target.high),
        "unit": target.unit,
        "qualifier": target.qualifier,
        "scope": target.scope,
        "text": target.text,
        "start": target.start,
        "end": target.end,
    }


def _damage_record(document: Document, damage: Damage, label: str) -> Record:
    return {
        "document": document.id,
        "clause": damage.clause,
        "label": label,
        "kind": damage.kind,
        "line": document.text.count("\n", 0, damage.start) + 1,
        "detail": damage.detail,
        "start": damage.start,
        "end": damage.end,
    }
