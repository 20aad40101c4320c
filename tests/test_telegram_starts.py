"""The Telegram bot starts and ends: restarts, tokens, a server that is not there, a library that changes."""

import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from bot_api import TOKEN
from bot_process import bot_in
from chats import Person
from conftest import markup_policy
from test_telegram import END, QUESTION, assert_whole, complete, joined
from test_telegram_faults import OTHER


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A library with its database and a Bot API server; the bot is started by each test."""
    folder = tmp_path_factory.mktemp("starts")
    with bot_in(folder, "chuyi-2022") as bot:
        markup_policy(folder / "policies")
        yield bot


@pytest.fixture
def own_bot(home):
    home.configure()
    home.said_file.write_text("")
    yield home
    if home.process:
        home.process.kill()
        home.process.wait()
    home.process = None
    assert TOKEN not in home.said


def test_a_conversation_survives_a_restart(own_bot):
    api, person = own_bot.api, Person(own_bot.api)
    own_bot.start()
    question = person.says(OTHER)
    person.until(lambda seen: any(map(complete, seen)), "an answer")
    answered = person.last_update
    (choice,) = person.asks("/language")
    person.presses(choice, "English")
    english = person.asks("/help")[-1].text
    assert own_bot.stop() == 0
    person.says("那职教集团呢？")
    api.update("inline_query", {"id": "old", "from": person.user, "query": "基地", "offset": ""})
    api.deliver_again(answered)
    add_old_row(own_bot)
    own_bot.start()
    person.until(lambda seen: "30个" in joined(seen[-1:]), "the answer to what was asked meanwhile")
    person.edits(question, QUESTION)
    person.until(lambda seen: "20 个" in seen[0].text, "the first answer edited in place")
    assert person.asks("/help")[-1].text == english
    assert len(person.seen) == 5
    assert own_bot.stop() == 0
    assert own_bot.complaints == []
    assert rows(own_bot, "id = 1") == [] != rows(own_bot, "id > 1")


def add_old_row(bot):
    """Add an update of years ago, which nobody comes back to."""
    row = ("telegram:1", 1, "", "2020-01-01T00:00:00+00:00")
    with closing(sqlite3.connect(bot.command.folder / "chuyi.sqlite3")) as database, database:
        database.execute("INSERT INTO chat_updates (channel, id, waiting, came_at) VALUES (?, ?, ?, ?)", row)


def rows(bot, which):
    """Return the updates that the bot keeps."""
    with closing(sqlite3.connect(bot.command.folder / "chuyi.sqlite3")) as database:
        return database.execute(f"SELECT * FROM chat_updates WHERE {which}").fetchall()


def test_what_waited_can_be_dropped(own_bot):
    own_bot.configure(pending="drop")
    person = Person(own_bot.api)
    person.says(OTHER)
    own_bot.start()
    person.asks(QUESTION, until=complete)
    person.asks("/help")
    assert len(person.seen) == 2
    assert own_bot.stop(signal.SIGINT) == 0


def test_what_is_under_way_is_sent_before_the_end(own_bot):
    api, people = own_bot.api, [Person(own_bot.api) for _ in range(20)]
    own_bot.start()
    held = api.fail("sendMessage", "hold")
    for person in people:
        person.says(QUESTION)
    api.until(lambda: held.met, "a reply under way")
    own_bot.process.send_signal(signal.SIGTERM)
    api.release(held)
    assert own_bot.stop() == 0
    own_bot.start()
    for person in people:
        person.until(lambda seen: any(map(complete, seen)), "an answer")
        person.asks("/help")
        assert len(person.seen) == 2
    assert own_bot.stop() == 0


def test_killed_between_two_parts_of_a_reply(own_bot):
    """What was sent is not sent again; the rest comes after the start, and the conversation goes on."""
    person = Person(own_bot.api)
    held = own_bot.api.fail("sendMessage", "hold", when=lambda p: "第175项" in p["text"])
    own_bot.start()
    person.asks(OTHER, until=complete)
    person.says("/clause 《关于标记<b>试点</b>与A&B工作的办法》第二条")
    own_bot.api.until(lambda: held.met, "the second part")
    own_bot.stop(signal.SIGKILL)
    own_bot.api.release(held)
    own_bot.start()
    person.until(lambda seen: END in joined(seen), "the rest")
    assert_whole(person.seen)
    assert "30个" in joined(person.asks("那职教集团呢？", until=complete))
    assert own_bot.stop() == 0


@pytest.mark.parametrize("token", [None, "nonsense", TOKEN[:-1] + "1", "号:" + "x" * 35])
def test_no_token_and_wrong_ones_are_one_line(own_bot, token):
    done = own_bot.command("telegram", env=own_bot.environment(token))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"chuyi: [^\n]*CHUYI_TELEGRAM_TOKEN[^\n]*\n", done.stderr), done.stderr
    assert not token or token not in done.stderr


def test_the_token_is_in_no_log(own_bot):
    api, person = own_bot.api, Person(own_bot.api)
    own_bot.start()
    api.fail("*", kind="drop", times=2)
    api.fail("sendMessage", code=400, times=1)
    person.says(QUESTION)
    bad_call = api.fail("getUpdates", code=500, times=2)
    api.until(lambda: len(bad_call.met) == 2, "both faults")
    person.asks("/help")
    assert own_bot.stop() == 0
    for path in Path(own_bot.command.folder).rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path
    assert "Traceback" not in own_bot.said
    assert all(len(line) < 300 for line in own_bot.said.splitlines())


def test_of_two_bots_with_one_token_one_ends_and_says_why(own_bot):
    own_bot.start()
    first = own_bot.process
    with own_bot.command.start("telegram", env=own_bot.environment()) as second:
        own_bot.api.until(lambda: {first.poll(), second.poll()} != {None}, "one of the two to end", 60)
        ended = next(process for process in (first, second) if process.poll() is not None)
        second.terminate()
        _, said = second.communicate(timeout=30)
    said = own_bot.said if ended is first else said
    assert ended.returncode == 1
    assert re.search(r"^chuyi: another bot [^\n]+\n$", said, re.M), said


def test_a_policy_that_is_synced_meanwhile_and_an_end_while_the_server_is_gone(own_bot):
    own_bot.start()
    person, question = Person(own_bot.api), "沿海灯塔有多少座？"
    new = own_bot.command.folder / "policies" / "lights.txt"
    new.write_text("关于灯塔建设的办法\n第一条 建设7座沿海灯塔。\n", encoding="utf-8")
    assert own_bot.command("sync").returncode == 0
    own_bot.api.until(lambda: "7座" in person.asks(question)[-1].text, "the new policy")
    own_bot.api.go_away()
    try:
        assert own_bot.stop() == 0
    finally:
        own_bot.api.come_back()


def test_starting_while_the_server_is_gone(own_bot):
    own_bot.api.go_away()
    polls = own_bot.api.polls
    with own_bot.command.start("telegram", env=own_bot.environment()) as started:
        said = started.stderr.readline()
        own_bot.api.come_back()
        own_bot.api.until(lambda: own_bot.api.polls > polls or started.poll() is not None, "a poll", 60)
        started.terminate()
    assert started.returncode == 0
    assert re.fullmatch(r"chuyi: Telegram cannot be reached [^\n]+\n", said)
