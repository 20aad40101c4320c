"""A text becomes its paragraphs: broken lines joined, each with its marker and its span."""

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.dates import is_date_line
from corpus.furniture import find_furniture
from corpus.joiner import Joiner
from corpus.layout import Line, Paragraph, is_finished
from corpus.numbering import ARTICLE, CN, HEAD, match_marker
from corpus.pieces import broken_off
from corpus.run_on import cuts
from corpus.view import SPACE

_DECORATION = re.compile(rf"[{SPACE}]*(#{{1,6}}(?!#)|>)?[{SPACE}]*")
# Marks of bold; a converter that draws all characters apart parts the stars too.
_BOLD = ("**", "* *")
_LEADER = re.compile(r"[.．·…]{5,}|…{2,}[ \u3000]*\d|[.．·…]{3,}[ \u3000-]*\d{1,4}[ \u3000-]*$")
# A table of contents without page numbers lists so many chapters at least, each a short line.
_CHAPTER, LISTED = re.compile(r"第[一二三四五六七八九十百]+[编篇章节][^。；;]{0,30}$"), 2
_LOOSE_MARKER = re.compile(r"[（(][ \t\u3000]*$|[0-9０-９]{1,2}[.．、]$")


def split_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of any text in order; their spans cover it exactly."""
    lines = _made_whole(_cut(list(_lines(text))))
    _mark_contents(lines)
    _mark_chapters_listed(lines)
    for line in lines:
        line.marker = match_marker(line.text) if not line.kind else None
    paragraphs = _grouped(lines)
    _raise_headings(paragraphs)
    for i, paragraph in enumerate(paragraphs):
        paragraph.start = paragraph.lines[0].begin if i else 0
        if i:
            paragraphs[i - 1].end = paragraph.start
    if paragraphs:
        paragraphs[-1].end = len(text)
    return paragraphs


def _raise_headings(paragraphs: list[Paragraph]) -> None:
    """Set 一、 above 第X条 where the articles run on from one 一、 to the next, as court rules number them."""
    marked = [(paragraph, paragraph.marker) for paragraph in paragraphs if paragraph.marker]
    heads: list[Paragraph] = []
    before, proofs, counted, first = 0, 0, 0, False
    for (paragraph, marker), (_, after) in zip(marked, marked[1:], strict=False):
        if marker.level == ARTICLE:
            before = marker.number
        elif marker.level == CN:
            counted += 1
            if after.level == ARTICLE:
                heads.append(paragraph)
                first = first or marker.number == 1
                proofs += marker.number > 1 and before > 0 and after.number == before + 1
    # A list 一、二、 at the end of an article comes before the next article too, but then few of 一、 do.
    for paragraph in heads if proofs and first and len(heads) * 3 >= counted * 2 else []:
        if paragraph.marker is not None:
            paragraph.marker = replace(paragraph.marker, level=HEAD)


def _lines(text: str) -> Iterator[Line]:
    at = 0
    marks: list[Line] = []
    raws = text.split("\n")
    plain = [raw.strip(SPACE) for raw in raws]
    pieces = broken_off(plain)
    furniture = find_furniture(plain) - pieces
    for i, raw in enumerate(raws):
        line = _line(raw, at)
        line.goes_on = i in pieces
        if line.text.replace("**", ""):
            if i in furniture:
                line.kind = "noise"
                marks.append(line)
            else:
                marks.clear()
                yield line
        at += len(raw) + 1
    yield from marks[:1]


def _line(raw: str, at: int) -> Line:
    """Return the line that begins at `at`, without the blanks and Markdown's marks around it."""
    head = _DECORATION.match(raw)
    skip = head.end() if head else 0
    content = raw[skip:].rstrip(SPACE)
    bold = next((b for b in _BOLD if content.startswith(b) and content.endswith(b)), "")
    if bold and len(content) > 2 * len(bold):
        bare = content[len(bold) : -len(bold)].strip(SPACE)
        skip += content.index(bare, len(bold)) if bare else 0
        content = bare
    hashes = len(head.group(1)) if head and head.group(1) and raw.lstrip()[0] == "#" else 0
    return Line(at, at + skip, content, skip, hashes)


def _made_whole(lines: list[Line]) -> list[Line]:
    """Return the lines, those that a converter broke off put to the one before."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.goes_on:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [
        run[0] if len(run) == 1 else replace(run[0], text="".join(one.text for one in run), pieces=tuple(run))
        for run in runs
    ]


def _cut(lines: list[Line]) -> list[Line]:
    """Return the lines, those within which a number runs on cut before it."""
    found: list[Line] = []
    for line, places in zip(lines, cuts([line.text for line in lines]), strict=True):
        begins = [0, *places]
        for begin, end in zip(begins, [*places, len(line.text)], strict=True):
            if begin == 0:
                found.append(replace(line, text=line.text[:end].rstrip(SPACE)))
            else:
                start = line.start + begin
                found.append(
                    Line(start, start, line.text[begin:end].rstrip(SPACE), line.indent, 0, whole=line.text)
                )
    return found


def _mark_contents(lines: list[Line]) -> None:
    """Mark the lines of tables of contents: the entries with leaders and what stands between them."""
    last = -10
    for i, line in enumerate(lines):
        if not _LEADER.search(line.text[-120:]):
            continue
        begin = last + 1 if i - last <= 4 else _heading_of_contents(lines, i)
        for entry in lines[begin : i + 1]:
            entry.kind = "contents"
        last = i


def _mark_chapters_listed(lines: list[Line]) -> None:
    """Mark a table of contents without page numbers: chapters in a row, of which the first comes again right behind them."""
    titles = ["".join(line.text.split()) if _CHAPTER.match(line.text) else "" for line in lines]
    first = 0
    for i, title in enumerate(titles):
        if not title:
            first = i + 1
        elif title == titles[first] and i - first >= LISTED:
            for entry in lines[_heading_of_contents(lines, first) : i]:
                entry.kind = "contents"
            first = i


def _heading_of_contents(lines: list[Line], first: int) -> int:
    for i in range(first - 1, max(first - 5, -1), -1):
        if "".join(lines[i].text.split()) == "目录":
            return i
    return first


def _grouped(lines: list[Line]) -> list[Paragraph]:
    joined = Joiner(lines)
    paragraphs: list[Paragraph] = []
    for i, line in enumerate(lines):
        marker = line.marker
        signs = i + 1 < len(lines) and len(line.text) <= 30 and is_date_line(lines[i + 1].text)
        if paragraphs and _is_loose_marker(lines[i - 1], line):
            marker = match_marker(lines[i - 1].text + line.text)
            paragraphs[-1].lines.extend(line.parts)
            paragraphs[-1].marker = marker
            joined.opened(marker)
            continue
        if paragraphs and not signs and joined.continues(paragraphs[-1], lines[i - 1], line, marker):
            paragraphs[-1].lines.extend(line.parts)
            continue
        if marker and joined.lists_attachments(lines[i - 1], line, marker):
            paragraphs[-1].lines.extend(line.parts)
            continue
        joined.opened(marker)
        paragraphs.append(Paragraph(line.begin, line.begin, list(line.parts), marker, line.kind))
    return paragraphs


def _is_loose_marker(before: Line, line: Line) -> bool:
    """Whether a bracketed number is broken over two lines, "（" and "三）…"."""
    if len(before.text) > 3 or not _LOOSE_MARKER.match(before.text):
        return False
    return match_marker(before.text + line.text) is not None


__all__ = ["Line", "Paragraph", "is_finished", "split_paragraphs"]
