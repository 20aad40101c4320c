"""How surely a figure that meets every condition is the one asked for: a logistic regression on how it was found."""

from collections.abc import Sequence

from bot.brackets import cases_of
from bot.evidence import Finder
from bot.figure_answers import Reading, precision
from bot.match import degree
from bot.question import Question
from bot.spots import Spot, make_spot
from index.words import is_han

TRAITS = (
    "sentence",
    "said",
    "deed_lost",
    "precise",
    "rivals",
    "rank",
    "kindless",
    "english",
    "constant",
)
# Found by benchmarks/fit_figures.py.
WEIGHTS = (0.15, 2.76, -2.55, 1.31, -0.52, -0.26, -1.01, 2.01, -1.24)
# Log odds from which a figure is given.
SURE = 0.0
# The log odds of a sentence, and the figures beside the best, count within these bounds.
LEAST, MOST, RIVALS = -3.0, 8.0, 4


def is_sure(question: Question, finder: Finder, found: Sequence[Reading]) -> bool:
    """Return whether the first of the readings is surely the figure asked for."""
    odds = sum(w * x for w, x in zip(WEIGHTS, traits(question, finder, found), strict=True))
    return odds >= SURE


def traits(question: Question, finder: Finder, found: Sequence[Reading]) -> tuple[float, ...]:
    """Return what the log odds of the first of the readings are made from; TRAITS names the places.

    They are: how surely its sentence speaks of what is asked (log odds); how much of the question is said there and
    above it, in [0, 1]; the weight of the heaviest verb that is not; the share of the figure's subject that the
    question names; the figures that meet every condition, itself included; the place of its clause among those
    that share most with the question; whether the question names no kind of figure; whether it is English or uses English words.
    """
    best, terms = found[0], question.terms
    spot, held = said_of(question, best)
    weights = finder.weights(terms)
    lost = [(1 - h) * w for t, h, w in zip(terms, held, weights, strict=True) if t.verb]
    odds = finder.confidence(question, finder.weigh(question, best.passage, best.sentence, 1.0))
    return (
        min(max(odds, LEAST), MOST),
        share(held, weights),
        max(lost, default=0.0),
        precision(terms, spot.subject),
        float(min(len({r.target.start for r in found if r.holds}), RIVALS)),
        float(best.rank),
        float(question.family is None),
        float(question.language == "en" or any(t.equal and not is_han(t.word[0]) for t in terms)),
        1.0,
    )


def said_of(question: Question, reading: Reading) -> tuple[Spot, list[float]]:
    """Return where a figure stands, and how far each term of a question is said there or above it, in [0, 1]."""
    passage = reading.passage
    beside = reading.beside.text if reading.beside else ""
    spot = make_spot(passage, reading.sentence, reading.target, beside)
    texts = (spot.near, passage.context, passage.about)
    met, _ = cases_of(question, spot)
    return spot, [float(t.word in met) or max(degree(t, x) for x in texts) for t in question.terms]


def share(held: Sequence[float], weights: Sequence[float]) -> float:
    """Return the weighted share of what is held, in [0, 1]."""
    return sum(h * w for h, w in zip(held, weights, strict=True)) / (sum(weights) or 1.0)
