"""Measures answers on public question sets that no one here wrote, and prints one table.

    answers.py [foreign] [own] [figures] [--data DIR] [--policies DIR] [--sample N] [--show]

foreign: the questions of CMRC 2018 put to a library of policies, which answers none of them: how many get an
answer; and how many when each names one of the policies first, “《title》中，…”. own: the same put to a library of their own paragraphs: how many get one that cites the right
paragraph first. figures: the questions of CMRC 2018, DRCD and XQuAD that ask for a figure (gold.py says which
those are), each set with its own paragraphs as library: how often the first fact is the figure people marked,
how often another, how often no figure is given.

All of it goes the way of a user's question, in process: files, sync, database, Answerer. A question has 1 to
500 characters; there is no longer one in these sets.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_sets import DATA, POLICIES, Asked, name_documents, open_data_set, open_folder, read_questions
from gold import Marked, is_marked, marked_figures

from bot.answer import Answerer
from bot.model import Answer

# Name, data set, field of the question.
FIGURES = (
    ("CMRC 2018", "cmrc2018", "question"),
    ("DRCD, Traditional", "drcd", "question"),
    ("XQuAD, Chinese", "xquad", "question"),
    ("XQuAD, English", "xquad", "question_en"),
)
PIECE = 20  # so many questions of a public set in a row are held apart together in a fit
Verdict = Callable[[Asked, Answer], str]
RIGHT, WRONG, NONE = "right", "wrong", "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the questions of one row: the verdict on each answer, and the time they took."""

    name: str
    aim: str
    cases: tuple[tuple[Asked, Answer, str], ...]
    seconds: float

    def share(self, verdict: str) -> float:
        """Return the share of a verdict, in [0, 1]."""
        return sum(v == verdict for _, _, v in self.cases) / max(1, len(self.cases))


def main() -> None:
    """Run what is asked for and print the table."""
    options = _options()
    outcomes = []
    for outcome in _outcomes(options):
        if options.show:
            _show(outcome)
        outcomes.append(outcome)
    print_table(outcomes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ("foreign", "own", "figures", *(data for _, data, _ in FIGURES[:3]))
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(names)}; default: all")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the data sets")
    parser.add_argument("--policies", type=Path, default=POLICIES, help="the folder of policies")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="ask every Nth question only")
    parser.add_argument("--show", action="store_true", help="print every answer that is not right")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(names)}")
    options.names = options.names or ["foreign", "own", "figures"]
    return options


def _outcomes(options: argparse.Namespace) -> Iterator[Outcome]:
    questions = read_questions(options.data, "cmrc2018")
    if "foreign" in options.names:
        with open_folder(options.policies) as (library, searcher):
            answerer, sample = Answerer(library, searcher), questions[:: options.sample]
            yield ask("Foreign questions, CMRC 2018", "wrong ≤ 0.4", answerer, sample, foreign)
            named = name_documents(sample, library)
            yield ask("Foreign, a policy named", "none set", answerer, named, foreign)
    if "own" in options.names:
        with open_data_set(options.data, "cmrc2018") as (library, searcher):
            sample = questions[:: options.sample]
            yield ask("Own questions, CMRC 2018", "right ≥ 93", Answerer(library, searcher), sample, own)
    for name, data, field in FIGURES:
        if {"figures", data} & set(options.names):
            yield _ask_figures(options, name, data, field)


def figure_questions(data: Path) -> Iterator[tuple[str, str, Answerer, Asked]]:
    """Yield each question of the public sets for a figure: the piece of its set, its name, who answers it, itself."""
    for _, name, field in FIGURES:
        questions = [q for q in read_questions(data, name, field) if marked_figures(q.text, q.answers)]
        with open_data_set(data, name) as (library, searcher):
            answerer = Answerer(library, searcher)
            for n, question in enumerate(questions):
                yield f"{name}-{n // PIECE}", f"{field}-{n}", answerer, question


def _ask_figures(options: argparse.Namespace, name: str, data: str, field: str) -> Outcome:
    questions = read_questions(options.data, data, field)
    asked = [q for q in questions if marked_figures(q.text, q.answers)][:: options.sample]
    with open_data_set(options.data, data) as (library, searcher):
        return ask(f"Figures, {name}", "right ≥ 60, wrong ≤ 15", Answerer(library, searcher), asked, figure)


def ask(name: str, aim: str, answerer: Answerer, questions: Sequence[Asked], judge: Verdict) -> Outcome:
    """Ask every question and judge the answers."""
    answerer.answer("主要任务有哪些？")  # the first answer pays for what is loaded late
    began = time.perf_counter()
    answers = [answerer.answer(q.text) for q in questions]
    seconds = time.perf_counter() - began
    cases = tuple((q, a, judge(q, a)) for q, a in zip(questions, answers, strict=True))
    return Outcome(name, aim, cases, seconds)


def foreign(asked: Asked, answer: Answer) -> str:
    """Judge an answer to a question that the library does not answer."""
    return WRONG if answer.status == "answered" else NONE


def own(asked: Asked, answer: Answer) -> str:
    """Judge an answer by the document of its first citation."""
    if answer.status != "answered":
        return NONE
    return RIGHT if answer.citations and answer.citations[0].document in asked.relevant else WRONG


def figure(asked: Asked, answer: Answer) -> str:
    """Judge an answer by its first fact: it must be the figure marked, and stand in the right paragraph."""
    if not answer.facts:
        return NONE
    fact = answer.facts[0]
    marked: list[Marked] = marked_figures(asked.text, asked.answers)
    cited = answer.citations[fact.citation].document in asked.relevant
    return RIGHT if cited and is_marked(fact, marked) else WRONG


def print_table(outcomes: Sequence[Outcome]) -> None:
    """Print one line for each outcome, and one for all that ask for figures together."""
    print(f"{'benchmark':30} {'n':>5} {'right':>7} {'wrong':>7} {'none':>7} {'ms':>6}  aim (%)")
    figures = [o for o in outcomes if o.name.startswith("Figures")]
    every = tuple(case for o in figures for case in o.cases)
    total = Outcome("Figures, all", "right ≥ 60, wrong ≤ 15", every, sum(o.seconds for o in figures))
    for o in (*outcomes, *([total] if len(figures) > 1 else [])):
        shares = " ".join(f"{100 * o.share(v):6.1f}%" for v in (RIGHT, WRONG, NONE))
        print(
            f"{o.name:30} {len(o.cases):5} {shares} {1000 * o.seconds / max(1, len(o.cases)):6.1f}  {o.aim}"
        )


def _show(outcome: Outcome) -> None:
    """Print what failed: foreign questions answered, own ones and figures not right."""
    print(f"## {outcome.name}")
    for asked, answer, verdict in outcome.cases:
        if verdict == RIGHT or "Foreign" in outcome.name and verdict == NONE:
            continue
        cited = [c.document for c in answer.citations or answer.nearest][:2]
        print(f"{verdict}  {asked.text}  = {' | '.join(asked.answers)} {list(asked.relevant)}")
        print(f"       {answer.answer[:110]!r} {cited}")
    print(flush=True)


if __name__ == "__main__":
    main()
