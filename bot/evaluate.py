"""Question files are scored against the library: right status, figures, quotes and sentence.

Each line of a question file is a JSON object: id, question, status ("answered" or "not_found"), and
where they apply: lang, after (questions asked before it in the same conversation), facts ([[value,
unit], …]), cites (substrings of the clauses to be quoted), answer_has (substrings of the answer).
White space and full-width forms are ignored when substrings are compared.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import Answerer
from bot.model import Answer
from corpus.errors import ChuyiError
from corpus.library import Library

Figure = tuple[float, str]
LONGEST_ANSWER = 400
# How many facts and citations more than expected an answer may give.
SPARE_FACTS, SPARE_CITATIONS = 1, 3


class InvalidCases(ChuyiError):
    """A question file that is not what it should be."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a right answer to it holds."""

    id: str
    question: str
    status: str
    lang: str = "zh"
    after: tuple[str, ...] = ()
    facts: tuple[Figure, ...] = ()
    cites: tuple[str, ...] = ()
    answer_has: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that did not pass, why, and whether its answer misleads."""

    case: Case
    faults: tuple[str, ...]
    misleading: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How many cases there were, and those that failed."""

    total: int
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> int:
        """How many cases passed."""
        return self.total - len(self.failures)

    @property
    def misleading(self) -> int:
        """How many failed in the worst way: an answer where there is none, or a wrong first figure."""
        return sum(failure.misleading for failure in self.failures)

    def text(self, show: bool = True) -> str:
        """Return the score for a person, with every failure if `show`."""
        lines = [f"{self.passed} of {self.total} passed, {self.misleading} misleading"]
        if show:
            lines = [line for failure in self.failures for line in _shown(failure)] + lines
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """Return the score as a JSON object."""
        failed = {failure.case.id: list(failure.faults) for failure in self.failures}
        return {"passed": self.passed, "total": self.total, "wrong": self.misleading, "failed": failed}


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a question file; raises InvalidCases naming file and line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCases(f"{path}: the question file cannot be read ({error})") from error
    cases = [_case(path, n, line) for n, line in enumerate(lines, 1) if line.strip()]
    if not cases:
        raise InvalidCases(f"{path}: the question file holds no question; write one JSON object a line")
    return cases


def score(answerer: Answerer, library: Library, cases: Sequence[Case]) -> Score:
    """Ask every case and return how the answers do."""
    failures = (judge(case, ask(answerer, case), library) for case in cases)
    return Score(len(cases), tuple(failure for failure in failures if failure))


def judge(case: Case, answer: Answer | str, library: Library) -> Failure | None:
    """Return how an answer (or the error instead of one) fails a case; None when it passes."""
    if isinstance(answer, str):
        return Failure(case, (answer,), misleading=False)
    faults = tuple(_faults(case, answer, library))
    if not faults:
        return None
    invented = case.status == "not_found" and answer.status == "answered"
    misleading = invented or any(fault.startswith("first fact") for fault in faults)
    return Failure(case, faults, misleading)


def fold(text: str) -> str:
    """Return text as it is compared: width folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def ask(answerer: Answerer, case: Case) -> Answer | str:
    """Ask a case behind what was asked before it; return the answer, or what went wrong."""
    conversation = None
    try:
        for question in case.after:
            conversation = answerer.answer(question, conversation).conversation
        return answerer.answer(case.question, conversation)
    except Exception as error:  # a crash is a failed case, not the end of the scoring
        return f"{type(error).__name__}: {error}"


def _faults(case: Case, answer: Answer, library: Library) -> Iterator[str]:
    if answer.status != case.status:
        yield f"status {answer.status}, not {case.status}"
    for citation in answer.citations:
        if library.text(citation.document)[citation.start : citation.end] != citation.quote:
            yield f"quote is not the document's text at {citation.start}-{citation.end}"
    if case.status == "not_found":
        if answer.facts:
            yield f"facts given: {[(fact.value, fact.unit) for fact in answer.facts]}"
        return
    if answer.status != "answered":
        return
    yield from _fact_faults(case, [(fact.value, fold(fact.unit)) for fact in answer.facts])
    yield from _citation_faults(case, [fold(citation.quote) for citation in answer.citations])
    yield from _sentence_faults(case, answer)


def _fact_faults(case: Case, given: list[Figure]) -> Iterator[str]:
    wanted = [(value, fold(unit)) for value, unit in case.facts]
    left = list(given)
    for want in wanted:
        found = next((figure for figure in left if _same(figure, want)), None)
        if found is None:
            yield f"fact {want[0]}{want[1]} missing from {given}"
        else:
            left.remove(found)
    if wanted and given and not any(_same(given[0], want) for want in wanted):
        yield f"first fact {given[0][0]}{given[0][1]} is not expected"
    if wanted and len(given) > len(wanted) + SPARE_FACTS:
        yield f"{len(given)} facts, expected {len(wanted)}"


def _same(one: Figure, other: Figure) -> bool:
    return abs(one[0] - other[0]) < 1e-9 and one[1] == other[1]


def _citation_faults(case: Case, quotes: list[str]) -> Iterator[str]:
    needed = [fold(text) for text in case.cites]
    for text in needed:
        if not any(text in quote for quote in quotes):
            yield f"not quoted: {text}"
    if needed and quotes and not any(text in quotes[0] for text in needed):
        yield f"first citation is another clause: {quotes[0][:40]}"
    if len(quotes) > len(needed) + SPARE_CITATIONS:
        yield f"{len(quotes)} citations"


def _sentence_faults(case: Case, answer: Answer) -> Iterator[str]:
    sentence = fold(answer.answer)
    for text in case.answer_has:
        if fold(text) not in sentence:
            yield f"answer lacks {text}: {sentence[:60]}"
    if len(sentence) > LONGEST_ANSWER:
        yield f"answer has {len(sentence)} characters"
    if answer.language != case.lang:
        yield f"language {answer.language}"


def _case(path: Path, n: int, line: str) -> Case:
    where = f"{path} line {n}"
    try:
        data = json.loads(line)
    except ValueError as error:
        raise InvalidCases(f"{where}: no valid JSON ({error})") from error
    if not isinstance(data, dict):
        raise InvalidCases(f"{where}: must be a JSON object")
    for key in ("id", "question"):
        if not isinstance(data.get(key), str):
            raise InvalidCases(f"{where}: needs `{key}`, a text")
    if data.get("status") not in ("answered", "not_found"):
        raise InvalidCases(f"{where}: needs `status`, answered or not_found")
    return Case(
        id=data["id"],
        question=data["question"],
        status=data["status"],
        lang=data.get("lang", "zh"),
        after=tuple(_texts(where, data, "after")),
        facts=tuple(_figures(where, data.get("facts", []))),
        cites=tuple(_texts(where, data, "cites")),
        answer_has=tuple(_texts(where, data, "answer_has")),
    )


def _texts(where: str, data: dict[str, Any], key: str) -> Iterable[str]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise InvalidCases(f"{where}: `{key}` must be a list of texts")
    return value


def _figures(where: str, value: object) -> Iterator[Figure]:
    if not isinstance(value, list):
        raise InvalidCases(f"{where}: `facts` must be a list of [value, unit]")
    for pair in value:
        match pair:
            case [int() | float() as number, str() as unit]:
                yield number, unit
            case _:
                raise InvalidCases(f"{where}: `facts` must be a list of [value, unit], not {pair!r}")


def _shown(failure: Failure) -> Iterator[str]:
    yield f"{failure.case.id} {failure.case.question}"
    yield from (f"    {fault}" for fault in failure.faults)
