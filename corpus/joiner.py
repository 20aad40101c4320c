"""Whether a line goes on the paragraph before it: by how full that line is, its end, and the numbers so far."""

import re
from collections.abc import Sequence

from corpus.dates import DATE, NARROW, is_date_line
from corpus.layout import Column, Line, Paragraph, find_column, is_finished, width
from corpus.numbering import AR, CN, SECTION, Marker
from corpus.run_on import AHEAD
from corpus.view import WRAPPED_LINE

CLOSERS = frozenset("，、；：。！？）)》〉”’」』】,;:!?…")
_SENTENCE_END = re.compile(r"[。！？；]")
_ADDRESS = re.compile(r"(?:https?|ftp)://[!-~]+$")
# Lines that no sentence goes through: a document number, an address of people, a list of attachments.
_ALONE = re.compile(
    r"<!--|(?:信息|文章)?来源[:：]|[\u4e00-\u9fff]{1,14}[〔\[（(]\d{4}[〕\]）)]第?\d+号$|各位[\u4e00-\u9fff]{1,8}[:：！!]$|附件?[\d一二三四五]{0,2}[:：]"
    r"|[^《]{0,20}关于[^《]{2,60}[（(][^（）()]{0,12}[〔\[][ ]*\d{4}[ ]*[〕\]][ ]*\d+号[）)]$"
)
# How a law came to be stands a line for each step: …会议通过, and the day of the next.
_HISTORY = re.compile(r"(?:通过|批准|修订|修正|公布)[）)]?$")
_LISTS = re.compile(r"附件[:：]")
_FIRST = re.compile(r"附件[:：][ \u3000]*[1１][.．、]")
# A heading is hardly ever longer than this many characters.
HEADING = 60
# A title that names all who issue it may be longer.
_TITLE = re.compile(
    "[^《。，；]{4,120}关于[^《。；]{4,100}的?(?:通知|意见|方案|办法|规定|决定|公告|通告|函|批复)$"
)
# The first line of a paragraph is set in by so much, or by as little as the text's own are.
INDENT = 2


