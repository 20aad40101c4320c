"""A portal of another origin for tests: pages that embed Chuyi, under policies and styles of their own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = {"css": "text/css", "js": "text/javascript", "html": "text/html"}


@dataclass
class Portal:
    """Serves what is put into `files`, {path: text}; pages with the Content-Security-Policy `policy`."""

    origin: str
    files: dict[str, str] = field(default_factory=dict)
    policy: str = ""

    def page(self, content: str, head: str = "", language: str = "zh-CN") -> str:
        """Put up a page and return its address."""
        self.files["/"] = (
            f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>门户</title>'
            f'<meta name="viewport" content="width=device-width">{head}</head><body>{content}</body></html>'
        )
        return f"{self.origin}/"


@contextmanager
def open_portal() -> Iterator[Portal]:
    """Serve a portal on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = portal.files.get(self.path)
            kind = TYPES.get(self.path.rpartition(".")[2], TYPES["html"])
            self.send_response(200 if found is not None else 204)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            if portal.policy:
                self.send_header("Content-Security-Policy", portal.policy)
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        portal = Portal(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield portal
        server.shutdown()
        thread.join()
