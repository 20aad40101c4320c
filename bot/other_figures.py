"""What tells a figure from the one asked for: another subject, measure, bound, period, place, part or ban."""

import re
from collections.abc import Sequence

from bot.asking import FREQUENCY
from bot.conditions import GENERIC, is_time
from bot.match import HELD, degree
from bot.question import Question, Term
from bot.spots import CHANGED_TO, Spot
from bot.units import ANY_THING, PEOPLE, family_of
from corpus.measures import SHARES
from corpus.model import Target
from index.lexicon import places
from index.words import normalise

# A subject with no more than this beside the words asked for names no other thing (托位数).
BARE = 2
# A word of another language with no more meanings than this in the library is taken at its word.
PRECISE = 3
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
_RATE = re.compile(
    r"(?:(?P<of>[\u4e00-\u9fff]{2})率|占[^占]*比重|比重|占比|份额)(?=(?:提高|提升|增长|上升|下降|降低|增加|减少|达到?|较.*|比.*)*$)"
)
# What is drawn from a whole is a part of it.
_DRAWN = re.compile(r"从(?P<whole>[^,。;:]{2,30})[中里内][^,。;:]{0,8}$")
_DRAWS = re.compile(r"[抽选取派推挑聘]|产生|确定|组成|其中")
_BANNED = re.compile(r"(?:之?内,?)?(?P<ban>不予|不得(?![超少低高多大小晚早迟])|不再|不准|禁止)")
_OF_BAN = re.compile(r"[不禁停限罚惩再才]|重新|取消|以后|之后|列入|处理")
# Who asks for a fine, or what follows from a deed, and how near behind a figure 罚款 makes it a fine.
_OF_FINE, FINE_BEHIND = re.compile("罚|违|处|后果|责任|逾期|不改|拒不|擅自|不按|未按|没有|未经"), 12
_FINE_ASKED = re.compile("罚款?(?:是|为|要)?(?:多少|几)|(?:多少|几)[^,。]{0,4}罚款")
# Whom a fine is set for, the last named before it, and which of them are those in charge.
_FINED = re.compile(
    "对(?:其|有关|违法的?)?(?P<who>法定代表人|(?:直接)?负责的?主管人员|主要负责人|直接责任人员|有关责任人员|单位|个人|[^,。;]{2,12}?处)"
)
_IN_CHARGE = re.compile("法定代表人|主管人员|主要负责人|责任人员")
_ASKS_PERSONS = re.compile("负责人|主管|责任人|个人|法定代表人|法人代表|领导|校长|园长|怎么罚|怎么处罚|分别")
_NOT = re.compile(r"\b(?:is|are|was|were) not an?\b|\bother than\b|\bexcept\b")
_LEFT_OUT = re.compile("[非不未]|除|其他|其余|以外")
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
# 半年一次, 五年内至少轮训一遍.
_AGAIN = re.compile("[^,。;]{0,12}[0-9一二两三四五六七八九十]+[次回届遍轮]")
_RANKS = re.compile(
    "级|俱乐部|(?:城市|企业|产业|集群|园区|[县区镇市](?![域级场])|项目)(?![^,。;]{0,4}(?:补|奖|罚))"
)
_SEVERAL = re.compile("[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})+")
# 仍不足最低缴费年限: a measure that something is set against.
_COMPARED = re.compile(
    "(?:不足|未?达不?到|未满|低于|高于|超过|满)[^,。;]{0,8}(?:年限|期限|标准|限额|比例|金额|年龄)"
)
_FROM = re.compile("[从由][^,。;从由]{0,12}$")
_GOES_ON = re.compile("(?:达到?|增至|增加到|升至|总量|总额|共|为|约|超过?|突破|历史性)+")
_ROW = re.compile(r"\d{1,3}(?![.、年月日%])[^,。;:]{4,60}")
_FOR_SO_MANY = re.compile("每[十百千万亿]+(?=[^分])")
# By how much something changed, and who asks for that.
_CHANGED = re.compile("(?:增长|上涨|上升|下降|下滑|提高|提升|增加|减少|降低)(?:了|约|近|超过?)?$")
_CHANGE_ASKED = re.compile(
    "[增长涨降升减幅速率%变比]|提高|预期|目标|百分|多大|规模|成长|grow|rise|rose|fell|fall|increase|decrease|declin|drop|percent|rate|share"
)
_PERSON = re.compile(
    "[^,。;、]{0,8}?[人员者师生工民兵手户家]|[^,。;、]{0,6}(?:代表|院士|教授|学徒|干部|学者)"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def of_other_figures(question: Question, spot: Spot) -> list[Term]:
    """Return what the question names, or leaves unsaid, by which a figure is another than the one asked for."""
    rules = (
        _of_another,
        _of_another_figure,
        _of_another_measured,
        _of_another_measure,
        _of_neighbour,
        _of_the_next,
        _of_other_bound,
        _of_other_place,
        _of_compared,
        _of_start,
        _of_no_rhythm,
        _of_a_row,
        _of_class,
        _of_other_period,
        _of_other_rate,
        _of_change,
        _of_part,
        _of_ban,
        _of_fine,
        _of_no_fine,
        _of_persons,
        _of_opposite,
        _of_things,
    )
    return [term for rule in rules for term in rule(question, spot)]


def _of_another(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that tell the asked figure from a target of the same measure: 回收率 of another thing."""
    nouns = [t for t in question.focus if names_thing(t)]
    if not nouns or degree(nouns[-1], spot.subject) < HELD:
        return []
    named = sum(max((len(f) for f in t.forms() if f in spot.subject), default=0) for t in nouns)
    if len(spot.subject) - named <= BARE:
        return []
    about = spot.passage.about
    beside = (spot.subject, spot.segment, spot.passage.context, about)
    missing = [t for t in nouns[:-1] if max(degree(t, x) for x in beside) < HELD]
    others = [t for t in question.terms if t not in nouns and names_thing(t)]
    lead, led, _ = spot.passage.context.partition(":")
    # A subject that names several (交通、水利投资) is none of what another part of the sentence names.
    own = any(
        spot.subject.endswith(f) and _SEVERAL.fullmatch(spot.subject, 0, len(spot.subject) - len(f))
        for f in nouns[-1].forms()
    )
    near = (
        spot.subject,
        spot.segment if own else spot.sentence.text,
        about,
        lead if led and spot.passage.clause.kind == "item" else "",
    )
    if others and all(max(degree(t, x) for x in near) < HELD for t in others):
        missing += others[:1]
    return missing


def _of_another_figure(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that stand not with this figure but with another of its kind in the same sentence."""
    if goes_on(spot):
        return []
    # “其中…” goes on from what is before it.
    alike = [s for s in spot.alike() if "其中" not in spot.segment or s.at > spot.at]
    # 违法所得不足50万元的，处… is the case in which the figure holds.
    alike = [s for s in alike if not s.segment.endswith("的") or s.at > spot.at]
    # A subject that says nothing of its own goes on from the other: “1级的补贴为2元，2级的4元”.
    own = set(_HAN.findall(spot.subject))
    rivals = [_apart(s.subject, spot.subject) for s in alike if len(own - set(s.subject)) > 1]
    above = (spot.segment, spot.subject, spot.passage.context, spot.passage.about)
    nouns = [t for t in question.terms if names_thing(t) and not t.asked and len(t.word) > 1]
    # What a sentence begins with leads all of it: 渡工每月补贴600元，每年体检350元.
    nouns = [t for t in nouns if not _leads(t, spot, alike)]
    apart = (t for t in nouns if max(degree(t, x) for x in above) < HELD)
    return [t for t in apart if any(degree(t, rival) == 1.0 for rival in rivals)]


def _apart(subject: str, other: str) -> str:
    """Return a subject without what leads it and another alike: 费用标准为职工参保人员…，居民参保人员…."""
    return subject[-len(other) :] if subject[-2:] == other[-2:] and len(other) > 2 else subject


def _is_told_alike(spot: Spot, other: Spot) -> bool:
    """Return whether a figure's subject ends as another's does, with more before it: …为职工参保人员, 居民参保人员."""
    return (
        len(_apart(spot.subject, other.subject)) < len(spot.subject) and spot.target.unit == other.target.unit
    )


def goes_on(spot: Spot) -> bool:
    """Return whether a figure is told of what the part of the sentence before it names: 迈上6万亿元台阶，达到62661亿元."""
    start = len(spot.until) - len(spot.segment)
    if start > 0 and spot.segment.startswith("其"):  # 黄埔区的…，其农村人员…
        return True
    return start > 0 and _GOES_ON.fullmatch(spot.sentence.text, start, spot.at) is not None


def _leads(term: Term, spot: Spot, others: Sequence[Spot]) -> bool:
    """Return whether a sentence begins with a term, or says it before any of the other figures."""
    text = spot.sentence.text
    first = min((text.find(s.segment) for s in others), default=0)
    # Of figures told alike, all that stands before the first leads: 费用标准为职工参保人员…，居民参保人员….
    alike = [text.rfind(_apart(s.subject, spot.subject), 0, s.at) for s in others if _is_told_alike(s, spot)]
    lead = text[: max(first, *alike, 0)]
    return any(f in lead or text.startswith(f) for f in term.forms())


def _of_another_measured(question: Question, spot: Spot) -> list[Term]:
    """Return the noun asked of that another figure of the sentence measures: 追回工资17亿元,最低工资标准增长3%."""
    if goes_on(spot):
        return []
    nouns = [t for t in question.focus if names_thing(t) and len(t.word) > 1]
    own = (spot.segment, spot.subject, spot.passage.context, spot.passage.about)
    others = [s for s in spot.others() if s.segment != spot.segment and spot.subject]
    apart = [t for t in nouns if max(degree(t, x) for x in own) < HELD]
    said = any(degree(t, spot.segment) == 1.0 for t in question.terms if t.word not in GENERIC)
    # Where the figure's own words name something asked, only another's subject takes the noun away.
    parts = [normalise(s.target.subject) if said else s.segment for s in others]
    head = any(degree(t, spot.segment) >= HELD for t in nouns)
    led = [t for t in nouns if not _leads(t, spot, others)]
    asked = nouns[-1:] if not said else led if head and not question.said else ()
    return [t for t in apart if t in asked and any(degree(t, part) == 1.0 for part in parts)]


def _of_neighbour(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that say what the figure beside this one counts: 县级 of 10个县级中心、60个乡镇中心."""
    others = [s for s in spot.beside() if s.target.unit == spot.target.unit and _listed(spot, s)]
    beside = [s.subject for s in others]
    # What stands before the first figure may lead them all.
    lead = spot.sentence.text[: min((s.at for s in others), default=0)] if others else ""
    above = (lead[: spot.at], spot.subject, spot.passage.context, spot.passage.about)
    nouns = [t for t in question.terms if names_thing(t) and not t.asked and len(t.word) > 1]
    apart = [t for t in nouns if any(degree(t, b) == 1.0 for b in beside)]
    return [t for t in apart if spot.subject and max(degree(t, x) for x in above) < HELD]


def _of_the_next(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns told only of a figure further on in a list: 发放高龄补贴32亿元、残疾人补贴12亿元."""
    behind = [s.lead_in for s in spot.beside() if s.at > spot.at and _listed(spot, s)]
    own = (spot.stretch, spot.before, spot.item, spot.passage.context, spot.passage.about)
    nouns = [t for t in question.terms if names_thing(t) and not t.asked and len(t.word) > 1]
    apart = [t for t in nouns if max(degree(t, x) for x in own) < HELD]
    return [t for t in apart if any(degree(t, b) >= HELD for b in behind)]


def _listed(spot: Spot, other: Spot) -> bool:
    """Return whether two figures are members of one list, not the one a part of what the other counts."""
    between = spot.sentence.text[min(spot.at, other.at) : max(spot.at, other.at)]
    return re.search("[、和及与]", between) is not None and "中" not in between.replace("中心", "")


def _of_part(question: Question, spot: Spot) -> list[Term]:
    """Return the whole that is asked of where a figure is of what is taken from it: 从专家库中抽取3名."""
    drawn = _DRAWN.search(spot.before)
    if drawn is None or _DRAWS.search(question.folded):
        return []
    wholes = (t for t in question.terms if names_thing(t) and degree(t, drawn.group("whole")) >= HELD)
    return list(wholes)[:1]


def _of_ban(question: Question, spot: Spot) -> list[Term]:
    """Return the ban that a time is of where none is asked: 三年内不予办理 tells not how long a thing is valid."""
    banned = _BANNED.match(spot.after) if question.family == "time" and question.language == "zh" else None
    return [Term(banned.group("ban"))] if banned and not _OF_BAN.search(question.folded) else []


def _of_fine(question: Question, spot: Spot) -> list[Term]:
    """Return “罚款” where a figure is a fine and none is asked for: what must be spent is no 五万元以下罚款."""
    asked = question.folded + "".join(t.word for t in (*question.terms, *question.soft))
    fined = (
        question.language == "zh"
        and "罚款" in f"{spot.subject} {spot.after[:FINE_BEHIND]}"
        and not _OF_FINE.search(asked)
    )
    return [Term("罚款")] if fined else []


def _of_no_fine(question: Question, spot: Spot) -> list[Term]:
    """Return “罚款” where a fine is asked for and a sum is none: 违法所得在一万元以上的."""
    asked = question.family == "money" and _FINE_ASKED.search(question.folded)
    fined = "罚" in f"{spot.segment} {spot.subject}"
    others = any("罚" in s.segment for s in spot.others())
    return [Term("罚款")] if asked and others and not fined else []


def _of_persons(question: Question, spot: Spot) -> list[Term]:
    """Return “责任人员” where a fine is that of those in charge, and the fine of who did it is asked for."""
    fined = [m.group("who") for m in _FINED.finditer(spot.before)][-1:]
    asked = _ASKS_PERSONS.search(question.folded + "".join(t.word for t in question.soft))
    charged = [Term(who) for who in fined if _IN_CHARGE.search(who)]
    return charged if question.family == "money" and question.language == "zh" and not asked else []


def _of_opposite(question: Question, spot: Spot) -> list[Term]:
    """Return “not” where an English question leaves a case out and a figure is set for just that one."""
    leaves_out = _NOT.search(question.folded) if question.language == "en" else None
    return [Term(leaves_out.group())] if leaves_out and not _LEFT_OUT.search(spot.near) else []


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
    return [] if _PERSON.match(spot.after) or not spot.after[:1].isalpha() else [Term("人")]


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


def _of_compared(question: Question, spot: Spot) -> list[Term]:
    """Return the measure asked for where the text only compares something with it: 延长五年后仍不足最低年限."""
    compared = _COMPARED.search(spot.after.split(",")[0])
    measures = [t for t in question.focus[-1:] if compared and any(f in compared.group() for f in t.forms())]
    return [t for t in measures if degree(t, f"{spot.before} {spot.subject}") < HELD]


def _of_start(question: Question, spot: Spot) -> list[Term]:
    """Return “从” where a figure is what something was before it changed: 从5.5%降到5.3%."""
    begins = _FROM.search(spot.before) if CHANGED_TO.match(spot.after) else None
    if begins is None or question.aggregate or question.language != "zh":
        return []
    times = [t.word.rstrip("年") for t in question.terms] + list(question.years)
    named = re.search("[从由]|原来|原先|之前|以前", question.folded) or any(
        t in begins.group() for t in times
    )
    return [] if named else [Term(begins.group()[0])]


def _of_no_rhythm(question: Question, spot: Spot) -> list[Term]:
    """Return “每” where it is asked how often and a time is none after which something comes again."""
    asked = FREQUENCY.search(question.folded) or "how often" in question.folded
    again = re.search("[每隔][^,。;]{0,3}$", spot.before) or _AGAIN.match(spot.after)
    return [Term("每")] if asked and family_of(spot.target.unit) == "time" and not again else []


def _of_other_rate(question: Question, spot: Spot) -> list[Term]:
    """Return the number of heads that a figure is for where another is asked: 每千人 is not 每万人."""
    asked = _FOR_SO_MANY.findall(question.folded)
    own = _FOR_SO_MANY.findall(f"{spot.segment} {spot.target.scope or ''}")
    return [Term(asked[0])] if asked and own and not set(asked) & set(own) else []


def _of_change(question: Question, spot: Spot) -> list[Term]:
    """Return the verb of change where a figure is how far something rose and its size is asked for: 增长5.5%、达到10万亿元."""
    if spot.target.unit not in SHARES or question.family == "share":
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


def bound_held(term: Term, spot: Spot) -> bool:
    """Return whether a word for the most or the least (上限) is what bounds the figure."""
    bound = f"{spot.target.qualifier or ''} {spot.subject}"
    pairs = ((_MOST, _SET_MOST), (_LEAST, _SET_LEAST))
    return any(asks.fullmatch(term.word) and said.search(bound) for asks, said in pairs)


def is_vague(term: Term) -> bool:
    """Return whether a word of another language may mean so much that it tells no figure from another by itself."""
    return term.loose and len(term.forms()) > PRECISE


def names_thing(term: Term) -> bool:
    """Return whether a term is a noun that names something: no verb, measure, time or word of many meanings."""
    return not term.verb and not is_vague(term) and term.word not in GENERIC and not is_time(term)
