"""Times of day: whether a text’s hours, “8时至18时”, cover the one that a question names."""

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.numbering import parse_numeral

_PART = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|半夜|深夜"
_HOUR = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_TIME = rf"(?:{_PART})?{_HOUR}(?:[点时](?!间|候|段|期|代|常)(?:整|半|[0-9]{{1,2}}分?)?|:[0-5]\d)"
# As a question names it: with 点, for 8时 may be anything.
CLOCK = rf"(?:{_PART})?{_HOUR}点(?!名|钟前)(?:钟|整|半)?"
_SPAN = re.compile(rf"(?P<start>{_TIME})(?:至|到|—+|-|~)(?:次日|第二天|翌日)?(?P<end>{_TIME})")
_PARSED = re.compile(rf"(?P<part>{_PART})?(?P<hour>{_HOUR})(?P<half>[点时]半)?")
_LATE = frozenset(("下午", "傍晚", "晚上"))
_NIGHT = frozenset(("夜里", "夜间", "半夜", "深夜", "晚上"))


def covers(text: str, said: str) -> bool:
    """Return whether a span of hours in a text holds the time of day `said`; one may reach over midnight."""
    hour = _hour(said)
    return any(
        start <= hour <= end if start <= end else hour >= start or hour <= end for start, end in _spans(text)
    )


@lru_cache(maxsize=512)
def _spans(text: str) -> tuple[tuple[float, float], ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[tuple[float, float]]:
    for span in _SPAN.finditer(text):
        yield _hour(span.group("start")), _hour(span.group("end"))


def _hour(said: str) -> float:
    """Return a time of day in hours: 下午三点半 is 15.5."""
    parsed = _PARSED.match(said)
    if parsed is None:
        return -1.0
    written, part = parsed.group("hour").replace("两", "二"), parsed.group("part")
    hour = float(parse_numeral(written) or 0)
    if part in _NIGHT and hour == 12:
        hour = 24.0
    elif (part in _LATE and hour < 12) or (part == "中午" and hour < 4):
        hour += 12
    return hour + (0.5 if parsed.group("half") else 0.0)
