"""The index on disk, found by tantivy and scored as the reference scores; a folder for each state of the library."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import tantivy

from corpus.errors import UnusableIndex
from index.engine import Shares
from index.rescored import Found, RescoredEngine
from index.snapshots import ADVICE


def make_schema() -> tantivy.Schema:
    """Return the fields of a clause: its tokens, and where it stands."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("tokens", stored=True, tokenizer_name="whitespace", index_option="freq")
    schema.add_unsigned_field("document", stored=True, indexed=True)
    schema.add_unsigned_field("position", stored=True)
    return schema.build()


class DiskEngine(RescoredEngine):
    """Ranks by a snapshot that stays the same, whatever becomes of its folder."""

    def __init__(self, folder: Path, words: str, documents: Mapping[int, str]) -> None:
        """Open a folder; `documents` are the ids in the order of the library, by the keys in the index.

        `words` names the rules by which words are cut. Raises UnusableIndex.
        """
        super().__init__(folder, words, documents)
        self._folder = folder
        try:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            self._schema = index.schema
            self._searcher = index.searcher()
        except (OSError, ValueError) as error:
            raise UnusableIndex(f"{folder}: the index is damaged ({error}); {ADVICE}") from error

    def check(self) -> None:
        """Find nothing wrong: what was opened stays open."""

    def _find(self, shares: Shares, keys: Sequence[int] | None, most: int) -> tuple[list[Found], bool]:
        try:
            hits = self._searcher.search(self._query(shares, keys), limit=most, count=False).hits
            clauses = [self._searcher.doc(address) for _, address in hits]
        except ValueError as error:
            raise UnusableIndex(f"{self._folder}: the index is damaged ({error}); {ADVICE}") from error
        return [_found(clause) for clause in clauses], len(hits) == most

    def _query(self, shares: Shares, keys: Sequence[int] | None) -> tantivy.Query:
        query, schema, occur = tantivy.Query, self._schema, tantivy.Occur
        terms = ((query.term_query(schema, "tokens", t, "freq"), share) for t, share in shares.items())
        every = query.boolean_query(
            [(occur.Should, t if share == 1 else query.boost_query(t, share)) for t, share in terms]
        )
        if keys is None:
            return every
        among = query.const_score_query(query.term_set_query(schema, "document", keys), 0.0)
        return query.boolean_query([(occur.Must, every), (occur.Must, among)])


def _found(clause: tantivy.Document) -> Found:
    key, position = clause.get_first("document"), clause.get_first("position")
    return Found(cast(int, key), cast(int, position), cast(str, clause.get_first("tokens")))
