"""The reading page: one document as text, with an address and a citation for every clause."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from bot.model import Language
from bot.reading import (
    Marks,
    Reading,
    citation,
    clause_at,
    count_entries,
    nearest,
    prefix,
    read,
    titled,
    valid_span,
)
from bot.render import damage_words
from bot.seen import Span
from bot.service import Parts, Service
from bot.web.api import UsingService
from bot.web.finding import Found, find_in
from bot.web.site import ENVIRONMENT, language_of, page
from bot.web.texts import texts_of
from corpus.library import KEPT_DOCUMENTS, DocumentInfo, Library
from corpus.model import Document

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a link points at: the clause to show it below, how to cite it, and whether it still is there.

    `answered` tells that an answer quotes it, not that a reader asked for its citation.
    """

    clause: str
    name: str
    citation: str
    answered: bool
    kept: bool = True


@router.get("/documents/{id}")
def document_page(
    request: Request,
    id: str,
    service: UsingService,
    q: str = "",
    start: Annotated[str, Query(alias="from")] = "",
    end: Annotated[str, Query(alias="to")] = "",
    cite: str = "",
) -> Response:
    """Return a document: `q` marks words, `from` and `to` mark a sentence, `cite` shows a clause's citation."""

    def look_up(parts: Parts) -> tuple[Library, Reading, Found | None]:
        document = parts.library.document(id)
        return parts.library, reading_of(parts.library, document.id), find_in(parts, document, q)

    library, reading, found = service.use(look_up)
    document = reading.document
    span = valid_span(document.text, start, end)
    cited = _quoted(reading, span) if span else _asked(reading, cite)
    language = language_of(request)
    marks = Marks(document.text, span, found.spans if found else (), _lost(document))
    plain = not (span or cited or found)
    return page(
        request,
        "document.html",
        reading=reading,
        document=document,
        text=_plain_text(library, document.id, language)
        if plain
        else _text(reading, language, marks, cited, _back(request)),
        marks=marks,
        found=found,
        cited=cited,
        span_lost=bool(start or end) and span is None,
        successor=_successor(library, document),
        address=document_address(document.id),
        origin=origin_of(request, service),
        prefix=prefix(document),
        entries=count_entries(reading.outline),
        address_of=document_address,
        damage_words=damage_words,
        titled=titled,
    )


@lru_cache(maxsize=KEPT_DOCUMENTS)
def reading_of(library: Library, id: str) -> Reading:
    """Return a document as it is read; kept in memory as documents are."""
    return read(library.document(id))


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _plain_text(library: Library, id: str, language: Language) -> Markup:
    """Return the text of a document as it is drawn when nothing in it is cited or found; kept in memory."""
    reading = reading_of(library, id)
    marks = Marks(reading.document.text, None, (), _lost(reading.document))
    return _text(reading, language, marks, None, "/")


def _text(reading: Reading, language: Language, marks: Marks, cited: Cited | None, back: str) -> Markup:
    values = {"reading": reading, "marks": marks, "cited": cited, "back": back, "language": language}
    template = ENVIRONMENT.get_template("text.html")
    return Markup(template.render(t=texts_of(language), damage_words=damage_words, **values))


def _lost(document: Document) -> list[Span]:
    """Return where characters were lost."""
    return [(damage.start, damage.end) for damage in document.damage if damage.kind == "undecodable"]


def document_address(id: str) -> str:
    """Return the path of a document's reading page."""
    return f"/documents/{quote(id, safe='')}"


def origin_of(request: Request, service: Service) -> str:
    """Return where people reach Chuyi, without a slash at the end."""
    return (service.settings.server.public_url or str(request.base_url)).rstrip("/")


def _back(request: Request) -> str:
    """Return the address of the answer that a reader comes from, else of the ask page."""
    came = urlsplit(request.headers.get("referer", ""))
    here = came.netloc == request.url.netloc and came.path == "/"
    return f"/?{came.query}" if here and came.query else "/"


def _quoted(reading: Reading, span: Span) -> Cited:
    """Return the citation of a sentence, shown below the clause it ends in."""
    document = reading.document
    name = clause_at(document, span[0]).label
    last = clause_at(document, span[1] - 1)
    return Cited(last.id, name, citation(document, name, reading.words(*span)), answered=True)


def _asked(reading: Reading, id: str) -> Cited | None:
    """Return the citation of a clause, or of the nearest one above it when it is gone."""
    clause = nearest(reading.document, id) if id else None
    if clause is None:
        return None
    quoted = citation(reading.document, clause.label, reading.quote(clause.id))
    return Cited(clause.id, clause.label, quoted, answered=False, kept=clause.id == id)


def _successor(library: Library, document: Document) -> DocumentInfo | None:
    """Return the document of the library that took a document's place."""
    by = document.superseded_by
    return next((info for info in library.documents() if by and by in (info.id, info.title)), None)
