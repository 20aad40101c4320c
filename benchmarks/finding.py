"""Measure what a search finds, with each of its means left out in turn, and what was tried besides and dropped.

    finding.py [--data DIR] [--sample N] [PART ...]

PART is `stard` (lay questions to 55,397 articles; what was learned is asked of questions that did not teach it, in
five parts), `english` (XQuAD's English questions to its Chinese paragraphs) and `encyclopedia` (CMRC's and XQuAD's
Chinese questions to their paragraphs: what helps with laws must not hurt elsewhere); by default all.
"""

import argparse
import random
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from data_sets import DATA
from fit_everyday import learn, lessons
from texts import Question, Texts, build, numbers_of, read_texts

from index.disk import DiskEngine
from index.engine import in_full
from index.everyday import Learned, learned
from index.finding import Finder
from index.glossary import load_glossary
from index.search import open_segmenter
from index.translation import english_names, translate
from index.words import is_han, normalise

Rank = Callable[[str], list[int]]
PARTS = 5
DEEP = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A way of finding and its figures."""

    way: str
    figures: dict[str, float]


def main() -> None:
    """Measure and print."""
    parts = {"stard": stard_rows, "english": english_rows, "encyclopedia": encyclopedia_rows}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(parts))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sample", type=int, default=1, help="ask every Nth question")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        for name in arguments.parts or parts:
            for row in parts[name](arguments, Path(folder) / name):
                figures = "  ".join(f"{k} {v:.3f}" for k, v in row.figures.items())
                print(f"{name:<12} {row.way:<44} {figures}", flush=True)


def stard_rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield recall and reciprocal rank of articles for lay questions."""
    texts = read_texts(arguments.data, "stard")
    finder = finder_of(texts, folder)
    taught = lessons(texts, finder.engine)
    order = list(range(len(taught)))
    random.Random(0).shuffle(order)
    held_out = [frozenset(order[n::PARTS]) for n in range(PARTS)]
    said: dict[int, Learned] = {}
    for part in held_out:
        words = learn([lesson for n, lesson in enumerate(taught) if n not in part])
        said |= dict.fromkeys(part, partial(of_table, words))
    asked = [(n, q) for n, q in enumerate(texts.questions)][:: arguments.sample]

    def row(way: str, find: Callable[[int, str], list[int]]) -> Row:
        return Row(way, laws_figures([(q, find(n, q.text)) for n, q in asked]))

    yield row("words", lambda n, text: by_words(finder, text))
    yield row("words, equal terms", lambda n, text: ranks(replace(finder, said=nothing), text, phrases=False))
    yield row("words, equal terms, phrases", lambda n, text: ranks(replace(finder, said=nothing), text))
    yield row(
        "words, equal terms, learned",
        lambda n, text: ranks(replace(finder, said=said[n]), text, phrases=False),
    )
    yield row("all: what search does", lambda n, text: ranks(replace(finder, said=said[n]), text))
    yield row("words, feedback (dropped)", lambda n, text: by_feedback(finder, texts, text))
    pairs = zip(texts.tokens, texts.folded, strict=True)
    lines = (" ".join([*held, *characters(text)]) for held, text in pairs)
    both = build(folder.with_name("characters"), lines)
    yield row("words, characters and pairs (dropped)", lambda n, text: by_both(both, finder, text))


def english_rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield recall of Chinese paragraphs for English questions."""
    texts = read_texts(arguments.data, "xquad", "question_en")
    finder = finder_of(texts, folder)
    asked = texts.questions[:: arguments.sample]
    untranslated = replace(finder, look_up=lambda words: ())
    ways: dict[str, Rank] = {
        "words": partial(by_words, finder),
        "glossary, phrases, learned": partial(ranks, untranslated),
        "all: what search does": partial(ranks, finder),
    }
    for way, find in ways.items():
        yield Row(way, paragraph_figures([(q, find(q.text)) for q in asked]))


def encyclopedia_rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield recall of paragraphs for Chinese questions of an encyclopedia."""
    for name in ("cmrc2018", "xquad"):
        texts = read_texts(arguments.data, name)
        finder = finder_of(texts, folder.with_name(name))
        asked = texts.questions[:: arguments.sample]
        ways: dict[str, Rank] = {
            "words": partial(by_words, finder),
            "all but learned": partial(ranks, replace(finder, said=nothing)),
            "all: what search does": partial(ranks, finder),
        }
        for way, find in ways.items():
            yield Row(f"{name}, {way}", paragraph_figures([(q, find(q.text)) for q in asked]))


