"""What chats need kept: conversations, languages, replies, updates that wait; in the database.

Reads open the file for each call. A thread of its own writes, all that waits in one transaction. While
another process writes, changes wait in memory; a database that cannot be written at all costs what is
kept, with one warning, and never an answer.
"""

import json
import logging
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.model import Language
from corpus.database import KEYS, connect, reading, usable, writing
from corpus.errors import UnusableDatabase

log = logging.getLogger(__name__)
T = TypeVar("T")
Change = Callable[[Database], object]
# A conversation is forgotten after so many days, replies and updates after so many hours: until then a
# person may edit a question, and a server may deliver an update once more.
DAYS, HOURS = 30, 48
# Milliseconds that a write waits for another process's; changes that wait for the next write.
PATIENCE, BACKLOG = 1000, 10_000
# Seconds until what nobody will come back to is looked for once more.
TIDIED = 3600.0
# Replies remembered until they are surely written.
RECENT = 1000


@dataclass(frozen=True, slots=True)
class Talk:
    """The state of a chat: the conversation so far, the document cited last, the language chosen."""

    conversation: str | None = None
    document: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The messages that answer a question, each with a mark of its content; the conversation around it."""

    messages: tuple[tuple[int, str], ...] = ()
    before: str | None = None
    after: str | None = None


class ChatStore:
    """Keeps what chats need; safe for many threads."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._waiting: SimpleQueue[tuple[Change, Future[bool]] | None] = SimpleQueue()
        self._backlog: list[Change] = []
        self._recent: OrderedDict[tuple[str, int], tuple[tuple[int, str], ...]] = OrderedDict()
        self._warned = False
        self._writer = threading.Thread(target=self._write_all, name="chat-store", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Write what waits, then end."""
        self._waiting.put(None)
        self._writer.join(timeout=5)

    def talk(self, chat: str) -> Talk:
        """Return the state of a chat, or of one person in a group."""
        row = self._row("SELECT conversation, document, language FROM chats WHERE chat = ?", chat)
        return Talk(*(value or None for value in row)) if row else Talk()

    def keep_talk(self, chat: str, **values: str) -> None:
        """Keep some of a chat's `conversation`, `document` and `language`."""
        self._write(_upsert("chats", chat=chat, changed_at=_now(), **values))

    def reply(self, chat: str, question: int) -> Reply | None:
        """Return what answers the question in a message, None when nothing does."""
        query = 'SELECT replies, "before", "after" FROM chat_replies WHERE chat = ? AND question = ?'
        row = self._row(query, chat, question)
        recent = self._recent.get((chat, question))
        if row is None:
            return Reply(recent) if recent is not None else None
        messages = tuple((id, mark) for id, mark in json.loads(row[0] or "[]"))
        return Reply(messages if recent is None else recent, row[1] or None, row[2] or None)

    def keep_turn(
        self,
        chat: str,
        question: int,
        before: str | None,
        after: str,
        asker: str,
        talk: Mapping[str, str],
    ) -> None:
        """Keep, all at once, the conversation around a question and the state it leaves the asker in."""
        turn = _upsert(
            "chat_replies", chat=chat, question=question, before=before, after=after, sent_at=_now()
        )
        state = _upsert("chats", chat=asker, changed_at=_now(), **talk) if talk else None

        def keep(database: Database) -> None:
            turn(database)
            if state:
                state(database)

        self._write(keep)

    def keep_messages(self, chat: str, question: int, messages: Sequence[tuple[int, str]]) -> "Future[bool]":
        """Keep which messages answer a question; returns at once, the future tells when they are written."""
        self._recent[chat, question] = tuple(messages)
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)
        row = {"chat": chat, "question": question, "replies": json.dumps(messages), "sent_at": _now()}
        return self._later(_upsert("chat_replies", **row))

    def take(self, channel: str, updates: Mapping[int, str]) -> set[int]:
        """Keep updates until they are done; return the ids of those that never came before."""
        fresh: set[int] = set()

        def insert(database: Database) -> None:
            fresh.update(updates)
            for id, waiting in updates.items():
                row = {"channel": channel, "id": id, "waiting": waiting, "came_at": _now()}
                key = (channel, id)
                if database.execute(
                    "SELECT 1 FROM chat_updates WHERE channel = ? AND id = ?", key
                ).fetchone():
                    fresh.discard(id)
                else:
                    database.table("chat_updates").insert(row, pk=KEYS["chat_updates"])

        return fresh if self._write(insert) else set(updates)

    def start_anew(self, chat: str) -> None:
        """Forget a conversation."""
        self.keep_talk(chat, conversation="", document="")

    def waiting(self, channel: str) -> list[str]:
        """Return the updates that are not done, in the order in which they came."""
        query = "SELECT waiting FROM chat_updates WHERE channel = ? AND waiting != '' ORDER BY id"
        try:
            with reading(self._database) as connection:
                return [waiting for (waiting,) in connection.execute(query, (channel,))]
        except UnusableDatabase as error:
            self._warn(error)
            return []

    def done(self, channel: str, id: int) -> None:
        """Mark an update as answered: its content is let go of, its id kept; returns at once."""
        self._later(_upsert("chat_updates", channel=channel, id=id, waiting="", came_at=_now()))

    def drop_waiting(self, channel: str) -> None:
        """Mark all updates as done."""
        statement = "UPDATE chat_updates SET waiting = '' WHERE channel = ?"
        self._write(lambda database: database.execute(statement, (channel,)))

    def forget_old(self) -> None:
        """Let go of what nobody will come back to."""
        due = {
            "chats": ("changed_at < ? AND coalesce(language, '') = ''", timedelta(days=DAYS)),
            "chat_replies": ("sent_at < ?", timedelta(hours=HOURS)),
            "chat_updates": ("came_at < ? AND waiting = ''", timedelta(hours=HOURS)),
        }
        for table, (which, age) in due.items():
            self._later(_delete(table, which, _now(age)))

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        try:
            with reading(self._database) as connection:
                row: tuple[Any, ...] | None = connection.execute(query, values).fetchone()
                return row
        except UnusableDatabase as error:
            self._warn(error)
            return None

    def _write(self, change: Change) -> bool:
        """Write a change, and tell whether it went well."""
        return self._later(change).result()

    def _later(self, change: Change) -> "Future[bool]":
        """Write a change behind all that waits."""
        written: Future[bool] = Future()
        self._waiting.put((change, written))
        return written

    def _write_all(self) -> None:
        ended, tidied = False, -TIDIED
        while not ended:
            taken = [self._waiting.get()]
            if time.monotonic() - tidied > TIDIED:
                self.forget_old()
                tidied = time.monotonic()
            while not self._waiting.empty():
                taken.append(self._waiting.get())
            ended = None in taken
            waiting = [one for one in taken if one]
            well = self._write_now([change for change, _ in waiting])
            for _, written in waiting:
                written.set_result(well)

    def _write_now(self, changes: Sequence[Change]) -> bool:
        """Write changes in one transaction, those first that could not be written before."""
        due = [*self._backlog, *changes]
        try:
            _write_all(self._database, due)
        except UnusableDatabase as error:
            self._backlog = due[-BACKLOG:]
            if not _is_busy(error):
                self._warn(error)
            return False
        except Exception:  # a defect of one change must not end the thread that all wait for
            log.exception("some of a chat was not kept")
            self._backlog = []
            return False
        self._backlog = []
        return True

    def _warn(self, error: Exception) -> None:
        if not self._warned:
            log.warning("conversations are not kept: %s", error)
        self._warned = True


def _write_all(path: Path, changes: Iterable[Change]) -> None:
    with usable(path), closing(connect(path)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        with writing(connection):
            for change in changes:
                change(database)


def _is_busy(error: UnusableDatabase) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _delete(table: str, which: str, *values: str) -> Change:
    return lambda database: database.table(table).delete_where(which, values)


def _upsert(table: str, **row: object) -> Change:
    return lambda database: database.table(table).upsert(row, pk=KEYS[table])


def _now(ago: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) - ago).isoformat(timespec="seconds")
