"""What tells a figure from the one asked for by its case: a graver one, the opposite one, one of who is so many."""

import re
from os.path import commonprefix

from bot.match import HELD, degree
from bot.measured_otherwise import bound_of
from bot.question import Question, Term
from bot.spots import Spot
from bot.units import PEOPLE
from index.words import normalise

# How many there are in all, and how a text says so.
_HAS, _HAS_NOW = re.compile("(?:(?<!没)有|了)(?:多少|几)"), re.compile("[现共已]有|达到?")
_LIMITS = re.compile("限|不得|应当|每一?[户人家]")
_OF_ALL = re.compile("[全本我][省市县区国]")
_GAINED = re.compile("(没有|没|无|有)?违法所得")
_GRAVER = re.compile("情节(?:特别)?严重|情节较重|拒不改正|逾期[不未]改")
_SAME_GRAVER = str.maketrans("不", "未")
_NEGATED = re.compile("未(?![满成来婚])[\u4e00-\u9fff]{1,6}")
_LACKING = re.compile(
    "(?:没有|没|无)(?P<of>[\u4e00-\u9fff]{2,6}?)的|(?:没有|无|不具备|不具有)(?P<any>[\u4e00-\u9fff]{2,10}?),"
)
_EITHER = re.compile("或者?")
_NEGATION = re.compile("[未没无不非免除外]")
_OF_WHOM = re.compile("(?:以[上下])?的(?:企业|单位|机构|学校|组织|家庭)")
# So many characters alike before two figures say the same of them.
ALIKE = 4
# 几年的规划 asks how long the plan is for.
_LASTS = re.compile(
    "(?:几|多少)个?(?:年|月|天|日|周|小时)的(?P<what>[\u4e00-\u9fff]{2,6}?)(?=$|[,。才能可要就])"
)
_WHOM_ASKED = re.compile("(?:多少|几)[^,。]{0,4}(?:以[上下]|的)|[超满不]过|满")


def of_other_cases(question: Question, spot: Spot) -> list[Term]:
    """Return the case that a question names, or leaves unsaid, by which a figure is another than the one asked for."""
    rules = (
        _of_other_case,
        _of_milder_case,
        _of_the_opposite_case,
        _of_a_member,
        _of_a_case,
        _of_a_duty,
        _of_whom_else,
        _of_what_lasts,
        _of_the_bracketed,
    )
    return [term for rule in rules for term in rule(question, spot)]


def _of_other_case(question: Question, spot: Spot) -> list[Term]:
    """Return “有违法所得” where a fine is for who gained nothing, and the other is asked for."""
    told = _GAINED.findall(spot.before)
    asked = _GAINED.search(question.folded)
    other = asked and asked.group(1) == "有" and told and told[-1] in ("没有", "没", "无")
    return [Term(asked.group())] if asked and other else []


def _of_milder_case(question: Question, spot: Spot) -> list[Term]:
    """Return the graver case that is asked of where a figure is set for no such case: 情节严重的."""
    asked = _GRAVER.search(question.folded)
    led = f"{spot.passage.led_to(spot.sentence)} {spot.until} {spot.item} {spot.passage.context}"
    said = asked and asked.group().translate(_SAME_GRAVER) in led.translate(_SAME_GRAVER)  # 逾期未改
    return [Term(asked.group())] if asked and not said else []


def _of_the_opposite_case(question: Question, spot: Spot) -> list[Term]:
    """Return the case asked in which something is not so, where a figure is of no such case: 未运载学生时, 没有有效期的."""
    lacking = _LACKING.search(question.folded)
    of = (lacking.group("of") or lacking.group("any")) if lacking else ""
    of_it = lacking if lacking and of in spot.near else None
    if of_it and _EITHER.search(spot.segment):  # 实习二年以上或者具有三年以上其他经历并实习一年以上
        return [Term(of_it.group())] if of in _alternative(spot) else []
    case = of_it or (_NEGATED.search(question.folded) if question.family != "money" else None)
    near = f"{spot.near} {spot.passage.context}"
    case = case if question.language == "zh" else None
    return [Term(case.group())] if case and not _NEGATION.search(near) else []