def finder_of(texts: Texts, folder: Path) -> Finder:
    """Return what finds in texts, with all that Chuyi uses."""
    engine = build(folder, map(" ".join, texts.tokens))
    glossary = load_glossary()
    unseen = engine.idf("\0")
    names = english_names(lambda token: engine.idf(token) < unseen)
    segmenter = open_segmenter(glossary)
    return Finder(engine, segmenter, glossary, lambda words: translate(words, names), learned)


def of_table(table: Mapping[str, dict[str, float]], word: str) -> dict[str, float]:
    """Return what a table teaches of a word."""
    return table.get(word, {})


def nothing(word: str) -> dict[str, float]:
    """Return what was learned of a word where nothing was."""
    return {}


def ranks(finder: Finder, text: str, phrases: bool = True) -> list[int]:
    """Return the numbers of the best texts."""
    if phrases:
        return numbers_of(finder.top(text, DEEP)[1])
    return numbers_of(finder.engine.top(finder.shares(text)[1], DEEP))


def by_words(finder: Finder, text: str) -> list[int]:
    """Return the numbers of the best texts by the words of the question alone."""
    return numbers_of(finder.engine.top(in_full(finder.segmenter.tokens(normalise(text))), DEEP))


def characters(text: str) -> list[str]:
    """Return the Chinese characters of a text and the pairs of them that stand together."""
    singles = [c for c in text if is_han(c)]
    return singles + [a + b for a, b in pairwise(text) if is_han(a) and is_han(b)]


def by_both(engine: DiskEngine, finder: Finder, text: str) -> list[int]:
    """Return the numbers of the best texts by words, characters and pairs of characters, in an index of all."""
    folded = normalise(text)
    tokens = [*finder.segmenter.tokens(folded), *characters(folded)]
    return numbers_of(engine.top(in_full(tokens), DEEP))


def by_feedback(finder: Finder, texts: Texts, text: str) -> list[int]:
    """Return what pseudo-relevance feedback finds: the weightiest words of the ten best texts count 0.3 more."""
    own = in_full(finder.segmenter.tokens(normalise(text)))
    best = numbers_of(finder.engine.top(own, 10))
    sums: dict[str, float] = {}
    for n in best:
        held = texts.tokens[n]
        for token in set(held):
            sums[token] = sums.get(token, 0.0) + finder.engine.idf(token) * held.count(token) / len(held)
    added = sorted(sums, key=lambda t: -sums[t])[:30]
    top = sums[added[0]] if added else 1.0
    shares = dict(own)
    for token in added:
        shares[token] = shares.get(token, 0.0) + 0.3 * sums[token] / top
    return numbers_of(finder.engine.top(shares, DEEP))


def laws_figures(found: Sequence[tuple[Question, list[int]]]) -> dict[str, float]:
    """Return recall@10, recall@100 and the mean reciprocal rank among ten."""
    return {
        "recall@10": statistics.mean(recall(q, n, 10) for q, n in found),
        "recall@100": statistics.mean(recall(q, n, 100) for q, n in found),
        "MRR@10": statistics.mean(reciprocal(q, n[:10]) for q, n in found),
    }


def paragraph_figures(found: Sequence[tuple[Question, list[int]]]) -> dict[str, float]:
    """Return recall@1 and recall@5."""
    return {f"recall@{k}": statistics.mean(recall(q, n, k) for q, n in found) for k in (1, 5)}


def recall(question: Question, numbers: Sequence[int], depth: int) -> float:
    """Return the share of what answers that is among the first `depth`."""
    return len(question.relevant.intersection(numbers[:depth])) / len(question.relevant)


def reciprocal(question: Question, numbers: Sequence[int]) -> float:
    """Return one divided by the rank of the first that answers, 0 where none does."""
    return next((1 / rank for rank, n in enumerate(numbers, 1) if n in question.relevant), 0.0)


if __name__ == "__main__":
    main()
