"""A document becomes what a reader sees: headings, paragraphs, folded repetitions, words on damage."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.render import HARMLESS, matches, one_line
from bot.seen import Marked, Paragraph, Run, Span, pieces, runs, words_of
from corpus.model import Clause, Damage, Document
from corpus.paragraphs import split_paragraphs

CITED, FOUND, LOST = "cited", "found", "lost"
# A row of a table or of a list of names is no longer than this, and so many stand together.
ROW, ROWS = 70, 4
# A cell that stands on a line of its own is no longer than this.
CELL = 12
# The headings of HTML below the title's own.
HIGHEST, LOWEST = 2, 6
OPENING = 16
_HEADED = frozenset({"part", "chapter", "section", "article", "attachment"})
_SENTENCE = re.compile(r"[。；！？;:：]$")
# A line that only says which attachment begins.
_ATTACHMENT = re.compile(
    r"附[件录表]?[ \u3000]*[0-9０-９一二三四五六七八九十]{0,3}[ \u3000]*[:：]?(?=[ \u3000]*\n)"
)
_FIGURE = re.compile(r"[\d—\-＋+（(]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it is shown: its number, heading and paragraphs, each as pieces of the text.

    One that holds nothing is still a place that links point at.

    `level` is that of its heading in HTML, 0 when it has none. `run_in` tells that its words go on
    behind the heading in the same line. `before` and `after` are the kinds of damage to explain
    above and below it; a lost heading is explained in its place. `own` is the last part of the name.
    """

    clause: Clause
    name: str
    own: str
    level: int
    marker: Paragraph
    heading: Paragraph
    paragraphs: tuple[Paragraph, ...]
    run_in: bool
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def apart(self) -> bool:
        """Whether a blank stands between number and heading: 第一章　总则, but 一、目标."""
        return self.clause.kind != "item" and bool(self.marker)


@dataclass(frozen=True, slots=True)
class Group:
    """Passages shown together: "text", "rows" or "cells" of a table, "repeats" of a clause, "contents".

    `starts` are the ids of those cells that begin a row.
    """

    kind: str
    passages: tuple[Passage, ...]
    starts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline with the lines below it."""

    clause: str
    text: str
    opening: str
    inferred: bool
    below: "tuple[Entry, ...]" = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is read; `harm` lists the damage that a reader has to know, in text order."""

    document: Document
    groups: tuple[Group, ...]
    passages: Mapping[str, Passage]
    outline: tuple[Entry, ...]
    harm: tuple[Damage, ...]

    def quote(self, clause: str) -> str:
        """Return the words of a clause without its number, and without a heading on a line of its own."""
        passage = self.passages[clause]
        apart = passage.paragraphs and not passage.run_in
        parts = passage.paragraphs if apart else (passage.heading, *passage.paragraphs)
        return "".join(words_of(self.document.text, part) for part in parts)

    def words(self, start: int, end: int) -> str:
        """Return the words of a span of the text in one line, page marks left out."""
        return words_of(self.document.text, pieces(self.document.text, start, end))


class Marks:
    """The spans of a text to be shown in a style of their own: what an answer cites, what a search found."""

    def __init__(self, text: str, cited: Span | None, found: Iterable[Span], lost: Iterable[Span]) -> None:
        self._text = text
        one = [(*cited, CITED)] if cited else []
        self._layers = [one, [(*span, FOUND) for span in found], [(*span, LOST) for span in lost]]
        self._ends = [[span[1] for span in layer] for layer in self._layers]

    def runs(self, paragraph: Paragraph) -> list[Run]:
        """Return a paragraph in runs of one style."""
        if not paragraph:
            return []
        return runs(self._text, paragraph, self.between(paragraph[0].start, paragraph[-1].end))

    def between(self, start: int, end: int) -> list[Marked]:
        """Return the marks that reach into a span; those of one layer are sorted and do not overlap."""
        return [
            span
            for layer, ends in zip(self._layers, self._ends, strict=True)
            for span in layer[bisect_right(ends, start) : bisect_left(layer, (end,))]
        ]

    def touch(self, passages: Iterable[Passage]) -> bool:
        """Whether something cited or found stands in one of the passages."""
        spans = (self.between(p.clause.start, p.clause.end) for p in passages)
        return any(name != LOST for span in spans for _, _, name in span)


