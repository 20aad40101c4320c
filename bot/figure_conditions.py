"""What must hold of a figure to be the one asked for: times, names, what is counted, and no other figure's words."""

import re
from collections.abc import Sequence

from bot.conditions import (
    GENERIC,
    bounds_opposed,
    is_time,
    numbers_missing,
    of_rival,
    ordinals_missing,
    time_holds,
    times_named,
)
from bot.evidence import Finder
from bot.match import HELD, degree
from bot.pairing import belongs_to_another
from bot.passages import Passage
from bot.question import Question, Term
from bot.spots import Spot
from bot.units import PEOPLE, family_of
from corpus.model import Target
from index.lexicon import places
from index.translation import counters
from index.words import normalise

# How much of the question's weight may be missing where no condition fails.
MAY_MISS = 0.34
# How far a term is held that only the document's name holds.
ABOUT = 0.7
# A subject with no more than this beside the words asked for names no other thing (托位数).
BARE = 2
# A word of another language with no more meanings than this in the library is taken at its word.
PRECISE = 3
# Measure words that count anything.
ANY_THING = frozenset({"", "个", "种", "类", "项"})
PAYMENTS = frozenset("奖励 奖金 补贴 补助 津贴 资助 罚款 赔偿 工资 租金 学费 保证金 押金 违约金".split())
_PAYMENT = re.compile(r".(?:补贴|补助|津贴|奖励|资助|[^现资基]金|费|款)$")
# What is asked at most is no figure set at least, and the other way round.
_MOST = re.compile(
    r"顶多|充其量|(?<![未不])不满(?=多少|几)|最[长多高大晚迟快]|上限|不超过|不能超过|不得超过|至多|\bmaximum\b|\bat most\b|\blongest\b|\bhighest\b"
)
_LEAST = re.compile(
    r"(?<![未不])满(?=多少|几)|最[短少低小]|下限|至少|不低于|不少于|起码|\bminimum\b|\bat least\b|\blowest\b"
)
_SET_MOST = re.compile(
    r"最多|不满|未满|不足|不超过|不得超过|不多于|不高于|不大于|以内|以下|最[长多高大]|至多|之内"
)
_SET_LEAST = re.compile(r"最少|不少于|不低于|不小于|不得少于|不得低于|以上|至少|最[短少低小]")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)年的?$")
_RATE = re.compile(
    r"(?:(?P<of>[\u4e00-\u9fff]{2})率|占[^占]*比重|比重|占比|份额)(?=(?:提高|提升|增长|上升|下降|降低|增加|减少|达到?|较.*|比.*)*$)"
)
# What is drawn from a whole is a part of it.
_DRAWN = re.compile(r"从(?P<whole>[^,。;:]{2,30})[中里内][^,。;:]{0,8}$")
_DRAWS = re.compile(r"[抽选取派推挑聘]|产生|确定|组成|其中")
_BANNED = re.compile(r"(?:之?内,?)?(?P<ban>不予|不得(?![超少低高多大小晚早迟])|不再|不准|禁止)")
_OF_BAN = re.compile(r"[不禁停限罚惩再才]|重新|取消|以后|之后|列入|处理")
# A figure for each of one period is none for each of another.
_PERIODS = {
    name: re.compile(
        rf"[每一](?:个|[人生户次]每?)?{name}|\bper {english}\b|\b(?:each|every|an?) {english}\b|\b{adverb}\b"
    )
    for name, english, adverb in (
        ("学期", "(?:semester|term)", "termly"),
        ("学年", "(?:school|academic) year", "yearly"),
        ("年(?!级)", "year", "(?:annual|yearly)"),
        ("月", "month", "monthly"),
        ("季度", "quarter", "quarterly"),
        ("周", "week", "weekly"),
        ("[日天]", "day", "daily"),
        ("小时", "hour", "hourly"),
    )
}
_PERSON = re.compile(
    "[^,。;、]{0,8}?[人员者师生工民兵手户家]|[^,。;、]{0,6}(?:代表|院士|教授|学徒|干部|学者)"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def missing_terms(question: Question, finder: Finder, spot: Spot, held: Sequence[float]) -> list[Term]:
    """Return what the question names and the figure does not meet; `held` says how far each term is."""
    held = [1.0 if _is_met(question, t, spot) else h for t, h in zip(question.terms, held, strict=True)]
    missing = _not_held(question, finder, spot, held)
    heads = _heads(question) or _heads_by_unit(question, spot)
    if heads and not any(_is_counted(question, t, spot) for t in heads):
        missing += heads[-1:]
    missing += of_rival(question.terms, spot.near, spot.passage.context, spot.passage.about)
    missing += of_rival(question.terms, spot.subject, "")
    tells = (
        _of_another,
        _of_another_figure,
        _of_another_measured,
        _of_another_measure,
        _of_neighbour,
        _of_other_bound,
        _of_other_place,
        _of_other_period,
        _of_part,
        _of_ban,
        _of_things,
    )
    missing += [term for rule in tells for term in rule(question, spot)]
    if other := belongs_to_another(question.terms, spot.passage, spot.sentence, spot.target):
        missing.append(other)
    return list(dict.fromkeys(missing))


def _is_met(question: Question, term: Term, spot: Spot) -> bool:
    """Return whether a figure meets a term that its text does not write: as its bound, its measure word, its time."""
    if is_time(term):
        return _of_time(term.word, spot)
    return _bound_held(term, spot) or (term in question.focus and _counts(term, spot))


def _not_held(question: Question, finder: Finder, spot: Spot, held: Sequence[float]) -> list[Term]:
    """Return the conditions that fail: times, places, names, what is counted; else what is too much to miss."""
    conditions = conditions_of(question, finder, spot.passage)
    missing = [t for t, h in zip(question.terms, held, strict=True) if t in conditions and h < HELD]
    missing += [t for t in times_named(question) if not _of_time(t.word, spot)]
    around = f"{spot.near} {spot.passage.context} {spot.passage.about}"
    missing += [Term(n) for n in numbers_missing(question.folded, around)]
    missing += [Term(n) for n in ordinals_missing(question.folded, around)]
    missing += [Term(n) for n in bounds_opposed(question.folded, spot.near)]
    missing += _of_another_deed(question, finder, spot)
    return missing or _nothing_said(question, finder, held) or _too_much(question, finder, held)


def _of_another_deed(question: Question, finder: Finder, spot: Spot) -> list[Term]:
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


def _nothing_said(question: Question, finder: Finder, held: Sequence[float]) -> list[Term]:
    """Return a word of the question where only its measure is held, or only by the document's name.

    A length of any thing is no answer, nor is any figure of a document whose title names what is asked.
    """
    said = [(t, h) for t, h in zip(question.terms, held, strict=True) if t.word not in GENERIC]
    nouns = [(t, h) for t, h in said if not t.verb]
    if nouns and max(h for _, h in nouns) == ABOUT:
        return [max(nouns, key=lambda pair: finder.factor(pair[0]))[0]]
    if not said or any(h >= HELD for _, h in said):
        return []
    return [max(said, key=lambda pair: finder.factor(pair[0]))[0]]


def _too_much(question: Question, finder: Finder, held: Sequence[float]) -> list[Term]:
    """Return the heaviest word that is missing, where too much of the question is."""
    shares = [finder.factor(t) for t in question.terms]
    lost = [(w * (1 - h), t) for t, w, h in zip(question.terms, shares, held, strict=True)]
    if sum(w for w, _ in lost) <= MAY_MISS * sum(shares):
        return []
    return [max(lost, key=lambda pair: pair[0])[1]]


def _of_time(word: str, spot: Spot) -> bool:
    """Return whether a figure is of the time named; the year right before it is its own: 从2020年的3万到2025年的4万."""
    year = _YEAR_BEFORE.search(spot.before)
    named = word.rstrip("年")
    if year is not None and named.isdigit() and year.group(1) != named:
        return False
    return time_holds(word, spot.until, spot.passage)


def conditions_of(question: Question, finder: Finder, passage: Passage) -> list[Term]:
    """Return the terms that must hold each: places, names, what is counted, and the document's own words.

    A noun that the document uses, but not where the figure stands, tells this figure from another;
    one that it never uses may be another word for the same.
    """
    counted = question.focus if question.counted or question.family in ("count", "people") else ()
    needed = [t for t in question.terms if not (t.verb or _is_vague(t) or is_time(t) or t.word in GENERIC)]
    needed += [t for t in counted if _is_vague(t)]
    named = [t for t in counted if not t.verb and t.word not in GENERIC]
    # A payment that the library does not name (购房补贴) is another than those it does (住房补贴).
    named += [t for t in question.focus[-1:] if t.unseen and _PAYMENT.search(t.word)]
    # A reward is no fine, though both are money.
    paid = [t for t in question.terms if question.family == "money" and t.word in PAYMENTS]
    return paid + [
        t
        for t in needed
        if t.place or t in named or finder.is_name(t) or finder.tells_apart(t, passage.document)
    ]


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
    other = spot.target.unit in PEOPLE if question.unit in ANY_THING else spot.target.unit != question.unit
    return tuple(t for t in question.focus[-1:] if other and t.word not in GENERIC and not t.verb)


def _of_another(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that tell the asked figure from a target of the same measure: 回收率 of another thing."""
    nouns = [t for t in question.focus if _names_thing(t)]
    if not nouns or degree(nouns[-1], spot.subject) < HELD:
        return []
    named = sum(max((len(f) for f in t.forms() if f in spot.subject), default=0) for t in nouns)
    if len(spot.subject) - named <= BARE:
        return []
    about = spot.passage.about
    beside = (spot.subject, spot.segment, spot.passage.context, about)
    missing = [t for t in nouns[:-1] if max(degree(t, x) for x in beside) < HELD]
    others = [t for t in question.terms if t not in nouns and _names_thing(t)]
    near = (spot.subject, spot.sentence.text, about)
    if others and all(max(degree(t, x) for x in near) < HELD for t in others):
        missing += others[:1]
    return missing


def _of_another_figure(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that stand not with this figure but with another of its kind in the same sentence."""
    # “其中…” goes on from what is before it.
    alike = [s for s in spot.alike() if "其中" not in spot.segment or s.at > spot.at]
    # A subject that says nothing of its own goes on from the other: “1级的补贴为2元，2级的4元”.
    own = set(_HAN.findall(spot.subject))
    rivals = [s.subject for s in alike if len(own - set(s.subject)) > 1]
    above = (spot.segment, spot.subject, spot.passage.context, spot.passage.about)
    nouns = [t for t in question.terms if _names_thing(t) and not t.asked and len(t.word) > 1]
    # What a sentence begins with leads all of it: 渡工每月补贴600元，每年体检350元.
    nouns = [t for t in nouns if not spot.sentence.text.startswith(t.forms())]
    apart = (t for t in nouns if max(degree(t, x) for x in above) < HELD)
    return [t for t in apart if any(degree(t, rival) == 1.0 for rival in rivals)]


def _of_another_measured(question: Question, spot: Spot) -> list[Term]:
    """Return the noun asked of that another figure of the sentence measures: 追回工资17亿元,最低工资标准增长3%."""
    nouns = [t for t in question.focus[-1:] if _names_thing(t) and len(t.word) > 1]
    own = (spot.segment, spot.subject, spot.passage.context, spot.passage.about)
    others = [s.segment for s in spot.others() if s.segment != spot.segment and spot.subject]
    apart = [t for t in nouns if max(degree(t, x) for x in own) < HELD]
    said = any(degree(t, spot.segment) == 1.0 for t in question.terms)
    return [t for t in apart if not said and any(degree(t, other) == 1.0 for other in others)]


def _of_neighbour(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that say what the figure beside this one counts: 县级 of 10个县级中心、60个乡镇中心."""
    others = [s for s in spot.beside() if s.target.unit == spot.target.unit and _listed(spot, s)]
    beside = [s.subject for s in others]
    # What stands before the first figure may lead them all.
    lead = spot.sentence.text[: min((s.at for s in others), default=0)] if others else ""
    above = (lead[: spot.at], spot.subject, spot.passage.context, spot.passage.about)
    nouns = [t for t in question.terms if _names_thing(t) and not t.asked and len(t.word) > 1]
    apart = [t for t in nouns if any(degree(t, b) == 1.0 for b in beside)]
    return [t for t in apart if spot.subject and max(degree(t, x) for x in above) < HELD]


def _listed(spot: Spot, other: Spot) -> bool:
    """Return whether two figures are members of one list, not the one a part of what the other counts."""
    between = spot.sentence.text[min(spot.at, other.at) : max(spot.at, other.at)]
    return re.search("[、和及与]", between) is not None and "中" not in between.replace("中心", "")


def _of_part(question: Question, spot: Spot) -> list[Term]:
    """Return the whole that is asked of where a figure is of what is taken from it: 从专家库中抽取3名."""
    drawn = _DRAWN.search(spot.before)
    if drawn is None or _DRAWS.search(question.folded):
        return []
    wholes = (t for t in question.terms if _names_thing(t) and degree(t, drawn.group("whole")) >= HELD)
    return list(wholes)[:1]


def _of_ban(question: Question, spot: Spot) -> list[Term]:
    """Return the ban that a time is of where none is asked: 三年内不予办理 tells not how long a thing is valid."""
    behind = spot.behind[len(normalise(spot.target.text)) :]
    banned = _BANNED.match(behind) if question.family == "time" and question.language == "zh" else None
    return [Term(banned.group("ban"))] if banned and not _OF_BAN.search(question.folded) else []


def _of_other_place(question: Question, spot: Spot) -> list[Term]:
    """Return the place asked for that stands further off than another: 天津… (其中福建165名), 川东北… 大同市43人."""
    asked = [t for t in question.terms if t.place]
    if not asked:
        return []
    opened, closed = spot.before.rfind("("), spot.before.rfind(")")
    bracket = (
        spot.sentence.text[opened : spot.sentence.text.find(")", spot.at) + 1] if opened > closed else ""
    )
    for said, around in ((bracket, ""), (spot.near, f"{spot.passage.context} {spot.passage.about}")):
        if said and any(map(said.count, places())):
            apart = [t for t in asked if degree(t, f"{said} {around}") < HELD]
            if apart:
                return apart[:1]
    return []


def _of_things(question: Question, spot: Spot) -> list[Term]:
    """Return “人” where people are asked for and the figure is of things: 16个省."""
    if question.unit not in PEOPLE or spot.target.unit not in ANY_THING or not spot.target.unit:
        return []
    behind = spot.behind[len(normalise(spot.target.text)) :]
    return [] if _PERSON.match(behind) or not behind[:1].isalpha() else [Term("人")]


def _of_other_period(question: Question, spot: Spot) -> list[Term]:
    """Return the period that a figure is set for where another is asked: 每学年 is not per semester."""
    asked = {p for p, said in _PERIODS.items() if said.search(question.folded)}
    own = {
        p
        for p, said in _PERIODS.items()
        if said.search(f"{spot.target.scope or ''} {spot.target.qualifier or ''}")
    }
    return [Term(min(own))] if asked and own and not asked & own else []


def _of_another_measure(question: Question, spot: Spot) -> list[Term]:
    """Return the rate or share that a figure is where neither is asked: 贡献率, 占…比重 is no growth of GDP."""
    if question.family != "share" or question.language != "zh":
        return []
    measure = _RATE.search(spot.subject)
    if measure is None:
        return []
    of = measure.group("of")
    asked = of in question.folded if of else re.search("占|比|份|成", question.folded)
    return [] if asked else [Term(measure.group().strip())]


def _of_other_bound(question: Question, spot: Spot) -> list[Term]:
    """Return the word that asks for the most where a figure is the least, or the least where it is the most."""
    bound = spot.target.qualifier or ""
    for asks, other, own in ((_MOST, _SET_LEAST, _SET_MOST), (_LEAST, _SET_MOST, _SET_LEAST)):
        asked = asks.search(question.folded)
        if asked and other.search(bound) and not own.search(bound):
            return [Term(asked.group())]
        # 毕业2年内 says when, not for how many months at most.
        if asked and bound == "内" and question.unit not in ("", spot.target.unit):
            return [Term(asked.group())]
    return []


def bound_of(target: Target) -> str:
    """Return "most" or "least" for a figure that sets a limit, "" for any other."""
    bound = target.qualifier or ""
    return "most" if _SET_MOST.search(bound) else "least" if _SET_LEAST.search(bound) else ""


def _bound_held(term: Term, spot: Spot) -> bool:
    """Return whether a word for the most or the least (上限) is what bounds the figure."""
    bound = f"{spot.target.qualifier or ''} {spot.subject}"
    pairs = ((_MOST, _SET_MOST), (_LEAST, _SET_LEAST))
    return any(asks.fullmatch(term.word) and said.search(bound) for asks, said in pairs)


def _is_vague(term: Term) -> bool:
    """Return whether a word of another language may mean so much that it tells no figure from another by itself."""
    return term.loose and len(term.forms()) > PRECISE


def _names_thing(term: Term) -> bool:
    return not term.verb and not _is_vague(term) and term.word not in GENERIC and not is_time(term)


def _is_counted(question: Question, term: Term, spot: Spot) -> bool:
    """Return whether a noun is what a target counts: its subject, its measure word, or beside the figure."""
    if spot.target.unit in term.forms() or _counts(term, spot):
        return True
    if degree(term, spot.subject) >= HELD:
        return not _only_qualifies(question, term, spot.subject)
    if _is_elliptic(question, spot) and degree(term, spot.sentence.text) >= HELD:
        return True
    if _says_no_more(question, spot) and degree(term, spot.passage.context) >= HELD:
        return True
    return degree(term, spot.segment) >= HELD and degree(term, spot.behind) >= HELD


def _counts(term: Term, spot: Spot) -> bool:
    """Return whether a figure counts the thing by a noun of one character: classes in 35个班."""
    said = counters(term.english) if term.english else ()
    behind = spot.behind[len(normalise(spot.target.text)) :]
    return spot.target.unit in said or behind.startswith(said or "\0")


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
