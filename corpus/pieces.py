"""Lines that a converter broke off at each change of script: a number, a bracket, then the Chinese behind it."""

import re
from collections.abc import Sequence

from corpus.dates import is_date_line
from corpus.numbering import CN, CNP, match_marker

# A line without a Chinese character: 2021, 50%, （, 〕, 0:00-6:00.
_PIECE = re.compile(r"[!-~０-９～—–％‰〔〕［］（）《》“”、，。；：．≤≥＜＞×²³ ]{1,40}")
_NUMBER = re.compile(r"[0-9０-９][0-9０-９.．~～—–-]*[%％‰]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# What a number alone on its line counts, broken off behind it: 2⏎台, 15⏎日; no word that only begins so.
COUNTED = re.compile(
    r"年(?![度龄轻级终末底初])|月(?!底|初|末)|日(?![常益前用])|号|个(?![人体别性])|[万亿元倍次岁级届吨台套辆期批款种类]|千[瓦克米]"
    r"|名(?![单称录])|家(?![庭长政属])|人(?![员才口民事力大工群数])|[以之]?[上下内]|[%％]|平[方米]|公[里顷]|小时|分钟|天(?![津气然])"
    r"|周(?![边围])|所(?![示述列有])|户(?![籍口外型])|条(?![件例])|项(?!目)"
)
_NUMERALS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿")
_CLOSERS = frozenset("，、；。！？）)》〉”’」』】〕．,;.!?%％")
_FINISHED = re.compile(r"[。！？；：!?;:…][”’）)》]*$")
# A number that a point goes on behind is one of a list, 附件1 none.
_LIST_NUMBER = re.compile(r"[0-9０-９]{1,2}")
_TELEPHONE = re.compile(r"[0-9０-９—–-]{7,}")
# So many numbers alone on a line within a sentence prove a text to be broken so, as so many of all such lines.
FEW, SHARE = 5, 4
WORDY = 6
# A numbered heading is hardly ever longer.
HEADING, WIDE = 14, 60
_TITLE = re.compile(r"(?:通知|意见|办法|规定|方案|细则|决定|公告|通告|规则|规程|指南|计划|规划)$")


def is_piece(line: str) -> bool:
    """Whether a line holds no Chinese character, only numbers, Latin letters and marks."""
    return _PIECE.fullmatch(line) is not None


def goes_on(before: str, line: str) -> bool:
    """Whether a piece, or what stands behind one, goes on the line before it within a sentence."""
    if is_piece(line):
        if line[0] in _CLOSERS:
            return True
        if line[0].isdigit() and before[-1] in _NUMERALS:
            return False  # 三万 and 1: a page's number, or the next cell
        if _FINISHED.search(before):
            return before[-1] in "：:" and _TELEPHONE.fullmatch(line) is not None
        return True
    return is_piece(before) and (before[-1].isalnum() or before[-1] in "（(〔《“~～-—/%％‰≤≥<>＜＞")


def broken_off(lines: Sequence[str]) -> set[int]:
    """Return the indices of the lines that go on the one before, in a text that is broken at each change of script.

    `lines` hold no blank ends; blank ones are passed over.
    """
    said = [i for i, line in enumerate(lines) if line]
    if not _is_proven([lines[i] for i in said]):
        return set()
    found: set[int] = set()
    run = ""  # how it begins: a heading or a list's number
    for at, i in enumerate(said):
        ahead = [lines[j] for j in said[at + 1 : at + 7]]
        if run and _joins(run, lines[said[at - 1]], lines[i], ahead):
            found.add(i)
            run = (run + lines[i])[:WIDE]
        else:
            run = lines[i][:WIDE]
    return found


def _is_proven(lines: Sequence[str]) -> bool:
    """Whether enough numbers stand alone on their lines within a sentence, and they are no rows of a table."""
    numbers = [i for i, line in enumerate(lines) if 0 < i < len(lines) - 1 and _NUMBER.fullmatch(line)]
    within = sum(_is_within(*lines[i - 1 : i + 2]) for i in numbers)
    return within >= FEW and within * SHARE >= len(numbers)


def _is_within(before: str, number: str, behind: str) -> bool:
    """Whether a sentence goes through a number, by the lines before and behind it."""
    if _YEAR.fullmatch(number) and behind.startswith("年"):
        return True
    unfinished = len(before) >= WORDY and not is_piece(before) and not _FINISHED.search(before)
    return unfinished and (behind[0] in _CLOSERS or behind[0] == "的" or COUNTED.match(behind) is not None)


def _joins(run: str, before: str, line: str, ahead: Sequence[str]) -> bool:
    """Whether a line goes on pieces that begin with `run` and end with `before`; `ahead` are the lines behind it."""
    marker = match_marker(run)
    if marker is not None and marker.end == len(run):
        return True
    if match_marker(line) or not goes_on(before, line):
        return False
    following = ahead[0] if ahead else ""
    if _LIST_NUMBER.fullmatch(line) and following[:1] in ("．", "."):
        return False
    if not is_piece(line) or line[0] in _CLOSERS or is_piece(before):
        return True
    return not (_is_heading(run) or (_TITLE.search(before) and _begins_date(line, ahead)))


def _is_heading(run: str) -> bool:
    """Whether a run is a numbered heading alone: 一、实施背景."""
    marker = match_marker(run)
    return marker is not None and marker.level in (CN, CNP) and len(run) <= HEADING


def _begins_date(line: str, ahead: Sequence[str]) -> bool:
    """Whether a date that stands alone begins with a line, or the year and month of one."""
    date = "".join((line, *ahead[:5]))
    return is_date_line(date) or re.match(r"20\d\d年\d{1,2}月", date) is not None
