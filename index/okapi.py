"""The sums of BM25 in plain Python, those of rank-bm25 to the last bit: for libraries that numpy loads longer than."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

K1 = 1.2
B = 0.75


def rarity(holding: int, clauses: int) -> float:
    """Return Lucene's IDF, which is never zero or negative, of a token that `holding` of all clauses hold."""
    return math.log1p((clauses - holding + 0.5) / (holding + 0.5))


def weight(often: int, length: int, average: float, idf: float) -> float:
    """Return what a token adds to the score of a clause of `length` tokens that holds it `often` times."""
    return idf * (often * (K1 + 1) / (often + K1 * (1 - B + B * length / average)))


class Postings:
    """Which clauses hold a token and how often, in memory; clauses are numbered as they were given."""

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        """Index the token lists; an empty corpus is allowed and finds nothing."""
        self._held: dict[str, list[tuple[int, int]]] = {}
        for n, tokens in enumerate(corpus):
            for token, often in Counter(tokens).items():
                self._held.setdefault(token, []).append((n, often))
        self._lengths = list(map(len, corpus))
        self._average = sum(self._lengths) / len(corpus) if corpus else 0.0

    def top(
        self, shares: Mapping[str, float], limit: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `limit` (clause, score) that share a token, best first, ties in order."""
        scores: dict[int, float] = {}
        for token, share in shares.items():
            idf = self.idf(token)
            for n, often in self._held.get(token, ()):
                added = share * weight(often, self._lengths[n], self._average, idf)
                scores[n] = scores.get(n, 0.0) + added
        chosen = scores.keys() if among is None else scores.keys() & set(among)
        return sorted(((n, scores[n]) for n in chosen), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""
        return rarity(len(self._held.get(token, ())), len(self._lengths))
