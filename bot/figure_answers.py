"""A question for a figure finds the target that answers it, or what condition none meets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.asking import FREQUENCY
from bot.brackets import in_narrow_case
from bot.conditions import (
    is_time,
    names_thing,
    numbers_missing,
    of_rival,
    time_holds,
    time_level,
    times_named,
)
from bot.evidence import NAMED, Finder
from bot.figure_conditions import ABOUT, conditions_of, missing_terms
from bot.forms import names_wrong
from bot.match import HELD, HINTED, coverage, degree
from bot.measured_otherwise import bounded_alike
from bot.passages import Passage, Sentence, is_named, titled
from bot.question import Place, Question, Term
from bot.spots import Spot, make_spot
from bot.units import (
    ANY_THING,
    PEOPLE,
    family_of,
    lasts_alike,
    lasts_otherwise,
    measured_alike,
    numbers_in,
)
from corpus.figures import Figure, find_figures
from corpus.model import Target
from index.words import normalise

# Where a term stands: in the figure's own sentence it binds, further off it only may.
NEAR, ABOVE, OPENING, ASIDE = 1.0, 0.95, 0.75, 0.55
# What is added where a figure's subject is all named by the question.
EXACT = 0.1
# What is added where what a follow-up says itself stands right beside the figure, and where that is in
# the sentence that answered the question before: 养犬个人五百元, 养犬单位二千元.
SAID, PARALLEL, AGAIN = 0.3, 0.8, 0.1
# A figure of which less of the question is said than this is none that was asked for.
LEAST = 0.6
# What is taken off for each two words of one name that stand apart where the figure is.
PARTED = 0.15
_MEASURE = re.compile(
    r"(?<=.)(?:面积|产量|产值|比例|比重|金额|里程|长度|人数|收入|价格|规模|总量|总额|年限|期限|时间)$"
)
# The bound that stands behind the figure asked for: 多少人以上.
_BOUND_ASKED = re.compile("(?:多少|几)[^,。]{0,4}?(?P<bound>以上|以下|以内|之内)")
_STEP = re.compile("(?:的)?(?:新?台阶|大关|关口)")
_OLD = re.compile("本[^,。;]{1,6}(?:施行|实施|生效)(?:之日)?前")
_OLD_ASKED = re.compile("前|已|原|旧|老|存量|全部")
_NAMED = re.compile("“[^“”]{2,12}”")
# So much of a sum is asked for, which a text tells as a share of it.
_SPENT_ON = re.compile("(?:多少|几)[^,。]{0,6}(?:用[于来在]|投[入向]|拿来|拿出)")
# What no number of things is, and what asks for an age.
TIME_ASKED = re.compile(r"[期间久年月日天时周]|提前|延长|[a-z]")
NO_COUNT = frozenset({"age", "time", "times"})
AGE_ASKED = re.compile(r"岁(?:数|$)|年龄|年纪|多大|几岁|多少周?岁|\b(?:age|old|years?)\b")
# How much is paid or given back may be told without a number.
_IN_FULL = re.compile(r"(?:全部|全额|全数|足额)[^,。;:]{0,6}[费款金钱]|免[收交缴费]|不收取|不得收取")
_GIVEN = re.compile("[补奖给领][贴助励]?(?:多少|几)")
# A figure over a time or for one head is another than the figure itself.
_AVERAGED = re.compile(r"年均|累计|人均|平均|每千|每万")
# 每年检查 says how often without a number.
_REGULAR = re.compile("[每按逐](?:[年月日天周季]|半年|季度|学期|学年|星期)")
_EACH = re.compile(r"每|各|分别|人均|生均")
# 一只罚多少: so much for each.
_EACH_ASKED = re.compile(
    _EACH.pattern
    + r"|\b(?:per|each|every)\b|一[个只头辆台张件间人户亩次](?=[罚补发奖给交收领缴]?(?:多少|几))"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A target read as the answer: how much of the question holds where it stands, and what does not.

    `beside` is another clause that the figure is set for: an item of a list, the rule that is broken; `rank` the
    place of the clause it was found by among those that share most with the question, from 0; `barred` whether some
    of what is missing makes it another figure, in whatever words the rest may be said.
    """

    target: Target
    passage: Passage
    sentence: Sentence
    score: float
    missing: tuple[Term, ...]
    beside: Passage | None = None
    rank: int = 0
    barred: bool = False

    @property
    def holds(self) -> bool:
        """Return whether every condition of the question is met."""
        return not self.missing and self.score >= LEAST


