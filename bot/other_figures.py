"""What tells a figure from the one asked for by its words: another subject, place, part, ban or fine."""

import re
from collections.abc import Sequence

from bot.asking import THIS_DOCUMENT, VALIDITY_OF
from bot.conditions import GENERIC, names_thing
from bot.match import HELD, HINTED, degree
from bot.measured_otherwise import measured_otherwise
from bot.other_cases import of_other_cases
from bot.question import Question, Term
from bot.spots import Spot
from bot.units import ANY_THING, PEOPLE
from index.lexicon import places
from index.words import normalise

# A subject with no more than this beside the words asked for names no other thing (托位数).
BARE = 2
# What is drawn from a whole is a part of it.
_DRAWN = re.compile(r"从(?P<whole>[^,。;:]{2,30})[中里内][^,。;:]{0,8}$")
_DRAWS = re.compile(r"[抽选取派推挑聘]|产生|确定|组成|其中")
_BANNED = re.compile(r"(?:之?内,?)?(?P<ban>不予|不得(?![超少低高多大小晚早迟])|不再|不准|禁止)")
_OF_BAN = re.compile(r"[不禁停限罚惩再才]|重新|取消|以后|之后|列入|处理")
_OF_BAN_ENGLISH = re.compile(
    r"\b(?:bann?|barred|bar|not|no|never|cannot|can't|prohibit|forbid|disqualif|exclu|refus|reject|suspen|again|re-?appl|before|until|unable)"
)
# Who asks for a fine, or what follows from a deed, and how near behind a figure 罚款 makes it a fine.
_OF_FINE, FINE_BEHIND = re.compile("罚|违|处|后果|责任|逾期|不改|拒不|擅自|不按|未按|没有|未经"), 12
_FINE_ASKED = re.compile("罚款?(?:是|为|要)?(?:多少|几)|(?:多少|几)[^,。]{0,4}罚款")
# Whom a fine is set for, the last named before it, and which of them are those in charge.
_FINED = re.compile(
    "对(?:其|有关|违法的?)?(?P<who>法定代表人|(?:直接)?负责的?主管人员|主要负责人|直接责任人员|有关责任人员|单位|个人|[^,。;]{2,12}?处)"
)
_IN_CHARGE = re.compile("法定代表人|主管人员|主要负责人|责任人员")
_ASKS_PERSONS = re.compile("负责人|主管|责任人|个人|法定代表人|法人代表|领导|校长|园长|怎么罚|怎么处罚|分别")
_NOT = re.compile(r"\b(?:is|are|was|were) not an?\b|\bother than\b|\bexcept\b|\bwithout\b")
_LEFT_OUT = re.compile("[非不未无没免缺]|除|其他|其余|以外")
_SEVERAL = re.compile("[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})+")
_GOES_ON = re.compile("(?:达到?|增至|增加到|升至|总[量额数]|总?规模|共|为|约|超过?|突破|历史性)+")
# What stands so near before a figure is told of it; so many characters between two figures tell of the second.
NEXT_TO, OWN = 5, 5
_TOTAL = re.compile("总[数量额]|总?规模")
_THERE_ARE = re.compile("(?<!没)有(?:多少|几)")
_NOW = re.compile("现在|目前|现有|共有")
_DONE_TO = re.compile("培训|培养|引进|招聘|招录|招收|选派|派出|救助|资助|帮扶|带动|吸引|惠及|新增")
# A noun of so many characters tells a thing from others of its kind.
NAME = 4
_VALID_ITSELF = re.compile(
    "本[\u4e00-\u9fff]{1,4}[^,。;]{0,16}(?:施行|实施|执行|生效)|本[\u4e00-\u9fff]{1,4}(?:的)?有效期"
)
_LEVELS = "省市区县乡镇"
_LEVELLED = re.compile(rf"(?:^|[^{_LEVELS}\u4e00-\u9fff]|[的由向在那])([{_LEVELS}])([\u4e00-\u9fff]{{2,8}})")
_PERSON = re.compile(
    "[^,。;、]{0,8}?(?:[人员者生工民兵手户家]|师(?!事务所|范))|[^,。;、]{0,6}(?:代表|院士|教授|学徒|干部|学者)"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
# 受到六个月以上停止执业处罚的律师 is of whom the next figure holds.
_OF_WHOM = re.compile("的[\u4e00-\u9fff]{0,4}$")


def told_of_others(question: Question, spot: Spot) -> list[Term]:
    """Return the words of a question that are told of other figures than this one, by their place in the sentence."""
    rules = (_of_another, _of_another_measured, _of_neighbour, _of_the_one_before, _said_behind)
    return [term for rule in rules for term in rule(question, spot)]


def of_other_figures(question: Question, spot: Spot) -> list[Term]:
    """Return what the question names, or leaves unsaid, by which a figure is another than the one asked for."""
    rules = (
        _of_another_figure,
        _of_the_next,
        _of_other_place,
        _of_part,
        _of_ban,
        _of_fine,
        _of_no_fine,
        _of_persons,
        _of_opposite,
        _of_things,
        _of_total,
        _of_flow,
        _of_both_ways,
        _of_like_name,
        _of_other_level,
        _of_its_member,
        _of_the_text_itself,
    )
    named = [term for rule in rules for term in rule(question, spot)]
    return named + of_other_cases(question, spot) + measured_otherwise(question, spot)


def _of_another(question: Question, spot: Spot) -> list[Term]:
    """Return the nouns that tell the asked figure from a target of the same measure: 回收率 of another thing."""
    nouns = [t for t in question.focus if names_thing(t)]
    if not nouns or degree(nouns[-1], spot.subject) < HELD:
        return []
    named = sum(max((len(f) for f in t.forms() if f in spot.subject), default=0) for t in nouns)
    if len(spot.subject) - named <= BARE:
        return []
    about = spot.passage.about
    beside = (spot.subject, spot.segment, spot.case, spot.passage.context, about)
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
    if goes_on(spot) or (question.lead and spot.before.endswith(question.lead)):
        return []
    # “其中…” goes on from what is before it.
    alike = [s for s in spot.alike() if "其中" not in spot.segment or s.at > spot.at]
    # 违法所得不足50万元的，处… is the case in which the figure holds.
    alike = [s for s in alike if not _OF_WHOM.search(s.segment) or s.at > spot.at]
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
    """Return the words told only of a figure further on in a list: 开工390个、竣工437个."""
    behind = [s.lead_in for s in spot.beside() if s.at > spot.at and _listed(spot, s)]
    own = (spot.stretch, spot.led, spot.item, spot.passage.context, spot.passage.about)
    words = [t for t in question.terms if (t.verb or names_thing(t)) and not t.asked and len(t.word) > 1]
    apart = [t for t in words if max(degree(t, x) for x in own) < HELD]
    return [t for t in apart if any(_tells(t, b) for b in behind)]


def _of_the_one_before(question: Question, spot: Spot) -> list[Term]:
    """Return the noun told right before the figure before this one, which is led in by words of its own: 分娩后一年或者终止妊娠后六个月."""
    before = [s for s in spot.beside() if s.at < spot.at]
    last = max(before, key=lambda s: s.at) if before else None
    between = spot.lead_in
    if last is None or not re.search("[、和及与或]", between) or len(_HAN.findall(between)) < OWN:
        return []
    # What a follow-up keeps of the question before may be what it takes the place of.
    asked = question.said or question.terms
    told = [t for t in asked if not t.asked and len(t.word) > 1]
    own = (spot.stretch, spot.item, spot.passage.context)
    apart = [t for t in told if max(degree(t, x) for x in own) < HELD]
    # A deed is told of the time right behind it: 分娩后一年.
    return [
        t
        for t in apart
        if any(
            last.lead_in.endswith((f"{f}后", f"{f}前")) or (names_thing(t) and f in last.lead_in[-NEXT_TO:])
            for f in t.forms()
        )
    ]


def _tells(term: Term, lead_in: str) -> bool:
    """Return whether what leads in a figure says a word of it alone: a noun anywhere, a verb right before it."""
    return lead_in.endswith(term.forms()) if term.verb else degree(term, lead_in) >= HELD


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
    banned = _BANNED.match(spot.after) if question.family == "time" else None
    asked = _OF_BAN if question.language == "zh" else _OF_BAN_ENGLISH
    return [Term(banned.group("ban"))] if banned and not asked.search(question.folded) else []


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


def _of_total(question: Question, spot: Spot) -> list[Term]:
    """Return the word for a total that another figure of the sentence is told as, and this one not: 新增12个,总数达到22个."""
    asked = _TOTAL.search(question.folded)
    if asked is None or asked.group() in f"{spot.segment} {spot.subject}":
        return []
    others = (s for s in spot.others() if s.at != spot.at)
    return [Term(asked.group())] if any(asked.group() in s.lead_in for s in others) else []


def _of_both_ways(question: Question, spot: Spot) -> list[Term]:
    """Return the way of trade asked for where a figure is of both: 进出口总额 is no 出口总额."""
    asked = re.search("(?<!进)出口|进口", question.folded)
    return (
        [Term(asked.group())]
        if asked and "进出口" in spot.subject and "进出口" not in question.folded
        else []
    )


def _of_flow(question: Question, spot: Spot) -> list[Term]:
    """Return the deed done to so many people where it is asked how many there are: 培训乡村医生5000人."""
    done = _DONE_TO.match(spot.subject) or _DONE_TO.match(spot.lead_in)
    asked = _NOW.search(question.folded) or (question.unit in PEOPLE and _THERE_ARE.search(question.folded))
    return [Term(done.group())] if done and asked and done.group() not in question.folded else []


def _of_like_name(question: Question, spot: Spot) -> list[Term]:
    """Return the noun asked for where a figure counts another thing of that kind: 东盟货运班列 are no 中欧班列."""
    if question.language != "zh":
        return []
    own = (spot.segment, spot.subject, spot.item, spot.passage.context, spot.passage.about)
    nouns = {
        t for t in (*question.focus[-1:], *question.said) if len(t.word) >= NAME and not (t.verb or t.unseen)
    }
    return [
        t
        for t in nouns
        if spot.subject.find(t.word[-2:]) > 1
        and max(degree(t, x) for x in own) < HINTED
        and not any(t.word[:-2] in x for x in own)
    ]


def _of_other_level(question: Question, spot: Spot) -> list[Term]:
    """Return the level of a body that is asked of where a figure is of that of another level: 市档案馆 is no 区档案馆."""
    found = []
    for level, body in _LEVELLED.findall(question.folded):
        named = next((t.word for t in question.terms if body.startswith(t.word) and len(t.word) > 1), "")
        told = re.findall(f"([{_LEVELS}、和及或()]+){re.escape(named)}", spot.near) if named else []
        if told and not any(level in said for said in told):
            found.append(Term(level + named))
    return found


def _of_the_text_itself(question: Question, spot: Spot) -> list[Term]:
    """Return what a validity is asked of where a text tells only its own: 本办法自印发之日起施行，有效期5年."""
    own = _VALID_ITSELF.search(spot.sentence.text) and "有效" in spot.segment
    of = VALIDITY_OF.search(question.folded)
    told = not of or of.group("of") in spot.near or THIS_DOCUMENT.match(of.group("of"))
    named = of and degree(Term(of.group("of")), spot.passage.about) >= HELD
    return [Term(of.group("of"))] if own and of and not (told or named) else []


def _of_its_member(question: Question, spot: Spot) -> list[Term]:
    """Return “其中” where a part is asked of what was told before, and a figure stands elsewhere."""
    part = question.said and "其中" in question.folded and question.place
    at = part and part[0] == spot.passage.document.id and part[1] <= spot.target.start < part[2]
    return [Term("其中")] if part and not at else []


def _said_behind(question: Question, spot: Spot) -> list[Term]:
    """Return the noun asked of where all that is asked is said behind the figure's part of the sentence, of something else."""
    nouns = [t for t in question.terms if names_thing(t) and not t.asked]
    if (
        question.language != "zh"
        or not nouns
        or not spot.subject
        or spot.opens
        or spot.segment.endswith("的")
    ):
        return []
    led = f"{spot.passage.led_to(spot.sentence)} {spot.until} {spot.subject} {spot.item}"
    texts = (led, spot.passage.context, spot.passage.about)
    behind = any(degree(t, spot.behind) >= HINTED for t in nouns)
    return nouns[-1:] if behind and all(max(degree(t, x) for x in texts) < HINTED for t in nouns) else []


def _of_things(question: Question, spot: Spot) -> list[Term]:
    """Return “人” where people are asked for and the figure is of things: 16个省."""
    if question.unit not in PEOPLE or spot.target.unit not in ANY_THING or not spot.target.unit:
        return []
    return [] if _PERSON.match(spot.after) or not spot.after[:1].isalpha() else [Term("人")]