def read(document: Document) -> Reading:
    """Return a document as it is read; takes time linear in its text."""
    cuts = _cuts(document)
    levels = _levels(document.clauses)
    labels = {clause.id: clause.label for clause in document.clauses}
    harm = tuple(_harm(document))
    kinds: dict[str, list[str]] = {}
    for damage in harm:
        kinds.setdefault(damage.clause, []).append(damage.kind)
    passages = [
        _passage(
            document,
            clause,
            labels.get(clause.parent or "", ""),
            levels[clause.id],
            cuts[n],
            kinds.get(clause.id, []),
        )
        for n, clause in enumerate(document.clauses)
    ]
    by_id = {p.clause.id: p for p in passages}
    return Reading(document, tuple(_groups(document, passages)), by_id, _outline(document, passages), harm)


def citation(document: Document, name: str, quote: str) -> str:
    """Return a quote as officials cite it: 《标题》（文号）二、（四）1.：“…”."""
    return f"{prefix(document)}{name}" + (f"：“{quote}”" if quote else "")


def prefix(document: Document) -> str:
    """Return how a citation names the document: 《标题》（文号）."""
    number = f"（{document.number}）" if document.number else ""
    return f"{titled(one_line(document.title))}{number}"


def titled(title: str) -> str:
    """Return a title in title marks; those inside it become single ones."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def valid_span(text: str, start: str | None, end: str | None) -> Span | None:
    """Return a span given as two numbers, or None when it is no part of the text."""
    numbers = [int(n) for n in (start, end) if n and n.isascii() and n.isdigit() and len(n) <= 12]
    if len(numbers) != 2 or not 0 <= numbers[0] < numbers[1] <= len(text):
        return None
    return numbers[0], numbers[1]


def find(document: Document, words: Iterable[str]) -> list[Span]:
    """Return where the text holds one of `words`, whatever their width, case or kind of character."""
    from index.words import normalise

    return matches(document.text, [folded for word in words if (folded := normalise(word).strip())])


def clause_at(document: Document, offset: int) -> Clause:
    """Return the clause in which an offset of the text stands."""
    return document.clauses[bisect_right([c.start for c in document.clauses], offset) - 1]


def nearest(document: Document, id: str) -> Clause | None:
    """Return the clause of an id, else the nearest one above it that there is."""
    by_id = {c.id: c for c in document.clauses}
    parts = id.split(".")
    above = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((by_id[name] for name in above if name in by_id), None)


# -- passages -----------------------------------------------------------------------------------------


def _cuts(document: Document) -> list[list[int]]:
    """Return for each clause where its paragraphs begin, the lines of a table of contents too, and its end."""
    starts = [p.start for p in split_paragraphs(document.text)]
    cuts = []
    for clause in document.clauses:
        inside = starts[bisect_right(starts, clause.start) : bisect_left(starts, clause.end)]
        if clause.kind == "contents":
            lines = document.text[clause.start : clause.end - 1]
            inside = [clause.start + m.end() for m in re.finditer("\n", lines)]
        cuts.append([clause.start, *inside, clause.end])
    return cuts


def _levels(clauses: Sequence[Clause]) -> dict[str, int]:
    """Return the level of each clause's heading in HTML; of one without a heading, that below its parents'."""
    levels: dict[str, int] = {}
    for clause in clauses:
        above = levels.get(clause.parent or "", HIGHEST - 1)
        levels[clause.id] = above + _has_heading(clause)
    return levels


def _has_heading(clause: Clause) -> bool:
    return bool(clause.heading) or clause.kind in _HEADED or (clause.inferred and clause.kind != "noise")


def _passage(
    document: Document, clause: Clause, above: str, level: int, cuts: Sequence[int], kinds: Sequence[str]
) -> Passage:
    text = document.text
    at = _behind_marker(text, clause)
    behind = clause.heading_end if clause.heading_end > at and clause.heading else at
    spans = [(max(start, behind), end) for start, end in zip(cuts, cuts[1:], strict=False) if end > behind]
    paragraphs = [p for start, end in spans if (p := pieces(text, start, end))]
    begun = {"numbering_gap"} | ({"truncated"} if clause.inferred else set())
    return Passage(
        clause=clause,
        name=clause.label or clause.marker,
        own=clause.label.removeprefix(above),
        level=min(level, LOWEST) if _has_heading(clause) else 0,
        marker=pieces(text, clause.start, at),
        heading=pieces(text, at, behind),
        paragraphs=tuple(paragraphs),
        run_in=bool(paragraphs) and not clause.inferred and "\n" not in text[behind : paragraphs[0][0].start],
        before=tuple(kind for kind in kinds if kind in begun),
        after=tuple(kind for kind in kinds if kind not in begun | {"heading_lost"}),
    )


def _behind_marker(text: str, clause: Clause) -> int:
    """Return where the clause's number ends, its start when the number does not stand there in one piece."""
    first = pieces(text, clause.start, min(clause.end, clause.start + 400))
    at = first[0].start if first else clause.start
    if clause.kind == "attachment" and (m := _ATTACHMENT.match(text, at, clause.end)):
        return m.end()
    if not clause.marker or clause.kind == "noise" or not text.startswith(clause.marker, at):
        return clause.start
    return min(at + len(clause.marker), clause.end)


