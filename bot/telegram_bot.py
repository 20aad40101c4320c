"""The Telegram bot: started by long polling or a webhook, ended with nothing half-sent."""

import asyncio
import hashlib
import hmac
import logging
import os
import re
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from telegram import BotCommand, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application

from bot.chat import Chat
from bot.chat_store import ChatStore
from bot.chat_texts import COMMANDS
from bot.feedback import AnswerLog
from bot.service import Service
from bot.settings import Settings
from bot.telegram_delivery import Delivery
from bot.telegram_handlers import Handlers
from bot.telegram_messages import telegram_screens
from bot.telegram_requests import make_bot
from bot.telegram_updates import ASKED_FOR, Faults, Inbox, InOrder, poll
from corpus.errors import ChuyiError

if TYPE_CHECKING:
    from bot.web.webhook import Hook

log = logging.getLogger(__name__)
TOKEN = "CHUYI_TELEGRAM_TOKEN"
# Seconds that replies under way may take when the bot is told to end; what is left is sent at the next start.
GRACE = 10
# Seconds in which a wrong token is looked for before the pages are served without waiting on.
FIRST_TRY = 5
# Answering takes milliseconds of the processor; most of a thread's time goes into waiting for the disk.
THREADS = 16


class NoTelegram(ChuyiError):
    """The token is missing or wrong, or another bot has it."""


