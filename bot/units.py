"""Which kind of quantity a measure word measures, in questions and in figures."""

import re
from collections.abc import Iterator
from typing import Literal

from corpus.measures import COUNTS, LOOSE, MONEY, PHYSICAL, SHARES, TIME
from corpus.numbering import parse_numeral

Family = Literal[
    "count", "people", "times", "money", "time", "age", "share", "length", "area", "mass", "measure"
]
NUMERALS = "0-9.零一二两三四五六七八九十百千万"
_AREA = re.compile(r"平|亩|顷")
_MASS = re.compile(r"吨|斤|千克|毫克|微克|^克$|磅")
_LENGTH = re.compile(r"(?:米|里|尺|公分|寸|呎|吋|浬|哩|丈|光年)$")
# Measure words that count anything.
ANY_THING = frozenset({"", "个", "种", "类", "项"})
PEOPLE = frozenset({"人", "名", "位", "口", "人次", "员"})
TIMES = frozenset({"次", "回", "届", "遍", "趟"})
UNITS = frozenset(MONEY | TIME | SHARES | PHYSICAL | COUNTS | LOOSE)


def family_of(unit: str) -> Family:
    """Return the kind of quantity that a unit measures; "count" for whatever counts things."""
    base = unit.split("/")[0]
    if base in MONEY or base.endswith("元"):
        return "money"
    if base in ("岁", "周岁"):
        return "age"
    if base in TIME:
        return "time"
    if base in SHARES:
        return "share" if base != "分" else "count"
    if base in PEOPLE:
        return "people"
    if base in TIMES:
        return "times"
    return _physical(base) if base in PHYSICAL else "count"


def _physical(unit: str) -> Family:
    if _AREA.search(unit):
        return "area"
    if _MASS.search(unit):
        return "mass"
    return "length" if _LENGTH.search(unit) and "立方" not in unit else "measure"


_DAYS, _HOURS = re.compile("[日天]"), re.compile("时|分钟|秒")
_SHORT = re.compile(r"天|日|时|分钟|秒")
_LONG = re.compile(r"年|月|季|学期|世纪")


def lasts_alike(asked: str, unit: str) -> bool:
    """Return whether a time in one unit can answer for one asked in another: days are not counted in years, nor hours in days."""
    if asked and _DAYS.search(asked) and _HOURS.search(unit):
        return False
    if asked.endswith(("月", "学期")) and ("工作日" in unit or _HOURS.search(unit)):
        return False  # 10个工作日 are no 几个月
    if "工作日" in asked and "工作日" not in unit and _SHORT.search(unit):
        return False
    return not (_SHORT.search(asked) and _LONG.search(unit)) and not (
        asked.endswith("年") and _SHORT.search(unit)
    )


# A unit of so many times another measures the same: 千瓦, 兆瓦, 万千瓦.
_SCALE = re.compile("^(?:标准)?[千兆吉毫微百]+")


def measured_alike(asked: str, unit: str) -> bool:
    """Return whether two physical units measure the same, of those that are of no family of their own: 千瓦 and 兆瓦, no 千瓦时."""
    if unit.isascii() or not asked or asked == "度":
        return True
    return _SCALE.sub("", asked) == _SCALE.sub("", unit)


def numbers_in(unit: str, text: str) -> Iterator[tuple[float, str, int, int]]:
    """Yield value, unit, start and end of the numbers that stand in a text right before a measure word: 三级 of 级, no 第三级, no 20分钟 of 分."""
    for m in re.finditer(rf"(?<![第{NUMERALS}])(?P<n>[{NUMERALS}]+){re.escape(unit)}", text):
        value = parse_numeral(m.group("n"))
        if value is not None and f"{unit}{text[m.end() : m.end() + 1]}" not in UNITS - {unit}:
            yield float(value), unit, m.start(), m.end()


def lasts_otherwise(asked: str, unit: str) -> bool:
    """Return whether a figure in years stands where months are asked for, or the other way round."""
    months, years = "月" in asked, asked.endswith("年")
    return (months and unit.endswith("年")) or (years and "月" in unit)
