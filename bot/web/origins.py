"""Which other web sites' pages may use the API and the widget (CORS): those named in config.toml."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_OPEN = ("/api/", "/widget.js", "/static/")


class AllowedOrigins:
    """Answers browsers that ask for another site's page; pages and everything else stay Chuyi's own."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with CORS where other sites may come in."""
        opened = scope["type"] == "http" and scope["path"].startswith(_OPEN)
        await (self._open if opened else self._app)(scope, receive, send)
