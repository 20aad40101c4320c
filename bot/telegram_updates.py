"""Updates from Telegram: fetched, each taken once, kept until answered, in order within each chat."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import Bot, Update
from telegram.constants import UpdateType
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.chat_store import ChatStore
from bot.telegram_requests import in_words, pause_after

log = logging.getLogger(__name__)
ASKED_FOR = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
)
# Faults in a row that are told, and refusals in a row because another bot fetches that end this one.
LASTING, CONFLICTS = 5, 5
# Seconds that Telegram holds a request for updates open; updates under way at most before no more are fetched.
POLL, UNDER_WAY = 50, 2000


class Inbox:
    """Takes updates: a new one goes to the queue and stays in the database until it is answered."""

    def __init__(
        self, store: ChatStore, channel: str, queue: "asyncio.Queue[object]", threads: Executor
    ) -> None:
        self._store = store
        self._channel = channel
        self._queue = queue
        self._threads = threads
        self._room = asyncio.Semaphore(UNDER_WAY)

    async def take(self, updates: Sequence[Update]) -> None:
        """Keep updates, then queue those that never came before, in the order of their ids."""
        waiting = {update.update_id: _kept(update) for update in updates}
        fresh = await self._run(self._store.take, self._channel, waiting)
        by_id = {update.update_id: update for update in updates}
        await self._put([by_id[id] for id in sorted(fresh)])

    async def resume(self, bot: Bot) -> None:
        """Queue what was not answered when the bot was stopped."""
        waiting = await self._run(self._store.waiting, self._channel)
        await self._put([update for kept in waiting if (update := _read(kept, bot))])

    async def drop(self) -> None:
        """Let go of what was not answered when the bot was stopped."""
        await self._run(self._store.drop_waiting, self._channel)

    def done(self, update: Update) -> None:
        """Let go of an update that is answered."""
        self._store.done(self._channel, update.update_id)

    def leave(self) -> None:
        """Make room for one more update."""
        self._room.release()

    async def _put(self, updates: Sequence[Update]) -> None:
        for update in updates:
            await self._room.acquire()
            self._queue.put_nowait(update)

    async def _run(self, work: Callable[..., Any], *values: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *values)


def _kept(update: Update) -> str:
    """Return what is kept of an update to answer it after a restart; inline queries do not wait that long."""
    return "" if update.inline_query else update.to_json()


def _read(kept: str, bot: Bot) -> Update | None:
    """Return an update that was kept, None for one that an older version kept and this one cannot read."""
    try:
        return Update.de_json(json.loads(kept), bot)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("an update that waited cannot be read: %s", type(error).__name__)
        return None


class InOrder(BaseUpdateProcessor):
    """Answers the updates of one chat one after another, those of different chats side by side."""

    def __init__(self) -> None:
        super().__init__(2 * UNDER_WAY)
        self.inbox: Inbox | None = None
        self._turns: dict[int, tuple[asyncio.Lock, int]] = {}
        self._under_way: set[asyncio.Task[Any]] = set()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""

    async def cut_off(self) -> None:
        """End what is still under way; it stays kept."""
        under_way = list(self._under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn, answer, then let go of the update; one that is cut off stays kept."""
        task = asyncio.current_task()
        assert isinstance(update, Update) and self.inbox and task
        self._under_way.add(task)
        try:
            async with self._turn(_queue_of(update)):
                await coroutine
                self.inbox.done(update)
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # one that was cut off before its turn
            self._under_way.discard(task)
            self.inbox.leave()

    @asynccontextmanager
    async def _turn(self, chat: int) -> Any:
        lock, others = self._turns.get(chat, (asyncio.Lock(), 0))
        self._turns[chat] = lock, others + 1
        try:
            async with lock:  # which lets in whoever came first
                yield
        finally:
            lock, others = self._turns[chat]
            self._turns[chat] = lock, others - 1
            if others == 1:
                del self._turns[chat]


def _queue_of(update: Update) -> int:
    """Return behind whose updates one waits: those of its chat, else those of its sender."""
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0


async def poll(bot: Bot, inbox: Inbox) -> None:
    """Fetch updates until cancelled; raises InvalidToken, and Conflict when another bot keeps fetching.

    PTB's Updater tells Telegram that updates have come before they are kept anywhere.
    """
    offset = None
    faults = Faults()
    try:
        while True:
            try:
                updates = await bot.get_updates(offset=offset, timeout=POLL, allowed_updates=ASKED_FOR)
            except TelegramError as error:
                await faults.wait(error)
                continue
            faults.over()
            if updates:
                await inbox.take(updates)
                offset = updates[-1].update_id + 1
    finally:
        await _confirm(bot, offset)


class Faults:
    """Faults in a row: waits longer each time, and says once what lasts."""

    def __init__(self, said_at: int = LASTING) -> None:
        self._said_at = said_at
        self._count = 0

    async def wait(self, error: TelegramError) -> None:
        """Wait before the next try; raises what does not pass by itself."""
        self._count += 1
        if isinstance(error, InvalidToken) or isinstance(error, Conflict) and self._count == CONFLICTS:
            raise error
        if self._count == self._said_at:
            log.warning("Telegram cannot be reached (%s); trying again until it can", in_words(error))
        await asyncio.sleep(1 if isinstance(error, Conflict) else pause_after(error, self._count))

    def over(self) -> None:
        """Begin anew."""
        if self._count >= self._said_at:
            log.warning("Telegram answers again")
        self._count = 0


async def _confirm(bot: Bot, offset: int | None) -> None:
    """Tell Telegram what was taken, so that it is not delivered again; if it fails, ids tell."""
    if offset is not None:
        with suppress(TelegramError, asyncio.TimeoutError):
            request = bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=ASKED_FOR)
            await asyncio.wait_for(request, 2)
