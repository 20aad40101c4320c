"""A second look at the figures that miss words of the question: the best that nothing bars, where it is likely."""

import re
from collections.abc import Sequence

from bot.evidence import Finder
from bot.figure_answers import LEAST, Reading
from bot.figure_confidence import said_of, share
from bot.question import Question
from bot.units import PEOPLE, family_of

TRAITS = ("score", "said", "words", "rivals", "english", "constant")
# Found by benchmarks/fit_second_look.py.
WEIGHTS = (2.6, 0.96, 0.43, -0.19, 2.61, -7.0)
# Log odds from which a figure is given.
SURE = 0.0
# Figures of another value that come so close count, up to so many; the one given is so close to the best of all.
NEAR, RIVALS, CLOSE = 0.5, 6, 0.1


def likeliest(question: Question, finder: Finder, found: Sequence[Reading]) -> Reading | None:
    """Return the figure that misses words of a question and is still likely the one asked for, if there is one."""
    best = _candidate(question, found)
    if best is None:
        return None
    odds = sum(w * x for w, x in zip(WEIGHTS, traits(question, finder, best, found), strict=True))
    return best if odds >= SURE else None


def _candidate(question: Question, found: Sequence[Reading]) -> Reading | None:
    """Return the best figure of just the kind asked for that only misses words, if no figure meets every condition."""
    if not found or found[0].holds or question.family is None:
        return None
    # Where the figure that says most is barred, one that says less is not the one asked for.
    best = max(r.score for r in found)
    likely = [
        r for r in found if not r.barred and r.score >= max(LEAST, best - CLOSE) and _is_of_kind(question, r)
    ]
    return max(likely, key=lambda r: r.score, default=None)


def _is_of_kind(question: Question, reading: Reading) -> bool:
    """Return whether a figure is of the kind asked for and no wider one, and none that the question names itself."""
    unit = reading.target.unit
    if re.search(rf"(?<![\d.]){reading.target.value:g}(?![\d.])", question.folded):
        return False  # of magnitude 5
    if question.family == "people":
        return unit in PEOPLE
    return family_of(unit) == question.family


def traits(question: Question, finder: Finder, best: Reading, found: Sequence[Reading]) -> tuple[float, ...]:
    """Return what the log odds of a figure are made from; TRAITS names the places.

    They are: its score; how much of the question is said there and above it, in [0, 1]; the words of the question;
    the figures of another value that come close; whether the question is English.
    """
    _, held = said_of(question, best)
    others = {
        (r.target.value, r.target.unit)
        for r in found
        if r.score > best.score - NEAR and r.target.value != best.target.value
    }
    return (
        best.score,
        share(held, finder.weights(question.terms)),
        float(len(question.terms)),
        float(min(len(others), RIVALS)),
        float(question.language == "en"),
        1.0,
    )
