"""What is wrong in a glossary: terms that contradict each other, and entries that change no result."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from index.glossary import Entry, Glossary, english_words
from index.words import normalise

_HEAD = re.compile(r"\s*\[\[\s*term\s*\]\]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to correct: the entry by its number, from 1, and its line in the file where known.

    A `conflict` can make wrong answers; an `idle` entry or name makes none and can be removed.
    """

    kind: Literal["conflict", "idle"]
    entry: int
    line: int | None
    message: str


def check_glossary(glossary: Glossary, count: Callable[[str], int], source: str = "") -> list[Finding]:
    """Return the findings by entry; `count` tells how often the library holds a folded term.

    `source` is the text of the glossary's file, which gives the findings their lines.
    """
    lines = [n for n, line in enumerate(source.splitlines(), 1) if _HEAD.match(line)]
    places = lines if len(lines) == len(glossary.entries) else [None] * len(glossary.entries)
    found = [("conflict", n, message) for n, message in _conflicts(glossary.entries)]
    found += [("idle", n, message) for n, message in _idle(glossary.entries, count)]
    findings = [Finding("conflict" if k == "conflict" else "idle", n, places[n - 1], m) for k, n, m in found]
    return sorted(findings, key=lambda f: f.entry)


_Found = Iterator[tuple[int, str]]


def _conflicts(entries: tuple[Entry, ...]) -> _Found:
    for n, entry in enumerate(entries, 1):
        yield from ((n, message) for message in _within(entry))
    yield from _shared(entries)
    yield from _circles(entries)


def _within(entry: Entry) -> Iterator[str]:
    for term in sorted({t for t in entry.same if entry.same.count(t) > 1}):
        yield f"{term} is given twice, equal to itself; keep one"
    for term in dict.fromkeys(t for t in entry.broader if t in entry.same):
        yield f"{term} is equal and broader at once; keep it in one list"


def _shared(entries: tuple[Entry, ...]) -> _Found:
    first: dict[str, int] = {}
    for n, entry in enumerate(entries, 1):
        for term in dict.fromkeys(entry.same):
            other = first.setdefault(term, n)
            if other != n:
                yield (
                    n,
                    f"{term} stands in entry {other} too ({_names(entries[other - 1])}); join or part them",
                )


def _circles(entries: tuple[Entry, ...]) -> _Found:
    """Find terms that are broader than themselves by way of others; each circle is named once."""
    home = {term: n for n, entry in reversed(list(enumerate(entries, 1))) for term in entry.same}
    broader = {
        n: {home[t] for t in entry.broader if home.get(t, n) != n} for n, entry in enumerate(entries, 1)
    }
    while circle := _circle(broader):
        names = " < ".join(entries[n - 1].same[0] for n in reversed(circle))
        yield min(circle), f"each is broader than the other: {names}; remove one of these"
        broader[circle[1]].discard(circle[0])


def _circle(graph: dict[int, set[int]]) -> list[int]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as e:
        return list(e.args[1])
    return []


def _idle(entries: tuple[Entry, ...], count: Callable[[str], int]) -> _Found:
    known: defaultdict[str, list[int]] = defaultdict(list)
    for n, entry in enumerate(entries, 1):
        for name in entry.english:
            if not english_words(normalise(name)):
                yield n, f"{name} is no English name; put it into `same` or `broader`"
            known[name.lower()].append(n)
        if len(entry.same) == 1 and not entry.broader and not entry.english:
            yield n, f"{entry.same[0]} stands alone; add an equal term or an English name"
        elif not any(map(count, entry.same)):
            yield n, f"no text of the library holds {_names(entry)}"
    for name, numbers in known.items():
        for n in sorted({n for n in numbers if numbers.count(n) > 1}):
            yield n, f"{name} is given twice; keep one"


def _names(entry: Entry) -> str:
    return "、".join(entry.same)
