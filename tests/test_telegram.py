"""What people get who write to the Telegram bot: the same answers as everywhere, with the citation kept."""

import json
import re

import httpx
import pytest
from bot_process import answers
from chats import Person, Seen
from conftest import ROOT

from bot.render import HARMLESS, damage_words, one_line

GOLDEN = ROOT / "tests" / "data" / "golden"
QUESTION = "“楚怡”文化传承基地有多少个？"
# How the longest clause of the policy that is full of markup ends.
END = "末尾第三百项"


def cases(*names):
    for name in names:
        for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            yield case["id"], [*case.get("after", []), case["question"]]


def joined(replies):
    return "\n".join(seen.text for seen in replies)


def all_marked(replies, kind):
    return [part for seen in replies for part in seen.marked(kind)]


def flat(text):
    return re.sub(r"\s+", "", text)


def check_reply(replies, answer):
    """A reply shows what the API says: sentence, quotes with their figures, places, damage, what is near."""
    text = joined(replies)
    assert flat(answer["answer"]) in map(flat, all_marked(replies, "bold")), text
    quotes = [flat(quote) for quote in all_marked(replies, "blockquote")]
    for n, citation in enumerate(answer["citations"]):
        assert flat(one_line(citation["quote"])) in "".join(quotes), text
        assert citation["label"] in text and citation["title"] in text
        harmful = [kind for kind in citation["damage"] if kind not in HARMLESS]
        assert damage_words(harmful, answer["language"]) in text
        for fact in answer["facts"]:
            if fact["citation"] == n and not fact["derived"]:
                assert_marked(replies, one_line(fact["text"]))
    for citation in answer["nearest"]:
        assert citation["label"] in text and citation["title"] in text


def assert_marked(replies, figure):
    """A figure is marked within a quote: by an entity of its own inside the block quote."""
    within = [
        (seen, entity)
        for seen in replies
        for entity in seen.data.get("entities", [])
        if entity["type"] in ("bold", "underline", "italic", "code")
        and any(
            "blockquote" in outer["type"]
            and outer["offset"] <= entity["offset"]
            and entity["offset"] + entity["length"] <= outer["offset"] + outer["length"]
            for outer in seen.data["entities"]
        )
    ]
    assert flat(figure) in [flat(seen.part(entity)) for seen, entity in within], figure


def complete(seen: Seen) -> bool:
    """The last message of an answer carries its buttons."""
    return bool(seen.buttons)


def test_golden_questions_get_the_same_answers_as_over_http(bot, server_of_bot):
    people = []
    for number, questions in cases("chuyi"):
        people.append((number, Person(bot.api), questions))
    for _, person, questions in people:
        for question in questions:
            person.says(question)
    for number, person, questions in people:
        expected = answers(server_of_bot, *questions)
        wanted = len(questions)
        person.until(lambda seen, n=wanted: len([*filter(complete, seen)]) == n, f"the answers to {number}")
        ends = [n for n, seen in enumerate(person.seen, 1) if complete(seen)]
        for start, end, answer in zip([0, *ends], ends, expected, strict=False):
            check_reply(person.seen[start:end], answer)


def test_a_conversation_goes_on_until_it_is_started_anew(bot, server_of_bot):
    asked = ["楚怡实训基地有多少个？", "那职教集团呢？", "由谁组建？"]
    person = Person(bot.api)
    for question, answer in zip(asked, answers(server_of_bot, *asked), strict=True):
        check_reply(person.asks(question, until=complete), answer)
    person.asks("/start")
    (alone,) = answers(server_of_bot, "那职教集团呢？")
    check_reply(person.asks("那职教集团呢？", until=complete), alone)


@pytest.mark.parametrize("said", ["谢谢！", "你好", "好的，谢谢～", "Thank you 👍"])
def test_a_courtesy_is_returned_and_the_conversation_goes_on(bot, server_of_bot, said):
    asked = ["楚怡实训基地有多少个？", "那职教集团呢？"]
    person = Person(bot.api)
    first, second = answers(server_of_bot, *asked)
    check_reply(person.asks(asked[0], until=complete), first)
    (line,) = person.asks(said)
    assert not complete(line) and len(line.text) < 80
    check_reply(person.asks(asked[1], until=complete), second)


def test_chats_do_not_hear_one_another(bot, server_of_bot):
    first, second = Person(bot.api), Person(bot.api, "王老师")
    first.asks("楚怡实训基地有多少个？", until=complete)
    (alone,) = answers(server_of_bot, "那职教集团呢？")
    check_reply(second.asks("那职教集团呢？", until=complete), alone)
    follow_up = answers(server_of_bot, "楚怡实训基地有多少个？", "那职教集团呢？")[1]
    check_reply(first.asks("那职教集团呢？", until=complete), follow_up)


