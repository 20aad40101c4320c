"""How many clauses hold each word, and which words sound alike: tables beside the index, changed at sync."""

from collections.abc import Mapping
from pathlib import Path

from index.lines import Table, write_table

TABLES = _WORDS, _SOUNDS = "words.txt", "sounds.txt"


class Vocabulary:
    """The words of one state of the library."""

    def __init__(self, folder: Path) -> None:
        """Open the tables in `folder`."""
        self._words = Table(folder / _WORDS)
        self._sounds = Table(folder / _SOUNDS)

    def clauses(self, word: str) -> int:
        """Return how many clauses hold a word."""
        return int(self._words.get(word) or 0)

    def sounding(self, sound: str) -> tuple[str, ...]:
        """Return the words of a sound, the most frequent first."""
        words = self._sounds.get(sound).split()
        return tuple(sorted(words, key=lambda w: (-self.clauses(w), w)))

    def write_changed(self, folder: Path, counts: Mapping[str, int], heard: Mapping[str, str]) -> None:
        """Write the tables to `folder` with `counts` added, which may be negative.

        `heard` gives the sounds of the words that have any, a blank between them, for the words in `counts`.
        """
        words: dict[str, str] = {}
        sounds: dict[str, list[str]] = {}
        for word, more in counts.items():
            before = self.clauses(word)
            words[word] = str(before + more) if before + more > 0 else ""
            if (before > 0) is (before + more > 0):
                continue
            for sound in heard.get(word, "").split():
                known = sounds.setdefault(sound, self._sounds.get(sound).split())
                known[:] = [w for w in known if w != word] + ([] if before else [word])
        self._words.write_changed(folder / _WORDS, words)
        self._sounds.write_changed(folder / _SOUNDS, {s: " ".join(ws) for s, ws in sounds.items()})


def write_vocabulary(folder: Path, counts: Mapping[str, int], heard: Mapping[str, str]) -> None:
    """Write the tables of a whole library: clauses by word, sounds by word."""
    sounds: dict[str, list[str]] = {}
    for word, ways in heard.items():
        for sound in ways.split():
            sounds.setdefault(sound, []).append(word)
    write_table(folder / _WORDS, ((w, str(n)) for w, n in counts.items()))
    write_table(folder / _SOUNDS, ((s, " ".join(ws)) for s, ws in sounds.items()))
