"""Dates in official texts: 2022年1月20日, 二〇二二年一月二十日 and 2022-01-20 told as ISO."""

import re

from corpus.numbering import parse_numeral

_YEAR = r"((?:19|20)[ ]*\d[ ]*\d|[一二][〇○Ｏ零九][〇○Ｏ零一二三四五六七八九]{2})"
_DAY = r"(\d[ ]{0,2}\d?|[一二三四五六七八九十]{1,3})"
DATE = re.compile(rf"{_YEAR}[ ]*年[ ]*{_DAY}[ ]*月[ ]*{_DAY}[ ]*日")
_ISO = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_CLOCK = re.compile(r"[ ]*\d{1,2}[:：时]\d{1,2}[分]?(?:[:：]?\d{1,2}秒?)?$")
_BLANK = re.compile(r"\s+")
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def find_date(text: str) -> str:
    """Return the first full date in the first 400 characters of `text` as ISO, else ""."""
    head = text[:400].translate(NARROW)
    m = DATE.search(head) or _ISO.search(head) or DATE.search(_BLANK.sub("", head))
    numbers = [parse_numeral("".join(part.split())) for part in m.groups()] if m else []
    if len(numbers) != 3 or not all(isinstance(n, int) for n in numbers):
        return ""
    year, month, day = (int(n or 0) for n in numbers)
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year:04}-{month:02}-{day:02}"


def is_date_line(text: str) -> bool:
    """Whether a line holds nothing but a date, bracketed or not."""
    if len(text) > 40 or "日" not in text:
        return False
    plain = _BLANK.sub("", text).translate(NARROW).strip("（）()")
    return len(plain) <= 16 and DATE.fullmatch(plain) is not None


def is_timestamp(text: str) -> bool:
    """Whether a line holds the day and hour at which a portal put a page up."""
    m = DATE.match(text) or _ISO.match(text)
    return bool(m) and (_CLOCK.fullmatch(text, m.end()) is not None if m else False)
