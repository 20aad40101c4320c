"""What browsers are told to refuse: foreign scripts, framing by other sites, guessing of types."""

from collections.abc import Sequence
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors {}"
_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    # A question stands in the address of its page; no other site is to read it.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What other sites may load: the widget and what it is made of.
_SHARED = ("/widget.js", "/static/")


class SafeHeaders:
    """Adds the headers to every response; one that a response has already stays as it is."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._origins = tuple(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                added = safe_headers(scope["path"], self._origins).items()
                named = ((name.encode(), value.encode()) for name, value in added)
                message["headers"] = [*message["headers"], *(pair for pair in named if pair[0] not in own)]
            await send(message)

        await self._app(scope, receive, send_safely)


def safe_headers(path: str, origins: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the headers for a path; only /embed may be framed, by Chuyi itself and by `origins`."""
    if path == "/embed":
        return _headers(" ".join(["'self'", *origins]), "cross-origin")
    return _headers("'none'", "cross-origin" if path.startswith(_SHARED) else "same-origin")


@lru_cache
def _headers(framed_by: str, loaded_by: str) -> dict[str, str]:
    policy = {"content-security-policy": _POLICY.format(framed_by), "cross-origin-resource-policy": loaded_by}
    return _EVERYWHERE | policy | ({"x-frame-options": "DENY"} if framed_by == "'none'" else {})
