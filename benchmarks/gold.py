"""Which questions of the data sets ask for a figure, and whether a fact is the figure people marked.

A question belongs to the benchmark when it asks 多少, 几, how many or how much, and an answer marked for it
is one number (or one range) with no more than its unit. The marked answers are read here by a pattern of
their own, not by what reads the figures of policies: a figure that Chuyi cannot read must count as a loss,
not fall out of the benchmark. Left out:

- 第几, 前几, 排名, 编号, 几号: a place in a row or a name; 几月, 几点, 几世纪, 公元几年, 民国几年, and any
  answer that is a calendar year: a time; 几经, 近几年, 几何, 几内亚: no question at all;
- questions that also ask 谁, 什么 or 哪: the number may not be what is asked;
- answers with several numbers: 6月13日, 20比18, “文1104篇，诗961首”.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import Fact
from corpus.figures import find_figures
from corpus.measures import MONEY, PHYSICAL, SHARES, TIME, UNIT
from corpus.numbering import parse_numeral
from index.words import normalise

_ASKS = re.compile(
    r"多少|(?<![0-9十百千万亿这那头近好数哪])(?<!只有)几(?![何乎率内经])|\bhow (?:many|much)\b"
)
_ASKS_ELSE = re.compile(
    r"第(?:几|多少)|[前排]几|排多少|几(?:月|号|点|世纪|几年|时)|[元国和前](?:几|多少)年|编号|排名|比分|比数"
    r"|哪|谁|什么|何[时人种]|^(?:who|which|what|when|where)\b"
)
_DIGITS = r"[0-9][0-9,]*(?:\.[0-9]+)?[百千万亿兆]*"
_HAN = r"[〇零一二两三四五六七八九十百千万亿兆]+(?:点[〇零一二三四五六七八九]+)?[万亿]*"
_NUMERAL = rf"(?:(?:{_DIGITS})+|{_HAN})"
_BEFORE = r"(?:大约|将近|接近|超过|高达|达到|至少|最多|不到|不足|分为|港币|人民币|美金|摄氏|nt\$|us\$|[$£约近达超逾共有为仅只至每长])"
_MARKED = re.compile(
    rf"{_BEFORE}*+(?:(?P<half>一半)|(?P<under>{_NUMERAL})分之(?P<over>{_NUMERAL})|(?P<top>[0-9]+)/(?P<bottom>[0-9]+)"
    rf"|(?P<low>{_NUMERAL})(?P<about>[多余]?)(?:(?P<own>[^0-9〇零一二两三四五六七八九十百千万亿]{{0,3}}?)[—~至到或-]{{1,2}}(?P<high>{_NUMERAL}))?)"
    r"(?P<rest>(?![垓京])(?:[a-z]+[23]|[^0-9〇零一二两三四五六七八九十百千万亿])*)"
)
_PIECE = re.compile(r"[0-9][0-9,.]*[百千万亿兆]*")
_REMARK = re.compile(r"\([^)]*\)")
# Latin letters behind a number are a unit only when they are one of these: 4C is a class.
_SYMBOLS = re.compile(r"k?m[23]?|cm|mm|kg|g|[kmgt]b|°[cf]|k?w|hz|ms")


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure that people marked as an answer: its value, or the two ends of a range, and its unit."""

    values: tuple[float, ...]
    unit: str


def marked_figures(question: str, answers: tuple[str, ...]) -> list[Marked]:
    """Return the figures marked as answers of a question for a figure; none where it is no such question."""
    folded = normalise(question)
    if not _ASKS.search(folded) or _ASKS_ELSE.search(folded):
        return []
    return [figure for answer in answers if (figure := read_marked(answer))]


def read_marked(answer: str) -> Marked | None:
    """Return the one number that a marked answer is, or None."""
    match = _MARKED.fullmatch(_REMARK.sub("", normalise(answer)).strip("。,. "))
    if not match or not _is_unit(match):
        return None
    rest = match["rest"]
    if match["half"]:
        return Marked((0.5,), "")
    if match["under"] or match["top"]:
        over, under = _value(match["over"] or match["top"]), _value(match["under"] or match["bottom"])
        if match["under"] == "百":
            return Marked((over,), "%")
        return Marked((over / under,), "") if under else None
    values = tuple(_value(token) for token in (match["low"], match["high"]) if token)
    values = _shared_scale(values, match)
    if any(map(math.isnan, values)) or sorted(values) != list(values):
        return None
    unit = UNIT.match(rest)
    return Marked(values, unit.group() if unit else "")


