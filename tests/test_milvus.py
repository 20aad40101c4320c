"""Milvus ranks as the reference, whatever a library went through; what goes wrong with it is told and mended."""

import json
import random
import shutil
import signal
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import pytest
from conftest import ROOT, Command, Serve, copy_policies, serve_folder
from milvus_core import Core, nurse
from pymilvus import DataType, MilvusClient
from servers import serving
from test_engine import SUBJECTS, assert_equal, changes, engines, using, write, write_all

from bot.evaluate import read_cases
from bot.render import answer_json
from bot.service import Service, open_parts, ready_library, sync_library
from bot.settings import Settings, load_settings
from corpus.errors import InvalidSettings, UnreachableIndex, UnusableDatabase, UnusableIndex
from corpus.library import open_library
from index.bm25 import RankBM25
from index.collection import FIELDS, LONGEST, OWNER, Collection
from index.engine import in_full
from index.milvus import STATES, cut, marker
from index.search import open_searcher
from index.snapshots import index_home

GOLDEN = ROOT / "tests" / "data" / "golden"
AWAY = "Milvus does not answer"


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    """A Milvus that runs; who stops it starts it again."""
    core = Core(tmp_path_factory.mktemp("milvus"))
    core.start()
    yield core
    core.stop()


@pytest.fixture
def piers(core: Core, tmp_path: Path) -> Settings:
    """Settings for a library of a few short policies, in a collection of its own."""
    write_all(tmp_path / "policies")
    return with_milvus(tmp_path, core)


def with_milvus(folder: Path, core: Core, engine: str = "milvus") -> Settings:
    name = "c" + "".join(filter(str.isalnum, str(folder)))[-60:]
    return using(folder, engine, f'[milvus]\naddress = "{core.address}"\ncollection = "{name}"\n')


def client_of(settings: Settings) -> MilvusClient:
    return MilvusClient(settings.milvus.address)


def sources(settings: Settings) -> set[str]:
    return set(Collection(settings.server_of_index).sources()) - {STATES}


def wait_for(core: Core, settings: Settings) -> None:
    """Wait until this process has found the server that was started again."""
    core.start()
    while True:
        try:
            return Collection(settings.server_of_index).check()
        except UnreachableIndex:
            continue


def test_milvus_ranks_as_the_reference_through_every_change(piers: Settings) -> None:
    sync_library(piers)
    assert_equal(piers)
    states = [sources(piers)]
    for _ in changes(piers.library_folder, 10):
        before = engines(piers)[1]
        found = before.top(in_full(["座椅", "码头"]), 9)
        assert sync_library(piers).changed
        assert_equal(piers)
        assert before.top(in_full(["座椅", "码头"]), 9) == found  # who has opened a state goes on with it
        documents = len(open_library(piers.database).documents())
        states.append(sources(piers))
        assert documents <= len(states[-1]) <= documents + 1
        assert len(list(index_home(piers.database).iterdir())) == 1
    assert not states[0] & states[-1] <= {*states[-2]} - {*states[-1]}


def test_scores_of_milvus_itself_are_the_reference_s(piers: Settings) -> None:
    sync_library(piers)
    library = open_library(piers.database)
    corpus = [t.split(" ") for _, data in library.analyses() for t in json.loads(data)["tokens"].values()]
    # The row that marks the state is one more of those that Milvus counts.
    reference = RankBM25([*corpus, [marker(library.fingerprint).tokens]])
    chance = random.Random(5)
    for _ in range(20):
        tokens = list(dict.fromkeys(chance.choices([*SUBJECTS, "市", "办法"], k=3)))
        (hits,) = client_of(piers).search(
            piers.milvus.collection, [" ".join(tokens)], anns_field="sparse", limit=len(corpus)
        )
        scores = [score for _, score in reference.top(in_full(tokens), len(corpus))]
        assert [hit["distance"] for hit in hits] == pytest.approx(scores, abs=1e-5)


