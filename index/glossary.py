"""The words of the field: equal terms, broader terms, English names; read from glossary.toml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import tomli

from corpus.errors import InvalidGlossary
from index.lexicon import english_of_words, irregular_forms
from index.words import is_han, normalise

SHIPPED = Path(__file__).with_name("glossary.toml")
_KEYS = {"same", "broader", "english"}
# British endings and their American forms; words change alike on both sides, so a wrong one does no harm.
_SPELLINGS = (
    (re.compile(r"is(?=(?:e|ed|es|ing|er|ers|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|er|ers|ing|able|al|hood|hoods|ite)?$)"), "or"),
    (re.compile(r"(?<=[bcdfghjkmnpqstvwxz])re(?=s?$)"), "er"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"amme(?=s?$)"), "am"),
    (re.compile(r"enc(?=(?:e|es|ed|ing)$)"), "ens"),
)
_ARTICLES = frozenset(("a", "an", "the"))
# Folded, “students' rights” has lost its blank.
_LATIN_WORD = re.compile(r"[a-z0-9]+(?:(?:[+.-]|(?<!s)')[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """Equal terms, the broader terms that hold for them too, and their English names."""

    same: tuple[str, ...]
    broader: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """All entries, and look-ups made from them."""

    entries: tuple[Entry, ...]
    version: str
    _equal: dict[str, tuple[str, ...]] = field(repr=False)
    _narrower: dict[str, tuple[str, ...]] = field(repr=False)

    def terms(self) -> list[str]:
        """Return every Chinese term, broader ones too, once."""
        return list(dict.fromkeys((*self._equal, *self._narrower)))

    def equal(self, term: str) -> tuple[str, ...]:
        """Return the terms that say the same as `term`, without itself."""
        return self._equal.get(term, ())

    def knows(self, term: str) -> bool:
        """Return whether `term` stands in an entry, as a term or as a broader one."""
        return term in self._equal or term in self._narrower

    def narrower(self, term: str) -> tuple[str, ...]:
        """Return the terms for which `term` is the broader one."""
        return self._narrower.get(term, ())

    def translate(self, words: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
        """Return (start, end, Chinese terms) for the longest English names in a list of words."""
        names, longest = _english_names(self)
        stems = [stem(w) for w in words]
        found: list[tuple[int, int, tuple[str, ...]]] = []
        at = 0
        while at < len(stems):
            length = next(
                (
                    n
                    for n in range(min(longest, len(stems) - at), 0, -1)
                    if tuple(stems[at : at + n]) in names
                ),
                0,
            )
            if length:
                found.append((at, at + length, names[tuple(stems[at : at + length])]))
            at += length or 1
        return found


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return the stem of an English word (Porter 2), British and American spellings and irregular forms as one."""
    word = irregular_forms().get(word.lower(), word.lower())
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    import snowballstemmer  # for English only

    # A stemmer works on a word that it holds: one for two threads fails.
    return str(snowballstemmer.stemmer("english").stemWord(word))


def english_words(text: str) -> list[str]:
    """Return the Latin words of a folded text, hyphens apart."""
    return [part for word in _LATIN_WORD.findall(text) for part in word.split("-") if part]


def load_glossary(path: Path | None = None) -> Glossary:
    """Read a glossary file, by default the shipped one; raise InvalidGlossary with place and remedy."""
    return _read_glossary(path or SHIPPED, _read_bytes(path or SHIPPED))


def glossary_version(path: Path | None = None) -> str:
    """Return the version of a glossary file without understanding it; raise InvalidGlossary."""
    return _version(_read_bytes(path or SHIPPED))


def _version(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _read_bytes(where: Path) -> bytes:
    try:
        return where.read_bytes()
    except OSError as e:
        raise InvalidGlossary(
            f"{where}: the glossary cannot be read ({e.strerror}); check [index] glossary"
        ) from e


@lru_cache(maxsize=4)
def _read_glossary(where: Path, data: bytes) -> Glossary:
    try:
        table = tomli.loads(data.decode())
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as e:
        raise InvalidGlossary(f"{where}: no valid TOML ({e}); correct that line") from e
    unknown = set(table) - {"term"}
    if unknown:
        raise InvalidGlossary(f"{where}: unknown key {min(unknown)!r}; entries are [[term]] tables")
    entries = tuple(_entry(where, n, item) for n, item in enumerate(table.get("term", []), 1))
    return make_glossary(entries, _version(data))


def make_glossary(entries: Iterable[Entry], version: str) -> Glossary:
    """Return a glossary with its look-ups."""
    entries = tuple(entries)
    equal: dict[str, list[str]] = {}
    narrower: dict[str, list[str]] = {}
    for entry in entries:
        for term in entry.same:
            known = equal.setdefault(term, [])
            known.extend(t for t in entry.same if t != term and t not in known)
        for term in entry.broader:
            known = narrower.setdefault(term, [])
            known.extend(t for t in entry.same if t not in known)
    return Glossary(
        entries,
        version,
        {t: tuple(o) for t, o in equal.items()},
        {t: tuple(o) for t, o in narrower.items()},
    )


@lru_cache(maxsize=4)
def _english_names(glossary: Glossary) -> tuple[dict[tuple[str, ...], tuple[str, ...]], int]:
    """Return the terms of each English name by its stems, and the most stems of a name.

    The names of words of every field come behind those of the glossary. Stemming all takes half a second: only
    questions in English wait for it.
    """
    english: dict[tuple[str, ...], list[str]] = {}
    for entry in glossary.entries:
        for name in entry.english:
            key = _stems(name)
            known = english.setdefault(key, [])
            known.extend(t for t in entry.same if t not in known)
    for term, name in english_of_words():
        known = english.setdefault(_stems(name), [])
        known.extend(t for t in (term, *glossary.equal(term)) if t not in known)
    return {k: tuple(o) for k, o in english.items()}, max(map(len, english), default=1)


def _stems(name: str) -> tuple[str, ...]:
    """Return the stems of an English name, without an article before it: the public may be a public notice."""
    words = english_words(normalise(name))
    return tuple(stem(w) for w in (words[1:] if len(words) > 1 and words[0] in _ARTICLES else words))


def _entry(where: Path, n: int, item: object) -> Entry:
    if not isinstance(item, dict):
        raise InvalidGlossary(f"{where}: entry {n} is no [[term]] table")
    unknown = set(item) - _KEYS
    if unknown:
        raise InvalidGlossary(
            f"{where}: entry {n} has the unknown key {min(unknown)!r}; known: {sorted(_KEYS)}"
        )
    lists = {key: _strings(where, n, key, item.get(key, [])) for key in _KEYS}
    same = tuple(normalise(t) for t in lists["same"])
    if not same or not all(map(is_han, same)):
        raise InvalidGlossary(f"{where}: entry {n} needs `same`, a list of Chinese terms")
    return Entry(same, tuple(normalise(t) for t in lists["broader"]), tuple(lists["english"]))


def _strings(where: Path, n: int, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise InvalidGlossary(f"{where}: entry {n}: {key} must be a list of words")
    return value
