"""Groups, inline results and buttons of the Telegram bot."""

import json
import sqlite3
from contextlib import closing

import pytest
from bot_process import answers
from chats import Group, Person
from test_telegram import QUESTION, all_marked, check_reply, complete, flat, joined

OTHER = "楚怡实训基地有多少个？"
NAME = "@chuyi_test_bot"
YES, NO = ("有帮助", "有用", "👍", "Helpful"), ("没帮助", "没有帮助", "没用", "无用", "👎", "Not helpful")


@pytest.fixture
def group(bot):
    return Group(bot.api)


@pytest.fixture
def teacher(bot):
    return Person(bot.api, "周老师")


@pytest.mark.parametrize("text", ["{name} {q}", "{q} {name}", "{name}，{q}", "/search@chuyi_test_bot {q}"])
def test_a_group_is_answered_when_it_speaks_to_the_bot(bot, group, teacher, text):
    (reply, *_) = teacher.asks(text.format(name=NAME, q=QUESTION), group)
    assert "20 个" in reply.text


def test_a_question_to_the_bot_gets_its_answer_below_it(bot, server_of_bot, group, teacher):
    question = teacher.says(f"{NAME} {QUESTION}", group)
    (reply,) = group.until(bool, "an answer")
    check_reply([reply], answers(server_of_bot, QUESTION)[0])
    assert reply.replied_to == question["message_id"]
    follow_up = answers(server_of_bot, QUESTION, "那职教集团呢？")[1]
    check_reply(teacher.asks("那职教集团呢？", group, reply_to=reply), follow_up)