def test_more_equal_clauses_than_are_looked_at_keep_their_order(core: Core, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    for n in range(300):
        (tmp_path / "policies" / f"{n:03}.txt").write_text("码头夜间关闭。", encoding="utf-8")
    settings = with_milvus(tmp_path, core)
    sync_library(settings)
    reference, milvus = engines(settings)
    assert milvus.top(in_full(["码头", "夜间"]), 5) == reference.top(in_full(["码头", "夜间"]), 5)
    assert [hit.document for hit in milvus.top(in_full(["关闭"]), 3)] == ["000", "001", "002"]


def test_a_clause_too_long_for_one_row_is_found_and_scored_whole(piers: Settings) -> None:
    chance = random.Random(9)
    said = "，".join(chance.choices(SUBJECTS, k=LONGEST // 5))
    (piers.library_folder / "长.txt").write_text(f"长市办法\n第一条 灯塔{said}浮标。", encoding="utf-8")
    sync_library(piers)
    assert_equal(piers)
    reference, milvus = engines(piers)
    for tokens in (["灯塔"], ["浮标", "座椅"], ["灯塔", "浮标"]):
        assert milvus.top(in_full(tokens), 60) == reference.top(in_full(tokens), 60)
        assert milvus.top(in_full(tokens), 60, ["长"]) == reference.top(in_full(tokens), 60, ["长"]) != []


def test_a_line_of_tokens_is_cut_between_them_and_none_is_lost() -> None:
    line = " ".join(["码头", "a" * 30, "座椅"] * 9)
    for longest in (31, 40, 100, 1000):
        parts = list(cut(line, longest))
        assert " ".join(parts) == line
        assert max(len(part.encode()) for part in parts) <= longest
    assert [len(part.encode()) for part in cut("码" * 30 + " a", 20)] == [18, 1]


def test_answers_are_the_same_with_milvus(core: Core, serve: Serve, tmp_path: Path) -> None:
    name = "vocational-reform-2019"
    copy_policies(tmp_path / "library", name)
    index = with_milvus(tmp_path, core).server_of_index
    reference, milvus = serve(name), serve_folder(tmp_path / "library", engine="milvus", index=index)
    for case in read_cases(GOLDEN / f"{name}.jsonl"):
        answers = [json.loads(answer_json(s.answerer.answer(case.question))) for s in (reference, milvus)]
        for answer in answers:
            del answer["id"], answer["conversation"]  # signed with each database's own secret
        assert answers[0] == answers[1]


def drop(settings: Settings) -> None:
    client_of(settings).drop_collection(settings.milvus.collection)


def make_older(settings: Settings) -> None:
    drop(settings)
    client = client_of(settings)
    schema = client.create_schema(description=f"{OWNER} 0")
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=10)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    client.create_collection(settings.milvus.collection, schema=schema)


def empty(settings: Settings) -> None:
    client_of(settings).delete(settings.milvus.collection, filter="id != ''")


def of_another_library(settings: Settings) -> None:
    """Fill the collection from another database, twice: a state that nobody can have open leaves."""
    other = settings.path.parent / "other"
    other.mkdir()
    write_all(other / "policies")
    shutil.copy(settings.path, other)
    for name in ("新", "旧"):
        write(other / "policies" / f"{name}.txt", random.Random(name))
        sync_library(
            using(other, "milvus", settings.path.read_text(encoding="utf-8").partition('"milvus"\n')[2])
        )


def remove_tables(settings: Settings) -> None:
    shutil.rmtree(index_home(settings.database))


def lose_a_table(settings: Settings) -> None:
    next(index_home(settings.database).glob("*/versions.txt")).unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (drop, "the index is not there"),
        (make_older, "the index is of another version"),
        (empty, "holds another state of the library, or another library"),
        (of_another_library, "holds another state of the library, or another library"),
        (remove_tables, "the index is not there"),
        (lose_a_table, "the index is not there"),
    ],
)
def test_a_bad_index_is_told_and_one_command_mends_it(piers: Settings, harm, said: str) -> None:
    sync_library(piers)
    before = open_parts(piers).searcher.search("座椅")
    harm(piers)
    with pytest.raises(UnusableIndex, match=said) as told:
        open_parts(piers)
    assert "run “chuyi sync”" in str(told.value) and "\n" not in str(told.value)
    assert not sync_library(piers).changed
    assert open_parts(piers).searcher.search("座椅") == before
    assert_equal(piers)


def test_a_search_never_misses_what_was_taken_from_its_state(piers: Settings) -> None:
    sync_library(piers)
    service = Service(piers)
    searcher = service.parts.searcher
    for _ in changes(piers.library_folder, 2):
        sync_library(piers)
    with pytest.raises(UnusableIndex, match="holds another state of the library"):
        searcher.search("座椅")
    newest = open_parts(piers).searcher.search("座椅")
    assert service.use(lambda parts: parts.searcher.search("座椅")) == newest


def test_machines_of_one_library_share_its_rows(piers: Settings, tmp_path: Path) -> None:
    other = load_settings(piers.path, database=tmp_path / "other.sqlite3")
    for settings in (piers, other):
        sync_library(settings)
    held = sources(piers)
    assert len(held) == len(open_library(other.database).documents())
    write(piers.library_folder / "甲.txt", random.Random(8))
    sync_library(piers)
    assert_equal(piers)
    assert_equal(other)  # a change behind, and as good as before
    sync_library(other)
    assert_equal(other)
    assert sources(piers) > held


def test_words_cut_by_another_glossary_are_not_mixed(piers: Settings, tmp_path: Path) -> None:
    sync_library(piers)
    own = tmp_path / "glossary.toml"
    own.write_text('[[term]]\nsame = ["码头", "渡口"]\n', encoding="utf-8")
    with pytest.raises(UnusableIndex, match="cut by other rules"):
        open_searcher(open_library(piers.database), own, "milvus", piers.server_of_index)


def test_a_collection_of_another_program_is_left_alone(piers: Settings) -> None:
    client = client_of(piers)
    client.create_collection(piers.milvus.collection, dimension=4)
    with pytest.raises(UnusableIndex, match="belongs to another program; name another in"):
        sync_library(piers)
    assert client.has_collection(piers.milvus.collection)


