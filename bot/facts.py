"""Figures become facts: one, several side by side, or worked out from them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import figure_confidence, second_look, wording
from bot.brackets import is_limit
from bot.conditions import times_named
from bot.draft import Draft, cite_sentence
from bot.evidence import Finder, lacking
from bot.figure_answers import Reading, readings
from bot.match import HELD, degree
from bot.measured_otherwise import asks_most, bound_of
from bot.model import Citation, Derived, Fact, Language
from bot.pairing import row
from bot.passages import Passage
from bot.question import Question, Term
from bot.quoted_figures import plain
from bot.several import in_force_first, named
from bot.text_answers import answer_text
from bot.units import NUMERALS, family_of
from corpus.figures import Figure, find_figures
from corpus.model import Target
from index.lexicon import rivals
from index.words import normalise

# Readings of other documents are given beside the best when they come this close to it.
BESIDE = 0.2
DOCUMENTS = 3
# A sentence of such log odds surely speaks of what is asked.
SPEAKS = 5.0
# So many figures in a row that nothing tells apart are told together: 使用一个月、三个月及半年后.
SERIES = 3
# The two ends of a range stand so close together.
RANGE = 14
_DIGITS = f"[{NUMERALS}]+"
_RANGE = re.compile(
    rf"{_DIGITS}[^,。;、以]{{0,4}}以上(?:[^,。;、以]{{1,8}}以[下内]|[、,]?(?:不超过|不满|未满){_DIGITS}[^,。;、以]{{1,3}})"
)
_NUMBER = re.compile(r"\d+")
# What is said to be so many, or to have them.
_CLAIMS = re.compile("[是有为要需达]")
# What stands between the ends of a range.
_TO = re.compile("[—~～至到-]+")
_ALLOWED = re.compile(r"能不能|可不可以|能否|可否|可以|能.{0,12}[吗么]|行不行|行吗")
_PAID_IN_PART = re.compile(
    "(?:[百千]分之|%|‰|倍)[^,。;]{0,12}(?:罚款|滞纳金)|(?:补[贴助]|资助|报销|支付|承担|减[免按收征]|给付|计发|发放)[^,。;]{0,6}[0-9百]"
)
# A figure that is a total itself is not added up with its parts.
_TOTAL = re.compile(r"总[数量额计]?|共|合计")
_MEASURED = re.compile(r"(?:量|额|积|率|数|费|度|比例|收入|规模|年限|期限)$")


def answer_figure(question: Question, finder: Finder, documents: Sequence[str] | None) -> Draft:
    """Return the figure asked for, several, or their total; not answered where a condition fails."""
    parts = _parts(question)
    if parts and (question.aggregate or question.kind == "figure"):
        together = None if question.aggregate else _best(question, finder, documents)
        if together and question.several and len(row := _row(together)) == len(parts):
            listed = {t for group in question.groups for t in group}
            if listed.issuperset(together.missing):
                return _answered(question, row, None)
        if together is None or not together.holds or question.several or _measured_apart(question):
            found = _distinct([_best(part, finder, documents) for part in parts])
            kinds = {family_of(r.target.unit) for r in found}
            if len(found) == len(parts) and (len(kinds) == 1 or _measured_apart(question)):
                return _answered(question, found, question.aggregate)
    found = _all(question, finder, documents)
    if not (found and found[0].holds) and (part := _in_part(question, finder, documents)):
        return _answered(question, [part], None)
    if not found:
        return Draft(False)
    if not found[0].holds:
        return Draft(False, missing=tuple(t.word for t in found[0].missing), nearest=_nearest(found))
    if not figure_confidence.is_sure(question, finder, found):
        return _unsure(question, finder, found)
    if question.aggregate == "sum" and not _TOTAL.search(
        f"{found[0].target.subject} {found[0].target.qualifier or ''}"
    ):
        alike = _alike(found)
        return _answered(question, alike, "sum" if len(alike) > 1 else None)
    if question.several and len(row := _row(found[0])) > 1:
        return _answered(question, row, None)
    if "城乡" in question.folded and len(row := _town_and_country(found[0])) == 2:
        return _answered(question, row, None)
    if len(row := _row(found[0])) >= SERIES and not _tells_apart(row):
        return _answered(question, row, None)
    return _answered(question, _for_each_document(found), None)


def answer_likely(question: Question, finder: Finder, documents: Sequence[str] | None) -> Draft:
    """Return the figure that only misses words of a question, where it is likely the one asked for."""
    if question.aggregate or question.several or _parts(question):
        return Draft(False)
    likely = second_look.likeliest(question, finder, _all(question, finder, documents))
    return _answered(question, [likely], None) if likely else Draft(False)


def _in_part(question: Question, finder: Finder, documents: Sequence[str] | None) -> Reading | None:
    """Return the share or the multiple that a sum of money is told as: 补贴60%, 违法所得一倍以上五倍以下罚款."""
    if question.family != "money" or question.unit:
        return None
    shares = _all(replace(question, family="share"), finder, documents)
    return next((r for r in shares[:1] if r.holds and _PAID_IN_PART.search(r.sentence.text)), None)


def _town_and_country(reading: Reading) -> list[Reading]:
    """Return the figures of the town and of the country where both are told: 城乡低保标准每月815元和615元."""
    row = _row(reading)
    before = reading.passage.text[reading.sentence.start : reading.passage.offset_of(row[0].target.start)]
    return row if "城乡" in before.split(",")[-1] else []


def _tells_apart(row: Sequence[Reading]) -> bool:
    """Return whether what stands before a row of figures lists what each is of: 一、二、三等奖各10万、5万、3万元."""
    passage, first = row[0].passage, row[0].passage.offset_of(row[0].target.start)
    return re.search("分别|[、和及与]", passage.text[row[0].sentence.start : first]) is not None


def answer_each(questions: Sequence[Question], finder: Finder, documents: Sequence[str] | None) -> Draft:
    """Return the answers to several questions for a figure, one behind the other; all or none."""
    drafts = [answer_figure(question, finder, documents) for question in questions]
    if not all(draft.answered for draft in drafts):
        return Draft(False)
    citations = tuple(dict.fromkeys(c for draft in drafts for c in draft.citations))
    facts: list[Fact] = []
    for draft in drafts:
        first = len(facts)
        for fact in draft.facts:
            derived = fact.derived and Derived(
                fact.derived.how, tuple(first + n for n in fact.derived.sources)
            )
            number = citations.index(draft.citations[fact.citation])
            facts.append(replace(fact, citation=number, derived=derived))
    mark = "；" if questions[0].language == "zh" else "; "
    text = mark.join(draft.text.rstrip("。.") for draft in drafts)
    return Draft(True, wording.shortened(text, wording.LIMIT - 1) + "。", tuple(facts), citations)


def check_figure(question: Question, finder: Finder, documents: Sequence[str] | None) -> Draft:
    """Return whether the last figure that the question names is the text's; any before it tell the case."""
    said = find_figures(question.folded)[-1:]
    if not said:
        return Draft(False)
    rest = tuple(t for t in question.terms if not any(t.word in f.text or f.text in t.word for f in said))
    unit = said[0].unit
    asked = replace(
        question,
        # What is asked to be checked is no condition on where to look.
        folded=question.folded.replace(said[0].text, ""),
        kind="figure",
        terms=rest,
        focus=tuple(t for t in rest if not t.verb),
        family=family_of(unit),
        unit=unit,
    )
    if _ALLOWED.search(question.folded) and (limit := _limit(asked, said[0].value, finder, documents)):
        return limit
    best = _best(asked, finder, documents)
    if best and best.holds and _tells_case(question, said[0], best):
        return Draft(False)
    draft = answer_figure(asked, finder, documents)
    if not draft.answered or not draft.facts:
        return draft
    fact = draft.facts[0]
    same = abs(fact.value - said[0].value) < 1e-9
    lead = ("是，" if same else "不是，是") if question.language == "zh" else ("Yes: " if same else "No: ")
    return replace(draft, text=lead + draft.text)


