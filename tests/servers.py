"""Chuyi's server on loopback in this process: the same application and settings as `chuyi serve`, at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from bot.service import Service
from bot.settings import load_settings
from bot.web.app import create_app
from bot.web.server import listen, server_config


@contextmanager
def serving(folder: Path, database: Path, text: str) -> Iterator[str]:
    """Serve a database that is synced, with a config.toml of this text; yields the address."""
    config = folder / "config.toml"
    config.write_text(text, encoding="utf-8")
    settings = load_settings(config, database=database)
    with listen("127.0.0.1", 0) as taken:
        taken.listen()  # who connects before the server has started waits for it
        server = uvicorn.Server(server_config(create_app(Service(settings)), settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
