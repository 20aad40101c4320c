"""A word that the library does not hold, written by its sound: pinyin, or a homophone."""

import os
import re
from collections.abc import Callable
from functools import cache
from itertools import islice, product

from index.words import is_han

_SYLLABLES = re.compile(r"[a-zü]+")


# No sound of a word that is looked for inside a longer one is longer: six syllables of six letters.
LONGEST = 36
# A word of characters with several readings is kept under so many sounds.
READINGS = 6


@cache
def sounds(word: str) -> tuple[str, ...]:
    """Return the pinyin of a Chinese word in each way its characters are read, without tones or blanks."""
    return tuple(dict.fromkeys("".join(r) for r in islice(product(*map(_readings, word)), READINGS)))


@cache
def _readings(character: str) -> list[str]:
    # Only sync and unknown words need pypinyin. Its phrases take 0.1 s and 50 MB to load, and would
    # give one reading where a typist may mean another.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    [readings] = pinyin(character, style=Style.NORMAL, heteronym=True)
    return list(readings)


class Speller:
    """Finds words by their sound among those the library holds."""

    def __init__(self, holds: Callable[[str], bool], sounding: Callable[[str], tuple[str, ...]]) -> None:
        """Ask `holds` whether the library has a word, `sounding` for its words of a sound, best first."""
        self._holds = holds
        self._sounding = sounding

    def spell(self, word: str) -> tuple[str, ...]:
        """Return the library's words that sound like `word`; () when it holds the word or none does."""
        if len(word) < 2 or (is_han(word) and self._holds(word)):
            return ()
        heard = (word,) if _SYLLABLES.fullmatch(word) else sounds(word)
        whole = dict.fromkeys(w for way in heard for w in self._sounding(way))
        return tuple(whole) or next((c for way in heard if (c := self._compound(way))), ())

    def _compound(self, heard: str) -> tuple[str, ...]:
        """Return the one compound of known words that sounds so: wenhuachuancheng is 文化传承."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(heard)
        for end in range(1, len(heard) + 1):
            for start in range(max(0, end - LONGEST), end):
                before = best[start]
                words = self._sounding(heard[start:end]) if before is not None else None
                if (
                    before is not None
                    and words
                    and (best[end] is None or len(before) + 1 < len(best[end] or ()))
                ):
                    best[end] = (*before, words[0])
        found = best[-1]
        return ("".join(found),) if found and len(heard) > 3 else ()
