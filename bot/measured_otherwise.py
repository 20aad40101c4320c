"""What tells a figure from the one asked for by its form: another bound, period, measure, a change, a rank, a row."""

import re

from bot.asking import AHEAD, FORBIDS, FREQUENCY
from bot.conditions import is_relative, names_thing
from bot.match import HELD, degree
from bot.question import Question, Term
from bot.spots import CHANGED_TO, Spot
from bot.units import family_of
from corpus.measures import SHARES
from corpus.model import Target
from index.words import normalise

# What is asked at most is no figure set at least, and the other way round.
_MOST = re.compile(
    r"(?:多少|几)[^,。]{0,4}以[下内]|顶多|充其量|(?<![未不])不满(?=多少|几)|最[长多高大晚迟快]|上限|不超过|不能超过|不得超过|不[得能]?高于|不[得能]?多于|至多|\bmaximum\b|\bat most\b|\blongest\b|\bhighest\b"
)
_LEAST = re.compile(
    r"(?:多少|几)[^,。]{0,4}以上|(?<![未不])满(?=多少|几)|最[短少低小]|下限|至少|不[得能]?低于|不[得能]?少于|起码|\bminimum\b|\bat least\b|\blowest\b"
)
_SET_MOST = re.compile(
    r"最多|不满|未满|不足|不超过|不得超过|不得?多于|不得?高于|不得?大于|以内|以下|最[长多高大]|至多|之内"
)
_SET_LEAST = re.compile(r"最少|不少于|不低于|不小于|不得少于|不得低于|以上|至少|最[短少低小]|(?<![不未])满")
_FORBIDDEN = re.compile("(?:不得|禁止|不准)[^,。;]{0,12}$")
_BOUND_BEFORE = re.compile("(?P<bound>不得?(?:超过|低于|少于|高于|多于))[^,。;]{0,16}$")
_RATE = re.compile(
    r"(?:(?P<of>[\u4e00-\u9fff]{2})率|占[^占]*比重|比重|占比|份额)(?=(?:提高|提升|增长|上升|下降|降低|增加|减少|达到?|较.*|比.*)*$)"
)
# A figure for each of one period is none for each of another.
_PERIODS = {
    name: re.compile(
        rf"[每一](?:个|[人生户次]每?)?{said}|\bper {english}\b|\b(?:each|every|an?) {english}\b|\b{adverb}\b"
    )
    for name, said, english, adverb in (
        ("学期", "学期", "(?:semester|term)", "termly"),
        ("学年", "学年", "(?:school|academic) year", "yearly"),
        ("年", "年(?!级)", "year", "(?:annual|yearly)"),
        ("月", "月", "month", "monthly"),
        ("季度", "季度", "quarter", "quarterly"),
        ("周", "周", "week", "weekly"),
        ("日", "[日天]", "day", "daily"),
        ("小时", "小时", "hour", "hourly"),
    )
}
# 半年一次, 五年内至少轮训一遍.
_AGAIN = re.compile("[^,。;]{0,12}[0-9一二两三四五六七八九十]+[次回届遍轮]")
_RANKS = re.compile(
    "级|俱乐部|(?:城市|企业|产业|集群|园区|[县区镇市](?![域级场])|项目)(?![^,。;]{0,4}(?:补|奖|罚))"
)
# 仍不足最低缴费年限: a measure that something is set against.
_COMPARED = re.compile(
    "(?:不足|未?达不?到|未满|低于|高于|超过|满)[^,。;]{0,8}(?:年限|期限|标准|限额|比例|金额|年龄)"
)
_SHARE_OF = re.compile("(?P<whole>[\u4e00-\u9fff]{2,8})的$")
_ASKS_SHARE = re.compile("占|比例|几成|百分|份额|按|补|贴|奖|罚|报销|支付")
_BY_SO_MANY, _BY = re.compile("由(?:多少|几)(?![^,。]*[组构]成)"), re.compile("由[^,。;]{0,10}$")
_TERM_ASKED = re.compile("期限|年限|有效期|服务期|学制")
_AFTER = re.compile("(?<!日)(?<!起)(?<!后) 内$")
_POINTS_ASKED = re.compile(
    "点|[高低快慢]于|[高低快慢]多少|[高低快慢]出|提[高升]|增[加长]|[上下]升|[上下]降|下降|回落|收窄|变化|缩小|相差|差距"
)
_BEFORE_CHANGE = re.compile("(?:提高|增加|调整|上调|降低|下调|下降|整合|扩大)(?:之|以)?前(?![几多])")
_WITHIN = re.compile("(?:多少|几)(?:个?工作)?[日天月年]+(?:之|以)?内")
_AHEAD_ASKED = re.compile(f"{AHEAD}(?:多少|几|多)")
_LEFT_OUT = re.compile("不得?再?(?:计算|计入|包括|包含|列入|算入|算|含)[^,。;]{0,3}在?$")
_FROM = re.compile("[从由][^,。;从由]{0,12}$")
_ROW = re.compile(r"\d{1,3}(?![.、年月日%])[^,。;:]{4,60}")
_FOR_SO_MANY = re.compile("每[十百千万亿]+(?=[^分])")
# By how much something changed, and who asks for that.
_CHANGED = re.compile("(?:增长|上涨|上升|下降|下滑|提高|提升|增加|减少|降低)(?:了|约|近|超过?)?$")
_CHANGE_ASKED = re.compile(
    "[增长涨降升减幅速率%变比]|提高|预期|目标|百分|多大|规模|成长|grow|rise|rose|fell|fall|increase|decrease|declin|drop|percent|rate|share"
)


