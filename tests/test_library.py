import hashlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import sqlite_utils  # noqa: F401  (loaded before forking, so that a child need not)
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import drop_rights, run_in_child

import corpus.database
from corpus.database import SCHEMA_VERSION, TABLES
from corpus.errors import ChuyiError, LibraryNotFound, UnknownDocument, UnusableDatabase, UnusableFile
from corpus.library import list_policies, open_library, read_document, sync

DATA = Path(__file__).parent / "data" / "policies"
POLICIES = ("chuyi-2022.md", "points-settlement.txt", "public-housing.txt", "vocational-reform-2019.txt")
SHIPPED = Path(corpus.database.__file__).parent / "policies"


class Analyser:
    def __init__(self, version: str = "1"):
        self.version = version
        self.calls: list[str] = []

    def __call__(self, document):
        self.calls.append(document.id)
        return hashlib.sha256(document.text.encode()).digest()


def copy_policies(folder: Path) -> Path:
    folder.mkdir()
    for name in POLICIES:
        shutil.copy(DATA / name, folder / name)
    return folder


@pytest.fixture
def folder(tmp_path):
    return copy_policies(tmp_path / "library")


@pytest.fixture
def database(tmp_path):
    return tmp_path / "chuyi.db"


def states(report) -> dict[str, str]:
    return {file.id: file.state for file in report.files}


def errors(report) -> dict[str, str]:
    return {file.path.name: file.error for file in report.files if file.error}


def served(database: Path) -> dict[str, object]:
    with open_library(database) as library:
        return {
            info.id: (library.document(info.id), library.analysis(info.id)) for info in library.documents()
        }


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


@settings(max_examples=40, deadline=None)
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


# What the folder may hold


def test_what_is_no_policy_is_left_alone(folder, database):
    for name in ("README.md", "readme.txt", "SOURCES.tsv", ".hidden.md", "picture.png", "SOURCES.md"):
        (folder / name).write_text("一、建设3个。\n", encoding="utf-8")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "a.md").write_text("一、建设3个。\n", encoding="utf-8")
    assert len(sync(folder, database).files) == 4


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \n\t\n", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "no text"),
        ("wrong.txt", b"\xff\xff\xff\xfe\xfa", "GB18030"),
        ("report.docx", b"PK", "files of this kind cannot be read; save its text as one of .md"),
        ("alone.toml", b"title = 'a'", "there is no policy file of this name beside it"),
        ("a\x07b.txt", b"text", "control characters; rename it"),
        ("a\nb.txt", b"text", "control characters; rename it"),
    ],
)
def test_a_bad_file_is_reported_and_the_rest_is_served(folder, database, name, content, said):
    (folder / name).write_bytes(content)
    report = sync(folder, database)
    [error] = errors(report).values()
    assert said in error
    assert len(error.splitlines()) == 1
    assert len(served(database)) == 4
    assert not sync(folder, database).changed


def test_a_name_that_is_not_unicode_is_reported(folder, database):
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xb3\xfe.txt")).write_text(
            "一、建设3个。\n", encoding="utf-8"
        )
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    [error] = errors(sync(folder, database)).values()
    assert "is not UTF-8" in error
    assert error.encode()
    assert len(served(database)) == 4


def test_what_is_no_file_is_reported(folder, database):
    (folder / "folder.md").mkdir()
    (folder / "nowhere.md").symlink_to(folder / "gone.md")
    os.mkfifo(folder / "pipe.txt")
    found = errors(sync(folder, database))
    assert found.keys() == {"folder.md", "nowhere.md", "pipe.txt"}
    assert "no file" in found["pipe.txt"]
    assert len(served(database)) == 4


def test_ids_are_the_same_on_every_system(tmp_path, database):
    decomposed, composed = "cafe\u0301", "caf\u00e9"
    (tmp_path / f"{decomposed}.txt").write_text("一、建设3个。\n", encoding="utf-8")
    sync(tmp_path, database)
    with open_library(database) as library:
        assert [info.id for info in library.documents()] == [composed]
        assert library.document(decomposed).id == composed


