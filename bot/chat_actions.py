"""What the buttons of a chat do, packed into 64 bytes that hold after a restart and after a sync."""

import base64
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from corpus.database import document_key
from corpus.errors import UnknownClause, UnknownDocument
from corpus.library import Library
from corpus.model import Clause, Document

# What a channel carries with a button at most, in bytes.
LONGEST = 64
# open a clause, turn to one in place; open a document, turn its pages, turn the list's;
# ask what the button says; helpful, not helpful; choose a language
Verb = Literal["c", "g", "o", "p", "d", "s", "y", "n", "l"]
_DATA = re.compile(r"([cgopdsynl])((?::[^:]*)*)")


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, and either what it does (`data`) or where it leads (`url`)."""

    label: str
    data: str = ""
    url: str = ""


def pack(verb: Verb, *values: object) -> str:
    """Return what a button carries."""
    return ":".join((verb, *map(str, values)))


def unpack(data: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the verb and values that `pack` took; None for anything else."""
    m = _DATA.fullmatch(data)
    return (m[1], tuple(m[2].split(":")[1:])) if m else None


def clause_data(verb: Verb, document: str, clause: str, page: int = 0) -> str:
    """Return what a button of a clause carries; an id too long for it goes as its hash."""
    data = pack(verb, document_name(document), clause, page)
    return (
        data if len(data.encode()) <= LONGEST else pack(verb, document_name(document), _hashed(clause), page)
    )


def document_name(id: str) -> str:
    """Return 11 characters for a document, whatever its id and whatever else the library holds."""
    return _short(document_key(id).to_bytes(8, "big"))


def find_document(library: Library, name: str) -> Document:
    """Return the document of a name; raises UnknownDocument when it has left the library."""
    for info in library.documents():
        if document_name(info.id) == name:
            return library.document(info.id)
    raise UnknownDocument("the document of this button is no longer in the library")


def find_clause(document: Document, name: str) -> Clause:
    """Return the clause of an id or of an id's hash; raises UnknownClause."""
    for clause in document.clauses:
        if name == clause.id or name[:1] == "~" and name == _hashed(clause.id):
            return clause
    raise UnknownClause("the clause of this button is no longer in the document")


def _hashed(clause: str) -> str:
    return "~" + _short(blake2b(clause.encode(), digest_size=8).digest())


def _short(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
