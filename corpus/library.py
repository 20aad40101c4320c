"""The library as it is served: documents read from the database, as they were when it was opened."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from corpus.database import (
    COMMON,
    DocumentInfo,
    fingerprint,
    load_document,
    load_held,
    reading,
    schema_state,
    usable,
)
from corpus.errors import UnknownDocument, UnusableDatabase, shown
from corpus.folder import PolicyFile, list_policies
from corpus.model import Document
from corpus.sync import Analyser, FileReport, SyncReport, sync

__all__ = [
    "Analyser",
    "DocumentInfo",
    "FileReport",
    "Library",
    "PolicyFile",
    "SyncReport",
    "list_policies",
    "open_library",
    "read_document",
    "sync",
]

# Documents kept in memory after use; one of 30,000 characters takes about half a megabyte.
KEPT_DOCUMENTS = 32


def read_document(path: Path) -> Document:
    """Return the document in the file at `path`, with its sidecar if any; needs no database."""
    from corpus import reader  # loads the parsers, which serving does not need

    return reader.read_document(path)


def open_library(database: Path) -> Library:
    """Open the library in `database`; raises UnusableDatabase when there is none yet."""
    return Library(database)


class Library:
    """The documents of one state of the database; safe to use from several threads at once.

    What a sync changes later is never mixed in: `is_current` tells that there is a newer state, and
    whoever serves opens the library anew.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        with usable(database):
            if not database.exists():
                raise UnusableDatabase(f"{database}: there is no database yet; run “chuyi sync” to make it")
        with reading(database) as connection:
            if schema_state(connection, database) != "current":
                raise UnusableDatabase(f"{database}: is not of this version; run “chuyi sync” to renew it")
            self._held = load_held(connection)
            self._fingerprint = fingerprint(connection)
            secret = connection.execute("SELECT value FROM meta WHERE key = 'secret'").fetchone()
            self._secret: bytes = secret[0]
            common = connection.execute("SELECT value FROM meta WHERE key = ?", (COMMON,)).fetchone()
            self._common: bytes = common[0] if common else b""
        self._kept = lru_cache(KEPT_DOCUMENTS)(self._load)

    @property
    def fingerprint(self) -> str:
        """What tells this state of the library from any other: it changes when any document changes."""
        return self._fingerprint

    @property
    def secret(self) -> bytes:
        """32 random bytes, made with the database and kept as long as it is."""
        return self._secret

    def documents(self) -> tuple[DocumentInfo, ...]:
        """Return what is known of each document, in the order of ids."""
        return tuple(held.info for held in self._held.values())

    @property
    def common(self) -> bytes:
        """What the analyser stored for all documents together."""
        return self._common

    @property
    def database(self) -> Path:
        """The database's file."""
        return self._database

    @property
    def keys(self) -> dict[int, str]:
        """The ids of the documents by their keys, in the order of ids."""
        return {held.key: id for id, held in self._held.items()}

    def document(self, id: str) -> Document:
        """Return a document; raises UnknownDocument naming near ids."""
        id = unicodedata.normalize("NFC", id)
        if id not in self._held:
            raise UnknownDocument(self._not_found(id))
        return self._kept(id)

    def text(self, id: str) -> str:
        """Return a document's text."""
        return self.document(id).text

    def analysis(self, id: str) -> bytes:
        """Return what the analyser derived from a document at sync."""
        id = unicodedata.normalize("NFC", id)
        if id not in self._held:
            raise UnknownDocument(self._not_found(id))
        return dict(self.analyses((id,)))[id]

    def analyses(self, ids: tuple[str, ...] | None = None) -> Iterator[tuple[str, bytes]]:
        """Yield the id and analysis of each document in the order of ids, one in memory at a time."""
        wanted = self._held if ids is None else ids
        with reading(self._database) as connection:
            for id in wanted:
                query = "SELECT sha256, version, analysis FROM documents WHERE key = ?"
                row = connection.execute(query, (self._held[id].key,)).fetchone()
                self._check(id, row)
                yield id, row[2]

    def is_current(self) -> bool:
        """Tell whether the database still holds the state that was opened; takes 0.2 ms."""
        with reading(self._database) as connection:
            return fingerprint(connection) == self._fingerprint

    def close(self) -> None:
        """Let go of what is kept in memory; no file is held open between calls."""
        self._kept.cache_clear()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _load(self, id: str) -> Document:
        key = self._held[id].key
        with reading(self._database) as connection:
            query = "SELECT sha256, version FROM documents WHERE key = ?"
            self._check(id, connection.execute(query, (key,)).fetchone())
            return load_document(connection, key)

    def _check(self, id: str, row: tuple[str, ...] | None) -> None:
        """Refuse a document that a sync has changed since: its clauses would not fit the index."""
        held = self._held[id]
        if row is None or (row[0], row[1]) != (held.sha256, held.version):
            raise UnusableDatabase(f"{self._database}: “{id}” has just been changed by a sync; ask again")

    def _not_found(self, id: str) -> str:
        near = [known for known in self._held if id and id in known][:3]
        near = near or get_close_matches(id, self._held, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "“chuyi documents” lists them"
        return f"there is no document “{shown(id)}”; {hint}"
