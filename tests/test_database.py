"""A database that is missing, damaged, older, read-only or on a full disk loses nothing."""

import hashlib
import os
import resource
import shutil
import sqlite3
import tempfile
import threading
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import sqlite_utils  # noqa: F401  (loaded before forking, so that a child need not)
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import Analyser, copy_policies, served
from processes import drop_rights, run_in_child

import corpus.database
from corpus.database import SCHEMA_VERSION, TABLES
from corpus.errors import ChuyiError, UnusableDatabase
from corpus.library import open_library, sync


@pytest.fixture
def folder(tmp_path):
    return copy_policies(tmp_path / "library")


@pytest.fixture
def database(tmp_path):
    return tmp_path / "chuyi.db"


# What may be wrong with the database


def execute(database: Path, *statements: str) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection, connection:
        return [row for statement in statements for row in connection.execute(statement)]


def test_there_is_no_database_yet(database):
    with pytest.raises(UnusableDatabase, match="there is no database yet; run “chuyi sync”"):
        open_library(database)
    assert not database.exists()


def test_an_empty_database_file_is_a_new_one(folder, database):
    database.touch()
    with pytest.raises(UnusableDatabase, match="run “chuyi sync”"):
        open_library(database)
    sync(folder, database)
    assert len(served(database)) == 4


def garbage(database: Path) -> None:
    database.write_bytes(b"this is no database " * 500)


def cut(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:20_000])


def without_tables(database: Path) -> None:
    execute(database, "DROP TABLE documents")


def without_meta(database: Path) -> None:
    execute(database, "DELETE FROM meta")


