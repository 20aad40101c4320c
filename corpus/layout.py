"""How a text is set: its lines and paragraphs, how wide lines are drawn, and which fill the page."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.numbering import Marker
from corpus.view import SPACE, WRAPPED_LINE

FINAL = frozenset("。！？；：!?;:…")
_QUOTES = '”’」』）)》】" '
_SPACED_OUT = re.compile(r"(?:[^ \u3000][ \u3000]){6}")
_BLANKS = re.compile(rf"[{SPACE}]+")
_WORD = re.compile(r"[A-Za-z0-9.%]+")
# No page has fewer characters to a line than this, nor a text proves one with fewer lines broken.
NARROW = 18
FEW = 4
# One line in so many may be wider than a column, one in so many is broken at least.
WIDER = 12
BROKEN = 8
# So many of a line's blanks are taken as the text's own, those that a converter sets are more.
SLACK = 2


@dataclass(slots=True)
class Line:
    """A line that says something: where its content begins, how many blanks and which Markdown level it has."""

    begin: int
    start: int
    text: str
    indent: int
    level: int
    kind: str = ""
    marker: Marker | None = None
    alone: bool | None = None
    whole: str = ""  # the line that this is cut from
    counts: bool = False  # whether its number is a first one that a second follows
    goes_on: bool = False  # whether a converter broke it off the line before
    pieces: tuple["Line", ...] = ()  # the lines that it is made of, none for a line of the text

    @property
    def parts(self) -> tuple["Line", ...]:
        """The lines of the text that it is made of."""
        return self.pieces or (self,)

    @property
    def drawn(self) -> str:
        """The line as the page shows it, or as much of it as a page can."""
        return (self.whole or self.text)[:1000]


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; the span reaches from its first line to the next paragraph."""

    start: int
    end: int
    lines: list[Line] = field(default_factory=list)
    marker: Marker | None = None
    kind: str = ""

    @property
    def text(self) -> str:
        """The words of the paragraph, its lines joined."""
        if len(self.lines) == 1:
            return self.lines[0].text
        return "".join(line.text for line in self.lines)

    @property
    def content_start(self) -> int:
        """The offset in the document where its words begin."""
        return self.lines[0].start

    @property
    def content_end(self) -> int:
        """The offset in the document where its words end."""
        return self.lines[-1].start + len(self.lines[-1].text)

    def source_offset(self, index: int) -> int:
        """Return the offset in the document of the end of `text[:index]`."""
        for line in self.lines:
            if index <= len(line.text):
                return line.start + index
            index -= len(line.text)
        return self.content_end


@dataclass(frozen=True, slots=True)
class Column:
    """The column that a text is set in: the widths of its full lines, in characters or in columns of a terminal."""

    size: Callable[[Line], int]
    low: int
    high: int
    step: int
    broken: Counter[int]

    def is_full(self, line: Line, following: Line) -> bool:
        """Whether a line holds as much as it can, so that only the page broke it off before the one behind."""
        size = self.size(line) + min(len(_BLANKS.findall(line.text)), SLACK)
        if size >= self.low:
            return True
        word = _WORD.match(following.text)
        return word is not None and size + len(word.group()) > self.high

    def is_long(self, line: Line) -> bool:
        """Whether a line holds three quarters of what it can."""
        return self.size(line) * 4 >= self.low * 3

    def share(self, line: Line) -> float:
        """Return the share of the lines within sentences that are as wide as this one; its last mark may hang."""
        alike = self.size(line) // self.step
        return max(self.broken[alike], self.broken[alike - 1]) / self.broken.total()


def find_column(lines: Sequence[Line]) -> Column | None:
    """Return the column that a text is set in, None when its lines end where its paragraphs do.

    Lines that a page breaks off are many, of one width, none is wider, few are a little less wide, and they
    end within a sentence that the next line takes up; the widest lines of other texts are whole paragraphs.
    """
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if not (a.kind or b.kind or a.level)]
    broken = [a for a, b in pairs if not b.marker and len(a.text) >= WRAPPED_LINE and not is_finished(a.text)]
    if len(broken) < FEW or len(broken) * BROKEN < len(pairs):
        return None
    every = [a for a, _ in pairs]
    found = [column for size, span in _SIZES if (column := _column(every, broken, size, span))]
    return max(found, key=lambda one: one[0])[1] if found else None


def _column(
    lines: Sequence[Line], within: Sequence[Line], size: Callable[[Line], int], span: int
) -> tuple[int, Column] | None:
    """Return the column by one way to tell widths, and how many lines it breaks, None when it is not proven.

    Of all the `lines` those `within` sentences are the ones it may break.
    """
    broken = Counter(map(size, within))
    count, high = max((sum(broken[top - i] for i in range(span)), top) for top in broken)
    step = 1 if size is _characters else 2
    # A wide character does not fit where one column is left.
    low = _lowest(broken, high, span, count) + 1 - step
    sizes = Counter(map(size, lines))
    alike = sum(n for wide, n in sizes.items() if low <= wide <= high)
    wider = sum(n for wide, n in sizes.items() if wide > high + span)
    near = sum(broken[low - i] for i in range(1, 2 * span + 1))
    alone = count >= FEW and count * 2 >= alike and count >= near * 2 and wider * WIDER <= len(lines)
    if not alone or low < NARROW * step or count * BROKEN < len(lines):
        return None
    full = Counter(wide // step for wide in broken.elements() if wide >= low)
    return count, Column(size, low, high, step, full)


def _lowest(broken: Counter[int], high: int, span: int, count: int) -> int:
    """Return the least width of a full line; where lines vary by more than a mark at their end, it is less."""
    low = high - span + 1
    while low > high - 2 * span and (broken[low - 1] + broken[low - 2]) * 10 > count:
        low -= 1
    return low


def is_finished(text: str) -> bool:
    """Whether `text` ends as a sentence or a lead-in does; closing quotes and a bracketed remark are passed over."""
    tail = text[-8:].rstrip(_QUOTES)
    if not tail or tail[-1] in FINAL:
        return True
    if text[-1] not in "）)":
        return False
    remark = max(text.rfind("（", -80), text.rfind("(", -80))
    return remark > 0 and text[remark - 1] in FINAL


def _characters(line: Line) -> int:
    """Return how many characters a line takes, blanks left out."""
    return len(_BLANKS.sub("", line.drawn)) + line.indent


def _columns(line: Line) -> int:
    """Return how many columns of a terminal a line takes, blanks left out that a converter sets anywhere."""
    return _wide(_BLANKS.sub("", line.drawn)) + 2 * line.indent


def _columns_and_blanks(line: Line) -> int:
    """Return how many columns a line takes with its blanks, unless they stand between all characters."""
    text = line.drawn
    return _columns(line) if _SPACED_OUT.search(text[:60]) else _wide(text) + 2 * line.indent


def _wide(text: str) -> int:
    return len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2


# Each way to tell widths, and how many of them full lines may have.
_SIZES = ((_columns, 5), (_characters, 3), (_columns_and_blanks, 5))


def width(line: Line) -> int:
    """Return how wide a line is drawn: a Chinese character takes two columns and three bytes.

    Blanks that a scan sets between all characters are not counted.
    """
    text = line.whole or line.text
    if _SPACED_OUT.search(text[:60]):
        text = "".join(text.split())
    if len(text) > 200:
        return 400
    return len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2 + line.indent
