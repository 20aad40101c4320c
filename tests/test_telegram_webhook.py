"""The Telegram bot inside `chuyi serve`, which Telegram reaches at an address with a secret."""

import re

import httpx
import pytest
from bot_api import SECRET_HEADER, TOKEN
from bot_process import PUBLIC, answers, bot_in
from chats import Person
from test_telegram import QUESTION, check_reply, complete, joined

HOOK = f"{PUBLIC}/telegram"


@pytest.fixture(scope="module")
def hooked(tmp_path_factory):
    """A bot that is to be reached at an address; `chuyi serve` is not started."""
    folder = tmp_path_factory.mktemp("webhook")
    with bot_in(folder, "chuyi-2022", webhook_url=HOOK) as bot:
        yield bot
    assert not bot.api.refused


@pytest.fixture(scope="module")
def web(hooked):
    """The address of the server that the bot runs in."""
    with serving(hooked) as address:
        yield address


def serving(bot):
    return bot.command.serving(env=bot.environment())


@pytest.fixture
def bot(hooked, web):
    hooked.api.proxied[PUBLIC] = web
    return hooked


def update(bot, text=QUESTION):
    person = Person(bot.api)
    chat = {"id": person.id, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person.user, "text": text}
    return person, {"update_id": 1, "message": message}


def test_one_process_serves_web_and_chat(bot, web):
    person = Person(bot.api)
    for question, answer in zip(
        [QUESTION, "那职教集团呢？"], answers(web, QUESTION, "那职教集团呢？"), strict=True
    ):
        check_reply(person.asks(question, until=complete), answer)
    assert httpx.get(f"{web}/healthz").status_code == 200
    message = person.says("楚怡实训基地有多少个？")
    person.until(lambda seen: "80 个" in joined(seen[-1:]), "an answer")
    person.edits(message, QUESTION)
    person.until(lambda seen: "20 个" in joined(seen[-1:]), "the edited answer")
    assert person.types("实训基地")["results"]
    assert bot.api.polls == 0


def test_the_webhook_is_set_with_a_secret_of_its_own(bot):
    calls = [call for call in bot.api.calls if call.method == "setwebhook"]
    assert calls and calls[0].parameters["url"] == HOOK
    assert len(calls[0].parameters["secret_token"]) >= 32
    assert TOKEN.split(":")[1] not in calls[0].parameters["secret_token"]
    assert bot.api.webhook.last_error == ""


@pytest.mark.parametrize("secret", [None, "", "wrong", "x" * 300, "é".encode()], ids=str)
def test_without_the_secret_nothing_is_answered(bot, web, secret):
    person, forged = update(bot)
    headers = {} if secret is None else {SECRET_HEADER: secret}
    response = httpx.post(f"{web}/telegram", json=forged, headers=headers)
    assert response.status_code in (401, 403, 404)
    assert response.headers["content-type"] == "application/problem+json"
    person.asks("/help")
    assert len(person.seen) == 1


def test_a_secret_that_is_nearly_right(bot, web):
    person, forged = update(bot)
    secret = bot.api.webhook.secret
    for wrong in (secret[:-1], secret + "0", secret.swapcase(), secret[::-1]):
        response = httpx.post(f"{web}/telegram", json=forged, headers={SECRET_HEADER: wrong})
        assert response.status_code in (401, 403, 404)
    response = httpx.post(f"{web}/telegram", json=forged, headers={SECRET_HEADER: secret})
    assert response.is_success
    person.until(lambda seen: "20 个" in joined(seen), "an answer")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": "x"}', b'{"message": 1}', b"\xff"]
)
def test_what_is_no_update_is_no_defect(bot, web, body):
    headers = {SECRET_HEADER: bot.api.webhook.secret, "Content-Type": "application/json"}
    response = httpx.post(f"{web}/telegram", content=body, headers=headers)
    assert response.status_code < 500
    assert httpx.get(f"{web}/telegram").status_code in (404, 405)
    assert Person(bot.api).asks("/help")


def test_many_chats_at_once(bot):
    people = [Person(bot.api) for _ in range(50)]
    for person in people:
        person.says("楚怡实训基地有多少个？")
        person.says("那职教集团呢？")
    for person in people:
        replies = person.until(lambda seen: len(seen) >= 2, "both answers")
        assert ["80 个" in replies[0].text, "30个" in replies[1].text] == [True, True]
    assert {len(person.seen) for person in people} == {2}


def test_a_restart_in_the_middle_of_a_conversation(tmp_path):
    with bot_in(tmp_path, "chuyi-2022", webhook_url=HOOK) as bot:
        person = Person(bot.api)
        with serving(bot) as address:
            bot.api.proxied[PUBLIC] = address
            person.asks("楚怡实训基地有多少个？", until=complete)
        person.says("那职教集团呢？")
        with serving(bot) as address:
            bot.api.proxied[PUBLIC] = address
            person.until(lambda seen: "30个" in joined(seen[-1:]), "the answer to what was asked meanwhile")


@pytest.mark.parametrize("token", [None, TOKEN[:-1] + "1"])
def test_a_webhook_without_a_good_token_is_one_line(hooked, token):
    done = hooked.command("serve", "--port", "0", env=hooked.environment(token))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"chuyi: [^\n]*CHUYI_TELEGRAM_TOKEN[^\n]*\n", done.stderr), done.stderr
