"""The methods of the Bot API that a bot of texts uses, each checked as the real server checks it."""

import re
import time
from urllib.parse import urlsplit

from bot_api_rules import (
    Refused,
    bad,
    check_language,
    check_scope,
    checked_commands,
    checked_markup,
    checked_results,
    formatted,
    parsed,
    units,
)

_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_TEXT = "parse_mode entities link_preview_options reply_markup business_connection_id"
_NAMES = {
    "getMe": "",
    "sendMessage": f"chat_id text {_TEXT} message_thread_id direct_messages_topic_id disable_notification "
    "protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters",
    "editMessageText": f"chat_id message_id inline_message_id text {_TEXT}",
    "editMessageReplyMarkup": "chat_id message_id inline_message_id reply_markup business_connection_id",
    "deleteMessage": "chat_id message_id",
    "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
    "answerInlineQuery": "inline_query_id results cache_time is_personal next_offset button",
    "setMyCommands": "commands scope language_code",
    "deleteMyCommands": "scope language_code",
    "getMyCommands": "scope language_code",
    "setMyDescription": "description language_code",
    "setMyShortDescription": "short_description language_code",
    "sendChatAction": "chat_id action message_thread_id business_connection_id",
    "getChat": "chat_id",
    "setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates "
    "secret_token",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "logOut": "",
    "close": "",
}
PARAMETERS = {name.lower(): {*given.split()} for name, given in _NAMES.items()}


def get_me(api, p):
    return api.me


def send_message(api, p):
    chat = _chat(api, p)
    text, entities = _text(p)
    markup = checked_markup(p.get("reply_markup", ""))
    reply = _replied(api, chat, parsed(p.get("reply_parameters") or "{}", "reply parameters"))
    if p.get("message_thread_id") and not chat.get("is_forum"):
        raise bad("message thread not found")
    thread = int(p.get("message_thread_id", 0)) or _thread(reply.get("reply_to_message", {}))
    message = new_message(api, chat, api.me, text=text, entities=entities, message_thread_id=thread, **reply)
    if markup and "inline_keyboard" in markup:
        message["reply_markup"] = markup
    return message


def new_message(api, chat, sender, **more):
    """Keep a message in a chat; numbers of messages begin with 1 in each chat."""
    messages = api.messages.setdefault(chat["id"], {})
    number = max(messages, default=0) + 1
    message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": sender}
    message |= {key: value for key, value in more.items() if value}
    messages[number] = message
    return message


def _chat(api, p):
    if not re.fullmatch(r"-?\d+", p.get("chat_id", "")):
        raise bad("chat_id is empty" if not p.get("chat_id") else "chat not found")
    chat = api.chats.get(int(p["chat_id"]))
    if chat is None:
        raise bad("chat not found")
    if chat["id"] in api.blocked:
        person = chat["type"] == "private"
        raise Refused(
            403,
            "Forbidden: bot was blocked by the user"
            if person
            else "Forbidden: bot was kicked from the group",
        )
    return chat


def _text(p):
    if not p.get("text"):
        raise bad("message text is empty")
    preview = parsed(p.get("link_preview_options") or "{}", "link preview options")
    if not isinstance(preview, dict):
        raise bad("can't parse link preview options")
    return formatted(p["text"], p.get("parse_mode", ""), p.get("entities", ""))


def _replied(api, chat, reply):
    if not reply:
        return {}
    found = api.messages.get(reply.get("chat_id", chat["id"]), {}).get(reply["message_id"])
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    if found is None:
        return {}
    return {"reply_to_message": {key: v for key, v in found.items() if key != "reply_to_message"}}


def _thread(replied):
    """Return the topic of a forum that a reply goes to by itself."""
    return replied.get("message_thread_id", 0) if replied.get("is_topic_message") else 0


def edit_message_text(api, p):
    message = _own_message(api, p)
    text, entities = _text(p)
    return _changed(api, message, p, {"text": text, "entities": entities})


def edit_message_reply_markup(api, p):
    message = _own_message(api, p)
    return _changed(api, message, p, {key: message.get(key, []) for key in ("text", "entities")})


def _own_message(api, p):
    if p.get("inline_message_id"):
        message = api.messages.get(p["inline_message_id"], {}).get(0)
    else:
        message = api.messages.get(_chat(api, p)["id"], {}).get(int(p.get("message_id", 0)))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != api.me["id"] and "via_bot" not in message:
        raise bad("message can't be edited")
    return message


