"""What everyday words stand for: only words that the library holds, weighed by what of a question has taught any."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.everyday import MOST, SHIPPED, STRENGTH, expand, learned

WORDS = [f"w{n}" for n in range(12)]
RARITIES = {word: 1.0 + n / 4 for n, word in enumerate(WORDS)}
UNSEEN = 9.0
TEACHING = st.dictionaries(
    st.sampled_from([*WORDS, "new"]),
    st.dictionaries(st.sampled_from([*WORDS, "lost"]), st.floats(0.01, 1), min_size=1),
    max_size=6,
)


def idf(word: str) -> float:
    return RARITIES.get(word, UNSEEN)


def test_every_line_of_the_shipped_table_is_found_by_its_word() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 1000
    for word, pairs in (line.split("\t") for line in lines):
        found = learned(word)
        assert list(found) == pairs.split(" ")[::2]
        assert all(weight >= 1 for weight in found.values())


@pytest.mark.parametrize("word", ["", "\0", "没有这个词", "a\tb"])
def test_a_word_that_nobody_asked_with_has_taught_nothing(word: str) -> None:
    assert learned(word) == {}


@given(st.lists(st.sampled_from([*WORDS, "new"]), max_size=6, unique=True), TEACHING)
def test_only_held_words_come_and_no_more_than_was_taught(
    asked: list[str], taught: dict[str, dict[str, float]]
) -> None:
    found = expand(asked, idf, lambda word: taught.get(word, {}))
    assert set(found) <= {w for a in asked for w in taught.get(a, {})} - {"lost"}
    assert all(share > 0 for share in found.values())
    known = [a for a in asked if a in taught or a in RARITIES]
    share = sum(idf(a) ** 2 for a in known if a in taught) / (sum(idf(a) ** 2 for a in known) or 1)
    assert math.hypot(*found.values()) <= STRENGTH * math.sqrt(share) * (1 + 1e-9)


def test_of_many_words_the_weightiest_are_looked_for() -> None:
    many = {f"t{n}": 1.0 + n for n in range(2 * MOST)}
    found = expand(["q"], lambda word: 1.0 if word in many or word == "q" else UNSEEN, lambda word: many)
    assert set(found) == {f"t{n}" for n in range(MOST, 2 * MOST)}