def _tells_case(question: Question, figure: Figure, reading: Reading) -> bool:
    """Return whether a figure says of whom a question asks, and the text from when on it holds: 70岁坐地铁免费吗."""
    said, behind = question.folded[: figure.start], question.folded[figure.end :]
    if is_limit(figure) or not is_limit(reading.target) or _CLAIMS.search(said):
        return False
    told = reading.passage.text[reading.passage.offset_of(reading.target.end) : reading.sentence.end]
    return any(t.word in behind and degree(t, told) >= HELD for t in question.terms)


def _limit(question: Question, value: float, finder: Finder, documents: Sequence[str] | None) -> Draft | None:
    """Return the limit that a number oversteps, saying so, else the upper limit; None where none is set."""
    bounded = [(r, b) for r in _all(question, finder, documents) if r.holds and (b := bound_of(r.target))]
    near = [(r, b) for r, b in bounded if bounded[0][0].score - r.score <= BESIDE]
    broken = [r for r, b in near if (r.target.value < value if b == "most" else value < r.target.value)]
    upper = [r for r, b in near if b == "most"]
    if not broken and not upper:
        return None
    draft = _answered(question, broken[:1] or upper[:1], None)
    no = "不能，" if question.language == "zh" else "No: "
    return replace(draft, text=no + draft.text) if broken else draft