def test_the_answer_to_an_edited_question_is_edited_in_place(bot, server_of_bot):
    person = Person(bot.api)
    message = person.says("楚怡实训基地有多少个？")
    before = person.until(lambda seen: any(map(complete, seen)), "an answer")
    person.edits(message, QUESTION)
    (answer,) = answers(server_of_bot, QUESTION)
    after = person.until(lambda seen: answer["answer"] in joined(seen), "the new answer")
    assert [seen.id for seen in after] == [seen.id for seen in before]
    check_reply(after, answer)
    person.edits(message, f" {QUESTION} ")  # the same answer again: nothing to edit, no error
    person.asks("/help")
    assert person.seen[0].text == after[0].text


def test_an_edit_leaves_the_conversation_at_the_newest_question(bot, server_of_bot):
    person = Person(bot.api)
    first = person.says(QUESTION)
    person.until(lambda seen: any(map(complete, seen)), "an answer")
    person.asks("楚怡实训基地有多少个？", until=complete)
    person.edits(first, "优秀技工院校有几所？")
    (edited,) = answers(server_of_bot, "优秀技工院校有几所？")
    person.until(lambda seen: edited["answer"] in seen[0].text, "the edited answer")
    follow_up = answers(server_of_bot, "楚怡实训基地有多少个？", "那职教集团呢？")[1]
    check_reply(person.asks("那职教集团呢？", until=complete), follow_up)


def test_an_edit_that_makes_the_answer_longer_or_shorter(bot, server_of_bot):
    person = Person(bot.api)
    message = person.says("灯塔观测站有多少个？")
    person.until(lambda seen: any(map(complete, seen)), "an answer")
    person.edits(message, "/clause 第二条")
    person.until(
        lambda seen: END in joined(seen) and "灯塔" not in joined(seen), "the whole clause and no more"
    )
    assert_whole(person.seen)
    person.edits(message, QUESTION)
    (answer,) = answers(server_of_bot, QUESTION)
    person.until(
        lambda seen: answer["answer"] in joined(seen) and "第1项" not in joined(seen), "the answer alone"
    )
    check_reply(person.seen, answer)


def test_an_edit_of_a_question_whose_answer_is_gone(running_bot):
    api, person = running_bot.api, Person(running_bot.api)
    message = person.says(QUESTION)
    (reply,) = person.until(lambda seen: any(map(complete, seen)), "an answer")
    del api.messages[person.id][reply.id]
    refused = len(api.refused)
    person.edits(message, "楚怡实训基地有多少个？")
    person.until(lambda seen: "80 个" in joined(seen), "an answer of its own")
    assert {call.description for call in api.refused[refused:]} <= {"Bad Request: message to edit not found"}
    del api.refused[refused:]


def test_an_edit_of_a_message_that_the_bot_never_answered(bot):
    person = Person(bot.api)
    message = person.sends(pinned_message={"message_id": 1, "date": 1, "chat": person.data})
    person.edits(message, QUESTION)
    person.until(lambda seen: "20 个" in joined(seen), "an answer")


COMMANDS = {"start", "help", "documents", "clause", "search", "language"}


def test_commands_are_described_in_chinese_and_english(bot):
    lists = {language: commands for (_, language), commands in bot.api.commands.items()}
    assert all({command["command"] for command in commands} >= COMMANDS for commands in lists.values())
    chinese = [bool(re.search(r"[一-鿿]", c["description"])) for cs in lists.values() for c in cs]
    assert {*chinese} == {True, False}
    assert len(lists) >= 2


@pytest.mark.parametrize("command", ["/start", "/help", "/start deep_link", "/help@chuyi_test_bot", "/HELP"])
def test_a_greeting_names_the_commands_and_what_to_ask(bot, command):
    (reply,) = Person(bot.api).asks(command)
    assert all(f"/{name}" in reply.text for name in ("documents", "clause", "search", "language"))
    assert re.search(r"[一-鿿]", reply.text)


def test_the_greeting_is_in_the_language_of_the_person(bot):
    (reply,) = Person(bot.api, "Lee", "en").asks("/start")
    assert re.search(r"[a-z]{3,} [a-z]+", reply.text)
    assert Person(bot.api, "李", "zh-hans").asks("/start")[0].text != reply.text
    # Who uses another language is greeted in one of the two.
    assert Person(bot.api, "Müller", "de").asks("/start")


def test_the_language_chosen_stays(bot):
    person = Person(bot.api)
    (choice,) = person.asks("/language")
    person.presses(choice, "English")
    english = person.asks("/help")[-1].text
    assert english == Person(bot.api, "Lee", "en").asks("/help")[-1].text
    (choice,) = person.asks("/language", until=complete)
    person.presses(choice, "中文")
    assert person.asks("/help")[-1].text != english


