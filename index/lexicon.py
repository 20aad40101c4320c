"""Closed lists of Chinese words that hold for any text: verbs, places, words that only ask."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("wordlists")


@cache
def verbs() -> frozenset[str]:
    """Return two-character words that are verbs above all (from jieba's dictionary, and of policy prose)."""
    return _words("verbs.txt")


@cache
def places() -> frozenset[str]:
    """Return provinces, prefectures and cities of China, and the countries its policies name."""
    return _words("places.txt")


@cache
def stop_words() -> frozenset[str]:
    """Return words that carry nothing to look up: function words, politeness, words that only ask."""
    return _words("stopwords.txt")


@cache
def single_words() -> frozenset[str]:
    """Return the characters that are words by themselves, not parts of a name that was cut up."""
    return _words("singles.txt")


@cache
def english_stop_words() -> frozenset[str]:
    """Return the same for English."""
    return _words("stopwords_en.txt")


def english_of_words() -> Iterator[tuple[str, str]]:
    """Yield words that official texts of every field use, each with an English name of it."""
    for line in (_FOLDER / "english.txt").read_text(encoding="utf-8").splitlines():
        word, names = line.split("\t")
        yield from ((word, name) for name in names.split("; "))


@cache
def irregular_forms() -> dict[str, str]:
    """Return the plain form of each irregular form of English verbs and nouns: sent is send, children is child."""
    lines = (_FOLDER / "irregular_en.txt").read_text(encoding="utf-8").splitlines()
    return {form: plain for plain, *forms in map(str.split, lines) for form in forms}


@cache
def rivals(word: str) -> frozenset[str]:
    """Return what a thing is not that is called so: 公办学校 is no 民办学校; none for most words."""
    own = max((m for m in _scales() if word.startswith(m)), key=len, default="")
    return frozenset(rival + word[len(own) :] for rival in _scales().get(own, ()) if rival != own)


@cache
def opposites(word: str) -> frozenset[str]:
    """Return what tells that something is not so: whether there is a charge is told by 免费; none for most words."""
    return frozenset(other for told in _opposites() if word in told for other in told) - {word}


@cache
def _opposites() -> tuple[tuple[str, ...], ...]:
    lines = (_FOLDER / "opposites.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines)


@cache
def _scales() -> dict[str, frozenset[str]]:
    lines = (_FOLDER / "contrasts.txt").read_text(encoding="utf-8").splitlines()
    return {word: frozenset(line.split()) for line in lines for word in line.split()}


def _words(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / name).read_text(encoding="utf-8").split())