def _parts(question: Question) -> list[Question]:
    """Return the questions for the subjects, or for the two times, that a question sets side by side."""
    times = times_named(question)
    if question.aggregate == "difference" and len(times) == 2:
        return [_at_time(question, own.word, other.word) for own, other in (times, times[::-1])]
    return [_part(question, n) for n in range(len(question.groups))] if len(question.groups) > 1 else []


def _at_time(question: Question, own: str, other: str) -> Question:
    """Return the question for one of two times."""
    terms = tuple(t for t in question.terms if t.word.rstrip("年") != other.rstrip("年"))
    years = tuple(y for y in question.years if y == own.rstrip("年"))
    return replace(question, terms=terms, years=years, groups=(), aggregate=None)


def _measured_apart(question: Question) -> bool:
    """Return whether each of the subjects is a measure of its own: 面积和产量."""
    return all(_MEASURED.search(group[-1].word) for group in question.groups)


def _row(reading: Reading) -> list[Reading]:
    """Return the readings of all figures that stand in one row with a reading’s: 分别达到65%和55%."""
    found = row(reading.passage, reading.sentence, reading.target)
    return [replace(reading, target=t) for t in found] if len(found) > 1 else [reading]


def _part(question: Question, n: int) -> Question:
    """Return the question for one of the subjects set side by side; the others only decide between equals."""
    listed = [t for g in question.groups for t in g]
    own = _completed(question.groups[n], question.groups)
    times = times_named(question)
    kept = tuple(t for t in question.terms if t.verb or (t in times and len(times) == 1 and t not in own))
    shared = tuple(t for t in question.terms if t not in kept and t not in listed)
    others = tuple(t for t in listed if t not in own and t not in kept) + shared
    family = None if _measured_apart(question) else question.family
    return replace(
        question, terms=own + kept, focus=own, soft=others, groups=(), aggregate=None, family=family
    )


def _completed(own: tuple[Term, ...], groups: Sequence[tuple[Term, ...]]) -> tuple[Term, ...]:
    """Return a subject with what the one before says for both: 技术发明奖一等奖和二等奖."""
    for group in groups:
        if len(own) == 1 and len(group) > 1 and own[0].word in rivals(group[-1].word):
            return (*group[:-1], *own)
    return own


def _all(question: Question, finder: Finder, documents: Sequence[str] | None) -> list[Reading]:
    hits = finder.hits(question, documents)
    return readings(question, finder, [finder.passage(h) for h in hits])


def _best(question: Question, finder: Finder, documents: Sequence[str] | None) -> Reading | None:
    found = _all(question, finder, documents)
    return found[0] if found else None


def _distinct(found: Sequence[Reading | None]) -> list[Reading]:
    """Return the readings that hold, each target once."""
    kept: dict[tuple[str, int], Reading] = {}
    for reading in found:
        if reading and reading.holds:
            kept.setdefault((reading.passage.document.id, reading.target.start), reading)
    return list(kept.values())


def _alike(found: Sequence[Reading]) -> list[Reading]:
    """Return the best reading and those as good that count something else in the same unit."""
    best = found[0]
    alike = [best]
    for reading in found[1:]:
        if not reading.holds or best.score - reading.score > BESIDE or bound_of(reading.target):
            continue
        if reading.target.unit == best.target.unit and reading.target.subject not in {
            r.target.subject for r in alike
        }:
            alike.append(reading)
    return alike


def _for_each_document(found: Sequence[Reading]) -> list[Reading]:
    """Return the best reading of each document that answers about as well as the best."""
    kept: dict[str, Reading] = {}
    for reading in found:
        if reading.holds and found[0].score - reading.score <= BESIDE:
            kept.setdefault(reading.passage.document.id, reading)
    return in_force_first(list(kept.values())[:DOCUMENTS], lambda r: r.passage.document)


