"""A word that the library does not hold, written by its sound: pinyin, or a homophone."""

import re
from collections.abc import Iterable
from functools import cache

_SYLLABLES = re.compile(r"[a-zü]+")


@cache
def sound(word: str) -> str:
    """Return the pinyin of a Chinese word, without tones or blanks."""
    # pypinyin takes 0.2 s to import: only sync and unknown words need it.
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word))


class Speller:
    """Finds words by their sound among those the library holds."""

    def __init__(self, sounds: Iterable[tuple[str, str]]) -> None:
        """Take (word, sound) pairs, as sync stored them."""
        self._words: dict[str, list[str]] = {}
        self._known: set[str] = set()
        for word, heard in sounds:
            if word not in self._known:
                self._known.add(word)
                self._words.setdefault(heard, []).append(word)
        self._longest = max(map(len, self._words), default=0)

    def spell(self, word: str) -> tuple[str, ...]:
        """Return the library's words that sound like `word`; () when it holds the word or none does."""
        if word in self._known or len(word) < 2:
            return ()
        heard = word if _SYLLABLES.fullmatch(word) else sound(word)
        return tuple(self._words.get(heard, ())) or self._compound(heard)

    def _compound(self, heard: str) -> tuple[str, ...]:
        """Return the one compound of known words that sounds so: wenhuachuancheng is 文化传承."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(heard)
        for end in range(1, len(heard) + 1):
            for start in range(max(0, end - self._longest), end):
                before = best[start]
                words = self._words.get(heard[start:end]) if before is not None else None
                if (
                    before is not None
                    and words
                    and (best[end] is None or len(before) + 1 < len(best[end] or ()))
                ):
                    best[end] = (*before, words[0])
        found = best[-1]
        return ("".join(found),) if found and len(heard) > 3 else ()
