"""The HTTP API under /api/v1: ask, search, documents, feedback."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from bot import records
from bot.feedback import AnswerLog, add_feedback
from bot.identity import known_id
from bot.render import as_json
from bot.service import Parts, Service
from bot.web import schema
from bot.web.caching import tagged
from bot.web.problems import described, problem
from corpus.reference import find_clause

router = APIRouter(prefix="/api/v1", responses=described())


async def service_of(request: Request) -> Service:
    """Return the service that the app was made with."""
    service: Service = request.app.state.service
    return service


async def log_of(request: Request) -> AnswerLog | None:
    """Return where answers are kept, None when they are not."""
    log: AnswerLog | None = request.app.state.answers
    return log


UsingService = Annotated[Service, Depends(service_of)]
UsingLog = Annotated[AnswerLog | None, Depends(log_of)]


def json_response(value: Any) -> Response:
    """Return a JSON value as the commands print it."""
    return Response(as_json(value), media_type="application/json")


@router.post("/ask", response_model=schema.Answer, responses=described(404, 413, 422))
async def ask(question: schema.Question, request: Request) -> Response:
    """Answer a question with the figure or sentence, the quote and the clause it stands in."""
    # Asked most of all, and Depends takes longer than finding an answer that is kept.
    service, log = await service_of(request), await log_of(request)
    asked = (question.question, question.conversation, question.documents or None)
    found = None if service.is_due() else service.parts.answerer.recall(*asked)
    if not found:
        found = await run_in_threadpool(lambda: service.use(lambda parts: parts.answerer.find(*asked)))
    if log:
        log.add(found.answer)
    return Response(found.json, media_type="application/json")


@router.get("/search", response_model=schema.Hits, responses=described(404, 422))
def search(
    service: UsingService,
    q: Annotated[schema.Text, Query(description="The words to look for.")],
    limit: Annotated[int, Query(ge=1, le=100, description="How many clauses at most.")] = 10,
    document: Annotated[
        list[str] | None, Query(description="Look in this document only; repeatable.")
    ] = None,
) -> Response:
    """Return the clauses that share words with `q`, best first."""

    def find(parts: Parts) -> list[records.Record]:
        for name in document or []:
            parts.library.document(name)  # an unknown one is a problem, not an empty result
        hits = parts.searcher.search(q, limit, document or None)
        return [records.hit_record(parts.library.document(hit.document), hit) for hit in hits]

    return json_response({"query": q, "hits": service.use(find)})


@router.get("/documents", response_model=schema.Documents)
def list_documents(request: Request, service: UsingService) -> Response:
    """Return the documents of the library."""
    infos = service.use(lambda parts: parts.library.documents())
    documents = [records.document_record(info) for info in infos]
    return tagged(request, json_response({"documents": documents}))


@router.get("/documents/{id}", response_model=schema.Document, responses=described(404))
def get_document(request: Request, id: str, service: UsingService) -> Response:
    """Return a document's metadata and outline."""

    def read(parts: Parts) -> records.Record:
        document = parts.library.document(id)
        info = next(i for i in parts.library.documents() if i.id == document.id)
        return records.outline_record(info, document)

    return tagged(request, json_response(service.use(read)))


@router.get("/documents/{id}/clauses/{clause}", response_model=schema.Clause, responses=described(404))
def get_clause(request: Request, id: str, clause: str, service: UsingService) -> Response:
    """Return one clause, named by its id (2.4.1) or as people write it (二（四）1)."""

    def read(parts: Parts) -> records.Record:
        document = parts.library.document(id)
        return records.clause_record(document, find_clause(clause, document.clauses))

    return tagged(request, json_response(service.use(read)))


@router.get(
    "/documents/{id}/text",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **described(404)},
)
def get_text(request: Request, id: str, service: UsingService) -> Response:
    """Return a document's text, to which all `start` and `end` refer."""
    text = service.use(lambda parts: parts.library.text(id))
    return tagged(request, Response(text, media_type="text/plain; charset=utf-8"))


@router.get("/documents/{id}/targets", response_model=schema.Targets, responses=described(404))
def get_targets(request: Request, id: str, service: UsingService) -> Response:
    """Return the table of figures that a document sets."""
    document = service.use(lambda parts: parts.library.document(id))
    targets = list(records.target_records([document]))
    return tagged(request, json_response({"document": document.id, "targets": targets}))


@router.get("/documents/{id}/damage", response_model=schema.Findings, responses=described(404))
def get_damage(request: Request, id: str, service: UsingService) -> Response:
    """Return what is damaged in a document's text."""
    document = service.use(lambda parts: parts.library.document(id))
    damage = list(records.damage_records([document]))
    return tagged(request, json_response({"document": document.id, "damage": damage}))


@router.post("/answers/{id}/feedback", status_code=204, responses=described(404, 413, 422))
def give_feedback(id: str, feedback: schema.Feedback, service: UsingService) -> Response:
    """Keep whether an answer helped."""
    if not known_id(id, service.parts.library.secret):
        return problem(404, "there is no answer of this id; send the `id` that came with the answer")
    add_feedback(service.settings.database, id, feedback.helpful, feedback.comment.strip())
    return Response(status_code=204)
