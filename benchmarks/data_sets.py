"""Reads the public question sets, and opens libraries of them as a user's would be opened."""

import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.library import Library, open_library, sync
from index.keeper import IndexKeeper
from index.search import ClauseAnalyser, Searcher, open_searcher

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
POLICIES = SHARED / "policies"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a data set; `title` is "" where the set has none."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a data set: the paragraphs that hold its answer, and the answers people marked there."""

    text: str
    relevant: tuple[str, ...]
    answers: tuple[str, ...]


def read_paragraphs(data: Path, name: str) -> list[Paragraph]:
    """Return the paragraphs of the data set in the folder `name`."""
    return [
        Paragraph(row["id"], row["title"] or "", row["text"])
        for row in _rows(data / name / "corpus.jsonl.gz")
    ]


def read_questions(data: Path, name: str, field: str = "question") -> list[Asked]:
    """Return the questions of a data set; `field` "question_en" are the English ones of XQuAD."""
    return [
        Asked(row[field], tuple(row["relevant"]), tuple(row["answers"]))
        for row in _rows(data / name / "questions.jsonl.gz")
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_library(folder: Path, paragraphs: Iterable[Paragraph]) -> None:
    """Write each paragraph as a Markdown file under its title, as a policy would be put in."""
    for p in paragraphs:
        head = f"# {p.title}\n\n" if p.title else ""
        (folder / f"{p.id}.md").write_text(f"{head}{p.text}\n", encoding="utf-8")


def name_documents(questions: Iterable[Asked], library: Library) -> list[Asked]:
    """Return foreign questions as people ask them of one document: “《title》中，…”, each document in turn."""
    titles = [info.title for info in library.documents() if info.title]
    longest = 500 - max(map(len, titles)) - len("《》中，")
    return [
        Asked(f"《{titles[n % len(titles)]}》中，{q.text[:longest]}", (), ()) for n, q in enumerate(questions)
    ]


@contextmanager
def open_folder(folder: Path) -> Iterator[tuple[Library, Searcher]]:
    """Sync a folder of policies into a database of its own and open it."""
    with TemporaryDirectory() as temporary:
        database = Path(temporary) / "library.sqlite3"
        analyser = ClauseAnalyser()
        sync(folder, database, analyser, keeper=IndexKeeper(database, analyser.version, "auto"))
        with open_library(database) as library:
            yield library, open_searcher(library)


@contextmanager
def open_data_set(data: Path, name: str) -> Iterator[tuple[Library, Searcher]]:
    """Open a library of a data set's own paragraphs."""
    with TemporaryDirectory() as temporary:
        write_library(Path(temporary), read_paragraphs(data, name))
        with open_folder(Path(temporary)) as opened:
            yield opened
