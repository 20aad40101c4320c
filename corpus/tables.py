"""The tables as a sync writes them: made or brought up to date, filled, sealed with a fingerprint."""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.database import APPLICATION_ID, KEPT, KEYS, SCHEMA_VERSION, TABLES, schema_state, table_names

if TYPE_CHECKING:
    # Importing sqlite-utils takes 0.1 s, as long as an answer may: only a sync that has something to
    # write pays for it. Whatever is only read is read with sqlite3.
    from sqlite_utils import Database


def open_tables(connection: sqlite3.Connection) -> "Database":
    """Return a connection as sqlite-utils writes with it."""
    from sqlite_utils import Database  # takes 0.1 s: only for a sync that has something to write

    return Database(connection, recursive_triggers=False, execute_plugins=False)


def prepare(database: "Database", path: Path) -> None:
    """Make the tables, or make those of an older schema anew; what the library cannot give back stays."""
    state = schema_state(database.conn, path)
    if state == "current":
        return
    for table in table_names(database.conn):
        if table in KEPT:
            _add_columns(database, table)
        else:
            database.table(table).drop()
    make_tables(database)
    database.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    secret = {"key": "secret", "value": secrets.token_bytes(32)}
    database.table("meta").insert(secret, pk="key", ignore=True)


def make_tables(database: "Database") -> None:
    """Make the tables that are not there."""
    for table, columns in TABLES.items():
        database.create_table(table, columns, pk=KEYS.get(table), if_not_exists=True)


def _add_columns(database: "Database", table: str) -> None:
    there = database.table(table).columns_dict
    for name, kind in TABLES[table].items():
        if name not in there:
            database.table(table).add_column(name, kind)


def insert(database: "Database", table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows, their values in the order of the table's columns."""
    # Not insert_all: it looks at each value for lists to turn to JSON, and takes ten times as long.
    marks = ", ".join("?" * len(TABLES[table]))
    database.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def seal(connection: sqlite3.Connection) -> str:
    """Store and return the fingerprint: a hash of which documents are held, of which content, read by which version."""
    digest = hashlib.sha256()
    for row in connection.execute("SELECT id, sha256, version FROM documents ORDER BY id"):
        digest.update("\0".join(row).encode() + b"\n")
    state = digest.hexdigest()[:32]
    store(connection, "fingerprint", state.encode())
    return state


def store(connection: sqlite3.Connection, key: str, value: bytes) -> None:
    """Keep a value of the whole database, in place of the one before it."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
