"""jieba's cut over the file of its dictionary, looked up where it lies: for the first question of a process."""

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from index.lines import Lines, map_lines, seek

# Above what jieba's own estimate would give a compound of its commonest words, which takes it longer to make.
FREQUENCY = 500
# The sum of all frequencies in jieba's dictionary; adding it up takes longer than an answer.
TOTAL = 60101967
# The words in Chinese characters that do not stand where the order of the file would have them.
_MISPLACED = {"一": 217830, "一一": 1670, "一一二": 11, "吉林": 89, "高富帅": 13, "高姓大名": 3}
_MISPLACED_BEGINNINGS = frozenset(w[:n] for w in _MISPLACED for n in range(1, len(w) + 1))


class MappedCutter:
    """Cuts as jieba does without its guesses; slow, but there at once."""

    def __init__(self, own: Iterable[str]) -> None:
        """Know the words of the file and some of one's own."""
        self._own = frozenset(own)
        self._begun = frozenset(w[:n] for w in self._own for n in range(1, len(w)))
        self._log_total = math.log(TOTAL + FREQUENCY * len(self._own))

    def cut(self, run: str) -> list[str]:
        """Return the likeliest words of a run of Chinese characters, in order."""
        ends = len(run)
        best: list[tuple[float, int]] = [(0.0, 0)] * (ends + 1)
        for start in range(ends - 1, -1, -1):
            best[start] = max(
                (math.log(count or 1) - self._log_total + best[end][0], end)
                for end, count in self._words_at(run, start)
            )
        words, at = [], 0
        while at < ends:
            words.append(run[at : best[at][1]])
            at = best[at][1]
        return words

    def cut_for_search(self, run: str) -> list[str]:
        """Return the words of a run, each behind the words of two and three characters inside it."""
        found: list[str] = []
        for word in self.cut(run):
            for length in (2, 3):
                if len(word) > length:
                    parts = (word[i : i + length] for i in range(len(word) - length + 1))
                    found.extend(part for part in parts if self.has_word(part))
            found.append(word)
        return found

    def has_word(self, word: str) -> bool:
        """Return whether a word stands in the file or is one's own."""
        return word in self._own or frequency(word) > 0

    def _words_at(self, run: str, start: int) -> list[tuple[int, int]]:
        """Return the ends of the words that begin at `start`, with their frequencies."""
        found = []
        for end in range(start + 1, len(run) + 1):
            fragment = run[start:end]
            count = FREQUENCY if fragment in self._own else frequency(fragment)
            if count:
                found.append((end, count))
            elif fragment not in self._begun and not begins(fragment):
                break
        return found or [(start + 1, 0)]


@lru_cache(65536)
def frequency(word: str) -> int:
    """Return how often jieba's dictionary counted a word; 0 for one that it does not hold."""
    if word in _MISPLACED:
        return _MISPLACED[word]
    lines, wanted = _lines(), word.encode() + b" "
    at = seek(lines, wanted)
    if lines[at : at + len(wanted)] != wanted:
        if not word.isascii() and word > "\u3400":
            return 0
        at = lines.find(b"\n" + wanted) + 1  # words with Latin letters are in no order
        if not at or not word:
            return 0
    return int(lines[at + len(wanted) : lines.find(b"\n", at)].split(b" ")[0])


@lru_cache(65536)
def begins(word: str) -> bool:
    """Return whether some word of jieba's dictionary, in Chinese characters, begins with this one."""
    if word in _MISPLACED_BEGINNINGS:
        return True
    lines, wanted = _lines(), word.encode()
    at = seek(lines, wanted)
    return lines[at : at + len(wanted)] == wanted


def package_home(package: str) -> Path | None:
    """Return the folder of an installed package without importing it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


@cache
def _lines() -> Lines:
    home = package_home("jieba")
    if home is None:
        raise ModuleNotFoundError("jieba is not installed; install Chuyi's requirements again")
    return map_lines(home / "dict.txt")