def newer(database: Path) -> None:
    execute(database, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def foreign(database: Path) -> None:
    database.unlink()
    execute(database, "CREATE TABLE cookies (a)")


def folder_instead(database: Path) -> None:
    database.unlink()
    database.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (garbage, "move the file away and run “chuyi sync”"),
        (cut, "move the file away and run “chuyi sync”"),
        (without_tables, "move the file away and run “chuyi sync”"),
        (newer, "was made by a newer Chuyi"),
        (foreign, "belongs to another program"),
        (folder_instead, "is a folder, not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_left_as_it_is(folder, database, spoil, said):
    sync(folder, database)
    spoil(database)
    (folder / "new.txt").write_text("一、建设3个。\n", encoding="utf-8")
    before = database.read_bytes() if database.is_file() else None
    for call in (lambda: served(database), lambda: sync(folder, database)):
        with pytest.raises(UnusableDatabase) as caught:
            call()
        assert said in str(caught.value)
        assert str(database) in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1
    assert (database.read_bytes() if database.is_file() else None) == before


def test_a_database_without_its_marks_cannot_be_opened(folder, database):
    sync(folder, database)
    without_meta(database)
    with pytest.raises(UnusableDatabase, match="is damaged"):
        open_library(database)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small library, its database in it."""
    folder = tmp_path_factory.mktemp("made")
    for i in range(3):
        (folder / f"{i}.txt").write_text("关于渔业的通知\n一、建设80个渔港。\n" * 20, encoding="utf-8")
    sync(folder, folder / "chuyi.db")
    return folder


@settings(max_examples=60)
@given(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=400))
def test_a_damaged_database_never_gives_a_traceback(made, place, patch):
    good = (made / "chuyi.db").read_bytes()
    at = int(place * len(good))
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "chuyi.db"
        database.write_bytes(good[:at] + patch + good[at + len(patch) :])
        for call in (lambda: served(database), lambda: sync(made, database)):
            try:
                call()
            except ChuyiError as error:
                assert len(str(error).splitlines()) == 1


def test_an_older_database_is_rebuilt_and_keeps_what_only_it_holds(folder, database):
    sync(folder, database)
    with open_library(database) as library:
        secret = library.secret
    execute(
        database,
        "INSERT INTO answers VALUES ('a1', '2026-01-01', '多少个？', 'answered', '2.4.1')",
        "INSERT INTO feedback VALUES ('a1', 1, '好', '2026-01-02')",
        "ALTER TABLE answers DROP COLUMN clause",
        "ALTER TABLE clauses DROP COLUMN marker",
        "CREATE TABLE of_an_older_version (a)",
        f"PRAGMA user_version = {SCHEMA_VERSION - 1}",
    )
    with pytest.raises(UnusableDatabase, match="is not of this version; run “chuyi sync”"):
        open_library(database)
    assert sync(folder, database).changed
    assert len(served(database)) == 4
    assert execute(database, "SELECT * FROM answers") == [("a1", "2026-01-01", "多少个？", "answered", None)]
    assert execute(database, "SELECT * FROM feedback") == [("a1", 1, "好", "2026-01-02")]
    assert not execute(database, "SELECT 1 FROM sqlite_master WHERE name = 'of_an_older_version'")
    with open_library(database) as library:
        assert library.secret == secret


def test_a_sync_leaves_answers_and_feedback(folder, database):
    sync(folder, database)
    execute(database, "INSERT INTO feedback VALUES ('a1', 0, null, '2026-01-02')")
    (folder / "public-housing.txt").unlink()
    sync(folder, database)
    assert execute(database, "SELECT * FROM feedback") == [("a1", 0, None, "2026-01-02")]


def test_the_schema_version_rises_with_the_columns():
    """If this fails: raise SCHEMA_VERSION by one, then put the new pair here."""
    columns = "; ".join(f"{table} {', '.join(names)}" for table, names in TABLES.items())
    assert (SCHEMA_VERSION, hashlib.sha256(columns.encode()).hexdigest()[:12]) == (2, "e7f21fd82756")


def test_two_syncs_at_once_both_end_well(folder, database):
    ends = []

    def run() -> None:
        ends.append(sync(folder, database, Analyser()))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 4
    sync(folder, database.with_name("fresh.db"), Analyser())
    assert served(database) == served(database.with_name("fresh.db"))
    assert not sync(folder, database, Analyser()).changed


def test_a_sync_that_cannot_get_its_turn_says_so(folder, database, monkeypatch):
    sync(folder, database)
    (folder / "new.txt").write_text("一、建设3个。\n", encoding="utf-8")
    monkeypatch.setattr(corpus.database, "LOCK_WAIT", 0.05)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnusableDatabase, match="another process is writing .* try again"):
            sync(folder, database)
        assert len(served(database)) == 4
    assert sync(folder, database).changed


# Disks that are full, files that may not be touched


def sync_as_nobody(folder: Path, database: Path) -> str:
    drop_rights()
    try:
        return "changed" if sync(folder, database).changed else "unchanged"
    except ChuyiError as error:
        return str(error)


@pytest.fixture
def open_folder():
    """A folder that every user may enter, which pytest's own are not."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o777)
    copy_policies(path / "library")
    yield path
    shutil.rmtree(path)


def test_a_read_only_database_serves_as_long_as_nothing_changes(open_folder):
    folder, database = open_folder / "library", open_folder / "chuyi.db"
    sync(folder, database)
    database.chmod(0o444)
    open_folder.chmod(0o555)
    assert run_in_child(sync_as_nobody, folder, database)[0] == "unchanged"
    (folder / "new.txt").write_text("一、建设3个。\n", encoding="utf-8")
    said, _ = run_in_child(sync_as_nobody, folder, database)
    assert said.startswith(f"{database}: the database is read-only; make the file and its folder writable")
    assert len(served(database)) == 4
    open_folder.chmod(0o755)


@pytest.mark.parametrize("place", ["chuyi.db", "deeper/chuyi.db"])
def test_a_database_in_a_folder_that_may_not_be_written(open_folder, place):
    open_folder.chmod(0o555)
    said, _ = run_in_child(sync_as_nobody, open_folder / "library", open_folder / place)
    assert "cannot be opened" in said
    assert "--database" in said
    open_folder.chmod(0o755)


def test_a_policy_that_may_not_be_read_is_reported(open_folder):
    folder, database = open_folder / "library", open_folder / "chuyi.db"
    (folder / "chuyi-2022.md").chmod(0)
    assert run_in_child(sync_as_nobody, folder, database)[0] == "changed"
    assert served(database).keys() == {"points-settlement", "public-housing", "vocational-reform-2019"}


def test_a_library_that_may_not_be_entered(open_folder):
    folder = open_folder / "library"
    folder.chmod(0o700)
    if os.geteuid():
        folder.chmod(0)
    said, _ = run_in_child(sync_as_nobody, folder, open_folder / "chuyi.db")
    assert "no library folder (Permission denied)" in said
    folder.chmod(0o700)


def sync_with_file_limit(folder: Path, database: Path) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    return sync_for_message(folder, database)


def sync_with_page_limit(folder: Path, database: Path) -> str:
    class Full(sqlite3.Connection):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            self.execute("PRAGMA max_page_count = 9")  # SQLite then reports a full disk

    sqlite3.connect = partial(sqlite3.connect, factory=Full)
    return sync_for_message(folder, database)


def sync_for_message(folder: Path, database: Path) -> str:
    try:
        return f"changed: {sync(folder, database).changed}"
    except ChuyiError as error:
        return str(error)


@pytest.mark.parametrize(
    ("limited", "said"),
    [(sync_with_page_limit, "the disk is full"), (sync_with_file_limit, "is the disk full or failing?")],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_full_disk_leaves_the_old_state(folder, tmp_path, database, limited, said, first):
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "a.txt").write_text("一、建设3个。\n", encoding="utf-8")
    if not first:
        sync(tmp_path / "small", database)
        before = served(database)
    message, _ = run_in_child(limited, folder, database)
    assert message.startswith(f"{database}: ")
    assert said in message
    if not first:
        assert served(database) == before
    sync(folder, database)
    assert len(served(database)) == 4