def measured_otherwise(question: Question, spot: Spot) -> list[Term]:
    """Return what of a question a figure of another form than the one asked for does not meet."""
    rules = (
        _of_other_bound,
        _of_other_period,
        _of_other_rate,
        _of_no_rhythm,
        _of_another_measure,
        _of_a_share,
        _of_change,
        _of_start,
        _of_full_marks,
        _of_average,
        _of_agents,
        _of_a_term,
        _of_no_term,
        _of_points,
        _of_days_before,
        _not_counted_in,
        _of_compared,
        _of_class,
        _of_other_money,
        _of_a_row,
    )
    return [term for rule in rules for term in rule(question, spot)]


def _of_other_period(question: Question, spot: Spot) -> list[Term]:
    """Return the period that a figure is set for where another is asked: 每学年 is not per semester."""
    asked = {p for p, said in _PERIODS.items() if said.search(question.folded)}
    own = {
        p
        for p, said in _PERIODS.items()
        if said.search(f"{spot.target.scope or ''} {spot.target.qualifier or ''}")
    }
    return [Term(min(own))] if asked and own and not asked & own else []


def _of_a_row(question: Question, spot: Spot) -> list[Term]:
    """Return what is asked of where a figure stands in a flattened row, right beside another of its kind: 200元/月50元/月.

    Which column each stood under is lost. A row must name what is asked about itself.
    """
    asked = [t for t in (*question.terms, *question.soft) if names_thing(t)]
    if _ROW.fullmatch(spot.sentence.text) and all(degree(t, spot.sentence.text) < HELD for t in asked):
        return asked[:1]
    alike = [s for s in spot.beside() if s.target.unit == spot.target.unit]
    ends = [(s.at, s.at + len(normalise(s.target.text))) for s in alike]
    end = spot.at + len(normalise(spot.target.text))
    beside = any(after == spot.at or at == end for at, after in ends)
    return list(question.terms[-1:]) if beside else []


def _of_class(question: Question, spot: Spot) -> list[Term]:
    """Return what a sum of money only ranks: 三千亿元城市 have at least so much."""
    ranks = _RANKS.match(spot.after) if family_of(spot.target.unit) == "money" else None
    return [Term(ranks.group())] if ranks and question.language == "zh" else []


def _of_other_money(question: Question, spot: Spot) -> list[Term]:
    """Return the yuan asked for where a sum is in the money of another country: 外币等值10万美元."""
    foreign = spot.target.unit.endswith("元") and spot.target.unit != "元"
    asked = question.unit.endswith("元") and not re.search("[美欧港日外]", question.folded)
    return [Term("元")] if foreign and asked and family_of(spot.target.unit) == "money" else []


def _of_compared(question: Question, spot: Spot) -> list[Term]:
    """Return the measure asked for where the text only compares something with it: 延长五年后仍不足最低年限."""
    compared = _COMPARED.search(spot.after.split(",")[0])
    measures = [t for t in question.focus[-1:] if compared and any(f in compared.group() for f in t.forms())]
    return [t for t in measures if degree(t, f"{spot.before} {spot.subject}") < HELD]