def _changed(api, message, p, content):
    """Write what is new into a message; without a keyboard it loses the one it had."""
    markup = checked_markup(p.get("reply_markup", ""))
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    if markup and not any(markup["inline_keyboard"]):
        markup = None
    before = (message["text"], message.get("entities", []), message.get("reply_markup"))
    if before == (content["text"], content["entities"], markup):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as "
            "a current content and reply markup of the message"
        )
    message |= content | {"edit_date": int(time.time()), "reply_markup": markup}
    if not markup:
        del message["reply_markup"]
    return True if "inline_message_id" in p else message


def delete_message(api, p):
    number = int(p.get("message_id", 0))
    if api.messages.get(_chat(api, p)["id"], {}).pop(number, None) is None:
        raise bad("message to delete not found")
    return True


def answer_callback_query(api, p):
    query = api.callbacks.get(p.get("callback_query_id"))
    if query is None or query["expired"]:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if units(p.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    query["answers"].append(p.get("text", ""))
    return True


def answer_inline_query(api, p):
    query = api.inline_queries.get(p.get("inline_query_id"))
    if query is None or query["expired"]:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    results = checked_results(p.get("results") or "[]")
    if len(p.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    if p.get("button"):
        _check_results_button(parsed(p["button"], "inline query results button"))
    query["answers"].append({**p, "results": results})
    return True


def _check_results_button(button):
    if not 1 <= len(button.get("text", "")) <= 64:
        raise bad("BUTTON_TEXT_INVALID")
    if "web_app" not in button and not re.fullmatch(r"[\w-]{1,64}", button.get("start_parameter", ""), re.A):
        raise bad("START_PARAM_INVALID")


def set_my_commands(api, p):
    scope, language = p.get("scope", ""), p.get("language_code", "")
    api.commands[scope, language] = checked_commands(p.get("commands", "[]"), scope, language)
    return True


def delete_my_commands(api, p):
    check_scope(p.get("scope", ""))
    api.commands.pop((p.get("scope", ""), p.get("language_code", "")), None)
    return True


def get_my_commands(api, p):
    return api.commands.get((p.get("scope", ""), p.get("language_code", "")), [])


def set_my_description(api, p):
    return _set_profile(api, p, "description", 512)


def set_my_short_description(api, p):
    return _set_profile(api, p, "short_description", 120)


def _set_profile(api, p, key, limit):
    check_language(p.get("language_code", ""))
    if len(p.get(key, "")) > limit:
        raise bad(f"{key} is too long")
    api.profile[key, p.get("language_code", "")] = p.get(key, "")
    return True


def send_chat_action(api, p):
    _chat(api, p)
    if p.get("action") not in _ACTIONS.split():
        raise bad("wrong parameter action in request")
    return True


def get_chat(api, p):
    return {**_chat(api, p), "accent_color_id": 0, "max_reaction_count": 11}


def set_webhook(api, p):
    url = p.get("url", "")
    # Telegram's own server takes https only; one that runs beside the bot takes http as well.
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if len(p.get("secret_token", "")) > 256 or not re.fullmatch(r"[\w-]*", p.get("secret_token", ""), re.A):
        raise bad("secret token contains unallowed characters")
    if not 1 <= int(p.get("max_connections", 40)) <= 100:
        raise bad("max_connections must be between 1 and 100")
    _drop_pending(api, p)
    hook = type(api.webhook)(url, p.get("secret_token", ""), int(p.get("max_connections", 40)))
    api.webhook = hook
    if "allowed_updates" in p:
        api.allowed = parsed(p["allowed_updates"], "allowed_updates")
    return True


def delete_webhook(api, p):
    _drop_pending(api, p)
    api.webhook = type(api.webhook)()
    return True


def _drop_pending(api, p):
    if p.get("drop_pending_updates", "").lower() == "true":
        api.pending.clear()


def get_webhook_info(api, p):
    hook = api.webhook
    known = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(api.pending)}
    if hook.url:
        known |= {"max_connections": hook.max_connections}
    if hook.last_error:
        known |= {"last_error_date": int(time.time()), "last_error_message": hook.last_error}
    return known | ({"allowed_updates": api.allowed} if api.allowed else {})


def log_out(api, p):
    return True


def close(api, p):
    return True


def _functions():
    for name in _NAMES:
        yield name.lower(), globals()[re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()]


METHODS = dict(_functions())
