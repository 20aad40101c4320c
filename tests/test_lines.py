"""Sorted lines are looked up as a dictionary would be, and changed without being read."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from index.lines import Table, write_table
from index.vocabulary import Vocabulary, write_vocabulary

KEYS = st.text(st.sampled_from("ab一二三基地𠮷"), min_size=1, max_size=4)
VALUES = st.text(st.sampled_from("1 2基"), min_size=1, max_size=5)
TABLES = st.dictionaries(KEYS, VALUES, max_size=12)
CHANGES = st.dictionaries(KEYS, st.one_of(VALUES, st.just("")), max_size=8)


@given(TABLES, CHANGES, st.lists(KEYS, max_size=5))
def test_a_table_is_a_dictionary_that_lies_in_a_file(
    held: dict[str, str], changes: dict[str, str], others: list[str]
) -> None:
    with TemporaryDirectory() as name:
        before, after = Path(name) / "before", Path(name) / "after"
        write_table(before, held.items())
        table = Table(before)
        assert {key: table.get(key) for key in {*held, *others}} == {
            k: held.get(k, "") for k in {*held, *others}
        }
        table.write_changed(after, changes)
        changed = {key: value for key, value in (held | changes).items() if value}
        every = {*held, *changes, *others}
        assert {key: Table(after).get(key) for key in every} == {key: changed.get(key, "") for key in every}
        write_table(before, changed.items())
        assert after.read_bytes() == before.read_bytes()


def test_words_of_a_sound_come_the_most_frequent_first(tmp_path: Path) -> None:
    heard = {"公示": "gongshi", "公式": "gongshi", "行长": "hangzhang xingchang"}
    write_vocabulary(tmp_path, {"公示": 2, "公式": 3, "行长": 1, "a": 4}, heard)
    vocabulary = Vocabulary(tmp_path)
    assert vocabulary.sounding("gongshi") == ("公式", "公示")
    assert vocabulary.sounding("xingchang") == ("行长",)
    assert [vocabulary.clauses(w) for w in ("公示", "a", "b", "")] == [2, 4, 0, 0]


def test_a_changed_vocabulary_is_as_one_made_anew(tmp_path: Path) -> None:
    heard = {
        "公示": "gongshi",
        "公式": "gongshi",
        "行长": "hangzhang xingchang",
        "工事": "gongshi",
    }
    for name in ("before", "after", "anew"):
        (tmp_path / name).mkdir()
    before = {"公示": 2, "公式": 3, "行长": 1}
    write_vocabulary(tmp_path / "before", before, {w: heard[w] for w in before})
    changes = {"公示": 2, "公式": -3, "行长": 0, "工事": 1}
    Vocabulary(tmp_path / "before").write_changed(tmp_path / "after", changes, heard)
    after = {"公示": 4, "行长": 1, "工事": 1}
    write_vocabulary(tmp_path / "anew", after, {w: heard[w] for w in after})
    for table in ("words.txt", "sounds.txt"):
        assert (tmp_path / "after" / table).read_bytes() == (tmp_path / "anew" / table).read_bytes()