def test_documents_are_listed(bot, server_of_bot):
    listed = httpx.get(f"{server_of_bot}/api/v1/documents").json()["documents"]
    text = joined(Person(bot.api).asks("/documents"))
    assert len(listed) == 3 and all(document["title"] in text for document in listed)


@pytest.mark.parametrize("name", ["二（四）1", "2.4.1", "二、（四）1."])
def test_a_clause_in_full(bot, name):
    person = Person(bot.api)
    person.asks("楚怡实训基地有多少个？", until=complete)
    replies = person.asks(f"/clause {name}")
    assert "支持建设 80 个集教育教学" in joined(replies)
    assert "（四）建设“楚怡”产教融合创新平台" in joined(replies)


def test_a_clause_that_is_not_there(bot):
    person = Person(bot.api)
    for command in ("/clause 九（九）9", "/clause", "/clause " + "九" * 600, "/clause <b>"):
        (reply,) = person.asks(command)
        assert reply.text


def test_search(bot):
    replies = Person(bot.api).asks("/search 文化传承基地")
    assert "二、（一）2." in joined(replies)
    assert "文化传承基地" in "".join(all_marked(replies, "bold") + all_marked(replies, "underline"))
    for command in ("/search", "/search 量子纠缠", "/search " + "基" * 600, "/search <b>&amp;"):
        (reply,) = Person(bot.api).asks(command)
        assert reply.text


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
                     "is_animated": False, "is_video": False, "emoji": "😀"}},
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]},
        {"location": {"longitude": 112.9, "latitude": 28.2}},
        {"dice": {"emoji": "🎲", "value": 4}},
        {"text": "？！……"},
        {"text": "😀👍"},
        {"text": "基" * 501},
        {"text": "/nosuchcommand"},
    ],
    ids=lambda content: next(iter(content)),
)  # fmt: skip
def test_what_is_no_question_gets_a_friendly_line(bot, content):
    person = Person(bot.api)
    person.sends(**content, entities=[] if "text" not in content else None)
    (reply,) = person.until(bool, "a line")
    assert reply.text and len(reply.text) < 300
    assert not re.search(r"Error|Traceback|None", reply.text)


def test_a_photo_with_a_question_below_is_answered(bot, server_of_bot):
    person = Person(bot.api)
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]
    person.sends(photo=photo, caption=QUESTION)
    (reply,) = person.until(bool, "an answer")
    assert answers(server_of_bot, QUESTION)[0]["answer"] in reply.text


def test_what_is_no_message_of_a_person_is_passed_over(bot):
    person = Person(bot.api)
    chat = {"chat": person.data, "date": 1}
    member = {"user": bot.api.me, "status": "member"}
    change = chat | {"from": person.user, "old_chat_member": member, "new_chat_member": member}
    channel = {"id": -1009999999999, "type": "channel", "title": "公告"}
    person.sends(pinned_message={"message_id": 1, **chat})
    bot.api.update("my_chat_member", change)
    bot.api.update("channel_post", {"message_id": 5, "chat": channel, "date": 1, "text": QUESTION})
    bot.api.update("edited_channel_post", {"message_id": 5, "chat": channel, "date": 1, "text": QUESTION})
    bot.api.update("poll_answer", {"poll_id": "1", "user": person.user, "option_ids": [0]})
    bot.api.update("a_kind_of_the_future", {"chat": person.data})
    (reply,) = person.asks("/help")
    assert reply.text


@pytest.mark.parametrize(
    "question",
    ["<b>80</b> 个 & 什么？", "标签 </blockquote> 有几个？", "&lt;script&gt; 建设多少个站？", "*_[`"],
)
def test_signs_of_html_in_questions_and_policies_stay_what_they_are(bot, server_of_bot, question):
    (answer,) = answers(server_of_bot, question) if question != "*_[`" else [None]
    replies = Person(bot.api).asks(question, until=complete if answer else bool)
    if answer:
        check_reply(replies, answer)


def test_a_policy_full_of_markup_is_quoted_as_it_is(bot, server_of_bot):
    question = "建设几个<b>灯塔</b>观测站？"
    (answer,) = answers(server_of_bot, question)
    assert answer["status"] == "answered" and "<" in answer["citations"][0]["quote"]
    check_reply(Person(bot.api).asks(question, until=complete), answer)


def test_a_long_clause_comes_in_parts_cut_at_sensible_places(bot):
    person = Person(bot.api)
    person.says("/clause 第二条")
    replies = person.until(lambda seen: END in joined(seen), "the whole clause")
    assert len(replies) > 1
    assert all(seen.text.rstrip()[-1] in "。；，、：" for seen in replies[:-1])
    assert_whole(replies)


def assert_whole(replies):
    """Every item of the longest clause is there, in its order."""
    assert re.findall(r"第(\d+)项", joined(replies)) == [str(n) for n in range(1, 400)]
