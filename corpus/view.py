"""A clause as it is matched: broken lines joined, width folded, with a map back to the source."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat

from corpus.pieces import COUNTED, goes_on, is_piece

# A line that only carries a page number: "- 14 -", "— 3 —", "•11", "－1－", "第 3 页 共 9 页", "3/9页".
_NO = r"\d(?:[ \t]?\d){0,3}"
_PAGE = rf"第[ \t]*{_NO}[ \t]*页"
_PAGES = rf"共[ \t]*{_NO}[ \t]*页"
_DASH = r"[-—–−－·•●]{1,3}"
PAGE_MARK = re.compile(
    rf"[ \t\u3000]*(?:{_DASH}[ \t]*{_NO}[ \t]*(?:{_DASH})?"
    rf"|[（(]?{_PAGE}(?:[ \t,，/]*{_PAGES})?[）)]?|{_PAGES}[ \t,，/]*{_PAGE}|{_NO}[ \t]*[/／][ \t]*{_NO}[ \t]*页|{_NO}[ \t]+[/／][ \t]+{_NO})[ \t\u3000]*"
)
# A number alone on its line is a page's where a sentence goes on behind it, or where the pages count on.
PAGE_NUMBER = re.compile(rf"\d(?:[ \t]?\d){{0,2}}(?:[ \t]*[/／][ \t]*{_NO})?")
# What stands at the head of every page, as a whole line: 国务院办公厅文件.
HEADER = re.compile(
    r"[^。，；：！？,;:!?]{2,45}(?:文件|公报|通知|意见|办法|条例|细则|方案|规定|决定|规划|纲要|报告|公告|措施|计划"
    r"|建议|决议|要点|指南|规程|规则|章程|标准|批复|复函|通报|请示|法)(?:[（(][^（）()]{1,20}[）)])?"
)
# Shorter lines are taken as lines of their own (a row of a table, a heading), not as broken ones.
WRAPPED_LINE = 16
_CLOSERS = "，、；：。！？）)》〉”’」』】,;:!?…"
# A sentence's end, closing quotes and a bracketed remark behind it: …。（教育部负责）
_FINAL = re.compile(r"[。！？；：!?;…][”’」』）)》]*(?:[（(][^（）()]{1,60}[）)])?$")
# All that draws nothing, "\n" left out: blanks, line and paragraph separators, marks of no width.
SPACE = (
    " \t\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
_DECORATION = re.compile(rf"[{SPACE}]*(?:#{{1,6}}[ \t]+|>[ \t]?)?(?:[{SPACE}]|\*\*)*")
# 1 2 0 0 0: digits drawn apart one by one; columns of a table hold longer numbers.
_SPACED_DIGITS = re.compile(r"(?<![0-9０-９.])[0-9０-９](?:[ \u3000][0-9０-９])+(?![0-9０-９.])")
# 38 9 个, 5 000元: within a sentence no number stands beside another; a year does, behind 附件1.
_GROUPS = r"[0-9０-９]+(?:[ \u3000]{1,3}(?!(?:19|20)[0-9]{2}[ ]*年)[0-9０-９]+)*"
_PARTED_DIGITS = re.compile(
    rf"(?<![A-Za-z0-9０-９.．/-]){_GROUPS}(?:[ \u3000]*[.．][ \u3000]*{_GROUPS})?(?![A-Za-z0-9０-９/-]|[.．][0-9０-９])"
)
# A converter that breaks a text at its numbers leaves one in so many lines.
NEAR = 6
_PROSE = re.compile("[，。；、]|[\u4e00-\u9fff）][,;][ \u3000]{0,3}[\u4e00-\u9fff（]")
# A line of so many Chinese characters, with digits one in so many of them at most, is no row of a table.
WORDY = 20
FEW_DIGITS = 5
_GOES_ON = re.compile(r"[。；][^。；]+$")
# What is passed over (blanks and Markdown's marks of emphasis), or what is kept.
_RUNS = re.compile(rf"(?P<over>(?:[{SPACE}]|\*\*)+)|[^{SPACE}*]+|\*")
_OVER = re.compile(rf"[{SPACE}*]")
# All but what is surely the same in every width.
_WIDE = re.compile(r"[^\x00-\x7f\u4e00-\u9fff。、《》“”—]")


@dataclass(frozen=True, slots=True)
class View:
    """Text for matching; `offsets[i]` is the source offset of `text[i]`, one more at the end."""

    text: str
    offsets: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of `text[start:end]`; its last character is included whole."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        after = bisect_right(self.offsets, last)
        # The end is just behind the last character, never behind blanks that follow it.
        return self.offsets[start], min(
            self.offsets[after] if after < len(self.offsets) else last + 1, last + 1
        )


def width_folded(char: str) -> str:
    """Return the NFKC form of one character, quotes and dashes of all kinds as one."""
    return _FOLDED.get(char) or unicodedata.normalize("NFKC", char)


_FOLDED = {"“": "“", "”": "”", "„": "“", "‟": "”", "「": "“", "」": "”", "『": "“", "』": "”",
           "〝": "“", "〞": "”", "–": "—", "―": "—", "─": "—", "−": "-", "‑": "-", "‐": "-",
           "﹙": "(", "﹚": ")", "〔": "〔", "［": "[", "～": "~", "∼": "~", "〜": "~",
           "…": "…", "。": "。", "：": ":", "·": "·", "•": "•", "㎡": "平方米", "℃": "℃"}  # fmt: skip


@lru_cache(maxsize=4096)
def view(text: str, start: int = 0) -> View:
    """Return `text` as it is matched; `start` is added to every offset.

    Lines that break inside a sentence are joined, other line ends become one newline; blanks inside
    Chinese are dropped and between Latin words kept as one space; page marks on lines of their own
    are dropped; characters are width-folded (NFKC).
    """
    if start:
        alone = view(text)
        return View(alone.text, tuple(map(start.__add__, alone.offsets)))
    runs: list[str] = []
    offsets: list[Iterable[int]] = []
    for at, piece in _pieces(text):
        folded = _WIDE.sub(_folded_match, piece)
        same = len(folded) == len(piece)
        runs.append(folded)
        offsets.append(range(at, at + len(piece)) if same else _folded_offsets(at, piece))
    return View("".join(runs), (*chain.from_iterable(offsets), len(text)))


def _folded_match(match: re.Match[str]) -> str:
    return width_folded(match.group())


def _folded_offsets(at: int, piece: str) -> Iterator[int]:
    """Yield the place of each character again for each that it is folded to: ㎡ becomes three."""
    for place, char in enumerate(piece, at):
        yield from repeat(place, len(width_folded(char)))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the runs of `text` to keep, each with its offset; a blank or newline stands for itself."""
    before = ""
    for at, line in _lines(text):
        if before:
            if not _is_wrapped(before, line):
                yield at - 1, "\n"
            elif _is_latin(before[-1]) and _is_latin(line[0]):
                yield at - 1, "" if before[-1].isdigit() and line[0].isdigit() else " "
        before = line
        if not _OVER.search(line):
            yield at, line
            continue
        spaced = [m.span() for m in _spaced_numbers(line)] if " " in line or "\u3000" in line else []
        last = ""
        for run in _RUNS.finditer(line):
            word = run.group()
            if run["over"]:
                inside = any(i <= run.start() < j for i, j in spaced)
                if word.strip("*") and not inside and _is_latin(last) and _is_latin(line[run.end()]):
                    yield at + run.start() + word.index(word.strip("*")), " "
                continue
            yield at + run.start(), word
            last = word[-1]