def _of_a_share(question: Question, spot: Spot) -> list[Term]:
    """Return the rate that a share is of where that itself is asked for: 按贷款利率的50% tells no 利率."""
    of = _SHARE_OF.search(spot.before) if spot.target.unit in SHARES else None
    if of is None or _ASKS_SHARE.search(question.folded) or question.language != "zh":
        return []
    rates = [t for t in question.terms if t.word.endswith("率")]
    return [t for t in rates if any(of.group("whole").endswith(f) for f in t.forms())]


def _of_start(question: Question, spot: Spot) -> list[Term]:
    """Return “从” where a figure is what something was before it changed: 从5.5%降到5.3%."""
    begins = _FROM.search(spot.before) if CHANGED_TO.match(spot.after) else None
    if (before := _BEFORE_CHANGE.search(question.folded)) and begins is None:
        return [Term(before.group())]
    if begins is None or question.aggregate or question.language != "zh":
        return []
    times = [t.word.rstrip("年") for t in question.terms] + list(question.years)
    named = (
        before
        or re.search("[从由]|原来|原先|之前|以前", question.folded)
        or any(t in begins.group() for t in times)
    )
    return [] if named else [Term(begins.group()[0])]


def _of_no_rhythm(question: Question, spot: Spot) -> list[Term]:
    """Return “每” where it is asked how often and a time is none after which something comes again."""
    asked = FREQUENCY.search(question.folded)
    again = re.search("[每隔][^,。;]{0,3}$|周期", spot.before) or _AGAIN.match(spot.after)
    return [Term("每")] if asked and family_of(spot.target.unit) == "time" and not again else []


def _of_full_marks(question: Question, spot: Spot) -> list[Term]:
    """Return “满分” where a figure is what may be reached, and what must be is asked for: 满分为100分, 90分合格."""
    asked = question.language == "en" or re.search("满分|总分", question.folded)
    return [Term("满分")] if "满分" in spot.segment and not asked else []


def _of_average(question: Question, spot: Spot) -> list[Term]:
    """Return “年均” where a figure is the average of several years and that of one year is asked for."""
    average = "年均" in f"{spot.segment} {spot.target.qualifier or ''}"
    one = len(question.years) == 1 or any(is_relative(t) for t in question.terms)
    return [Term("年均")] if average and one and not re.search("年均|平均", question.folded) else []


def _of_agents(question: Question, spot: Spot) -> list[Term]:
    """Return “由” where it is asked how many do something and a figure counts what is done: 由多少家企业组建."""
    asked = _BY_SO_MANY.search(question.folded)
    return [Term(asked.group()[0])] if asked and not _BY.search(spot.before) else []


def _of_a_term(question: Question, spot: Spot) -> list[Term]:
    """Return “期” where a time only names the kind of a thing, 1年期贷款, and no kind is asked for."""
    names = family_of(spot.target.unit) == "time" and re.match("期(?![限间内满末])", spot.after)
    return [Term("期")] if names and "期" not in question.folded else []


def _of_no_term(question: Question, spot: Spot) -> list[Term]:
    """Return the term asked for, 服务期限, where a time only says since when or within which: 退役2年内, 工作满1年."""
    asked = _TERM_ASKED.search(question.folded)
    since = spot.before.endswith("满") or _AFTER.search(f"{spot.before} {spot.target.qualifier or ''}")
    told = re.search("期|限|学制|有效", f"{spot.segment} {spot.passage.context}")
    before = spot.before.endswith("前") and "前" not in question.folded  # 有效期届满前六个月
    return [Term(asked.group())] if asked and (before or (since and not told)) else []


def _of_points(question: Question, spot: Spot) -> list[Term]:
    """Return “百分点” where a rate is asked for and a figure tells how far it is from another: 高于全国3.7个百分点."""
    points = spot.target.unit.endswith("百分点") and question.language == "zh"
    return [Term("百分点")] if points and not _POINTS_ASKED.search(question.folded) else []


def _of_days_before(question: Question, spot: Spot) -> list[Term]:
    """Return “内” where it is asked within how long and a time says how long before, or the other way round."""
    asked = _WITHIN.search(question.folded)
    bound = (spot.target.qualifier or "") + spot.after[:2]
    if family_of(spot.target.unit) != "time":
        return []
    if _AHEAD_ASKED.search(question.folded) and "前" not in f"{spot.before[-8:]}{bound}":
        return [Term(AHEAD)]
    if asked is None:
        return []
    before = "前" in bound and "内" not in bound and not spot.before.endswith("前")
    return [Term("内")] if before and "前" not in question.folded else []


