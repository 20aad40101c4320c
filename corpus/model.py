"""The nouns of a policy: document, clause, target, damage."""

from dataclasses import dataclass
from typing import Literal

ClauseKind = Literal[
    "letterhead",  # the issuing bodies at the head of the text
    "title",
    "number",  # the document number (文号)
    "date",  # the day of issue
    "addressee",
    "preamble",
    "signature",
    "source",  # lines a portal added: where from, when published
    "contents",  # a table of contents
    "part",  # 第X编, 第X篇, 第X部分
    "chapter",  # 第X章
    "section",  # 第X节
    "article",  # 第X条
    "item",  # 一、 （一） 1. （1） ①
    "paragraph",  # 款 of an article, or an unnumbered paragraph
    "attachment",  # a further text in the same file, with a numbering of its own
    "noise",  # what is no part of the text: a page mark, a stray scrap of a scan
]

DamageKind = Literal[
    "truncated",  # a sentence cut off at the end of a line or clause
    "repeated",  # the clause stands in the text more than once
    "heading_lost",  # neighbours prove a heading that the source lost
    "numbering_gap",  # numbers are missing before this clause
    "duplicate_number",  # two neighbours carry the same number
    "noise",  # text that belongs to no clause
    "title_conflict",  # the title in the text is not the title the document is known by
    "broken_lines",  # sentences broken over lines; joined for matching
    "spaced_letters",  # characters drawn apart by spaces; joined for matching
    "undecodable",  # characters that the source's encoding lost (U+FFFD)
]


@dataclass(frozen=True, slots=True)
class Damage:
    """What is broken in a text, and where; `start` and `end` are code points of the text."""

    kind: DamageKind
    clause: str
    start: int
    end: int
    detail: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One citable place of a text: its number in the tree, and its own span (children not included).

    The spans of a document's clauses, in order, cover the text exactly. `heading_end` is the offset
    in the text where the clause's heading (with its marker) ends; it equals `start` when the clause
    has no heading. `repeats` names the first clause that says the same.
    """

    id: str
    parent: str | None
    kind: ClauseKind
    marker: str
    label: str
    heading: str
    start: int
    end: int
    heading_end: int
    inferred: bool = False
    repeats: str | None = None
    damage: tuple[DamageKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a clause sets: what of, how many, in which unit, bounded by what.

    `value` is in the unit named (万, 亿 and % resolved: 550万户 is 5500000 户, 30% is 30 with unit
    "%"). `high` is the upper end of a range, else None. `start` and `end` are code points of the
    document's text; `text` is the figure as written there.
    """

    clause: str
    subject: str
    value: float
    unit: str
    text: str
    start: int
    end: int
    qualifier: str | None = None
    scope: str | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A policy as the library holds it; empty strings where neither text nor sidecar says it.

    `date` and `effective` are ISO dates. `title` is what the document is known by (sidecar, else
    text, else the id). `status` is one of `sidecar.STATUSES`; `superseded_by` is the id or name of
    the policy that took this one's place.
    """

    id: str
    title: str
    issuer: str
    number: str
    date: str
    source_url: str
    status: str
    text: str
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...]
    damage: tuple[Damage, ...]
    effective: str = ""
    superseded_by: str = ""
