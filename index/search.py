"""Searcher.search(query) → hits: clauses ranked by the words they share with a query."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from corpus.library import Library
from corpus.model import Clause, Document
from index.dictionary import open_dictionary, segmenter_name
from index.engine import Choice, Engine, Ranked, Server, open_engine
from index.finding import Finder
from index.glossary import Entry, Glossary, glossary_version, load_glossary, make_glossary
from index.spelling import Speller, sounds
from index.translation import Names, english_names, translate
from index.words import Segmenter, is_han, normalise

ANALYSIS = "6"
UNINDEXED = frozenset({"noise", "contents", "source"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found: its document's id, its score, and the words it shares with the query."""

    document: str
    clause: Clause
    score: float
    words: tuple[str, ...]


class ClauseAnalyser:
    """Derives from a document what the index needs: the tokens of each clause that can be found."""

    def __init__(self, glossary: Path | None = None) -> None:
        """Use a glossary file, by default the shipped one; the version names all that the tokens depend on."""
        self._glossary = glossary
        self.version = f"{ANALYSIS}/{segmenter_name()}/{glossary_version(glossary)}"

    def __call__(self, document: Document) -> bytes:
        """Return the tokens by position of the clause in the document, and how its words sound, as JSON."""
        segmenter = _read_segmenter(self._glossary, self.version)
        by_id = {c.id: c for c in document.clauses}
        # A title or heading stands above many clauses.
        cut = cache(segmenter.tokens)
        folded = cache(normalise)
        tokens: dict[str, str] = {}
        vocabulary: set[str] = set()
        for n, clause in enumerate(document.clauses):
            if clause.kind in UNINDEXED or clause.repeats or clause.start == clause.end:
                continue
            own = normalise(document.text[clause.start : clause.end])
            found = segmenter.tokens(own)
            for text in map(folded, (document.title, *_headings_above(clause, by_id))):
                if text not in own:
                    found += cut(text)
            if found:
                tokens[str(n)] = " ".join(found)
                vocabulary.update(found)
        heard = {w: way for w in sorted(vocabulary) if (way := _heard(w))}
        data = {"tokens": tokens, "sounds": heard}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()

    def common(self) -> bytes:
        """Return the words of the field and how the segmenter takes them, as JSON: they take long to make out."""
        glossary = load_glossary(self._glossary)
        entries = [[e.same, e.broader, e.english] for e in glossary.entries]
        own = sorted(open_segmenter(glossary).dictionary.own)
        data = {"version": self.version, "glossary": glossary.version, "entries": entries, "own": own}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()

    def words(self, common: bytes) -> tuple[Glossary, Segmenter]:
        """Return the words of the field and the segmenter, from what sync stored if that is of this version."""
        if f'"version":"{self.version}"'.encode() in common[:200]:
            return _restored(common)
        glossary = load_glossary(self._glossary)
        return glossary, open_segmenter(glossary)


@cache
def _heard(word: str) -> str:
    """Return the sounds of a word that can be found by them, "" for any other."""
    return " ".join(sounds(word)) if len(word) > 1 and is_han(word) else ""


@lru_cache(maxsize=2)
def _restored(common: bytes) -> tuple[Glossary, Segmenter]:
    data = json.loads(common)
    entries = (Entry(*map(tuple, lists)) for lists in data["entries"])
    return make_glossary(entries, data["glossary"]), Segmenter(dictionary=open_dictionary(own=data["own"]))


@lru_cache(maxsize=2)
def _read_segmenter(glossary: Path | None, version: str) -> Segmenter:
    """Return the segmenter for a version of a glossary file, which is then not read for each document."""
    return open_segmenter(load_glossary(glossary))


@cache
def open_segmenter(glossary: Glossary) -> Segmenter:
    """Return the segmenter that knows a glossary's terms; loading it takes half a second, once."""
    return Segmenter(glossary.terms())


def open_searcher(
    library: Library, glossary: Path | None = None, engine: Choice = "auto", server: Server | None = None
) -> "Searcher":
    """Return the searcher of a library, with a glossary file or the shipped one."""
    analyser = ClauseAnalyser(glossary)
    words, segmenter = analyser.words(library.common)
    return Searcher(library, segmenter, words, open_engine(library, engine, analyser.version, server))


def _headings_above(clause: Clause, by_id: dict[str, Clause]) -> Iterable[str]:
    parent = clause.parent
    while parent is not None and parent in by_id:
        above = by_id[parent]
        if above.heading:
            yield above.heading
        parent = above.parent


class Searcher:
    """Finds clauses in one state of the library; made anew when the library changes."""

    def __init__(self, library: Library, segmenter: Segmenter, glossary: Glossary, engine: Engine) -> None:
        """Find with an engine over the words of the library, cut by the same segmenter as the query's."""
        self.library = library
        self.segmenter = segmenter
        self.glossary = glossary
        self._engine = engine
        self._speller = Speller(self.holds, engine.sounding)
        self._finder = Finder(engine, segmenter, glossary, self.look_up)

    def search(self, query: str, limit: int = 10, documents: Sequence[str] | None = None) -> list[Hit]:
        """Return the clauses that best fit `query`, best first, if the library holds a word of it.

        Equal terms and translations count as words; what they teach of the texts' own words helps (`Finder`).
        """
        asked, found = self._finder.top(query, limit, documents)
        return [self._hit(ranked, list(asked)) for ranked in found]

    def search_tokens(
        self, shares: Mapping[str, float], limit: int = 10, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """Return the clauses that hold some of the tokens, each counting by its share, best first."""
        found = self._engine.top(shares, limit, documents)
        return [self._hit(ranked, list(shares)) for ranked in found]

    def _hit(self, ranked: Ranked, tokens: Sequence[str]) -> Hit:
        document = self.library.document(ranked.document)
        clause = document.clauses[ranked.position]
        own = normalise(document.text[clause.start : clause.end])
        return Hit(document.id, clause, ranked.score, tuple(t for t in tokens if t in own))

    def check(self) -> None:
        """Raise UnusableIndex when clauses cannot be found now."""
        self._engine.check()

    def __len__(self) -> int:
        """Return how many clauses can be found."""
        return len(self._engine)

    def spell(self, word: str) -> tuple[str, ...]:
        """Return words of the library that sound like one that it does not hold, else ()."""
        parts = [p for p in self.segmenter.parts(word) if p != word]
        if parts and all(self.idf(p) < self.idf("\0") for p in parts) and max(map(len, parts)) > 1:
            return ()
        return self._speller.spell(word)

    def look_up(self, words: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
        """Return (start, end, words of the library) for English words, by a dictionary of general language."""
        return translate(words, self._names)

    @cached_property
    def _names(self) -> Names:
        """The English names of the library's words; half a second, for the first question that needs them."""
        return english_names(self.holds)

    def holds(self, token: str) -> bool:
        """Return whether some clause holds a token."""
        return self.idf(token) < self.idf("\0")

    def idf(self, token: str) -> float:
        """Return the inverse document frequency of a token; the largest possible when unseen."""
        return self._engine.idf(token)
