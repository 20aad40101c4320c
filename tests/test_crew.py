"""Work shared out among processes comes back in order, whatever becomes of the processes."""

import os
import signal
import threading
from pathlib import Path

import pytest

import corpus.crew
from corpus.crew import MUCH, CrewLost, work_through
from corpus.errors import UnusableFile
from corpus.library import open_library, sync


def square(n: int) -> tuple[int, int]:
    return n * n, os.getpid()


def refuse(n: int) -> int:
    if n == 3:
        raise UnusableFile("three")
    return n


def die(n: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return n


@pytest.fixture
def large(tmp_path: Path) -> list[Path]:
    path = tmp_path / "large.txt"
    path.write_bytes(b" " * MUCH)
    return [path]


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.crew, "_cores", lambda: 2)


def test_little_is_done_in_this_process() -> None:
    assert list(work_through(range(9), square, [])) == [(n * n, os.getpid()) for n in range(9)]


def test_much_is_done_by_others_and_comes_back_in_order(large: list[Path]) -> None:
    found = list(work_through(range(99), square, large))
    assert [n for n, _ in found] == [n * n for n in range(99)]
    assert os.getpid() not in {pid for _, pid in found}


def test_a_process_with_threads_shares_work_out_too(large: list[Path]) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert [n for n, _ in work_through(range(5), square, large)] == [0, 1, 4, 9, 16]
    finally:
        done.set()
        thread.join()


def test_an_error_comes_back_as_it_was_raised(large: list[Path]) -> None:
    with pytest.raises(UnusableFile, match="three"):
        list(work_through(range(9), refuse, large))


def test_a_process_that_is_killed_is_told(large: list[Path]) -> None:
    with pytest.raises(CrewLost, match="sync again"):
        list(work_through(range(9), die, large))


def test_work_that_is_not_waited_for_ends(large: list[Path]) -> None:
    results = work_through(range(999), square, large)
    assert next(results)[0] == 0
    results.close()


def test_a_large_library_is_read_as_a_small_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.txt").write_text(
            f"办法\n第一条 建设{n + 1}个基地。\n" + "第二条 略。\n" * n, encoding="utf-8"
        )
    (folder / "leer.txt").write_bytes(b"")
    alone = sync(folder, tmp_path / "alone.sqlite3")
    monkeypatch.setattr(corpus.crew, "MUCH", 0)
    shared = sync(folder, tmp_path / "shared.sqlite3")
    assert shared.files == alone.files
    with open_library(tmp_path / "alone.sqlite3") as one, open_library(tmp_path / "shared.sqlite3") as other:
        assert one.fingerprint == other.fingerprint
        assert [one.document(i.id) for i in one.documents()] == [
            other.document(i.id) for i in other.documents()
        ]
