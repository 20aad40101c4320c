"""The database file: its tables, its transactions, and its faults in words a user can act on.

One SQLite file with a rollback journal (journal_mode DELETE, SQLite's default), not a write-ahead log:
writes are rare and short, and a log would need two more files beside the database, which copying it
would miss and a read-only folder could not hold.
"""

import hashlib
import json
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from corpus.errors import UnusableDatabase
from corpus.model import Clause, Damage, Document, Target

# Raised by one with every change of the columns below; tests/test_database.py holds the pair together.
SCHEMA_VERSION = 2
# Marks the file as Chuyi's ("ChYi"), so that no other program's database is ever written to.
APPLICATION_ID = 0x43685969
# Seconds that a connection waits for another process's write.
LOCK_WAIT = 30.0

State = Literal["new", "older", "current"]


def _columns(noun: type) -> dict[str, type]:
    """Return the columns of a table that holds one noun, in the order of its fields."""
    kinds = {"int": int, "float": float, "bool": int, "float | None": float}
    named = {f.name: f.type.__name__ if isinstance(f.type, type) else str(f.type) for f in fields(noun)}
    return {name: kinds.get(kind, str) for name, kind in named.items()}


CLAUSE = _columns(Clause)
TARGET = _columns(Target)
DAMAGE = _columns(Damage)
_PLACE = {"document": int, "position": int}
# The long columns come last: rows are listed without reading the pages that those fill.
_METADATA = ("id", "title", "issuer", "number", "date", "source_url", "status", "effective", "superseded_by")
TABLES: dict[str, dict[str, type]] = {
    "documents": {
        "key": int,
        **dict.fromkeys(_METADATA, str),
        "file": str,
        "sha256": str,
        "version": str,
        "clauses": int,
        "targets": int,
        "damage": str,
        "text": str,
        "analysis": bytes,
    },
    "clauses": {**_PLACE, **CLAUSE},
    "targets": {**_PLACE, **TARGET},
    "damage": {**_PLACE, **DAMAGE},
    "meta": {"key": str, "value": bytes},
    "answers": {"id": str, "asked_at": str, "question": str, "status": str, "clause": str},
    "feedback": {"answer": str, "helpful": int, "comment": str, "given_at": str},
    # What chats need: who asks what now, which messages answer a question, which updates have come.
    "chats": {"chat": str, "language": str, "conversation": str, "document": str, "changed_at": str},
    "chat_replies": {
        "chat": str,
        "question": int,
        "replies": str,
        "before": str,
        "after": str,
        "sent_at": str,
    },
    "chat_updates": {"channel": str, "id": int, "waiting": str, "came_at": str},
}
KEYS: dict[str, str | tuple[str, ...]] = {
    "documents": "key",
    "clauses": ("document", "position"),
    "targets": ("document", "position"),
    "damage": ("document", "position"),
    "meta": "key",
    "answers": "id",
    "chats": "chat",
    "chat_replies": ("chat", "question"),
    "chat_updates": ("channel", "id"),
}
PARTS = ("clauses", "targets", "damage")
# Where what all documents have in common is stored among what is known of the database.
COMMON = "common"
# What the library cannot give back; it outlives every rebuilding.
KEPT = ("meta", "answers", "feedback", "chats", "chat_replies", "chat_updates")


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document of the library without its text; `clauses`, `targets` and `damage` are counts."""

    id: str
    title: str
    issuer: str
    number: str
    date: str
    source_url: str
    status: str
    effective: str
    superseded_by: str
    clauses: int
    targets: int
    damage: int


@dataclass(frozen=True, slots=True)
class Held:
    """What the database holds of one document: which file, of which content, read by which version."""

    key: int
    info: DocumentInfo
    file: str
    sha256: str
    version: str
    damage: Mapping[str, int]


@contextmanager
def usable(database: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file `database` into UnusableDatabase."""
    try:
        yield
    except sqlite3.Error as error:
        if isinstance(error, (sqlite3.ProgrammingError, sqlite3.InterfaceError)):
            raise  # a defect of ours, not of the file
        raise UnusableDatabase(_explain(database, error)) from error
    except OSError as error:
        advice = "check its folder's rights, or name another with --database"
        raise UnusableDatabase(f"{database}: cannot be opened ({error.strerror}); {advice}") from error


def _explain(database: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN and database.is_dir():
        return f"{database}: is a folder, not a database; name a file with --database"
    detail = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", str(error)).split())[:100]
    return f"{database}: {_REASONS.get(code, _DAMAGED).format(error=detail, temporary=tempfile.gettempdir())}"


_DAMAGED = (
    "the database is damaged ({error}); move the file away and run “chuyi sync” to make a new one "
    "(questions and feedback stay in the old)"
)
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full (or {temporary} is); make room and run “chuyi sync” again",
    sqlite3.SQLITE_IOERR: "reading or writing failed ({error}); is the disk full or failing? Then run “chuyi sync”",
    sqlite3.SQLITE_READONLY: "the database is read-only; make the file and its folder writable, "
    "or name another with --database",
    sqlite3.SQLITE_PERM: "the database may not be opened; check its rights, or name another with --database",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened; check that it and its folder may be read and "
    "written, or name another with --database",
    sqlite3.SQLITE_BUSY: "another process is writing to the database; try again when its sync has ended",
    sqlite3.SQLITE_LOCKED: "another process is writing to the database; try again when its sync has ended",
}