def test_of_two_files_with_one_id_the_first_is_served(folder, database):
    (folder / "public-housing.md").write_text("一、建设3个。\n", encoding="utf-8")
    report = sync(folder, database)
    [error] = errors(report).values()
    assert "public-housing.txt: has the same id as public-housing.md, which is served" in error
    assert served(database)["public-housing"][0].text == "一、建设3个。\n"
    assert not sync(folder, database).changed


@pytest.mark.parametrize("break_it", ["sidecar", "policy"])
def test_the_last_good_version_stays_when_a_file_goes_bad(folder, database, break_it):
    sync(folder, database, Analyser())
    before = served(database)
    if break_it == "sidecar":
        (folder / "chuyi-2022.toml").write_text("titel = '甲'", encoding="utf-8")
    else:
        (folder / "chuyi-2022.md").write_bytes(b"")
    report = sync(folder, database, Analyser())
    assert not report.changed
    assert states(report)["chuyi-2022"] == "failed"
    [error] = errors(report).values()
    assert "last good version is still served" in error
    assert served(database) == before
    analyser = Analyser("2")
    sync(folder, database, analyser)
    assert "chuyi-2022" in analyser.calls
    assert served(database) == before
    assert not sync(folder, database, Analyser("2")).changed


def test_a_new_policy_with_a_wrong_sidecar_is_not_served(folder, database):
    (folder / "chuyi-2022.toml").write_text("date = 'yesterday'", encoding="utf-8")
    report = sync(folder, database)
    [error] = errors(report).values()
    assert "chuyi-2022.toml: “date” must be a day" in error
    assert "not served" in error
    assert len(served(database)) == 3
    (folder / "chuyi-2022.toml").unlink()
    assert states(sync(folder, database))["chuyi-2022"] == "added"


def test_an_analyser_that_fails_on_one_document_does_not_stop_the_others(folder, database):
    class Failing(Analyser):
        def __call__(self, document):
            if document.id == "chuyi-2022":
                raise RecursionError("too deep")
            return super().__call__(document)

    [error] = errors(sync(folder, database, Failing())).values()
    assert "RecursionError: too deep" in error
    assert len(served(database)) == 3


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_text("a")])
def test_a_library_that_is_no_folder(tmp_path, database, make):
    make(tmp_path / "library")
    with pytest.raises(LibraryNotFound, match="library: no library folder .* --library or CHUYI_LIBRARY"):
        sync(tmp_path / "library", database)
    assert not database.exists()


# What may be wrong with the database


def execute(database: Path, *statements: str) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection, connection:
        return [row for statement in statements for row in connection.execute(statement)]


def test_there_is_no_database_yet(database):
    with pytest.raises(UnusableDatabase, match="there is no database yet; run “chuyi sync”"):
        open_library(database)
    assert not database.exists()


def test_an_empty_database_file_is_a_new_one(folder, database):
    database.touch()
    with pytest.raises(UnusableDatabase, match="run “chuyi sync”"):
        open_library(database)
    sync(folder, database)
    assert len(served(database)) == 4


def garbage(database: Path) -> None:
    database.write_bytes(b"this is no database " * 500)


def cut(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:20_000])


def without_tables(database: Path) -> None:
    execute(database, "DROP TABLE documents")


def without_meta(database: Path) -> None:
    execute(database, "DELETE FROM meta")


