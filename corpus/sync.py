"""Bring the database in step with the library folder: what changed is read, what is gone leaves.

Changed files are read into a private temporary database first and go over in one short transaction. So
a sync that is killed leaves the old state or the new one, and nobody waits while it reads.
"""

import hashlib
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from corpus.crew import work_through
from corpus.database import (
    COMMON,
    PARTS,
    Held,
    connect,
    count_damage,
    document_key,
    document_rows,
    fingerprint,
    load_document,
    load_held,
    reading,
    schema_state,
    usable,
    writing,
)
from corpus.errors import ChuyiError, UnusableFile
from corpus.folder import PolicyFile, content_hash, list_policies
from corpus.model import Document
from corpus.tables import insert, open_tables, prepare, seal, store

if TYPE_CHECKING:
    from sqlite_utils import Database

# Above this share of changed documents, what is kept beside the database is made anew.
MUCH = 0.2

FileState = Literal["added", "changed", "unchanged", "removed", "failed"]


class Analyser(Protocol):
    """What the index layer derives from a document; it is stored beside it."""

    @property
    def version(self) -> str:
        """Changes with the form of what is derived."""

    def __call__(self, document: Document) -> bytes:
        """Return what is derived from a document."""

    def common(self) -> bytes:
        """Return what all documents have in common, to be stored once."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a sync is about to commit, for what is kept beside the database: analyses come with their keys.

    `before` is the state that `removed` leads away from, "" when everything is to be made anew; `after`
    is the new state, of so many clauses; `every` reads all analyses of the new state.
    """

    before: str
    after: str
    clauses: int
    removed: Sequence[tuple[int, bytes]]
    added: Iterable[tuple[int, bytes]]
    every: Callable[[], Iterator[tuple[int, bytes]]]


class Keeper(Protocol):
    """What keeps an index beside the database, each state's apart from every other's."""

    def is_kept(self, state: str, clauses: int) -> bool:
        """Return whether all is there that a state of so many clauses needs."""

    def renew(self, change: Change) -> None:
        """Make what the new state needs; an error leaves the old state in force."""

    def settle(self) -> None:
        """Remove what earlier states needed; the new one is in force."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: counts of what is served of it, damage by kind, `error` if it failed."""

    id: str
    path: Path
    state: FileState
    clauses: int = 0
    targets: int = 0
    damage: Mapping[str, int] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did: a report for each file, whether the database changed, seconds taken."""

    files: tuple[FileReport, ...]
    changed: bool
    seconds: float


def sync(
    folder: Path,
    database: Path,
    analyse: Analyser | None = None,
    progress: Callable[[FileReport], None] | None = None,
    keeper: Keeper | None = None,
) -> SyncReport:
    """Bring `database` in step with the policies in `folder`; `progress` hears of each file in turn.

    Files that cannot be used are reported as failed, and their last good version stays. When nothing
    changed, nothing is written. Raises LibraryNotFound and UnusableDatabase.
    """
    began = time.monotonic()
    files = list_policies(folder)
    held = _load_current(database)
    reports = []
    with closing(_Intake(held or {}, analyse)) as intake:
        for report in _bring_all(folder, files, intake, database):
            reports.append(report)
            if progress:
                progress(report)
        changed = bool(intake.read or intake.gone) or held is None
        if changed:
            _write(database, intake, keeper)
        elif keeper:
            _keep(database, keeper)
    return SyncReport(tuple(reports), changed, time.monotonic() - began)


def _load_current(database: Path) -> dict[str, Held] | None:
    """Return what the database holds; None when there is none yet or it is of an older schema."""
    with usable(database):
        if not database.exists():
            return None
    with reading(database) as connection:
        if schema_state(connection, database) != "current":
            return None
        return load_held(connection)


def reader_version() -> str:
    """Return a mark of the code that reads policies: whoever changes it has every file read again."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class _Intake:
    """What a sync has to write; documents wait in a private temporary database that spills to disk."""

    def __init__(self, held: Mapping[str, Held], analyse: Analyser | None) -> None:
        self.held = held
        self.analyse = analyse
        self.version = f"{reader_version()}/{analyse.version if analyse else ''}"
        self.read: list[int] = []
        self.gone: list[int] = []
        self._waiting: sqlite3.Connection | None = None

    def add(self, key: int, rows: bytes) -> None:
        """Put a document with all that is derived from it in the queue, as it was packed."""
        if self._waiting is None:
            self._waiting = sqlite3.connect("", isolation_level=None)
            self._waiting.execute("CREATE TABLE waiting (rows BLOB)")
            self._waiting.execute("BEGIN")
        self._waiting.execute("INSERT INTO waiting VALUES (?)", (rows,))
        self.read.append(key)

    def move_into(self, database: "Database") -> None:
        """Put what waits in the place of what the database holds."""
        for key in (*self.gone, *self.read):
            database.table("documents").delete_where("key = ?", [key])
            for table in PARTS:
                database.table(table).delete_where("document = ?", [key])
        if self._waiting is None:
            return
        for (packed,) in self._waiting.execute("SELECT rows FROM waiting"):
            for table, rows in pickle.loads(packed).items():
                insert(database, table, rows)

    def close(self) -> None:
        if self._waiting is not None:
            self._waiting.close()


