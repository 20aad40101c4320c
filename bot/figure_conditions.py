"""What must hold of a figure to be the one asked for: times, names, what is counted, and no other figure's words."""

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from bot.brackets import cases_of, is_limit
from bot.conditions import (
    GENERIC,
    bounds_opposed,
    is_time,
    is_vague,
    names_thing,
    numbers_missing,
    of_rival,
    ordinals_missing,
    time_holds,
    times_named,
    written_missing,
)
from bot.deeds import of_another_deed
from bot.evidence import Finder
from bot.match import HELD, HINTED, coverage, degree
from bot.measured_otherwise import bound_held
from bot.other_figures import BARE, of_other_figures, told_of_others
from bot.pairing import belongs_to_another
from bot.passages import Passage
from bot.question import Question, Term
from bot.spots import Spot
from bot.units import ANY_THING, PEOPLE, family_of
from corpus.figures import find_figures
from index.translation import counters
from index.words import normalise

# How much of the question's weight may be missing where no condition fails.
MAY_MISS = 0.34
# What a follow-up says itself must stand in what answers it, this much of it.
SAID_ITSELF = 0.28
# How far a term is held that only the document's name holds.
ABOUT = 0.7
# A clause that begins with a sentence of no more characters is headed by it: “死亡赔偿金。按照…”.
HEAD = 10
PAYMENTS = frozenset("奖励 奖金 补贴 补助 津贴 资助 罚款 赔偿 工资 租金 学费 保证金 押金 违约金".split())
_PAYMENT = re.compile(r".(?:补贴|补助|津贴|奖励|资助|[^现资基]金|费|款)$")
_DISTRICT = re.compile("[区县市镇乡省州]$")
# Of whom something holds need not be said again.
_ANYONE = re.compile("(?:[人者员生童户位]|企业|公司|机构)$")
_HAN = re.compile("[\u4e00-\u9fff]")
_DUE = re.compile(r"[到至]((?:19|20)\d\d)年")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)年的?$")


def missing_terms(
    question: Question, finder: Finder, spot: Spot, held: Sequence[float]
) -> tuple[list[Term], list[Term]]:
    """Return what the question names and the figure does not meet; `held` says how far each term is.

    The first may be said there in other words, the second makes it another figure whatever else is said.
    """
    met, missed = cases_of(question, spot)
    given = {t for t in question.terms if t.word in met}
    held = [
        1.0 if t in given or _is_met(question, t, spot) else h
        for t, h in zip(question.terms, held, strict=True)
    ]
    unsaid: list[Term] = []
    barred = [Term(n) for n in missed]
    if not barred:
        unsaid, barred = _not_held(question, finder, spot, held, met)
    heads = _heads_by_unit(question, spot) or _heads(question)
    if heads and not any(_is_counted(question, t, spot) for t in heads):
        barred += heads[-1:]
    barred += of_rival(question.terms, spot.near, spot.passage.context, spot.passage.about)
    barred += of_rival(question.terms, spot.subject, "")
    if question.language == "zh":
        barred += of_rival(question.terms, spot.stretch, spot.subject)
    # Of another district what was asked of the one before is asked: 农村 behind 黄埔区农村.
    if question.terms and all(t.place or _DISTRICT.search(t.word) for t in question.terms):
        barred += of_rival(question.soft, spot.stretch, spot.passage.context)
    unsaid += told_of_others(question, spot)
    barred += of_other_figures(question, spot)
    if other := belongs_to_another(question.terms, spot.passage, spot.sentence, spot.target):
        barred.append(other)
    return list(dict.fromkeys(unsaid)), list(dict.fromkeys(barred))


def _is_met(question: Question, term: Term, spot: Spot) -> bool:
    """Return whether a figure meets a term that its text does not write: as its bound, its measure word, its time."""
    if is_time(term):
        return _of_time(term.word, spot, question)
    return bound_held(term, spot) or (term in question.focus and _counts(term, spot))


