"""The Bot API server of the tests refuses what the real one refuses."""

import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from bot_api import BotApi
from bot_api_rules import Refused, entities_typed, parse_html

CHAT = 5_000_000_001


@pytest.fixture(scope="module")
def api():
    with BotApi() as running:
        running.chats[CHAT] = {"id": CHAT, "type": "private", "first_name": "李"}
        yield running


@pytest.fixture(scope="module")
def client(api):
    with httpx.Client(base_url=f"{api.address}/bot{api.token}", timeout=30) as opened:
        yield opened


def refusal(client, method, **parameters):
    response = client.post(f"/{method}", data=parameters)
    answer = response.json()
    assert (answer["ok"], answer["error_code"]) == (False, response.status_code)
    return answer["description"]


def done(client, method, **parameters):
    return client.post(f"/{method}", data=parameters).raise_for_status().json()["result"]


# As TDLib's own tests of its parser have them.
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("🏟 🏟&lt;<span>", 'Tag "span" must have class "tg-spoiler" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  '&lt;&gt;&quot;>", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
        ("<blockquote>一<blockquote>二</blockquote></blockquote>", "blockquote entities can't be nested"),
        ("<code>一<b>二</b></code>", "code and pre hold no other entity"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ],
)
def test_html_that_cannot_be_parsed(text, why):
    with pytest.raises(Refused, match="Bad Request: can't parse entities: ") as refused:
        parse_html(text)
    assert why in refused.value.description


@pytest.mark.parametrize(
    ("text", "shown", "entities"),
    [
        ("➡️ ➡️<i>➡️ ➡️</i>", "➡️ ➡️➡️ ➡️", [("italic", 5, 5)]),
        ("&ge;&lt;&gt;&amp;&quot;&laquo;", '&ge;<>&"&laquo;', []),
        ("🏟 🏟&lt;<b aba   =   caba>&lt;🏟</b>", "🏟 🏟<<🏟", [("bold", 6, 3)]),
        ("<b>一<u>二</u></b><i></i>", "一二", [("bold", 0, 2), ("underline", 1, 1)]),
        ("<blockquote expandable>一</blockquote>", "一", [("expandable_blockquote", 0, 1)]),
    ],
)
def test_html_that_can(text, shown, entities):
    got, found = parse_html(text)
    assert (got, [(e["type"], e["offset"], e["length"]) for e in found]) == (shown, entities)


def test_what_people_type_has_entities():
    typed = "/clause@chuyi_test_bot 二 😀 @chuyi_test_bot a/b"
    assert [(e["type"], e["offset"], e["length"]) for e in entities_typed(typed)] == [
        ("bot_command", 0, 22),
        ("mention", 28, 15),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "字" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<i>字", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": '<a href="chuyi">字</a>', "parse_mode": "HTML"}, "Wrong HTTP URL"),
        ({"text": "<b>字</b>" * 101, "parse_mode": "HTML"}, "ENTITIES_TOO_MUCH"),
        ({"chat_id": "7"}, "chat not found"),
        ({"chat": "7"}, "unknown parameters"),
        ({"reply_parameters": '{"message_id": 99}'}, "message to be replied not found"),
    ],
)
def test_wrong_messages(client, changes, why):
    assert why in refusal(client, "sendMessage", **{"chat_id": CHAT, "text": "字"} | changes)


def test_lengths_are_counted_after_parsing(client):
    text = "<b>" + "&lt;" * 4096 + "</b>"
    assert done(client, "sendMessage", chat_id=CHAT, text=text, parse_mode="HTML")["text"] == "<" * 4096


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "", "callback_data": "a"}, "Text buttons"),
        ({"text": "字"}, "Text buttons"),
        ({"text": "字", "callback_data": "a", "url": "https://chuyi.example"}, "Text buttons"),
        ({"text": "字", "callback_data": "字" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "字", "url": "http://localhost:8000/"}, "Wrong HTTP URL"),
        ({"text": "字", "url": "ftp://chuyi.example/"}, "Unsupported URL protocol"),
    ],
)
def test_wrong_buttons(client, button, why):
    markup = json.dumps({"inline_keyboard": [[button]]})
    assert why in refusal(client, "sendMessage", chat_id=CHAT, text="字", reply_markup=markup)


