"""What an engine finds roughly is scored again by the reference's sums, so that the ranking is the reference's."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from corpus.errors import UnusableIndex
from index.engine import Ranked, Shares
from index.okapi import rarity, weight
from index.snapshots import ADVICE, read_description
from index.vocabulary import Vocabulary

# What finds knows lengths and frequencies only roughly: so many more clauses are looked at than are wanted.
SPARE = 40
# Equal clauses beyond those looked at are looked for, up to so many.
MOST = 4096


class Found(NamedTuple):
    """A clause that was found: its document's key, its position in that, its tokens with blanks between."""

    key: int
    position: int
    tokens: str


class RescoredEngine(ABC):
    """Ranks what a subclass finds; how many clauses hold a word stands in tables beside the database."""

    def __init__(self, folder: Path, words: str, documents: Mapping[int, str]) -> None:
        """Open the tables in a folder; `documents` are the ids in the order of the library, by their keys.

        `words` names the rules by which words are cut. Raises UnusableIndex.
        """
        described = read_description(folder, words)
        self._documents = documents
        self._order = {key: n for n, key in enumerate(documents)}
        self._clauses: int = described["clauses"]
        self._average: float = described["tokens"] / self._clauses if self._clauses else 0.0
        self._unseen = rarity(0, self._clauses)
        try:
            self._vocabulary = Vocabulary(folder)
        except (OSError, ValueError) as error:
            raise UnusableIndex(f"{folder}: the index is damaged ({error}); {ADVICE}") from error
        self.idf = lru_cache(65536)(self._idf)

    @abstractmethod
    def check(self) -> None:
        """Raise UnusableIndex when clauses cannot be found now."""

    @abstractmethod
    def _find(self, shares: Shares, keys: Sequence[int] | None, most: int) -> tuple[Iterable[Found], bool]:
        """Return about the best `most` clauses that share a token, and whether there may be more."""

    def top(self, shares: Shares, limit: int, documents: Sequence[str] | None = None) -> list[Ranked]:
        """Return up to `limit` clauses that share a token, best first, ties in the order of the library."""
        known = {t: share for t, share in shares.items() if self.idf(t) < self._unseen}
        keys = self._keys(documents)
        if not known or (keys is not None and not keys):
            return []
        pool = 2 * limit + SPARE
        while True:
            found, more = self._find(known, keys, pool)
            best = sorted(self._scored(known, found), key=itemgetter(0, 1, 2))
            enough = len(best) >= limit and best[limit - 1][0] < best[-1][0]
            if enough or not more or pool >= MOST:
                break
            pool *= 4
        return [Ranked(self._documents[key], at, -score, held) for score, _, at, key, held in best[:limit]]

    def _keys(self, documents: Sequence[str] | None) -> list[int] | None:
        if documents is None:
            return None
        wanted = set(documents)
        return [key for key, id in self._documents.items() if id in wanted]

    def _scored(
        self, shares: Shares, found: Iterable[Found]
    ) -> Iterator[tuple[float, int, int, int, Sequence[str]]]:
        """Yield (score below zero, order of the document, position, key, tokens) of the clauses found."""
        for clause in found:
            held = clause.tokens.split(" ")
            # Summed in the order of the tokens, as the reference does, to the last bit.
            score, words = 0.0, set(held)
            for token, share in shares.items():
                if token in words:
                    score += share * weight(held.count(token), len(held), self._average, self.idf(token))
            yield -score, self._order[clause.key], clause.position, clause.key, held

    def _idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""
        holding = self._vocabulary.clauses(token)
        return rarity(holding, self._clauses) if holding else self._unseen

    def sounding(self, sound: str) -> tuple[str, ...]:
        """Return the library's words of a sound, the most frequent first."""
        return self._vocabulary.sounding(sound)

    def __len__(self) -> int:
        """Return how many clauses can be found."""
        return self._clauses
