"""The golden questions, asked of the whole way from file to answer: never fewer right, never more misleading."""

import tomllib
from dataclasses import dataclass

import pytest
from conftest import ROOT, Serve

from bot.evaluate import Score, fold, read_cases, score

GOLDEN = ROOT / "tests" / "data" / "golden"


@dataclass(frozen=True)
class Bar:
    """The policy a file is asked of, how many must pass, how many may mislead."""

    policy: str
    floor: int
    misleading: int = 0


BARS = {name: Bar(**bar) for name, bar in tomllib.loads((GOLDEN / "bars.toml").read_text("utf-8")).items()}


def scored(serve: Serve, name: str) -> Score:
    served = serve(BARS[name].policy)
    return score(served.answerer, served.library, read_cases(GOLDEN / f"{name}.jsonl"))


@pytest.mark.parametrize("name", BARS)
def test_as_many_questions_pass_as_before(serve: Serve, name: str) -> None:
    bar, result = BARS[name], scored(serve, name)
    said = f"{name}: {result.text(show=True)}"
    assert result.passed >= bar.floor, f"{said}, expected {bar.floor}"
    assert result.misleading <= bar.misleading, f"{said}, at most {bar.misleading} may mislead"


def test_every_question_file_has_its_bar() -> None:
    assert {path.stem for path in GOLDEN.glob("*.jsonl")} == set(BARS)


@pytest.mark.parametrize("name", BARS)
def test_ids_are_given_once_and_expected_quotes_stand_in_the_policy(serve: Serve, name: str) -> None:
    served = serve(BARS[name].policy)
    text = "".join(fold(served.library.text(info.id)) for info in served.library.documents())
    cases = read_cases(GOLDEN / f"{name}.jsonl")
    assert len({case.id for case in cases}) == len(cases)
    assert [(case.id, quote) for case in cases for quote in case.cites if fold(quote) not in text] == []
