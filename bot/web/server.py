"""The server process: a socket, uvicorn, and a clean end."""

import shlex
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from bot.feedback import AnswerLog
from bot.render import as_json
from bot.service import Service, example_question
from bot.settings import Settings
from bot.web.app import create_app
from corpus.errors import ChuyiError

if TYPE_CHECKING:
    from bot.telegram_bot import TelegramBot

# Seconds that requests under way may take when the server is told to end.
GRACE = 5
# Bytes of a request's head: the address of a conversation holds its questions, each up to 4500 bytes.
LONGEST_ADDRESS = 65536


class CannotListen(ChuyiError):
    """The address or port cannot be listened on."""


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """Take the port before anything slow is done; raises CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListen(f"{host} is no address of this machine ({error.strerror}); see --host") from error
    with taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(address)
        except OSError as error:
            advice = "choose another with --port or --host"
            raise CannotListen(f"cannot listen on {host} port {port}: {error.strerror}; {advice}") from error
        yield taken


def serve_forever(settings: Settings, taken: socket.socket, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; requests under way are answered first."""
    # uvicorn raises the signal that ended it once more, to what was set before.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        service = Service(settings)
        answers = AnswerLog(settings.database) if settings.log.questions else None
        try:
            greeting = "\n".join(_greeting(service, taken))
            telegram = _telegram(service, answers)
            app = create_app(service, answers, telegram.hook if telegram else None)
            server = _Server(server_config(app, settings), lambda: say(greeting), telegram)
            taken.listen(server.config.backlog)
            server.run(sockets=[taken])
        finally:
            if answers:
                answers.close()


class _Server(uvicorn.Server):
    """Greets once it serves: a signal before uvicorn handles signals would end it with a warning."""

    def __init__(
        self, config: uvicorn.Config, greet: Callable[[], None], telegram: "TelegramBot | None" = None
    ) -> None:
        super().__init__(config)
        self._greet = greet
        self._telegram = telegram

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then greet; raises NoTelegram when the bot cannot."""
        if self._telegram:
            await self._telegram.start_webhook()
        await super().startup(sockets)
        self._greet()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is under way, then end."""
        await super().shutdown(sockets)
        if self._telegram:
            await self._telegram.close()


def _telegram(service: Service, answers: AnswerLog | None) -> "TelegramBot | None":
    """Return the bot that runs in this process, None when no webhook is set; raises NoTelegram."""
    if not service.settings.telegram.webhook_url:
        return None
    from bot.telegram_bot import TelegramBot, read_token

    return TelegramBot(service, answers, read_token())


def server_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Return how an application is served."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        proxy_headers=bool(settings.server.proxies),
        forwarded_allow_ips=list(settings.server.proxies),
        h11_max_incomplete_event_size=LONGEST_ADDRESS,
    )


def _greeting(service: Service, taken: socket.socket) -> Iterator[str]:
    address = _address(taken)
    count = len(service.parts.library.documents())
    yield f"Chuyi answers from {count} document{'' if count == 1 else 's'} at {address} (Ctrl-C ends it)."
    if question := example_question(service.parts):
        body = shlex.quote(as_json({"question": question}))
        yield f"Try: curl -s {address}/api/v1/ask -H 'Content-Type: application/json' -d {body}"
    yield f"What else there is: {address}/openapi.json"


def _address(taken: socket.socket) -> str:
    host, port = taken.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