def readings(question: Question, finder: Finder, passages: Sequence[Passage]) -> list[Reading]:
    """Return the targets of the right kind, best first: those that meet every condition before others."""
    found = [r for n, p in enumerate(passages) for r in _of_passage(question, finder, p, None, n)]
    # An item's lead may set the figure: “有下列情形之一的，处五万元罚款：（一）…”.
    for n, item in enumerate(passages):
        for lead in finder.passages.governing(item):
            found += _of_passage(question, finder, lead, item, n)
    return sorted(found, key=lambda r: (not r.holds, -r.score))


def _of_passage(
    question: Question, finder: Finder, passage: Passage, item: Passage | None, rank: int
) -> Iterator[Reading]:
    for target in passage.targets:
        sentence = passage.sentence_at(target.start)
        if sentence and fits(question, target) and not _names(question, target):
            if _in_title(sentence.text[: passage.offset_of(target.start) - sentence.start]):
                continue
            reading = _read(question, finder, make_spot(passage, sentence, target, item.text if item else ""))
            yield replace(reading, beside=item, rank=rank)


def _in_title(before: str) -> bool:
    """Return whether a text breaks off inside the name of a document: 《…等6部门关于…."""
    return before.rfind("《") > before.rfind("》")


def _names(question: Question, target: Target) -> bool:
    """Return whether the question itself names a figure, which then is no answer to it."""
    if normalise(target.text) in question.folded:
        return True
    named = target.unit.removeprefix("个")
    counted = "number of" in question.folded or question.family == "time" or family_of(target.unit) != "time"
    if not counted and len(named) > 1 and any(named in t.forms() for t in question.terms):
        return True  # “in a calendar year” asks for no years
    if (
        target.value == 1
        and family_of(target.unit) == "time"
        and re.search(rf"一个?{re.escape(named)}", question.folded)
    ):
        return True  # 每多断保一年 names what so much is for
    return any(f.value == target.value and f.unit == target.unit for f in find_figures(question.folded))


def speaks_of(question: Question, finder: Finder, passage: Passage, sentence: Sentence) -> bool:
    """Return whether a sentence holds a figure of the kind asked and meets every condition itself.

    A sentence whose targets were read is judged by them alone.
    """
    inside = (t for t in passage.targets if sentence.start <= passage.offset_of(t.start) < sentence.end)
    if any(fits(question, t) for t in inside):
        return False
    near = (sentence.text, passage.context, passage.about)
    if question.family in ("count", "people") and not _counts_in(question.unit, sentence.text):
        return False
    often = FREQUENCY.search(question.folded) is not None
    if question.counted and question.family not in ("count", "people") and not often:
        return False
    if any(max(degree(t, x) for x in near) < HELD for t in conditions_of(question, finder, passage)):
        return False
    nouns = [t for t in question.terms if names_thing(t)]
    if nouns and question.language == "zh" and all(degree(t, sentence.text) < HINTED for t in nouns):
        return False
    if not all(time_holds(t.word, sentence.text, passage) for t in times_named(question)):
        return False
    if of_rival(question.terms, sentence.text, passage.context, passage.about):
        return False
    return (
        _counts_in(question.unit, sentence.text)
        or (often and _REGULAR.search(sentence.text) is not None)
        or any(fits(question, f) for f in find_figures(without_names(sentence.text)))
        or (question.family == "money" and not question.unit and _is_in_full(question, sentence.text))
    )


def without_names(text: str) -> str:
    """Return a text with what stands in quotation marks blanked: “百人计划” counts nobody."""
    return _NAMED.sub(lambda name: " " * len(name.group()), text)


def _is_in_full(question: Question, text: str) -> bool:
    """Return whether a sentence says of a sum that it is all or nothing; free is no answer to who asks what is given."""
    # 凭残疾人证办理免费乘车卡 says nothing of what a 残疾人证 costs.
    if any(re.search(f"[凭持][^,。;]{{0,4}}{re.escape(t.word)}", text) for t in question.focus):
        return False
    full = _IN_FULL.search(text)
    return full is not None and not (full.group().startswith("免") and _GIVEN.search(question.folded))


