"""The nouns of an answer: answer, fact, citation."""

from dataclasses import asdict, dataclass
from typing import Literal

Language = Literal["zh", "en"]
Status = Literal["answered", "not_found"]


@dataclass(frozen=True, slots=True)
class Derived:
    """How Chuyi worked a figure out: `how` ("sum", "difference", …) of the facts at `sources`."""

    how: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that answers the question; `citation` is the index of the citation it stands in."""

    value: int | float
    unit: str
    subject: str
    text: str
    qualifier: str | None
    citation: int
    derived: Derived | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its place; `start` and `end` are code points of the document's text."""

    document: str
    title: str
    clause: str
    label: str
    headings: tuple[str, ...]
    quote: str
    start: int
    end: int
    url: str
    damage: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Chuyi says to a question, as the contract describes it."""

    id: str
    conversation: str
    question: str
    language: Language
    status: Status
    answer: str
    facts: tuple[Fact, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()


def answer_to_json(answer: Answer) -> dict[str, object]:
    """Return the answer as the JSON object of the contract."""
    data = asdict(answer)
    for fact in data["facts"]:
        if fact["derived"]:
            fact["derived"] = {"how": fact["derived"]["how"], "from": fact["derived"]["sources"]}
    return data
