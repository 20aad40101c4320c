"""Text becomes words: folded (width, case, Traditional to Simplified) and segmented by jieba's dictionary."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain

from corpus.characters import simplified
from corpus.view import view
from index.cutting import TOTAL
from index.dictionary import Dictionary, open_dictionary
from index.lexicon import single_words

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+(?:[.+-][a-z0-9]+)*%?")
# A run of either kind shows which it is by its first character.
FIRST_HAN = "\u3400"
# Official texts say the same between two signs again and again: a third of the last so many runs.
KEPT_RUNS = 16384
# jieba's search mode gives the words of two and three characters inside a compound.
LONG = 4
# A view changes nothing in a word of Chinese characters alone.
_PLAIN = re.compile(r"[\u4e00-\u9fff]+")
_QUOTES = re.compile("[“”‘’\"'《》〈〉]")


def fold(text: str) -> str:
    """Return a view's text in lower case and Simplified characters; its length stays the same."""
    lowered = text.lower()
    if len(lowered) != len(text):  # some letters have no lower case of one character
        lowered = "".join(c if len(c) == 1 else o for c, o in zip(map(str.lower, text), text, strict=True))
    return simplified(lowered)


@lru_cache(maxsize=2048)
def normalise(text: str) -> str:
    """Return any text as it is compared: viewed and folded."""
    if _PLAIN.fullmatch(text):
        return simplified(text)
    return fold(view(text).text)


def without_quotes(text: str) -> str:
    """Return text without quotation and title marks, which people leave out."""
    return _QUOTES.sub("", text)


def is_han(text: str) -> bool:
    """Return whether the text holds a Chinese character."""
    return _HAN.search(text) is not None


class Segmenter:
    """jieba's dictionary with words of its own added; one for an index and the questions put to it."""

    def __init__(self, words: Sequence[str] = (), dictionary: Dictionary | None = None) -> None:
        """Add `words` to the dictionary, or use one that has them."""
        self.dictionary = dictionary or open_dictionary(words)
        self._run_tokens = lru_cache(KEPT_RUNS)(self._cut_up)

    def words(self, text: str) -> list[str]:
        """Return the words of a folded text in order, each compound and each cut-up name whole."""
        return _names_joined(w for run in self._runs(text) for w in self._cut(run, self.dictionary.cut))

    def tokens(self, text: str) -> list[str]:
        """Return what the index holds of a folded text: every word, compounds and names also in parts."""
        return list(chain.from_iterable(map(self._run_tokens, self._runs(text))))

    def _cut_up(self, run: str) -> tuple[str, ...]:
        pieces = self._cut(run, self.dictionary.cut_for_search)
        sizes = list(map(len, pieces))
        parts: list[str] = []
        if max(sizes) > LONG:
            parts += [part for piece in pieces if len(piece) > LONG for part in self._long_parts(piece)]
        if sizes.count(1) > 1:  # perhaps a name that was cut up
            parts += [name for name in _names_joined(pieces) if name not in pieces]
        return (*pieces, *parts)

    def parts(self, word: str) -> list[str]:
        """Return a compound and the dictionary words inside it, as the index holds them."""
        return list(dict.fromkeys(self.tokens(word)))

    def _long_parts(self, compound: str) -> list[str]:
        """Return the words of four characters and more inside a compound, which jieba leaves out."""
        starts = range(len(compound))
        parts = (compound[i:j] for i in starts for j in range(i + LONG, len(compound) + 1))
        return [p for p in parts if p != compound and p in self.dictionary]

    def _runs(self, text: str) -> list[str]:
        return _WORD.findall(without_quotes(text))

    def _cut(self, run: str, cut: Callable[[str], list[str]]) -> list[str]:
        # Numbers and Latin words are kept whole: jieba and rjieba cut 19001-2016 each in its own way.
        return cut(run) if run[0] >= FIRST_HAN else [run]

    def commonness(self, word: str) -> float:
        """Return the share of a word in general Chinese text, by jieba's dictionary; 0 for an unknown one."""
        return self.dictionary.frequency(word) / TOTAL


def _names_joined(words: Iterable[str]) -> list[str]:
    """Return words with runs of characters that are no words by themselves joined: a name that was cut up."""
    singles = single_words()
    joined: list[str] = []
    name = ""
    for word in words:
        if len(word) == 1 and word >= FIRST_HAN and word not in singles:
            name += word
            continue
        if name:
            joined.append(name)
            name = ""
        joined.append(word)
    return [*joined, name] if name else joined
