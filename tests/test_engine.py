"""Every engine ranks as the reference, whatever a library went through; a bad index is told and made anew."""

import json
import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Command, Serve, copy_policies, open_served, serve_folder
from processes import run_in_child

from bot.evaluate import read_cases
from bot.render import answer_json
from bot.service import Service, open_parts, sync_library
from bot.settings import Settings, load_settings
from corpus.errors import UnusableIndex
from corpus.library import open_library
from index.bm25 import RankBM25
from index.engine import LARGE, Engine, MemoryEngine, in_full, open_engine
from index.glossary import load_glossary
from index.search import ClauseAnalyser, open_searcher
from index.snapshots import DESCRIPTION, index_home

GOLDEN = ROOT / "tests" / "data" / "golden"
SUBJECTS = ("码头", "候船室", "座椅", "吊机", "公园", "巡查", "值班员", "检验")
SHARES = (1.0, 1.0, 0.5, 0.3, 1.7)


def using(folder: Path, engine: str = "tantivy", more: str = "") -> Settings:
    """Return settings for a library in `folder` with an engine, and more lines of config.toml."""
    config = folder / "config.toml"
    text = f'[library]\nfolder = "policies"\n[index]\nengine = "{engine}"\n{more}'
    config.write_text(text, encoding="utf-8")
    return load_settings(config)


@pytest.fixture
def piers(tmp_path: Path) -> Settings:
    """Return settings for a library of a few short policies, to be searched by tantivy."""
    write_all(tmp_path / "policies")
    return using(tmp_path)


def write_all(folder: Path) -> None:
    """Write a few short policies."""
    folder.mkdir()
    chance = random.Random(7)
    for name in "甲乙丙丁戊己一二三四五六七八九十":
        write(folder / f"{name}.txt", chance)


def write(path: Path, chance: random.Random) -> None:
    """Write a policy of articles about a few subjects, some of them word for word the same."""
    said = ["，".join(chance.choices(SUBJECTS, k=chance.randint(1, 5))) for _ in range(chance.randint(1, 9))]
    articles = [f"第{'一二三四五六七八九'[n]}条 {words}。" for n, words in enumerate(said)]
    path.write_text("\n".join([f"{path.stem}市办法", *articles]), encoding="utf-8")


def engines(settings: Settings) -> tuple[Engine, Engine]:
    """Return the reference and the engine of the settings for what was synced last."""
    library, words = open_library(settings.database), ClauseAnalyser().version
    engine = open_engine(library, settings.engine, words, settings.server_of_index)
    return MemoryEngine(library, RankBM25), engine


def assert_equal(settings: Settings) -> None:
    """Hold an engine to the reference, to the last bit of every score."""
    reference, disk = engines(settings)
    assert len(disk) == len(reference)
    chance = random.Random(11)
    for _ in range(40):
        shares = {t: chance.choice(SHARES) for t in chance.choices([*SUBJECTS, "市", "办法", "无"], k=4)}
        limit = chance.randint(1, 12)
        among = chance.choice([None, ["甲"], ["戊", "乙"], [], ["无"]])
        assert disk.top(shares, limit, among) == reference.top(shares, limit, among)
    for word in (*SUBJECTS, "无", "\0", ""):
        assert disk.idf(word) == reference.idf(word)
    for sound in ("matou", "zuoyi", "jianyan", "wu", ""):
        assert disk.sounding(sound) == reference.sounding(sound)


def test_the_engine_on_disk_ranks_as_the_reference_through_every_change(piers: Settings) -> None:
    sync_library(piers)
    assert_equal(piers)
    for _ in changes(piers.library_folder, 16):  # most of them change the index, some build it anew
        assert sync_library(piers).changed
        assert_equal(piers)
        assert [f.name for f in index_home(piers.database).iterdir()] == [
            open_library(piers.database).fingerprint
        ]


