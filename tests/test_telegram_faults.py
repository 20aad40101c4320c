"""The Telegram bot when things go wrong: limits, broken connections, doubles, and many at once."""

import sqlite3
from contextlib import closing

import pytest
from bot_process import answers
from chats import Group, Person
from test_telegram import QUESTION, check_reply, complete, joined

OTHER = "楚怡实训基地有多少个？"
ANSWERS = {QUESTION: "20 个", OTHER: "80 个", "优秀技工院校有几所？": "5 所"}


def to_chat(person):
    return lambda parameters: parameters.get("chat_id") == str(person.id)


def test_a_limit_is_waited_for_and_holds_up_no_other_chat(bot):
    limited, other = Person(bot.api), Person(bot.api)
    retry = {"code": 429, "parameters": {"retry_after": 1}}
    fault = bot.api.fail("sendMessage", times=2, when=to_chat(limited), **retry)
    limited.says(QUESTION)
    bot.api.until(lambda: fault.met, "the limit")
    other.asks(QUESTION, until=complete)
    assert limited.seen == []
    limited.until(lambda seen: any(map(complete, seen)), "an answer")
    limited.asks("/help")
    assert len(limited.seen) == 2
    tries = [
        *fault.met,
        *(
            call.at
            for call in bot.api.calls
            if call.method == "sendmessage" and to_chat(limited)(call.parameters)
        ),
    ]
    assert all(later - sooner >= 1 for sooner, later in zip(tries[:2], tries[1:3], strict=True))


@pytest.mark.parametrize("fault", [{"code": 502}, {"code": 500}, {"kind": "drop"}], ids=str)
def test_a_reply_that_fails_for_the_moment_is_sent_again(bot, fault):
    person = Person(bot.api)
    met = bot.api.fail("sendMessage", times=2, when=to_chat(person), **fault)
    person.asks(QUESTION, until=complete)
    assert len(met.met) == 2
    person.asks("/help")
    assert len(person.seen) == 2


@pytest.mark.parametrize("method", ["answerCallbackQuery", "answerInlineQuery", "editMessageText"])
def test_other_calls_that_fail_for_the_moment(bot, method):
    person = Person(bot.api)
    message = person.says(QUESTION)
    (reply,) = person.until(lambda seen: any(map(complete, seen)), "an answer")
    fault = bot.api.fail(method, code=502)
    if method == "answerInlineQuery":
        assert person.types(QUESTION)["results"]
    elif method == "editMessageText":
        person.edits(message, OTHER)
        person.until(lambda seen: "80 个" in joined(seen), "the edited answer")
    else:
        assert person.presses(reply, "👍", "有帮助", "有用")
    assert len(fault.met) == 1


@pytest.mark.parametrize("fault", [{"code": 502}, {"code": 429, "parameters": {"retry_after": 1}}, {"kind": "drop"}], ids=str)  # fmt: skip
def test_asking_for_updates_goes_on_after(bot, fault):
    met = bot.api.fail("getUpdates", times=1, **fault)
    Person(bot.api).asks(QUESTION, until=complete)
    bot.api.until(lambda: met.met, "the fault")
    Person(bot.api).asks(QUESTION, until=complete)


def test_a_server_that_is_gone_for_a_while(bot):
    before, during = Person(bot.api), Person(bot.api)
    before.asks(OTHER, until=complete)
    bot.api.go_away()
    bot.api.come_back()
    during.asks(QUESTION, until=complete)
    assert "30个" in joined(before.asks("那职教集团呢？", until=complete))
    assert (len(before.seen), len(during.seen)) == (2, 1)


def test_a_slow_chat_does_not_hold_up_the_others(bot):
    slow, quick = Person(bot.api), [Person(bot.api) for _ in range(20)]
    held = bot.api.fail("sendMessage", "hold", when=to_chat(slow))
    slow.says(QUESTION)
    slow.says(OTHER)
    bot.api.until(lambda: held.met, "the reply that is held")
    for person in quick:
        person.says(QUESTION)
    for person in quick:
        person.until(lambda seen: any(map(complete, seen)), "an answer")
    assert slow.seen == []
    bot.api.release(held)
    replies = slow.until(lambda seen: len(seen) == 2, "both answers")
    assert ["20 个" in replies[0].text, "80 个" in replies[1].text] == [True, True]


