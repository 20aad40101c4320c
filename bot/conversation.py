"""What a follow-up leaves out is taken from the question before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from bot.about import deed_named, with_other_deed
from bot.brackets import ENDS
from bot.conditions import GENERIC, is_time
from bot.lists import PARTS_ASKED
from bot.parser import Parser
from bot.question import Question, Term
from bot.units import NUMERALS
from corpus.figures import find_figures
from corpus.reference import Reference
from index.lexicon import rivals

Mode = Literal["alone", "swap", "aspect", "narrow", "measure"]
_LEAD = re.compile(r"^(?:那么?|还有|另外|以及|and|what about|how about|also|or)(?![a-z])|呢$")
_PRONOUN = re.compile(
    r"它们?|他们|这些|那些|这个|那个|上述|前面|刚才|其中|该[项类个]|\b(?:it|they|them|those|these|that|its|their|there)\b"
)
_NARROWS = re.compile(r"的(?:呢)?$|^(?:只|其中)")
_SHARE = re.compile("(?:[^效频概功]率|比重|占比|比例)$")
_MEASURE = re.compile("(?:产量|产值|总额|面积|收入|增速|里程|投资|总量)$")
_NUMERAL = re.compile(f"[{NUMERALS}]+")
REMEMBERED = 8
# A follow-up that ends in 呢 names one thing, however many words that has.
MOST_ASKED = 9


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked earlier in the conversation and how it was understood."""

    text: str
    mode: Mode


def modes(question: Question, before: Question | None) -> list[Mode]:
    """Return the ways to understand a question after another, likeliest first."""
    if before is None or _is_no_question(question):
        return ["alone"]
    nouns = [t for t in question.terms if not (t.verb or t.asked or t.word in GENERIC or is_time(t))]
    led = _LEAD.search(question.folded) is not None
    if (
        (question.kind == "open" or (led and question.kind == "which" and question.language == "en"))
        and len(question.terms) <= (MOST_ASKED if question.folded.endswith("呢") else 5)
        and (led or question.text.rstrip("?？").endswith("呢"))
    ):
        only_conditions = bool(question.years) or all(
            t.place or is_time(t) or _is_number(t) or t.word in GENERIC for t in question.terms
        )
        only_conditions |= any(map(_is_number, question.terms)) and any(map(_is_number, before.terms))
        # 一等奖 takes the place of 特等奖 in what was asked.
        only_conditions |= any(b.word in rivals(t.word) for t in question.terms for b in before.terms)
        ways: list[Mode] = (
            ["narrow", "swap"] if only_conditions or _NARROWS.search(question.folded) else ["swap", "narrow"]
        )
        if question.terms and all(is_time(t) or t.word in GENERIC for t in question.terms):
            return ["narrow"]
        if before.kind == "figure" and nouns and _SHARE.search(nouns[-1].word):
            return ["swap"]
        if (
            before.family in ("count", "people", "area", "money")
            and nouns
            and not find_figures(question.folded)
        ):
            ways.insert(ways.index("swap") + 1, "measure")
        # 逾期未提交呢 tells a case of its own.
        return [*ways, "alone"] if any(t.verb for t in question.terms) and nouns else ways
    if question.kind == "clause" and not question.beside and before.reference:
        # 第四款 is of the article asked about before, 第四十四条 of its document.
        return ["aspect"] if _is_inner(question.reference) else ["aspect", "alone"]
    if question.field or question.kind == "clause":
        return ["alone"]
    if question.kind == "figure" and question.family is None and not nouns:
        return ["aspect"]  # 实际完成了多少 asks nothing by itself
    if _PRONOUN.search(question.folded) or not nouns:
        return ["aspect", "alone"]
    return ["alone", "aspect"] if len(nouns) <= 2 else ["alone"]


def names_nothing(question: Question) -> bool:
    """Return whether a question asks how much, who or when and names nothing of which: 由谁批准, 多少日内审批."""
    named = [t for t in question.terms if not (t.verb or t.asked or t.word in GENERIC or is_time(t))]
    return question.kind in ("figure", "who", "when") and not (named or question.field or question.reference)


def _is_number(term: Term) -> bool:
    """Return whether a term is of a number that takes the place of another: 25 behind 工作12年, 不满三年."""
    number = _NUMERAL.fullmatch(term.word) or term.word[0].isdigit() or find_figures(term.word)
    return bool(number) or term.word in ENDS


def _is_no_question(question: Question) -> bool:
    """Return whether nothing is asked and nothing is named: 谢谢, 好的."""
    said = question.terms or question.years or question.reference or question.field
    return question.kind == "open" and not said and not _LEAD.search(question.folded)