def _spaced_numbers(line: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of a line that blanks part."""
    yield from _SPACED_DIGITS.finditer(line)
    if _PROSE.search(line) or _is_wordy(line):
        yield from _PARTED_DIGITS.finditer(line)


def _is_wordy(line: str) -> bool:
    digits = sum(map(str.isdigit, line))
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in line)
    return digits > 1 and chinese >= max(WORDY, FEW_DIGITS * digits)


def _is_latin(char: str) -> bool:
    """Whether a character is a Latin letter or a digit of any width."""
    folded = char if char.isascii() else width_folded(char)
    return folded.isascii() and folded.isalnum()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, stripped of blanks and Markdown marks, with their offsets.

    A page mark is none, nor is the page's header behind one that stands within a sentence.
    """
    at = 0
    before, turned = "", False
    raws = text.split("\n")
    for i, raw in enumerate(raws):
        if PAGE_MARK.fullmatch(raw) or is_page_number(before, raws, i):
            turned = before != "" and not _FINAL.search(before)
        else:
            head = _DECORATION.match(raw)
            skip = head.end() if head else 0
            line = raw[skip:].rstrip(SPACE)
            while line.endswith("**"):
                line = line[:-2].rstrip(SPACE)
            if line and not (turned and HEADER.fullmatch(line)):
                yield at + skip, line
                before = line
            turned = turned and not line
        at += len(raw) + 1


def is_page_number(before: str, lines: Sequence[str], at: int) -> bool:
    """Whether a number alone on its line parts a sentence: neither it nor the lines around are rows of a table."""
    if not 0 < len(lines[at]) <= 16 or not PAGE_NUMBER.fullmatch(lines[at].strip()):
        return False
    if len(before) < WRAPPED_LINE or _FINAL.search(before) or before[-1] in "）)":
        return False
    said = (line.strip() for line in lines[at + 1 : at + 6])
    following = next((line for line in said if line and not HEADER.fullmatch(line)), "")
    if COUNTED.match(following) and _is_among_pieces(lines, at):
        return False
    return len(following) >= WRAPPED_LINE or following[-1:] in ("。", "；")


def _is_among_pieces(lines: Sequence[str], at: int) -> bool:
    """Whether other lines without a Chinese character stand so near that a converter broke them all off, no page."""
    near = (lines[i].strip() for i in range(max(at - NEAR, 0), min(at + NEAR + 1, len(lines))) if i != at)
    return any(is_piece(line) and not PAGE_MARK.fullmatch(line) for line in near if line)


def _is_wrapped(before: str, line: str) -> bool:
    if line[0] in _CLOSERS or before[-1] in "、，,（(" or goes_on(before, line):
        return True
    # A line that goes on behind the end of a sentence is broken, however short.
    return (len(before) >= WRAPPED_LINE or _GOES_ON.search(before) is not None) and not _FINAL.search(before)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a view's text; a newline ends one too."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text):
        while start < end and text[start] in " \n":
            start += 1
        if start < end:
            spans.append((start, end))
        start = end
    return spans


# A remark in brackets, up to so many characters on each side, is no sentence of its own.
ASIDE = 60
_ASIDE = re.compile(r"[（(][^（(）)\n]*$")
_CLOSES = re.compile(rf"[^（(）)\n]{{0,{ASIDE}}}[）)]")
# A remark behind a sentence belongs to it: 支持设立口岸。（负责部门：海关总署）
_SENTENCE_END = re.compile(rf"[。！？!?；;][”’」』）)》]*(?:[（(][^（()）\n]{{1,{ASIDE}}}[）)](?=\n|$))?|\n")


def _ends(text: str) -> Iterator[int]:
    for m in _SENTENCE_END.finditer(text):
        if m.group() == "\n":
            yield m.start()
        elif not _ASIDE.search(text, max(0, m.start() - ASIDE), m.start()) or not _CLOSES.match(
            text, m.end()
        ):
            yield m.end()
    yield len(text)
