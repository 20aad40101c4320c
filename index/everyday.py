"""What texts say for words of everyday language, learned from questions that people asked about laws."""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from heapq import nlargest
from pathlib import Path

from index.lines import Table

# Made by benchmarks/fit_everyday.py from STARD: a word, a tab, then words and their weights with blanks between.
SHIPPED = Path(__file__).parent / "wordlists" / "everyday.txt"
# What the learned words weigh beside those of the question, and so many of them are looked for.
STRENGTH, MOST = 1.7, 80

Weights = Mapping[str, float]
Learned = Callable[[str], Weights]


def learned(word: str) -> Weights:
    """Return the words that texts say where people say `word`, each with its weight."""
    pairs = _table().get(word).split(" ")
    return dict(zip(pairs[::2], map(float, pairs[1::2]), strict=True)) if len(pairs) > 1 else {}


def expand(asked: Iterable[str], idf: Callable[[str], float], said: Learned) -> dict[str, float]:
    """Return up to `MOST` words of texts for the words of a question, each with the share that counts.

    A word of the question brings its words by its IDF. Their shares have the length `STRENGTH` as a vector,
    less by what of the question has taught nothing.
    """
    sums: dict[str, float] = {}
    taught = whole = 0.0
    unseen = idf("\0")
    for token in asked:
        rarity, words = idf(token), said(token)
        if words or rarity < unseen:
            whole += rarity**2
        if words:
            taught += rarity**2
            for word, weight in words.items():
                sums[word] = sums.get(word, 0.0) + rarity * weight
    held = {word: weight for word, weight in sums.items() if idf(word) < unseen}
    if not held:
        return {}
    scale = STRENGTH * math.sqrt(taught / whole) / math.hypot(*held.values())
    best = nlargest(MOST, held, key=lambda word: (held[word], word))
    return {word: held[word] * scale for word in best}


@cache
def _table() -> Table:
    return Table(SHIPPED)
