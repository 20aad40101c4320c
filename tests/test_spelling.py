"""Words are found by their sound: pinyin, homophones, compounds of known words; never what is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import Speller, sounds

KNOWN = ["实训", "基地", "职教", "集团", "文化", "传承", "女生", "绿化", "公示", "公式", "西安"]
SPELLER = Speller(KNOWN.__contains__, lambda sound: tuple(word for word in KNOWN if sound in sounds(word)))


@pytest.mark.parametrize(
    ("word", "heard"),
    [("实训", "shixun"), ("女生", "nüsheng"), ("行长", "hangzhang"), ("abc", "abc"), ("", "")],
)
def test_sounds_are_pinyin_without_tones(word: str, heard: str) -> None:
    assert heard in [way.replace("v", "ü") for way in sounds(word)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("shixun", ("实训",)),
        ("jidi", ("基地",)),
        ("gongshi", ("公示", "公式")),
        ("时训", ("实训",)),
        ("几地", ("基地",)),
        ("shixunjidi", ("实训基地",)),
        ("wenhuachuancheng", ("文化传承",)),
        ("实寻基地", ("实训基地",)),
        ("wenhuachuan", ()),
        ("nothing", ()),
        ("幼儿园", ()),
        ("🙂🙂", ()),
        ("12", ()),
    ],
)
def test_words_that_sound_alike(written: str, words: tuple[str, ...]) -> None:
    assert SPELLER.spell(written) == words


@pytest.mark.parametrize("word", [*KNOWN, "市", "先", "a", ""])
def test_known_words_and_single_characters_are_left_alone(word: str) -> None:
    assert SPELLER.spell(word) == ()


def test_a_library_without_words_spells_nothing() -> None:
    assert Speller(lambda word: False, lambda sound: ()).spell("jidi") == ()


@given(st.text(max_size=60))
def test_what_is_spelt_is_made_of_known_words_and_sounds_the_same(written: str) -> None:
    for found in SPELLER.spell(written):
        assert set(sounds(found)) & {*sounds(written), written}


@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=12))
def test_any_row_of_known_words_typed_in_pinyin_is_found(words: list[str]) -> None:
    typed = "".join(sounds(word)[0] for word in words)
    found = SPELLER.spell(typed)
    assert found
    assert all(typed in sounds(word) for word in found)
