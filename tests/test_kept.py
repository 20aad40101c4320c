"""Answers that are kept: the same ones, for the same library, and no more of them than there is room for."""

from concurrent.futures import ThreadPoolExecutor

from conftest import Served

from bot import kept
from bot.kept import KeptAnswers

QUESTION = "“楚怡”文化传承基地有多少个？"


def test_a_kept_answer_is_the_one_that_would_be_found(serve):
    served: Served = serve("chuyi-2022")
    answers = KeptAnswers(served.library, served.searcher)
    assert answers.recall(QUESTION) is None
    assert answers.answer(QUESTION) == served.answerer.answer(QUESTION)
    found = answers.recall(QUESTION)
    assert found and found.answer is answers.answer(QUESTION)


def test_what_is_asked_otherwise_is_answered_otherwise(serve):
    served = serve("chuyi-2022")
    answers = KeptAnswers(served.library, served.searcher)
    first = answers.answer(QUESTION)
    follow_up = "优秀技工院校呢？"
    assert answers.answer(follow_up, first.conversation) == served.answerer.answer(
        follow_up, first.conversation
    )
    assert answers.recall(follow_up, first.conversation) is None
    for documents in (["chuyi-2022"], ["chuyi-2022"] * 2, []):
        assert answers.answer(QUESTION, None, documents) == served.answerer.answer(QUESTION, None, documents)
    assert answers.recall(QUESTION, None, ["chuyi-2022"] * (kept.FEW + 1)) is None


def test_no_more_are_kept_than_there_is_room_for(serve, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", 3)
    served = serve("chuyi-2022")
    answers = KeptAnswers(served.library, served.searcher)
    questions = [f"{n}个基地在哪里？" for n in range(4)]
    for question in (*questions[:3], questions[0], questions[3]):
        answers.answer(question)
    assert [bool(answers.recall(question)) for question in questions] == [True, False, True, True]


def test_many_threads_get_the_same_answers(serve):
    served = serve("chuyi-2022")
    answers = KeptAnswers(served.library, served.searcher)
    questions = [QUESTION, "优秀技工院校有几所？", "江苏省有多少个基地？", "How many bases?"] * 8
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(answers.answer, questions))
    assert together == [served.answerer.answer(question) for question in questions]
