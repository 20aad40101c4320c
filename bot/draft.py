"""What one way of answering came to, before it is put into words for a channel."""

from dataclasses import dataclass

from bot.citations import cite
from bot.model import Citation, Fact, Language
from bot.passages import Passage, Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the making; `answered` is False where the text has none.

    `doubt` is a figure that was found and may be that of something else.
    """

    answered: bool
    text: str = ""
    facts: tuple[Fact, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    doubt: Fact | None = None


def cite_sentence(passage: Passage, sentence: Sentence) -> Citation:
    """Return the citation of a sentence."""
    return cite(passage.document, passage.clause, *passage.span(sentence))


def spoken(text: str, language: Language, label: str) -> str:
    """Return a quote's text as an answer: the Chinese itself, or introduced in English."""
    return text if language == "zh" else f"The text says{f' ({label})' if label else ''}: “{text}”"
