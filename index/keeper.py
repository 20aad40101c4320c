"""The index on disk kept in step with the database: a new folder for a new state, made from the one before."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from corpus.errors import UnusableIndex
from corpus.sync import Change
from index.engine import Choice, Server, least_for_disk
from index.snapshots import index_home, read_description, write_description

# Above this share of clauses taken out since it was built, an index is built anew instead of changed.
DEAD = 0.2


def open_keeper(database: Path, words: str, engine: Choice, server: Server | None = None) -> "IndexKeeper":
    """Return what keeps the index that an engine needs; `words` names how words are cut."""
    if engine == "milvus":
        from index.milvus_keeper import MilvusKeeper

        return MilvusKeeper(database, words, server or Server())
    return IndexKeeper(database, words, engine)


class IndexKeeper:
    """Makes the index of each state that a sync writes; what is served meanwhile is never touched."""

    def __init__(self, database: Path, words: str, engine: Choice) -> None:
        """Keep an index where `engine` asks for one; `words` names how words are cut."""
        self._home = index_home(database)
        self._words = words
        self._least = least_for_disk(engine)
        self._stale: list[Path] = []

    def is_kept(self, state: str, clauses: int) -> bool:
        """Return whether all is there that a state of so many clauses needs."""
        return clauses < self._least or self._describe(self._folder(state)) is not None

    def renew(self, change: Change) -> None:
        """Make the index of the state that is being written; raise UnusableIndex when that fails."""
        folder = self._folder(change.after)
        self._stale = [f for f in self._home.glob("*") if f.is_dir() and f != folder]
        if self.is_kept(change.after, change.clauses):
            return
        scratch = self._home / f"{change.after}.{os.getpid()}"
        try:
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(parents=True)
            self._make(scratch, change)
            shutil.rmtree(folder, ignore_errors=True)
            scratch.rename(folder)
        except UnusableIndex:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        except (OSError, ValueError) as error:
            shutil.rmtree(scratch, ignore_errors=True)
            raise UnusableIndex(
                f"{self._home}: the index cannot be written ({_reason(error)}); "
                "make room or correct its rights, then run “chuyi sync”; what is served stays as it was"
            ) from error

    def settle(self) -> None:
        """Remove the indexes of earlier states once the new one is in force."""
        for folder in self._stale:
            shutil.rmtree(folder, ignore_errors=True)

    def _make(self, folder: Path, change: Change) -> None:
        from index.building import build_index, change_index  # tantivy is for those who need it

        before = self._folder(change.before)
        described = self._describe(before) if change.before else None
        removed = [json.loads(analysis) for _, analysis in change.removed]
        dead = sum(len(data["tokens"]) for data in removed)
        if described is None or dead + described["dead"] > DEAD * described["clauses"]:
            tally = build_index(folder, change)
            write_description(folder, self._words, tally.clauses, tally.tokens, 0)
            return
        tally = change_index(before, folder, change, removed)
        clauses, tokens = described["clauses"] + tally.clauses, described["tokens"] + tally.tokens
        write_description(folder, self._words, clauses, tokens, described["dead"] + dead)

    def _folder(self, state: str) -> Path:
        return self._home / state

    def _describe(self, folder: Path) -> dict[str, Any] | None:
        try:
            return read_description(folder, self._words)
        except UnusableIndex:
            return None


def _reason(error: Exception) -> str:
    detail = error.strerror if isinstance(error, OSError) else str(error)
    return " ".join(str(detail).split())[:100]