def newer(database: Path) -> None:
    execute(database, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def foreign(database: Path) -> None:
    database.unlink()
    execute(database, "CREATE TABLE cookies (a)")


def folder_instead(database: Path) -> None:
    database.unlink()
    database.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (garbage, "move the file away and run “chuyi sync”"),
        (cut, "move the file away and run “chuyi sync”"),
        (without_tables, "move the file away and run “chuyi sync”"),
        (newer, "was made by a newer Chuyi"),
        (foreign, "belongs to another program"),
        (folder_instead, "is a folder, not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_left_as_it_is(folder, database, spoil, said):
    sync(folder, database)
    spoil(database)
    (folder / "new.txt").write_text("一、建设3个。\n", encoding="utf-8")
    before = database.read_bytes() if database.is_file() else None
    for call in (lambda: served(database), lambda: sync(folder, database)):
        with pytest.raises(UnusableDatabase) as caught:
            call()
        assert said in str(caught.value)
        assert str(database) in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1
    assert (database.read_bytes() if database.is_file() else None) == before


def test_a_database_without_its_marks_cannot_be_opened(folder, database):
    sync(folder, database)
    without_meta(database)
    with pytest.raises(UnusableDatabase, match="is damaged"):
        open_library(database)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small library, its database in it."""
    folder = tmp_path_factory.mktemp("made")
    for i in range(3):
        (folder / f"{i}.txt").write_text("关于渔业的通知\n一、建设80个渔港。\n" * 20, encoding="utf-8")
    sync(folder, folder / "chuyi.db")
    return folder


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=400))
def test_a_damaged_database_never_gives_a_traceback(made, place, patch):
    good = (made / "chuyi.db").read_bytes()
    at = int(place * len(good))
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "chuyi.db"
        database.write_bytes(good[:at] + patch + good[at + len(patch) :])
        for call in (lambda: served(database), lambda: sync(made, database)):
            try:
                call()
            except ChuyiError as error:
                assert len(str(error).splitlines()) == 1


def test_an_older_database_is_rebuilt_and_keeps_what_only_it_holds(folder, database):
    sync(folder, database)
    with open_library(database) as library:
        secret = library.secret
    execute(
        database,
        "INSERT INTO answers VALUES ('a1', '2026-01-01', '多少个？', 'answered', '2.4.1')",
        "INSERT INTO feedback VALUES ('a1', 1, '好', '2026-01-02')",
        "ALTER TABLE answers DROP COLUMN clause",
        "ALTER TABLE clauses DROP COLUMN marker",
        "CREATE TABLE of_an_older_version (a)",
        f"PRAGMA user_version = {SCHEMA_VERSION - 1}",
    )
    with pytest.raises(UnusableDatabase, match="is not of this version; run “chuyi sync”"):
        open_library(database)
    assert sync(folder, database).changed
    assert len(served(database)) == 4
    assert execute(database, "SELECT * FROM answers") == [("a1", "2026-01-01", "多少个？", "answered", None)]
    assert execute(database, "SELECT * FROM feedback") == [("a1", 1, "好", "2026-01-02")]
    assert not execute(database, "SELECT 1 FROM sqlite_master WHERE name = 'of_an_older_version'")
    with open_library(database) as library:
        assert library.secret == secret


def test_a_sync_leaves_answers_and_feedback(folder, database):
    sync(folder, database)
    execute(database, "INSERT INTO feedback VALUES ('a1', 0, null, '2026-01-02')")
    (folder / "public-housing.txt").unlink()
    sync(folder, database)
    assert execute(database, "SELECT * FROM feedback") == [("a1", 0, None, "2026-01-02")]


def test_the_schema_version_rises_with_the_columns():
    """If this fails: raise SCHEMA_VERSION by one, then put the new pair here."""
    columns = "; ".join(f"{table} {', '.join(names)}" for table, names in TABLES.items())
    assert (SCHEMA_VERSION, hashlib.sha256(columns.encode()).hexdigest()[:12]) == (1, "1a6a1b0685c0")


def test_two_syncs_at_once_both_end_well(folder, database):
    ends = []

    def run() -> None:
        ends.append(sync(folder, database, Analyser()))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 4
    sync(folder, database.with_name("fresh.db"), Analyser())
    assert served(database) == served(database.with_name("fresh.db"))
    assert not sync(folder, database, Analyser()).changed


def test_a_sync_that_cannot_get_its_turn_says_so(folder, database, monkeypatch):
    sync(folder, database)
    (folder / "new.txt").write_text("一、建设3个。\n", encoding="utf-8")
    monkeypatch.setattr(corpus.database, "LOCK_WAIT", 0.05)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnusableDatabase, match="another process is writing .* try again"):
            sync(folder, database)
        assert len(served(database)) == 4
    assert sync(folder, database).changed


# Disks that are full, files that may not be touched


def sync_as_nobody(folder: Path, database: Path) -> str:
    drop_rights()
    try:
        return "changed" if sync(folder, database).changed else "unchanged"
    except ChuyiError as error:
        return str(error)


@pytest.fixture
def open_folder():
    """A folder that every user may enter, which pytest's own are not."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o777)
    copy_policies(path / "library")
    yield path
    shutil.rmtree(path)


def test_a_read_only_database_serves_as_long_as_nothing_changes(open_folder):
    folder, database = open_folder / "library", open_folder / "chuyi.db"
    sync(folder, database)
    database.chmod(0o444)
    open_folder.chmod(0o555)
    assert run_in_child(sync_as_nobody, folder, database)[0] == "unchanged"
    (folder / "new.txt").write_text("一、建设3个。\n", encoding="utf-8")
    said, _ = run_in_child(sync_as_nobody, folder, database)
    assert said.startswith(f"{database}: the database is read-only; make the file and its folder writable")
    assert len(served(database)) == 4
    open_folder.chmod(0o755)


@pytest.mark.parametrize("place", ["chuyi.db", "deeper/chuyi.db"])
def test_a_database_in_a_folder_that_may_not_be_written(open_folder, place):
    open_folder.chmod(0o555)
    said, _ = run_in_child(sync_as_nobody, open_folder / "library", open_folder / place)
    assert "cannot be opened" in said
    assert "--database" in said
    open_folder.chmod(0o755)


def test_a_policy_that_may_not_be_read_is_reported(open_folder):
    folder, database = open_folder / "library", open_folder / "chuyi.db"
    (folder / "chuyi-2022.md").chmod(0)
    assert run_in_child(sync_as_nobody, folder, database)[0] == "changed"
    assert served(database).keys() == {"points-settlement", "public-housing", "vocational-reform-2019"}


def test_a_library_that_may_not_be_entered(open_folder):
    folder = open_folder / "library"
    folder.chmod(0o700)
    if os.geteuid():
        folder.chmod(0)
    said, _ = run_in_child(sync_as_nobody, folder, open_folder / "chuyi.db")
    assert "no library folder (Permission denied)" in said
    folder.chmod(0o700)


def sync_with_file_limit(folder: Path, database: Path) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    return sync_for_message(folder, database)


def sync_with_page_limit(folder: Path, database: Path) -> str:
    class Full(sqlite3.Connection):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            self.execute("PRAGMA max_page_count = 9")  # SQLite then reports a full disk

    sqlite3.connect = partial(sqlite3.connect, factory=Full)
    return sync_for_message(folder, database)


def sync_for_message(folder: Path, database: Path) -> str:
    try:
        return f"changed: {sync(folder, database).changed}"
    except ChuyiError as error:
        return str(error)


@pytest.mark.parametrize(
    ("limited", "said"),
    [(sync_with_page_limit, "the disk is full"), (sync_with_file_limit, "is the disk full or failing?")],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_full_disk_leaves_the_old_state(folder, tmp_path, database, limited, said, first):
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "a.txt").write_text("一、建设3个。\n", encoding="utf-8")
    if not first:
        sync(tmp_path / "small", database)
        before = served(database)
    message, _ = run_in_child(limited, folder, database)
    assert message.startswith(f"{database}: ")
    assert said in message
    if not first:
        assert served(database) == before
    sync(folder, database)
    assert len(served(database)) == 4
