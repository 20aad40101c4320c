"""Traditional characters become Simplified, one for one, so that every offset stays."""

import re
from functools import cache

import opencc


@cache
def _to_simplified() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds the characters that OpenCC changes, and its table for them."""
    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    simplified = opencc.OpenCC("t2s").convert(characters)
    table = {t: s for t, s in zip(characters, simplified, strict=True) if t != s}
    return re.compile(f"[{''.join(table)}]"), table


def simplified(text: str) -> str:
    """Return text in Simplified characters; its length stays the same."""
    # Not str.translate: it looks up each character, and hardly any of an official text is Traditional.
    traditional, table = _to_simplified()
    return traditional.sub(lambda match: table[match.group()], text)
