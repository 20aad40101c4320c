"""What goes over HTTP, described for /openapi.json and checked on the way in."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, WithJsonSchema

from corpus.model import ClauseKind, DamageKind

# What is counted is what is left after trimming, which only a pattern can say.
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    WithJsonSchema({"type": "string", "pattern": r"^\s*\S([\s\S]{0,498}\S)?\s*$"}),
]


class Question(BaseModel):
    """A question, the conversation it goes on with, and the documents to look in."""

    model_config = ConfigDict(extra="forbid")

    question: Text = Field(description="1 to 500 characters.", examples=["“楚怡”文化传承基地有多少个？"])
    conversation: Annotated[str, StringConstraints(max_length=16384)] | None = Field(
        None, description="`conversation` of an earlier answer; continues it."
    )
    documents: list[str] | None = Field(None, description="Ids of the documents to look in; null: all.")


class Feedback(BaseModel):
    """What a person thought of an answer."""

    model_config = ConfigDict(extra="forbid")

    helpful: StrictBool
    comment: Annotated[str, StringConstraints(max_length=2000)] = ""


class Derived(BaseModel):
    """How a figure was worked out of other facts."""

    how: str = Field(examples=["sum"])
    from_: list[int] = Field(alias="from", description="Indexes into `facts`.")


class Fact(BaseModel):
    """A figure that answers the question."""

    value: int | float = Field(description="The number, Chinese numerals, 万, 亿 and % resolved.")
    unit: str = Field(description="The measure word, simplified: 个, 所, 元, 年, …")
    subject: str
    text: str = Field(description="The figure as written in the text.")
    qualifier: str | None = Field(description="What bounds it: 以上, 不超过, 到2025年, …")
    citation: int = Field(description="Index into `citations`.")
    derived: Derived | None


class Citation(BaseModel):
    """A verbatim quote with its place."""

    document: str
    title: str
    clause: str = Field(description="The clause's id: stable numbers joined by dots.")
    label: str = Field(description="The clause's number as people write it.")
    headings: list[str] = Field(description="The headings above it, outermost first.")
    quote: str = Field(description="Characters `start` to `end` of the document's text.")
    start: int = Field(description="In code points of the document's text.")
    end: int
    url: str
    damage: list[DamageKind] = Field(description="What is broken in the text here.")


class Answer(BaseModel):
    """An answer with its quotes, or what the library lacks."""

    id: str
    conversation: str = Field(description="Send it with the next question to go on.")
    question: str
    language: Literal["zh", "en"]
    status: Literal["answered", "not_found"]
    answer: str = Field(description="One or two sentences in the question's language.")
    facts: list[Fact]
    citations: list[Citation]
    missing: list[str] = Field(description="Words and conditions that the library does not hold.")
    nearest: list[Citation]
    suggestions: list[str]


class Hit(Citation):
    """A clause found by a search."""

    score: float = Field(
        description="BM25 and what shared phrases add; larger is better, comparable within one search only."
    )
    words: list[str] = Field(description="The words that query and clause share.")


class Hits(BaseModel):
    """The clauses that share words with a query, best first."""

    query: str
    hits: list[Hit]


class DocumentInfo(BaseModel):
    """A document of the library; `clauses`, `targets` and `damage` are counts."""

    id: str
    title: str
    issuer: str
    number: str = Field(description="The document number (文号).")
    date: str = Field(description="ISO date, or empty.")
    source_url: str
    status: str
    effective: str = Field(description="ISO date, or empty.")
    superseded_by: str
    clauses: int
    targets: int
    damage: int


class Documents(BaseModel):
    """The documents of the library, in the order of their ids."""

    documents: list[DocumentInfo]


class ClauseEntry(BaseModel):
    """A clause's place in the tree, without its text."""

    id: str
    parent: str | None
    kind: ClauseKind
    label: str
    marker: str
    heading: str
    start: int
    end: int
    inferred: bool = Field(description="The source lost this clause; its neighbours prove it.")
    repeats: str | None = Field(description="The clause that says the same, earlier in the text.")
    damage: list[DamageKind]


class Document(DocumentInfo):
    """A document with its outline; spans of the entries cover the text exactly."""

    outline: list[ClauseEntry]


class Clause(Citation):
    """One clause with its text (`quote`) and its place in the tree."""

    kind: ClauseKind
    marker: str
    heading: str
    parent: str | None
    children: list[str]
    inferred: bool
    repeats: str | None


class Target(BaseModel):
    """A figure that a clause sets."""

    document: str
    clause: str
    label: str
    subject: str
    value: int | float
    high: int | float | None = Field(description="The upper end of a range, or null.")
    unit: str
    qualifier: str | None
    scope: str | None = Field(description="The period or place that binds it.")
    text: str = Field(description="The figure as written.")
    start: int
    end: int


class Targets(BaseModel):
    """The figures that a document sets, in the order of its text."""

    document: str
    targets: list[Target]


class Finding(BaseModel):
    """Something that is damaged in the text."""

    document: str
    clause: str
    label: str
    kind: DamageKind
    line: int = Field(description="Line of the text, from 1.")
    detail: str
    start: int
    end: int


class Findings(BaseModel):
    """What is damaged in a document, in the order of its text."""

    document: str
    damage: list[Finding]


class Health(BaseModel):
    """The server can answer."""

    status: Literal["ok"]
    documents: int