def test_edits(client):
    message = done(client, "sendMessage", chat_id=CHAT, text="一")
    place = {"chat_id": CHAT, "message_id": message["message_id"]}
    assert "message is not modified" in refusal(client, "editMessageText", **place, text=" 一 ")
    assert done(client, "editMessageText", **place, text="二")["text"] == "二"
    assert "not found" in refusal(client, "editMessageText", chat_id=CHAT, message_id=999, text="二")


def inline(**changes):
    content = {"message_text": "<b>字</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": "1", "title": "字", "input_message_content": content} | changes


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([inline(id=str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([inline(), inline()], "RESULT_ID_DUPLICATE"),
        ([inline(id="字" * 22)], "RESULT_ID_INVALID"),
        ([inline(title="")], "title"),
        ([inline(input_message_content={"message_text": "<b>", "parse_mode": "HTML"})], "can't parse"),
        ([inline(input_message_content=None)], "message text"),
    ],
)
def test_wrong_inline_results(api, client, results, why):
    api.inline_queries["q"] = {"expired": False, "answers": []}
    sent = {"inline_query_id": "q", "results": json.dumps(results)}
    assert why in refusal(client, "answerInlineQuery", **sent)


def test_queries_that_are_not_known_or_too_old(api, client):
    api.callbacks["old"] = {"expired": True, "answers": []}
    for name in ("old", "none"):
        assert "too old" in refusal(client, "answerCallbackQuery", callback_query_id=name)
        assert "too old" in refusal(client, "answerInlineQuery", inline_query_id=name, results="[]")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"commands": '[{"command": "Start", "description": "字"}]'}, "BOT_COMMAND_INVALID"),
        ({"commands": '[{"command": "start", "description": ""}]'}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"language_code": "zh-hans"}, "language code"),
        ({"scope": '{"type": "chat"}'}, "chat not specified"),
    ],
)
def test_wrong_commands(client, changes, why):
    commands = '[{"command": "start", "description": "字"}]'
    assert why in refusal(client, "setMyCommands", **{"commands": commands} | changes)


def test_wrong_tokens_methods_and_webhooks(api, client):
    assert refusal(client, "sendMesage") == "Not Found: method not found"
    wrong = httpx.post(f"{api.address}/bot1:{'a' * 30}/getMe")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    assert httpx.post(f"{api.address}/botnone/getMe").status_code == 404
    assert "HTTPS" in refusal(client, "setWebhook", url="chuyi.example")
    assert "unallowed" in refusal(client, "setWebhook", url="https://chuyi.example", secret_token="a b")


def test_updates_are_confirmed_by_the_offset(api, client):
    numbers = [api.update("message", {"chat": {"id": CHAT}, "text": text}) for text in "一二三"]
    assert [u["update_id"] for u in done(client, "getUpdates", limit=2)] == numbers[:2]
    assert [u["update_id"] for u in done(client, "getUpdates", offset=numbers[1])] == numbers[1:]
    assert [u["update_id"] for u in done(client, "getUpdates", offset=-1)] == numbers[2:]
    assert done(client, "getUpdates", offset=numbers[2] + 1) == []


def test_a_long_poll_ends_with_an_update_or_another_poll(api, client):
    def poll():
        return httpx.post(f"{api.address}/bot{api.token}/getUpdates", data={"timeout": 30}, timeout=40).json()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(poll)
        api.until(lambda: api.polls == 1, "the first poll")
        second = threads.submit(poll)
        assert first.result(10)["error_code"] == 409
        api.until(lambda: api.polls == 2, "the second poll")
        number = api.update("message", {"chat": {"id": CHAT}, "text": "一"})
        assert [update["update_id"] for update in second.result(10)["result"]] == [number]
    assert done(client, "getUpdates", offset=number + 1) == []
    assert done(client, "setWebhook", url="http://127.0.0.1:9/") is True
    assert "webhook is active" in refusal(client, "getUpdates")
    assert done(client, "deleteWebhook") is True