def _bring_all(
    folder: Path, files: Sequence[PolicyFile], intake: _Intake, database: Path
) -> Iterator[FileReport]:
    hashed = [_hashed(file) for file in files]
    unread = [(f, h) for f, h in zip(files, hashed, strict=True) if _is_unread(f, h, intake)]
    paths = [file.path for file, _ in unread]
    read = work_through(unread, partial(_derive, version=intake.version, analyse=intake.analyse), paths)
    with closing(read):
        for file, sha256 in zip(files, hashed, strict=True):
            if file.fault:
                yield FileReport(file.id, file.path, "failed", error=file.fault)
            elif isinstance(sha256, UnusableFile):
                yield _fail(file, str(sha256), intake, database)
            elif not _is_unread(file, sha256, intake):
                yield _as_held(file, intake.held[file.id], "unchanged")
            else:
                yield _bring(file, next(read), intake, database)
    present = {file.id for file in files if file.is_policy}
    for id, held in intake.held.items():
        if id not in present:
            intake.gone.append(held.key)
            yield FileReport(id, folder / held.file, "removed")


def _hashed(file: PolicyFile) -> str | UnusableFile:
    try:
        return "" if file.fault else content_hash(file.path)
    except UnusableFile as error:
        return error


def _is_unread(file: PolicyFile, sha256: str | UnusableFile, intake: _Intake) -> bool:
    """Return whether a file is to be read: its content, or the version of what reads it, is not held."""
    if file.fault or isinstance(sha256, UnusableFile):
        return False
    held = intake.held.get(file.id)
    return held is None or (held.sha256, held.version) != (sha256, intake.version)


def _bring(file: PolicyFile, derived: "_Derived | str", intake: _Intake, database: Path) -> FileReport:
    if isinstance(derived, str):
        return _fail(file, derived, intake, database)
    with usable(database):
        intake.add(derived.key, derived.rows)
    state: FileState = "changed" if file.id in intake.held else "added"
    return FileReport(file.id, file.path, state, derived.clauses, derived.targets, derived.damage)


@dataclass(frozen=True, slots=True)
class _Derived:
    """A document as rows by table, packed to go through processes unopened, and what is reported of it."""

    key: int
    rows: bytes
    clauses: int
    targets: int
    damage: Mapping[str, int]


