"""Requests to Telegram: as many as it allows, again after a refusal or a fault, the token in no log."""

import asyncio
import logging
import random
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from httpx import Limits
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.settings import TelegramSettings

log = logging.getLogger(__name__)
# Seconds: between two tries at first and at most, to connect, and for an answer. One that comes late is
# waited for: what is sent anew because its answer was late would be there twice.
FIRST_PAUSE, LONGEST_PAUSE, CONNECT, ANSWER = 0.5, 30.0, 10.0, 120.0
# Tries of what is of no use later, the answer to a button or an inline query, and of what the start makes:
# it tries again by itself, and says what keeps it. All else is tried until it succeeds.
TRIES = {
    **dict.fromkeys(("answerCallbackQuery", "answerInlineQuery"), 3),
    **dict.fromkeys(("getMe", "setMyCommands", "setWebhook", "deleteWebhook"), 1),
}
# Chats served at once, and connections kept open between requests: each costs every request a look at it.
CONNECTIONS, KEPT_OPEN = 256, 16
Callback = Callable[..., Coroutine[Any, Any, Any]]


class PatientLimiter(AIORateLimiter):
    """Sends no more than Telegram allows, and tries again what it refuses for a while or what a fault hit.

    A chat that must wait does not hold up others, as AIORateLimiter's own retries would.
    """

    def __init__(self, messages_per_second: int) -> None:
        super().__init__(overall_max_rate=messages_per_second, max_retries=0)

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Return what a request came to; raises what does not pass by itself."""
        tries = 0
        while True:
            try:
                return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
            except (BadRequest, InvalidToken):
                raise
            except (RetryAfter, NetworkError) as error:
                tries += 1
                if tries == TRIES.get(endpoint):
                    raise
                await asyncio.sleep(pause_after(error, tries))


def pause_after(error: TelegramError, tries: int) -> float:
    """Return how many seconds to wait: what Telegram says, else longer each time."""
    if isinstance(error, RetryAfter):
        return error._retry_after.total_seconds() + 0.1
    longest: float = min(FIRST_PAUSE * 1.6 ** min(tries - 1, 20), LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1)


def make_bot(token: str, settings: TelegramSettings) -> "ExtBot[int]":
    """Return PTB's bot with the limiter and time to wait; nothing is sent yet."""
    quiet(token)

    def request(connections: int, answer: float) -> HTTPXRequest:
        return HTTPXRequest(
            httpx_kwargs={"limits": Limits(max_connections=connections, max_keepalive_connections=KEPT_OPEN)},
            connect_timeout=CONNECT,
            read_timeout=answer,
            write_timeout=ANSWER,
            pool_timeout=None,
        )

    return ExtBot(
        token,
        base_url=f"{settings.base_url}/bot",
        base_file_url=f"{settings.base_url}/file/bot",
        request=request(CONNECTIONS, ANSWER),
        get_updates_request=request(1, CONNECT),  # longer than a poll by this; asking again does no harm
        rate_limiter=PatientLimiter(settings.messages_per_second),
    )


def quiet(token: str) -> None:
    """Log warnings in one line each; keep the token out of all that is logged, httpx logs every address."""
    logging.basicConfig(format="chuyi: %(message)s", level=logging.WARNING)
    # What these say, one of them with a traceback for each 502, is said once more by whoever gives up.
    for name in ("ext.AIORateLimiter", "request.BaseRequest"):
        logging.getLogger(f"telegram.{name}").setLevel(logging.CRITICAL)
    make = logging.getLogRecordFactory()

    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        made = make(*args, **kwargs)
        if token in (said := made.getMessage()):
            made.msg, made.args = said.replace(token, "…"), None
        if made.exc_info and token in "".join(traceback.format_exception(*made.exc_info)):
            made.exc_info = None
        return made

    logging.setLogRecordFactory(record)


def in_words(error: TelegramError) -> str:
    """Return a fault of the network in a few words, without an address."""
    cause = error.__cause__
    return f"{type(cause).__name__}" if cause else error.message