def _not_held(
    question: Question, finder: Finder, spot: Spot, held: Sequence[float], met: Container[str]
) -> tuple[list[Term], list[Term]]:
    """Return the conditions that fail: words unsaid, or too much to miss; times and numbers, which bar a figure."""
    conditions = conditions_of(question, finder, spot.passage)
    unsaid = [t for t, h in zip(question.terms, held, strict=True) if t in conditions and h < HELD]
    barred = [t for t in unsaid if t.place or _narrows(t, question)]
    unsaid = [t for t in unsaid if t not in barred]
    barred += [t for t in times_named(question) if not _of_time(t.word, spot, question)]
    around = f"{spot.near} {spot.passage.context} {spot.passage.about}"
    numbers = numbers_missing(question.folded, around) + written_missing(question.folded, around)
    barred += [Term(n) for n in numbers if n not in met]
    barred += [Term(n) for n in ordinals_missing(question.folded, around)]
    barred += [Term(n) for n in bounds_opposed(question.folded, spot.near)]
    barred += of_another_deed(question, finder, spot)
    unsaid += _of_wider_name(question, finder, spot)
    unsaid += _of_other_topic(question, spot, met)
    unsaid += _of_its_opening(question, conditions, spot)
    barred += _unsaid(question, finder, spot, met)
    if not (unsaid or barred):
        unsaid = _nothing_said(question, finder, held) or _too_much(question, finder, held)
    return unsaid, barred


def _narrows(term: Term, question: Question) -> bool:
    """Return whether a word stands right before another, which it makes a narrower one: 护士 执业证书."""
    behind = question.folded[question.folded.find(term.word) + len(term.word) :].removeprefix("的")
    words = (t.word for t in question.terms if t is not term)
    return term.word in question.folded and behind.startswith(tuple(words))


def _unsaid(question: Question, finder: Finder, spot: Spot, met: Container[str]) -> list[Term]:
    """Return what a follow-up says itself, where next to nothing of it is said of the figure or above it."""
    fresh = question.fresh or question.said
    said = [
        t for t in fresh if not (is_time(t) or t.word in GENERIC or t.word in met or find_figures(t.word))
    ]
    if question.language == "en" or all(t.verb for t in said):
        return []
    weights = finder.weights(said)
    # What is said behind the figure's part of the sentence is said of something else.
    told = spot.through if spot.alike() or not spot.opens else spot.sentence.text
    led = f"{spot.passage.led_to(spot.sentence)} {told} {spot.subject} {spot.item}"
    share = coverage(said, weights, (led, spot.passage.context, spot.passage.about))
    # 新增公园100座，新建步道37公里: what another figure counts, or is told of, is not said of this one.
    around = (spot.case, spot.item, spot.passage.context)
    own = coverage(said, weights, (spot.segment, spot.subject, *around))
    alone = coverage(said, weights, (spot.own, *around))
    others = [s for s in spot.others() if s.at != spot.at]
    of_another = own < SAID_ITSELF and any(
        coverage(said, weights, (normalise(s.target.subject),)) >= HELD for s in others
    )
    apart = len(_HAN.findall(spot.lead_in)) > 1  # not 10天和20天, a row
    # Of 7级以上地震33次 the first says what is counted.
    others = [s for s in others if s.at > spot.at or s.segment != spot.segment]
    of_another |= (
        apart and alone < SAID_ITSELF and any(coverage(said, weights, (s.stretch,)) >= HELD for s in others)
    )
    return said[:1] if share < SAID_ITSELF or of_another else []


def _of_its_opening(question: Question, conditions: Sequence[Term], spot: Spot) -> list[Term]:
    """Return the noun asked for where a figure of another subject only stands in a clause that begins with it."""
    if not spot.subject or question.said or len(spot.passage.sentences[0].text) <= HEAD:
        return []
    nouns = [t for t in question.focus[-1:] if t in conditions and not (t.verb or _counts(t, spot))]
    nouns = [t for t in nouns if not bound_held(t, spot)]
    own = (spot.near, spot.passage.context, spot.passage.about)
    return [t for t in nouns if max(degree(t, x) for x in own) < HELD]


