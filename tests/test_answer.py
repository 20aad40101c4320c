"""What always holds of an answer, whatever is asked: its quotes, its figures, its bounds, its sameness."""

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import POLICIES, ROOT, Serve, Served, open_served, serve_folder
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answer import LONGEST
from bot.evaluate import Case, read_cases
from bot.identity import seal
from bot.model import Answer, Fact
from corpus.errors import InvalidQuestion, UnknownDocument
from corpus.figures import find_figures
from index.words import normalise

IDS = ("chuyi-2022", "points-settlement", "tianhe-youth-2023", "vocational-reform-2019")
GOLDEN = sorted((ROOT / "tests" / "data" / "golden").glob("*.jsonl"))
CASES = [case for path in GOLDEN for case in read_cases(path)]
ASKED = [case.question for case in CASES]
POLICY_TEXT = "".join(
    path.read_text(encoding="utf-8") for name in IDS[1:] for path in sorted(POLICIES[1].glob(f"{name}.*"))
)

ASKING = st.sampled_from(
    "多少 几个 几所 多少元 百分之几 多久 几岁 谁 由谁负责 什么时候 有哪些 什么叫 怎么 吗 是不是 能不能 一共 相差 哪个更多 呢 那 其中 "
    "和 、 比 分别 第三条 二（四）1 2.4.1 附件 2025年 去年 江苏 文号 印发 标题 50万元 三分之二 chuyi shixunjidi "
    "how many|how much|who|when does|what is the|in total|training base".replace("|", " ").split(" ")
)
HOSTILE = st.sampled_from(
    [
        "' OR 1=1; DROP TABLE documents; --",
        '"clauses" NEAR/2 (a* b*)',
        "<script>alert('楚怡')</script>",
        "&lt;b&gt;",
        "(((((",
        "[^]*+?{2,1}\\",
        r"(?P<a>\1)(a+)+$",
        "{0.__class__}%s%n",
        "../../etc/passwd",
        "𠮷野家🙂🙂‍↔️👨‍👩‍👧‍👦",
        "ｆｕｌｌ　ｗｉｄｔｈ５０％",
        "\u202eکتاب\u202c עברית हिन्दी",
        "İıſßﬁﷺ①⑳Ⅷ㎡½",
        "1e400 99999999999999999999999999 -0.0 1.2.3.4.5.6.7",
        "九千九百九十九万亿亿亿 零点零零一 百分之百分之",
        "\x00\x07\x1b[31m\u200b\ufeff\ud800",
        "？！。，、；：“”《》（）",
    ]
)
FROM_POLICY = st.builds(
    lambda start, length: POLICY_TEXT[start : start + length],
    st.integers(0, len(POLICY_TEXT) - 1),
    st.integers(1, 40),
)
PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\u3000\u3000",
        "\r",
        "🙂",
        "㎡",
        "①",
        "\ufeff",
        "１２３ 个",
        "1 2 3 个",
        "三分之二",
        "０．５％",
        "2025年",
    ]
    + [
        "第一条",
        "第二章 总则",
        "一、",
        "（一）",
        "1.",
        "附件1",
        "# ",
        "| 项目 | 数量 |",
        "共100个，其中男50个、女50个。",
        "第 3 页",
    ]
)
POLICIES_MADE_UP = st.lists(PIECES | FROM_POLICY, min_size=1, max_size=40).map("".join)
QUESTIONS = st.one_of(
    st.lists(ASKING | FROM_POLICY, min_size=1, max_size=6).map("".join),
    st.lists(ASKING | FROM_POLICY | HOSTILE | st.text(max_size=12), min_size=1, max_size=8).map(" ".join),
    st.text(max_size=LONGEST + 20),
    st.builds(lambda piece, n: piece * n, ASKING | HOSTILE, st.integers(1, 260)),
)


@pytest.fixture(scope="module")
def served(serve: Serve) -> Served:
    return serve(*IDS)


@pytest.fixture(scope="module")
def other(served: Served) -> Served:
    """The same database opened a second time, as another process would."""
    return open_served(served.database)


def check(answer: Answer, served: Served) -> None:
    """Check all that holds of every answer."""
    for citation in (*answer.citations, *answer.nearest):
        assert served.library.text(citation.document)[citation.start : citation.end] == citation.quote != ""
    assert 0 < len(answer.answer) <= 400
    assert len(answer.nearest) <= 3
    if answer.status == "not_found":
        assert not answer.facts
        assert not answer.citations
    else:
        assert answer.citations
        assert not answer.nearest
    for number, fact in enumerate(answer.facts):
        check_fact(fact, number, answer)
    if answer.facts:
        check_figures_said(answer)