def test_an_update_that_comes_twice_is_answered_once(bot):
    person = Person(bot.api)
    person.asks(QUESTION, until=complete)
    update = person.last_update
    bot.api.deliver_again(update)
    person.asks("/help")
    bot.api.deliver_again(update)
    person.asks("/documents")
    assert len(person.seen) == 3


def test_a_person_who_blocks_the_bot_is_let_go(running_bot):
    api, person = running_bot.api, Person(running_bot.api)
    api.blocked.add(person.id)
    person.says(QUESTION)
    api.until(lambda: [c for c in api.refused if c.code == 403], "the reply that is refused")
    assert Person(api).asks(QUESTION, until=complete)
    api.blocked.discard(person.id)
    assert person.asks("/help")
    api.refused[:] = [call for call in api.refused if call.code != 403]


def test_a_group_that_takes_no_reply_costs_one_line(running_bot):
    api, person, group = running_bot.api, Person(running_bot.api), Group(running_bot.api)
    complained = len(running_bot.complaints)
    says = "Bad Request: not enough rights to send text messages to the chat"
    api.fail("sendMessage", times=99, code=400, description=says, when=to_chat(group))
    person.says(f"@chuyi_test_bot {QUESTION}", group)
    api.until(lambda: len(running_bot.complaints) > complained, "the line")
    assert person.asks(QUESTION, until=complete)
    (line,) = running_bot.complaints[complained:]
    assert line.startswith("chuyi: an update was not answered: ")
    running_bot.excuse(line)


def test_a_group_that_became_a_supergroup_is_answered_there(bot):
    person, before, after = Person(bot.api), Group(bot.api), Group(bot.api)
    moved = {"code": 400, "parameters": {"migrate_to_chat_id": after.id}, "description": "Bad Request: moved"}
    bot.api.fail("sendMessage", when=to_chat(before), **moved)
    person.says(f"@chuyi_test_bot {QUESTION}", before)
    after.until(lambda seen: "20 个" in joined(seen), "the answer")


def test_a_question_deleted_before_its_answer_is_answered_all_the_same(bot):
    person = Person(bot.api)
    held = bot.api.fail("getUpdates", "hold")
    bot.api.until(lambda: held.met or person.says("/help"), "the poll that is held")
    message = person.says(QUESTION)
    del bot.api.messages[person.id][message["message_id"]]
    bot.api.release(held)
    person.until(lambda seen: "20 个" in joined(seen), "an answer")


def test_two_hundred_chats_at_once(bot):
    people = [Person(bot.api, f"学员{n}") for n in range(200)]
    questions = [*ANSWERS]
    for turn in range(2):
        for n, person in enumerate(people):
            person.says(questions[(n + turn) % 3])
    for n, person in enumerate(people):
        replies = person.until(lambda seen: len([*filter(complete, seen)]) >= 2, "both answers")
        for turn, reply in enumerate(filter(complete, replies)):
            assert ANSWERS[questions[(n + turn) % 3]] in reply.text, [r.text for r in replies]
    Person(bot.api).asks("/help")
    assert {len(person.seen) for person in people} == {2}


def test_a_database_that_is_busy_loses_no_reply(bot):
    person = Person(bot.api)
    person.asks(OTHER, until=complete)
    with closing(sqlite3.connect(bot.command.folder / "chuyi.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        person.says("那职教集团呢？")
        bot.api.until(lambda: person.last_update["update_id"] in bot.api.delivered, "the update to be taken")
        Person(bot.api).asks("/help")
        database.execute("ROLLBACK")
    person.until(lambda seen: "30个" in joined(seen[-1:]), "the answer")


def test_serve_and_bot_share_the_database(bot, server_of_bot):
    person = Person(bot.api)
    check_reply(person.asks(QUESTION, until=complete), answers(server_of_bot, QUESTION)[0])
