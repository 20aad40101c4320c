"""The web application: the pages, the API, /healthz, and what holds for every request."""

from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import __version__
from bot.feedback import AnswerLog
from bot.service import Service
from bot.settings import Settings
from bot.web import api, ask_page, assets, figures, reading, schema, shelf, site, widget
from bot.web.headers import SafeHeaders
from bot.web.limits import Counter, RateLimit
from bot.web.origins import AllowedOrigins
from bot.web.problems import add_problems, described, problem, refusal
from bot.web.webhook import Hook, Webhook


def create_app(service: Service, answers: AnswerLog | None = None, hook: Hook | None = None) -> FastAPI:
    """Return the application over a service; `answers` is where questions are kept, None keeps none.

    `hook` is where Telegram delivers updates, None when it does not.
    """
    # The documentation pages of FastAPI load from other hosts; /openapi.json says the same.
    app = FastAPI(
        title="Chuyi",
        version=__version__,
        description="Answers questions about government policy from the policy's own text, with the clause.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.state.answers = answers
    for part in (api, ask_page, reading, shelf, figures, site, widget, assets):
        app.include_router(part.router)
    app.add_api_route(
        "/healthz", healthz, methods=["GET"], response_model=schema.Health, responses=described(503)
    )
    _surround(app, service.settings)
    if hook:
        app.add_middleware(Webhook, hook=hook)
    add_problems(app)
    return app


def _surround(app: FastAPI, settings: Settings) -> None:
    """Put around an app what holds for every request, from the innermost outwards."""
    app.add_middleware(BodyLimit, limit=settings.server.max_body)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    if settings.limit.rate:
        # Telegram's servers speak for many people.
        webhook = urlsplit(settings.telegram.webhook_url).path
        app.add_middleware(RateLimit, counter=Counter(settings.limit), free=[webhook] if webhook else [])
    app.add_middleware(AllowedOrigins, origins=settings.server.origins)
    app.add_middleware(SafeHeaders, origins=settings.server.origins)
    app.add_middleware(HeadAsGet)


def healthz(service: api.UsingService) -> Response:
    """Return 200 when the server can answer."""
    service.use(lambda parts: parts.searcher.check())
    documents = service.use(lambda parts: parts.library.documents())
    if not documents:
        return problem(503, "the library holds no document")
    return api.json_response({"status": "ok", "documents": len(documents)})


class HeadAsGet:
    """Answers HEAD as GET would be, of what is no operation of the API; the server sends no body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["method"] == "HEAD" and not scope["path"].startswith("/api/"):
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


class BodyLimit:
    """Refuses a request whose body is larger than `limit` bytes, whether it says so or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._limit:
            response = refusal(Request(scope), 413, self._detail(), {"Connection": "close"})
            await response(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise HTTPException(413, self._detail())
            return message

        await self._app(scope, counted, send)

    def _detail(self) -> str:
        return f"the body is larger than {self._limit} bytes"