def _of_wider_name(question: Question, finder: Finder, spot: Spot) -> list[Term]:
    """Return what makes a name of the text's own a narrower one, where the figure is of the wider: 临时 居民身份证."""
    around = f"{spot.near} {spot.passage.context} {spot.passage.about}"
    return [
        first
        for first, then in pairwise(question.terms)
        if not (first.verb or then.verb or is_time(first))
        and min(len(first.word), len(then.word)) > 1
        and first.word + then.word in question.folded
        and degree(first, around) < HELD
        and re.search(f"(?:^|[的、和及与,]){re.escape(then.word)}", spot.sentence.text)
        and finder.writes((first.word + then.word,), spot.passage.document)
    ]


def _of_other_topic(question: Question, spot: Spot, met: Container[str]) -> list[Term]:
    """Return what a question begins with, where the library speaks of it but not the figure's clause, nor what is above it."""
    if question.language == "en":
        return []
    nouns = [t for t in question.terms if names_thing(t) and not (t.asked or t.word in met)]
    told = [t for t in nouns[:1] if len(t.word) > 1 and not (t.unseen or _ANYONE.search(t.word))]
    texts = (spot.passage.text, spot.passage.context, spot.passage.about, spot.item)
    return [t for t in told if max(degree(t, x) for x in texts) < HINTED]


def _nothing_said(question: Question, finder: Finder, held: Sequence[float]) -> list[Term]:
    """Return a word of the question where only its measure is held, or only by the document's name.

    A length of any thing is no answer, nor is any figure of a document whose title names what is asked.
    """
    said = [(t, h) for t, h in zip(question.terms, held, strict=True) if t.word not in GENERIC]
    nouns = [(t, h) for t, h in said if not t.verb]
    if nouns and (max(h for _, h in nouns) == ABOUT or _is_not_hinted(question, nouns)):
        return [max(nouns, key=lambda pair: finder.factor(pair[0]))[0]]
    if not said or any(h >= HELD for _, h in said):
        return []
    return [max(said, key=lambda pair: finder.factor(pair[0]))[0]]


def _is_not_hinted(question: Question, nouns: Sequence[tuple[Term, float]]) -> bool:
    """Return whether no noun of a Chinese question is held even in part: its verb or its time alone tells no figure."""
    held = [h for t, h in nouns if not is_time(t)]
    return question.language == "zh" and bool(held) and max(held) < HINTED


def _too_much(question: Question, finder: Finder, held: Sequence[float]) -> list[Term]:
    """Return the heaviest word that is missing, where too much of the question is."""
    shares = [finder.factor(t) for t in question.terms]
    lost = [(w * (1 - h), t) for t, w, h in zip(question.terms, shares, held, strict=True)]
    if sum(w for w, _ in lost) <= MAY_MISS * sum(shares):
        return []
    return [max(lost, key=lambda pair: pair[0])[1]]


def _of_time(word: str, spot: Spot, question: Question) -> bool:
    """Return whether a figure is of the time named; the year right before it is its own: 从2020年的3万到2025年的4万."""
    year = _YEAR_BEFORE.search(spot.before)
    named = word.rstrip("年")
    if year is not None and named.isdigit() and year.group(1) != named:
        return False
    due = _DUE.search(spot.target.scope or "")
    if due and named.isdigit() and due.group(1) not in question.years:
        return False  # 到2023年不低于4人，到2025年不低于5人
    return time_holds(word, spot.until, spot.passage)


def conditions_of(question: Question, finder: Finder, passage: Passage) -> list[Term]:
    """Return the terms that must hold each: places, names, what is counted, and the document's own words.

    A noun that the document uses, but not where the figure stands, tells this figure from another;
    one that it never uses may be another word for the same.
    """
    counted = question.focus if question.counted or question.family in ("count", "people") else ()
    needed = [t for t in question.terms if not (t.verb or is_vague(t) or is_time(t) or t.word in GENERIC)]
    needed += [t for t in counted if is_vague(t)]
    named = [t for t in counted if not t.verb and t.word not in GENERIC]
    # A payment that the library does not name (购房补贴) is another than those it does (住房补贴).
    named += [t for t in question.focus[-1:] if t.unseen and _PAYMENT.search(t.word)]
    # 交通补贴 is another than 生活补贴.
    named += [t for t, paid in pairwise(question.terms) if _is_paid_for(t, paid, question)]
    # A reward is no fine, though both are money.
    paid = [t for t in question.terms if question.family == "money" and t.word in PAYMENTS]
    return paid + [
        t
        for t in needed
        if t.place or t in named or finder.is_name(t) or finder.tells_apart(t, passage.document)
    ]


