"""rjieba and jieba cut alike; frequencies are those of jieba's own file."""

import re
import subprocess
import sys
from itertools import islice

import jieba
import pytest
from conftest import POLICIES, ROOT
from hypothesis import assume, given
from hypothesis import strategies as st

from index.cutting import TOTAL, MappedCutter
from index.dictionary import PythonDictionary, RustDictionary, open_dictionary, segmenter_name
from index.glossary import load_glossary
from index.words import Segmenter, normalise

HAN = re.compile(r"[\u4e00-\u9fff]+")
OWN = ["雪莓社区驿家", "实训", "公共租赁住房"]


def lines() -> list[str]:
    """Return at least 10,000 lines of policies: every line of the tests' own, then their lines cut short."""
    files = [f for home in POLICIES for f in sorted(home.glob("*.*")) if f.suffix in (".md", ".txt")]
    whole = [line for f in files for line in normalise(f.read_text(encoding="utf-8")).split("\n") if line]
    cut = (line[at:] for at in range(1, 200) for line in whole if len(line) > at + 2)
    return whole + list(islice(cut, max(0, 10_000 - len(whole))))


@pytest.fixture(scope="module")
def python() -> PythonDictionary:
    return PythonDictionary(load_glossary().terms())


@pytest.fixture(scope="module")
def rust() -> RustDictionary:
    return RustDictionary(load_glossary().terms(), patience=0)


def test_both_give_the_same_tokens_of_10000_lines(python: PythonDictionary, rust: RustDictionary) -> None:
    every = lines()
    assert len(every) >= 10_000
    ours, theirs = Segmenter(dictionary=rust), Segmenter(dictionary=python)
    assert [line for line in every if ours.tokens(line) != theirs.tokens(line)] == []
    assert [line for line in every[:2000] if ours.words(line) != theirs.words(line)] == []


def test_both_give_the_same_tokens_of_every_term_of_the_glossary(
    python: PythonDictionary, rust: RustDictionary
) -> None:
    ours, theirs = Segmenter(dictionary=rust), Segmenter(dictionary=python)
    terms = load_glossary().terms()
    assert [t for t in terms if ours.tokens(t) != theirs.tokens(t) or ours.words(t) != theirs.words(t)] == []


@pytest.mark.parametrize(
    "text", ["gb/t 19001-2016标准", "19001-2016", "iso9001质量管理体系", "3.5%以上", "㐂𠮷二〇一六"]
)
def test_both_give_the_same_tokens_of_mixed_runs(
    text: str, python: PythonDictionary, rust: RustDictionary
) -> None:
    ours, theirs = Segmenter(dictionary=rust), Segmenter(dictionary=python)
    assert ours.tokens(text) == theirs.tokens(text)
    assert ours.words(text) == theirs.words(text)


def test_the_first_characters_are_cut_over_the_file_just_as_by_rjieba(rust: RustDictionary) -> None:
    mapped = MappedCutter(rust.own)
    runs = [run for line in lines()[:1200] for run in HAN.findall(line)]
    assert [run for run in runs if mapped.cut(run) != rust.cut(run)] == []
    assert [run for run in runs if mapped.cut_for_search(run) != rust.cut_for_search(run)] == []


def test_every_misplaced_word_of_the_file_is_known(rust: RustDictionary) -> None:
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    mapped = MappedCutter(())
    held = [w for w, count in tokenizer.FREQ.items() if count and HAN.fullmatch(w)]
    near = [w for w in held if w[0] in "一吉高" or len(w) > 5]
    assert [w for w in near if not mapped.has_word(w) or mapped.cut(w) != tokenizer.lcut(w, HMM=False)] == []


def test_rjieba_takes_over_after_the_first_characters() -> None:
    dictionary = RustDictionary(OWN, patience=8)
    for _ in range(4):
        assert dictionary.cut("租赁住房") == ["租赁", "住房"]
        assert "雪莓社区驿家" in dictionary.cut_for_search("雪莓社区驿家")


@given(st.text(alphabet="公共租赁住房保障办法的实训基地一二十年内外楚怡〇㐂龘", max_size=30))
def test_both_cut_any_run_alike(python: PythonDictionary, rust: RustDictionary, text: str) -> None:
    # 实|实实 and 实实|实 are equally likely: where one character is repeated, each takes its own.
    assume(not re.search(r"(.)\1\1", text))
    assert rust.cut(text) == python.cut(text)
    assert rust.cut_for_search(text) == python.cut_for_search(text)


def test_frequencies_are_those_of_jieba(python: PythonDictionary, rust: RustDictionary) -> None:
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    assert tokenizer.total == TOTAL
    every = [*list(tokenizer.FREQ)[::97], *load_glossary().terms(), "", "楚怡", "甲" * 30, "AT&T", "鿃"]
    assert [w for w in every if rust.frequency(w) != tokenizer.FREQ.get(w, 0)] == []
    assert [w for w in every if (w in rust) != (w in python)] == []


@pytest.mark.parametrize("kind", [PythonDictionary, RustDictionary])
def test_own_words_stay_with_their_dictionary(kind: type[PythonDictionary] | type[RustDictionary]) -> None:
    own, other = kind(OWN), kind()
    assert own.cut("到雪莓社区驿家去") == ["到", "雪莓社区驿家", "去"]
    assert "雪莓社区驿家" in own and "雪莓社区驿家" not in other
    assert own.frequency("雪莓社区驿家") == 0
    assert "雪莓社区驿家" not in other.cut("到雪莓社区驿家去")


def test_the_name_tells_which_of_them_cuts() -> None:
    assert segmenter_name().startswith("rjieba-")
    assert isinstance(open_dictionary(), RustDictionary)


def test_jieba_cuts_where_rjieba_is_not_installed() -> None:
    code = (
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'rjieba' else find(name, *a)\n"
        "from index.dictionary import open_dictionary, segmenter_name\n"
        "print(segmenter_name(), *open_dictionary().cut('公共租赁住房'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert done == ["jieba-0.42.1", "公共", "租赁", "住房"]
