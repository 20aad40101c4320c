"""What the Bot API refuses: texts and their entities, keyboards, commands, inline results.

The messages are those of the real server. Stricter than it in three points, where it drops silently what a
bot meant: more than 100 entities, block quotes or links nested in their like, unknown parameters.
"""

import html
import json
import re
from urllib.parse import urlsplit

TEXT, CAPTIONS, ENTITIES, RESULTS = 4096, 1024, 100, 50
_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "tg-emoji": "custom_emoji", "a": "text_link", "code": "code", "pre": "pre",
    "blockquote": "blockquote",
}  # fmt: skip
_ATTRIBUTE = re.compile(r"""\s+([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_TOKEN = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});|<|[^<&]+|&")
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@\w+)?(?![\w/])")
_MENTION = re.compile(r"(?<![\w@])@\w{3,32}")


class Refused(Exception):
    """A request that the server answers with an error."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def units(text: str) -> int:
    """Return the length that Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def formatted(text: str, mode: str, entities: str, limit: int = TEXT) -> tuple[str, list[dict]]:
    """Return the text that people see and its entities; refuse what cannot be shown."""
    if "\0" in text or any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise bad("strings must be encoded in UTF-8")
    if mode.lower() == "html":
        shown, found = parse_html(text)
    elif mode:
        raise bad("unsupported parse_mode")
    else:
        shown, found = text, json.loads(entities or "[]")
    shown, found = _trimmed(shown.replace("\r", ""), found)
    if not shown:
        raise bad("message text is empty")
    if units(shown) > limit:
        raise bad("message is too long")
    if len(found) > ENTITIES:
        raise bad("ENTITIES_TOO_MUCH")
    return shown, found


def parse_html(text: str) -> tuple[str, list[dict]]:
    """Return text without its tags, and what they mark, by UTF-16 code units."""
    shown, found, opened, at = "", [], [], 0
    while at < len(text):
        token = _TOKEN.match(text, at).group()
        if token != "<":
            shown, at = shown + (html.unescape(token) if len(token) > 1 else token), at + len(token)
            continue
        place = f"at byte offset {len(text[:at].encode())}"
        if text.startswith("</", at):
            name, at = _end_tag(text, at, place, opened)
            entity = opened.pop()[1]
            entity["length"] = units(shown) - entity["offset"]
            found += [entity] if entity["length"] else []
        else:
            name, entity, at = _start_tag(text, at, place)
            _check_nesting(entity["type"], [outer["type"] for _, outer in opened], place)
            opened.append((name, {**entity, "offset": units(shown)}))
    if opened:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return shown, sorted(found, key=lambda e: (e["offset"], -e["length"]))


def _start_tag(text: str, at: int, place: str) -> tuple[str, dict, int]:
    name = re.compile(r"[^\s>]*").match(text, at + 1).group()
    if at + 1 + len(name) >= len(text):
        raise _unparsed(f"Unclosed start tag {place}")
    if name.lower() not in _TYPES:
        raise _unparsed(f'Unsupported start tag "{name.lower()}" {place}')
    name, at = name.lower(), at + 1 + len(name)
    values = {}
    while attribute := _ATTRIBUTE.match(text, at):
        values[attribute[1].lower()] = html.unescape("".join(filter(None, attribute.groups()[1:])))
        at = attribute.end()
    at += len(re.compile(r"\s*").match(text, at).group())
    if not text.startswith(">", at):
        raise _unparsed(f"Unclosed start tag {place}")
    return name, _entity(name, values, place), at + 1


def _entity(name: str, values: dict[str, str], place: str) -> dict:
    entity = {"type": _TYPES[name]}
    if name == "span" and values.get("class") != "tg-spoiler":
        raise _unparsed(f'Tag "span" must have class "tg-spoiler" {place}')
    if name == "tg-emoji" and not values.get("emoji-id"):
        raise _unparsed(f'Tag "tg-emoji" must have attribute "emoji-id" {place}')
    if name == "blockquote" and "expandable" in values:
        entity["type"] = "expandable_blockquote"
    if name == "a":
        entity["url"] = checked_url(values.get("href", ""), "entity")
    return entity


def _end_tag(text: str, at: int, place: str, opened: list) -> tuple[str, int]:
    if not opened:
        raise _unparsed(f"Unexpected end tag {place}")
    closing = re.compile(r"</([^\s>]*)\s*(>?)").match(text, at)
    if not closing[2]:
        raise _unparsed(f"Unclosed end tag {place}")
    expected, name = opened[-1][0], closing[1].lower()
    if name and name != expected:
        raise _unparsed(f'Unmatched end tag {place}, expected "</{expected}>", found "</{name}>"')
    return name, closing.end()


def _check_nesting(kind: str, outer: list[str], place: str) -> None:
    if {"code", "pre"} & {*outer}:
        raise _unparsed(f"code and pre hold no other entity {place}")
    if "blockquote" in kind and any("blockquote" in other for other in outer):
        raise _unparsed(f"blockquote entities can't be nested {place}")
    if kind == "text_link" and kind in outer:
        raise _unparsed(f"links can't be nested {place}")


def _unparsed(why: str) -> Refused:
    return bad(f"can't parse entities: {why}")


def _trimmed(text: str, entities: list[dict]) -> tuple[str, list[dict]]:
    """Return text without blanks around it, as the server shows it."""
    kept = text.strip()
    lead, size = units(text[: len(text) - len(text.lstrip())]), units(kept)
    moved = []
    for entity in entities:
        start = min(max(entity["offset"] - lead, 0), size)
        end = min(max(entity["offset"] + entity["length"] - lead, 0), size)
        moved += [{**entity, "offset": start, "length": end - start}] if end > start else []
    return kept, moved


def checked_url(url: str, what: str) -> str:
    """Return a link that Telegram takes; it takes none to a host without a dot."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise bad(f"{what} URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme in ("http", "https") and ("." not in (parts.hostname or "") or re.search(r"\s", url)):
        raise bad(f"{what} URL '{url}' is invalid: Wrong HTTP URL")
    return url


def entities_typed(text: str) -> list[dict]:
    """Return the entities that Telegram finds in what a person types: commands and mentions."""
    found = [("bot_command", m) for m in _COMMAND.finditer(text) if _starts_word(text, m.start())]
    found += [("mention", m) for m in _MENTION.finditer(text) if not _within(m, found)]
    entities = [
        {"type": kind, "offset": units(text[: m.start()]), "length": units(m.group())} for kind, m in found
    ]
    return sorted(entities, key=lambda entity: entity["offset"])


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "/_<>")