def _alternative(spot: Spot) -> str:
    """Return the one of several ways, told side by side in a part of the sentence, that a figure is of."""
    start = len(spot.until) - len(spot.segment)
    ends = [start + m.start() for m in _EITHER.finditer(spot.segment)]
    begin = max((e for e in ends if e < spot.at), default=start)
    return spot.until[begin : min((e for e in ends if e > spot.at), default=len(spot.until))]


def _of_a_member(question: Question, spot: Spot) -> list[Term]:
    """Return “其中” where a figure is of some of those counted before it, and nothing told of these alone is asked for.

    三名以上咨询人员，其中至少有两名具有二级资格: who asks for how many 咨询人员 asks for all.
    """
    before, among, told = spot.until.rpartition("其中")
    same = (s for s in spot.alike() if s.at < len(before) and s.target.unit == spot.target.unit)
    if not among or question.language != "zh" or among in question.folded or not any(same):
        return []
    told += spot.behind
    words = [t for t in question.terms if len(t.word) > 1 and not t.asked]
    own = any(degree(t, told) >= HELD > degree(t, before) or told.startswith(t.forms()) for t in words)
    return [] if own else [Term(among)]


def _of_a_case(question: Question, spot: Spot) -> list[Term]:
    """Return the bound by which a number of people only tells of whom something holds: 超过100人的企业."""
    bound = spot.target.qualifier or ""
    told = spot.target.unit in PEOPLE and bound and _OF_WHOM.match(spot.after)
    return [Term(bound)] if told and not _WHOM_ASKED.search(question.folded) else []


def _of_a_duty(question: Question, spot: Spot) -> list[Term]:
    """Return “有” where it is asked how many a place has, and a figure is what each body must or may have: 聘请两名以上, 限养一只, 不足25人的."""
    has = _HAS.search(question.folded)
    of_all = has and (any(t.place for t in question.terms) or _OF_ALL.match(question.folded))
    limit = bound_of(spot.target) == "least" or _LIMITS.search(spot.segment) or spot.after.startswith("的")
    told = limit and not _HAS_NOW.search(spot.before)
    return [Term(has.group())] if has and of_all and told and question.language == "zh" else []


def _of_whom_else(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that name whom another figure is set for, told in the same words: 甲每年至少四次，乙每年至少二次."""
    others = (s for s in spot.alike() if s.target.unit == spot.target.unit)
    told = [s for s in others if _alike_before(s, spot) >= ALIKE]
    if not told:
        return []
    whom, begin = {}, 0
    for one in sorted((spot, *told), key=lambda s: s.at):
        same = max(_alike_before(one, s) for s in (spot, *told) if s.at != one.at)
        whom[one.at] = one.before[begin : one.at - same]
        begin = len(one.until)
    own = whom.pop(spot.at)
    # 普通民兵 are no 基干民兵: both are named by their last word.
    nouns = [t for t in question.terms if len(t.word) > 2 and t.word[-2:] in own and degree(t, own) < 1.0]
    return [t for t in nouns if any(degree(t, w) == 1.0 for w in whom.values())]


def _alike_before(one: Spot, other: Spot) -> int:
    """Return how many characters stand alike right before two figures."""
    return len(commonprefix((one.before[::-1], other.before[::-1])))


def _of_what_lasts(question: Question, spot: Spot) -> list[Term]:
    """Return the thing of so many years that is asked for where a figure is told of no such thing: 几年的规划."""
    asked = _LASTS.search(question.folded)
    behind = spot.until[spot.at :]
    return [Term(asked.group("what"))] if asked and asked.group("what")[:2] not in behind else []


def _of_the_bracketed(question: Question, spot: Spot) -> list[Term]:
    """Return “or” for what a figure of the same unit is followed by in brackets: 110千伏(66千伏)."""
    first = any(
        spot.before.endswith(f"{normalise(s.target.text)}(") and s.target.unit == spot.target.unit
        for s in spot.beside()
    )
    return [Term("(")] if first and spot.after.startswith(")") else []
