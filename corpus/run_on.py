"""Numbers that run on within a line, “…。（二）…”, each told by the one before it: where the line is cut."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numbering import AR, CNP, Marker, match_marker, parse_numeral

# Only behind the end of a sentence; inside one a number refers to another place.
_BEHIND_SENTENCE = re.compile(
    r"(?<=[。；！;])[ \t\u3000]{0,4}(?=[（(][ \t\u3000]{0,4}[一二三四五六七八九十]|[0-9０-９]{1,2}[ ]{0,2}[.．、](?![0-9０-９]))"
)
# The articles of a text that came without its line ends, and the chapters that they stand in; no reference to one.
_ARTICLE = re.compile(r"第(?P<n>[一二三四五六七八九十百零〇]{1,7})条(?![第之规所的、，和及至到或中款项])")
_CHAPTER = re.compile(r"第[一二三四五六七八九十]{1,3}[章编节][^，。；：、第]{1,20}$")
# So many articles in a row prove that a line is not one of them alone.
IN_A_ROW = 3
# A first number is one where the second follows within so many numbers.
AHEAD = 60


@dataclass(slots=True)
class _Number:
    line: int
    at: int
    marker: Marker


def cuts(lines: Sequence[str]) -> list[list[int]]:
    """Return for each line the offsets at which a number goes on from the last one of its kind, or begins a row."""
    numbers = list(_numbers(lines))
    found: list[list[int]] = [[] for _ in lines]
    last: dict[int, int] = {}
    for i, number in enumerate(numbers):
        marker = number.marker
        if number.at:
            known = last.get(marker.level)
            goes_on = known is not None and marker.number == known + 1
            if not goes_on and not (marker.number == 1 and known is None and _has_second(numbers, i)):
                continue
            found[number.line].append(number.at)
        last = {level: n for level, n in last.items() if level < marker.level}
        last[marker.level] = marker.number
    for places, line in zip(found, lines, strict=True):
        places[:] = sorted({*places, *_articles(line)} - {0})
    return found


def _articles(line: str) -> list[int]:
    """Return where the articles and chapters of a line begin that holds several in a row."""
    row: list[re.Match[str]] = []
    for article in _ARTICLE.finditer(line):
        if not row or parse_numeral(article["n"]) == (parse_numeral(row[-1]["n"]) or 0) + 1:
            row.append(article)
    if len(row) < IN_A_ROW:
        return []
    headed = (_CHAPTER.search(line, max(0, article.start() - 30), article.start()) for article in row)
    return [article.start() for article in row] + [m.start() for m in headed if m]


def _numbers(lines: Sequence[str]) -> "list[_Number]":
    found = []
    for n, line in enumerate(lines):
        if marker := match_marker(line):
            found.append(_Number(n, 0, marker))
        for place in _BEHIND_SENTENCE.finditer(line):
            at = place.end()
            rest = line[at : at + 40]
            inner = match_marker(rest) or match_marker(rest + "…")
            if inner and inner.level in (CNP, AR):
                found.append(_Number(n, at, inner))
    return found


def _has_second(numbers: Sequence[_Number], first: int) -> bool:
    """Whether a number of the same kind that is 2 comes before any of a kind further out."""
    level = numbers[first].marker.level
    for number in numbers[first + 1 : first + AHEAD]:
        if number.marker.level <= level:
            return number.marker.level == level and number.marker.number == 2
    return False
