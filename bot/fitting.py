"""Whether a sentence that speaks of what is asked answers it: its form, its time, its places, what it is of."""

import re

from bot.conditions import (
    number_given,
    of_rival,
    only_names_document,
    ordinals_missing,
    places_hold,
    time_holds,
    times_named,
)
from bot.evidence import Evidence, Finder
from bot.figure_conditions import SAID_ITSELF
from bot.forms import has_form, tells_doer
from bot.lists import is_kind, lists_asked, names_members
from bot.match import degree
from bot.passages import Passage
from bot.question import Question
from bot.text_answers import announces, dated_pair

# A noun of so many characters names one thing, which a text that lacks it does not speak of.
LONG, HALF = 4, 0.5
# A sentence that holds so much of a question speaks of its deed by another word.
MOSTLY = 0.8
# A sentence that dates what is asked about speaks of it itself this far; its neighbours date other things.
DATED_ITSELF = 0.05
_PERSON = re.compile(".[人者员生童户]$")
KINDS_COUNTED = re.compile("几[种类]|哪[种类]")


def conditions_hold(
    question: Question, evidence: Evidence, finder: Finder, said: float = SAID_ITSELF
) -> bool:
    """Return whether the evidence has the form, the time and the places asked for."""
    passage, sentence = evidence.passage, evidence.sentence.text
    around = f"{passage.text} {passage.context} {passage.about}"
    return (
        (
            has_form(question, finder.formed(question, passage, evidence.sentence), passage.context)
            or (question.kind == "who" and evidence.own >= MOSTLY and tells_doer(question, sentence))
            or (question.kind == "when" and dated_pair(evidence) is not None)
        )
        and (question.kind != "when" or evidence.own >= DATED_ITSELF or dated_pair(evidence) is not None)
        and lists_asked(question, passage.text, sentence)
        and (names_members(question, sentence) or announces(question, evidence))
        and not _of_unknown(question, passage, finder)
        and not only_names_document(question, passage)
        and number_given(question.folded, passage.text)
        and all(time_holds(t.word, sentence, passage) for t in times_named(question))
        and places_hold(question.terms, (passage.text, passage.context, passage.about))
        and not of_rival(question.terms, sentence, f"{passage.text} {passage.context}", passage.about)
        and not ordinals_missing(question.folded, around)
        and (question.language == "en" or finder.share_said(question, evidence) >= said)
    )


def _of_unknown(question: Question, passage: Passage, finder: Finder) -> bool:
    """Return whether what a question is about, or the kind of thing it asks for, is nothing the library speaks of."""
    times = {t.word for t in times_named(question)}
    nouns = [t for t in question.terms if not t.verb and t.word not in times]
    # Whether 老年人 may is not told by what 盲人 may.
    person = question.kind == "yesno" and nouns[:1] and _PERSON.search(nouns[0].word)
    topic = [t for t in nouns[:1] if len(t.word) >= LONG or person]
    kinds = (
        [t for t in nouns if t.asked and not is_kind(t.word)] if KINDS_COUNTED.search(question.folded) else []
    )
    texts = (passage.text, passage.context, passage.about)
    return question.language == "zh" and any(
        finder.is_unknown(t) and max(degree(t, x) for x in texts) < HALF for t in (*topic, *kinds)
    )
