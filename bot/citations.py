"""A place in a document becomes a citation: verbatim quote, label, heading path, damage."""

from collections.abc import Iterator
from urllib.parse import quote as percent_encoded

from bot.model import Citation
from corpus.model import Clause, Document


def cite(document: Document, clause: Clause, start: int | None = None, end: int | None = None) -> Citation:
    """Return the citation of `document.text[start:end]` in `clause`; without a span, of the whole clause."""
    first = clause.start if start is None else start
    last = clause.end if end is None else end
    first, last = _trimmed(document.text, first, last)
    return Citation(
        document=document.id,
        title=document.title,
        clause=clause.id,
        label=clause.label,
        headings=headings(document, clause),
        quote=document.text[first:last],
        start=first,
        end=last,
        url=f"/documents/{percent_encoded(document.id)}#{clause.id}",
        damage=clause.damage,
    )


def headings(document: Document, clause: Clause) -> tuple[str, ...]:
    """Return the headings above a clause, outermost first, each with its number as written."""
    path = [f"{c.marker}{c.heading}" for c in ancestors(document, clause) if c.heading]
    return tuple(reversed(path))


def ancestors(document: Document, clause: Clause) -> Iterator[Clause]:
    """Yield the clauses above `clause`, nearest first."""
    by_id = {c.id: c for c in document.clauses}
    parent = clause.parent
    while parent is not None and parent in by_id:
        clause = by_id[parent]
        yield clause
        parent = clause.parent


def span_around(document: Document, offset: int) -> tuple[int, int] | None:
    """Return the span of the article that an offset stands in, of its clause where no article is; None for no clause."""
    own = next((c for c in document.clauses if c.start <= offset < c.end), None)
    if own is None:
        return None
    article = next((c for c in (own, *ancestors(document, own)) if c.kind == "article"), own)
    ends = (c.end for c in document.clauses if c.id.startswith(f"{article.id}."))
    return article.start, max(ends, default=article.end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without blanks around it and Markdown marks before it."""
    while start < end and (text[start].isspace() or text[start] == "#"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
