import os
import signal
import sqlite3
from functools import partial
from pathlib import Path

import pytest
import sqlite_utils  # noqa: F401  (loaded before forking, so that a child need not)
from processes import run_in_child

from corpus.library import open_library, sync

OLD = {
    "甲": "一、总则\n建设20个基地。\n",
    "乙": "第一条 为了规范管理，制定本办法。\n" * 40,
    "丙": "通知\n各单位：\n",
}
NEW = {
    "甲": "一、总则\n建设80个基地。\n",
    "丙": "通知\n各单位：\n",
    "丁": "一、目标\n" + "到2025年达到50%。\n" * 80,
}
BOTH = ("甲", "乙", "丙", "丁")


class Analyser:
    version = "1"

    def __call__(self, document):
        return document.text.encode()

    def common(self):
        return b"common"


def write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name in BOTH:
        (folder / f"{name}.txt").unlink(missing_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def served(database: Path) -> list[object]:
    with open_library(database) as library:
        documents = [library.document(info.id) for info in library.documents()]
        return [library.fingerprint, library.documents(), documents, list(library.analyses())]


def make_fresh(folder: Path, texts: dict[str, str], database: Path) -> list[object]:
    write(folder, texts)
    sync(folder, database, Analyser())
    return served(database)


def sync_probed(folder: Path, database: Path, kill_at: int) -> int:
    """Sync, dying by SIGKILL before the statement `kill_at`; return how many statements there were."""
    seen = 0

    def count(_statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    class Probed(sqlite3.Connection):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            # With hardly any cache, SQLite writes into the file long before the commit.
            self.execute("PRAGMA cache_size = 1")
            self.set_trace_callback(count)

    sqlite3.connect = partial(sqlite3.connect, factory=Probed)
    sync(folder, database, Analyser())
    return seen


@pytest.mark.parametrize("first", [True, False], ids=["first sync", "later sync"])
def test_a_killed_sync_leaves_the_old_state_or_the_new(tmp_path, first):
    folder, database = tmp_path / "library", tmp_path / "chuyi.db"
    new = make_fresh(folder, NEW, tmp_path / "new.db")
    old = make_fresh(folder, OLD, tmp_path / "old.db")
    statements = probe(tmp_path, folder, database, first, 0)
    assert statements > 200
    hot = 0
    for kill_at in sorted({*range(1, statements, 29), *range(statements - 12, statements + 1)}):
        assert probe(tmp_path, folder, database, first, kill_at) is None
        hot += (tmp_path / "chuyi.db-journal").exists()
        write(folder, NEW)
        if not first:
            assert served(database) in (old, new)
        report = sync(folder, database, Analyser())
        assert served(database) == new
        assert not [file for file in report.files if file.error]
        assert not sync(folder, database, Analyser()).changed
    assert hot > 5  # the kill came while the file was half written, more than once


def probe(tmp_path: Path, folder: Path, database: Path, first: bool, kill_at: int) -> int | None:
    for left in tmp_path.glob("chuyi.db*"):
        left.unlink()
    if not first:
        database.write_bytes((tmp_path / "old.db").read_bytes())
    write(folder, NEW)
    statements, code = run_in_child(sync_probed, folder, database, kill_at)
    assert code == (-signal.SIGKILL if kill_at else 0)
    return statements
