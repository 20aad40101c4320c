"""The nouns of a question: its terms, its kind, and what must hold of an answer."""

from dataclasses import dataclass

from bot.asking import Aggregate, Field, Kind
from bot.model import Language
from bot.units import Family
from corpus.reference import Reference

# A document and a span of its text.
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look up: itself, the terms equal to it, and what part it plays.

    `asked` marks the kind of thing that is asked for (“哪个部门”), which an answer need not repeat;
    `guessed` a word whose equal terms only sound like it; `unseen` one that the library does not hold, `loose` one of several
    things that a word of another language may mean, `clock` a time of day, `english` the English word it stands for,
    `senses` what an English word may mean besides what the glossary says.
    """

    word: str
    equal: tuple[str, ...] = ()
    verb: bool = False
    place: bool = False
    asked: bool = False
    guessed: bool = False
    unseen: bool = False
    loose: bool = False
    clock: bool = False
    english: str = ""
    senses: tuple[str, ...] = ()

    def forms(self) -> tuple[str, ...]:
        """Return all the forms that a text may use."""
        return (self.word, *self.equal)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood on its own; `groups` are the subjects a conjunction sets side by side,
    `deeds` the verbs whose agent, or with `recipient` whose recipient, is asked. `several` asks for
    a figure of each, `lead` is the verb right before “多少”, `maybe` for a figure if there is one, else for a sentence.
    `beside` is what is said beside the number of a clause, `said` what a follow-up itself says, in a question
    completed from the one before, `fresh` what of that the one before did not say, and `place` where that one was answered from.
    """

    text: str
    folded: str
    language: Language
    kind: Kind
    terms: tuple[Term, ...]
    focus: tuple[Term, ...] = ()
    counted: bool = False
    groups: tuple[tuple[Term, ...], ...] = ()
    soft: tuple[Term, ...] = ()
    family: Family | None = None
    unit: str = ""
    years: tuple[str, ...] = ()
    aggregate: Aggregate | None = None
    reference: Reference | None = None
    beside: tuple[Term, ...] = ()
    field: Field | None = None
    also: tuple[Field, ...] = ()
    named: tuple[Term, ...] = ()
    subject: str = ""
    topic: bool = False
    names: tuple[str, ...] = ()
    deeds: tuple[Term, ...] = ()
    recipient: bool = False
    several: bool = False
    lead: str = ""
    maybe: bool = False
    said: tuple[Term, ...] = ()
    fresh: tuple[Term, ...] = ()
    place: Place | None = None
