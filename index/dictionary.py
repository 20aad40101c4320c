"""jieba's dictionary and its way of cutting: by rjieba where it is installed, else by jieba itself."""

import logging
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from index.lines import Lines, map_lines, seek

# Above what jieba's own estimate would give a compound of its commonest words, which takes it longer to make.
FREQUENCY = 500
# The sum of all frequencies in jieba's dictionary; adding it up takes longer than an answer.
TOTAL = 60101967


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
    """rjieba, the Rust port: the same words, loaded in a tenth of the time."""

    def __init__(self, words: Sequence[str] = (), own: Iterable[str] | None = None) -> None:
        """Load the dictionary and add `words`, but for those that begin one of its words (as jieba does).

        `own` is what an earlier dictionary has found to add, which takes as long again to find out.
        """
        self._cutter = _fresh_cutter()
        self.own = frozenset((w for w in words if not (w in self or _begins(w))) if own is None else own)
        for word in self.own:
            self._cutter.add_word(word, FREQUENCY, None)

    def cut(self, run: str) -> list[str]:
        """Return the words of a run in order."""
        words: list[str] = self._cutter.cut(run, False)
        return words

    def cut_for_search(self, run: str) -> list[str]:
        """Return the words of a run, each behind the words of two and three characters inside it."""
        words: list[str] = self._cutter.cut_for_search(run, False)
        return words

    def __contains__(self, word: object) -> bool:
        """Return whether a word stands in the dictionary or among its own words."""
        return bool(self._cutter.has_word(word))

    def frequency(self, word: str) -> int:
        """Return how often jieba's dictionary counted a word; 0 for one that it does not hold."""
        return 0 if word in self.own or word not in self else _frequency(word)


class PythonDictionary:
    """jieba itself, where rjieba cannot be installed."""

    def __init__(self, words: Sequence[str] = (), own: Iterable[str] | None = None) -> None:
        """Load the dictionary (about half a second) and add `words`, but for those that begin one of its words."""
        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        self.own = frozenset((w for w in words if not (w in self or _begins(w))) if own is None else own)
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
    return RustDictionary(words, own) if _home("rjieba") else PythonDictionary(words, own)


@cache
def segmenter_name() -> str:
    """Return the name and version of what cuts, which an index records."""
    name = "rjieba" if _home("rjieba") else "jieba"
    # importlib.metadata would take ten times as long as what is looked up.
    found = next((_home(name) or Path()).parent.glob(f"{name}-*.dist-info"), None)
    return found.stem if found else name


def _home(package: str) -> Path | None:
    """Return the folder of an installed package without importing it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


_unused: list[bool] = [True]


def _fresh_cutter() -> Any:
    """Return a cutter that no other dictionary has added words to."""
    import rjieba

    # rjieba makes one as it is imported; to make another takes as long again.
    module: Any = rjieba
    return module.cut.__self__ if _unused and _unused.pop() else module.Jieba()


@lru_cache(65536)
def _frequency(word: str) -> int:
    """Return the frequency in the file of jieba's dictionary, whose lines are sorted but for a few."""
    lines, wanted = _lines(), word.encode() + b" "
    at = seek(lines, wanted)
    if lines[at : at + len(wanted)] != wanted:
        at = lines.find(b"\n" + wanted) + 1
    return int(lines[at + len(wanted) : lines.find(b"\n", at)].split(b" ")[0])


def _begins(word: str) -> bool:
    """Return whether some word of jieba's dictionary begins with this one."""
    lines, wanted = _lines(), word.encode()
    at = seek(lines, wanted)
    return lines[at : at + len(wanted)] == wanted


@cache
def _lines() -> Lines:
    home = _home("jieba")
    if home is None:
        raise ModuleNotFoundError("jieba is not installed; install Chuyi's requirements again")
    return map_lines(home / "dict.txt")
