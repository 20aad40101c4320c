"""What goes wrong over HTTP, as application/problem+json (RFC 9457), and for browsers as a page."""

import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from bot.render import as_json
from bot.web.headers import safe_headers
from bot.web.site import page, wants_page
from corpus.errors import (
    ChuyiError,
    InvalidQuestion,
    UnknownClause,
    UnknownDocument,
    UnusableDatabase,
    UnusableIndex,
)

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
SCHEMA = {
    "title": "Problem",
    "description": "What went wrong, and what to do about it (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Always about:blank: the status says the kind."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, where, and what to do next."},
        "errors": {
            "type": "array",
            "description": "Each value of the request that is wrong.",
            "items": {
                "type": "object",
                "properties": {"where": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
# What a visitor can do; the command that an error names is for who runs the server.
_NEXT: dict[type[ChuyiError], str] = {
    UnknownDocument: "/api/v1/documents lists what there is",
    UnknownClause: "the document's outline lists what there is",
}
_COMMAND = re.compile(r"; [^;“]*“chuyi \w+”[^;]*$")
_STATUS: dict[type[ChuyiError], int] = {
    InvalidQuestion: 422,
    UnknownDocument: 404,
    UnknownClause: 404,
    UnusableDatabase: 503,
    UnusableIndex: 503,
}


def problem(
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem as a response."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        content["errors"] = errors
    return Response(as_json(content), status, headers, MEDIA_TYPE)


def refusal(
    request: Request, status: int, detail: str, headers: dict[str, str] | None = None, **shown: object
) -> Response:
    """Return what went wrong as a page when a browser asks for one, else as a problem."""
    if wants_page(request):
        return page(request, "error.html", status, headers, detail=detail, **shown)
    return problem(status, detail, headers=headers)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how OpenAPI describes the problems that an operation answers with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    named: dict[int | str, dict[str, Any]] = {
        status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses
    }
    return {**named, "default": {"description": "Any other problem", "content": content}}


def add_problems(app: FastAPI) -> None:
    """Make every error of an app a problem, and describe it in /openapi.json."""
    handlers: dict[type[Exception], ExceptionHandler] = {
        HTTPException: _http,
        RequestValidationError: _validation,
        ChuyiError: _chuyi,
        Exception: _unexpected,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        schema = describe()
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = SCHEMA
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    return refusal(request, error.status_code, _explained(request, error), headers)


def _explained(request: Request, error: HTTPException) -> str:
    if error.detail != HTTPStatus(error.status_code).phrase:
        return error.detail
    if error.status_code == 404:
        return f"there is nothing at {request.url.path}; /openapi.json lists what there is"
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "other methods")
        return f"{request.url.path} takes {allowed}, not {request.method}"
    return error.detail


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _lacks_json(request, error):
        return problem(415, "send the body as JSON, with the header Content-Type: application/json")
    errors = [_wrong_value(e) for e in error.errors()]
    detail = "; ".join(f"{e['where']}: {e['detail']}" for e in errors)
    return refusal(request, 422, detail) if wants_page(request) else problem(422, detail, errors)


def _lacks_json(request: Request, error: RequestValidationError) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = media_type == "application/json" or media_type.endswith("+json")
    return not is_json and any(e["loc"] == ("body",) and e["type"] != "missing" for e in error.errors())


def _wrong_value(error: Mapping[str, Any]) -> dict[str, str]:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "json_invalid":
        return {"where": "body", "detail": f"no valid JSON: {error['ctx']['error']}"}
    message = str(error["msg"])
    return {"where": _encodable(where), "detail": _encodable(message[:1].lower() + message[1:])}


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _chuyi(request: Request, error: Exception) -> Response:
    assert isinstance(error, ChuyiError)
    status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 500)
    if status < 500:
        return refusal(request, status, _encodable(over_http(error)))
    log.error("%s", error)
    return refusal(request, status, "the library cannot be read now; try again later")


def over_http(error: ChuyiError) -> str:
    """Return an error's text for a client: no command of the server's is named, but what helps a client."""
    said, named = _COMMAND.subn("", str(error))
    advice = next((text for kind, text in _NEXT.items() if isinstance(error, kind)), "")
    return f"{said}; {advice}" if named and advice else said


def _unexpected(request: Request, error: Exception) -> Response:
    # This goes out beside all that is wrapped around the app.
    headers = safe_headers(request.url.path)
    return refusal(request, 500, "Chuyi failed on this request; the server's log says where", headers)