def check_fact(fact: Fact, number: int, answer: Answer) -> None:
    """Check that a figure stands in the quote it names, or follows from figures before it."""
    if fact.derived is None:
        assert fact.text in answer.citations[fact.citation].quote
        read = [figure.value for figure in find_figures("共" + normalise(fact.text))]
        assert not read or fact.value in read
        return
    parts = [answer.facts[n] for n in fact.derived.sources]
    assert all(n < number and answer.facts[n].derived is None for n in fact.derived.sources)
    assert {part.unit for part in parts} == {fact.unit}
    worked_out = {
        "sum": sum(part.value for part in parts),
        "difference": abs(parts[0].value - parts[1].value),
        "count": len(parts),
    }
    assert fact.value == pytest.approx(worked_out[fact.derived.how])


def check_figures_said(answer: Answer) -> None:
    """Check that the sentence names no number that neither quote nor fact nor title holds."""
    held = normalise(" ".join(c.quote + c.title for c in answer.citations))
    held += " ".join(f"{fact.value:,} {fact.value:g} {fact.value:,.0f}" for fact in answer.facts)
    for number in re.findall(r"\d+", normalise(answer.answer)):
        assert number in held


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_always_holds_of_answers_to_common_questions(served: Served, case: Case) -> None:
    answer = served.answerer.answer(case.question)
    check(answer, served)
    assert answer.language == case.lang
    assert answer.question == case.question


@given(QUESTIONS)
@example("😀")
@example("?" * LONGEST)
@example("多少" * 250)
@example("一、（一）1.（1）①" * 40)
@example("第" * 400)
@example("\n".join("楚怡" for _ in range(150)))
@settings(max_examples=250)
def test_any_string_is_answered_or_refused_by_name(served: Served, question: str) -> None:
    try:
        answer = served.answerer.answer(question)
    except InvalidQuestion as refused:
        assert str(refused)
        assert "\n" not in str(refused)
        return
    check(answer, served)
    assert set(answer.question) <= set(question)


