"""Which clauses a search finds: by the words asked for, what stands for them, and the phrases they share."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.engine import Engine, Ranked
from index.everyday import Learned, expand, learned
from index.glossary import Glossary, english_words
from index.words import Segmenter, is_han, normalise

# What a term that is equal to one asked for counts beside it.
EQUAL = 0.3
# So many clauses are looked at for phrases, and a pair of characters that few of them hold counts so much.
POOL, PHRASE = 200, 1.0

LookUp = Callable[[Sequence[str]], Sequence[tuple[int, int, tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds clauses by an engine; `look_up` translates English words, `said` is what everyday words stand for."""

    engine: Engine
    segmenter: Segmenter
    glossary: Glossary
    look_up: LookUp = field(default=lambda words: ())
    said: Learned = learned

    def top(
        self, query: str, limit: int, documents: Sequence[str] | None = None
    ) -> tuple[dict[str, float], list[Ranked]]:
        """Return the tokens asked for with their shares, and up to `limit` clauses, best first.

        Where the library holds none of those tokens, nothing is found.
        """
        asked, shares = self.shares(query)
        if all(self.engine.idf(token) == self.engine.idf("\0") for token in asked):
            return asked, []
        found = self.engine.top(shares, max(limit, POOL), documents)
        return asked, by_phrases(normalise(query), found)[:limit]

    def shares(self, query: str) -> tuple[dict[str, float], dict[str, float]]:
        """Return the tokens asked for with their shares, and the same with what they are known to stand for."""
        folded = normalise(query)
        own = dict.fromkeys(self.segmenter.tokens(folded), 1.0)
        asked = {**dict(self._equal(own)), **dict(self._translated(folded)), **own}
        shares = dict(asked)
        for token, share in expand(own, self.engine.idf, self.said).items():
            shares[token] = shares.get(token, 0.0) + share
        return asked, shares

    def _equal(self, tokens: Iterable[str]) -> Iterator[tuple[str, float]]:
        for token in tokens:
            for term in self.glossary.equal(token):
                yield from ((part, EQUAL) for part in self.segmenter.parts(term))

    def _translated(self, folded: str) -> Iterator[tuple[str, float]]:
        """Yield what the English words of a query are in Chinese: of several words each counts less."""
        words = english_words(folded)
        known = self.glossary.translate(words)
        covered = {n for start, end, _ in known for n in range(start, end)}
        others = [one for one in self.look_up(words) if covered.isdisjoint(range(*one[:2]))] if words else []
        for _, _, terms in (*known, *others):
            parts = {part for term in terms for part in self.segmenter.parts(term)}
            yield from ((part, 1 / math.sqrt(len(parts))) for part in sorted(parts))


def by_phrases(folded: str, found: Sequence[Ranked]) -> list[Ranked]:
    """Return clauses in a new order: pairs of characters of the query add to a score what they tell apart."""
    pairs = {first + second for first, second in pairwise(folded) if is_han(first) and is_han(second)}
    held = [{pair for pair in pairs if pair in text} for text in ("".join(r.tokens) for r in found)]
    counts = Counter(pair for one in held for pair in one)
    worth = {p: PHRASE * math.log1p((len(found) - n + 0.5) / (n + 0.5)) for p, n in counts.items()}
    # Summed in one order, so that equal sets give equal scores.
    scored = [
        ranked._replace(score=ranked.score + sum(worth[p] for p in sorted(one)))
        for ranked, one in zip(found, held, strict=True)
    ]
    return sorted(scored, key=lambda ranked: -ranked.score)
