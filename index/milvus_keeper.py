"""The collection in Milvus kept in step with the database, by upsert and delete of what has changed."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import UnusableIndex
from corpus.sync import Change
from index.building import Tally
from index.collection import Collection, Row
from index.engine import Server
from index.keeper import IndexKeeper
from index.lines import Table, write_table
from index.milvus import STATES, VERSIONS, document_rows, marker, version_of
from index.snapshots import write_description
from index.vocabulary import Vocabulary, write_vocabulary

# Which rows only the state before needs: they are deleted by the next sync.
LEFT = "left.txt"


class MilvusKeeper(IndexKeeper):
    """Writes the rows of a new state before it is in force; those that only the one before needs stay a sync longer.

    So whoever has that state open goes on with it. A file beside the tables tells that a sync has begun to
    write and has not ended: the next one then compares all rows with the database.
    """

    def __init__(self, database: Path, words: str, server: Server) -> None:
        """Keep the collection of a server; `words` names how words are cut."""
        super().__init__(database, words, "milvus")
        self._collection = Collection(server)
        self._begun: list[Path] = []
        self._markers: list[str] = []
        self._doomed: list[str] = []

    def is_kept(self, state: str, clauses: int) -> bool:
        """Return whether all is there that a state needs, and no sync has left its work undone."""
        return not self._unsettled() and self._holds(state)

    def settle(self) -> None:
        """Delete what neither this state nor the one before needs; what cannot be now is by the next sync."""
        super().settle()
        try:
            self._collection.take("id", self._markers)
            self._collection.take("source", self._doomed)
        except UnusableIndex:
            return
        for file in self._begun:
            file.unlink(missing_ok=True)

    def _make(self, folder: Path, change: Change) -> None:
        unsettled = self._unsettled()
        known = not unsettled and bool(change.before) and self._holds(change.before)
        self._begun = [*unsettled, self._home / f"{change.after}.begun"]
        self._begun[-1].touch()
        self._collection.make()
        tally = self._change(folder, change) if known else self._fill(folder, change)
        kept = {marker(state).id for state in (change.after, *(f.stem for f in self._served()))}
        states = self._collection.rows("source", [STATES])
        self._markers = [row.id for row in states if row.id not in kept]
        self._collection.put([marker(change.after)])
        write_description(folder, self._words, tally.clauses, tally.tokens, 0)

    def _fill(self, folder: Path, change: Change) -> Tally:
        """Write what the collection lacks of a whole library."""
        tally, versions = Tally(), dict[str, str]()
        held = self._collection.sources()
        self._collection.put(_lacking(change.every(), held, tally, versions))
        write_table(folder / VERSIONS, versions.items())
        write_vocabulary(folder, tally.counts, tally.heard)
        served = {source for f in self._served() for source in _lines(f / VERSIONS)}
        self._doomed = [source for source in held if source != STATES and source not in served]
        _write_lines(folder / LEFT, served - set(_lines(folder / VERSIONS)))
        return tally

    def _change(self, folder: Path, change: Change) -> Tally:
        """Write what has changed; return the counts of the whole library."""
        before = self._folder(change.before)
        tally, versions = Tally(), dict[str, str]()
        for _, analysis in change.removed:
            tally.take(json.loads(analysis))
        self._collection.put(_lacking(change.added, Counter(), tally, versions))
        left = {str(key): "" for key, _ in change.removed}
        Table(before / VERSIONS).write_changed(folder / VERSIONS, left | versions)
        Vocabulary(before).write_changed(folder, tally.counts, tally.heard)
        served = set(_lines(folder / VERSIONS))
        self._doomed = [source for source in _lines(before / LEFT) if source not in served]
        _write_lines(folder / LEFT, set(_lines(before / VERSIONS)) - served)
        described = self._describe(before) or {}
        tally.clauses += described["clauses"]
        tally.tokens += described["tokens"]
        return tally

    def _holds(self, state: str) -> bool:
        if self._describe(self._folder(state)) is None or not self._collection.fits():
            return False
        return bool(self._collection.rows("id", [marker(state).id]))

    def _unsettled(self) -> list[Path]:
        return list(self._home.glob("*.begun"))

    def _served(self) -> list[Path]:
        """Return the folders of the states that may be open somewhere."""
        return [f for f in self._home.glob("*.milvus") if self._describe(f) is not None]

    def _folder(self, state: str) -> Path:
        return milvus_folder(self._home, state)


def milvus_folder(home: Path, state: str) -> Path:
    """Return the folder of the tables that stand beside a state's rows."""
    return home / f"{state}.milvus"


def _lacking(
    documents: Iterable[tuple[int, bytes]], held: Counter[str], tally: Tally, versions: dict[str, str]
) -> Iterator[Row]:
    """Yield the rows that are not held yet; count all, note their versions, strike from `held` what stays."""
    for key, analysis in documents:
        data = json.loads(analysis)
        tally.add(data)
        versions[str(key)] = version_of(analysis)
        source = f"{key}.{versions[str(key)]}"
        rows = list(document_rows(source, data["tokens"]))
        if held.pop(source, 0) != len(rows):
            yield from rows


def _lines(path: Path) -> list[str]:
    """Return the sources in a file, which has a tab or a dot between key and version."""
    return path.read_text(encoding="utf-8").replace("\t", ".").split()


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(sorted(lines)), encoding="utf-8")
