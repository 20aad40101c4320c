"""Every quantity in a string: its value, unit and what bounds it; no years, ordinals or clause numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from corpus.bounds import bounds_after, bounds_before
from corpus.measures import MONEY, SHARES, UNIT, WHOLE
from corpus.numbering import parse_numeral
from corpus.quantities import Reading, counts_alone, is_quantity

MAX_DIGITS = 15  # more are a code, not a count


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in a string, `text` its characters from `start` to `end` (unit included).

    `value` is in the unit named, `high` the upper end of a range; `qualifier` what bounds it, several
    joined with "，" in the order of the text.
    """

    value: float
    unit: str
    start: int
    end: int
    text: str
    high: float | None = None
    qualifier: str | None = None


def find_figures(text: str) -> list[Figure]:
    """Return the quantities of `text` (a view's text, width folded), in order; takes linear time."""
    return list(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    at = 0
    while begun := _BEGINS.search(text, at):
        match = _NUMBER.match(text, begun.start())
        if not match:
            at = begun.end()
            continue
        if text.endswith("第", 0, match.start()):
            at = _skip_ordinals(text, match.end())
            continue
        figure = _read_half(text, match) if match.group() == "半" else _read(text, match)
        at = figure.end if figure else match.end()
        if figure:
            yield figure


def _skip_ordinals(text: str, at: int) -> int:
    while match := _RANGE.match(text, at) or _LISTED.match(text, at):
        at = match.end()
    return at


# 5千瓦 is five of a thousand watts, not five thousand of a watt. Numbers are matched whole, without
# backtracking, so that a long run of digits takes linear time.
_SCALE = r"(?:[多余来]?(?:[十百万亿]|千(?![瓦克米升伏卡赫焦]|伏安))(?!帕))"
_ARABIC = (
    r"(?:[0-9]{1,3}+(?:,[0-9]{3}(?![0-9]))++|[0-9]++)(?:\.[0-9]++)?+"
    rf"(?:{_SCALE}++(?:[0-9]++{_SCALE}++)*+)?+"
)
_HAN = (
    r"(?:[〇零一二两三四五六七八九十百万亿壹贰叁肆伍陆柒捌玖拾佰仟]|千(?![瓦克升伏卡赫]))++"
    r"(?:点[〇零一二三四五六七八九]++)?+(?:[多余来](?=[万亿])[万亿]++)?+"
)
_RANGE = re.compile(rf"(?:—{{1,2}}|-{{1,2}}|~|至|到)({_ARABIC}|{_HAN})")
_LISTED = re.compile(rf"[、和与及]({_ARABIC}|{_HAN})")
_TO_SHARE = re.compile(rf"(?:—{{1,2}}|-{{1,2}}|~|至|到)(?P<of>[百千])分之(?P<high>{_ARABIC}|{_HAN})")
_NUMBER = re.compile(rf"{_ARABIC}|{_HAN}|半(?=年|个月|小时|个小时|天|数)")
# What a number begins with: far sooner found than where one stands.
_BEGINS = re.compile("[0-9〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半]")
_SUM = re.compile(r"[0-9,]+(?:\.[0-9]+)?[十百千万亿]*")


@lru_cache(maxsize=8192)
def number_value(token: str) -> Fraction | None:
    """Return what a written number says ("3.5亿", "1亿2000万", "30多万"), or None when it is vague or a year."""
    token = re.sub("[多余来]", "", token)
    if len(token) > 2 * MAX_DIGITS:
        return None
    if token[0].isdigit():
        return _sum_of(_SUM.findall(token))
    if len(token) > 1 and not re.search("[十百千万亿点拾佰仟]", token) or token in "零〇壹贰叁肆伍陆柒捌玖":
        return None  # 二〇二二, 三四, 大陆间, 零部件
    return _sum_of([f"一{token}" if token[0] in "万亿" else token])


def _sum_of(parts: list[str]) -> Fraction | None:
    values = [parse_numeral(part.replace(",", "")) for part in parts if len(part) <= 2 * MAX_DIGITS]
    if None in values or any(len(re.sub(r"\D", "", part)) > MAX_DIGITS for part in parts):
        return None
    return sum((Fraction(str(value)) for value in values), Fraction(0))


_SLASH = re.compile(r"/([0-9]{1,3}+)(?![0-9/.])")
_CODE = re.compile(r"[.:+×/_][0-9]|[a-zA-Z]*[-_][A-Za-z]|几")
# 分娩后一年内 is a time, 后一年 the latter of two.
_AFTER_A_DEED, _WITHIN = (
    re.compile("[\u4e00-\u9fff](?<![以之最此今先])[前后]$"),
    re.compile("个?(?:工作)?[年月周天日]"),
)
_NEVER_ONE = frozenset("每的统唯单逐专合同某任另这那哪上下前后其何新第之不万惟划归")


def _read(text: str, match: re.Match[str]) -> Figure | None:
    (start, end), token = match.span(), match.group()
    if _is_part_of_a_name(text, start, end, token):
        return None
    if token == "一" and text.startswith("半", end):
        return _finish(Reading(text, start, end + 1, token, Fraction(1, 2)))
    value = number_value(token)
    if value is None:
        return None
    if text.startswith("分之", end):
        return _read_fraction(Reading(text, start, end + 2, token, value))
    if slash := _SLASH.match(text, end):
        top, bottom = value, int(slash.group(1))
        simple = 0 < top < bottom <= 100 and top.denominator == 1
        return _finish(Reading(text, start, slash.end(), token, top / bottom)) if simple else None
    if _CODE.match(text, end):
        return None
    mark = _marker_in(text, start, end, token)
    counted = number_value(token[mark:]) if mark else value
    return _read_quantity(Reading(text, start + mark, end, token[mark:], counted or value))


def _marker_in(text: str, start: int, end: int, token: str) -> int:
    """Return how much of a number at a line's start is a clause marker: "1.80周岁" counts 80 of what has no parts."""
    if start and text[start - 1] != "\n" or not re.fullmatch(r"[1-9][0-9]?\.[1-9][0-9]*", token):
        return 0
    unit = UNIT.match(text, end)
    return token.index(".") + 1 if unit and unit.group() in WHOLE else 0


def _is_part_of_a_name(text: str, start: int, end: int, token: str) -> bool:
    """Say whether what stands before makes the number an ordinal, a code, a time or a slogan."""
    before, further = text[start - 1 : start], text[max(0, start - 2) : max(0, start - 1)]
    if not before:
        return False
    if before in "〔[_+×" or before in ".:/—-~" and further in tuple("0123456789"):
        return True
    if before in "—-" and further.isascii() and further.isalpha():
        return True
    if before.isascii() and before.isalpha():
        unit = UNIT.match(text, end)
        return not unit or unit.group() not in MONEY | SHARES
    if before == "“":
        close = text.find("”", end, end + 12)
        return close >= 0 and (close - end > 3 or not token[0].isdigit())
    if token == "一" and before in _NEVER_ONE and further + before != "主任":  # 设主任一人
        if text.startswith("起的", max(0, start - 2)) and _WITHIN.match(text, end):
            return False  # 收到之日起的一个工作日内
        return not (_AFTER_A_DEED.search(text, max(0, start - 3), start) and _WITHIN.match(text, end))
    return before == "含" and further in ("(", "〔")


def _read_fraction(bottom: Reading) -> Figure | None:
    match = _NUMBER.match(bottom.text, bottom.stop)
    top = number_value(match.group()) if match and match.group() != "半" else None
    if not match or top is None or not bottom.value:
        return None
    unit = {"百": "%", "千": "‰"}.get(bottom.token, "")
    value = top if unit else top / bottom.value
    read = replace(bottom, stop=match.end(), value=value, unit=unit)
    # 百分之十至百分之二十
    span = _TO_SHARE.match(bottom.text, match.end())
    high = number_value(span.group("high")) if span and span.group("of") == bottom.token else None
    if span and unit and high is not None and high > top:
        read = replace(read, stop=span.end(), high=high)
    return _finish(read)


# 首次开考前半年 is half a year before; 今年前半年, 前半年 is its first half.
_BEFORE_A_DEED = re.compile(r"[\u4e00-\u9fff](?<![年的在于是度])[之以]?前$")


def _read_half(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    if (
        start
        and text[start - 1] in "上下前后大多一对"
        and not _BEFORE_A_DEED.search(text, max(0, start - 4), start)
    ):
        return None
    half = Reading(text, start, end, "半", Fraction(1, 2))
    if text.startswith("数", end):
        return _finish(replace(half, stop=end + 1))
    unit = UNIT.match(text, end)
    return _finish(replace(half, stop=unit.end(), unit=unit.group())) if unit else None


_APPROX = re.compile(r"[多余]|来(?=[个名位人家所年岁天])")


def _read_quantity(number: Reading) -> Figure | None:
    text = number.text
    approx = _APPROX.match(text, number.stop)
    at = approx.end() if approx else number.stop
    about = approx.group() if approx else next((c for c in "余多" if c in number.token), "")
    unit = _unit_at(text, at)
    reading = replace(number, about=about, unit=unit.group() if unit else "", stop=unit.end() if unit else at)
    reading = _with_upper_end(reading)
    if reading.high is not None and reading.high <= reading.value:
        return None
    if not (is_quantity(reading) if reading.unit else counts_alone(reading)):
        return None
    return _finish(_with_rest(reading))


def _unit_at(text: str, at: int) -> re.Match[str] | None:
    spaced = text.startswith(" ", at) and text[at + 1 : at + 2].isascii()
    return UNIT.match(text, at + 1 if spaced else at)


def _with_upper_end(low: Reading) -> Reading:
    """Return the reading with the upper end of its range (5—10年, 5万元至10万元), if it has one."""
    span = _RANGE.match(low.text, low.stop)
    high = number_value(span.group(1)) if span else None
    unit = _unit_at(low.text, span.end()) if span else None
    if not span or not unit or not high or not unit.group().startswith(low.unit):
        return low
    value = _shared_scale(low, high, span.group(1))
    return replace(low, value=value, high=high, unit=unit.group(), stop=unit.end())


def _shared_scale(low: Reading, high: Fraction, token: str) -> Fraction:
    """Give the lower end the scale of the upper one: 5—10万元 begins at 50000."""
    scale = re.search("[十百千万亿]+$", token) if token[0].isdigit() else None
    if not scale or re.search("[十百千万亿]", low.token):
        return low.value
    factor = number_value("1" + scale.group()) or Fraction(1)
    return low.value * factor if low.value * factor < high else low.value


_HALVES = frozenset(("年", "个", "天", "倍", "小时", "周"))
_HALF = re.compile(r"半(?!数|导|岛|径|成)(小时|月|学期|赛季)?")


def _with_rest(reading: Reading) -> Reading:
    """Return the reading with what follows its unit: 一年半, 3个半月, 3年多."""
    if reading.unit in _HALVES and (half := _HALF.match(reading.text, reading.stop)):
        unit = reading.unit + (half.group(1) or "")
        reading = replace(reading, value=reading.value + Fraction(1, 2), unit=unit, stop=half.end())
    more = reading.text[reading.stop : reading.stop + 1]
    if reading.unit and not reading.about and more in ("多", "余"):
        return replace(reading, about=more, stop=reading.stop + 1)
    if reading.unit.startswith("个多"):
        return replace(reading, about="多", unit="个" + reading.unit[2:])
    return reading


def _finish(reading: Reading) -> Figure:
    text, start, value = reading.text, reading.start, reading.value
    if _has_minus(text, start):
        start, value = start - 1, -value
    bounds = bounds_before(text, start, share=reading.unit in ("", "%", "‰"))
    if not bounds and text[max(0, start - 1) : start] in ("上", "过") and text[start] in "百千万亿半":
        bounds.append(text[start - 1])
    bounds += [bound for bound in (reading.about, bounds_after(text, reading.stop)) if bound]
    return Figure(
        _plain(value),
        "元" if reading.unit in ("元人民币", "块钱") else reading.unit,
        start,
        reading.stop,
        text[start : reading.stop],
        None if reading.high is None else _plain(reading.high),
        "，".join(bounds) or None,
    )


def _has_minus(text: str, start: int) -> bool:
    if not start or text[start - 1] != "-":
        return False
    return start < 2 or not text[start - 2].isalnum() or text[start - 2] > "\u2e80"


def _plain(value: Fraction) -> float:
    # Whole numbers that a float cannot hold exactly are floats from the start, as the database gives them back.
    return value.numerator if value.denominator == 1 and abs(value) <= 2**53 else float(value)
