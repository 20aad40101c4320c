"""What browsers are told to refuse: foreign scripts, framing by other sites, guessing of types."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors {}"
_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    # A question stands in the address of its page; no other site is to read it.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What other sites may load: the widget, what it is made of, and the page for a frame.
_SHARED = ("/widget.js", "/embed", "/static/")


class SafeHeaders:
    """Adds the headers to every response; one that a response has already stays as it is."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in safe_headers(scope["path"], self._origins).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safely)


def safe_headers(path: str, origins: Sequence[str]) -> dict[str, str]:
    """Return the headers for a path; only /embed may be framed, by Chuyi itself and by `origins`."""
    if path == "/embed":
        policy = _POLICY.format(" ".join(["'self'", *origins]))
        return {**_EVERYWHERE, "Content-Security-Policy": policy}
    shared = "cross-origin" if path.startswith(_SHARED) else "same-origin"
    return {
        **_EVERYWHERE,
        "Content-Security-Policy": _POLICY.format("'none'"),
        "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": shared,
    }