def _not_counted_in(question: Question, spot: Spot) -> list[Term]:
    """Return “不” where something is said not to count in a figure of something else: 不计算在60日内."""
    out = _LEFT_OUT.search(spot.before) if question.language == "zh" else None
    return [Term(out.group())] if out and "不" not in question.folded else []


def _of_other_rate(question: Question, spot: Spot) -> list[Term]:
    """Return the number of heads that a figure is for where another is asked: 每千人 is not 每万人."""
    asked = _FOR_SO_MANY.findall(question.folded)
    own = _FOR_SO_MANY.findall(f"{spot.segment} {spot.target.scope or ''}")
    return [Term(asked[0])] if asked and own and not set(asked) & set(own) else []


def _of_change(question: Question, spot: Spot) -> list[Term]:
    """Return the verb of change where a figure is how far something rose and its size is asked for: 增长5.5%、达到10万亿元."""
    if question.family == "share" or question.language != "zh":
        return []
    changed = _CHANGED.search(spot.before)
    asked = question.folded + "".join(t.word for t in (*question.terms, *question.soft))
    return [Term(changed.group())] if changed and not _CHANGE_ASKED.search(asked) else []


def _of_another_measure(question: Question, spot: Spot) -> list[Term]:
    """Return the rate or share that a figure is where neither is asked: 贡献率, 占…比重 is no growth of GDP."""
    if question.family != "share" or question.language != "zh":
        return []
    measure = _RATE.search(spot.subject)
    if measure is None:
        return []
    of = measure.group("of")
    named = question.folded + "".join(t.word for t in question.terms)
    asked = of in named if of else re.search("占|比|份|成", question.folded)
    return [] if asked else [Term(measure.group().strip())]


def _of_other_bound(question: Question, spot: Spot) -> list[Term]:
    """Return the word that asks for the most where a figure is the least, or the least where it is the most."""
    bound = spot.target.qualifier or ""
    if not (_SET_MOST.search(bound) or _SET_LEAST.search(bound)):
        bound += _set_before(spot)
    forbids = _FORBIDDEN.search(spot.before) and not FORBIDS.search(question.folded)
    if forbids and bound in ("未满", "不满", "不足"):
        bound = "以上"  # 不得获取未满18周岁公民的器官
    for asks, other, own in ((_MOST, _SET_LEAST, _SET_MOST), (_LEAST, _SET_MOST, _SET_LEAST)):
        asked = asks.search(question.folded)
        if asked and other.search(bound) and not own.search(bound):
            return [Term(asked.group())]
        # 毕业2年内 says when, not for how many months at most.
        if asked and bound == "内" and question.unit not in ("", spot.target.unit):
            return [Term(asked.group())]
    return []


def _set_before(spot: Spot) -> str:
    """Return what bounds a figure from further before it: 不得低于职工上一年度月平均工资的5%."""
    found = _BOUND_BEFORE.search(spot.before) if family_of(spot.target.unit) != "time" else None
    return found.group("bound") if found else ""


def asks_most(question: Question) -> bool:
    """Return whether the most is asked for: of 4至5年 the 5."""
    return _MOST.search(question.folded) is not None


def bounded_alike(question: Question, target: Target) -> bool:
    """Return whether a figure sets the limit that is asked for, the most or the least."""
    asked = "most" if asks_most(question) else "least" if _LEAST.search(question.folded) else ""
    return bool(asked) and bound_of(target) == asked


def bound_of(target: Target) -> str:
    """Return "most" or "least" for a figure that sets a limit, "" for any other."""
    bound = target.qualifier or ""
    return "most" if _SET_MOST.search(bound) else "least" if _SET_LEAST.search(bound) else ""


def bound_held(term: Term, spot: Spot) -> bool:
    """Return whether a word for the most or the least (上限) is what bounds the figure."""
    bound = f"{spot.target.qualifier or ''} {spot.subject}"
    pairs = ((_MOST, _SET_MOST), (_LEAST, _SET_LEAST))
    return any(asks.fullmatch(term.word) and said.search(bound) for asks, said in pairs)
