"""The figures that stand in a quote which answers in words: the one asked for, those of a clause cited whole."""

import re
from dataclasses import replace

from bot.draft import Draft
from bot.figure_answers import fits, without_names
from bot.model import Citation, Fact
from bot.passages import Sentence
from bot.question import Question
from bot.units import numbers_in
from corpus.figures import find_figures
from corpus.model import Document
from corpus.view import view

_IN_UNIT = re.compile(r"(?:几|多少)(?P<unit>[\u4e00-\u9fff])(?!些)")
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


def with_number_asked(question: Question, draft: Draft) -> Draft:
    """Return a quote with the number in it that is asked for: in the measure word of 几级, or alone behind keywords."""
    if not draft.answered or draft.facts or len(draft.citations) != 1:
        return draft
    if question.language != "zh" and not question.unit:
        return draft
    quote = draft.citations[0].quote
    seen = view(quote)
    asked = _IN_UNIT.search(question.folded)
    unit = asked.group("unit") if asked else question.unit if question.language != "zh" else ""
    if unit:
        found = list(numbers_in(unit, seen.text))
    else:
        keywords = (
            (question.kind == "open" or question.said) and not question.topic and len(seen.text) <= BRIEF
        )
        figures = find_figures(seen.text) if keywords else []
        found = [(f.value, f.unit, f.start, f.end) for f in figures]
    if len(found) != 1:
        return draft
    value, unit, start, end = found[0]
    first, last = seen.source_span(start, end)
    return replace(draft, facts=(Fact(plain(value), unit, "", quote[first:last], None, 0),))


def facts_within(document: Document, citation: Citation, number: int) -> list[Fact]:
    """Return the figures that stand in a quote, as facts of citation `number`."""
    inside = (t for t in document.targets if citation.start <= t.start and t.end <= citation.end)
    return [Fact(plain(t.value), t.unit, "", t.text, t.qualifier, number) for t in inside]


def plain(value: float) -> int | float:
    """Return a value as a whole number where it is one."""
    return int(value) if value == int(value) else value
