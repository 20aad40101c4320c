"""What ranks clauses: one interface, in memory for small libraries and on disk for large ones."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from sys import intern
from typing import Literal, NamedTuple, Protocol

from corpus.library import Library
from index.okapi import Postings

Choice = Literal["auto", "rank-bm25", "tantivy", "milvus"]
# From so many clauses on, "auto" takes tantivy; see docs/engines.md.
LARGE = 2000


class Server(NamedTuple):
    """Where Milvus is, the collection there, and the token that opens it."""

    address: str = "http://127.0.0.1:19530"
    collection: str = "chuyi"
    token: str = ""


class Ranked(NamedTuple):
    """A clause that shares words with a query: its document, its position in that, its score, its tokens."""

    document: str
    position: int
    score: float
    tokens: Sequence[str]


# The tokens looked for, each with the share of its BM25 score that counts.
Shares = Mapping[str, float]


def in_full(tokens: Iterable[str]) -> Shares:
    """Return tokens each of which counts whole."""
    return dict.fromkeys(tokens, 1.0)


class Engine(Protocol):
    """Ranks the clauses of one state of the library; safe for many threads."""

    def top(self, shares: Shares, limit: int, documents: Sequence[str] | None = None) -> list[Ranked]:
        """Return up to `limit` clauses that share a token, best first, ties in the order of the library."""

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""

    def sounding(self, sound: str) -> tuple[str, ...]:
        """Return the library's words of a sound, the most frequent first."""

    def check(self) -> None:
        """Raise UnusableIndex when clauses cannot be found now."""

    def __len__(self) -> int:
        """Return how many clauses can be found."""


class Ranking(Protocol):
    """Ranks token lists held in memory, by their numbers."""

    def top(self, shares: Shares, limit: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return up to `limit` (list, score) that share a token, best first, ties in order."""

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""


class MemoryEngine:
    """A ranking over all tokens of a library, for libraries that load in no time."""

    def __init__(self, library: Library, ranking: Callable[[Sequence[Sequence[str]]], Ranking]) -> None:
        """Load the tokens that sync stored."""
        self._places: list[tuple[str, int]] = []
        self._ranges: dict[str, range] = {}
        self._heard: dict[str, list[str]] = {}
        corpus: list[list[str]] = []
        sounds: dict[str, str] = {}
        for id, analysis in library.analyses():
            first = len(corpus)
            data = json.loads(analysis)
            sounds.update(data["sounds"])
            for n, tokens in data["tokens"].items():
                self._places.append((id, int(n)))
                corpus.append([intern(t) for t in tokens.split(" ")])
            self._ranges[id] = range(first, len(corpus))
        self._corpus = corpus
        self._ranking = ranking(corpus)
        for word, ways in sounds.items():
            for way in ways.split(" "):
                self._heard.setdefault(way, []).append(word)

    def top(self, shares: Shares, limit: int, documents: Sequence[str] | None = None) -> list[Ranked]:
        """Return up to `limit` clauses that share a token, best first, ties in the order of the library."""
        among = None
        if documents is not None:
            among = [n for d in sorted(set(documents)) for n in self._ranges.get(d, ())]
        found = self._ranking.top(shares, limit, among)
        return [Ranked(*self._places[n], score, self._corpus[n]) for n, score in found]

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""
        return self._ranking.idf(token)

    def sounding(self, sound: str) -> tuple[str, ...]:
        """Return the library's words of a sound, the most frequent first."""
        return tuple(sorted(self._heard.get(sound, ()), key=lambda w: (self.idf(w), w)))

    def check(self) -> None:
        """Find nothing wrong: all is in memory."""

    def __len__(self) -> int:
        """Return how many clauses can be found."""
        return len(self._places)


def least_for_disk(choice: Choice) -> float:
    """Return from how many clauses on something is kept beside the database."""
    return {"auto": LARGE, "tantivy": 0, "milvus": 0, "rank-bm25": math.inf}[choice]


def open_engine(library: Library, choice: Choice, words: str, server: Server | None = None) -> Engine:
    """Return the engine for a library; `words` names how words are cut. Raises UnusableIndex."""
    if choice == "rank-bm25":
        from index.bm25 import RankBM25  # loads numpy, which takes longer than a small library

        return MemoryEngine(library, RankBM25)
    if choice == "milvus":
        return _open_milvus(library, words, server or Server())
    if sum(info.clauses for info in library.documents()) < least_for_disk(choice):
        return MemoryEngine(library, Postings)
    from index.disk import DiskEngine
    from index.snapshots import index_home

    return DiskEngine(index_home(library.database) / library.fingerprint, words, library.keys)


def _open_milvus(library: Library, words: str, server: Server) -> Engine:
    from index.collection import Collection  # pymilvus is for those who chose it
    from index.milvus import MilvusEngine
    from index.milvus_keeper import milvus_folder
    from index.snapshots import index_home

    state = library.fingerprint
    folder = milvus_folder(index_home(library.database), state)
    return MilvusEngine(folder, words, library.keys, state, Collection(server))
