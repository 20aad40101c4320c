"""A follow-up takes over what it leaves out; a new topic takes over nothing; little is remembered."""

from collections.abc import Sequence

import pytest
from conftest import Serve, Served
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import REMEMBERED, Turn, merge, modes, remember, replay
from bot.identity import unseal
from bot.model import Answer
from bot.parser import Parser
from index.glossary import load_glossary
from index.search import open_segmenter

GLOSSARY = load_glossary()
MODES = st.sampled_from(["alone", "swap", "aspect", "narrow"])
FOLLOW_UPS = st.sampled_from(
    ["那基地呢？", "由谁组建？", "2025年的呢", "江苏呢", "养老院有多少家？", "其中公办的呢", "它叫什么"]
)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(open_segmenter(GLOSSARY), GLOSSARY, lambda word: ())


@pytest.fixture(scope="module")
def notice(serve: Serve) -> Served:
    return serve("chuyi-2022")


@pytest.fixture(scope="module")
def two(serve: Serve) -> Served:
    return serve("points-settlement", "tianhe-youth-2023")


def talk(served: Served, questions: Sequence[str]) -> list[Answer]:
    """Return the answers of one conversation."""
    answers: list[Answer] = []
    for question in questions:
        answers.append(served.answerer.answer(question, answers[-1].conversation if answers else None))
    return answers


def values(answer: Answer) -> list[tuple[float, str]]:
    return [(fact.value, fact.unit) for fact in answer.facts]


@pytest.mark.parametrize(
    ("before", "after", "mode"),
    [
        ("养老院有多少家？", "那托儿所呢？", "swap"),
        ("养老院有多少家？", "还有托儿所", "swap"),
        ("How many nursing homes are there?", "And kindergartens?", "swap"),
        ("养老院有多少家？", "由谁审批？", "aspect"),
        ("养老院有多少家？", "它们什么时候开放？", "aspect"),
        ("养老院有多少家？", "2030年呢？", "narrow"),
        ("养老院有多少家？", "江苏省呢", "narrow"),
        ("养老院有多少家？", "其中公办的呢？", "narrow"),
        ("去年有多少家养老院？", "今年呢？", "narrow"),
        ("养老院有多少家？", "第三条是什么", "alone"),
        ("养老院有多少家？", "文件是哪天印发的", "alone"),
        ("养老院有多少家？", "护理员培训补贴标准是多少元", "alone"),
    ],
)
def test_the_likeliest_way_to_understand_a_follow_up(
    parser: Parser, before: str, after: str, mode: str
) -> None:
    assert modes(parser.parse(after), parser.parse(before))[0] == mode
    assert modes(parser.parse(after), None) == ["alone"]


def test_a_new_subject_keeps_what_was_asked_and_drops_the_old_subject(parser: Parser) -> None:
    before = parser.parse("江苏省2030年有多少家养老院？")
    merged = merge(parser.parse("那托儿所呢？"), before, "swap")
    assert (merged.kind, merged.family, merged.years) == ("figure", "count", ("2030",))
    assert {"托儿所", "江苏省"} <= {t.word for t in merged.terms}
    assert "养老院" not in {t.word for t in merged.terms}


def test_a_new_aspect_keeps_the_subject_and_asks_something_else(parser: Parser) -> None:
    merged = merge(parser.parse("由谁审批？"), parser.parse("养老院有多少家？"), "aspect")
    assert merged.kind == "who"
    assert {"养老院", "审批"} <= {t.word for t in merged.terms}


def test_narrowing_keeps_all_and_exchanges_year_and_place(parser: Parser) -> None:
    before = parser.parse("江苏省2030年有多少家养老院？")
    merged = merge(parser.parse("2035年的呢？"), before, "narrow")
    assert merged.years == ("2035",)
    assert {"养老院", "江苏省"} <= {t.word for t in merged.terms}
    assert "2030" not in {t.word for t in merged.terms}
    this_year = merge(parser.parse("今年呢？"), before, "narrow")
    assert (this_year.years, "今年" in {t.word for t in this_year.terms}) == ((), True)
    last_year = merge(parser.parse("去年呢？"), this_year, "narrow")
    assert {"去年", "今年"} & {t.word for t in last_year.terms} == {"去年"}
    elsewhere = merge(parser.parse("浙江省呢"), before, "narrow")
    assert [t.word for t in elsewhere.terms if t.place] == ["浙江省"]