def _counts_in(unit: str, text: str) -> bool:
    """Return whether a sentence gives just one number in a measure word that does not count anything: 一册."""
    return bool(unit) and unit not in ANY_THING and len(list(numbers_in(unit, text))) == 1


def fits(question: Question, target: Target | Figure) -> bool:
    """Return whether a target is of the kind of figure asked for."""
    family = family_of(target.unit)
    if target.unit == "" and target.value <= 1 and question.family in ("count", "people"):
        return "分之" in question.folded  # 三分之一 of them is no number of things
    if question.unit == "分" != target.unit:
        return False  # points of an examination count nothing else
    if family == "time" and question.family == "time" and not lasts_alike(question.unit, target.unit):
        return False
    if family == "measure" == question.family and not measured_alike(question.unit, target.unit):
        return False
    if question.said and "月" in question.unit and target.unit in ("天", "日"):
        return False  # months asked before are months asked now
    if question.family is None and family in NO_COUNT and question.counted:
        return False  # 多少老年人 asks for no age
    if question.family is None and family == "age" and not AGE_ASKED.search(question.folded):
        return False
    if question.family is None and family == "time" and not TIME_ASKED.search(question.folded):
        return False
    if question.family is None or question.family == family:
        return True
    if question.family == "time" and family == "age":
        return question.unit in ("岁", "周岁")
    if question.family == "share" and target.unit == "":
        return target.value <= 1
    if question.family == "money" and family == "share":
        return not question.unit and _SPENT_ON.search(question.folded) is not None
    if question.language == "en" and question.family == "count" and family == "times":
        # Meetings are counted as 2次会议, which the measure word says in Chinese only.
        return any(not t.loose for t in question.focus[-1:])
    if question.family in ("count", "people"):
        if question.unit not in ANY_THING | PEOPLE and family == "people":
            return False  # 几家 are no people
        return family in ("count", "people") and (target.unit in ANY_THING or question.unit not in PEOPLE)
    return False


def _read(question: Question, finder: Finder, spot: Spot) -> Reading:
    held = [_held(t, spot) for t in question.terms]
    unsaid, barred = missing_terms(question, finder, spot, held)
    score = _said(question, finder, spot, held) + _alike(question, spot)
    missing = tuple(dict.fromkeys((*unsaid, *barred)))
    return Reading(spot.target, spot.passage, spot.sentence, score, missing, barred=bool(barred))


def _said(question: Question, finder: Finder, spot: Spot, held: Sequence[float]) -> float:
    """Return how much of the question is said where the figure stands: most in its own part of the sentence."""
    terms = question.terms
    weights = finder.weights(terms)
    score = sum(w * h for w, h in zip(weights, held, strict=True)) / (sum(weights) or 1.0)
    counts = question.family in ("count", "people")
    focus = question.focus if counts and question.focus else tuple(t for t in terms if not t.verb)
    if focus:
        score += (0.35 if counts else 0.25) * sum(degree(t, spot.subject) for t in focus) / len(focus)
    if question.said:
        beside = coverage(question.said, finder.weights(question.said), (spot.told,))
        score += (PARALLEL if _is_at(question.place, spot) else SAID) * beside
    elif _is_at(question.place, spot):  # another figure of what was asked before
        score += AGAIN
    score += EXACT * precision(terms, spot.subject)
    soft = zip(question.soft, finder.weights(question.soft), strict=True)
    score += 0.15 * sum(w * degree(t, spot.near) for t, w in soft)
    score += 0.2 * coverage(terms, weights, (f"{spot.segment} {spot.subject}",))
    score += 0.15 * all(h >= NEAR for t, h in zip(terms, held, strict=True) if not is_time(t))
    score -= PARTED * sum(_parted(pair, question, finder, spot) for pair in pairwise(terms))
    return score + 0.15 * _closeness(terms, spot)