def connect(database: Path, mode: Literal["rw", "rwc"] = "rw") -> sqlite3.Connection:
    """Return a connection with transactions in the caller's hands; "rwc" makes the file if need be.

    Readers open for writing too: only so can SQLite roll back what a killed process left half written.
    Where the file is not writable, SQLite opens it for reading by itself.
    """
    address = f"{database.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=LOCK_WAIT, isolation_level=None)


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """Open the database for reads that all see the same state; what cannot be understood is damaged."""
    with usable(database), closing(connect(database)) as connection:
        connection.execute("BEGIN")
        try:
            yield connection
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise sqlite3.DatabaseError(f"{type(error).__name__}: {error}") from error


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing, alone."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk ends the transaction by itself
            connection.execute("ROLLBACK")
        raise


def schema_state(connection: sqlite3.Connection, database: Path) -> State:
    """Return whether the database is empty, of an older schema, or current; raises UnusableDatabase."""
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if owner == 0 and version == 0 and not table_names(connection):
        return "new"
    if owner != APPLICATION_ID:
        raise UnusableDatabase(f"{database}: belongs to another program; name another file with --database")
    if version > SCHEMA_VERSION:
        raise UnusableDatabase(
            f"{database}: was made by a newer Chuyi (schema {version}, this one knows {SCHEMA_VERSION}); "
            "update Chuyi, or name another file with --database"
        )
    return "current" if version == SCHEMA_VERSION else "older"


def table_names(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that are there."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [name for (name,) in found if not name.startswith("sqlite_")]


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return what tells the state of a database from any other, "" before the first sync."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    return found[0].decode() if found else ""


def document_key(id: str) -> int:
    """Return the key of a document in the tables: 63 bits of its id's hash, so that it never changes."""
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8]) >> 1


def count_damage(document: Document) -> dict[str, int]:
    """Return how often each kind of damage was found, the most frequent first."""
    return dict(Counter(one.kind for one in document.damage).most_common())


def document_rows(
    document: Document, file: str, sha256: str, version: str, analysis: bytes
) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that hold a document, by table."""
    key = document_key(document.id)
    counts = (len(document.clauses), len(document.targets), json.dumps(count_damage(document)))
    whole = (key, *attrgetter(*_METADATA)(document), file, sha256, version, *counts, document.text, analysis)
    return {
        "documents": [whole],
        "clauses": [(*row, " ".join(damage)) for *row, damage in _rows(key, CLAUSE, document.clauses)],
        "targets": _rows(key, TARGET, document.targets),
        "damage": _rows(key, DAMAGE, document.damage),
    }


def _rows(key: int, columns: Mapping[str, type], nouns: Sequence[object]) -> list[tuple[Any, ...]]:
    values = attrgetter(*columns)
    return [(key, at, *values(noun)) for at, noun in enumerate(nouns)]


_INFO = (*_METADATA, "clauses", "targets")


def load_held(connection: sqlite3.Connection) -> dict[str, Held]:
    """Return what the database holds, by document id, in the order of ids."""
    names = ", ".join(("key", "file", "sha256", "version", "damage", *_INFO))
    held = {}
    for key, file, sha256, version, damage, *row in connection.execute(
        f"SELECT {names} FROM documents ORDER BY id"
    ):
        counts: dict[str, int] = json.loads(damage)
        values = dict(zip(_INFO, row, strict=True))
        info = DocumentInfo(**values, damage=sum(counts.values()))
        held[info.id] = Held(key, info, file, sha256, version, counts)
    return held


def load_document(connection: sqlite3.Connection, key: int) -> Document:
    """Return the document stored under `key`."""
    names = (*_METADATA, "text")
    query = f"SELECT {', '.join(names)} FROM documents WHERE key = ?"
    values = dict(zip(names, connection.execute(query, (key,)).fetchone(), strict=True))
    clauses = [_clause(row) for row in _load(connection, "clauses", CLAUSE, key)]
    targets = [Target(*row) for row in _load(connection, "targets", TARGET, key)]
    damage = [Damage(*row) for row in _load(connection, "damage", DAMAGE, key)]
    return Document(**values, clauses=tuple(clauses), targets=tuple(targets), damage=tuple(damage))


def _load(
    connection: sqlite3.Connection, table: str, columns: Mapping[str, type], key: int
) -> sqlite3.Cursor:
    names = ", ".join(f'"{name}"' for name in columns)
    return connection.execute(f"SELECT {names} FROM {table} WHERE document = ? ORDER BY position", (key,))


def _clause(row: tuple[Any, ...]) -> Clause:
    values = dict(zip(CLAUSE, row, strict=True))
    values["inferred"] = bool(values["inferred"])
    values["damage"] = tuple(values["damage"].split())
    return Clause(**values)