def merge(question: Question, before: Question | None, mode: Mode) -> Question:
    """Return the question completed from the one before it."""
    if before is None:
        return question
    if mode == "alone":
        return _at_the_same_time(question, before)
    # A time of its own, 今年 too, takes the place of any before.
    timed = bool(question.years) or any(is_time(t) for t in question.terms)
    years = question.years if timed else before.years
    if before.field == "effective" and (deed := deed_named(question.folded)):  # 第二次修正呢
        return replace(before, field="date", folded=f"{deed}是哪天")
    if (
        before.field == "date"
        and question.kind != "who"
        and (other := with_other_deed(before.folded, question.folded))
    ):
        return replace(before, folded=other)
    if mode == "aspect":
        kept = tuple(
            t
            for t in before.terms
            if not (t.verb or t.asked or t in question.terms or (timed and is_time(t)))
        )
        # 实际完成了多少 is counted as what was asked before.
        counted = (
            {"family": before.family, "unit": before.unit} if _goes_on_counting(question, before) else {}
        )
        return replace(
            question,
            **counted,  # type: ignore[arg-type]
            terms=kept + question.terms,
            said=question.terms,
            focus=question.focus or before.focus,
            beside=question.beside or before.beside,
            reference=_completed(question.reference, before.reference),
            years=years,
        )
    asked: dict[str, object] = {
        "kind": before.kind,
        "family": before.family,
        "years": years,
        "topic": before.topic,
        "several": before.several,
        "deeds": before.deeds,
        "recipient": before.recipient,
        "field": None,
    }
    # 新兴产业呢 behind 有哪些未来产业 asks for a list too.
    if before.kind == "which" and (parts := PARTS_ASKED.search(before.folded)):
        asked["folded"] = f"{question.folded}{parts.group()}"
    own = tuple(t for t in question.terms if t.word not in question.years)
    asked["said"] = own
    asked["fresh"] = tuple(t for t in own if t not in before.terms)
    if before.family in ("time", "money"):  # hours asked before are hours asked now, yuan are yuan
        asked["unit"] = before.unit
    if mode == "narrow":
        places = any(t.place for t in own)
        numbers = any(_is_number(t) and not is_time(t) for t in own)
        kept = tuple(
            t
            for t in before.terms
            if not (places and t.place)
            and not (numbers and _is_number(t))
            and not (timed and is_time(t))
            and t.word not in before.years
            and not any(t.word in rivals(o.word) for o in own)
        )
        focus = tuple(t for t in before.focus if not (numbers and _is_number(t)))
        return replace(question, **{**asked, "unit": before.unit}, terms=kept + own, focus=focus)  # type: ignore[arg-type]
    kept_places = () if any(t.place for t in own) else tuple(t for t in before.terms if t.place)
    kept_times = () if timed else tuple(t for t in before.terms if is_time(t) and not _is_number(t))
    nouns = tuple(t for t in own if not (t.verb or _is_number(t)))
    soft = tuple(t for t in before.terms if t not in own)
    # 粮食产量 is counted otherwise than 新增就业, but grows as it does.
    if nouns and _MEASURE.search(nouns[-1].word) and before.family != "share":
        asked |= {"family": None, "unit": ""}
    if nouns and _SHARE.search(nouns[-1].word):  # 失业率 behind 就业人数
        asked |= {"family": "share", "unit": ""}
    if mode == "measure":  # 绿道 behind 公园 is told in kilometres: by whatever figure counts it
        asked |= {"family": None, "unit": "", "counted": True}
    return replace(question, **asked, terms=own + kept_places + kept_times, focus=nouns, soft=soft)  # type: ignore[arg-type]


def _at_the_same_time(question: Question, before: Question) -> Question:
    """Return a question that names nothing, 改造完工多少个, with the time of the one before it."""
    nouns = [t for t in question.terms if not t.verb]
    times = tuple(t for t in before.terms if is_time(t))
    if nouns or question.kind != "figure" or question.years or not (times or before.years):
        return question
    return replace(question, terms=question.terms + times, years=before.years)


def _goes_on_counting(question: Question, before: Question) -> bool:
    """Return whether a figure is asked for in no unit of its own, behind another figure."""
    return question.kind == before.kind == "figure" and question.family is None and not question.unit


def _is_inner(reference: Reference | None) -> bool:
    """Return whether a clause's number says nothing without the article around it: 第二款."""
    return reference is not None and reference.steps[0][0] in ("unit", "clause")


def _completed(reference: Reference | None, before: Reference | None) -> Reference | None:
    """Return a clause's number with the outer steps of the one before: 第四款 behind 第四十三条第三款."""
    if reference is None or before is None:
        return reference
    system = reference.steps[0][0]
    outer = list(takewhile(lambda step: step[0] != system, before.steps))
    known = len(outer) < len(before.steps) or _is_inner(reference)
    return replace(reference, steps=(*outer, *reference.steps)) if known else reference


def replay(turns: Sequence[Turn], parser: Parser) -> Question | None:
    """Return the last question of a conversation as it was understood."""
    question: Question | None = None
    for turn in turns:
        question = merge(parser.parse(turn.text), question, turn.mode)
    return question


def remember(turns: Sequence[Turn], text: str, mode: Mode) -> list[Turn]:
    """Return the turns to keep: from the last question that stood alone, no more than needed."""
    return [Turn(text, mode)] if mode == "alone" else [*turns, Turn(text, mode)][-REMEMBERED:]