def _parted(pair: tuple[Term, Term], question: Question, finder: Finder, spot: Spot) -> bool:
    """Return whether two words that make a name in question and document stand apart from each other here: 机构护理."""
    if any(t.verb or len(t.word) < 2 for t in pair) or pair[0].word + pair[1].word not in question.folded:
        return False
    names = [a + b for a in pair[0].forms() for b in pair[1].forms()]
    here = f"{spot.near} {spot.passage.context} {spot.passage.about}"
    apart = all(degree(t, spot.near) >= HELD for t in pair) and not any(n in here for n in names)
    return apart and finder.writes(names, spot.passage.document)


def precision(terms: Sequence[Term], subject: str) -> float:
    """Return the share of a subject that the question names too: more, and it is of something else besides."""
    named = bytearray(len(subject))
    for form in {f for t in terms for f in t.forms()}:
        for found in re.finditer(re.escape(form), subject):
            named[found.start() : found.end()] = b"\1" * len(form)
    return sum(named) / len(subject) if subject else 0.0


def _is_at(place: Place | None, spot: Spot) -> bool:
    """Return whether a figure stands in the sentence that the question before was answered from."""
    if place is None:
        return False
    document, start, end = place
    return document == spot.passage.document.id and start <= spot.target.start < end


def _alike(question: Question, spot: Spot) -> float:
    """Return how well the figure is of the form asked: 每, averages, unit, numbers, time, the verb before it."""
    target = spot.target
    each = _EACH.search(target.qualifier or "") or _EACH.search(target.scope or "")
    score = 0.2 * (bool(_EACH_ASKED.search(question.folded)) is bool(each))
    averaged = bool(_AVERAGED.search(spot.segment))
    score -= 0.3 * (bool(_AVERAGED.search(question.folded)) is not averaged)
    score -= 0.3 * lasts_otherwise(question.unit, target.unit)
    # 可以延长三十日 is more than the time itself.
    score -= 0.3 * ("延长" in spot.segment and "延" not in question.folded)
    score -= 0.3 * names_wrong(question, spot.sentence.text)
    # 距退休年龄不足五年的人员 says who, not for how long.
    score -= 0.3 * (question.family == "time" and bool(target.qualifier) and spot.after.startswith("的"))
    # 迈上6万亿元台阶 is less than the sum itself.
    score -= 0.3 * (_STEP.match(spot.after) is not None and not _STEP.search(question.folded))
    # 本条例施行前尚未办理的 are few.
    score -= 0.3 * (_OLD.search(spot.segment) is not None and not _OLD_ASKED.search(question.folded))
    # 在其他道路上 is for who asks of the others.
    score -= 0.3 * ("其他" in question.folded and "其他" not in spot.stretch)
    score -= 0.4 * bool(numbers_missing(question.folded, f"{spot.segment} {spot.subject}"))
    score += 0.25 * (bool(question.unit) and question.unit == target.unit)
    times = [time_level(t.word, spot.until, spot.passage) for t in times_named(question)]
    score += 0.5 * sum(times) / len(times) if times else 0.0
    bound = _BOUND_ASKED.search(question.folded)
    score += 0.3 * bool(bound and bound.group("bound") in (target.qualifier or ""))
    score += 0.1 * bounded_alike(question, target)
    score += 0.3 * in_narrow_case(question, spot)
    score += 0.2 * (bool(question.lead) and spot.before.endswith(question.lead))
    return score + NAMED * is_named(spot.passage.document, question.folded)


def _held(term: Term, spot: Spot) -> float:
    # 种植面积 and 茶叶面积 are measured alike: the measure is held, its object is another term's matter.
    tail = _MEASURE.search(term.word)
    passage, near = spot.passage, spot.near
    return max(
        HELD * bool(tail and tail.group() in near),
        NEAR * degree(term, near),
        ABOVE * degree(term, passage.context),
        OPENING * max(degree(term, x) for x in (passage.sentences[0].text, passage.article)),
        ABOUT * degree(term, passage.about if term.place else titled(passage)),
        ASIDE * degree(term, passage.text),
    )


def _closeness(terms: Sequence[Term], spot: Spot) -> float:
    """Return how near the question's words stand to the figure in its sentence, in [0, 1]."""
    text = spot.sentence.text
    gaps = []
    for term in terms:
        places = [abs(m.start() - spot.at) for f in term.forms() for m in re.finditer(re.escape(f), text)]
        gaps.append(1 / (1 + min(places) / 12) if places else 0.0)
    return sum(gaps) / len(gaps) if gaps else 0.0
