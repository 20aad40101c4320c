"""The ask page: a question box, the answers with their clauses, and what goes with them."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.exceptions import HTTPException

from bot.answer import LONGEST, check_question
from bot.feedback import AnswerLog, add_feedback
from bot.identity import known_id
from bot.model import Answer
from bot.service import Parts, Service, example_questions
from bot.web.api import UsingLog, UsingService
from bot.web.site import ENVIRONMENT, language_of, local, page
from bot.web.texts import script_words, texts_of
from corpus.errors import InvalidQuestion

router = APIRouter(include_in_schema=False)
# Questions of a conversation that its address holds; a follow-up needs no more.
KEPT = 8
EXAMPLES = 4


def conversation_query(questions: Sequence[str], documents: Sequence[str]) -> str:
    """Return a conversation as a part of an address: it is answered anew from its questions."""
    return urlencode(
        [*(("q", question) for question in questions[-KEPT:]), *(("document", id) for id in documents)]
    )


def ask_address(questions: Sequence[str], documents: Sequence[str]) -> str:
    """Return the address of a conversation on the ask page."""
    return f"/?{conversation_query(questions, documents)}#latest"


# /embed has an address of its own, and its links leave the frame.
ENVIRONMENT.globals.update(ask_address=ask_address, new_tab=False)
Questions = Annotated[list[str] | None, Query(alias="q")]
Documents = Annotated[list[str] | None, Query(alias="document")]


@router.get("/")
def ask_page(
    request: Request,
    service: UsingService,
    log: UsingLog,
    questions: Questions = None,
    documents: Documents = None,
) -> Response:
    """Return the ask page, with a conversation when the address holds its questions."""
    values = conversation_values(request, service, log, questions or [], documents or [])
    examples = service.use(lambda parts: example_questions(parts, EXAMPLES))
    return page(request, "ask.html", examples=examples, **values)


def conversation_values(
    request: Request,
    service: Service,
    log: AnswerLog | None,
    questions: Sequence[str],
    documents: Sequence[str],
) -> dict[str, Any]:
    """Return what a template shows of a conversation, answered from its questions, and the page's status."""
    asked, wrong = _checked(questions[-KEPT:])
    answers = service.use(lambda parts: converse(parts, asked, documents))
    if answers and log:
        log.add(answers[-1])
    infos = service.use(lambda parts: parts.library.documents())
    return {
        "status": 200 if wrong is None else 422,
        "answers": answers,
        "asked": asked,
        "kept": asked[1 - KEPT :],
        "typed": wrong or "",
        "wrong": "" if wrong is None else _what_is_wrong(request, wrong),
        "documents": documents,
        "limited": [info for info in infos if info.id in documents],
        "infos": infos,
        "words": script_words(language_of(request)),
    }


@router.post("/answers/{id}/feedback")
def take_feedback(
    request: Request,
    service: UsingService,
    id: str,
    helpful: Annotated[str, Form(pattern="^(yes|no)$")],
    comment: Annotated[str | None, Form(max_length=2000)] = None,
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep whether an answer helped; for a “no”, ask first what was wrong."""
    if not known_id(id, service.parts.library.secret):
        raise HTTPException(404)
    t = texts_of(language_of(request))
    if helpful == "no" and comment is None:
        return page(
            request, "feedback.html", heading=t("feedback.wrong"), answer=id, back=f"{local(back)}#latest"
        )
    add_feedback(service.settings.database, id, helpful == "yes", (comment or "").strip())
    return page(request, "feedback.html", heading=t("talk.thanks"), answer="", back=f"{local(back)}#latest")


def converse(parts: Parts, questions: Sequence[str], documents: Sequence[str]) -> list[Answer]:
    """Return the answers to the questions of a conversation."""
    answers: list[Answer] = []
    for question in questions:
        conversation = answers[-1].conversation if answers else None
        answers.append(parts.answerer.answer(question, conversation, documents or None))
    return answers


def _checked(questions: Sequence[str]) -> tuple[list[str], str | None]:
    """Return the questions that can be asked, and one that cannot, if any."""
    asked, wrong = [], None
    for question in questions:
        try:
            asked.append(check_question(question))
        except InvalidQuestion:
            wrong = question
    return asked, wrong


def _what_is_wrong(request: Request, question: str) -> str:
    length = len(question.strip())
    key = "ask.too_long" if length > LONGEST else "ask.no_words"
    return texts_of(language_of(request))(key, n=length, most=LONGEST)
