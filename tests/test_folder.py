"""What the library folder may hold: each bad file is named, the rest is served."""

import os
from pathlib import Path

import pytest
from libraries import Analyser, copy_policies, errors, served, states

from corpus.errors import LibraryNotFound
from corpus.library import open_library, sync


@pytest.fixture
def folder(tmp_path):
    return copy_policies(tmp_path / "library")


@pytest.fixture
def database(tmp_path):
    return tmp_path / "chuyi.db"


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