def _answered(question: Question, found: Sequence[Reading], aggregate: str | None) -> Draft:
    citations: list[Citation] = []
    facts = []
    for reading in found:
        citation = cite_sentence(reading.passage, reading.sentence)
        if citation not in citations:
            citations.append(citation)
        facts.append(_fact(reading, citations.index(citation)))
        if (
            reading.beside
            and (governed := cite_sentence(reading.beside, reading.beside.sentences[0])) not in citations
        ):
            citations.append(governed)
    said = [
        _range(r) or wording.figure(f, _follows(r), question.language)
        for f, r in zip(facts, found, strict=True)
    ]
    alone = len({r.passage.document.id for r in found}) == 1
    said = [named(r.passage.document, s, alone, question.language) for s, r in zip(said, found, strict=True)]
    if len(found) == 1 and (other := _other_end(found[0], facts[0])):
        facts.append(other)
        if found[0].target.high is not None and asks_most(question):
            facts.reverse()
    if aggregate and len(facts) > 1:
        derived = _derive(facts, aggregate)
        if derived:
            facts.append(derived)
            said.append(wording.figure(derived, True, question.language))
    end, mark = ("。", "；") if question.language == "zh" else (".", "; ")
    lead = _comparison(facts, question.language) if aggregate == "compare" and len(found) > 1 else ""
    text = wording.shortened(lead + mark.join(said), wording.LIMIT - 1) + end
    return Draft(True, text, tuple(facts), tuple(citations))


def _fact(reading: Reading, citation: int) -> Fact:
    target = reading.target
    value = plain(target.value)
    each = f"每{target.unit[2:]}" if target.unit.startswith("元/") else None
    bounds = "，".join(b for b in (target.scope, target.qualifier, each) if b) or None
    # A subject completed from the heading may bring a number that the quoted sentence does not hold.
    subject = (
        target.subject if all(n in reading.sentence.text for n in _NUMBER.findall(target.subject)) else ""
    )
    if subject.count("(") + subject.count("（") != subject.count(")") + subject.count("）"):
        subject = ""  # cut out of a bracket
    return Fact(value, _as_written(target), subject, target.text, bounds, citation)


def _as_written(target: Target) -> str:
    """Return a target’s unit as the text writes it: ㎡ is matched as 平方米; money for each of something is money."""
    if target.unit.startswith("元/"):
        return "元"
    if target.unit == "个小时":
        return "小时"
    return target.unit.replace("平方米", "㎡") if "㎡" in target.text else target.unit


def _follows(reading: Reading) -> bool:
    """Return whether the text names what is counted behind the figure (30 所学校), not before it."""
    passage: Passage = reading.passage
    subject = normalise(reading.target.subject)[:4]
    behind = passage.offset_of(reading.target.end)
    return bool(subject) and subject in passage.text[behind:]


def _range(reading: Reading) -> str:
    """Return “一倍以上五倍以下” where the figure is one end of such a range, else ""."""
    passage, target = reading.passage, reading.target
    start, end = passage.offset_of(target.start), passage.offset_of(target.end)
    around = passage.view.text[max(0, start - RANGE) : end + RANGE]
    at = start - max(0, start - RANGE)
    for found in _RANGE.finditer(around):
        if found.start() <= at < found.end():
            return found.group()
    return ""


def _other_end(reading: Reading, fact: Fact) -> Fact | None:
    """Return the other end of a range of which a fact is one end, else None."""
    target, passage = reading.target, reading.passage
    if target.high is not None:
        return replace(fact, value=plain(target.high), text=_TO.split(target.text)[-1])
    said = _range(reading)
    ends = [t for t in passage.targets if said and t.unit == target.unit and normalise(t.text) in said]
    near = [t for t in ends if t is not target and abs(t.start - target.start) <= RANGE]
    return replace(fact, value=plain(near[0].value), text=near[0].text) if near else None


def _derive(facts: Sequence[Fact], how: str) -> Fact | None:
    if len({f.unit for f in facts}) > 1 or how not in ("sum", "difference"):
        return None
    value = sum(f.value for f in facts) if how == "sum" else abs(facts[0].value - facts[1].value)
    value = plain(round(value, 9))
    text = f"{wording.number(value)} {facts[0].unit}"
    return Fact(value, facts[0].unit, "", text, None, 0, Derived(how, tuple(range(len(facts)))))


def _comparison(facts: Sequence[Fact], language: Language) -> str:
    first, second = facts[0], facts[1]
    if first.value == second.value:
        return "一样多：" if language == "zh" else "Equal: "
    more = first if first.value > second.value else second
    return f"{more.subject}更多：" if language == "zh" else f"More: {more.subject}. "


def _unsure(question: Question, finder: Finder, found: Sequence[Reading]) -> Draft:
    """Return the sentence alone, where it surely speaks of what is asked, of a figure that may be of something else."""
    evidence = finder.weigh(question, found[0].passage, found[0].sentence, 1.0)
    if finder.confidence(question, evidence) >= SPEAKS:
        return answer_text(question, evidence)
    unsaid = tuple(t.word for t in lacking(question, evidence))
    return Draft(False, missing=unsaid, nearest=_nearest(found), doubt=_fact(found[0], 0))


def _nearest(found: Sequence[Reading]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(cite_sentence(r.passage, r.sentence) for r in found))[:3]
