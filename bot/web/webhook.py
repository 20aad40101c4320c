"""Where Telegram delivers updates to `chuyi serve`: one path, open only to who shows the secret."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.problems import problem

HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Bytes of an update at most: two messages of 4096 characters with all their entities are far less.
LARGEST = 2**20


@dataclass(frozen=True, slots=True)
class Hook:
    """The path of the webhook, its secret, and who takes the updates; `take` raises ValueError."""

    path: str
    secret: str
    take: Callable[[Mapping[str, Any]], Awaitable[None]]


class Webhook:
    """Answers for its own path before anything else does: Telegram is no visitor with limits."""

    def __init__(self, app: ASGIApp, hook: Hook) -> None:
        self._app = app
        self._hook = hook

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take an update, or pass a request on."""
        if scope["type"] != "http" or scope["path"] != self._hook.path:
            await self._app(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return problem(405, "this address takes POST only", headers={"Allow": "POST"})
        shown = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, self._hook.secret.encode()):
            return problem(403, "this address is for Telegram only", headers={"Connection": "close"})
        try:
            update = json.loads(await _body(request))
            if not isinstance(update, dict):
                raise ValueError("no object")
            await self._hook.take(update)
        except ValueError as error:
            return problem(400, f"the body is no update: {type(error).__name__}")
        return Response(status_code=204)


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise ValueError("too large")
    return body
