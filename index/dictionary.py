"""jieba's dictionary and its way of cutting: by rjieba where it is installed, else by jieba itself."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from index.cutting import FREQUENCY, MappedCutter, begins, frequency, package_home

# So many characters are cut over the dictionary's file before rjieba is loaded, which takes as long.
PATIENCE = 2000


class Dictionary(Protocol):
    """Cuts runs of Chinese characters into words of jieba's dictionary and words of its own.

    Nothing is guessed (jieba's HMM is off): guesses differ with what stands around an unknown word.
    """

    own: frozenset[str]

    def cut(self, run: str) -> list[str]:
        """Return the words of a run in order."""

    def cut_for_search(self, run: str) -> list[str]:
        """Return the words of a run, each behind the words of two and three characters inside it."""

    def __contains__(self, word: object) -> bool:
        """Return whether a word stands in the dictionary or among its own words."""

    def frequency(self, word: str) -> int:
        """Return how often jieba's dictionary counted a word; 0 for one that it does not hold."""


class RustDictionary:
    """rjieba, the Rust port: the same words, cut ten times as fast; the first question need not wait for it."""

    def __init__(
        self, words: Sequence[str] = (), own: Iterable[str] | None = None, patience: int = PATIENCE
    ) -> None:
        """Know the dictionary and `words`, but for those that begin one of its words (as jieba does).

        `own` is what an earlier dictionary has found to add, which takes long to find out; `patience` is
        how many characters are cut before rjieba is loaded.
        """
        self.own = frozenset(_sifted(words) if own is None else own)
        self._patience = patience
        self._cutter: MappedCutter | _RustCutter = MappedCutter(self.own)

    def cut(self, run: str) -> list[str]:
        """Return the words of a run in order."""
        return self._ready(run).cut(run)

    def cut_for_search(self, run: str) -> list[str]:
        """Return the words of a run, each behind the words of two and three characters inside it."""
        return self._ready(run).cut_for_search(run)

    def _ready(self, run: str) -> "MappedCutter | _RustCutter":
        if self._patience >= 0:
            self._patience -= len(run)
            if self._patience < 0:
                self._cutter = _RustCutter(self.own)
        return self._cutter

    def __contains__(self, word: object) -> bool:
        """Return whether a word stands in the dictionary or among its own words."""
        return bool(self._cutter.has_word(str(word)))

    def frequency(self, word: str) -> int:
        """Return how often jieba's dictionary counted a word; 0 for one that it does not hold."""
        return 0 if word in self.own else frequency(word)


class _RustCutter:
    def __init__(self, own: Iterable[str]) -> None:
        self._cutter = _fresh_cutter()
        for word in own:
            self._cutter.add_word(word, FREQUENCY, None)

    def cut(self, run: str) -> list[str]:
        words: list[str] = self._cutter.cut(run, False)
        return words

    def cut_for_search(self, run: str) -> list[str]:
        words: list[str] = self._cutter.cut_for_search(run, False)
        return words

    def has_word(self, word: str) -> bool:
        return bool(self._cutter.has_word(str(word)))


class PythonDictionary:
    """jieba itself, where rjieba cannot be installed."""

    def __init__(self, words: Sequence[str] = (), own: Iterable[str] | None = None) -> None:
        """Load the dictionary (about half a second) and add `words`, but for those that begin one of its words."""
        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        self.own = frozenset(_sifted(words) if own is None else own)
        for word in self.own:
            self._jieba.add_word(word, FREQUENCY)

    def cut(self, run: str) -> list[str]:
        """Return the words of a run in order."""
        words: list[str] = self._jieba.lcut(run, HMM=False)
        return words

    def cut_for_search(self, run: str) -> list[str]:
        """Return the words of a run, each behind the words of two and three characters inside it."""
        words: list[str] = self._jieba.lcut_for_search(run, HMM=False)
        return words

    def __contains__(self, word: object) -> bool:
        """Return whether a word stands in the dictionary or among its own words."""
        return bool(self._jieba.FREQ.get(word))

    def frequency(self, word: str) -> int:
        """Return how often jieba's dictionary counted a word; 0 for one that it does not hold."""
        return 0 if word in self.own else int(self._jieba.FREQ.get(word, 0))


def open_dictionary(words: Sequence[str] = (), own: Iterable[str] | None = None) -> Dictionary:
    """Return the dictionary with words of one's own, by the fastest means installed."""
    return RustDictionary(words, own) if package_home("rjieba") else PythonDictionary(words, own)


@cache
def segmenter_name() -> str:
    """Return the name and version of what cuts, which an index records."""
    name = "rjieba" if package_home("rjieba") else "jieba"
    # importlib.metadata would take ten times as long as what is looked up.
    found = next((package_home(name) or Path()).parent.glob(f"{name}-*.dist-info"), None)
    return found.stem if found else name


def _sifted(words: Iterable[str]) -> Iterator[str]:
    """Yield the words to add: those that jieba's dictionary neither holds nor begins a word with."""
    yield from (w for w in words if not (frequency(w) or begins(w)))


_unused: list[bool] = [True]


def _fresh_cutter() -> Any:
    """Return a cutter that no other dictionary has added words to."""
    import rjieba

    # rjieba makes one as it is imported; to make another takes as long again.
    module: Any = rjieba
    return module.cut.__self__ if _unused and _unused.pop() else module.Jieba()
