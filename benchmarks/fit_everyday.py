"""Learn what texts say for words of everyday language from STARD, and write index/wordlists/everyday.txt.

    fit_everyday.py [--data DIR] [--write FILE]

A question's words are tied to the words of the articles that answer it, less those of articles that share most
with it and do not answer it (Rocchio, 1971): each word of the question by its IDF, each question as much as any.
benchmarks/finding.py asks each question of what was learned from the others.
"""

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from data_sets import DATA
from stard import Articles, read_articles

from index.everyday import SHIPPED
from index.lines import write_table
from index.okapi import rarity, weight

Vector = dict[str, float]
# How much of the wrong articles is taken away, and how many of them are looked at.
AGAINST, WRONG = 0.6, 40
# A word that fewer questions hold teaches nothing; of each so many words are kept.
QUESTIONS, KEPT = 2, 60


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one question teaches: its words and those of its answer, both as vectors of length one."""

    asked: Vector
    answer: Vector


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--write", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    learned = learn(lessons(read_articles(arguments.data)))
    rows = ((w, " ".join(f"{t} {x:.3g}" for t, x in found.items())) for w, found in learned.items())
    write_table(arguments.write, rows)
    print(f"{len(learned)} words, {sum(map(len, learned.values()))} pairs")


def lessons(stard: Articles) -> list[Lesson]:
    """Return what each question of STARD teaches."""
    vectors = article_vectors(stard.tokens)
    idf = idf_of(stard.tokens)
    made = []
    for question in stard.questions:
        known = {t: idf(t) for t in dict.fromkeys(question.tokens) if idf(t) < idf("\0")}
        wrong = [
            n
            for n in stard.best(question.tokens, WRONG + len(question.relevant))
            if n not in question.relevant
        ]
        right = unit(added(vectors[n] for n in question.relevant))
        against = unit(added(vectors[n] for n in wrong[:WRONG]))
        answer = {t: x - AGAINST * against.get(t, 0.0) for t, x in right.items()}
        made.append(Lesson(unit(known), unit({t: x for t, x in answer.items() if x > 0})))
    return made


def learn(taught: Sequence[Lesson]) -> dict[str, Vector]:
    """Return the words that texts say for each word of questions, the weightiest first."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    held = Counter(word for lesson in taught for word in lesson.asked)
    for lesson in taught:
        for word, share in lesson.asked.items():
            if held[word] >= QUESTIONS:
                for term, x in lesson.answer.items():
                    sums[word][term] += share * x
    return {w: {t: s[t] for t in nlargest(KEPT, s, key=lambda t: (s[t], t))} for w, s in sums.items()}


def article_vectors(tokens: Sequence[Sequence[str]]) -> list[Vector]:
    """Return the BM25 weights of each article’s words, as vectors of length one."""
    idf, average = idf_of(tokens), sum(map(len, tokens)) / len(tokens)
    return [
        unit({t: weight(n, len(held), average, idf(t)) for t, n in Counter(held).items()}) for held in tokens
    ]


def idf_of(tokens: Sequence[Sequence[str]]) -> Callable[[str], float]:
    """Return Lucene's IDF over articles."""
    holding = Counter(t for held in tokens for t in set(held))
    return lambda token: rarity(holding[token], len(tokens))


def added(vectors: Iterable[Mapping[str, float]]) -> Vector:
    """Return the sum of vectors."""
    total: Vector = {}
    for vector in vectors:
        for term, x in vector.items():
            total[term] = total.get(term, 0.0) + x
    return total


def unit(vector: Vector) -> Vector:
    """Return a vector at the length of one."""
    length = math.hypot(*vector.values())
    return {term: x / length for term, x in vector.items()} if length else {}


if __name__ == "__main__":
    main()
