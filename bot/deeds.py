"""Which deed a figure is asked of, and whether the text sets it for that: 几日内提出 is no 几日内作出决定."""

import re

from bot.asking import ASKS_FIGURE, FREQUENCY
from bot.evidence import Finder
from bot.match import HELD, degree
from bot.question import Question, Term
from bot.spots import Spot
from bot.units import family_of
from index.lexicon import verbs

# From when a time is counted says nothing of what is done in it: 自收到申请之日起十日内.
_SINCE = re.compile("(?:自|从|在|于)?[^,。;]{0,30}?之日起")
# Verbs that a text may leave out or say otherwise of anything.
_GENERAL = frozenset("用于 给予 面向 完成 达到 达成 实现 进行 需要".split())
# A body told by what it did: 向作出处罚决定的机关.
_WHOSE = re.compile("[向由对][^,。;]{1,14}的(?=机关|部门|机构|单位|上一级|公共|人民)")
# What may stand between a deed and “多少”: 缩短到几年, 延长了多少.
_BETWEEN = re.compile("(?:[了过得到至为在]|不得?(?:超过|低于|少于|高于|多于)|至少|最多|最少|要|应|可以|能)*$")


def of_another_deed(question: Question, finder: Finder, spot: Spot) -> list[Term]:
    """Return the deeds asked of where the text speaks of them, but not where the figure stands."""
    if question.language != "zh":
        return []
    return _beside_another(question, finder, spot) + _elsewhere(question, finder, spot)


def _elsewhere(question: Question, finder: Finder, spot: Spot) -> list[Term]:
    """Return the deed that a figure is asked of where the text sets another figure for it, or none."""
    deed = deed_asked(question)
    if deed is None:
        return []
    passage = spot.passage
    said = (_WHOSE.sub(" ", _SINCE.sub(" ", spot.near)), passage.context, passage.about)
    if max(degree(deed, text) for text in said) >= HELD:
        return [deed] if _is_of_another(deed, question, spot) else []
    # What a follow-up says itself is said in the text's words.
    told = deed in question.said or finder.writes(deed.forms(), passage.document)
    return [deed] if told else []


def _beside_another(question: Question, finder: Finder, spot: Spot) -> list[Term]:
    """Return the verb of a follow-up that another figure of the kind asked stands with, not this one: 延长多少日."""
    deeds = [t for t in question.said if t.verb and len(t.word) > 1]
    deeds = [t for t in deeds if degree(t, f"{spot.segment} {spot.subject}") < HELD]
    if not deeds:
        return []
    beside = [s.segment for s in spot.alike()]
    family = family_of(spot.target.unit)
    others = [said for unit, said in finder.figures(spot.passage.document) if family_of(unit) == family]
    # Where the sentence says it, it is said of the figure beside this one or of both.
    rivals = {t: beside if degree(t, spot.near) >= HELD else beside + others for t in deeds}
    return [t for t in deeds if any(degree(t, said) >= HELD for said in rivals[t])]


def _is_of_another(deed: Term, question: Question, spot: Spot) -> bool:
    """Return whether a deed stands right before another figure, and this one has a deed of its own: 每5年修订1次…, 每年调整1次…."""
    if max(degree(deed, text) for text in (spot.segment, spot.subject, spot.item)) >= HELD:
        return False
    often = FREQUENCY.search(question.folded) is not None
    others = spot.others() if often else iter(spot.alike())
    beside = any(_BETWEEN.sub("", s.before).endswith(deed.forms()) for s in others if s.at != spot.at)
    return beside and any(verb in spot.segment for verb in verbs() if len(verb) > 1)


def deed_asked(question: Question) -> Term | None:
    """Return the verb that a question for a figure asks of: behind “多少”, else right before it."""
    asks = next((m for m in ASKS_FIGURE.finditer(question.folded) if m.group()), None)
    if asks is None:
        return None
    named = [
        t
        for t in question.terms
        if t.verb and len(t.word) > 1 and t.word[0] != "不" and t.word not in _GENERAL
    ]
    behind = re.split("[,;、]", question.folded[asks.end() :])[0]
    placed = sorted(((behind.find(t.word), t) for t in named if t.word in behind), key=lambda pair: pair[0])
    if placed:
        at, deed = placed[0]
        return deed if behind[at + len(deed.word) :][:1] != "的" else None
    before = _BETWEEN.sub("", question.folded[: asks.start()])
    return next((t for t in named if before.endswith(t.word)), None)
