"""A question for a figure finds the target that answers it, or what condition none meets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.evidence import Finder
from bot.match import degree
from bot.passages import Passage, Sentence
from bot.question import FAMILY_OF, Family, Question, Term
from corpus.model import Target
from index.words import normalise

# A noun of the question is held when a text holds at least this much of it.
HELD = 0.7
# Where a term stands: in the figure's own sentence it binds, further off it only may.
NEAR, ABOVE, ABOUT, ASIDE = 1.0, 0.95, 0.9, 0.55
_GENERIC = frozenset({"", "个", "种", "类", "项"})
_PERSONS = frozenset({"名", "人", "位", "人次", "口"})
_EACH = re.compile(r"每|各|分别|人均|生均")


@dataclass(frozen=True, slots=True)
class Reading:
    """A target read as the answer: how much of the question holds where it stands, and what does not."""

    target: Target
    passage: Passage
    sentence: Sentence
    score: float
    missing: tuple[Term, ...]

    @property
    def holds(self) -> bool:
        """Return whether every condition of the question is met."""
        return not self.missing


def readings(question: Question, finder: Finder, passages: Sequence[Passage]) -> list[Reading]:
    """Return the targets of the right kind, best first: those that meet every condition before others."""
    found = [r for p in passages for r in _of_passage(question, finder, p)]
    return sorted(found, key=lambda r: (not r.holds, -r.score))


def _of_passage(question: Question, finder: Finder, passage: Passage) -> Iterator[Reading]:
    for target in passage.targets:
        sentence = passage.sentence_at(target.start)
        if sentence and fits(question, target):
            yield _read(question, finder, passage, sentence, target)


def fits(question: Question, target: Target) -> bool:
    """Return whether a target is of the kind of figure asked for."""
    family = FAMILY_OF.get(target.unit, "count")
    if target.unit.endswith("元") and family == "count":
        family = "money"
    if question.family is None:
        return True
    if question.family in ("count", "people"):
        return _counts(question, target, family)
    if {question.family, family} <= {"time", "age"} and question.unit in ("年", "岁", ""):
        return True
    if question.family == "share" and target.unit == "":
        return target.value <= 1
    return family == question.family


def _counts(question: Question, target: Target, family: Family) -> bool:
    """Return whether a count in the measure word asked can be a count in the target's."""
    if family not in ("count", "people", "times"):
        return False
    if question.unit in _PERSONS or question.family == "people":
        return target.unit in _PERSONS or target.unit in _GENERIC
    if family == "times":
        return question.unit in ("次", "回", "届")
    return True


def _read(
    question: Question, finder: Finder, passage: Passage, sentence: Sentence, target: Target
) -> Reading:
    subject = normalise(target.subject)
    near = f"{sentence.text} {subject}"
    terms = question.terms
    weights = finder.weights(terms)
    held = [_held(t, near, passage) for t in terms]
    total = sum(weights) or 1.0
    score = sum(w * h for w, h in zip(weights, held, strict=True)) / total
    focus = question.focus or tuple(t for t in terms if not t.verb)
    on_subject = [degree(t, subject) for t in focus]
    if focus:
        score += 0.35 * sum(on_subject) / len(focus)
    score += 0.15 * sum(
        w * degree(t, near) for t, w in zip(question.soft, finder.weights(question.soft), strict=True)
    )
    score += 0.12 * (
        bool(_EACH.search(question.folded))
        is bool(_EACH.search(target.qualifier or "") or _EACH.search(target.scope or ""))
    )
    score += 0.08 * (bool(question.unit) and question.unit == target.unit)
    score += 0.1 * _closeness(terms, sentence, passage, target)
    missing = [t for t, h in zip(terms, held, strict=True) if _must_hold(t, finder) and h < HELD]
    missing += [
        Term(y) for y in question.years if not any(y in x for x in (near, passage.context, passage.about))
    ]
    missing += [
        t
        for t in _heads(question)
        if t not in missing and degree(t, subject) < HELD and not _names(t, target)
    ]
    return Reading(target, passage, sentence, score, tuple(missing))


def _held(term: Term, near: str, passage: Passage) -> float:
    return max(
        NEAR * degree(term, near),
        ABOVE * degree(term, passage.context),
        ABOUT * degree(term, passage.about),
        ASIDE * degree(term, passage.text),
    )


def _must_hold(term: Term, finder: Finder) -> bool:
    """Return whether a term is a condition: nouns and names are, verbs and the commonest words are not."""
    return term.place or (not term.verb and not term.asked and finder.specific(term.word) > 0.35)


def _heads(question: Question) -> tuple[Term, ...]:
    """Return the noun that is counted, which must be what the target counts."""
    if question.family not in ("count", "people", None) or not question.focus:
        return ()
    return question.focus[-1:] if question.language == "zh" else ()


def _names(term: Term, target: Target) -> bool:
    """Return whether the target's measure word itself names what is counted (14 个市州, 3 省)."""
    return bool(target.unit) and target.unit in term.forms()


def _closeness(terms: Sequence[Term], sentence: Sentence, passage: Passage, target: Target) -> float:
    """Return how near the question's words stand to the figure in its sentence, in [0, 1]."""
    at = (
        next((i for i, o in enumerate(passage.view.offsets) if o >= target.start), sentence.start)
        - sentence.start
    )
    gaps = []
    for term in terms:
        places = [abs(sentence.text.find(f) - at) for f in term.forms() if f in sentence.text]
        gaps.append(1 / (1 + min(places) / 12) if places else 0.0)
    return sum(gaps) / len(gaps) if gaps else 0.0
