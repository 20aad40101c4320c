"""What was asked over the network, and whether it helped: kept in the database, never in an answer's way."""

import logging
import queue
import threading
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.model import Answer
from corpus.database import connect, usable, writing
from corpus.errors import UnusableDatabase

log = logging.getLogger(__name__)
# Questions that wait for a busy disk; more are not kept.
WAITING = 10_000
# Seconds in which questions are gathered before they are written together.
GATHER = 0.2
_ANSWER = "INSERT OR REPLACE INTO answers (id, asked_at, question, status, clause) VALUES (?, ?, ?, ?, ?)"
_FEEDBACK = "INSERT INTO feedback (answer, helpful, comment, given_at) VALUES (?, ?, ?, ?)"


class AnswerLog:
    """Writes answers to the database from a thread of its own; a failure is a warning, once."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._waiting: queue.Queue[tuple[str, ...] | None] = queue.Queue(WAITING)
        self._warned = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._write_all, name="answer-log", daemon=True)
        self._thread.start()

    def add(self, answer: Answer) -> None:
        """Keep the answer's id, time, question, status and first clause; returns at once."""
        first = next(iter(answer.citations), None)
        clause = f"{first.document}#{first.clause}" if first else ""
        try:
            self._waiting.put_nowait((answer.id, _now(), answer.question, answer.status, clause))
        except queue.Full:
            self._warn("the disk does not keep up")

    def close(self) -> None:
        """Write what waits, then end."""
        self._closing.set()
        self._waiting.put(None)
        self._thread.join(timeout=5)

    def _write_all(self) -> None:
        rows: list[tuple[str, ...] | None] = []
        while None not in rows:
            rows = [self._waiting.get()]
            self._closing.wait(GATHER)
            while not self._waiting.empty():
                rows.append(self._waiting.get())
            try:
                _write(self._database, _ANSWER, filter(None, rows))
            except UnusableDatabase as error:
                self._warn(str(error))

    def _warn(self, reason: str) -> None:
        if not self._warned:
            log.warning("questions are not kept: %s", reason)
        self._warned = True


def add_feedback(database: Path, answer: str, helpful: bool, comment: str) -> None:
    """Keep what a person thought of an answer; raises UnusableDatabase."""
    _write(database, _FEEDBACK, [(answer, int(helpful), comment, _now())])


def _write(database: Path, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    with usable(database), closing(connect(database)) as connection, writing(connection):
        connection.executemany(statement, rows)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