def changes(folder: Path, count: int) -> Iterator[int]:
    """Add, change or take away a policy, again and again."""
    chance = random.Random(3)
    for step in range(count):
        path = folder / f"{chance.choice('甲乙丙丁戊己庚辛')}.txt"
        if step % 4 == 3 and path.exists():
            path.unlink()
        else:
            write(path, chance)
        yield step


def test_more_equal_clauses_than_are_looked_at_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    for n in range(300):
        (tmp_path / "policies" / f"{n:03}.txt").write_text("码头夜间关闭。", encoding="utf-8")
    settings = using(tmp_path)
    sync_library(settings)
    reference, disk = engines(settings)
    assert disk.top(in_full(["码头", "夜间"]), 5) == reference.top(in_full(["码头", "夜间"]), 5)
    assert [hit.document for hit in disk.top(in_full(["关闭"]), 3)] == ["000", "001", "002"]


@pytest.mark.parametrize("name", ["public-housing", "vocational-reform-2019"])
def test_answers_are_the_same_with_every_engine(serve: Serve, tmp_path: Path, name: str) -> None:
    copy_policies(tmp_path / "library", name)
    reference, disk = serve(name), serve_folder(tmp_path / "library", engine="tantivy")
    for case in read_cases(GOLDEN / f"{name}.jsonl"):
        answers = [json.loads(answer_json(s.answerer.answer(case.question))) for s in (reference, disk)]
        for answer in answers:
            del answer["id"], answer["conversation"]  # signed with each database's own secret
        assert answers[0] == answers[1]


def test_auto_keeps_small_libraries_in_memory(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    write(tmp_path / "policies" / "甲.txt", random.Random(1))
    settings = using(tmp_path, "auto")
    sync_library(settings)
    assert not index_home(settings.database).exists()
    assert len(open_parts(settings).searcher) < LARGE


def test_a_library_that_goes_back_to_memory_leaves_no_index_behind(piers: Settings, tmp_path: Path) -> None:
    sync_library(piers)
    (piers.library_folder / "甲.txt").unlink()
    settings = using(tmp_path, "rank-bm25")
    sync_library(settings)
    assert list(index_home(settings.database).iterdir()) == []
    assert open_parts(settings).searcher.search("码头")


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_all(folder: Path) -> None:
    shutil.rmtree(folder.parent)


def cut_short(folder: Path) -> None:
    largest = max(folder.glob("*.*"), key=lambda f: f.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-9])


def lose_a_file(folder: Path) -> None:
    next(folder.glob("*.idx")).unlink()


def garble(folder: Path) -> None:
    (folder / DESCRIPTION).write_bytes(b"\xff{")


def make_older(folder: Path) -> None:
    path = folder / DESCRIPTION
    path.write_text(
        path.read_text(encoding="utf-8").replace('"format": "1"', '"format": "0"'), encoding="utf-8"
    )


def cut_otherwise(folder: Path) -> None:
    path = folder / DESCRIPTION
    path.write_text(path.read_text(encoding="utf-8").replace("rjieba", "other"), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (remove, "the index is not there"),
        (remove_all, "the index is not there"),
        (cut_short, "the index is damaged"),
        (lose_a_file, "the index is not there"),
        (garble, "the index is damaged"),
        (make_older, "the index is of another version"),
        (cut_otherwise, "the words of the index were cut by other rules"),
    ],
)
def test_a_bad_index_is_told_while_the_last_good_one_serves_and_one_command_mends_it(
    piers: Settings, harm, said: str
) -> None:
    sync_library(piers)
    service = Service(piers)
    before = service.parts.searcher.search("座椅")
    harm(index_home(piers.database) / open_library(piers.database).fingerprint)
    with pytest.raises(UnusableIndex, match=said) as told:
        open_parts(piers)
    assert "run “chuyi sync”" in str(told.value) and "\n" not in str(told.value)
    assert service.use(lambda parts: parts.searcher.search("座椅")) == before
    assert not sync_library(piers).changed
    assert open_parts(piers).searcher.search("座椅") == before
    assert_equal(piers)


