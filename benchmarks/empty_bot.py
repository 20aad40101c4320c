"""The least bot that python-telegram-bot makes: one message with buttons to each one that comes.

empty_bot.py BASE_URL, the token in CHUYI_TELEGRAM_TOKEN
"""

import os
import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("…", callback_data="…")]])


async def reply(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Send a text back."""
    if update.message:
        await context.bot.send_message(
            update.message.chat_id, "<b>…</b>", parse_mode="HTML", reply_markup=BUTTONS
        )


token = os.environ["CHUYI_TELEGRAM_TOKEN"]
bot = ApplicationBuilder().token(token).base_url(f"{sys.argv[1]}/bot").concurrent_updates(True).build()
bot.add_handler(MessageHandler(filters.ALL, reply))
bot.run_polling()
