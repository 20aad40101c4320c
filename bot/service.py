"""The parts of Chuyi put together: the library synced and opened, its index, the answerer."""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.settings import Settings
from corpus.errors import ChuyiError, UnusableDatabase
from corpus.library import FileReport, Library, SyncReport, open_library, sync

if TYPE_CHECKING:
    from bot.answer import Answerer
    from index.search import Searcher

T = TypeVar("T")
Progress = Callable[[FileReport], None]
EMPTY_LIBRARY = "the library holds no document; put policies in it and run “chuyi sync”"
# Seconds that a server goes on with its state of the library before it looks for a newer one.
LOOK_AGAIN = 1.0


@dataclass(frozen=True, slots=True)
class Parts:
    """One state of the library with what finds and answers from it."""

    library: Library
    searcher: "Searcher"
    answerer: "Answerer"


class Service:
    """The newest parts, exchanged whole when a sync has changed the database; for many threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.parts = open_parts(settings)
        self._lock = threading.Lock()
        self._looked = time.monotonic()

    def use(self, work: Callable[[Parts], T]) -> T:
        """Return `work` of the newest parts; once more when a sync came between."""
        if time.monotonic() - self._looked > LOOK_AGAIN:
            self._renew()
        parts = self.parts
        try:
            return work(parts)
        except UnusableDatabase:
            self._renew()
            if self.parts is parts:
                raise
            return work(self.parts)

    def _renew(self) -> None:
        """Open the library anew if it has changed; other threads go on with the old parts meanwhile."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            if not self.parts.library.is_current():
                self.parts = open_parts(self.settings)
        except ChuyiError as error:
            print(f"chuyi: {error}; answering from memory until then", file=sys.stderr)
        finally:
            self._lock.release()


def sync_library(settings: Settings, progress: Progress | None = None) -> SyncReport:
    """Bring the database in step with the library folder."""
    from index.search import ClauseAnalyser

    return sync(settings.library_folder, settings.database, ClauseAnalyser(settings.glossary), progress)


def ready_library(settings: Settings, progress: Progress | None, warn: Callable[[str], None]) -> None:
    """Sync; when the database cannot be written but holds a library, warn and go on with that."""
    try:
        sync_library(settings, progress)
    except UnusableDatabase as error:
        if not _can_be_opened(settings.database):
            raise
        warn(f"{error}; answering from the library as it was synced last")


def open_parts(settings: Settings) -> Parts:
    """Open the library as it is, with its index and answerer."""
    from bot.answer import Answerer
    from index.search import open_searcher

    library = open_library(settings.database)
    searcher = open_searcher(library, settings.glossary)
    return Parts(library, searcher, Answerer(library, searcher))


def example_question(parts: Parts) -> str:
    """Return a question that this library answers with a figure, "" when it sets none."""
    for info in parts.library.documents():
        for target in parts.library.document(info.id).targets[:5]:
            question = f"{target.subject}有多少{target.unit}？"
            if target.subject and parts.answerer.answer(question).status == "answered":
                return question
    return ""


def _can_be_opened(database: Path) -> bool:
    try:
        open_library(database).close()
    except ChuyiError:
        return False
    return True
