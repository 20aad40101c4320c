"""Several documents that answer: each with its name, those no longer in force last and saying so."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot import wording
from bot.draft import Draft
from bot.model import Language
from corpus.model import Document

T = TypeVar("T")
ENDED = frozenset({"superseded", "repealed"})


def in_force_first(found: Sequence[T], document: Callable[[T], Document]) -> list[T]:
    """Return the same in the same order, but what stands in documents no longer in force last."""
    return sorted(found, key=lambda f: document(f).status in ENDED)


def named(document: Document, text: str, alone: bool, language: Language) -> str:
    """Return what a document says with its name, where several speak or it is no longer in force."""
    standing = wording.standing(document.status, document.superseded_by, language)
    if alone and not standing:
        return text
    return f"《{document.title}》{standing}{'：' if language == 'zh' else ': '}{text}"


def together(drafts: Sequence[tuple[Document, Draft]], language: Language) -> Draft:
    """Return one draft of several documents' answers, each shortened to its share."""
    share = wording.LIMIT // len(drafts) - 1
    said = [
        wording.shortened(named(document, draft.text.rstrip("。."), len(drafts) == 1, language), share)
        for document, draft in drafts
    ]
    if len(drafts) == 1 and said[0] == drafts[0][1].text.rstrip("。."):
        return drafts[0][1]
    text = ("；" if language == "zh" else "; ").join(said)
    return replace(drafts[0][1], text=text, citations=tuple(c for _, d in drafts for c in d.citations))
