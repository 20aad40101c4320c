"""The list of documents, and the search across all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from bot.citations import cite
from bot.model import Citation
from bot.render import Part, excerpt, matches, one_line
from bot.service import Parts
from bot.web.api import UsingService
from bot.web.finding import QUERY
from bot.web.reading import document_address
from bot.web.site import page
from corpus.library import DocumentInfo

router = APIRouter(include_in_schema=False)
# Documents on one page of the list; clauses that a search shows at first, and at most.
SHELF, HITS, MOST = 50, 20, 100
EXCERPT = 110


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause that a search found, with an excerpt in parts, the words found marked."""

    citation: Citation
    excerpt: Sequence[Part]


@router.get("/documents")
def documents_page(request: Request, service: UsingService, q: str = "", n: str = "1") -> Response:
    """Return the list of documents, newest first; `q` keeps those whose title, number or issuer holds it."""
    query = q.strip()[:QUERY]
    infos = service.use(lambda parts: parts.library.documents())
    chosen = sorted(titled_like(infos, query), key=lambda info: (info.date, info.id), reverse=True)
    pages = max(1, -(-len(chosen) // SHELF))
    at = min(int(n), pages) if n.isascii() and n.isdigit() and len(n) < 9 and int(n) else 1
    return page(
        request,
        "documents.html",
        query=query,
        total=len(infos),
        chosen=chosen[(at - 1) * SHELF : at * SHELF],
        count=len(chosen),
        at=at,
        pages=pages,
        address_of=document_address,
    )


@router.get("/search")
def search_page(
    request: Request, service: UsingService, q: str = "", document: str = "", more: str = ""
) -> Response:
    """Return the clauses that share words with `q`, best first, and the documents whose title holds it."""
    query = q.strip()[:QUERY]
    limit = MOST if more else HITS

    def find(parts: Parts) -> tuple[Sequence[DocumentInfo], list[Shown]]:
        infos = parts.library.documents()
        known = [document] if any(info.id == document for info in infos) else None
        return infos, _hits(parts, query, limit, known) if query else []

    infos, hits = service.use(find)
    return page(
        request,
        "search.html",
        query=query,
        infos=infos,
        document=document if any(info.id == document for info in infos) else "",
        hits=hits,
        more=len(hits) == HITS and not more,
        titles=titled_like(infos, query)[:5] if query and not document else [],
        address_of=document_address,
    )


def titled_like(infos: Sequence[DocumentInfo], query: str) -> list[DocumentInfo]:
    """Return the documents whose title, number, issuer or id holds every part of a query."""
    from index.words import normalise, without_quotes

    wanted = without_quotes(normalise(query)).split()

    def about(info: DocumentInfo) -> str:
        said = " ".join((info.title, info.number, info.issuer, info.id, info.date))
        return without_quotes(normalise(one_line(said)))

    return [info for info in infos if all(part in about(info) for part in wanted)]


def _hits(parts: Parts, query: str, limit: int, documents: Sequence[str] | None) -> list[Shown]:
    shown = []
    for hit in parts.searcher.search(query, limit, documents):
        citation = cite(parts.library.document(hit.document), hit.clause)
        spans = matches(citation.quote, hit.words)
        shown.append(Shown(citation, excerpt(citation.quote, spans, EXCERPT)))
    return shown
