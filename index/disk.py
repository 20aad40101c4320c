"""The index on disk, found by tantivy and scored as the reference scores; a folder for each state of the library."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import tantivy

from corpus.errors import UnusableIndex
from index.engine import Ranked
from index.okapi import rarity, weight
from index.snapshots import ADVICE, read_description
from index.vocabulary import Vocabulary

# tantivy knows a clause's length only roughly: so many more clauses are looked at than are wanted.
SPARE = 40
# Equal clauses beyond those looked at are looked for, up to so many.
MOST = 4096


def make_schema() -> tantivy.Schema:
    """Return the fields of a clause: its tokens, and where it stands."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("tokens", stored=True, tokenizer_name="whitespace", index_option="freq")
    schema.add_unsigned_field("document", stored=True, indexed=True)
    schema.add_unsigned_field("position", stored=True)
    return schema.build()


class DiskEngine:
    """Ranks by a snapshot that stays the same, whatever becomes of its folder."""

    def __init__(self, folder: Path, words: str, documents: Mapping[int, str]) -> None:
        """Open a folder; `documents` are the ids in the order of the library, by the keys in the index.

        `words` names the rules by which words are cut. Raises UnusableIndex.
        """
        described = read_description(folder, words)
        self._folder = folder
        self._documents = documents
        self._order = {key: n for n, key in enumerate(documents)}
        self._clauses: int = described["clauses"]
        self._average: float = described["tokens"] / self._clauses if self._clauses else 0.0
        self._unseen = rarity(0, self._clauses)
        try:
            self._vocabulary = Vocabulary(folder)
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            self._schema = index.schema
            self._searcher = index.searcher()
        except (OSError, ValueError) as error:
            raise UnusableIndex(f"{folder}: the index is damaged ({error}); {ADVICE}") from error
        self.idf = lru_cache(65536)(self._idf)

    def top(self, tokens: Sequence[str], limit: int, documents: Sequence[str] | None = None) -> list[Ranked]:
        """Return up to `limit` clauses that share a token, best first, ties in the order of the library."""
        known = [t for t in tokens if self.idf(t) < self._unseen]
        if not known or (documents is not None and not documents):
            return []
        query = self._query(known, documents)
        pool = 2 * limit + SPARE
        while True:
            found = sorted(self._scored(known, query, pool))
            if len(found) < pool or found[limit - 1][0] < found[-1][0] or pool >= MOST:
                break
            pool *= 4
        return [Ranked(self._documents[key], at, -score) for score, _, at, key in found[:limit]]

    def _idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""
        holding = self._vocabulary.clauses(token)
        return rarity(holding, self._clauses) if holding else self._unseen

    def sounding(self, sound: str) -> tuple[str, ...]:
        """Return the library's words of a sound, the most frequent first."""
        return self._vocabulary.sounding(sound)

    def __len__(self) -> int:
        """Return how many clauses can be found."""
        return self._clauses

    def _query(self, tokens: Sequence[str], documents: Sequence[str] | None) -> tantivy.Query:
        query, schema, occur = tantivy.Query, self._schema, tantivy.Occur
        every = query.boolean_query(
            [(occur.Should, query.term_query(schema, "tokens", t, "freq")) for t in tokens]
        )
        if documents is None:
            return every
        wanted = set(documents)
        keys = [key for key, id in self._documents.items() if id in wanted]
        among = query.const_score_query(query.term_set_query(schema, "document", keys), 0.0)
        return query.boolean_query([(occur.Must, every), (occur.Must, among)])

    def _scored(
        self, tokens: Sequence[str], query: tantivy.Query, pool: int
    ) -> Iterator[tuple[float, int, int, int]]:
        """Yield (score below zero, order of the document, position, key) of the clauses that tantivy finds."""
        try:
            hits = self._searcher.search(query, limit=pool, count=False).hits
            clauses = [self._searcher.doc(address) for _, address in hits]
        except ValueError as error:
            raise UnusableIndex(f"{self._folder}: the index is damaged ({error}); {ADVICE}") from error
        for clause in clauses:
            held = cast(str, clause.get_first("tokens")).split(" ")
            key = cast(int, clause.get_first("document"))
            # Summed in the order of the tokens, as the reference does, to the last bit.
            score, words = 0.0, set(held)
            for token in tokens:
                if token in words:
                    score += weight(held.count(token), len(held), self._average, self.idf(token))
            yield -score, self._order[key], cast(int, clause.get_first("position")), key