def _harm(document: Document) -> Iterator[Damage]:
    """Yield what a reader has to know, once for each clause; page marks are told where they stand."""
    by_id = {c.id: c for c in document.clauses}
    told: set[tuple[str, str]] = set()
    for damage in document.damage:
        clause = by_id[damage.clause]
        page_mark = damage.kind == "noise" and clause.kind != "noise"
        folded = damage.kind == "repeated" and clause.repeats is not None
        if damage.kind in HARMLESS or page_mark or folded or (damage.clause, damage.kind) in told:
            continue
        told.add((damage.clause, damage.kind))
        yield damage


# -- groups -------------------------------------------------------------------------------------------


def _groups(document: Document, passages: Sequence[Passage]) -> Iterator[Group]:
    for (kind, _), members in groupby(passages, lambda p: _group_key(document, p)):
        together = tuple(members)
        if kind == "rows" and len(together) < ROWS:
            kind = "text"
        elif kind == "rows" and _are_cells(document, together):
            kind = "cells"
        yield Group(kind, together, _row_starts(document, together) if kind == "cells" else frozenset())


def _group_key(document: Document, passage: Passage) -> tuple[str, str | None]:
    if passage.clause.repeats is not None:
        return "repeats", passage.clause.repeats
    if passage.clause.kind == "contents":
        return "contents", None
    if passage.clause.kind == "paragraph" and not passage.level and len(passage.paragraphs) == 1:
        row = words_of(document.text, passage.paragraphs[0])
        if len(row) <= ROW and not _SENTENCE.search(row) and not passage.marker:
            return "rows", passage.clause.parent
    return "text", None


def _are_cells(document: Document, rows: Sequence[Passage]) -> bool:
    """Whether rows are the cells of a table, each on a line of its own."""
    texts = [words_of(document.text, row.paragraphs[0]) for row in rows]
    short = sum(len(text) <= CELL for text in texts)
    figures = sum(_FIGURE.match(text) is not None for text in texts)
    return short * 10 >= len(texts) * 8 and figures * 3 >= len(texts)


def _row_starts(document: Document, cells: Sequence[Passage]) -> frozenset[str]:
    """Return the ids of the cells that name something, each behind one that holds a figure."""
    figures = [bool(_FIGURE.match(words_of(document.text, cell.paragraphs[0]))) for cell in cells]
    pairs = zip(cells[1:], figures, figures[1:], strict=False)
    return frozenset(cell.clause.id for cell, before, this in pairs if before and not this)


# -- outline ------------------------------------------------------------------------------------------


def _outline(document: Document, passages: Sequence[Passage]) -> tuple[Entry, ...]:
    """Return the headings as a tree; each article without one says how it begins."""
    first: dict[str | None, Paragraph] = {}
    for passage in passages:
        if passage.paragraphs and not passage.level:
            first.setdefault(passage.clause.parent, passage.paragraphs[0])
    headed = [p for p in passages if p.level and p.clause.repeats is None]
    lines = [(p.level, _entry(document, p, first.get(p.clause.id, ()))) for p in headed]
    return _nested(lines, 0, 0)[0]


def _nested(lines: Sequence[tuple[int, Entry]], at: int, level: int) -> tuple[tuple[Entry, ...], int]:
    """Return the entries below `level` from `at` on, each with those below it, and where they end."""
    found: list[Entry] = []
    while at < len(lines) and lines[at][0] > level:
        own, entry = lines[at]
        below, at = _nested(lines, at + 1, own)
        found.append(replace(entry, below=below))
    return tuple(found), at


def _entry(document: Document, passage: Passage, first: Paragraph) -> Entry:
    """Return a heading's line; `first` is the first paragraph below it."""
    clause, text = passage.clause, document.text
    between = "\u3000" if passage.apart else ""
    name = words_of(text, passage.marker) + between + words_of(text, passage.heading)
    if passage.heading:
        opens: Paragraph = ()
    elif passage.paragraphs:
        opens = passage.paragraphs[0]
    else:
        opens = first if clause.kind == "article" else ()
    words = words_of(text, opens)
    opening = words if len(words) <= OPENING else words[:OPENING].rstrip("，、。；（“") + "…"
    return Entry(clause.id, name.strip("。．. \u3000") or passage.own or clause.id, opening, clause.inferred)


def count_entries(entries: Iterable[Entry]) -> int:
    """Return how many lines an outline has."""
    return sum(1 + count_entries(entry.below) for entry in entries)
