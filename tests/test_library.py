"""The library serves what its files say; a sync reads only what has changed."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import DATA, SHIPPED, Analyser, copy_policies, errors, served, states

from corpus.errors import UnknownDocument, UnusableDatabase, UnusableFile
from corpus.library import list_policies, open_library, read_document, sync


@pytest.fixture
def folder(tmp_path):
    return copy_policies(tmp_path / "library")


@pytest.fixture
def database(tmp_path):
    return tmp_path / "chuyi.db"


# What goes in comes out


def test_the_library_serves_what_the_files_say(folder, database):
    report = sync(folder, database, Analyser())
    assert set(states(report).values()) == {"added"}
    assert not errors(report)
    with open_library(database) as library:
        for file, info in zip(report.files, library.documents(), strict=True):
            document = library.document(info.id)
            assert document == read_document(file.path)
            assert library.text(info.id) == document.text
            assert library.analysis(info.id) == hashlib.sha256(document.text.encode()).digest()
            counts = (len(document.clauses), len(document.targets), len(document.damage))
            assert counts == (info.clauses, info.targets, info.damage)
            assert counts == (file.clauses, file.targets, sum(file.damage.values()))


TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            "一、总体要求\n",
            "（二）目标。",
            "1.建设80个基地，",
            "到2025年达到50%以上。\n",
            "第三条 ",
            "## ",
            "\n",
            "关于做好工作的通知\n",
            "\x00",
            "•11\n",
        ]
    )
    | st.text(max_size=5)
).map("".join)


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=4), st.text())
def test_any_text_comes_back_as_it_was_read(texts, title):
    with tempfile.TemporaryDirectory() as name:
        folder, database = Path(name), Path(name) / "chuyi.db"
        for i, text in enumerate(texts):
            (folder / f"{i}.txt").write_bytes(text.encode(errors="replace"))
        quoted = title.replace("\\", "").replace('"', "").encode(errors="replace").decode()
        (folder / "0.toml").write_text(f'title = "{quoted}"', encoding="utf-8")
        first = sync(folder, database, Analyser())
        good = {}
        for i in range(len(texts)):
            try:
                document = read_document(folder / f"{i}.txt")
            except UnusableFile as error:
                assert str(error) in errors(first)[f"{i}.txt"]
            else:
                good[document.id] = (document, Analyser()(document))
        assert served(database) == good
        before = database.read_bytes()
        assert not sync(folder, database, Analyser()).changed
        assert database.read_bytes() == before


def test_figures_of_any_size_come_back_equal(tmp_path, database):
    text = "一、投资123456789013579亿元、0.1万元。\n二、建设80个。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    sync(tmp_path, database)
    document = read_document(tmp_path / "a.txt")
    assert len(document.targets) == 3
    assert served(database)["a"][0] == document


def test_the_shipped_notice_is_known_by_its_name(database):
    sync(SHIPPED, database)
    with open_library(database) as library:
        document = library.document("chuyi-2022")
    assert document.title == "关于实施职业教育“楚怡”行动的通知"
    [conflict] = [one for one in document.damage if one.kind == "title_conflict"]
    assert "湖南省“三湘”行动实施方案" in document.text[conflict.start : conflict.end]
    [clause] = [clause for clause in document.clauses if "title_conflict" in clause.damage]
    assert (clause.id, clause.kind) == (conflict.clause, "title")


@pytest.mark.parametrize(
    "title", ["渔业发展规划", "关于印发《渔业发展规划》的通知", "省政府关于印发渔业发展规划的通知（试行）"]
)
def test_a_longer_or_shorter_form_of_the_title_is_no_conflict(tmp_path, title):
    (tmp_path / "a.txt").write_text("关于印发渔业发展规划的通知\n\n各市县：\n请落实。\n", encoding="utf-8")
    (tmp_path / "a.toml").write_text(f'title = "{title}"', encoding="utf-8")
    document = read_document(tmp_path / "a.txt")
    assert document.title == title
    assert "title_conflict" not in {one.kind for one in document.damage}


def test_a_text_without_a_title_is_known_by_its_file(tmp_path):
    (tmp_path / "渔业.txt").write_text("一、总则\n建设80个渔港。\n", encoding="utf-8")
    assert read_document(tmp_path / "渔业.txt").title == "渔业"


def test_the_sidecar_overrides_the_text(tmp_path):
    shutil.copy(DATA / "vocational-reform-2019.txt", tmp_path / "a.txt")
    (tmp_path / "a.toml").write_text(
        'issuer = "甲部"\nnumber = "甲〔2020〕1号"\ndate = 2020-02-03\nsource_url = "https://example.org/"\n'
        'superseded_by = "b"\neffective = "2020-03-01"',
        encoding="utf-8",
    )
    document = read_document(tmp_path / "a.txt")
    assert (document.issuer, document.number, document.date) == ("甲部", "甲〔2020〕1号", "2020-02-03")
    assert (document.source_url, document.status) == ("https://example.org/", "superseded")
    assert (document.superseded_by, document.effective) == ("b", "2020-03-01")
    database = tmp_path / "chuyi.db"
    sync(tmp_path, database)
    assert served(database)["a"][0] == document


# Only what changed is read again


def test_only_changed_files_are_read_again(folder, database):
    sync(folder, database, Analyser())
    (folder / "chuyi-2022.toml").write_text('issuer = "湖南省教育厅"', encoding="utf-8")
    (folder / "new.md").write_text("# 新\n一、建设3个。\n", encoding="utf-8")
    (folder / "public-housing.txt").unlink()
    analyser = Analyser()
    report = sync(folder, database, analyser)
    assert states(report) == {
        "chuyi-2022": "changed",
        "new": "added",
        "points-settlement": "unchanged",
        "vocational-reform-2019": "unchanged",
        "public-housing": "removed",
    }
    assert analyser.calls == ["chuyi-2022", "new"]
    sync(folder, database.with_name("fresh.db"), Analyser())
    assert served(database) == served(database.with_name("fresh.db"))


def test_a_sync_that_finds_no_change_writes_nothing(folder, database):
    first = sync(folder, database)
    before = (database.read_bytes(), database.stat().st_mtime_ns)
    again = sync(folder, database)
    assert first.changed
    assert not again.changed
    assert set(states(again).values()) == {"unchanged"}
    assert [file.damage for file in again.files] == [file.damage for file in first.files]
    assert (database.read_bytes(), database.stat().st_mtime_ns) == before


def test_a_new_analyser_has_every_document_analysed_again(folder, database):
    sync(folder, database, Analyser("1"))
    analyser = Analyser("2")
    assert set(states(sync(folder, database, analyser)).values()) == {"changed"}
    assert len(analyser.calls) == 4


def test_a_renamed_file_of_the_same_id_is_read_again(folder, database):
    sync(folder, database)
    (folder / "public-housing.txt").rename(folder / "public-housing.md")
    assert states(sync(folder, database))["public-housing"] == "changed"


def test_progress_hears_of_every_file(folder, database):
    heard = []
    report = sync(folder, database, progress=heard.append)
    assert tuple(heard) == report.files
    assert len(heard) == len(list_policies(folder))


def test_the_fingerprint_tells_states_apart(folder, database):
    sync(folder, database)
    with open_library(database) as old:
        assert old.is_current()
        (folder / "new.txt").write_text("一、建设3个。\n", encoding="utf-8")
        sync(folder, database)
        assert not old.is_current()
        with open_library(database) as new:
            assert new.is_current()
            assert new.fingerprint != old.fingerprint
            assert new.secret == old.secret
    (folder / "new.txt").unlink()
    sync(folder, database)
    with open_library(database) as back:
        assert back.fingerprint == old.fingerprint
    sync(folder, database.with_name("other.db"))
    with open_library(database.with_name("other.db")) as other:
        assert other.fingerprint == old.fingerprint
        assert other.secret != old.secret
        assert len(other.secret) == 32


def test_an_open_library_never_mixes_two_states(folder, database):
    sync(folder, database)
    with open_library(database) as library:
        kept = library.document("chuyi-2022")
        (folder / "chuyi-2022.md").write_text("一、建设3个。\n", encoding="utf-8")
        (folder / "public-housing.txt").write_text("一、建设4个。\n", encoding="utf-8")
        sync(folder, database)
        assert library.document("chuyi-2022") is kept
        with pytest.raises(UnusableDatabase, match="“public-housing” has just been changed by a sync"):
            library.document("public-housing")
        assert library.text("points-settlement")


def test_a_library_is_read_from_many_threads(folder, database):
    sync(folder, database, Analyser())
    wanted = served(database)
    found = []
    with open_library(database) as library:

        def read() -> None:
            found.extend(
                (id, (library.document(id), library.analysis(id)), library.is_current()) for id in wanted
            )

        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 8 * len(wanted)
    assert all(wanted[id] == read and current for id, read, current in found)


def test_unknown_documents_are_named_with_near_ones(folder, database):
    sync(folder, database)
    with open_library(database) as library:
        for call in (library.document, library.text, library.analysis):
            with pytest.raises(
                UnknownDocument, match="there is no document “chuyi-2021”; did you mean chuyi-2022"
            ):
                call("chuyi-2021")
        with pytest.raises(UnknownDocument, match="“chuyi documents” lists them"):
            library.document("")


def test_an_empty_library_is_served(tmp_path, database):
    assert sync(tmp_path, database).files == ()
    with open_library(database) as library:
        assert library.documents() == ()


def test_the_database_folder_is_made(folder, tmp_path):
    database = tmp_path / "a" / "b" / "chuyi.db"
    sync(folder, database)
    assert len(served(database)) == 4


def test_reading_and_an_unchanged_sync_load_no_sqlite_utils_and_no_parser(folder, database):
    sync(folder, database)
    code = (
        "import sys; from pathlib import Path; from corpus.library import open_library, sync\n"
        "sync(Path(sys.argv[1]), Path(sys.argv[2])); library = open_library(Path(sys.argv[2]))\n"
        "library.document('chuyi-2022'); print([m for m in sys.modules if m in"
        " ('sqlite_utils', 'corpus.outline', 'tomllib')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder, database],
        capture_output=True, text=True, check=True, cwd=SHIPPED.parent.parent,
    )  # fmt: skip
    assert done.stdout == "[]\n"
