"""Whether a number that a question gives falls into the case a figure is set for: 工作12年, 已满10年不满20年的."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.english import figures_given
from bot.match import HELD, degree
from bot.question import Question
from bot.spots import Spot
from bot.units import PEOPLE
from corpus.figures import Figure, find_figures
from corpus.model import Target
from corpus.numbering import to_numeral
from index.words import normalise

# What sets a case from so much on, or above it, and up to so much, or below it.
_REACHED = frozenset("满 年满".split())
_FROM = _REACHED | frozenset("以上 及以上 不低于 不少于 不小于 不得低于 不得少于".split())
_ABOVE = frozenset("超过 超出 高于 大于 多于".split())
_UP_TO = frozenset("以下 及以下 以内 之内 不超过 不得超过 不高于 不多于 不大于".split())
_BELOW = frozenset("不满 未满 不足 未达 低于 少于 小于 不到".split())
ENDS = _FROM | _ABOVE | _UP_TO | _BELOW
# What stands between the ends of a case: 5万元以上、不满10万元.
_BETWEEN = re.compile(
    r"(?:及?以[上下内])?(?:的?[,、]?[但且并和])?[,、]?(?:[不未]满|不足|不?超过|[不]?[高低多少大小]于|不到)?"
)
# 每增加1人 is no number that somebody has.
_EACH = re.compile("每[^,。;]{0,3}$")
# Who is of age is so old at least.
_ADULT, ADULT = re.compile("(?<!未)成年(?:人|公民|男性|女性)"), 18.0
# Larger numbers are not written out.
MOST_WRITTEN = 10000
_SCALES = {"年": ("月", 12), "周年": ("月", 12), "个月": ("月", 1), "月": ("月", 1), "周岁": ("岁", 1)}

Case = tuple[Figure, ...]


def cases_of(question: Question, spot: Spot) -> tuple[list[str], list[str]]:
    """Return the numbers of a question that fall into the case of a figure, as written and in digits, and those that do not."""
    met: list[str] = []
    missed: list[str] = []
    for asked in _asked(question):
        set_for = _case_of(spot, asked[0].unit)
        if set_for and _within(asked, set_for) and _measures(question, asked, spot):
            met += [form for f in asked for form in _forms(f)]
        elif set_for and _apart(asked, set_for):
            missed += [f.text for f in asked]
    return met, missed


def in_narrow_case(question: Question, spot: Spot) -> bool:
    """Return whether a number of a question falls into a case with both ends: of 16周岁以上 and 16周岁至25周岁 the latter."""
    cases = ((asked, _case_of(spot, asked[0].unit)) for asked in _asked(question))
    return any(len(case) > 1 and _within(asked, case) for asked, case in cases)


def _measures(question: Question, asked: Case, spot: Spot) -> bool:
    """Return whether what a number is said of, right before it, is said of the case too: 工作半年 is no 合同期限."""
    before = question.folded[: asked[0].start]
    said = [t for t in question.terms if before.endswith(t.forms())]
    around = f"{spot.passage.text} {spot.passage.context} {spot.item}"
    return all(degree(t, around) >= HELD for t in said)


def _forms(figure: Figure) -> tuple[str, ...]:
    """Return how the words of a question may say a figure: as written, without its measure, in digits, by its bound."""
    written = to_numeral(int(figure.value)) if figure.value == int(figure.value) < MOST_WRITTEN else ""
    number = figure.text.removesuffix(figure.unit)
    return figure.text, number, f"{figure.value:g}", written, *_bounds(figure)


def _asked(question: Question) -> Iterator[Case]:
    """Yield the cases that a question asks of: a number that somebody has (12年), or the ends of a case (10年以上)."""
    if question.language == "en":
        yield from ((f,) for f in figures_given(question.folded))
        return
    cases = [c for c in _cases(question.folded) if not _is_number(c)]
    yield from cases
    inside = {figure for case in cases for figure in case}
    if adult := _ADULT.search(question.folded):
        yield (Figure(ADULT, "周岁", *adult.span(), adult.group()),)
    for figure in find_figures(question.folded):
        each = _EACH.search(question.folded, 0, figure.start)
        if _is_number((figure,)) and figure not in inside and not each:
            yield (figure,)


def _case_of(spot: Spot, unit: str) -> Case:
    """Return the case that governs a figure, in the measure given: the last before it, else that of what leads to it."""
    end = spot.at + len(normalise(spot.target.text))
    before = [c for c in _cases(spot.sentence.text) if c[-1].end <= spot.at and not _own(c, spot, end)]
    for cases in (before, list(_cases(spot.item)), list(_cases(spot.passage.led_to(spot.sentence)))):
        alike = [c for c in cases if _scale(c[0].unit)[0] == _scale(unit)[0]]
        if alike:
            return alike[-1]
    return ()


def is_limit(figure: Figure | Target) -> bool:
    """Return whether a figure is one end of a case: 65周岁以上, 不满10年."""
    return not _bounds(figure).isdisjoint(ENDS)


def _is_number(case: Case) -> bool:
    """Return whether it is a number that somebody has: 12年, 满12年."""
    bounds = _bounds(case[0]) - _REACHED
    bound = bounds & ENDS or any(b.startswith(("每", "内")) for b in bounds)
    return len(case) == 1 and case[0].high is None and not bound


def _own(case: Case, spot: Spot, end: int) -> bool:
    """Return whether a case is a figure itself, or the other end of its range."""
    return any(f.start < end and spot.at < f.end for f in case)


def _cases(text: str) -> Iterator[Case]:
    """Yield the cases that a text sets by number: of one end, or of two side by side in the same measure."""
    figures = list(find_figures(text))
    for figure in figures:
        if figure.high is not None:  # 十六周岁至二十五周岁
            low, high = (replace(figure, value=n, high=None) for n in (figure.value, figure.high))
            yield replace(low, qualifier="以上"), replace(high, qualifier="以下")
    bounded = [f for f in figures if is_limit(f) and f.high is None]
    taken: Figure | None = None
    for first, then in pairwise([*bounded, None]):
        if first is None or first is taken:
            continue
        if (
            then
            and _scale(first.unit)[0] == _scale(then.unit)[0]
            and _BETWEEN.fullmatch(text, first.end, then.start)
        ):
            taken = then
            yield first, then
        else:
            yield (first,)


def _bounds(figure: Figure | Target) -> frozenset[str]:
    return frozenset((figure.qualifier or "").split("，"))


def _scale(unit: str) -> tuple[str, int]:
    """Return what a unit measures, and how many of the smallest it is: years are months."""
    if unit in PEOPLE:
        return "人", 1
    return _SCALES.get(unit, (unit, 1))


def _within(asked: Case, case: Case) -> bool:
    """Return whether a number lies in a case, or the ends of one are ends of the other."""
    if _is_number(asked):
        return all(_holds(asked[0], end) for end in case)
    return {_end(f) for f in asked} <= {_end(f) for f in case}


def _apart(asked: Case, case: Case) -> bool:
    """Return whether a number lies outside a case, or two cases have nothing in common."""
    (low, high), (least, most) = _span(asked), _span(case)
    return not _within(asked, case) and (_is_number(asked) or high <= least or most <= low)


def _span(case: Case) -> tuple[float, float]:
    """Return from where to where a case reaches."""
    ends = [_end(f) for f in case]
    low = max((n for upper, n in ends if not upper), default=0.0)
    return low, min((n for upper, n in ends if upper), default=float("inf"))


def _end(figure: Figure) -> tuple[bool, float]:
    """Return whether an end of a case is its upper one, and the number it lies at."""
    return bool(_bounds(figure) & (_UP_TO | _BELOW)), figure.value * _scale(figure.unit)[1]


def _holds(given: Figure, end: Figure) -> bool:
    """Return whether a number lies on the right side of one end of a case."""
    own, limit = given.value * _scale(given.unit)[1], end.value * _scale(end.unit)[1]
    bounds = _bounds(end)
    if bounds & _BELOW:
        return own < limit
    if bounds & _UP_TO:
        return own <= limit
    return own > limit if bounds & _ABOVE else own >= limit
