"""Words: folding keeps every offset, compounds are found whole and in parts, names stay in one piece."""

import pytest
from conftest import POLICIES
from hypothesis import given
from hypothesis import strategies as st

from index.glossary import load_glossary
from index.search import open_segmenter
from index.words import Segmenter, fold, is_han, normalise, without_quotes

# Characters whose lower case or Simplified form might have another length.
ODD = "İßﬁŉǅϓԵ々〇ΐ䴗𠮷𪚥\u0345\u200b\ud800鬥鍾裏後臺"
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
ANY = st.lists(st.one_of(st.characters(), st.sampled_from(ODD), HAN)).map("".join)
POLICY = (POLICIES[1] / "public-housing.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return open_segmenter(load_glossary())


@given(ANY)
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("公共租賃住房", "公共租赁住房"),
        ("國務院關於實施職業教育的決定", "国务院关于实施职业教育的决定"),
        ("Chuyi", "chuyi"),
        ("ＡＢＣ１２", "abc12"),
        ("（一）", "(一)"),
        ("５０ ％", "50%"),
        ("住 房\n保 障", "住房\n保障"),
        ("60㎡", "60平方米"),
    ],
)
def test_width_case_and_script_are_one(text: str, folded: str) -> None:
    assert normalise(text) == folded


def test_quotation_and_title_marks_are_left_out() -> None:
    assert without_quotes("《“一网通办”办法》") == "一网通办办法"


@pytest.mark.parametrize(
    ("text", "held"), [("甲", True), ("a甲", True), ("𠮷", True), ("abc 12。", False), ("", False)]
)
def test_chinese_characters_are_known(text: str, held: bool) -> None:
    assert is_han(text) is held


def test_compounds_are_found_whole_and_in_parts(segmenter: Segmenter) -> None:
    tokens = segmenter.tokens("公共租赁住房的保障办法")
    assert {"公共租赁住房", "租赁", "住房"} <= set(tokens)
    assert segmenter.words("公共租赁住房")[0] == "公共租赁住房"
    assert set(segmenter.parts("公共租赁住房")) == set(segmenter.tokens("公共租赁住房"))


def test_added_words_are_kept_whole(segmenter: Segmenter) -> None:
    sentence = "雪莓社区驿家服务站"
    assert "雪莓社区驿家" not in segmenter.tokens(sentence)
    assert "雪莓社区驿家" in Segmenter(["雪莓社区驿家"]).words(sentence)


def test_names_that_were_cut_up_are_joined(segmenter: Segmenter) -> None:
    assert "楚怡" in segmenter.words("建设“楚怡”基地")
    assert "楚怡" in segmenter.tokens("楚怡基地")
    assert {"楚", "怡"} <= set(segmenter.tokens("楚怡基地"))


@pytest.mark.parametrize(
    ("text", "word"),
    [("增长3.5%以上", "3.5%"), ("gb/t covid-19疫苗", "covid-19"), ("5g基站", "5g"), ("c++语言", "c")],
)
def test_numbers_and_latin_words_stay_whole(segmenter: Segmenter, text: str, word: str) -> None:
    assert word in segmenter.words(text)
    assert word in segmenter.tokens(text)


@pytest.mark.parametrize("text", ["", " ", "，。！？", "“”", "🙂🙂", "\x00\n"])
def test_text_without_words_has_none(segmenter: Segmenter, text: str) -> None:
    assert segmenter.tokens(text) == segmenter.words(text) == []


@given(ANY)
def test_tokens_are_pieces_of_the_text_and_the_same_each_time(text: str) -> None:
    segmenter = open_segmenter(load_glossary())
    folded = normalise(text)
    plain, tokens = without_quotes(folded), segmenter.tokens(folded)
    assert all(token and token in plain for token in tokens)
    assert segmenter.tokens(folded) == tokens


@given(st.integers(0, len(POLICY) - 40), st.integers(1, 40))
def test_words_cover_all_chinese_of_a_text_in_order(start: int, length: int) -> None:
    folded = normalise(POLICY[start : start + length])
    han = [c for c in folded if is_han(c)]
    segmented = open_segmenter(load_glossary()).words(folded)
    assert [c for word in segmented for c in word if is_han(c)] == han


def test_common_words_are_told_from_rare_and_unknown_ones(segmenter: Segmenter) -> None:
    assert segmenter.commonness("工作") > segmenter.commonness("租赁") > segmenter.commonness("楚怡") == 0.0
