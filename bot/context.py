"""A quote is given with what its clause says right beside it: a proviso, an exception, the rest of a short clause."""

from dataclasses import replace

from bot.citations import cite
from bot.draft import Draft
from bot.model import Citation
from bot.passages import FOLLOWS
from corpus.library import Library
from corpus.model import Document
from corpus.view import sentences, view
from index.words import normalise

# A quote is widened up to so many characters.
WHOLE = 200


def in_context(draft: Draft, library: Library) -> Draft:
    """Return a draft whose short quotes hold their whole clause, or the sentences next to them.

    The quote of a figure begins with its own sentence, unless that goes on from the one before: 情节严重的，处…. Where
    several citations are of one clause, each is left to its own sentence.
    """
    places = [(c.document, c.clause) for c in draft.citations]
    widened = (
        _widened(c, library.document(c.document), bool(draft.facts)) if places.count(place) == 1 else c
        for c, place in zip(draft.citations, places, strict=True)
    )
    return replace(draft, citations=tuple(widened))


def _widened(citation: Citation, document: Document, figures: bool) -> Citation:
    """Return a citation with the sentences of its clause behind it and, but for figures, before it that it has room for."""
    clause = next(c for c in document.clauses if c.id == citation.clause)
    start, end = citation.start, citation.end
    figures = figures and not FOLLOWS.match(normalise(citation.quote))
    if end > clause.end:
        return citation
    if clause.end - clause.start <= WHOLE and not figures:
        return cite(document, clause)
    seen = view(document.text[clause.start : clause.end], clause.start)
    spans = [seen.source_span(i, j) for i, j in sentences(seen.text)]
    end = max([end, *(last for _, last in spans if last - start <= WHOLE)])
    before = [] if figures else [first for first, _ in spans if end - first <= WHOLE]
    start = min([start, *before])
    return cite(document, clause, start, end)