def read_token() -> str:
    """Return the token of the environment; raises NoTelegram when there is none."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise NoTelegram(f"{TOKEN} is not set; put the token there that @BotFather gave you")
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token):
        raise NoTelegram(f"{TOKEN} holds no token of Telegram; copy it once more from @BotFather")
    return token


class TelegramBot:
    """One bot with the service it answers from."""

    def __init__(self, service: Service, answers: AnswerLog | None, token: str) -> None:
        self._settings = service.settings.telegram
        self._service = service
        self._token = token
        self._store = ChatStore(service.settings.database)
        self._threads = ThreadPoolExecutor(THREADS, "telegram")
        screens = telegram_screens(service.settings.server.public_url)
        self._handlers = Handlers(
            Chat(service, self._store, answers, screens), Delivery(self._store, self._threads), self._threads
        )
        self._starting: asyncio.Task[None] | None = None
        self._order = InOrder()
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            Application.builder()
            .bot(make_bot(token, self._settings))
            .updater(None)
            .concurrent_updates(self._order)
            .build()
        )
        channel = f"telegram:{token.partition(':')[0]}"
        self._inbox = Inbox(self._store, channel, self._application.update_queue, self._threads)
        self._order.inbox = self._inbox
        self._handlers.add_to(self._application)

    @property
    def hook(self) -> "Hook":
        """Where Telegram delivers; the secret is made of both secrets, so that neither need be kept."""
        from bot.web.webhook import Hook  # loads the web's framework, which long polling does without

        key = self._service.parts.library.secret
        secret = hmac.new(key, f"telegram webhook {self._token}".encode(), hashlib.sha256).hexdigest()
        return Hook(unquote(urlsplit(self._settings.webhook_url).path), secret, self.take)

    async def run_polling(self, greet: Callable[[str], None]) -> None:
        """Fetch and answer updates until cancelled; raises NoTelegram."""
        await self._connect()
        await self._patiently(self._bot.delete_webhook, drop_pending_updates=self._drops)
        await self._begin()
        greet(self._bot.username)
        try:
            await poll(self._bot, self._inbox)
        except InvalidToken:
            raise _wrong_token() from None
        except Conflict:
            raise NoTelegram(
                "another bot runs with this token; Telegram serves only one, end the other"
            ) from None

    async def start_webhook(self) -> None:
        """Tell Telegram the webhook and begin to answer; raises NoTelegram for a wrong token.

        Where Telegram cannot be reached for the moment, this goes on by itself.
        """
        self._starting = asyncio.create_task(self._open_webhook())
        done, _ = await asyncio.wait({self._starting}, timeout=FIRST_TRY)
        if done:
            self._starting.result()
        else:
            self._starting.add_done_callback(_tell)

    async def _open_webhook(self) -> None:
        await self._connect()
        await self._begin()
        await self._patiently(
            self._bot.set_webhook,
            self._settings.webhook_url,
            secret_token=self.hook.secret,
            allowed_updates=ASKED_FOR,
            drop_pending_updates=self._drops,
        )

    async def take(self, data: Mapping[str, Any]) -> None:
        """Take an update that came to the webhook; raises ValueError when it is none."""
        try:
            update = Update.de_json(dict(data), self._bot)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"no update: {error!r}") from error
        if not isinstance(update.update_id, int):
            raise ValueError("no update: its id is no number")
        await self._inbox.take([update])

    async def close(self) -> None:
        """Send what is under way, then end; what takes longer than GRACE is sent at the next start."""
        if self._starting:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if self._application.running:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._application.stop(), GRACE)
            await self._order.cut_off()
        with suppress(TelegramError):
            await self._application.shutdown()
        self._threads.shutdown()
        self._store.close()

    @property
    def _bot(self) -> Any:
        return self._application.bot

    @property
    def _drops(self) -> bool:
        return self._settings.pending == "drop"

    async def _connect(self) -> None:
        """Ask Telegram who the bot is, as often as it takes; raises NoTelegram for a wrong token."""
        await self._patiently(self._application.initialize)

    async def _begin(self) -> None:
        """Begin to answer, first what was not answered when the bot was stopped."""
        await self._application.start()
        await (self._inbox.drop() if self._drops else self._inbox.resume(self._bot))
        for language in ("", "zh", "en"):
            commands = [BotCommand(name, said[language == "en"]) for name, said in COMMANDS.items()]
            await self._patiently(self._bot.set_my_commands, commands, language_code=language or None)

    async def _patiently(self, request: Callable[..., Any], *values: Any, **named: Any) -> None:
        """Make a request until it succeeds, saying once what keeps it."""
        faults = Faults(said_at=1)
        while True:
            try:
                await request(*values, **named)
            except InvalidToken:
                raise _wrong_token() from None
            except TelegramError as error:
                await faults.wait(error)
            else:
                faults.over()
                return


def run_telegram(settings: Settings, prepare: Callable[[], None], say: Callable[[str], None]) -> None:
    """Run the bot by long polling until Ctrl-C or SIGTERM; raises NoTelegram.

    `prepare` brings the library up to date; it may take long, so that the token is looked at before.
    """
    if settings.telegram.webhook_url:
        raise NoTelegram(
            "webhook_url is set in [telegram], so “chuyi serve” runs the bot; start that instead"
        )
    token = read_token()
    prepare()
    answers = AnswerLog(settings.database) if settings.log.questions else None
    try:
        asyncio.run(_run(Service(settings), answers, token, say))
    finally:
        if answers:
            answers.close()


async def _run(service: Service, answers: AnswerLog | None, token: str, say: Callable[[str], None]) -> None:
    def greet(name: str) -> None:
        count = len(service.parts.library.documents())
        documents = f"{count} document{'' if count == 1 else 's'}"
        say(f"Chuyi answers as @{name} in Telegram from {documents} (Ctrl-C ends it).")

    bot = TelegramBot(service, answers, token)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    running = asyncio.create_task(bot.run_polling(greet))
    waiting = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await bot.close()
    if not running.cancelled():
        running.result()


def _tell(task: "asyncio.Task[None]") -> None:
    """Say what ended a start that went on by itself."""
    if not task.cancelled() and (error := task.exception()):
        log.error("%s", error)


def _wrong_token() -> NoTelegram:
    return NoTelegram(f"Telegram does not know the token in {TOKEN}; copy it once more from @BotFather")
