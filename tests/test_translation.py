"""English words that the glossary lacks: found by general language, among the words of the library only."""

from hypothesis import given
from hypothesis import strategies as st

from index.glossary import english_words
from index.lexicon import english_stop_words
from index.translation import LONGEST, english_names, translate

HELD = frozenset("航道 水路 知名 品牌 农田 等待 五 月 苹果 银行".split())
NAMES = english_names(HELD.__contains__)


def chinese(text: str) -> set[str]:
    return {word for _, _, found in translate(text.split(), NAMES) for word in found}


def test_a_word_is_found_in_any_form():
    assert "航道" in chinese("waterways")
    assert chinese("waterway") == chinese("waterways")


def test_a_name_of_several_words_goes_before_its_words():
    assert chinese("well known") == {"知名"}


def test_only_words_that_the_library_holds_are_given():
    assert set().union(*NAMES.values()) <= HELD
    assert chinese("library") == set()


def test_single_characters_are_no_names():
    assert chinese("five moons") == set()


def test_words_that_only_join_or_ask_are_not_looked_up():
    assert translate(["how", "many"], english_names(lambda word: True)) == []


@given(
    st.lists(st.sampled_from([*english_stop_words(), "bank", "waterway", "apple", "well", "known", "zzz"]))
)
def test_places_of_words_are_in_order_and_apart(words):
    found = translate(words, NAMES)
    ends = [0, *(end for _, end, _ in found)]
    assert all(
        before <= start < end <= start + LONGEST for before, (start, end, _) in zip(ends, found, strict=False)
    )
    assert all(end <= len(words) for end in ends)


def test_glosses_that_explain_are_no_names():
    assert all(english_words(" ".join(name)) for name in NAMES)
