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
    heard: dict[str, str] = field(default_factory=dict)

    def measure(self, data: dict[str, Any]) -> None:
        """Count the clauses of a document, but not the words in them."""
        lines = data["tokens"].values()
        self.clauses += len(lines)
        self.tokens += sum(line.count(" ") + 1 for line in lines)
        self.heard.update(data["sounds"])

    def add(self, data: dict[str, Any]) -> None:
        """Count the clauses of a document and the words in them."""
        self.measure(data)
        for line in data["tokens"].values():
            self.counts.update(set(line.split(" ")))

    def take(self, data: dict[str, Any]) -> None:
        """Count the clauses of a document that is taken out."""
        for line in data["tokens"].values():
            words = line.split(" ")
            self.clauses -= 1
            self.tokens -= len(words)
            self.counts.subtract(set(words))
        self.heard.update(data["sounds"])


def build_index(folder: Path, change: Change) -> Tally:
    """Make the index of a whole library."""
    tally = Tally()
    index = tantivy.Index(make_schema(), path=str(folder))
    writer = index.writer(MEMORY, 1)
    for key, analysis in change.every():
        data = json.loads(analysis)
        _add(writer, key, data)
        tally.measure(data)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    # tantivy has counted the clauses of each word; of a new index it has not counted any that were taken out.
    tally.counts.update(dict(index.searcher().terms_with_prefix("tokens", "")))
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
    for key, analysis in change.added:
        data = json.loads(analysis)
        _add(writer, key, data)
        tally.add(data)
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


def _add(writer: tantivy.IndexWriter, key: int, data: dict[str, Any]) -> None:
    for position, tokens in data["tokens"].items():
        clause = tantivy.Document()
        clause.add_text("tokens", tokens)
        clause.add_unsigned("document", key)
        clause.add_unsigned("position", int(position))
        writer.add_document(clause)
