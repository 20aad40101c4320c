"""Traditional characters become Simplified, one for one, so that every offset stays."""

from functools import cache

import opencc


@cache
def _to_simplified() -> dict[int, str]:
    """Return OpenCC's table for single characters."""
    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    simplified = opencc.OpenCC("t2s").convert(characters)
    return {ord(t): s for t, s in zip(characters, simplified, strict=True) if t != s}


def simplified(text: str) -> str:
    """Return text in Simplified characters; its length stays the same."""
    return text.translate(_to_simplified())
