"""Data sets as tokens with questions put to them, and an engine on disk over such tokens."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_sets import read_paragraphs, read_questions

from corpus.sync import Change
from index.building import build_index
from index.disk import DiskEngine
from index.engine import Ranked
from index.glossary import load_glossary
from index.search import open_segmenter
from index.snapshots import write_description
from index.words import normalise

WORDS = "benchmark"
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its text and the numbers of the texts that answer it."""

    text: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a data set, each behind its title, folded and as tokens, and questions put to them."""

    folded: list[str]
    tokens: list[list[str]]
    questions: list[Question]


def read_texts(data: Path, name: str, field: str = "question") -> Texts:
    """Return a data set; `field` "question_en" are the English questions of XQuAD."""
    segmenter = open_segmenter(load_glossary())
    paragraphs = read_paragraphs(data, name)
    numbers = {p.id: n for n, p in enumerate(paragraphs)}
    folded = [normalise(f"{p.title} {p.text}") for p in paragraphs]
    return Texts(
        folded,
        [segmenter.tokens(text) for text in folded],
        [
            Question(q.text[:500], frozenset(numbers[id] for id in q.relevant))
            for q in read_questions(data, name, field)
        ],
    )


def build(folder: Path, lines: Iterable[str]) -> DiskEngine:
    """Write an index of clauses given as lines of tokens, and open it; a document is a batch of them."""
    folder.mkdir(exist_ok=True)
    tally = build_index(folder, Change("", "", 0, [], (), lambda: batches(lines)))
    write_description(folder, WORDS, tally.clauses, tally.tokens, 0)
    return DiskEngine(folder, WORDS, documents_of(tally.clauses))


def documents_of(clauses: int) -> dict[int, str]:
    """Return the batches' ids by their keys."""
    return {key: str(key) for key in range(clauses // BATCH + 1)}


def numbers_of(found: Sequence[Ranked]) -> list[int]:
    """Return the numbers of the clauses found, as they were given to `build`."""
    return [int(ranked.document) * BATCH + ranked.position for ranked in found]


def batches(lines: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """Yield the documents of clauses given as lines of tokens, as a sync hands them over."""
    held: dict[str, str] = {}
    key = 0
    for line in lines:
        held[str(len(held))] = line
        if len(held) == BATCH:
            yield key, json.dumps({"tokens": held, "sounds": {}}).encode()
            held, key = {}, key + 1
    if held:
        yield key, json.dumps({"tokens": held, "sounds": {}}).encode()