def _is_unit(match: re.Match[str]) -> bool:
    """Tell whether what follows the number can be its unit: no letters of a name, no calendar year."""
    latin = re.findall(r"°?[a-z]+[23]?", match["rest"])
    if any(not _SYMBOLS.fullmatch(word) for word in latin):
        return False
    year = match["low"] and re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", match["low"])
    dated = match["rest"].startswith(("月", "世纪", "号")) or bool(year) and match["rest"].startswith("年")
    return not dated


def _value(token: str) -> float:
    parts = _PIECE.findall(token) if token[0].isdigit() else [token]
    values = [parse_numeral(part.strip(",")) for part in parts]
    return math.nan if None in values else float(sum(v for v in values if v is not None))


def _shared_scale(values: tuple[float, ...], match: re.Match[str]) -> tuple[float, ...]:
    """Give the lower end of 5—10万 the scale of the upper one."""
    scale = re.search("[万亿]$", match["high"] or "")
    if not scale or re.search("[万亿]", match["low"] + match["own"]):
        return values
    return values[0] * (10**4 if scale.group() == "万" else 10**8), values[1]


def is_marked(fact: Fact, marked: list[Marked]) -> bool:
    """Tell whether a fact is one of the figures marked: same unit, same value; of one range, either end."""
    read = find_figures(normalise(fact.text))
    ends = [float(fact.value)] + [figure.high for figure in read[:1] if figure.high is not None]
    return any(_matches(ends, fact.unit, figure) for figure in marked)


def _matches(ends: list[float], unit: str, figure: Marked) -> bool:
    if len(ends) == len(figure.values):  # two ranges must agree in both ends
        return all(_same(x, unit, y, figure.unit) for x, y in zip(ends, figure.values, strict=True))
    return any(_same(x, unit, y, figure.unit) for x in ends for y in figure.values)


def _same(value: float, unit: str, marked: float, marked_unit: str) -> bool:
    """Compare two figures; a figure that is written without a unit is compared by its value alone."""
    for (kind, x), (marked_kind, y) in _pairs(value, unit, marked, marked_unit):
        if math.isclose(x, y, rel_tol=1e-6) and (kind == marked_kind or not (unit and marked_unit)):
            return True
    return False


def _pairs(
    value: float, unit: str, marked: float, marked_unit: str
) -> Iterator[tuple[tuple[str, float], tuple[str, float]]]:
    yield (_kind(unit)[0], value), (_kind(marked_unit)[0], marked)
    (kind, size), (marked_kind, marked_size) = _kind(unit), _kind(marked_unit)
    yield (kind, value * size), (marked_kind, marked * marked_size)


def _kind(unit: str) -> tuple[str, float]:
    """Return what a unit measures and how much of it; all measure words of things that are counted are one."""
    if unit in _KINDS:
        return _KINDS[unit]
    return ("count", 1.0) if unit not in _MEASURED else (unit, 1.0)


_MEASURED = MONEY | PHYSICAL | SHARES | TIME
_EQUAL: dict[str, tuple[str, float]] = {
    "米 公尺 m": ("length", 1),
    "公里 千米 km": ("length", 1000),
    "厘米 公分 cm": ("length", 0.01),
    "毫米 mm": ("length", 0.001),
    "英里 哩": ("mile", 1),
    "英尺 英呎": ("foot", 1),
    "英寸 英吋": ("inch", 1),
    "平方米 平方公尺 平米 m2 m²": ("area", 1),
    "平方公里 平方千米 km2 km²": ("area", 10**6),
    "公顷 ha": ("area", 10**4),
    "克 g": ("mass", 1),
    "公斤 千克 kg": ("mass", 1000),
    "吨 公吨 t": ("mass", 10**6),
    "年 岁 周岁 周年": ("year", 1),
    "个月 个多月": ("month", 1),
    "天 日 个工作日 工作日": ("day", 1),
    "小时 个小时 个多小时 个钟头": ("hour", 1),
    "秒 秒钟": ("second", 1),
    "": ("share", 1),
    "%": ("share", 0.01),
    "‰": ("share", 0.001),
    "成": ("share", 0.1),
    "元 元人民币 人民币 人民币元 块 块钱": ("yuan", 1),
    "美元 美金": ("dollar", 1),
    "港元 港币": ("hong kong dollar", 1),
    "度 摄氏度 ℃ °C °c": ("degree", 1),
    "倍 倍量": ("times", 1),
}
_KINDS = {unit: kind for units, kind in _EQUAL.items() for unit in units.split(" ")}
