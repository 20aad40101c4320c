"""Screens are sent to Telegram or edited in place, each message once, also over a restart."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TypeVar

from telegram import Bot, MaybeInaccessibleMessage, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated

from bot.chat_screens import Screen
from bot.chat_store import ChatStore
from bot.telegram_messages import NO_PREVIEW, Message, telegram_messages

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes: the chat's key and number, its topic, and the message it hangs on."""

    key: str
    chat: int
    topic: int | None
    reply_to: int | None


class Delivery:
    """Sends screens; which messages answer which question is kept in the database."""

    def __init__(self, store: ChatStore, threads: Executor) -> None:
        self._store = store
        self._threads = threads

    async def show(self, bot: Bot, place: Place, question: int, screen: Screen) -> None:
        """Send a screen as the reply to a question; where there is one already, edit that.

        Each message is noted when it is sent: a screen that was cut off by an end is completed by
        showing it again.
        """
        known = await self._run(self._store.reply, place.key, question)
        sent = list(known.messages) if known else []
        messages = telegram_messages(screen)
        for n, message in enumerate(messages):
            mark = _mark(message)
            if n >= len(sent):
                sent.append((await _send(bot, place, message), mark))
            elif sent[n][1] != mark:
                sent[n] = (await _edit_or_send(bot, place, sent[n][0], message), mark)
            else:
                continue
            noted = self._store.keep_messages(place.key, question, sent)
            if n + 1 < len(messages):  # else it would come once more, were the bot killed in the next one
                await asyncio.wrap_future(noted)
        if len(sent) > len(messages):
            await _delete(bot, place, [id for id, _ in sent[len(messages) :]])
            self._store.keep_messages(place.key, question, sent[: len(messages)])

    async def turn(self, bot: Bot, place: Place, shown: MaybeInaccessibleMessage, screen: Screen) -> None:
        """Put a screen of one message in the place of another."""
        (message,) = telegram_messages(screen)
        await _edit_or_send(bot, place, shown.message_id, message)

    async def _run(self, work: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *values)


def _mark(message: Message) -> str:
    """Return what tells a message's content from any other."""
    content = f"{message.html}\0{message.keyboard.to_json() if message.keyboard else ''}"
    return blake2b(content.encode(), digest_size=8).hexdigest()


async def _send(bot: Bot, place: Place, message: Message) -> int:
    """Send a message and return its id; a group that became a supergroup has another number since."""
    reply_to = place.reply_to and ReplyParameters(place.reply_to, allow_sending_without_reply=True)
    try:
        sent = await bot.send_message(
            place.chat,
            message.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=message.keyboard,
            reply_parameters=reply_to or None,
            message_thread_id=place.topic,
        )
    except ChatMigrated as moved:
        return await _send(bot, replace(place, chat=moved.new_chat_id, reply_to=None), message)
    return sent.message_id


async def _edit_or_send(bot: Bot, place: Place, id: int, message: Message) -> int:
    """Edit a message; when it is gone or too old, send another; return its id."""
    try:
        await bot.edit_message_text(
            message.html,
            place.chat,
            id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=message.keyboard,
        )
    except BadRequest as error:
        if "not modified" not in error.message:
            return await _send(bot, place, message)
    return id


async def _delete(bot: Bot, place: Place, ids: list[int]) -> None:
    """Delete messages that an edited answer no longer needs; one that is gone is gone."""
    for id in ids:
        try:
            await bot.delete_message(place.chat, id)
        except BadRequest:
            continue