def test_a_group_that_does_not_speak_to_the_bot_is_left_alone(bot, group, teacher):
    other = {"id": 77, "is_bot": True, "first_name": "别的", "username": "another_bot"}
    teacher.says(QUESTION, group)
    teacher.says(f"@another_bot {QUESTION}", group)
    teacher.says(f"/help@another_bot {QUESTION}", group)
    teacher.says(f"chuyi_test_bot{NAME}x {QUESTION}", group)
    message = teacher.says("你们看一下", group)
    teacher.edits(message, "你们都看一下")
    teacher.sends(group, voice={"file_id": "v", "file_unique_id": "v", "duration": 3})
    teacher.sends(group, sticker={"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                                  "height": 1, "is_animated": False, "is_video": False})  # fmt: skip
    teacher.sends(group, new_chat_members=[teacher.user])
    theirs = bot.api.messages[group.id][message["message_id"]] | {"from": other}
    bot.api.update("message", theirs | {"reply_to_message": theirs, "text": QUESTION, "entities": []})
    teacher.asks(f"{NAME} {QUESTION}", group)
    assert len(group.seen) == 1


def test_each_person_of_a_group_has_an_own_conversation(bot, server_of_bot, group, teacher):
    colleague = Person(bot.api, "吴老师")
    teacher.asks(f"{NAME} {OTHER}", group)
    colleague.asks(f"{NAME} 优秀技工院校有几所？", group)
    follow_up = answers(server_of_bot, OTHER, "那职教集团呢？")[1]
    check_reply(teacher.asks(f"{NAME} 那职教集团呢？", group), follow_up)
    (alone,) = answers(server_of_bot, "那文化传承基地呢？")
    check_reply(Person(bot.api, "郑老师").asks(f"{NAME} 那文化传承基地呢？", group), alone)


def test_a_topic_of_a_forum_keeps_its_answers(bot, teacher):
    group = Group(bot.api)
    group.data |= {"is_forum": True}
    mention = [{"type": "mention", "offset": 0, "length": len(NAME)}]
    topic = {"message_thread_id": 7, "is_topic_message": True}
    teacher.sends(group, text=f"{NAME} {QUESTION}", entities=mention, **topic)
    (reply,) = group.until(bool, "an answer")
    assert reply.data.get("message_thread_id") == 7


def test_a_thread_of_replies_is_no_topic(bot, group, teacher):
    mention = [{"type": "mention", "offset": 0, "length": len(NAME)}]
    teacher.sends(group, text=f"{NAME} {QUESTION}", entities=mention, message_thread_id=7)
    group.until(bool, "an answer")


def test_an_administrator_who_stays_anonymous_is_answered(bot, group, teacher):
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    teacher.user |= anonymous
    teacher.sends(group, text=f"/search@chuyi_test_bot {QUESTION}", sender_chat=group.data,
                  entities=[{"type": "bot_command", "offset": 0, "length": 22}])  # fmt: skip
    group.until(lambda seen: "20 个" in joined(seen), "an answer")


def test_a_mention_alone_gets_a_line(bot, group, teacher):
    (reply,) = teacher.asks(NAME, group)
    assert reply.text


def test_a_mention_in_a_private_chat_is_no_part_of_the_question(bot, server_of_bot, teacher):
    (answer,) = answers(server_of_bot, QUESTION)
    check_reply(teacher.asks(f"{NAME} {QUESTION}", until=complete), answer)


def test_a_caption_or_an_edit_that_mentions_the_bot(bot, group, teacher):
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]
    mention = [{"type": "mention", "offset": 0, "length": len(NAME)}]
    teacher.sends(group, photo=photo, caption=f"{NAME} {QUESTION}", caption_entities=mention)
    group.until(lambda seen: "20 个" in joined(seen), "an answer to the caption")
    message = teacher.says(f"{NAME} {OTHER}", group)
    group.until(lambda seen: "80 个" in joined(seen), "the answer")
    teacher.edits(message, f"{NAME} 优秀技工院校有几所？")
    group.until(lambda seen: "80 个" not in joined(seen) and len(seen) == 2, "the edited answer")


def inline_text(result):
    return flat(result["shown"])


@pytest.mark.parametrize("typed", ["实训基地", QUESTION, "how many Chuyi training bases?"])
def test_inline_results_carry_their_citation(bot, server_of_bot, teacher, typed):
    answer = teacher.types(typed)
    results = answer["results"]
    assert results and all(r["title"] for r in results)
    assert any(label in r["shown"] for r in results for label in ("二、（四）1.", "二、（一）2."))
    assert all("关于实施职业教育“楚怡”行动的通知" in r["shown"] or r["entities"] for r in results)
    (said,) = answers(server_of_bot, typed)
    if said["status"] == "answered":
        assert flat(said["answer"]) in inline_text(results[0])


@pytest.mark.parametrize("typed", ["", " ", "？", "<b>&", "基" * 256, "量子纠缠", "😀", "第"])
def test_every_inline_query_is_answered(bot, teacher, typed):
    assert isinstance(teacher.types(typed)["results"], list)


def test_a_chosen_result_is_not_taken_for_a_question(bot, group, teacher):
    result = teacher.types("实训基地")["results"][0]
    teacher.chooses(result)
    teacher.chooses(result, group)
    teacher.asks("/help")
    teacher.asks("/help@chuyi_test_bot", group)
    assert (len(teacher.seen), len(group.seen)) == (1, 1)


def test_inline_results_are_not_one_persons_alone(bot, teacher):
    first = teacher.types(QUESTION)
    second = Person(bot.api).types(QUESTION)
    assert first["results"] == second["results"]


def feedback(bot):
    with closing(sqlite3.connect(bot.command.folder / "chuyi.sqlite3")) as database:
        return database.execute("SELECT answer, helpful FROM feedback ORDER BY rowid").fetchall()


def logged(bot):
    with closing(sqlite3.connect(bot.command.folder / "chuyi.sqlite3")) as database:
        return {id for (id,) in database.execute("SELECT id FROM answers")}


def test_whether_it_helped_is_kept_as_the_api_keeps_it(bot, server_of_bot, teacher):
    before = feedback(bot)
    first, second = answers(server_of_bot, QUESTION, OTHER)
    reply = teacher.asks(QUESTION, until=complete)[-1]
    assert teacher.presses(reply, *YES)
    bot.api.until(lambda: feedback(bot)[len(before) :] == [(first["id"], 1)], "the feedback")
    reply = teacher.asks(OTHER, until=complete)[-1]
    assert teacher.presses(reply, *NO)
    bot.api.until(lambda: {first["id"], second["id"]} <= logged(bot), "both questions in the log")
    wanted = [(first["id"], 1), (second["id"], 0)]
    bot.api.until(lambda: feedback(bot)[len(before) :] == wanted, "the second feedback")


def test_the_clause_in_full_and_its_neighbours(bot, teacher):
    reply = teacher.asks(OTHER, until=complete)[-1]
    teacher.presses(reply, "全文", "原文", "条文", "clause")
    full = teacher.until(lambda seen: len(seen) > 1 or "推动" in joined(seen), "the clause")[-1]
    assert "支持建设 80 个集教育教学" in flat_spaces(full.text)
    count = len(teacher.seen)
    teacher.presses(full, "下一", "后一", "›", "→", "Next")
    after = teacher.until(lambda seen: len(seen) > count or seen[-1].text != full.text, "the next clause")[-1]
    assert "二、（四）2." in after.text
    teacher.presses(after, "上一", "前一", "‹", "←", "Previous")
    teacher.until(lambda seen: "支持建设 80 个集教育教学" in flat_spaces(seen[-1].text), "the clause again")


def flat_spaces(text):
    return text.replace("\n", "")


def test_a_suggestion_is_asked(bot, server_of_bot, teacher):
    (answer,) = answers(server_of_bot, OTHER)
    reply = teacher.asks(OTHER, until=complete)[-1]
    suggestion = answer["suggestions"][0]
    label = next(label for label in reply.labels if label.rstrip("…")[:10] in suggestion)
    teacher.presses(reply, label)
    expected = answers(server_of_bot, OTHER, suggestion)[1]
    replies = teacher.until(lambda seen: expected["answer"] in joined(seen), "the suggestion's answer")
    check_reply(replies[1:], expected)


def test_buttons_that_are_old_forged_or_anothers(bot, group, teacher):
    reply = teacher.asks(f"{NAME} {QUESTION}", group, until=complete)[-1]
    before = feedback(bot)
    datas = [button["callback_data"] for button in reply.buttons if "callback_data" in button]
    forged = {f"{data[0]}{wrong}" for data in datas for wrong in (data[1:-1], data[1:] + "x", data[:0:-1])}
    for data in (forged - {*datas}) | {
        "x" * 64,
        "字" * 21,
        "0",
        ":",
        "y:",
        "c:::",
        "c:x:1:99999999999999999999",
    }:
        assert teacher.calls_back(reply, data[:64]), data
    assert feedback(bot) == before
    assert Person(bot.api, "吴老师").presses(reply, *YES)
    bot.api.until(lambda: len(feedback(bot)) == len(before) + 1, "a colleague's feedback")


def test_a_button_below_a_message_that_telegram_no_longer_has(bot, teacher):
    reply = teacher.asks(QUESTION, until=complete)[-1]
    gone = {"chat": teacher.data, "message_id": reply.id, "date": 0}
    for data in [button["callback_data"] for button in reply.buttons if "callback_data" in button]:
        teacher.calls_back(type(reply)(gone), data)


def test_a_button_pressed_twice_and_too_late(bot, teacher):
    reply = teacher.asks(QUESTION, until=complete)[-1]
    before = len(feedback(bot))
    teacher.presses(reply, *YES)
    teacher.presses(reply, *YES)
    bot.api.until(lambda: len(feedback(bot)) > before, "the feedback")
    assert {helpful for _, helpful in feedback(bot)[before:]} == {1}


def test_every_button_fits_the_bot_api_and_a_screen(bot, teacher):
    for question in (QUESTION, "How many bases?", "江苏省有多少个基地？", "二（四）1", "建设多少个站？"):
        reply = teacher.asks(question, until=complete)[-1]
        assert all(len(json.dumps(b)) < 400 and len(b["text"]) <= 64 for b in reply.buttons)
        assert all_marked([reply], "bold")


def test_every_button_that_can_be_reached_does_something(bot, teacher):
    """Press what is shown, and what that shows; the Bot API must take all that comes of it."""
    for asked in ("/start", "/documents", "/search 基地", "/clause 第二条", OTHER):
        teacher.asks(asked)
    pressed = {""}
    while len(pressed) < 60:
        shown = [(seen, b["callback_data"]) for seen in teacher.seen for b in seen.buttons if "url" not in b]
        seen, data = next((seen, data) for seen, data in shown if data not in pressed)
        pressed.add(data)
        before = teacher.seen
        note = teacher.calls_back(seen, data)
        teacher.until(lambda seen, note=note, before=before: note or seen != before, f"something from {data}")
    assert len({data.split(":")[0] for data in pressed}) > 4
