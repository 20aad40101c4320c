"""Answers to questions asked before, kept for as long as the library stays the same."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answerer
from bot.model import Answer
from bot.render import answer_json
from corpus.library import Library
from index.search import Searcher

# About 8 KB each.
KEPT = 2048
# A search limited to more documents than these is not kept: no key may grow with what a client sends.
FEW = 16
_Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and its JSON."""

    answer: Answer
    json: str


class KeptAnswers(Answerer):
    """An Answerer that remembers, for many threads; what was used longest ago is forgotten first.

    An answer depends on the question and the library alone, so a kept one is the one that would be
    found again. What goes on with a conversation is not kept.
    """

    def __init__(self, library: Library, searcher: Searcher) -> None:
        """Answer from `library` with what `searcher` finds in it."""
        super().__init__(library, searcher)
        self._kept: OrderedDict[_Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def answer(
        self, question: str, conversation: str | None = None, documents: Sequence[str] | None = None
    ) -> Answer:
        """Return the answer to a question; raise InvalidQuestion or UnknownDocument."""
        return self.find(question, conversation, documents).answer

    def find(
        self, question: str, conversation: str | None = None, documents: Sequence[str] | None = None
    ) -> Kept:
        """Return the answer with its JSON; raise InvalidQuestion or UnknownDocument."""
        if kept := self.recall(question, conversation, documents):
            return kept
        answer = super().answer(question, conversation, documents)
        found = Kept(answer, answer_json(answer))
        if key := _key(question, conversation, documents):
            with self._lock:
                self._kept[key] = found
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return found

    def recall(
        self, question: str, conversation: str | None = None, documents: Sequence[str] | None = None
    ) -> Kept | None:
        """Return the answer if it is kept, at once."""
        key = _key(question, conversation, documents)
        if key is None:
            return None
        with self._lock:
            if kept := self._kept.get(key):
                self._kept.move_to_end(key)
            return kept


def _key(question: str, conversation: str | None, documents: Sequence[str] | None) -> _Key | None:
    if conversation or len(documents or ()) > FEW:
        return None
    # None asks every document, an empty list none.
    return question, ("*",) if documents is None else tuple(documents)