def _within(m: re.Match, found: list) -> bool:
    return any(other.start() <= m.start() < other.end() for _, other in found)


_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "pay", "callback_game",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
)  # fmt: skip
_MARKUPS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def checked_markup(raw: str) -> dict | None:
    """Return a reply_markup, None where there is none."""
    if not raw:
        return None
    markup = parsed(raw, "reply keyboard markup")
    if not isinstance(markup, dict) or not any(kind in markup for kind in _MARKUPS):
        raise bad("object expected as reply markup")
    if len(raw.encode()) > 10_000:
        raise bad("REPLY_MARKUP_TOO_LONG")
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise bad("BUTTON_COUNT_INVALID")
    for row in rows:
        if not row:
            raise bad("an empty row of buttons")
        for button in row:
            _check_button(button)
    return markup


def _check_button(button: dict) -> None:
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    actions = [action for action in _ACTIONS if action in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        checked_url(button["url"], "inline keyboard button")
    if len(button.get("switch_inline_query_current_chat", "")) > 256:
        raise bad("BUTTON_INVALID")


def checked_commands(raw: str, scope: str, language: str) -> list[dict]:
    """Return the commands of setMyCommands."""
    commands = parsed(raw, "commands")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    if len({command["command"] for command in commands}) < len(commands):
        raise bad("BOT_COMMAND_DUPLICATE")
    check_scope(scope)
    check_language(language)
    return commands


_SCOPES = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (),
    "chat": ("chat_id",), "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip


def check_scope(raw: str) -> None:
    scope = parsed(raw or '{"type": "default"}', "BotCommandScope")
    if scope.get("type") not in _SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if any(key not in scope for key in _SCOPES[scope["type"]]):
        raise bad("can't parse BotCommandScope: chat not specified")


def check_language(code: str) -> None:
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")


_INLINE_TYPES = "article photo gif mpeg4_gif video audio voice document location venue contact game sticker"


def checked_results(raw: str) -> list[dict]:
    """Return the results of answerInlineQuery, each with `shown` and `entities` of its message."""
    results = parsed(raw, "inline query results")
    if len(results) > RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    for result in results:
        if result.get("type") not in _INLINE_TYPES.split():
            raise bad("can't parse inline query result: Type of the result must be a String")
        if not isinstance(result.get("id"), str) or not 1 <= len(result["id"].encode()) <= 64:
            raise bad("RESULT_ID_INVALID")
        if result["type"] == "article":
            result |= _article(result)
        checked_markup(json.dumps(result["reply_markup"]) if "reply_markup" in result else "")
    if len({result["id"] for result in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    return results


def _article(result: dict) -> dict:
    if not str(result.get("title", "")).strip():
        raise bad("can't parse inline query result: article title must be non-empty")
    content = result.get("input_message_content") or {}
    if not isinstance(content.get("message_text"), str):
        raise bad("can't parse inline query result: There must be message text")
    for key in ("url", "thumbnail_url"):
        if key in result:
            checked_url(result[key], "inline query result")
    entities = json.dumps(content.get("entities", []))
    shown, found = formatted(content["message_text"], content.get("parse_mode") or "", entities)
    return {"shown": shown, "entities": found}


def parsed(raw: str, what: str):
    """Return JSON of a parameter."""
    try:
        return json.loads(raw) if isinstance(raw, str) else raw
    except ValueError as error:
        raise bad(f"can't parse {what} JSON object") from error
