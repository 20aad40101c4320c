"""The ranking: Okapi BM25 by rank-bm25 with Lucene's IDF, the reference for every other engine."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from rank_bm25 import BM25Okapi

from index.okapi import K1, B, rarity


class _LuceneOkapi(BM25Okapi):  # type: ignore[misc]
    """BM25Okapi whose IDF is never zero or negative, however small the library."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.idf = {t: rarity(n, self.corpus_size) for t, n in nd.items()}


class RankBM25:
    """rank-bm25 over token lists held in memory."""

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        """Index the token lists; an empty corpus is allowed and finds nothing."""
        # rank-bm25 divides by the average length, so it is not asked where every list is empty.
        self._okapi = _LuceneOkapi(corpus, k1=K1, b=B) if any(corpus) else None
        self._unseen = rarity(0, len(corpus))

    def top(
        self, shares: Mapping[str, float], limit: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `limit` (posting, score) that share a token, best first, ties in order."""
        if self._okapi is None or (among is not None and not among):
            return []
        known = [t for t in shares if t in self._okapi.idf]
        if not known:
            return []
        scores = np.zeros(self._okapi.corpus_size if among is None else len(among))
        for token in known:
            scores += shares[token] * _scores(self._okapi, token, among)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(int(i) if among is None else among[int(i)], float(scores[i])) for i in best if scores[i] > 0]

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""
        known = self._okapi.idf.get(token) if self._okapi else None
        return float(known) if known is not None else self._unseen


def _scores(okapi: _LuceneOkapi, token: str, among: Sequence[int] | None) -> "np.ndarray[Any, Any]":
    found = okapi.get_scores([token]) if among is None else okapi.get_batch_scores([token], list(among))
    return np.asarray(found)
