"""The numbering systems of Chinese official texts, and Chinese numerals to and from numbers."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"廿": 20}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(百|千)?((?:万|亿){0,2})")
_CHINESE = re.compile("[零〇○一二三四五六七八九两壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿]{1,24}")


def parse_numeral(text: str) -> float | int | None:
    """Return the number that an Arabic, full-width, Chinese or mixed numeral means, else None.

    "二〇二二" is 2022, "十二" 12, "550万" 5500000, "1.5亿" 150000000, "两" 2, "二点五" 2.5.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()) if not text.isdigit() else text
    if len(plain) > 40:
        return None
    m = _ARABIC.fullmatch(plain)
    if m:
        return _scaled(m.group(1).replace(",", "") + (m.group(2) or ""), (m.group(3) or "") + m.group(4))
    whole, point, fraction = plain.partition("点")
    if not _CHINESE.fullmatch(whole):
        return None
    if point:
        return _with_fraction(whole, fraction)
    return _chinese(whole)


def _scaled(digits: str, units: str) -> float | int:
    factor = 1
    for unit in units:
        factor *= _UNITS.get(unit) or _BIG[unit]
    if "." not in digits:
        return int(digits) * factor
    decimals = len(digits) - digits.index(".") - 1
    # Whole arithmetic: 1.1 * 100000000 is not 110000000 in binary floats.
    scale: int = 10**decimals
    scaled, rest = divmod(int(digits.replace(".", "")) * factor, scale)
    return scaled if not rest else (scaled * scale + rest) / scale


def _with_fraction(whole: str, fraction: str) -> float | int | None:
    units = fraction[len(fraction.rstrip("万亿")) :]
    digits = fraction[: len(fraction) - len(units)]
    value = _chinese(whole)
    if value is None or not digits or any(_DIGITS.get(c, 10) > 9 for c in digits):
        return None
    return _scaled(f"{value}." + "".join(str(_DIGITS[c]) for c in digits), units)


@lru_cache(maxsize=1024)
def _chinese(text: str) -> int | None:
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) <= 18 else None
    if text[0] in _BIG:
        return None
    total = section = 0
    digit: int | None = None
    unit = 1
    for c in text:
        if c in _DIGITS:
            if digit:
                return None  # "二三十" names a span, no number
            digit = _DIGITS[c]
            unit = 1 if digit == 0 else unit
        elif c in _UNITS:
            section += (1 if digit is None else digit) * _UNITS[c]
            digit, unit = None, _UNITS[c]
        else:
            total = (
                (total + section + (digit or 0)) * _BIG[c]
                if c == "亿"
                else total + (section + (digit or 0)) * _BIG[c]
            )
            section, digit, unit = 0, None, _BIG[c]
    if digit and unit >= 100:
        digit *= unit // 10  # 一百二 is 120, 三万五 is 35000
    return total + section + (digit or 0)


@lru_cache(maxsize=1024)
def to_numeral(n: int) -> str:
    """Return `n` (0 to 99,999,999) as a Chinese numeral: 12 is 十二, 105 is 一百零五."""
    high, low = divmod(n, 10**4)
    numeral = _below_ten_thousand(high) + "万" if high else ""
    if high and 0 < low < 1000:
        numeral += "零"
    numeral += _below_ten_thousand(low)
    return numeral.removeprefix("一") if numeral.startswith("一十") else numeral or "零"


def _below_ten_thousand(n: int) -> str:
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            out += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
        gap = bool(out) and not digit
    return out


# The systems, outermost first; a clause of one system stands below the last one of an outer system.
# "head" is 一、 where it stands above 第X条.
SYSTEMS = ("part", "chapter", "section", "head", "article", "cn", "cnp", "ar", "arp", "circle")
PART, CHAPTER, SECTION, HEAD, ARTICLE, CN, CNP, AR, ARP, CIRCLE = range(len(SYSTEMS))


@dataclass(frozen=True, slots=True)
class Marker:
    """A clause's number at the start of a line: `level` is its place in SYSTEMS.

    `end` is the offset in the line behind the marker; `certain` is False where the form also occurs
    inside sentences and only the context can tell. 第十二条之一 has number 12001.
    """

    level: int
    number: int
    text: str
    end: int
    certain: bool = True