class Joiner:
    """Decides for the lines of one text, in their order."""

    def __init__(self, lines: list[Line]) -> None:
        plain = [line for line in lines if not line.kind and len(line.text) >= WRAPPED_LINE]
        broken = sorted(width(line) for line in plain if not line.marker and not is_finished(line.text))
        self.wrapped = _is_hard_wrapped(broken, plain)
        self.full = broken[len(broken) * 3 // 4] * 0.8 if self.wrapped else 0.0
        self.pieced = any(line.pieces for line in lines)
        self.column = None if self.pieced else find_column(lines)
        self.indent = _indent(lines) if self.wrapped or self.column is not None else 0
        _count(lines)
        self.begun, self.inner = _ends(lines, self.column) if self.column else (0, 0)
        self.numbers: dict[int, int] = {}
        self.last: dict[int, int] = {}
        self.listed = 0

    def lists_attachments(self, before: Line, line: Line, marker: Marker) -> bool:
        """Whether a number goes on with the list behind an "附件：1.…"; it opens no clause."""
        if _LISTS.match(before.text):
            self.listed = 1 if _FIRST.search(before.text) else 0
        elif not self.listed:
            return False
        if marker.level != AR or marker.number != self.listed + 1 or is_finished(line.text):
            self.listed = 0
            return False
        self.listed += 1
        return True

    def opened(self, marker: Marker | None) -> None:
        """Note the number that a clause opened with."""
        if marker is None:
            return
        self.numbers = {level: n for level, n in self.numbers.items() if level < marker.level}
        self.numbers[marker.level] = self.last[marker.level] = marker.number

    def continues(self, paragraph: Paragraph, before: Line, line: Line, marker: Marker | None) -> bool:
        """Whether a line, with its marker if it has one, goes on the paragraph that the line before is in."""
        if line.kind or before.kind:
            return line.kind == before.kind == "contents"
        if line.level or before.level:
            return False
        if self._is_address(before, line):
            return True
        if _are_apart(before, line):
            return self._is_cut_list(before, line)
        if not marker and _is_of_history(before, line):
            return True
        if marker and self._opens(paragraph, before, line, marker):
            return False
        if marker and self._is_full(before, line):
            return True
        if line.text[0] in CLOSERS:
            return not is_finished(before.text) or line.text[0] in "，、；。"
        if is_finished(before.text):
            return self._is_followed(before, line)
        if self.column is not None:
            return self._goes_on(paragraph, before, line)
        return self._breaks(paragraph, before, line)

    def _is_followed(self, before: Line, line: Line) -> bool:
        """Whether a further sentence of its paragraph follows a finished line."""
        if before.text[-1] in "：:" or self._is_indented(line):
            return False
        full = self._is_full(before, line) if self.column else width(before) >= self.full
        return full and (self.indent > 0 or self._flows(before))

    def _flows(self, before: Line) -> bool:
        """Whether a sentence that ends with a full line more likely goes on to the next than ends its paragraph.

        The last line of a paragraph may be of any width, one that the page broke off is as wide as most.
        """
        return self.column is not None and self.inner * self.column.share(before) > self.begun

    def _is_address(self, before: Line, line: Line) -> bool:
        """Whether a page broke a web address off."""
        return _ends_in_address(before) and line.text[0].isascii() and self._is_full(before, line)

    def _is_cut_list(self, before: Line, line: Line) -> bool:
        """Whether a line is but the word 附件 and a colon that a page broke off: …作为合同的附件：."""
        bare = len(line.text) == 3 and _LISTS.match(line.text) is not None and not _stands_alone(before)
        return bare and not is_finished(before.text) and self._is_full(before, line)

    def _is_indented(self, line: Line) -> bool:
        """Whether a line is set in as the first lines of paragraphs are, not by a blank before a number."""
        return self.indent > 0 and line.indent >= min(self.indent, INDENT)

    def _is_full(self, before: Line, line: Line) -> bool:
        """Whether a line fills the column of a text that is set in one."""
        return self.column is not None and self.column.is_full(before, line)

    def _goes_on(self, paragraph: Paragraph, before: Line, line: Line) -> bool:
        """Whether an unfinished line of a text set in a column goes on: where it is full."""
        if before.text[-1] in "，、,（(《“" and len(before.text) > 3:
            return True
        if not self._is_full(before, line):
            if self.column and self.column.is_long(before) and _in_sentence(before.text):
                return not self._is_indented(line)
            opened = before.text[0] in "（(" and not paragraph.marker and _is_open(before.text)
            return opened and line.text[0] not in "（("
        if self._is_indented(line) and not _in_sentence(before.text):
            return False
        if paragraph.marker and paragraph.marker.level <= SECTION:
            return len(line.text) < WRAPPED_LINE and not is_finished(line.text)
        return True

    def _opens(self, paragraph: Paragraph, before: Line, line: Line, marker: Marker) -> bool:
        """Whether a marker opens a clause; behind an unfinished line only the number expected there does."""
        if self._is_full(before, line):
            return self._opens_behind_full(before, line, marker)
        short = self.column is not None or len(before.text) < WRAPPED_LINE
        finished = is_finished(before.text) or (short and before.text[-1] not in "，、,")
        if finished and marker.certain:
            return True
        known = self.numbers.get(marker.level)
        if marker.number == 1 or (known is not None and marker.number == known + 1):
            return True
        broken = self.wrapped or len(paragraph.lines) > 1
        return finished or not (broken or before.text[-1] in "，、,（(《“" or _in_sentence(before.text))

    def _opens_behind_full(self, before: Line, line: Line, marker: Marker) -> bool:
        """Whether a marker opens a clause where the page may have broken a sentence, as in 统/一、规范的文书."""
        last = self.last.get(marker.level)
        if line.counts or (last is not None and marker.number == last + 1):
            return True
        proven = marker.level <= CN or marker.number == 1 or last is not None
        return proven and is_finished(before.text)

    def _breaks(self, paragraph: Paragraph, before: Line, line: Line) -> bool:
        """Whether an unfinished line is one that the page broke, not a heading or a row."""
        if before.text[-1] in "，、,（(《“" and len(before.text) > 3:
            return True
        if _is_quoting(paragraph):
            return True
        if before.text[0] in "（(" and not paragraph.marker and _is_open(before.text):
            return line.text[0] not in "（("
        if self.pieced:
            return line.text[0] == "的" or _in_sentence(paragraph.text)
        if len(paragraph.lines) > 1 and width(before) * 10 >= width(paragraph.lines[-2]) * 8:
            return True
        if self.wrapped and paragraph.marker and paragraph.marker.level <= SECTION:
            return width(before) >= self.full and len(line.text) < WRAPPED_LINE and not is_finished(line.text)
        if self.wrapped and (len(before.text) >= WRAPPED_LINE or len(paragraph.lines) > 1):
            if self._is_indented(line) and not _in_sentence(before.text):
                return False
            return width(before) >= self.full
        if len(before.text) < WRAPPED_LINE:
            return False
        long = len(before.text) > HEADING and not _TITLE.match(before.text)
        return long or _in_sentence(before.text)


def _are_apart(before: Line, line: Line) -> bool:
    """Whether two lines are none of one sentence by what they are."""
    if _HISTORY.search(before.text) and DATE.match(line.text):
        return True
    return _stands_alone(before) or _stands_alone(line)


def _count(lines: Sequence[Line]) -> None:
    """Mark the first numbers that a second follows before any number further out."""
    marked = [(line, line.marker) for line in lines if line.marker]
    for i, (line, first) in enumerate(marked):
        if first.number == 1:
            beside = (m for _, m in marked[i + 1 : i + 1 + AHEAD] if m.level <= first.level)
            after = next(beside, None)
            line.counts = after is not None and (after.level, after.number) == (first.level, 2)


def _ends(lines: Sequence[Line], column: Column) -> tuple[int, int]:
    """Count the unnumbered paragraphs that begin behind a line that is not full, and the sentences that end in lines."""
    begun = sum(
        not (a.kind or b.kind or b.marker) and is_finished(a.text) and not column.is_full(a, b)
        for a, b in zip(lines, lines[1:], strict=False)
    )
    inner = sum(
        len(_SENTENCE_END.findall(line.text, 0, len(line.text) - 1)) for line in lines if not line.kind
    )
    return begun, inner


def _is_quoting(paragraph: Paragraph) -> bool:
    """Whether a quotation that began in the last lines of a paragraph is still open."""
    text = "".join(line.text[-200:] for line in paragraph.lines[-4:])
    return text.count("“") > text.count("”")


def _is_open(text: str) -> bool:
    """Whether a bracket opened in a line is not closed in it."""
    return len(text) <= 100 and text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _is_hard_wrapped(broken: list[int], plain: list[Line]) -> bool:
    """Whether a text is broken at one width throughout; `broken` are the widths of its broken lines, sorted.

    Broken lines are many, most of them alike, and about as wide as lines get; rows of a table are not
    alike, and a paragraph that stands on one line is far wider.
    """
    if len(broken) < 4 or len(broken) * 5 <= len(plain) * 2:
        return False
    widths = sorted(map(width, plain))
    full = broken[len(broken) * 3 // 4]
    alike = sum(1 for wide in broken if full * 0.85 <= wide <= full * 1.15)
    return alike * 5 >= len(broken) * 3 and widths[len(widths) // 2] <= full * 1.3


def _is_of_history(before: Line, line: Line) -> bool:
    """Whether a page broke a line off that tells how a law came to be: …第十二次会议通 / 过."""
    first, both = before.text.translate(NARROW), "".join((before.text + line.text).split())
    dated = DATE.match("".join(first.split())) is not None and not _HISTORY.search(first)
    return dated and len(line.text) <= HEADING and _HISTORY.search(both) is not None


def _stands_alone(line: Line) -> bool:
    """Whether no sentence goes through a line; looked up once for each line."""
    if line.alone is None:
        text = line.text
        line.alone = _ends_in_address(line) or _ALONE.match(text) is not None or is_date_line(text)
    return line.alone


def _ends_in_address(line: Line) -> bool:
    return "//" in line.text[-200:] and _ADDRESS.search(line.text[-200:]) is not None


def _in_sentence(text: str) -> bool:
    """Whether a line goes on behind the end of a sentence: then its own end is none."""
    return _SENTENCE_END.search(text, 0, len(text) - 1) is not None


def _indent(lines: list[Line]) -> int:
    """Return by how much the first lines of paragraphs are set in; 0 when they are not."""
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if not a.kind and not b.kind]
    starts = [b for a, b in pairs if is_finished(a.text)]
    goes_on = [b for a, b in pairs if not is_finished(a.text) and len(a.text) >= WRAPPED_LINE]
    indents = [b.indent for b in starts if b.indent]
    flush = sum(1 for b in goes_on if not b.indent)
    if len(indents) * 2 <= len(starts) or flush * 2 <= len(goes_on):
        return 0
    return sorted(indents)[len(indents) // 2]
