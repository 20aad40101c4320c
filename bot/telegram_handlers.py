"""What arrives from Telegram and what is said to it: questions, commands, edits, buttons, inline queries."""

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any, TypeVar

from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message, MessageEntity, Update, User
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.chat import Asker, Chat
from bot.chat_screens import Screen
from bot.chat_texts import COMMANDS
from bot.model import Language
from bot.telegram_delivery import Delivery, Place
from bot.telegram_messages import inline_result

log = logging.getLogger(__name__)
T = TypeVar("T")
Context = CallbackContext[Any, Any, Any, Any]
# Seconds that Telegram keeps inline results for all who type the same.
KEPT = 60
_FROM_PEOPLE = (
    filters.UpdateType.MESSAGES & ~filters.VIA_BOT & (filters.ChatType.PRIVATE | filters.ChatType.GROUPS)
)
_COMMAND = re.compile(r"/([a-z0-9_]+)(?:@(\w+))?\s*(.*)", re.S | re.I | re.A)
_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)


class Handlers:
    """Turns updates into what `Chat` does, and delivers the screens that come of it."""

    def __init__(self, chat: Chat, delivery: Delivery, threads: Executor) -> None:
        self._chat = chat
        self._delivery = delivery
        self._threads = threads
        self._albums: dict[int, str] = {}

    def add_to(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        """Make an application call these handlers."""
        said = filters.TEXT | filters.CAPTION
        application.add_handler(MessageHandler(_FROM_PEOPLE & said, self.message))
        application.add_handler(
            MessageHandler(_FROM_PEOPLE & filters.UpdateType.MESSAGE & filters.ATTACHMENT, self.message)
        )
        application.add_handler(CallbackQueryHandler(self.button))
        application.add_handler(InlineQueryHandler(self.inline))
        application.add_error_handler(self.error)

    async def message(self, update: Update, context: Context) -> None:
        """Answer a message that is meant for the bot, or answer it anew when it was edited."""
        message, user = update.effective_message, update.effective_user
        me: User = context.bot.bot
        if message is None or user is None or self._is_of_album(message):
            return
        text = meant_for(message, me)
        if text is None:
            return
        asker = _asker(context.bot, message, user)
        screen = await self._run(self._screen, asker, message, text, me.username or "")
        await self._delivery.show(context.bot, _place(message, asker), message.message_id, screen)

    async def button(self, update: Update, context: Context) -> None:
        """Do what a button says."""
        query = update.callback_query
        assert query
        if query.message is None:
            await _answer(query, "")
            return
        asker = _asker(context.bot, query.message, query.from_user)
        # A number of its own: no message has a negative one.
        number = -update.update_id
        pressed = await self._run(self._chat.press, asker, number, query.data or "", _label(query))
        await _answer(query, pressed.note)
        if pressed.screen and pressed.in_place:
            await self._delivery.turn(
                context.bot, _place(query.message, asker), query.message, pressed.screen
            )
        elif pressed.screen:
            await self._delivery.show(context.bot, _place(query.message, asker), number, pressed.screen)

    async def inline(self, update: Update, context: Context) -> None:
        """Offer answers and clauses for another chat."""
        query = update.inline_query
        assert query
        offers = await self._run(self._chat.offers, query.query)
        try:
            await query.answer([inline_result(n, offer) for n, offer in enumerate(offers)], cache_time=KEPT)
        except BadRequest as error:
            _pass_if_late(error)

    async def error(self, update: object, context: Context) -> None:
        """Say that it failed, to the person and in one line to whoever runs the bot."""
        error = context.error
        if isinstance(error, Forbidden):  # whoever blocks the bot wants no answer
            return
        log.error("an update was not answered: %s: %s", type(error).__name__, str(error)[:150])
        message = update.effective_message if isinstance(update, Update) else None
        if error and isinstance(update, Update) and message and update.effective_user:
            asker = _asker(context.bot, message, update.effective_user)
            screen = self._chat.trouble(asker, error)
            with suppress(TelegramError):  # a chat that takes no answer takes this no more
                await self._delivery.show(context.bot, _place(message, asker), -update.update_id, screen)

    def _screen(self, asker: Asker, message: Message, text: str, me: str) -> Screen:
        if m := _COMMAND.fullmatch(text):
            if m[1].lower() in COMMANDS:
                return self._chat.command(asker, m[1].lower(), m[3], me)
            return self._chat.say(asker, "unknown_command")
        if text:
            return self._chat.ask(asker, message.message_id, text)
        return self._chat.say(asker, "text_only" if message.effective_attachment else "no_question")

    def _is_of_album(self, message: Message) -> bool:
        """Whether a picture belongs to others sent with it, the first of which is answered."""
        album = message.media_group_id
        if album is None or message.edit_date:
            return False
        seen = self._albums.get(message.chat_id) == album
        self._albums[message.chat_id] = album
        return seen

    async def _run(self, work: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *values)


def meant_for(message: Message, me: User) -> str | None:
    """Return what a message says to the bot, None when it is not meant for it.

    In a group it is when it mentions the bot, replies to it or is a command; a mention alone, below
    another message, asks what that one says.
    """
    text = message.text or message.caption or ""
    name = f"@{me.username}"
    m = _COMMAND.fullmatch(text)
    if m and m[2] and m[2].lower() != name[1:].lower():
        return None
    private = message.chat.type == message.chat.PRIVATE
    if m and (private or m[2] or m[1].lower() in COMMANDS):
        return text.strip()
    above = message.reply_to_message
    entities = {**message.parse_entities(list(_MENTIONS)), **message.parse_caption_entities(list(_MENTIONS))}
    named = [said for entity, said in entities.items() if said.lower() == name.lower() or entity.user == me]
    if not named:
        return text.strip() if private or above and above.from_user == me else None
    for said in named:
        text = text.replace(said, " ")
    said_above = (above.text or above.caption or "") if above and above.from_user != me else ""
    return text.strip("\t\n ，,：:") or said_above


def _asker(bot: Bot, message: MaybeInaccessibleMessage, user: User) -> Asker:
    chat = f"telegram:{bot.id}:{message.chat.id}"
    own = chat if message.chat.type == message.chat.PRIVATE else f"{chat}:{user.id}"
    code = user.language_code or "zh"
    language: Language = "zh" if code.startswith("zh") else "en"
    return Asker(chat, own, language)


def _place(message: MaybeInaccessibleMessage, asker: Asker) -> Place:
    """Return where a reply goes; in a group it hangs on what it replies to."""
    private = message.chat.type == message.chat.PRIVATE
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Place(asker.chat, message.chat.id, topic, None if private else message.message_id)


def _label(query: CallbackQuery) -> str:
    """Return what the button says that was pressed, "" when Telegram no longer has its message."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    return next((button.text for button in buttons if button.callback_data == query.data), "")


async def _answer(query: CallbackQuery, note: str) -> None:
    try:
        await query.answer(note or None)
    except BadRequest as error:
        _pass_if_late(error)


def _pass_if_late(error: BadRequest) -> None:
    """Pass over that Telegram no longer waits for an answer."""
    if "query is too old" not in error.message.lower() and "query id is invalid" not in error.message.lower():
        raise error
