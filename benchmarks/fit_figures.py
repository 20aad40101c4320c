"""Finds the weights by which a figure is trusted (WEIGHTS of bot/figure_confidence.py), and what they cost and gain.

    fit_figures.py [--lose SHARE]
    fit_figures.py --add FOLDER [--kind trap]
    fit_figures.py --public

first_askings.csv holds the traits of each figure that was given when a question of tests/data/golden was asked for
the first time, before anyone looked at what came of it, and whether it misled: the figure of something else, or a
figure where the text has none. Beside them stand the figures given to the questions of the public sets that
answers.py asks. A logistic regression is fitted on all rows; the table is made by fitting ten times on nine tenths of
the policies and asking the rest, so that no policy is judged by weights that know it: for each threshold, how many
figures are given no more, and how many of them misled. The constant is printed moved, so that at log odds of 0 (SURE
of bot/figure_confidence.py) SHARE of the right figures that people asked for are lost.

--add asks the question files of a folder, each NAME.jsonl with its policy NAME.md or NAME.txt beside it, with the code
as it is, and adds its rows; do so before you read what the questions came to. --public asks the public sets anew.
"""

import argparse
import csv
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copy
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from answers import figure, figure_questions
from data_sets import DATA, open_folder
from regression import Matrix, held_out, regress

from bot import figure_confidence
from bot.answer import Answerer
from bot.evaluate import ask, judge, read_cases
from bot.evidence import Finder
from bot.figure_answers import Reading
from bot.figure_confidence import TRAITS
from bot.figure_confidence import traits as figure_traits
from bot.model import Answer
from bot.question import Question

ASKED = Path(__file__).with_name("first_askings.csv")
COUNTS = {"ordinary": 1.0, "trap": 0.5, "public": 1.0}  # what a row counts in the fit
RIDGE = 10.0  # the strength of a prior that weights are small, in questions
ODDS = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0)


Asked = TypeVar("Asked", Answer, Answer | str)
Row = tuple[str, str, str, bool, tuple[float, ...]]  # file, id, kind, whether it misled, traits


@dataclass(frozen=True, slots=True)
class Askings:
    """Figures given: the policy each was asked of, the kind of question, whether it misled, its traits."""

    policies: tuple[str, ...]
    kinds: NDArray[np.str_]
    misled: NDArray[np.bool_]
    traits: Matrix


def main() -> None:
    """Add what is asked to be added, else fit and print the weights to paste and the table."""
    options = _options()
    if options.add:
        write([*read(), *_of_folder(options.add, options.kind)])
    elif options.public:
        write([*(row for row in read() if row[2] != "public"), *_of_public_sets(options.data)])
    else:
        report(to_askings(read()), options.lose)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lose", type=float, default=0.015, metavar="SHARE", help="see above; 0.015")
    parser.add_argument("--add", type=Path, metavar="FOLDER", help="question files beside their policies")
    parser.add_argument("--kind", choices=("ordinary", "trap"), default="ordinary", help="of what is added")
    parser.add_argument("--public", action="store_true", help="ask the public sets anew")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the public sets")
    return parser.parse_args()


def report(askings: Askings, lose: float) -> None:
    """Print the weights, and what each threshold costs and gains where policies are judged by the weights of others."""
    y, counts = (~askings.misled).astype(float), np.array([COUNTS[kind] for kind in askings.kinds])
    odds = held_out(askings.traits, y, counts, RIDGE, askings.policies)
    moved = np.quantile(odds[~askings.misled & (askings.kinds == "ordinary")], lose)
    weights = regress(askings.traits, y, counts, RIDGE)
    weights[-1] -= moved
    print(f"TRAITS  = {TRAITS}")
    print(f"WEIGHTS = {tuple(round(float(w), 2) for w in weights)}")
    for kind in COUNTS:
        rows = askings.kinds == kind
        print_trade_off(kind, odds[rows] - moved, askings.misled[rows])


def read() -> list[Row]:
    """Return the rows of the table of first askings."""
    with ASKED.open(encoding="utf-8", newline="") as lines:
        return [
            (
                row["file"],
                row["id"],
                row["kind"],
                row["misleads"] == "1",
                tuple(float(row[name]) for name in TRAITS[:-1]),
            )
            for row in csv.DictReader(lines)
        ]


def write(rows: Sequence[Row]) -> None:
    """Write the table of first askings anew."""
    with ASKED.open("w", encoding="utf-8", newline="") as table:
        lines = csv.writer(table, lineterminator="\n")
        lines.writerow(("file", "id", "kind", "misleads", *TRAITS[:-1]))
        for file, id, kind, misled, traits in rows:
            lines.writerow(
                (file, id, kind, int(misled), *(f"{t:.3f}".rstrip("0").rstrip(".") for t in traits))
            )


def to_askings(rows: Sequence[Row]) -> Askings:
    """Return the rows as columns; the traps of a policy are of that policy."""
    return Askings(
        tuple(file.removesuffix("-traps") for file, *_ in rows),
        np.array([kind for _, _, kind, _, _ in rows]),
        np.array([misled for _, _, _, misled, _ in rows]),
        np.array([[*traits, 1.0] for *_, traits in rows]),
    )


def print_trade_off(kind: str, odds: Matrix, misled: NDArray[np.bool_]) -> None:
    """Print what is given no more at each threshold."""
    print(f"{kind}: {len(odds)} figures, {misled.sum()} misleading")
    for least in ODDS:
        gone = odds < least
        print(
            f"    log odds < {least:5.2f}: {gone.sum():4} given no more,"
            f" {(gone & misled).sum():3} of them misleading, {(gone & ~misled).sum():3} right"
        )


def _of_folder(folder: Path, kind: str) -> Iterator[Row]:
    for questions in sorted(folder.glob("*.jsonl")):
        with tempfile.TemporaryDirectory() as library:
            for suffix in (".md", ".txt"):
                if (policy := questions.with_suffix(suffix)).exists():
                    copy(policy, library)
            with open_folder(Path(library)) as (opened, searcher):
                answerer = Answerer(opened, searcher)
                for case in read_cases(questions):
                    answer, traits = _asked(partial(ask, answerer, case))
                    failed = judge(case, answer, opened)
                    if traits and (not failed or failed.misleading):
                        yield questions.stem, case.id, kind, failed is not None, traits


def _of_public_sets(data: Path) -> Iterator[Row]:
    for piece, id, answerer, question in figure_questions(data):
        answer, traits = _asked(partial(answerer.answer, question.text))
        if traits:
            yield piece, id, "public", figure(question, answer) != "right", traits


def _asked(ask: Callable[[], Asked]) -> tuple[Asked, tuple[float, ...]]:
    """Return an answer and the traits of the figure that it gives, () where it gives none; every figure is given."""
    seen: list[tuple[float, ...]] = []

    def surely(question: Question, finder: Finder, found: Sequence[Reading]) -> bool:
        seen.append(figure_traits(question, finder, found)[:-1])
        return True

    before, figure_confidence.is_sure = figure_confidence.is_sure, surely
    try:
        answer = ask()
    finally:
        figure_confidence.is_sure = before
    given = not isinstance(answer, str) and answer.status == "answered" and answer.facts
    return answer, seen[-1] if seen and given else ()


if __name__ == "__main__":
    main()