_B = r"[ \t\u3000\u00a0]{0,4}"
_N = r"(?:[零〇○一二三四五六七八九十百千两][ \u3000]?){1,8}|(?:[0-9０-９][ \u3000]?){1,4}"
_UNIT = re.compile(rf"第{_B}({_N}){_B}(编|篇|部分|章|节|条)(?:{_B}之{_B}([一二三四五六七八九十]{{1,3}}))?")
# A scan may set blanks between the characters of a number.
_C = r"[一二三四五六七八九十百](?:[ \u3000]?[一二三四五六七八九十百]){0,4}"
_CN = re.compile(rf"({_C}){_B}([、.．])")
_CNP = re.compile(rf"[（(][ \t\u3000\n]{{0,4}}({_C})[ \t\u3000]{{0,4}}[）)]")
_AR = re.compile(rf"([0-9０-９](?:[ \u3000]?[0-9０-９]){{0,2}})({_B})([.．、])")
_ARP = re.compile(r"[（(][ \t\u3000]{0,4}([0-9０-９](?:[ \u3000]?[0-9０-９]){0,2})[ \t\u3000]{0,4}[）)]")
_ARA = re.compile(r"([0-9０-９]{1,3})[）)]")
_STARTS = frozenset("第一二三四五六七八九十百（(0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
                    + "".join(map(chr, range(0x2474, 0x249C))))  # fmt: skip
_LEVELS = {"编": PART, "篇": PART, "部分": PART, "章": CHAPTER, "节": SECTION, "条": ARTICLE}
# 第三条规定的…, 第一篇文章…: the number is spoken of, it opens nothing.
_SPOKEN_UNIT = re.compile(r"[第的中、，,至到和及与或款项所内以]|规定|之规定|明确|要求|提到")
_SPOKEN = re.compile(
    r"[、，,至到和或及与—~～-]{1,2}[（(第]|[项款目](?:规定|所|的|、|，|和|至|或|情形|条件|中)"
)
_YEAR = re.compile(r"[ \u3000]{0,2}(?:1[ ]?9|2[ ]?0)[ ]?\d[ ]?\d[ ]?[年 —-]")
# 3 . 4 6 %: a decimal drawn apart.
_DECIMAL = re.compile(r"[ \u3000]*[0-9０-９]")
HEADING_LENGTH = 60


def match_marker(line: str) -> Marker | None:
    """Return the marker that a line begins with, or None; `line` starts with no blank."""
    first = line[:1]
    if first not in _STARTS:
        return None
    if first == "第":
        return _unit_marker(line)
    if first in "（(":
        return _bracket_marker(line)
    if first in "一二三四五六七八九十百":
        return _counted_marker(line)
    if "①" <= first <= "⑳":
        return Marker(CIRCLE, ord(first) - 0x245F, first, 1) if line[1:2] not in _STARTS else None
    if "⑴" <= first <= "⒇":
        return Marker(ARP, ord(first) - 0x2473, first, 1)
    if "⒈" <= first <= "⒛":
        return Marker(AR, ord(first) - 0x2487, first, 1)
    return _arabic_marker(line)


def _unit_marker(line: str) -> Marker | None:
    m = _UNIT.match(line)
    if not m:
        return None
    number, level = parse_numeral(m.group(1)), _LEVELS[m.group(2)]
    if not isinstance(number, int) or not number:
        return None
    following = line[m.end() : m.end() + 4]
    spaced = not following or following[0] in " \t\u3000\u00a0【[（(:："
    if not spaced and _SPOKEN_UNIT.match(following):
        return None
    if level != ARTICLE and not _is_heading_line(line):
        return None
    suffix = _chinese(m.group(3)) if m.group(3) else 0
    return Marker(level, number * 1000 + suffix if suffix else number, m.group(), m.end(), spaced)


def _is_heading_line(line: str) -> bool:
    return len(line) <= HEADING_LENGTH and line.rstrip()[-1] not in "。；;，,"


def _bracket_marker(line: str) -> Marker | None:
    m = _CNP.match(line)
    level = CNP if m else ARP
    m = m or _ARP.match(line)
    if not m or _SPOKEN.match(line, m.end()):
        return None
    number = parse_numeral(m.group(1))
    return Marker(level, number, m.group(), m.end()) if isinstance(number, int) and number else None


def _counted_marker(line: str) -> Marker | None:
    m = _CN.match(line)
    if not m:
        return None
    number = _chinese("".join(m.group(1).split()))
    rest = line[m.end() : m.end() + 3]
    if not number or (rest[:1] == to_numeral(number + 1) and rest[1:2] not in "十百"):
        return None  # 一、二产业
    return Marker(CN, number, m.group(), m.end())


def _arabic_marker(line: str) -> Marker | None:
    m = _AR.match(line)
    if not m:
        m = _ARA.match(line)
        return Marker(ARP, int(m.group(1)), m.group(), m.end()) if m and int(m.group(1)) else None
    number = int("".join(m.group(1).split()))
    decimal = line[m.end() : m.end() + 1].isdigit() or (m.group(2) and _DECIMAL.match(line, m.end()))
    if not number or (decimal and not _YEAR.match(line, m.end())):
        return None  # 1.5亿元
    return Marker(AR, number, m.group(), m.end())
