"""tantivy writes the index of a whole library, or of what has changed since the one before."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy

from corpus.sync import Change
from index.disk import make_schema
from index.snapshots import DESCRIPTION
from index.vocabulary import TABLES, Vocabulary, write_vocabulary

# Memory that tantivy may fill before it writes; 15 MB is the least it takes.
MEMORY, LEAST_MEMORY = 200_000_000, 15_000_000


@dataclass(slots=True)
class Tally:
    """What was put in and taken out: clauses, tokens, clauses by word, and how the words sound."""

    clauses: int = 0
    tokens: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    heard: dict[str, list[str]] = field(default_factory=dict)

    def add(self, data: dict[str, Any]) -> None:
        """Count the clauses of a document."""
        for line in data["tokens"].values():
            words = line.split(" ")
            self.clauses += 1
            self.tokens += len(words)
            self.counts.update(set(words))
        self._hear(data)

    def take(self, data: dict[str, Any]) -> None:
        """Count the clauses of a document that is taken out."""
        for line in data["tokens"].values():
            words = line.split(" ")
            self.clauses -= 1
            self.tokens -= len(words)
            self.counts.subtract(set(words))
        self._hear(data)

    def _hear(self, data: dict[str, Any]) -> None:
        for word, ways in data["sounds"].items():
            if word not in self.heard:
                self.heard[word] = ways.split(" ")


def build_index(folder: Path, change: Change) -> Tally:
    """Make the index of a whole library."""
    tally = Tally()
    writer = tantivy.Index(make_schema(), path=str(folder)).writer(MEMORY, 1)
    _add(writer, change.every(), tally)
    writer.commit()
    writer.wait_merging_threads()
    write_vocabulary(folder, tally.counts, tally.heard)
    return tally


def change_index(before: Path, folder: Path, change: Change, removed: Iterable[dict[str, Any]]) -> Tally:
    """Make an index from the one before: its files are shared, for tantivy never writes one twice."""
    _share(before, folder)
    tally = Tally()
    index = tantivy.Index.open(str(folder))
    writer = index.writer(LEAST_MEMORY, 1)
    for key, _ in change.removed:
        # Not delete_documents_by_term, which takes every number for a signed one and finds nothing.
        writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "document", key, "basic"))
    for data in removed:
        tally.take(data)
    _add(writer, change.added, tally)
    writer.commit()
    writer.wait_merging_threads()
    Vocabulary(before).write_changed(folder, tally.counts, tally.heard)
    return tally


def _share(before: Path, folder: Path) -> None:
    for file in before.iterdir():
        if file.name in (DESCRIPTION, *TABLES) or file.suffix == ".lock":
            continue
        if file.suffix == ".json":  # written anew at every commit
            shutil.copy(file, folder)
            continue
        try:
            os.link(file, folder / file.name)
        except OSError:  # a file system without links
            shutil.copy(file, folder)


def _add(writer: tantivy.IndexWriter, documents: Iterable[tuple[int, bytes]], tally: Tally) -> None:
    for key, analysis in documents:
        data = json.loads(analysis)
        for position, tokens in data["tokens"].items():
            clause = tantivy.Document()
            clause.add_text("tokens", tokens)
            clause.add_unsigned("document", key)
            clause.add_unsigned("position", int(position))
            writer.add_document(clause)
        tally.add(data)
