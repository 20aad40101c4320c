"""Learn what texts say for words of everyday language from STARD, and write index/wordlists/everyday.txt.

    fit_everyday.py [--data DIR] [--write FILE]

A question's words are tied to the words of the articles that answer it, less those of articles that share most
with it and do not answer it (Rocchio, 1971): each word of the question by its IDF, each question as much as any.
benchmarks/finding.py asks each question of what was learned from the others.
"""

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path
from tempfile import TemporaryDirectory

from data_sets import DATA
from texts import Texts, build, numbers_of, read_texts

from index.engine import Engine, in_full
from index.everyday import SHIPPED
from index.glossary import load_glossary
from index.lines import write_table
from index.okapi import weight
from index.search import open_segmenter
from index.words import is_han, normalise

Vector = dict[str, float]
# How much of the wrong articles is taken away, and how many of them are looked at.
AGAINST, WRONG = 0.6, 40
# Of each word so many words are kept, and those that weigh less than a thousandth not.
LEAST = 0.001
KEPT = 50


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
    stard = read_texts(arguments.data, "stard")
    with TemporaryDirectory() as folder:
        learned = learn(lessons(stard, build(Path(folder), map(" ".join, stard.tokens))))
    rows = ((w, " ".join(f"{t} {round(x * 1000)}" for t, x in found.items())) for w, found in learned.items())
    write_table(arguments.write, rows)
    print(f"{len(learned)} words, {sum(map(len, learned.values()))} pairs")


def lessons(texts: Texts, engine: Engine) -> list[Lesson]:
    """Return what each question teaches; `engine` holds the texts."""
    segmenter, vectors = open_segmenter(load_glossary()), text_vectors(texts.tokens, engine)
    unseen = engine.idf("\0")
    made = []
    for question in texts.questions:
        asked = dict.fromkeys(segmenter.tokens(normalise(question.text)))
        found = numbers_of(engine.top(in_full(asked), WRONG + len(question.relevant)))
        wrong = [n for n in found if n not in question.relevant][:WRONG]
        right, against = (unit(added(vectors[n] for n in some)) for some in (question.relevant, wrong))
        answer = {t: x - AGAINST * against.get(t, 0.0) for t, x in right.items()}
        known = {t: engine.idf(t) for t in asked if is_han(t) and engine.idf(t) < unseen}
        made.append(Lesson(unit(known), unit({t: x for t, x in answer.items() if x > 0})))
    return made


def learn(taught: Sequence[Lesson]) -> dict[str, Vector]:
    """Return the words that texts say for each word of questions, the weightiest first."""
    sums: dict[str, Vector] = defaultdict(dict)
    for lesson in taught:
        for word, share in lesson.asked.items():
            for term, x in lesson.answer.items():
                sums[word][term] = sums[word].get(term, 0.0) + share * x
    return {
        w: {t: s[t] for t in nlargest(KEPT, s, key=lambda t: (s[t], t)) if s[t] > LEAST}
        for w, s in sums.items()
    }


def text_vectors(tokens: Sequence[Sequence[str]], engine: Engine) -> list[Vector]:
    """Return the BM25 weights of each text’s words, as vectors of length one."""
    average = sum(map(len, tokens)) / len(tokens)
    counted = ((len(held), Counter(held)) for held in tokens)
    return [unit({t: weight(n, size, average, engine.idf(t)) for t, n in c.items()}) for size, c in counted]


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