@given(st.lists(POLICIES_MADE_UP, min_size=1, max_size=2), st.data())
@settings(max_examples=40)
def test_any_text_is_answered_from(texts: list[str], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        library.mkdir()
        for number, text in enumerate(texts):
            (library / f"{number}.txt").write_text(text, encoding="utf-8", newline="")
        served = serve_folder(library)
        start = data.draw(st.integers(0, len(texts[0]) - 1))
        words = texts[0][start : start + data.draw(st.integers(1, 20))]
        for asking in ("有多少个？", "一共多少元？", "是什么", "由谁负责", "how many"):
            try:
                check(served.answerer.answer(words + asking), served)
            except InvalidQuestion:
                pytest.fail(f"{words + asking!r} holds words")


@given(QUESTIONS, QUESTIONS)
@settings(max_examples=80)
def test_any_string_may_follow_any_other(served: Served, first: str, second: str) -> None:
    try:
        before = served.answerer.answer(first).conversation
        answer = served.answerer.answer(second, before)
    except InvalidQuestion:
        return
    check(answer, served)


@given(st.one_of(st.sampled_from(ASKED), QUESTIONS))
@settings(max_examples=40)
def test_the_same_question_gets_the_same_answer_everywhere(
    served: Served, other: Served, question: str
) -> None:
    try:
        answer = served.answerer.answer(question)
    except InvalidQuestion:
        with pytest.raises(InvalidQuestion):
            other.answerer.answer(question)
        return
    assert served.answerer.answer(question) == answer
    assert other.answerer.answer(question) == answer
    again = other.answerer.answer("由谁负责？", answer.conversation)
    assert served.answerer.answer("由谁负责？", answer.conversation) == again


def test_the_order_of_questions_changes_no_answer(served: Served, other: Served) -> None:
    forward = [served.answerer.answer(question) for question in ASKED[::4]]
    backward = [other.answerer.answer(question) for question in reversed(ASKED[::4])]
    assert forward == backward[::-1]


@pytest.mark.parametrize(
    "question",
    ["", "   ", "？？？", "。", "🙂🙂", "\x00\x01", "\u200b\ufeff", "\n\t", "——", "字" * (LONGEST + 1), "“”"],
)
def test_questions_without_words_or_too_long_are_refused(served: Served, question: str) -> None:
    with pytest.raises(InvalidQuestion):
        served.answerer.answer(question)


def test_the_longest_question_is_answered(served: Served) -> None:
    check(served.answerer.answer(f"  {'租' * LONGEST}  "), served)


def test_control_characters_and_blanks_around_change_nothing(served: Served) -> None:
    plain = served.answerer.answer("落户补贴是多少元？")
    assert plain.facts
    assert served.answerer.answer("\x07  落户\u200b补贴是\x00多少元？\n") == plain


@given(st.text(max_size=40) | st.text("abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789-_=", max_size=120))
@settings(max_examples=60)
def test_a_conversation_that_was_not_given_out_is_ignored(served: Served, conversation: str) -> None:
    fresh = served.answerer.answer("那租金补贴呢？")
    told = served.answerer.answer("那租金补贴呢？", conversation)
    assert replace(told, id=fresh.id) == fresh


def test_a_changed_or_foreign_conversation_is_ignored(served: Served) -> None:
    fresh = served.answerer.answer("那租金补贴呢？")
    given_out = served.answerer.answer("落户补贴是多少元？").conversation
    assert served.answerer.answer("那租金补贴呢？", given_out).facts != fresh.facts
    swapped = given_out[:20] + ("A" if given_out[20] != "A" else "B") + given_out[21:]
    foreign = seal(bytes(32), {"t": [["落户补贴是多少元？", "alone"]]})
    for conversation in (swapped, foreign, given_out[:-6], given_out * 2, ""):
        told = served.answerer.answer("那租金补贴呢？", conversation)
        assert replace(told, id=fresh.id) == fresh


@pytest.mark.parametrize("documents", [["tianhe-youth-2023"], ["points-settlement", "chuyi-2022"], list(IDS)])
@pytest.mark.parametrize("question", ASKED[::9])
def test_only_the_documents_named_are_quoted(served: Served, question: str, documents: list[str]) -> None:
    answer = served.answerer.answer(question, documents=documents)
    check(answer, served)
    assert {c.document for c in (*answer.citations, *answer.nearest)} <= set(documents)


def test_no_documents_at_all_hold_no_answer(served: Served) -> None:
    answer = served.answerer.answer("落户补贴是多少元？", documents=[])
    assert (answer.status, answer.nearest) == ("not_found", ())


def test_an_unknown_document_is_named_with_near_ones(served: Served) -> None:
    with pytest.raises(UnknownDocument, match="tianhe-youth-2023"):
        served.answerer.answer("落户补贴是多少元？", documents=["tianhe-youth"])


@pytest.mark.parametrize(
    ("question", "language", "says"),
    [
        ("How many moon bases are there?", "en", "The text does not say"),
        ("WHO INVENTED THE TELEPHONE", "en", "The text does not say"),
        ("when was the notice on Chuyi issued?", "en", "2022-01-20"),
        ("training base 有多少个", "zh", "个"),
        ("月球上有多少个基地", "zh", "文中没有写明"),
        ("誰發明了電話？", "zh", "文中没有写明"),
    ],
)
def test_the_answer_is_in_the_language_of_the_question(
    served: Served, question: str, language: str, says: str
) -> None:
    answer = served.answerer.answer(question)
    assert answer.language == language
    assert says in answer.answer


@pytest.mark.parametrize(
    "question", ["月球上有多少个基地", "How many moon bases are there?", "谁发明了电话？"]
)
def test_what_the_library_does_not_say_is_not_found(served: Served, question: str) -> None:
    answer = served.answerer.answer(question)
    check(answer, served)
    assert answer.status == "not_found"


def test_an_empty_library_answers_nothing(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    empty = serve_folder(tmp_path / "library")
    for question in ASKED[::20]:
        answer = empty.answerer.answer(question)
        check(answer, empty)
        assert (answer.status, answer.nearest, answer.suggestions) == ("not_found", (), ())


def test_suggested_questions_have_an_answer(served: Served) -> None:
    suggested = {s for question in ASKED[::4] for s in served.answerer.answer(question).suggestions}
    failed = [question for question in suggested if served.answerer.answer(question).status != "answered"]
    assert len(suggested) > 30
    assert len(failed) <= len(suggested) // 10, sorted(failed)


@pytest.mark.parametrize(
    ("question", "colon"),
    [("全市建设多少个实训基地？", "》："), ("How many training bases are to be built?", "》: ")],
)
def test_figures_of_several_documents_are_told_apart(tmp_path: Path, question: str, colon: str) -> None:
    library = tmp_path / "library"
    library.mkdir()
    for city, count in (("甲市", 30), ("乙市", 40)):
        text = f"{city}实训管理办法\n第一条 全市建设{count}个实训基地。\n"
        (library / f"{city}.txt").write_text(text, encoding="utf-8")
    answer = serve_folder(library).answerer.answer(question)
    assert sorted(fact.value for fact in answer.facts) == [30, 40]
    assert answer.answer.count(colon) == 2
