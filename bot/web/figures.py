"""The figures that a document sets, as a page and as a CSV file."""

import csv
from collections.abc import Iterator
from io import StringIO
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from bot.model import Language
from bot.records import number
from bot.web.api import UsingService
from bot.web.finding import QUERY
from bot.web.reading import document_address, origin_of
from bot.web.site import language_of, page
from bot.web.texts import texts_of
from bot.wording import number as grouped
from corpus.model import Document, Target

router = APIRouter(include_in_schema=False)
COLUMNS = (
    "document",
    "id",
    "clause",
    "subject",
    "text",
    "value",
    "high",
    "unit",
    "qualifier",
    "scope",
    "address",
)
# Excel reads UTF-8 only behind this mark, and takes a cell that begins so for a formula.
MARK, FORMULA = "\ufeff", ("=", "+", "-", "@", "\t", "\r")


@router.get("/documents/{id}/targets")
def figures_page(request: Request, id: str, service: UsingService, q: str = "") -> Response:
    """Return the table of a document's figures; `q` keeps those whose subject or clause holds it."""
    document = service.use(lambda parts: parts.library.document(id))
    query = q.strip()[:QUERY]
    return page(
        request,
        "figures.html",
        document=document,
        query=query,
        targets=[target for target in document.targets if _speaks_of(document, target, query)],
        labels=_labels(document),
        address=document_address(document.id),
        grouped=grouped,
    )


@router.get("/documents/{id}/targets.csv")
def figures_file(request: Request, id: str, service: UsingService) -> Response:
    """Return a document's figures as CSV that a spreadsheet opens as it is, heads in the page's language."""
    document = service.use(lambda parts: parts.library.document(id))
    content = MARK + as_csv(document, language_of(request), origin_of(request, service))
    disposition = f"attachment; filename*=UTF-8''{quote(document.id, safe='')}.csv"
    return Response(
        content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def as_csv(document: Document, language: Language, base: str) -> str:
    """Return a document's figures as CSV with a head line; `base` goes before the address of each clause."""
    t = texts_of(language)
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(t(f"figures.{column}") for column in COLUMNS)
    writer.writerows(_rows(document, base))
    return file.getvalue()


def _rows(document: Document, base: str) -> Iterator[list[object]]:
    labels = _labels(document)
    for target in document.targets:
        place = f"{document_address(document.id)}?from={target.start}&to={target.end}#{target.clause}"
        words = (document.title, target.clause, labels[target.clause], target.subject, target.text)
        high = "" if target.high is None else number(target.high)
        bounds = (target.qualifier or "", target.scope or "")
        yield [
            *map(_safe, words),
            number(target.value),
            high,
            _safe(target.unit),
            *map(_safe, bounds),
            base + place,
        ]


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _labels(document: Document) -> dict[str, str]:
    return {clause.id: clause.label or clause.id for clause in document.clauses}


def _speaks_of(document: Document, target: Target, query: str) -> bool:
    said = " ".join((target.subject, target.text, target.scope or "", target.qualifier or ""))
    return all(word.casefold() in said.casefold() for word in query.split())
