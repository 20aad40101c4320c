"""Finds the weights by which evidence is trusted (WEIGHTS of bot/evidence.py), and what they cost and gain.

    fit_confidence.py [--data DIR] [--policies DIR] [--sample N] [--foreign SHARE]

A logistic regression on the traits of the best evidence for each question: answerable where the library holds
the question's own paragraph and the evidence stands in it, foreign where the library is one of policies. Foreign
questions are asked twice, plain and with a policy named first, “《title》中，…”: whoever names a document has said
nothing yet of what is asked of it. It is fitted on every other question of CMRC 2018 and on those of DRCD, and
reported on the other half of CMRC 2018: how many own questions still get the right paragraph when 0.2, 0.4 or
0.9 % of the plain foreign ones get an answer, and how many of the naming ones then do.
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

from data_sets import DATA, POLICIES, Asked, name_documents, open_data_set, open_folder, read_questions
from regression import Matrix, regress

from bot.evidence import TRAITS, WEIGHTS, Finder
from bot.parser import Parser
from index.search import Searcher

SHARES = (0.002, 0.004, 0.009)
NAMING = 0.1  # what a foreign question that names a policy counts beside a plain one: they are rarer
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
    with open_folder(options.policies) as (library, searcher):
        foreign, foreign_drcd = take(searcher, cmrc), take(searcher, drcd)
        naming = take(searcher, name_documents(cmrc, library))
    with open_data_set(options.data, "cmrc2018") as (_, searcher):
        own = take(searcher, cmrc)
    with open_data_set(options.data, "drcd") as (_, searcher):
        own_drcd = take(searcher, drcd)
    weights = fit([own.half(0), own_drcd], [foreign.half(0), foreign_drcd], [naming.half(0)])
    unanswered = np.concatenate([foreign.half(0).odds(weights), foreign_drcd.odds(weights)])
    weights[-1] -= threshold(unanswered, options.foreign)
    print(f"TRAITS  = {TRAITS}")
    print(f"WEIGHTS = {tuple(round(float(w), 2) for w in weights)}")
    held_out = own.half(1), foreign.half(1), naming.half(1)
    print_trade_off("new weights", *held_out, weights)
    print_trade_off("weights of evidence.py", *held_out, np.array(WEIGHTS))
    best = own.half(1).right
    print(f"of {len(best)} own questions the right paragraph comes first in {best.mean():.1%}")


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
    parser = Parser(searcher.segmenter, searcher.glossary, searcher.spell)
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


def fit(own: Sequence[Sample], foreign: Sequence[Sample], naming: Sequence[Sample]) -> Matrix:
    """Return the weights that tell right evidence from foreign; wrong evidence for own questions is left out."""
    parts = [(s.traits[s.right], s.form[s.right], 1.0, 1.0) for s in own]
    parts += [(s.traits, s.form, 0.0, 1.0) for s in foreign]
    parts += [(s.traits, s.form, 0.0, NAMING) for s in naming]
    x, form = np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    y, counts = (np.concatenate([np.full(len(p[0]), p[n]) for p in parts]) for n in (2, 3))
    return regress(x, y, counts, RIDGE, form)


def threshold(odds: Matrix, share: float) -> float:
    """Return the log odds that no more than a share of the questions exceed."""
    return float(np.sort(odds)[-int(len(odds) * share) - 1])


def print_trade_off(name: str, own: Sample, foreign: Sample, naming: Sample, weights: Matrix) -> None:
    """Print what is answered at each share of foreign questions, and at log odds of 0."""
    ours, theirs, named = (sample.odds(weights) for sample in (own, foreign, naming))
    print(name)
    for share in (*SHARES, None):
        least = 0.0 if share is None else threshold(theirs, share)
        right = np.mean((ours > least) & own.right)
        print(
            f"    log odds > {least:6.2f}: own right {right:6.1%}, foreign {np.mean(theirs > least):6.2%},"
            f" foreign naming a policy {np.mean(named > least):6.2%}"
        )


if __name__ == "__main__":
    main()
