"""What is asked about a document itself: date, number, issuer, title, addressees."""

from collections.abc import Iterator, Sequence

from bot.citations import cite
from bot.draft import Draft, spoken
from bot.model import Citation
from bot.question import Question
from corpus.model import Clause, Document
from index.words import normalise

_KINDS = {
    "date": ("date", "signature", "number", "source", "title"),
    "issuer": ("signature", "letterhead", "title"),
    "title": ("title",),
    "addressee": ("addressee",),
    "number": ("number", "title"),
}


def answer_about(question: Question, documents: Sequence[Document]) -> Draft:
    """Return the fact about each document, quoted from the place in the text that shows it."""
    citations: list[Citation] = []
    said = []
    for document in documents:
        if found := next(_places(question, document), None):
            citations.append(found)
            value = _value(question, document, found)
            said.append(value if len(documents) == 1 else f"《{document.title}》：{value}")
    if not citations:
        return Draft(False)
    text = ("；" if question.language == "zh" else "; ").join(said)
    return Draft(True, text if question.language == "en" else f"{text}。", (), tuple(citations))


def _places(question: Question, document: Document) -> Iterator[Citation]:
    """Yield where the text shows the fact: the exact words where they stand, else the clause for them."""
    wanted = _KINDS[question.field or "title"]
    if question.field in ("number", "issuer"):
        words = document.number if question.field == "number" else document.issuer
        at = document.text.find(words) if words else -1
        if at >= 0:
            yield cite(document, _clause_at(document, at), at, at + len(words))
            return
    for kind in wanted:
        for clause in document.clauses:
            if clause.kind == kind and _shows(question, document, clause):
                yield cite(document, clause)


def _shows(question: Question, document: Document, clause: Clause) -> bool:
    if question.field != "date":
        return True
    year, month, day = (document.date.split("-") + ["", ""])[:3]
    own = normalise(document.text[clause.start : clause.end])
    return bool(year) and (f"{year}年{int(month)}月{int(day)}日" in own or document.date in own)


def _value(question: Question, document: Document, found: Citation) -> str:
    if question.field == "date":
        year, month, day = (int(p) for p in document.date.split("-"))
        return (
            f"{year}年{month}月{day}日"
            if question.language == "zh"
            else f"{document.date} ({year}年{month}月{day}日)"
        )
    if question.field == "title" and document.title:
        return f"《{document.title}》"
    return spoken(" ".join(found.quote.split()), question.language, found.label)


def _clause_at(document: Document, offset: int) -> Clause:
    return next(c for c in document.clauses if c.start <= offset < c.end)
