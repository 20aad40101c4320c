"""Finds the weights by which a figure that misses words of a question is given all the same (bot/second_look.py).

    fit_second_look.py [--data DIR]

Every question for a figure of tests/data/golden and of the public sets that has no answer is asked for the figure
that a second look would choose: the best that nothing bars. A logistic regression tells the right ones from those of
something else, and from those of questions that the text does not answer. The table is made by fitting ten times on nine
tenths of the policies and asking the rest: for each threshold, how many figures are given, and how many of them mislead.
The constant is printed moved, so that log odds of 0 (SURE of bot/second_look.py) stand for the odds of GIVEN.
"""

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from answers import figure, figure_questions
from data_sets import DATA, open_folder
from regression import held_out, regress

from bot import second_look
from bot.answer import Answerer
from bot.evaluate import Case, ask, read_cases
from bot.model import Answer
from bot.second_look import TRAITS

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "data" / "golden"
COUNTS = {"ordinary": 1.0, "trap": 0.5, "public": 1.0}  # what a row counts in the fit
RIDGE = 1.0  # the strength of a prior that weights are small, in questions
GIVEN = 0.8  # a figure is given from this chance on that it is right
CHANCES = (0.4, 0.5, 0.6, 0.7, 0.8)
Traits = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure chosen for a question without an answer: of which policy and kind, whether it is right, its traits."""

    policy: str
    kind: str
    right: bool
    traits: Traits


def main() -> None:
    """Ask, fit, and print the weights to paste and the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the public sets")
    data = parser.parse_args().data
    report([*_of_golden(), *_of_public_sets(data)])


def report(rows: list[Row]) -> None:
    """Print the weights, and what each threshold costs and gains where policies are judged by the weights of others."""
    kinds = np.array([row.kind for row in rows])
    right = np.array([row.right for row in rows])
    x = np.array([row.traits for row in rows])
    counts = np.array([COUNTS[kind] for kind in kinds])
    odds = held_out(x, right.astype(float), counts, RIDGE, [row.policy for row in rows])
    weights = regress(x, right.astype(float), counts, RIDGE)
    weights[-1] -= np.log(GIVEN / (1 - GIVEN))
    print(f"TRAITS  = {TRAITS}")
    print(f"WEIGHTS = {tuple(round(float(w), 2) for w in weights)}")
    for kind in COUNTS:
        own = kinds == kind
        print(f"{kind}: {own.sum()} figures, {(own & right).sum()} right")
        for chance in CHANCES:
            given = own & (odds >= np.log(chance / (1 - chance)))
            print(
                f"    chance {chance}: {(given & right).sum():3} right given, {(given & ~right).sum():3} misleading"
            )


def _of_golden() -> Iterator[Row]:
    for name, bar in tomllib.loads((GOLDEN / "bars.toml").read_text("utf-8")).items():
        kind = "trap" if name.endswith("-traps") else "ordinary"
        with tempfile.TemporaryDirectory() as library:
            copy(_policy(bar["policy"]), library)
            with open_folder(Path(library)) as (opened, searcher):
                answerer = Answerer(opened, searcher)
                for case in read_cases(GOLDEN / f"{name}.jsonl"):
                    asks = not case.after and (case.facts or case.status == "not_found")
                    if asks and (
                        chosen := _second_look(answerer, ask_plainly(answerer, case), case.question)
                    ):
                        answer, traits = chosen
                        yield Row(bar["policy"], kind, _is_right(case, answer), traits)


def _policy(name: str) -> Path:
    folders = (ROOT / "tests" / "data" / "policies", ROOT / "corpus" / "policies")
    return next(p for folder in folders for p in folder.glob(f"{name}.*") if p.suffix in (".md", ".txt"))


def ask_plainly(answerer: Answerer, case: Case) -> Answer | str:
    """Ask a case with no second look."""
    before, second_look.SURE = second_look.SURE, float("inf")
    try:
        return ask(answerer, case)
    finally:
        second_look.SURE = before


def _second_look(answerer: Answerer, answer: Answer | str, question: str) -> tuple[Answer, Traits] | None:
    """Return the answer that a second look at any odds gives to a question without one, and its traits."""
    if isinstance(answer, str) or answer.status == "answered":
        return None
    seen: list[Traits] = []
    traits, sure = second_look.traits, second_look.SURE

    def kept(*given: object) -> Traits:
        seen.append(traits(*given))  # type: ignore[arg-type]
        return seen[-1]

    second_look.traits, second_look.SURE = kept, float("-inf")  # type: ignore[assignment]
    try:
        found = answerer.answer(question)
    finally:
        second_look.traits, second_look.SURE = traits, sure
    return (found, seen[-1]) if seen and found.status == "answered" else None


def _is_right(case: Case, answer: Answer) -> bool:
    return any(abs(answer.facts[0].value - v) < 1e-9 and answer.facts[0].unit == u for v, u in case.facts)


def _of_public_sets(data: Path) -> Iterator[Row]:
    for piece, _, answerer, question in figure_questions(data):
        plain = ask_plainly(answerer, Case("", question.text, "not_found"))
        if chosen := _second_look(answerer, plain, question.text):
            answer, traits = chosen
            yield Row(piece, "public", figure(question, answer) == "right", traits)


if __name__ == "__main__":
    main()
