"""The index in Milvus, found by its BM25 and scored as the reference scores, for libraries past one machine.

A row is named after a document, a hash of its words, a position and a part, so that states of the library
share what they have in common. A marker is written after all rows of a state and deleted before any of
them: a search that sees the marker, in the same request, has seen every row of its state.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from pathlib import Path

from corpus.errors import UnusableIndex
from index.collection import LONGEST, Collection, Row
from index.engine import Shares
from index.lines import Table
from index.rescored import Found, RescoredEngine
from index.snapshots import ADVICE

# Beside the tables of words: which version of each document belongs to a state.
VERSIONS = "versions.txt"
STATES = "states"
# The share of a token that Milvus is asked for in whole steps of; the exact scores are summed here.
PART = 0.25


class MilvusEngine(RescoredEngine):
    """Ranks by the rows of one state, whatever else the collection holds."""

    def __init__(
        self, folder: Path, words: str, documents: Mapping[int, str], state: str, collection: Collection
    ) -> None:
        """Open the tables in a folder and the collection; raises UnusableIndex unless it holds the state.

        `words` names the rules by which words are cut, `documents` are the ids by their keys.
        """
        super().__init__(folder, words, documents)
        try:
            self._versions = Table(folder / VERSIONS)
        except OSError as error:
            raise UnusableIndex(f"{folder}: the index is damaged ({error}); {ADVICE}") from error
        self._marker = marker(state)
        self._collection = collection
        self.check()

    def check(self) -> None:
        """Raise UnusableIndex unless Milvus answers and holds the state."""
        self._collection.check()
        if not self._collection.rows("id", [self._marker.id]):
            raise self._collection.gone()

    def _find(self, shares: Shares, keys: Sequence[int] | None, most: int) -> tuple[list[Found], bool]:
        sources = None if keys is None else [STATES, *(f"{k}.{self._versions.get(str(k))}" for k in keys)]
        rows = self._search(_repeated(shares), sources, most)
        return list(self._found(rows)), len(rows) >= most

    def _search(self, tokens: Iterable[str], sources: Sequence[str] | None, most: int) -> list[Row]:
        """Return the best rows, of this state and others; raises UnusableIndex when this one is gone."""
        asked = [" ".join(tokens), self._marker.tokens]
        for newest in (False, True):
            rows, states = self._collection.search(asked, most, sources, newest=newest)
            if self._marker in states:
                return rows
        raise self._collection.gone()

    def _found(self, rows: Iterable[Row]) -> Iterator[Found]:
        seen = set()
        for row in rows:
            if row.source == STATES:
                continue
            key, version, position, _, parts = row.id.split(".")
            if self._versions.get(key) == version and (key, position) not in seen:
                seen.add((key, position))
                yield Found(int(key), int(position), self._whole(row, int(parts)))

    def _whole(self, row: Row, parts: int) -> str:
        """Return the tokens of a clause, which may stand in several rows."""
        if parts == 1:
            return row.tokens
        stem = row.id.rsplit(".", 2)[0]
        ids = [f"{stem}.{n}.{parts}" for n in range(parts)]
        held = {part.id: part.tokens for part in self._collection.rows("id", ids)}
        if len(held) < parts:
            raise self._collection.gone()
        return " ".join(held[id] for id in ids)


def _repeated(shares: Shares) -> Iterator[str]:
    """Yield tokens as often as their shares ask for: Milvus counts a token of a query once for each time."""
    least = 1.0 if all(share == 1 for share in shares.values()) else PART
    for token, share in shares.items():
        yield from repeat(token, max(1, round(share / least)))


def marker(state: str) -> Row:
    """Return the row that tells that all rows of a state are there."""
    return Row(f"{STATES}.{state}", STATES, f"{STATES}.{state}")


def version_of(analysis: bytes) -> str:
    """Return what tells one version of a document's words from another."""
    return hashlib.sha256(analysis).hexdigest()[:24]


def document_rows(source: str, tokens: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows of a document's clauses."""
    for position, line in tokens.items():
        parts = list(cut(line))
        for n, part in enumerate(parts):
            yield Row(f"{source}.{position}.{n}.{len(parts)}", source, part)


def cut(line: str, longest: int = LONGEST) -> Iterator[str]:
    """Yield a line of tokens in parts that are not too long; a token that is so itself loses its end."""
    data = line.encode()
    if len(data) <= longest:
        yield line
        return
    part: list[bytes] = []
    size = 0
    for token in (t[:longest] for t in data.split(b" ")):
        if part and size + len(token) > longest:
            yield b" ".join(part).decode(errors="ignore")
            part, size = [], 0
        part.append(token)
        size += len(token) + 1
    yield b" ".join(part).decode(errors="ignore")