def _is_paid_for(term: Term, paid: Term, question: Question) -> bool:
    """Return whether a noun says what a payment is for, right before it: 交通 补贴."""
    payment = paid.word in PAYMENTS and f"{term.word}{paid.word}" in question.folded
    return payment and not (term.verb or is_time(term)) and term.word not in GENERIC and len(term.word) > 1


def _heads(question: Question) -> tuple[Term, ...]:
    """Return the nouns that are counted, one of which must be what the target counts."""
    if question.language == "en":
        return tuple(t for t in question.focus[-1:] if not t.loose) if question.family == "count" else ()
    if not question.counted:
        return ()
    return tuple(t for t in question.focus if t.word not in GENERIC and not t.verb)


def _heads_by_unit(question: Question, spot: Spot) -> tuple[Term, ...]:
    """Return the noun that must be counted where question and target count by different measure words: 家, 张."""
    if not question.unit or family_of(question.unit) != "count" or question.language != "zh":
        return ()
    # 个 counts anything, but where 几个 goes with things, people are no answer.
    unit = spot.target.unit
    other = unit in PEOPLE or unit not in ANY_THING if question.unit in ANY_THING else unit != question.unit
    return tuple(t for t in question.focus[-1:] if other and t.word not in GENERIC and not t.verb)


def _is_counted(question: Question, term: Term, spot: Spot) -> bool:
    """Return whether a noun is what a target counts: its subject, its measure word, or beside the figure."""
    if spot.target.unit in term.forms() or _counts(term, spot):
        return True
    # 3个病种享受门诊待遇 counts 病种, whatever its subject is read as.
    if any(spot.after.startswith(f) and not spot.subject.startswith(f) for f in term.forms()):
        return True
    if degree(term, spot.subject) >= HELD:
        return not _only_qualifies(question, term, spot.subject)
    if question.family in ("area", "length") and degree(term, spot.sentence.text) >= HELD:
        return True  # 按每百户二十平方米建设养老设施
    # 从事特殊教育满十年的，发给荣誉证书: what follows from a case is said behind it.
    if is_limit(spot.target) and spot.segment.endswith("的") and degree(term, spot.behind) >= HELD:
        return True
    if _is_elliptic(question, spot) and degree(term, spot.sentence.text) >= HELD:
        return True
    if _says_no_more(question, spot) and degree(term, spot.passage.context) >= HELD:
        return True
    if spot.target.unit == question.unit not in ANY_THING:  # 用车6辆 counts no other thing
        return degree(term, spot.segment) >= HELD and degree(term, spot.behind) >= HELD
    return degree(term, spot.alone) >= HELD


def _counts(term: Term, spot: Spot) -> bool:
    """Return whether a figure counts the thing by a noun of one character: classes in 35个班."""
    said = counters(term.english) if term.english else ()
    return spot.target.unit in said or spot.after.startswith(said or "\0")


def _is_elliptic(question: Question, spot: Spot) -> bool:
    """Return whether a figure in the measure word asked ends its part of the sentence: “养犬的,每户限一只。”"""
    ends = spot.segment.endswith(normalise(spot.target.text))
    return ends and spot.target.unit == question.unit not in ANY_THING


def _says_no_more(question: Question, spot: Spot) -> bool:
    """Return whether a figure's subject only tells it from others in its list, by the question's own words."""
    named = [f for t in question.terms if not t.verb for f in t.forms() if f in spot.subject]
    return sum(map(len, dict.fromkeys(named))) >= len(spot.subject) > 0


def _only_qualifies(question: Question, term: Term, subject: str) -> bool:
    """Return whether a noun stands before what is counted, not for it: 积分 in 积分入学计划."""
    if question.family not in (None, "count", "people"):
        return False
    behind = [subject[subject.rfind(f) + len(f) :] for f in term.forms() if f in subject]
    named = sorted((f for t in question.terms for f in t.forms()), key=len, reverse=True)
    left = ["".join(re.split("|".join(map(re.escape, named)) + "|[和与及或的]", rest)) for rest in behind]
    return bool(left) and min(map(len, left)) > BARE