def test_without_the_package_it_is_told_what_to_install(piers: Settings, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pymilvus", None)
    own = with_milvus(piers.path.parent, Core(piers.path.parent))
    with pytest.raises(InvalidSettings, match=r"run “pip install 'chuyi\[milvus\]'”"):
        sync_library(own)


def test_a_server_that_is_away_at_the_start_is_one_line(piers: Settings, core: Core, tmp_path: Path) -> None:
    command = Command(tmp_path)
    sync_library(piers)
    with_milvus(tmp_path, Core(tmp_path))  # where nothing listens
    done = command("--config", piers.path, "ask", "座椅")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert AWAY in done.stderr and "start it, or correct [milvus] address" in done.stderr
    listed = command("--config", piers.path, "documents")  # needs no index
    assert (listed.returncode, AWAY in listed.stderr) == (0, True)


def test_a_server_that_goes_away_and_comes_back(piers: Settings, core: Core, tmp_path: Path) -> None:
    sync_library(piers)
    text = f'{piers.path.read_text(encoding="utf-8")}[limit]\nrate = ""\n'
    with serving(tmp_path, piers.database, text) as address, httpx.Client(base_url=address) as http:

        def search() -> httpx.Response:
            return http.get("/api/v1/search", params={"q": "座椅"})

        before = search()
        assert before.status_code == 200 and before.json()
        core.stop()
        away = search()
        assert away.status_code == 503
        assert away.headers["content-type"] == "application/problem+json"
        assert [http.get(path).status_code for path in ("/healthz", "/api/v1/documents")] == [503, 200]
        wait_for(core, piers)
        assert search().json() == before.json()
        assert http.get("/healthz").status_code == 200


def test_a_server_that_does_not_answer_is_not_waited_for_long(
    piers: Settings, core: Core, monkeypatch
) -> None:
    sync_library(piers)
    searcher = open_parts(piers).searcher
    core.freeze()
    try:
        with monkeypatch.context() as impatient, pytest.raises(UnreachableIndex, match=AWAY):
            impatient.setattr("index.collection.ANSWER_WAIT", 0.2)
            searcher.search("座椅")
    finally:
        core.thaw()
    assert searcher.search("座椅")


def test_a_sync_while_it_is_away_leaves_the_last_good_state(piers: Settings, core: Core) -> None:
    sync_library(piers)
    service, before = Service(piers), open_library(piers.database).fingerprint
    found = service.parts.searcher.search("座椅")
    write(piers.library_folder / "新.txt", random.Random(5))
    core.stop()
    with pytest.raises(UnreachableIndex, match=AWAY):
        ready_library(piers, None, pytest.fail)
    assert open_library(piers.database).fingerprint == before
    wait_for(core, piers)
    assert service.use(lambda parts: parts.searcher.search("座椅")) == found
    assert sync_library(piers).changed
    assert_equal(piers)


def test_two_syncs_at_once_leave_one_good_index(piers: Settings, tmp_path: Path) -> None:
    command = Command(tmp_path)
    both = [command.start("--config", piers.path, "sync") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert not sync_library(piers).changed
    assert_equal(piers)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Connection]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=nurse, args=(theirs,))
    process.start()
    yield ours
    ours.send(None)
    process.join()


@pytest.mark.parametrize("kills", [(1, 2, 2), (1, 2, 3, 4)], ids=["first sync", "later sync"])
def test_a_killed_sync_leaves_the_old_state_or_the_new(
    piers: Settings, nursery: Connection, kills: tuple[int, ...]
) -> None:
    chance, first = random.Random(1), len(kills) == 3
    for kill_at in kills:
        for _ in range(0 if first else 3):  # from the third state on, there is something to delete
            write(piers.library_folder / "甲.txt", chance)
            sync_library(piers)
        write(piers.library_folder / "甲.txt", chance)
        nursery.send((piers, kill_at))
        assert nursery.recv() == -signal.SIGKILL
        assert is_synced(piers) is not first
        if not first:
            assert_equal(piers)
            sync_library(piers)
            assert_equal(piers)
    for _ in range(2):
        write(piers.library_folder / "甲.txt", chance)
        sync_library(piers)
    assert_equal(piers)
    assert len(sources(piers)) == len(open_library(piers.database).documents()) + 1
    assert len(list(index_home(piers.database).iterdir())) == 1


def is_synced(settings: Settings) -> bool:
    try:
        return bool(open_library(settings.database).fingerprint)
    except UnusableDatabase:
        return False


def test_a_library_that_goes_over_to_milvus_and_back(piers: Settings, core: Core, tmp_path: Path) -> None:
    for engine in ("tantivy", "milvus", "tantivy", "milvus"):
        settings = with_milvus(tmp_path, core, engine)
        sync_library(settings)
        assert_equal(settings)


def test_the_fields_are_those_that_are_checked(piers: Settings) -> None:
    sync_library(piers)
    described = client_of(piers).describe_collection(piers.milvus.collection)
    assert tuple(field["name"] for field in described["fields"]) == FIELDS
    index = client_of(piers).describe_index(piers.milvus.collection, "sparse")
    assert (float(index["bm25_k1"]), float(index["bm25_b"]), index["metric_type"]) == (1.2, 0.75, "BM25")