def test_words_cut_by_another_glossary_are_not_mixed(piers: Settings, tmp_path: Path) -> None:
    sync_library(piers)
    own = tmp_path / "glossary.toml"
    own.write_text('[[term]]\nsame = ["码头", "渡口"]\n', encoding="utf-8")
    with pytest.raises(UnusableIndex, match="cut by other rules"):
        open_searcher(open_library(piers.database), own, "tantivy")
    assert load_glossary(own).version != load_glossary().version


def test_an_index_that_cannot_be_written_leaves_the_old_state(piers: Settings) -> None:
    sync_library(piers)
    before = open_library(piers.database).fingerprint
    write(piers.library_folder / "新.txt", random.Random(5))
    home = index_home(piers.database)
    kept = home.rename(home.with_name("kept"))
    home.write_bytes(b"")  # a file stands where the folder would be made
    with pytest.raises(UnusableIndex, match="the index cannot be written .* what is served stays as it was"):
        sync_library(piers)
    home.unlink()
    kept.rename(home)
    assert open_library(piers.database).fingerprint == before
    assert open_parts(piers).searcher.search("座椅")
    assert sync_library(piers).changed
    assert_equal(piers)


def sync_with_files_of_at_most(settings: Settings, size: int) -> str:
    """Sync where no file may grow above a size, as on a full disk; return the error."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        sync_library(settings)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.parametrize("size", [200, 3000, 40_000, 120_000])
def test_a_disk_that_fills_during_sync_leaves_the_last_good_state(piers: Settings, size: int) -> None:
    sync_library(piers)
    service = Service(piers)
    before, found = open_library(piers.database).fingerprint, service.parts.searcher.search("座椅")
    for n in range(40):
        write(piers.library_folder / f"新{n}.txt", random.Random(n))
    error, _ = run_in_child(sync_with_files_of_at_most, piers, size)
    assert error.startswith(("UnusableIndex: ", "UnusableDatabase: ")) and "\n" not in error
    assert open_library(piers.database).fingerprint == before
    assert open_parts(piers).searcher.search("座椅") == found
    assert sync_library(piers).changed
    assert_equal(piers)


def test_two_syncs_at_once_leave_one_good_index(piers: Settings, tmp_path: Path) -> None:
    command = Command(tmp_path)
    both = [command.start("--config", tmp_path / "config.toml", "sync") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert not sync_library(piers).changed
    assert len(list(index_home(piers.database).iterdir())) == 1
    assert_equal(piers)


def test_many_threads_find_the_same(piers: Settings) -> None:
    sync_library(piers)
    searcher = open_parts(piers).searcher
    expected = [searcher.search(word) for word in SUBJECTS]
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append([searcher.search(word) for word in SUBJECTS]))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_a_server_takes_up_the_new_index_whole(piers: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.LOOK_AGAIN", 0.0)
    sync_library(piers)
    service = Service(piers)
    assert service.use(lambda parts: parts.searcher.search("灯塔")) == []
    (piers.library_folder / "灯.txt").write_text("灯塔办法\n第一条 灯塔长明。", encoding="utf-8")
    sync_library(piers)
    assert service.use(lambda parts: parts.searcher.search("灯塔"))[0].document == "灯"


def test_opening_an_engine_needs_no_texts(piers: Settings) -> None:
    sync_library(piers)
    library = open_library(piers.database)
    engine = open_engine(library, "tantivy", ClauseAnalyser().version)
    piers.database.unlink()
    assert engine.top(in_full(["座椅"]), 3)


def test_the_index_works_with_another_glossary(piers: Settings, tmp_path: Path) -> None:
    own = tmp_path / "glossary.toml"
    own.write_text('[[term]]\nsame = ["座椅", "板凳"]\n', encoding="utf-8")
    served = serve_folder(piers.library_folder, own, "tantivy")
    assert served.searcher.search("板凳") == open_served(served.database, own, "rank-bm25").searcher.search(
        "板凳"
    )
    assert served.searcher.search("板凳")
