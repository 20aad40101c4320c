"""Requests and answers of the Bot API as HTTP carries them."""

import json
from email import message_from_bytes
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse, Response


def error(code: int, description: str, parameters: dict | None = None) -> Response:
    body = {"ok": False, "error_code": code, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), code)


async def body_of(receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def parameters_of(scope, body: bytes) -> dict[str, str]:
    """Return the parameters of the address and of a body of any kind that the Bot API takes."""
    kind = dict(scope["headers"]).get(b"content-type", b"").decode()
    pairs = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    if kind.startswith("application/json"):
        given = json.loads(body or b"{}")
        return pairs | {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()}
    if kind.startswith("multipart/form-data"):
        parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).get_payload()
        named = ((part.get_param("name", header="content-disposition"), part) for part in parts)
        return pairs | {name: part.get_payload(decode=True).decode() for name, part in named}
    return pairs | dict(parse_qsl(body.decode(), keep_blank_values=True))
