"""People who write to the bot and what they see of it, through the Bot API server of the tests."""

import itertools
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from bot_api import BotApi
from bot_api_methods import new_message
from bot_api_rules import entities_typed

# Beyond 32 bits, as the newer ids are.
_people = itertools.count(5_000_000_001)
_groups = itertools.count(-1_001_000_000_001, -1)
_queries = itertools.count(4_300_000_001)


@dataclass(frozen=True)
class Seen:
    """A message of the bot as it is shown now."""

    data: dict

    @property
    def id(self) -> int:
        return self.data["message_id"]

    @property
    def text(self) -> str:
        return self.data["text"]

    @property
    def buttons(self) -> list[dict]:
        rows = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    @property
    def replied_to(self) -> int | None:
        return self.data.get("reply_to_message", {}).get("message_id")

    def marked(self, kind: str) -> list[str]:
        """Return the parts of the text that an entity of a kind marks."""
        return [self.part(entity) for entity in self.data.get("entities", []) if kind in entity["type"]]

    def part(self, entity: dict) -> str:
        """Return the part of the text that an entity marks."""
        raw = self.text.encode("utf-16-le")
        return raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")

    def button(self, *labels: str) -> dict:
        """Return the first button whose text holds one of `labels`."""
        found = [b for b in self.buttons if any(label in b["text"] for label in labels)]
        assert found, f"no button {labels} among {self.labels}"
        return found[0]


class Chat:
    """A chat that the bot is in."""

    def __init__(self, api: BotApi, kind: str, number: int, **more: object) -> None:
        self.api = api
        self.data = {"id": number, "type": kind, **more}
        api.run(lambda: api.chats.update({number: self.data}))

    @property
    def id(self) -> int:
        return self.data["id"]

    @property
    def seen(self) -> list[Seen]:
        """The bot's messages in the order in which they came."""
        messages = [*self.api.messages.get(self.id, {}).values()]
        return [Seen(deepcopy(m)) for m in messages if m["from"]["id"] == self.api.me["id"]]

    def until(self, holds: Callable[[list[Seen]], object], what: str) -> list[Seen]:
        """Wait until something holds for the bot's messages; return them."""
        self.api.until(lambda: holds(self.seen), f"{what} in chat {self.id}")
        return self.seen


class Group(Chat):
    """A supergroup."""

    def __init__(self, api: BotApi, title: str = "职教科") -> None:
        super().__init__(api, "supergroup", next(_groups), title=title)


class Person(Chat):
    """A person and the private chat with the bot."""

    def __init__(self, api: BotApi, name: str = "李老师", language: str = "zh-hans") -> None:
        number = next(_people)
        super().__init__(api, "private", number, first_name=name)
        self.user = {"id": number, "is_bot": False, "first_name": name, "language_code": language}

    def sends(self, chat: Chat | None = None, reply_to: Seen | None = None, **content: object) -> dict:
        """Send anything; return the message."""
        chat = chat or self
        if reply_to:
            content["reply_to_message"] = reply_to.data
        message = self.api.run(lambda: deepcopy(new_message(self.api, chat.data, self.user, **content)))
        self.last_update = {"update_id": self.api.update("message", message), "message": message}
        return message

    def says(self, text: str, chat: Chat | None = None, reply_to: Seen | None = None) -> dict:
        """Send a text; return the message."""
        return self.sends(chat, reply_to, text=text, entities=entities_typed(text))

    def asks(
        self,
        text: str,
        chat: Chat | None = None,
        reply_to: Seen | None = None,
        until: Callable[[Seen], object] = lambda seen: True,
    ) -> list[Seen]:
        """Send a text and wait for a reply that `until` holds for; return all that came with it."""
        chat = chat or self
        before = len(chat.seen)
        self.says(text, chat, reply_to)
        return chat.until(lambda seen: any(map(until, seen[before:])), f"a reply to {text!r}")[before:]

    def edits(self, message: dict, text: str) -> dict:
        """Change a message that was sent."""
        edited = message | {"text": text, "entities": entities_typed(text), "edit_date": int(time.time())}
        self.api.messages[message["chat"]["id"]][message["message_id"]] = edited
        self.api.update("edited_message", edited)
        return edited

    def presses(self, seen: Seen, *labels: str) -> str:
        """Press a button and wait for its answer; return the line that pops up."""
        return self.calls_back(seen, seen.button(*labels)["callback_data"])

    def calls_back(self, seen: Seen, data: str) -> str:
        """Send what a button carries, as a client may send anything; return the line that pops up."""
        name, query = str(next(_queries)), {"expired": False, "answers": []}
        self.api.callbacks[name] = query
        value = {"id": name, "from": self.user, "message": seen.data, "chat_instance": "1", "data": data}
        self.api.update("callback_query", value)
        self.api.until(lambda: query["answers"], f"an answer to the button {data!r}")
        return query["answers"][0]

    def types(self, text: str, offset: str = "") -> dict:
        """Ask inline, as `@bot text`; return what was answered."""
        name, query = str(next(_queries)), {"expired": False, "answers": []}
        self.api.inline_queries[name] = query
        value = {"id": name, "from": self.user, "query": text, "offset": offset, "chat_type": "sender"}
        self.api.update("inline_query", value)
        self.api.until(lambda: query["answers"], f"an answer to the inline query {text!r}")
        return query["answers"][0]

    def chooses(self, result: dict, chat: Chat | None = None) -> dict:
        """Send one of the inline results to a chat that the bot is in."""
        return self.sends(chat, text=result["shown"], entities=result["entities"], via_bot=self.api.me)
