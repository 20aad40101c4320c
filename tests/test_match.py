"""How far a text holds a word: whole, by an equal term, by its sound, in part, not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.match import GUESSED, PARTIAL, SHORTENED, cover, coverage, degree
from bot.question import Term

LETTERS = st.text("甲乙丙丁戊己", max_size=8)
WORDS = st.text("甲乙丙丁戊己", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        (Term("护理员"), "培训护理员十名", 1.0),
        (Term("护理员", ("护工",)), "培训护工十名", 1.0),
        (Term("护力员", ("护理员",), guessed=True), "培训护理员十名", GUESSED),
        (Term("护力员", ("护理员",), guessed=True), "培训护力员十名", 1.0),
        (Term("护理人员"), "护理与人员", PARTIAL),
        (Term("护理服务人员"), "护理", PARTIAL / 9),
        (Term("护理员"), "护士和理发员", 0.0),
        (Term("护理员"), "", 0.0),
        (Term("高护", unseen=True), "培训高级护理员十名", SHORTENED),
        (Term("高护"), "培训高级护理员十名", 0.0),
        (Term("高护", unseen=True), "高层住宅，护理员", 0.0),
    ],
)
def test_degree(term: Term, text: str, expected: float) -> None:
    assert degree(term, text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("社区养老服务", "社区养老服务", 1.0),
        ("社区养老服务", "养老服务在社区", 0.7),
        ("社区养老服务", "养老", 2 / 6),
        ("社区养老服务", "社、区、养、老", 0.0),
        ("甲", "甲", 0.0),
    ],
)
def test_cover_counts_runs_of_two_or_more(word: str, text: str, expected: float) -> None:
    assert cover(word, text) == pytest.approx(expected)


@given(WORDS, st.lists(WORDS, max_size=3), st.booleans(), LETTERS)
def test_degree_lies_between_nothing_and_all(word: str, equal: list[str], guessed: bool, text: str) -> None:
    term = Term(word, tuple(equal), guessed=guessed)
    assert 0.0 <= degree(term, text) <= 1.0
    assert (degree(term, text) == 1.0) >= (word in text)


@given(WORDS, LETTERS, LETTERS)
def test_more_text_never_covers_less(word: str, text: str, more: str) -> None:
    assert degree(Term(word), text + more) >= degree(Term(word), text) - 1e-9


@given(st.lists(st.tuples(WORDS, st.floats(0.01, 3)), max_size=5), st.lists(LETTERS, min_size=1, max_size=3))
def test_coverage_is_a_share(weighted: list[tuple[str, float]], texts: list[str]) -> None:
    terms = [Term(word) for word, _ in weighted]
    share = coverage(terms, [weight for _, weight in weighted], texts)
    assert 0.0 <= share <= 1.0 + 1e-9
    if terms and all(any(t.word in text for text in texts) for t in terms):
        assert share == pytest.approx(1.0)


def test_coverage_weighs_terms_and_joins_texts() -> None:
    terms = [Term("甲乙"), Term("丙丁")]
    assert coverage(terms, [3, 1], ["甲乙"]) == 0.75
    assert coverage(terms, [3, 1], ["甲乙", "丙丁"]) == 1.0
    assert coverage([], [], ["甲乙"]) == 0.0
    assert coverage(terms, [0, 0], ["甲乙"]) == 0.0
