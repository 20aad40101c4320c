"""The glossary as it is read, shipped, used for English, and checked."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InvalidGlossary
from index.glossary import SHIPPED, Entry, Glossary, english_words, load_glossary, make_glossary, stem
from index.glossary_check import check_glossary
from index.words import is_han, normalise

SHIPPED_GLOSSARY = load_glossary()
SHIPPED_ENTRIES = SHIPPED_GLOSSARY.entries


def glossary_of(*entries: tuple[str, str, str]) -> Glossary:
    split = (Entry(*(tuple(p for p in part.split("|") if p) for part in entry)) for entry in entries)
    return make_glossary(split, "test")


def messages(glossary: Glossary, held: str = "") -> list[tuple[str, int, str]]:
    return [(f.kind, f.entry, f.message) for f in check_glossary(glossary, held.count)]


def test_shipped_glossary_has_no_conflict_and_no_idle_entry() -> None:
    whole_field = "".join(term for entry in SHIPPED_ENTRIES for term in entry.same)
    assert check_glossary(SHIPPED_GLOSSARY, whole_field.count) == []


def test_shipped_terms_are_normalised_chinese_and_those_of_one_character_few() -> None:
    terms = {t for e in SHIPPED_ENTRIES for t in (*e.same, *e.broader)}
    assert [t for t in terms if normalise(t) != t or not is_han(t)] == []
    # A character stands inside many words: verbs are only broader words, and only a noun that compounds hold (犬 in 大型犬) is equal to another.
    assert {t for e in SHIPPED_ENTRIES for t in e.same if len(t) < 2} == {"犬", "猫"}
    assert len({t for t in terms if len(t) < 2}) < 150


def test_shipped_file_is_written_in_simplified_characters() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    written = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    assert [c for c in written if normalise(c) != c] == []


@pytest.mark.parametrize(
    ("term", "other"),
    [
        ("中职", "高职"),
        ("补贴", "奖励"),
        ("补贴", "贷款"),
        ("学费", "学杂费"),
        ("施行", "印发"),
        ("中职", "职业学校"),
    ],
)
def test_what_policies_set_different_figures_for_stays_apart(term: str, other: str) -> None:
    assert other not in SHIPPED_GLOSSARY.equal(term)
    assert term not in SHIPPED_GLOSSARY.equal(other)


@pytest.mark.parametrize(
    ("term", "equal"),
    [
        ("中职学校", "中等职业学校"),
        ("公租房", "公共租赁住房"),
        ("低保", "最低生活保障"),
        ("人社局", "人力资源和社会保障局"),
    ],
)
def test_abbreviations_are_equal_to_full_names_both_ways(term: str, equal: str) -> None:
    assert equal in SHIPPED_GLOSSARY.equal(term)
    assert term in SHIPPED_GLOSSARY.equal(equal)


def test_broader_term_finds_narrower_and_never_the_reverse() -> None:
    assert "中等职业学校" in SHIPPED_GLOSSARY.narrower("职业学校")
    assert SHIPPED_GLOSSARY.narrower("中等职业学校") == ()


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("training base", "实训基地"),
        ("cultural heritage bases", "文化传承基地"),
        ("Vocational-Education groups", "职业教育集团"),
        ("integration of industry and education", "产教融合"),
        ("high level specialty groups", "高水平专业群"),
        ("GDP", "地区生产总值"),
        ("Hunan", "湖南"),
    ],
)
def test_shipped_names_lead_to_official_words(name: str, term: str) -> None:
    words = name.lower().replace("-", " ").split()
    [(start, end, terms)] = SHIPPED_GLOSSARY.translate(words)
    assert (start, end) == (0, len(words))
    assert term in terms


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("centres", "center"),
        ("neighbourhoods", "neighborhood"),
        ("programmes", "program"),
        ("licences", "licensed"),
        ("catalogue", "catalogs"),
        ("organisations", "organization"),
        ("labourers", "laborer"),
    ],
)
def test_british_and_american_spellings_are_one(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize(
    ("one", "other"), [("four", "for"), ("share", "sharing"), ("influence", "influenced")]
)
def test_words_that_only_look_british_keep_their_forms(one: str, other: str) -> None:
    assert (stem(one) == stem(other)) is (one != "four")


def test_every_term_is_told_once_broader_ones_too() -> None:
    glossary = glossary_of(("甲校|乙校", "丙校", ""), ("丙校", "丁校", ""))
    assert glossary.terms() == ["甲校", "乙校", "丙校", "丁校"]


def test_longest_name_wins_and_the_rest_goes_on_behind_it() -> None:
    glossary = glossary_of(("基地", "", "zorb"), ("实训基地", "", "flimming zorb"), ("培训", "", "flimming"))
    words = "flimming for a flimming zorb".split()
    assert glossary.translate(words) == [(0, 1, ("培训",)), (3, 5, ("实训基地",))]


def test_one_name_of_several_entries_means_all_their_terms() -> None:
    glossary = glossary_of(("计划", "", "zorb"), ("方案|规划", "", "zorb|scheme"))
    assert glossary.translate(["zorbs"]) == [(0, 1, ("计划", "方案", "规划"))]


def test_names_of_words_of_every_field_come_behind_those_of_the_glossary() -> None:
    glossary = glossary_of(("冷库", "", "warehouse"), ("存货的仓库|仓库", "", ""))
    [(_, _, found)] = glossary.translate(["warehouses"])
    assert found[0] == "冷库"
    assert {"仓库", "存货的仓库"} <= set(found)


@pytest.mark.parametrize(("apart", "together"), [("-", " "), (" ", "-")], ids=["blanks", "hyphens"])
def test_every_shipped_name_is_found_with_blanks_or_hyphens(apart: str, together: str) -> None:
    for entry in SHIPPED_ENTRIES:
        for name in entry.english:
            words = english_words(normalise(name.replace(apart, together)))
            found = SHIPPED_GLOSSARY.translate(words)
            spans = [(start, end) for start, end, terms in found if set(entry.same) <= set(terms)]
            assert spans == [(0, len(words))], (entry.same, name)


@given(st.lists(st.sampled_from("training base school of the new plan group Hunan 80 chuyi".split())))
def test_translation_covers_words_once_in_order(words: list[str]) -> None:
    spans = [(start, end) for start, end, _ in SHIPPED_GLOSSARY.translate(words)]
    assert all(start < end <= len(words) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[[term]]\nsame = ["学校"]\n[[term]]\nsame = "院校"\n', "entry 2"),
        ('[[term]]\nsame = ["学校"]\n\n[[term]]\nenglish = ["college"]\n', "entry 2"),
        ('[[term]]\nsame = ["school"]\n', "entry 1"),
        ('[[term]]\nsame = ["学校", ""]\n', "entry 1"),
        ('[[term]]\nsame = ["学校"]\nenglisch = ["school"]\n', "englisch"),
        ('[[terms]]\nsame = ["学校"]\n', "terms"),
        ('[[term]]\nsame = ["学校"\nenglish = ["school"]\n', "line 3"),
        ("term = [1]\n", "entry 1"),
    ],
)
def test_wrong_glossary_names_file_and_place(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(InvalidGlossary, match=said) as error:
        load_glossary(file)
    assert "words.toml" in str(error.value)


def test_missing_and_undecodable_glossaries_are_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('[[term]]\nsame = ["学校"]\n'.encode("gb18030"))
    for name in ("absent.toml", "gbk.toml"):
        with pytest.raises(InvalidGlossary, match=name):
            load_glossary(tmp_path / name)


def test_traditional_and_full_width_terms_are_folded(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text('[[term]]\nsame = ["職業學校", "專業（群）"]\nbroader = ["院校"]\n', encoding="utf-8")
    glossary = load_glossary(file)
    assert glossary.equal("职业学校") == ("专业(群)",)
    assert glossary.narrower("院校") == ("职业学校", "专业(群)")


def test_changed_file_gets_another_version(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text('[[term]]\nsame = ["学校", "院校"]\n', encoding="utf-8")
    before = load_glossary(file).version
    file.write_text('[[term]]\nsame = ["学校", "校园"]\n', encoding="utf-8")
    assert load_glossary(file).version != before


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([("学校|院校", "", ""), ("校园|院校", "", "")], (2, "院校 stands in entry 1 too")),
        ([("学校|院校|学校", "", "")], (1, "学校 is given twice")),
        ([("学校|院校", "院校", "")], (1, "院校 is equal and broader")),
        ([("学校", "院校", ""), ("院校", "学校", "")], (1, "each is broader than the other")),
        ([("甲校", "乙校", ""), ("乙校", "丙校", ""), ("丙校", "甲校", "")], (1, "each is broader")),
    ],
)
def test_check_finds_a_planted_conflict(entries: list[tuple[str, str, str]], found: tuple[int, str]) -> None:
    held = "".join("".join(e) for e in entries)
    [(kind, entry, message)] = messages(glossary_of(*entries), held)
    assert (kind, entry) == ("conflict", found[0])
    assert found[1] in message


@pytest.mark.parametrize(
    ("entries", "held", "found"),
    [
        ([("学校|院校", "", "")], "幼儿园", (1, "no text of the library holds 学校、院校")),
        ([("学校|院校", "", ""), ("中职", "", "")], "中职院校", (2, "中职 stands alone")),
        ([("学校", "", "school|School")], "学校", (1, "school is given twice")),
        ([("学校", "", "school|校园")], "学校", (1, "校园 is no English name")),
    ],
)
def test_check_finds_what_changes_no_result(
    entries: list[tuple[str, str, str]], held: str, found: tuple[int, str]
) -> None:
    [(kind, entry, message)] = messages(glossary_of(*entries), held)
    assert (kind, entry) == ("idle", found[0])
    assert found[1] in message


def test_check_is_silent_where_all_is_well() -> None:
    glossary = glossary_of(("学校", "", "school"), ("中职|中等职业", "学校", ""), ("高职", "学校", ""))
    assert messages(glossary, "学校 中等职业 高职") == []


def test_one_english_name_in_two_entries_is_no_conflict() -> None:
    assert messages(glossary_of(("计划", "", "plan"), ("方案", "", "plan")), "计划方案") == []


def test_findings_name_the_line_of_their_entry() -> None:
    source = '# words\n[[term]]\nsame = ["学校"]\nenglish = ["school"]\n\n[[term]]\nsame = ["院校"]\n'
    glossary = glossary_of(("学校", "", "school"), ("院校", "", ""))
    [finding] = check_glossary(glossary, "学校院校".count, source)
    assert (finding.entry, finding.line) == (2, 6)


def test_words_are_stemmed_in_many_threads_as_in_one() -> None:
    endings = ("s", "ingly", "nationalizations", "fulness")
    words = [
        f"{'ab' * n}{letter}{ending}" for n in range(20) for letter in ascii_lowercase for ending in endings
    ]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(stem, words))
    stem.cache_clear()
    assert together == [stem(word) for word in words]