@given(st.lists(st.tuples(FOLLOW_UPS, MODES), max_size=3 * REMEMBERED))
def test_little_is_remembered_and_it_begins_where_a_question_stood_alone(
    asked: list[tuple[str, str]],
) -> None:
    turns: list[Turn] = []
    for text, mode in asked:
        turns = remember(turns, text, mode)  # type: ignore[arg-type]
        assert turns[-1] == Turn(text, mode)  # type: ignore[arg-type]
        assert len(turns) <= REMEMBERED
        assert not any(turn.mode == "alone" for turn in turns[1:])


@given(st.lists(st.tuples(FOLLOW_UPS, MODES), min_size=1, max_size=REMEMBERED))
@settings(deadline=None)
def test_what_is_remembered_is_understood_as_it_was(asked: list[tuple[str, str]]) -> None:
    parser = Parser(open_segmenter(GLOSSARY), GLOSSARY, lambda word: ())
    turns: list[Turn] = []
    question = None
    for text, mode in asked:
        question = merge(parser.parse(text), question, mode)  # type: ignore[arg-type]
        turns = remember(turns, text, mode)  # type: ignore[arg-type]
    assert replay(turns, parser) == question


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (
            ["文化馆建多少个", "那优质技工专业群呢？", "实训基地呢"],
            [[(20, "个")], [(100, "个")], [(80, "个")]],
        ),
        (["江苏有多少个实训基地？", "湖南呢？"], [[], [(80, "个")]]),
        (["养老机构有多少所？", "那实训基地呢？"], [[], [(80, "个")]]),
        (
            ["How many training bases are there?", "And the education groups?"],
            [[(80, "个")], [(30, "个")]],
        ),
    ],
)
def test_a_figure_is_asked_of_another_subject(
    notice: Served, questions: list[str], expected: list[list[tuple[float, str]]]
) -> None:
    assert [values(answer) for answer in talk(notice, questions)] == expected


def test_another_aspect_is_asked_of_the_same_subject(notice: Served) -> None:
    *_, answer = talk(notice, ["要培育多少个职教集团", "由哪些单位联合组建？"])
    assert answer.status == "answered"
    assert "科研机构等联合组建" in answer.citations[0].quote.replace("\n", "")


def test_a_place_or_year_that_the_text_does_not_have_is_no_answer(notice: Served) -> None:
    first, second, third = talk(notice, ["实训基地要建多少个", "2035年呢", "江苏的呢"])
    assert values(first) == [(80, "个")]
    assert (second.status, third.status) == ("not_found", "not_found")
    assert "江苏" in third.missing


def test_a_new_topic_is_answered_as_if_nothing_had_been_asked_before(two: Served) -> None:
    topics = ["港澳社区每年安排多少经费", "积分制入户指标有多少个", "租金补贴最长几年", "第三条是什么"]
    alone = [talk(two, [question])[0] for question in topics]
    for together, apart in zip(talk(two, topics), alone, strict=True):
        assert (together.facts, together.citations) == (apart.facts, apart.citations)
        assert together.status == apart.status == "answered"


def test_a_follow_up_moves_between_documents(two: Served) -> None:
    *_, answer = talk(two, ["港澳社区每年安排多少经费", "离岸孵化呢"])
    assert values(answer) == [(1_000_000, "元")]
    assert answer.citations[0].document == "tianhe-youth-2023"


def test_conversations_stay_small_however_long_they_go_on(notice: Served) -> None:
    answers = talk(notice, ["实训基地有多少个？", *(f"那第{n}期的实训基地呢？" for n in range(30))])
    assert len(answers[-1].conversation) < 2000
    assert len(unseal(notice.library.secret, answers[-1].conversation)["t"]) <= REMEMBERED  # type: ignore[arg-type]


def test_a_conversation_is_continued_from_any_of_its_answers(notice: Served) -> None:
    first, second = talk(notice, ["文化馆建多少个", "职教集团呢"])
    again = notice.answerer.answer("优质技工专业群呢", first.conversation)
    assert (
        values(again)
        == values(notice.answerer.answer("优质技工专业群呢", second.conversation))
        == [(100, "个")]
    )
