"""Finds the weights by which evidence is trusted (WEIGHTS of bot/evidence.py), and what they cost and gain.

    fit_confidence.py [--data DIR] [--policies DIR] [--sample N] [--foreign SHARE]

A logistic regression on the traits of the best evidence for each question: answerable where the library holds
the question's own paragraph and the evidence stands in it, foreign where the library is one of policies. It is
fitted on every other question of CMRC 2018 and on those of DRCD, and reported on the other half of CMRC 2018:
how many own questions still get the right paragraph when 0.2, 0.4 or 0.9 % of the foreign ones get an answer.
The constant is printed moved, so that log odds of 0 (SURE of bot/answer.py) let SHARE of the foreign questions
of the fitting half through. Figures and the conditions of time and place are decided elsewhere, after it.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_sets import DATA, POLICIES, Asked, open_data_set, open_folder, read_questions

from bot.evidence import TRAITS, WEIGHTS, Finder
from bot.question import Parser
from index.search import Searcher

Matrix = NDArray[np.float64]
SHARES = (0.002, 0.004, 0.009)
RIDGE = 1.0  # the strength of a prior that weights are small, in questions


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions put to one library: traits of the best evidence, what its form adds, whether it is right."""

    traits: Matrix
    form: Matrix
    right: NDArray[np.bool_]

    def half(self, first: int) -> "Sample":
        """Return every other question, from `first`."""
        return Sample(self.traits[first::2], self.form[first::2], self.right[first::2])

    def odds(self, weights: Matrix) -> Matrix:
        """Return the log odds that each evidence answers; none at all where there is no evidence."""
        found = np.asarray(self.traits.any(axis=1))
        return np.where(found, self.traits @ weights + self.form, -np.inf)


def main() -> None:
    """Fit, print the weights to paste and the table."""
    options = _options()
    cmrc = read_questions(options.data, "cmrc2018")[:: options.sample]
    drcd = read_questions(options.data, "drcd")[:: options.sample]
    with open_folder(options.policies) as (_, searcher):
        foreign, foreign_drcd = take(searcher, cmrc), take(searcher, drcd)
    with open_data_set(options.data, "cmrc2018") as (_, searcher):
        own = take(searcher, cmrc)
    with open_data_set(options.data, "drcd") as (_, searcher):
        own_drcd = take(searcher, drcd)
    weights = fit([own.half(0), own_drcd], [foreign.half(0), foreign_drcd])
    unanswered = np.concatenate([foreign.half(0).odds(weights), foreign_drcd.odds(weights)])
    weights[-1] -= threshold(unanswered, options.foreign)
    print(f"TRAITS  = {TRAITS}")
    print(f"WEIGHTS = {tuple(round(float(w), 2) for w in weights)}")
    print(
        f"{'':22}",
        *(f"{f'{share:.1%} foreign':>14}" for share in SHARES),
        f"{'at 0: own':>10} {'foreign':>8}",
    )
    for name, w in (("new weights", weights), ("weights of evidence.py", np.array(WEIGHTS))):
        print(f"{name:22}", *trade_off(own.half(1), foreign.half(1), w))
    print(
        f"of {len(own.half(1).right)} own questions the right paragraph comes first in {own.half(1).right.mean():.1%}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data sets")
    parser.add_argument("--policies", type=Path, default=POLICIES, help="the folder of policies")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="use every Nth question only")
    parser.add_argument("--foreign", type=float, default=0.004, metavar="SHARE", help="see above; 0.004")
    return parser.parse_args()


def take(searcher: Searcher, questions: Sequence[Asked]) -> Sample:
    """Return the traits of the best evidence for each question."""
    parser = Parser(searcher.segmenter, searcher.glossary, searcher.speller.spell)
    finder = Finder(searcher)
    traits, form, right = [], [], []
    for asked in questions:
        question = parser.parse(asked.text)
        best = next(iter(finder.evidence(question, finder.hits(question, None))), None)
        row = finder.traits(question, best) if best else (0.0,) * len(TRAITS)
        traits.append(row)
        form.append(finder.confidence(question, best) - float(np.dot(WEIGHTS, row)) if best else 0.0)
        right.append(best is not None and best.passage.document.id in asked.relevant)
    return Sample(np.array(traits), np.array(form), np.array(right))


def fit(own: Sequence[Sample], foreign: Sequence[Sample]) -> Matrix:
    """Return the weights that tell right evidence from foreign; wrong evidence for own questions is left out."""
    samples = [(s.traits[s.right], s.form[s.right], 1.0) for s in own]
    samples += [(s.traits, s.form, 0.0) for s in foreign]
    x, form = np.vstack([t for t, _, _ in samples]), np.concatenate([f for _, f, _ in samples])
    y = np.concatenate([np.full(len(t), label) for t, _, label in samples])
    scale = x.std(axis=0)
    scale[scale == 0] = 1
    scaled, weights = x / scale, np.zeros(x.shape[1])
    prior = np.full(x.shape[1], RIDGE)
    prior[-1] = 0  # the constant is free
    for _ in range(50):  # Newton's method; it settles in about ten steps
        p = 1 / (1 + np.exp(-np.clip(scaled @ weights + form, -30, 30)))
        slope = scaled.T @ (y - p) - prior * weights
        curve = (scaled * (p * (1 - p))[:, None]).T @ scaled + np.diag(prior + 1e-9)
        weights = weights + np.linalg.solve(curve, slope)
    return np.asarray(weights / scale)


def threshold(odds: Matrix, share: float) -> float:
    """Return the log odds that no more than a share of the questions exceed."""
    return float(np.sort(odds)[-int(len(odds) * share) - 1])


def trade_off(own: Sample, foreign: Sample, weights: Matrix) -> list[str]:
    """Return the row of a table: own questions right at each share of foreign ones, and at log odds of 0."""
    ours, theirs = own.odds(weights), foreign.odds(weights)
    row = [f"{np.mean((ours > threshold(theirs, share)) & own.right):14.1%}" for share in SHARES]
    return [*row, f"{np.mean((ours > 0) & own.right):10.1%} {np.mean(theirs > 0):8.2%}"]


if __name__ == "__main__":
    main()
