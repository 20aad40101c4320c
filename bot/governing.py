"""Passages kept once made, and which clauses say what holds of another: the lead of its list, the fine for its breach."""

import re
from collections.abc import Iterator

from bot.citations import ancestors
from bot.lists import LEADS
from bot.passages import Passage, make_passage
from corpus.model import Clause, Document
from index.words import normalise

# Passages kept once made, a few kilobytes each, and documents whose fines are.
PASSAGES, DOCUMENTS = 2000, 32
# A clause names what it punishes within so many characters.
OPENING = 120
# What a paragraph says of the article that it ends: 违反本条规定的，处…罚款。
_BREAKS_THIS = re.compile(r"违反(?:本条|前(?:[两二三四]?款|述)|第[一二三四五六]款)[^,。]{0,8}")
_NUMBER = "[一二三四五六七八九十百]+"
_BREAKS = re.compile(rf"违反本[^第,。]{{1,6}}(第{_NUMBER}条)(第{_NUMBER}款)?(第\(?{_NUMBER}\)?项)?")
Fine = tuple[re.Match[str], Clause]


class Passages:
    """The passages of one state of the library."""

    def __init__(self) -> None:
        """Begin with none made."""
        self._made: dict[tuple[str, str], Passage] = {}
        self._fines: dict[str, list[Fine]] = {}

    def get(self, document: Document, clause: Clause) -> Passage:
        """Return the passage of a clause."""
        key = (document.id, clause.id)
        if key not in self._made:
            if len(self._made) >= PASSAGES:
                self._made.clear()
            self._made[key] = make_passage(document, clause)
        return self._made[key]

    def lead(self, item: Passage) -> Passage | None:
        """Return the clause above an item that introduces it with words of its own, else None."""
        above = next(ancestors(item.document, item.clause), None)
        if above is None or item.clause.kind != "item" or above.kind not in ("article", "paragraph", "item"):
            return None
        lead = self.get(item.document, above)
        return lead if lead.sentences and LEADS.search(lead.sentences[-1].text) else None

    def governing(self, passage: Passage) -> list[Passage]:
        """Return the clauses that say what holds for another: its lead, and what follows for who breaks it."""
        lead = self.lead(passage)
        return [*([lead] if lead else []), *self._of_article(passage), *self._of_fines(passage)]

    def _of_article(self, passage: Passage) -> list[Passage]:
        """Return the paragraphs behind a passage in its article that are of who breaks “本条”."""
        article = next((c for c in ancestors(passage.document, passage.clause) if c.kind == "article"), None)
        behind = (
            self.get(passage.document, c)
            for c in passage.document.clauses
            if article and c.parent == article.id and c.kind == "paragraph" and c.start >= passage.clause.end
        )
        return [p for p in behind if p.sentences and _BREAKS_THIS.search(p.sentences[0].text)]

    def _of_fines(self, passage: Passage) -> list[Passage]:
        """Return the clauses that name the very article, or the part of it, that a passage is."""
        document, label = passage.document, passage.clause.label
        if document.id not in self._fines:
            if len(self._fines) >= DOCUMENTS:
                self._fines.clear()
            self._fines[document.id] = list(_fines(document))
        clauses = dict.fromkeys(c for named, c in self._fines[document.id] if _is_of(label, named))
        return [self.get(document, c) for c in clauses]


def _fines(document: Document) -> Iterator[Fine]:
    """Yield the clauses that are of who breaks an article, with how they name it."""
    for clause in document.clauses:
        if clause.kind in ("article", "paragraph") and clause.start < clause.end:
            own = document.text[clause.start : min(clause.end, clause.start + OPENING)]
            yield from ((m, clause) for m in _BREAKS.finditer(normalise(own)))


def _is_of(label: str, named: re.Match[str]) -> bool:
    """Return whether a clause’s label is, or is within, what is named: 第二十条第一款第（二）项."""
    article, *inner = (re.sub("[()]", "", part) for part in named.groups() if part)
    plain = re.sub("[（）]", "", label)
    return plain.startswith(article) and all(part in plain for part in inner)
