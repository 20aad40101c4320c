"""What the glossary does to answers: equal, narrower and English terms; a changed file at the next start."""

from pathlib import Path

import pytest
from conftest import Served, serve_folder

POLICY = """某市社区设施管理办法
第一条 全市建设驿家小站四十个。
第二条 全市建设暖心食堂十五家。
第三条 全市设立日间照料机构二十六所。
"""
ENTRIES = """
[[term]]
same = ["驿家小站", "邻里小站"]
english = ["organised neighbourhood stop"]

[[term]]
same = ["日间照料机构"]
broader = ["养老院"]

[[term]]
same = ["敬老院"]
broader = ["日间照料机构"]
"""


def serve_with(folder: Path, entries: str) -> Served:
    """Serve the policy with a glossary of these entries; both files are written anew."""
    library, glossary = folder / "library", folder / "words.toml"
    library.mkdir(exist_ok=True)
    (library / "办法.txt").write_text(POLICY, encoding="utf-8")
    glossary.write_text(entries, encoding="utf-8")
    return serve_folder(library, glossary)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_with(tmp_path_factory.mktemp("glossary"), ENTRIES)


def value(served: Served, question: str) -> float | None:
    answer = served.answerer.answer(question)
    return answer.facts[0].value if answer.facts else None


def test_a_changed_file_is_used_at_the_next_start(served: Served, tmp_path: Path) -> None:
    assert value(served, "饭堂有多少家？") is None
    assert value(serve_with(tmp_path, '[[term]]\nsame = ["暖心食堂", "饭堂"]\n'), "饭堂有多少家？") == 15
    assert value(served, "饭堂有多少家？") is None


@pytest.mark.parametrize("term", ["驿家小站", "邻里小站"])
def test_equal_terms_answer_for_each_other(served: Served, term: str) -> None:
    assert value(served, f"{term}有多少个？") == 40


def test_a_wider_word_finds_the_narrower(served: Served) -> None:
    assert value(served, "养老院有多少所？") == 26


def test_a_narrower_word_does_not_find_the_wider(served: Served) -> None:
    answer = served.answerer.answer("敬老院有多少所？")
    assert (answer.status, answer.facts) == ("not_found", ())


@pytest.mark.parametrize(
    "question",
    [
        "How many organised neighbourhood stops are there?",
        "How many organized neighbourhood stops are there?",
        "how many organised-neighbourhood-stops",
        "ORGANISING NEIGHBOURHOOD STOP: HOW MANY",
    ],
)
def test_english_names_are_found_however_they_are_written(served: Served, question: str) -> None:
    answer = served.answerer.answer(question)
    assert (answer.language, [fact.value for fact in answer.facts]) == ("en", [40])
