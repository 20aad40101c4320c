"""The parts of Chuyi put together: the library synced and opened, its index, the answerer."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.settings import Settings
from corpus.errors import ChuyiError, UnreachableIndex, UnusableDatabase, UnusableIndex
from corpus.library import FileReport, Library, SyncReport, open_library, sync

if TYPE_CHECKING:
    from bot.kept import KeptAnswers
    from corpus.model import Document
    from index.search import Searcher

T = TypeVar("T")
Progress = Callable[[FileReport], None]
EMPTY_LIBRARY = "the library holds no document; put policies in it and run “chuyi sync”"
# Seconds that a server goes on with its state of the library before it looks for a newer one.
LOOK_AGAIN = 1.0
# Questions that a library is introduced with.
EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Parts:
    """One state of the library with what finds and answers from it."""

    library: Library
    searcher: "Searcher"
    answerer: "KeptAnswers"


class Service:
    """The newest parts, exchanged whole when a sync has changed the database; for many threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.parts = open_parts(settings)
        self._lock = threading.Lock()
        self._looked = time.monotonic()

    def use(self, work: Callable[[Parts], T]) -> T:
        """Return `work` of the newest parts; once more when a sync came between."""
        if self.is_due():
            self._renew()
        parts = self.parts
        try:
            return work(parts)
        except (UnusableDatabase, UnusableIndex):
            self._renew(wait=True)
            if self.parts is parts:
                raise
            return work(self.parts)

    def is_due(self) -> bool:
        """Return whether the next use looks for a newer state, for which it may have to wait."""
        return time.monotonic() - self._looked > LOOK_AGAIN

    def _renew(self, wait: bool = False) -> None:
        """Open the library anew if it has changed; who need not wait goes on with the old parts meanwhile."""
        if not self._lock.acquire(blocking=wait):
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
    """Bring the database and the index beside it in step with the library folder."""
    from index.keeper import open_keeper
    from index.search import ClauseAnalyser

    analyser = ClauseAnalyser(settings.glossary)
    keeper = open_keeper(settings.database, analyser.version, settings.engine, settings.server_of_index)
    return sync(settings.library_folder, settings.database, analyser, progress, keeper)


def ready_library(
    settings: Settings, progress: Progress | None, warn: Callable[[str], None], finding: bool = True
) -> None:
    """Sync; when database or index cannot be written but hold a library, warn and go on with that.

    Not so when the index cannot be reached and is needed: what comes next is `finding` something.
    """
    try:
        sync_library(settings, progress)
    except (UnusableDatabase, UnusableIndex) as error:
        needed = finding and isinstance(error, UnreachableIndex)
        if needed or not _can_be_opened(settings.database):
            raise
        warn(f"{error}; answering from the library as it was synced last")


def open_parts(settings: Settings) -> Parts:
    """Open the library as it is, with its index and answerer."""
    from bot.kept import KeptAnswers
    from index.search import open_searcher

    library = open_library(settings.database)
    try:
        searcher = open_searcher(library, settings.glossary, settings.engine, settings.server_of_index)
    except UnusableIndex:
        if library.is_current():
            raise
        # A sync came between and has taken this state's index away.
        library = open_library(settings.database)
        searcher = open_searcher(library, settings.glossary, settings.engine, settings.server_of_index)
    return Parts(library, searcher, KeptAnswers(library, searcher))


def example_question(parts: Parts) -> str:
    """Return a question that this library answers, "" when it sets no figure and lists nothing."""
    return next(iter(example_questions(parts, 1)), "")


def example_questions(parts: Parts, count: int) -> tuple[str, ...]:
    """Return up to `count` questions, at most 12, that this library answers, of as many documents as there are."""
    return _examples(parts)[:count]


@lru_cache(maxsize=1)  # one state of the library is held on to, no more
def _examples(parts: Parts) -> tuple[str, ...]:
    documents = [parts.library.document(info.id) for info in parts.library.documents()[:EXAMPLES]]
    good = chain.from_iterable(zip_longest(*map(_questions, documents)))
    others = (f"{t.subject}有多少{t.unit}？" for d in documents for t in d.targets[:EXAMPLES] if t.subject)
    asked = filter(None, dict.fromkeys(chain(good, others)))
    return tuple(islice((q for q in asked if parts.answerer.answer(q).status == "answered"), EXAMPLES))


def _questions(document: "Document") -> Iterator[str]:
    """Yield questions for the figures and the lists of a document, in turn."""
    from bot.suggestions import question_for

    figures = filter(None, map(question_for, document.targets))
    parents = {clause.parent for clause in document.clauses}
    lists = (
        f"{c.heading}有哪些？" for c in document.clauses if c.id in parents and 4 <= len(c.heading) <= 12
    )
    for figure, listed in zip_longest(islice(figures, 5), islice(lists, 2)):
        yield from filter(None, (figure, listed))


def _can_be_opened(database: Path) -> bool:
    try:
        open_library(database).close()
    except ChuyiError:
        return False
    return True
