"""The parts together: exchanged whole after a sync, and served as they are when nothing can be written."""

import tempfile
from pathlib import Path

import pytest
from processes import drop_rights, run_in_child

import index.search  # noqa: F401 - loaded before forking, so that a child need not
from bot.service import Service, example_question, open_parts, ready_library, sync_library
from bot.settings import load_settings
from corpus.errors import UnusableDatabase
from corpus.library import open_library


@pytest.fixture
def settings():
    """Return settings for a library of one document, in a folder that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "policies").mkdir()
        (folder / "policies" / "a.txt").write_text("甲市办法\n第一条 建设3个站。\n", encoding="utf-8")
        yield load_settings(library=folder / "policies", database=folder / "db.sqlite3")


def test_a_service_takes_up_what_a_sync_changed(settings, monkeypatch):
    monkeypatch.setattr("bot.service.LOOK_AGAIN", 0.0)
    folder = settings.library_folder
    sync_library(settings)
    service = Service(settings)
    before = service.use(lambda parts: parts.answerer.answer("建设多少个站？"))
    (folder / "a.txt").write_text("甲市办法\n第一条 略。\n第二条 建设4个站。\n", encoding="utf-8")
    (folder / "b.txt").write_text("乙市办法\n第一条 种树5棵。\n", encoding="utf-8")
    sync_library(settings)
    after = service.use(lambda parts: parts.answerer.answer("建设多少个站？"))
    assert [before.facts[0].value, after.facts[0].value] == [3, 4]
    assert len(service.use(lambda parts: parts.library.documents())) == 2


def ready_as_nobody(settings):
    """Return the warnings and the documents that a user without any rights gets."""
    drop_rights()
    said = []
    try:
        ready_library(settings, None, said.append)
    except UnusableDatabase as error:
        return [str(error)], None
    return said, [info.id for info in open_library(settings.database).documents()]


def test_what_cannot_be_written_is_served_as_it_was_synced_last(settings):
    sync_library(settings)
    (settings.library_folder / "b.txt").write_text("乙市办法\n第一条 种树5棵。\n", encoding="utf-8")
    (said, documents), _ = run_in_child(ready_as_nobody, settings)
    assert documents == ["a"]
    (line,) = said
    assert "read-only" in line and "synced last" in line


def test_what_was_never_synced_and_cannot_be_written_is_an_error(settings):
    (said, documents), _ = run_in_child(ready_as_nobody, settings)
    assert documents is None
    assert str(settings.database) in said[0]


def test_the_example_question_has_an_answer(settings):
    sync_library(settings)
    parts = open_parts(settings)
    assert parts.answerer.answer(example_question(parts)).facts[0].value == 3


def test_a_library_without_figures_has_no_example_question(settings):
    (settings.library_folder / "a.txt").write_text("甲市办法\n第一条 略。\n", encoding="utf-8")
    sync_library(settings)
    assert example_question(open_parts(settings)) == ""
