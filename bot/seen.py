"""The characters of a text that a reader sees: lines joined, Markdown's marks left out, each with its place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.view import PAGE_MARK, SPACE

Span = tuple[int, int]
Marked = tuple[int, int, str]
PAGE = "page"
_BEFORE = re.compile(rf"[{SPACE}]*(?:#{{1,6}}[ \t]+|>[ \t]?)?(?:[{SPACE}]|\*\*)*")
# What draws nothing, or would only steer the device that draws it.
_UNSEEN = rf"{SPACE}\x00-\x08\x0e-\x1b\x7f-\x9f"
_PIECE = re.compile(rf"(?P<over>(?:[{_UNSEEN}]|\*\*)+)|[^{_UNSEEN}*]+|\*")
# So many blanks part the cells of a row.
_CELLS = re.compile(r"[ \u3000]{3,}|\u3000{2,}|\t")
_GAP = "\u2003"


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` as it is shown, what is set between it and the piece before, and its style.

    `style` is "" for the words of the policy, "page" for a page mark that stands between them.
    """

    start: int
    end: int
    joint: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters shown in one style: the names of the spans that cover them, or ""."""

    text: str
    style: str


Paragraph = tuple[Piece, ...]


def pieces(text: str, start: int, end: int) -> Paragraph:
    """Return what is seen of `text[start:end]`, shown as one paragraph."""
    found: list[Piece] = []
    at = start
    for raw in text[start:end].split("\n"):
        if _is_line(text, at, at + len(raw)) and PAGE_MARK.fullmatch(raw):
            found.append(_page_mark(raw, at))
        else:
            found += _line_pieces(text, raw, at, found)
        at += len(raw) + 1
    return tuple(found)


def _is_line(text: str, start: int, end: int) -> bool:
    """Whether a span is a line as a whole."""
    return text[max(start - 1, 0) : start] in ("", "\n") and text[end : end + 1] in ("", "\n")


def _page_mark(raw: str, at: int) -> Piece:
    first = at + len(raw) - len(raw.lstrip(SPACE))
    return Piece(first, at + len(raw.rstrip(SPACE)), style=PAGE)


def _line_pieces(text: str, raw: str, at: int, before: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces of one line; the first is joined to the words before it."""
    m = _BEFORE.match(raw) if text[max(at - 1, 0) : at] in ("", "\n") else None
    last = next((p for p in reversed(before) if not p.style), None)
    joint = "" if last is None else None
    over = ""
    for run in _PIECE.finditer(raw, m.end() if m else 0):
        if run["over"]:
            over += run["over"]
            continue
        if joint is None and last is not None:
            joint = _joint(text[last.end - 1], run.group()[0])
        elif over:
            joint = _blank(over)
        yield Piece(at + run.start(), at + run.end(), joint or "")
        joint, over = "", ""


def _joint(before: str, after: str) -> str:
    """Return what stands between two lines of a sentence: Latin words keep a blank, Chinese has none."""
    return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""


def _blank(over: str) -> str:
    """Return what is shown for blanks inside a line; marks of emphasis alone are nothing."""
    if not over.strip("*"):
        return ""
    return _GAP if _CELLS.search(over) else " "


def words_of(text: str, paragraph: Iterable[Piece]) -> str:
    """Return a paragraph's words in one line, page marks left out."""
    return "".join(p.joint + text[p.start : p.end] for p in paragraph if not p.style).strip()


def runs(text: str, paragraph: Iterable[Piece], marks: Sequence[Marked] = ()) -> list[Run]:
    """Return a paragraph in runs; `marks` are spans of the text with the names of their styles."""
    shown: list[tuple[str, str]] = []

    def add(part: str, style: str) -> None:
        if shown and shown[-1][1] == style:
            part = shown.pop()[0] + part
        shown.append((part, style))

    waiting = sorted(marks, reverse=True)
    near: list[Marked] = []
    for piece in paragraph:
        while waiting and waiting[-1][0] < piece.end:
            near.append(waiting.pop())
        near = [mark for mark in near if mark[1] > piece.start]
        joint = piece.joint
        for part, style in _cut(text, piece, near):
            if joint:
                # A blank inside what is marked is marked too.
                add(joint, style if shown and shown[-1][1] == style else "")
            add(part, style)
            joint = ""
    return [Run(*one) for one in shown]


def _cut(text: str, piece: Piece, marks: Sequence[Marked]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a piece between the borders of the marks, each with the names that cover it."""
    at = piece.start
    names: list[str] = []
    for border, begins, name in _borders(piece, marks):
        if border > at:
            yield text[at:border], " ".join(names) or piece.style
            at = border
        if begins:
            names.append(name)
        else:
            names.remove(name)
    if at < piece.end:
        yield text[at : piece.end], piece.style


def _borders(piece: Piece, marks: Sequence[Marked]) -> list[tuple[int, bool, str]]:
    """Return where marks begin and end within a piece of words, in order, ends first."""
    if piece.style:
        return []
    inside = [(max(s, piece.start), min(e, piece.end), name) for s, e, name in marks]
    ends = [(end, False, name) for start, end, name in inside if start < end]
    return sorted(ends + [(start, True, name) for start, end, name in inside if start < end])