def _derive(unread: tuple[PolicyFile, str], version: str, analyse: Analyser | None) -> _Derived | str:
    """Return a document with all that is derived from it, or what hinders it; run by any process."""
    from corpus.reader import read_document  # a start that finds nothing changed does not need the parsers

    file, sha256 = unread
    try:
        document = read_document(file.path)
        analysis = analyse(document) if analyse else b""
    except UnusableFile as error:
        return str(error)
    except ChuyiError:
        raise
    except Exception as error:  # a defect of ours on one file must not keep the others from being served
        detail = f"{type(error).__name__}: {error}"
        return f"{file.path.name}: Chuyi failed on this file ({detail}); report it"
    rows = pickle.dumps(document_rows(document, file.path.name, sha256, version, analysis))
    counts = len(document.clauses), len(document.targets), count_damage(document)
    return _Derived(document_key(document.id), rows, *counts)


def _as_held(file: PolicyFile, held: Held, state: FileState, error: str = "") -> FileReport:
    counts = held.info
    return FileReport(file.id, file.path, state, counts.clauses, counts.targets, held.damage, error)


def _fail(file: PolicyFile, error: str, intake: _Intake, database: Path) -> FileReport:
    """Report a file that cannot be used; its last good version stays, analysed anew if that has changed."""
    held = intake.held.get(file.id)
    if held is None:
        return FileReport(file.id, file.path, "failed", error=f"{error} (not served)")
    if held.version != intake.version:
        with reading(database) as connection:
            document = load_document(connection, held.key)
        analysis = intake.analyse(document) if intake.analyse else b""
        rows = document_rows(document, held.file, held.sha256, intake.version, analysis)
        intake.add(held.key, pickle.dumps(rows))
    return _as_held(file, held, "failed", f"{error} (its last good version is still served)")


def _write(database: Path, intake: _Intake, keeper: Keeper | None) -> None:
    with usable(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(database, "rwc")) as connection:
            opened = open_tables(connection)
            with writing(connection):
                prepare(opened, database)
                before, removed = _replaced(connection, intake) if keeper else ("", [])
                intake.move_into(opened)
                after = seal(connection)
                if intake.analyse:
                    store(connection, COMMON, intake.analyse.common())
                if keeper:
                    added = _analyses(connection, intake.read)
                    keeper.renew(_change(connection, before, after, removed, added))
            if keeper:
                _settle(connection, after, keeper)


def _settle(connection: sqlite3.Connection, state: str, keeper: Keeper) -> None:
    """Have removed what earlier states needed, unless another sync has come between: it may need that again."""
    with suppress(sqlite3.OperationalError), writing(connection):  # busy: that sync is under way
        if fingerprint(connection) == state:
            keeper.settle()


def _keep(database: Path, keeper: Keeper) -> None:
    """Make what the keeper lacks of a state that has not changed."""
    with reading(database) as connection:
        if keeper.is_kept(fingerprint(connection), _count_clauses(connection)):
            return
    with usable(database), closing(connect(database)) as connection, writing(connection):
        keeper.renew(_change(connection, "", fingerprint(connection), [], ()))
        keeper.settle()


def _change(
    connection: sqlite3.Connection,
    before: str,
    after: str,
    removed: Sequence[tuple[int, bytes]],
    added: Iterable[tuple[int, bytes]],
) -> Change:
    return Change(before, after, _count_clauses(connection), removed, added, lambda: _analyses(connection))


def _count_clauses(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(sum(clauses), 0) FROM documents").fetchone()[0])


def _replaced(connection: sqlite3.Connection, intake: _Intake) -> tuple[str, list[tuple[int, bytes]]]:
    """Return the state before and the analyses that leave it; nothing when much of the library changes."""
    keys = [*intake.gone, *intake.read]
    count = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    if len(keys) > count * MUCH:
        return "", []
    return fingerprint(connection), list(_analyses(connection, keys))


def _analyses(
    connection: sqlite3.Connection, keys: Sequence[int] | None = None
) -> Iterator[tuple[int, bytes]]:
    """Yield the keys and analyses of some documents, or of all."""
    if keys is None:
        yield from connection.execute("SELECT key, analysis FROM documents ORDER BY id")
        return
    for key in keys:
        yield from connection.execute("SELECT key, analysis FROM documents WHERE key = ?", (key,))
