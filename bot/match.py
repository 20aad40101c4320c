"""How far a text holds the words of a question."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.clock import covers
from bot.question import Question, Term
from index.words import is_han, without_quotes

# A word found only in part counts less than its share of characters.
PARTIAL = 0.8
# Parts of a word may stand so many characters apart; further off they count less.
GAP, APART = 8, 0.7
# The parts of a longer word count as apart: the ways to cut it are too many.
CUT = 10
# A noun of the question is held when a text holds at least this much of it.
HELD = 0.7
# How far the best held noun must be held for a figure to be of it at all.
HINTED = 0.3
# A word that only sounds like the one in the text.
GUESSED = 0.75
# Another meaning of an English word than the field's own.
MEANT = 0.75
# A word the library lacks that shortens one of the text: 高管 for 高级管理人员.
SHORTENED = 0.75


# What stands behind what is left out: 危险 货物运输以外的.
_BUT = re.compile("[^\\W\\d在从到的以之于外、和或及与]{0,4}[以之]外")
# What is called after a place and need not be there: 河南村.
CALLED_AFTER = frozenset("村路街桥寺镇乡")
# 小学生 are the 学生 of a 小学, 大学生 those of 高等学校: each school as texts name it, one name or two.
_SCHOOLS = {
    "中小学": (("小学", "中学", "学生"),),
    "大学": (("大学", "学生"), ("高等学校", "学生"), ("高校", "学生")),
    "高中": (("高中", "学生"), ("高级中学", "学生")),
    "初中": (("初中", "学生"), ("初级中学", "学生")),
    **{school: ((school, "学生"),) for school in ("小学", "中学", "中职", "高职", "本科", "专科")},
}
_PUPIL = re.compile(f"(?P<of>{'|'.join(_SCHOOLS)})学?生")
# 老旧小区改造 is 改造老旧小区.
_TURNED = re.compile("(?P<of>[\u4e00-\u9fff]{2,8})(?P<deed>改造|建设|治理|修复|培训|更新|改建|扩建)")
# 误餐费 is told as 交通、误餐等费用.
_FEE = re.compile("(?P<of>[\u4e00-\u9fff]{2,4})费用?")
_DATES = re.compile(r"\d+[年月日]?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def degree(term: Term, text: str) -> float:
    """Return 1 where the text holds the term in any form, else the share of it that it holds, in [0, 1]."""
    if term.place:
        return float(any(names_place(text, form) for form in term.forms()))
    if holds(text, term.word):
        return 1.0
    if term.clock and covers(text, term.word):
        return 1.0
    if any(holds(text, form) for form in term.equal):
        return GUESSED if term.guessed else 1.0
    if any(holds(text, sense) for sense in term.senses):
        return MEANT
    pupil = _PUPIL.fullmatch(term.word)
    if pupil and any(all(s in text for s in schools) for schools in _SCHOOLS[pupil.group("of")]):
        return SHORTENED
    if term.unseen and (fee := _FEE.fullmatch(term.word)) and re.search(f"{fee['of']}[^,。;]{{0,8}}费", text):
        return SHORTENED
    if term.unseen and (written := written_out(term.word)) and written.search(text):
        return SHORTENED
    # Of a word that the library lacks, another form may stand in parts: 本科及以上教育的高等学校 is a 本科高等学校.
    if term.unseen and any(cover(form, text) == 1.0 for form in term.equal):
        return PARTIAL
    return max(SHORTENED * _is_turned(term.word, text), PARTIAL * cover(term.word, text) ** 2)


def _is_turned(word: str, text: str) -> bool:
    """Return whether a text says the two halves of a word the other way round: 申请回避, 回避申请; or a deed further off."""
    if len(word) == 4 and word[2:] + word[:2] in text:
        return True
    turned = _TURNED.fullmatch(word)
    return (
        turned is not None and re.search(f"{turned['deed']}[^,。;、]{{0,4}}{turned['of']}", text) is not None
    )


def holds(text: str, word: str) -> bool:
    """Return whether a text holds a word and not only its opposite: 非本市户籍, 未成年, or all but it: 金融机构以外的单位."""
    at = text.find(word)
    while at >= 0 and (text[max(at - 1, 0) : at] in ("非", "未") or _BUT.match(text, at + len(word))):
        at = text.find(word, at + 1)
    return at >= 0


def names_place(text: str, place: str) -> bool:
    """Return whether a text names a place and not only what is called after it: 河南村 is not in 河南."""
    at = text.find(place)
    while at >= 0 and text[at + len(place) : at + len(place) + 1] in CALLED_AFTER:
        at = text.find(place, at + 1)
    return at >= 0


@lru_cache(maxsize=512)
def written_out(word: str) -> re.Pattern[str] | None:
    """Return what the words look like that `word` shortens, a character from each; None if it is no such word."""
    if not 2 <= len(word) <= 4 or not _HAN.fullmatch(word):
        return None
    return re.compile("[\u4e00-\u9fff]{1,2}".join(word))


def cover(word: str, text: str) -> float:
    """Return the share of a word's characters that the text holds in runs of two or more, of all ways to cut it the best.

    Runs that stand far apart say something else than the word (养老 here, 床位 there) and count half.
    """
    ends = [_end_of_run(word, text, at) for at in range(len(word))]
    if not any(ends):
        return 0.0
    best = max(APART * _most_held(ends), max(end - at for at, end in enumerate(ends)))
    for runs in _cuts(word, ends) if len(word) <= CUT else ():
        held = sum(map(len, runs))
        if held > best and _together(runs, text):
            best = held
    return best / len(word)


def _end_of_run(word: str, text: str, at: int) -> int:
    """Return the end of the longest run of a word from a place on that a text holds, 0 where it holds no two characters."""
    end = at + 1
    while end < len(word) and word[at : end + 1] in text:
        end += 1
    return end if end > at + 1 else 0


def _most_held(ends: Sequence[int]) -> int:
    """Return how many characters of a word the runs that begin at its places can hold at most."""
    held = [0] * (len(ends) + 1)
    for at in range(len(ends) - 1, -1, -1):
        held[at] = max([held[at + 1], *(end - at + held[end] for end in range(at + 2, ends[at] + 1))])
    return held[0]


def _cuts(word: str, ends: Sequence[int], at: int = 0) -> Iterator[list[str]]:
    """Yield every way to cut runs of two characters or more out of a word, from a place on."""
    if at >= len(word) - 1:
        yield []
        return
    for end in range(ends[at], at + 1, -1):
        yield from ([word[at:end], *rest] for rest in _cuts(word, ends, end))
    yield from _cuts(word, ends, at + 1)


def _together(runs: Sequence[str], text: str) -> bool:
    """Return whether a text holds the runs in order, each within a few characters of the one before."""
    start = text.find(runs[0])
    while start >= 0:
        at = start + len(runs[0])
        for run in runs[1:]:
            found = text.find(run, at, at + GAP + len(run))
            if found < 0:
                break
            at = found + len(run)
        else:
            return True
        start = text.find(runs[0], start + 1)
    return False


def coverage(terms: Sequence[Term], weights: Sequence[float], texts: Iterable[str]) -> float:
    """Return the weighted share of the terms that the texts hold between them, in [0, 1]."""
    total = sum(weights)
    if not total:
        return 0.0
    places = tuple(texts)
    held = (w * max(degree(t, place) for place in places) for t, w in zip(terms, weights, strict=True))
    return sum(held) / total


def compactness(terms: Sequence[Term], text: str) -> float:
    """Return how close together a sentence holds the terms: their length over that of the stretch, in [0, 1]."""
    spans = []
    for term in terms:
        found = [(text.find(f), len(f)) for f in term.forms() if f in text]
        if found:
            spans.append(max(found, key=lambda pair: pair[1]))
    if len(spans) < 2:
        return 0.0
    stretch = max(at + n for at, n in spans) - min(at for at, _ in spans)
    return min(1.0, sum(n for _, n in spans) / max(stretch, 1)) * len(spans) / len(terms)


def longest_said(question: Question, terms: Sequence[Term], asked: str, text: str) -> int:
    """Return the length of the longest run of a text that the question says, an English one by its terms."""
    return longest_shared(asked, text) if question.language == "zh" else longest_covered(terms, text)


def longest_covered(terms: Sequence[Term], text: str) -> int:
    """Return the length of the longest run of characters that are forms of several terms, one behind the other.

    A single term's form is one word, which stands in a text by chance.
    """
    text = without_quotes(text)
    by_term = [bytearray(len(text)) for _ in terms]
    for term, covered in zip(terms, by_term, strict=True):
        for found in (m for f in term.forms() if is_han(f) for m in re.finditer(re.escape(f), text)):
            covered[found.start() : found.end()] = b"x" * len(found.group())
    said = bytes(max(column) for column in zip(*by_term, strict=True))
    runs = (m.span() for m in re.finditer(b"x+", said))
    return max((end - at for at, end in runs if sum(b"x" in c[at:end] for c in by_term) > 1), default=0)


def longest_shared(asked: str, text: str) -> int:
    """Return the length of the longest run of characters that a text shares with the question, dates apart."""
    asked, text = _DATES.sub(" ", without_quotes(asked)), without_quotes(text)
    longest = 0
    for start in range(len(asked)):
        while start + longest < len(asked) and asked[start : start + longest + 1] in text:
            longest += 1
    return longest
