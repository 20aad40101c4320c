"""Which kind of quantity a measure word measures, in questions and in figures."""

import re
from typing import Literal

from corpus.measures import COUNTS, LOOSE, MONEY, PHYSICAL, SHARES, TIME

Family = Literal[
    "count", "people", "times", "money", "time", "age", "share", "length", "area", "mass", "measure"
]
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
    if "工作日" in asked and "工作日" not in unit and _SHORT.search(unit):
        return False
    return not (_SHORT.search(asked) and _LONG.search(unit)) and not (
        asked.endswith("年") and _SHORT.search(unit)
    )
