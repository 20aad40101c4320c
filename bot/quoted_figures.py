"""The figures that stand in a quote which answers in words: the one asked for, those that a document tells of itself."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.about import changed_by, times_amended
from bot.asking import YEAR
from bot.draft import Draft
from bot.figure_answers import fits, without_names
from bot.match import HELD, degree
from bot.model import Citation, Fact
from bot.passages import Sentence
from bot.question import Question
from bot.units import NUMERALS, family_of, numbers_in
from corpus.figures import find_figures
from corpus.library import Library
from corpus.model import Document
from corpus.numbering import parse_numeral, to_numeral
from corpus.view import View, view
from index.words import normalise

_IN_UNIT = re.compile(r"(?:几|多少)(?P<unit>[\u4e00-\u9fff])(?!些)(?:的?(?P<of>[\u4e00-\u9fff]{2}))?")
# 第几次会议: a place in a row, of what.
_ORDINAL_ASKED = re.compile(
    r"第(?:几|多少)个?(?P<unit>[届次号位名条章节步期批周项]|季度|自然月|阶段)(?P<of>会议|修正|修订|[\u4e00-\u9fff]{2}会议)?"
)
# A quote of so many characters says little beside its figure.
BRIEF = 40


def with_lone_figure(question: Question, sentence: Sentence, draft: Draft) -> Draft:
    """Return the sentence that answers with the figure in it, where it holds just one of the kind asked."""
    found = [f for f in find_figures(without_names(sentence.text)) if fits(question, f)]
    if len(found) != 1 or len(draft.citations) != 1 or found[0].text not in draft.citations[0].quote:
        return draft
    figure = found[0]
    return replace(
        draft, facts=(Fact(plain(figure.value), figure.unit, "", figure.text, figure.qualifier, 0),)
    )


def with_figure_beside(asked: Question, said: Question, draft: Draft, before: Sequence[Citation]) -> Draft:
    """Return a quote for a question with the one figure in it of the kind that `asked` asks for: 给予警告；一年内不得再次申请.

    Before the figure its sentence must speak of all that the question itself, `said`, names, and no quote of the
    answer `before` may hold it.
    """
    if asked.kind != "figure" or draft.facts or len(draft.citations) != 1:
        return draft
    seen = view(draft.citations[0].quote)
    nouns = [t for t in said.terms if not t.verb]
    found = [f for f in find_figures(without_names(seen.text)) if fits(asked, f)]
    places = [seen.text.rfind("。", 0, f.start) for f in found]
    leads = [normalise(seen.text[at + 1 : f.start]) for at, f in zip(places, found, strict=True)]
    told = [
        f
        for f, at, lead in zip(found, places, leads, strict=True)
        if nouns and places.count(at) == 1 and all(degree(t, lead) >= HELD for t in nouns)
    ]
    if len(told) != 1:
        return draft
    figure, own = told[0], draft.citations[0]
    at = own.start + seen.source_span(figure.start, figure.end)[0]
    if any(c.document == own.document and c.start <= at < c.end for c in before):
        return draft
    return _with_fact(draft, seen, figure.value, figure.unit, figure.start, figure.end, figure.qualifier)


def with_number_asked(question: Question, draft: Draft) -> Draft:
    """Return a quote with the number in it that is asked for: in the measure word of 几级, or alone behind keywords."""
    draft = with_ordinal_asked(question, draft)
    asked = _IN_UNIT.search(question.folded)
    # An item comes with its lead: 几类容器 is told by the item.
    if not draft.answered or draft.facts or not draft.citations or (len(draft.citations) > 1 and not asked):
        return draft
    if question.language != "zh" and not question.unit:
        return draft
    seen = view(draft.citations[0].quote)
    unit = asked.group("unit") if asked else question.unit if question.language != "zh" else ""
    if unit:
        found = list(numbers_in(unit, seen.text))
        # 几年的规划: of the numbers in 年 the one before 规划.
        of = asked.group("of") if asked else None
        found = [f for f in found if of and seen.text.startswith(of, f[3])] or found
    else:
        keywords = (
            (question.kind == "open" or question.said) and not question.topic and len(seen.text) <= BRIEF
        )
        figures = find_figures(seen.text) if keywords else []
        found = [(f.value, f.unit, f.start, f.end) for f in figures]
    if len(found) != 1:
        return draft
    return _with_fact(draft, seen, *found[0])


def with_ordinal_asked(question: Question, draft: Draft) -> Draft:
    """Return a quote with the place in a row that is asked for, where it tells just one: 第29次 for 第几次会议."""
    asked = _ORDINAL_ASKED.search(question.folded)
    if asked is None or not draft.answered or draft.facts or not draft.citations:
        return draft
    seen, unit = view(draft.citations[0].quote), asked.group("unit")
    if any(year not in seen.text for year in YEAR.findall(question.folded)):
        return draft
    told = list(re.finditer(rf"{'第?' if unit == '届' else '第'}(?P<n>[{NUMERALS}]+){unit}", seen.text))
    of = asked.group("of")
    told = [m for m in told if of and seen.text.startswith(of, m.end())] or told
    values = {parse_numeral(m.group("n")) for m in told}
    value = values.pop() if len(values) == 1 else None
    return draft if value is None else _with_fact(draft, seen, value, unit, *told[0].span())


def with_own_figures(question: Question, draft: Draft, library: Library) -> Draft:
    """Return what a document says of itself with the figure in it, where a figure is asked for."""
    draft = with_ordinal_asked(question, draft)
    if question.field == "amendments" and draft.citations and not _ORDINAL_ASKED.search(question.folded):
        times = times_amended(question, library.document(draft.citations[0].document))
        told = Fact(times, "次", "", f"第{to_numeral(times)}次", None, 0) if times else None
        return replace(draft, facts=(told,) if told else ())
    if question.field == "decision" and draft.citations and (changed := changed_by(draft.citations[0])):
        seen, number = view(draft.citations[0].quote), parse_numeral(changed.group("n")) or 0
        return _with_fact(draft, seen, number, changed.group("unit"), *changed.span("n"))
    if "validity" not in (question.field, *question.also):
        return draft
    facts = (
        f
        for n, c in enumerate(draft.citations)
        for f in facts_within(library.document(c.document), c, n)
        if family_of(f.unit) == "time"
    )
    return replace(draft, facts=tuple(facts))


def _with_fact(
    draft: Draft, seen: View, value: float, unit: str, start: int, end: int, qualifier: str | None = None
) -> Draft:
    """Return a draft with the figure that stands at `start:end` of the view of its first quote."""
    first, last = seen.source_span(start, end)
    text = draft.citations[0].quote[first:last]
    return replace(draft, facts=(Fact(plain(value), unit, "", text, qualifier, 0),))


def facts_within(document: Document, citation: Citation, number: int) -> list[Fact]:
    """Return the figures that stand in a quote, as facts of citation `number`."""
    inside = (t for t in document.targets if citation.start <= t.start and t.end <= citation.end)
    return [Fact(plain(t.value), t.unit, "", t.text, t.qualifier, number) for t in inside]


def plain(value: float) -> int | float:
    """Return a value as a whole number where it is one."""
    return int(value) if value == int(value) else value
