"""Screens become Telegram's messages: HTML, keyboards, inline results."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import MessageLimit, ParseMode

from bot.blocks import Block
from bot.chat import Offer
from bot.chat_screens import Channel, Row, Screen, Screens

# Telegram shows the first hundred entities of a message only.
ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TITLE, DESCRIPTION = 120, 200
_TAGS = {"strong": "b", "mark": "b"}


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: in UTF-16 code units, entities parsed."""
    return len(text.encode("utf-16-le")) // 2


TELEGRAM = Channel(limit=int(MessageLimit.MAX_TEXT_LENGTH), measure=units, styled=ENTITIES)


def telegram_screens(public_url: str) -> Screens:
    """Return what makes Telegram's screens; it takes no link to a host without a dot, such as localhost."""
    return Screens(TELEGRAM, public_url if "." in (urlsplit(public_url).hostname or "") else "")


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is sent: HTML, and the buttons below it."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None


def telegram_messages(screen: Screen) -> list[Message]:
    """Return a screen's messages; the buttons stand below the last."""
    texts = [html(blocks) for blocks in screen.messages]
    return [*map(Message, texts[:-1]), Message(texts[-1], keyboard(screen.rows))]


def html(blocks: Sequence[Block]) -> str:
    """Return blocks as HTML of Telegram, a blank line before each group; quotes in a row are one."""
    text = ""
    for n, block in enumerate(blocks):
        goes_on = n > 0 and block.quote and blocks[n - 1].quote and not block.apart
        if goes_on:
            text = text.removesuffix("</blockquote>")
        gap = "\n\n" if block.apart else "\n"
        text += gap if text else ""
        text += "<blockquote>" if block.quote and not goes_on else ""
        text += "".join(_part_html(part, style) for part, style in block.parts)
        text += "</blockquote>" if block.quote else ""
    return text


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """Return rows of buttons, None when there are none."""
    shown = [
        [InlineKeyboardButton(b.label, url=b.url or None, callback_data=b.data or None) for b in row]
        for row in rows
    ]
    return InlineKeyboardMarkup(shown) if shown else None


def inline_result(number: int, offer: Offer) -> InlineQueryResultArticle:
    """Return an offer as a result of an inline query."""
    message = telegram_messages(offer.screen)[0]
    return InlineQueryResultArticle(
        id=str(number),
        title=offer.title[:TITLE],
        description=offer.description[:DESCRIPTION],
        input_message_content=InputTextMessageContent(
            message.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=message.keyboard,
    )


def _part_html(text: str, style: str) -> str:
    tag = _TAGS.get(style)
    shown = escape(text, quote=False)
    return f"<{tag}>{shown}</{tag}>" if tag else shown
