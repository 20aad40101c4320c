"""Clauses are found by their words, the headings above them and equal terms; noise and repetitions never."""

import json
from pathlib import Path

import pytest
from conftest import ROOT, Serve, Served, serve_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import read_document
from index.dictionary import segmenter_name
from index.glossary import load_glossary
from index.search import UNINDEXED, ClauseAnalyser, Hit, open_segmenter

PIERS = """某市码头管理办法
第一章 渡轮码头
第一条 候船室设座椅二十张。
第二条 值班员每日巡查两次。
第二章 货运码头
第三条 候船室不对外开放。
第四条 吊机由港务局检验。
"""
PARKS = """某市公园管理办法
第一条 公园设座椅三十张。
第二条 园长每月巡查一次。
"""


def places(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.document, hit.clause.id) for hit in hits]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Served:
    folder = tmp_path_factory.mktemp("two") / "library"
    folder.mkdir()
    (folder / "码头.txt").write_text(PIERS, encoding="utf-8")
    (folder / "公园.txt").write_text(PARKS, encoding="utf-8")
    return serve_folder(folder)


@pytest.fixture(scope="module")
def notice(serve: Serve) -> Served:
    return serve("chuyi-2022")


def test_the_clause_with_most_of_the_rare_words_comes_first(two: Served) -> None:
    hits = two.searcher.search("园长巡查")
    assert two.library.text(hits[0].document)[hits[0].clause.start :].startswith("第二条 园长")
    assert hits[0].words[0] == "园长"
    assert {hit.document for hit in hits} == {"公园", "码头"}


def test_the_headings_above_a_clause_help_it(two: Served) -> None:
    waiting = [hit for hit in two.searcher.search("货运候船室") if hit.clause.kind == "article"]
    assert waiting[0].clause.label.endswith("第三条")
    ferries = [hit for hit in two.searcher.search("渡轮候船室") if hit.clause.kind == "article"]
    assert ferries[0].clause.label.endswith("第一条")


def test_hits_come_best_first_with_positive_scores_and_words_they_hold(two: Served) -> None:
    hits = two.searcher.search("码头候船室座椅巡查", limit=20)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score > 0 for hit in hits)
    for hit in hits:
        own = two.library.text(hit.document)[hit.clause.start : hit.clause.end]
        assert all(word in own for word in hit.words)


def test_limit_cuts_the_end(two: Served) -> None:
    whole = two.searcher.search("码头座椅巡查", limit=20)
    assert len(whole) > 2
    assert two.searcher.search("码头座椅巡查", limit=2) == whole[:2]


@pytest.mark.parametrize(
    ("documents", "found"),
    [
        (None, {"公园", "码头"}),
        (["公园"], {"公园"}),
        (["码头", "公园"], {"公园", "码头"}),
        ([], set()),
        (["无"], set()),
    ],
)
def test_documents_limit_the_search(two: Served, documents: list[str] | None, found: set[str]) -> None:
    assert {hit.document for hit in two.searcher.search("座椅", documents=documents)} == found


@pytest.mark.parametrize("query", ["", "？！", "火箭发射", "zeppelin", "\x00"])
def test_nothing_shared_finds_nothing(two: Served, query: str) -> None:
    assert two.searcher.search(query) == []


@pytest.mark.parametrize(
    ("written", "query"), [("候船室", "候船室"), ("候船室", "候　船室"), ("码头", "碼頭"), ("巡查", "“巡查”")]
)
def test_width_blanks_marks_and_script_change_nothing(two: Served, written: str, query: str) -> None:
    assert places(two.searcher.search(query)) == places(two.searcher.search(written)) != []


def test_equal_terms_find_each_other(notice: Served) -> None:
    [short, *_] = load_glossary().equal("职业教育集团")
    assert "职业教育集团" not in notice.library.text("chuyi-2022")
    assert places(notice.searcher.search("职业教育集团", 3))[0] in places(notice.searcher.search(short, 3))


def test_noise_and_repeated_clauses_are_never_hits(notice: Served) -> None:
    document = notice.library.document("chuyi-2022")
    kept_out = {c.id for c in document.clauses if c.kind in UNINDEXED or c.repeats}
    assert len(kept_out) > 5
    for clause in document.clauses:
        hits = notice.searcher.search(document.text[clause.start : clause.end], limit=100)
        assert not kept_out & {hit.clause.id for hit in hits}


def test_every_clause_that_says_something_is_found_by_its_own_words(two: Served) -> None:
    for info in two.library.documents():
        document = two.library.document(info.id)
        for clause in document.clauses:
            if clause.start < clause.end:
                hits = two.searcher.search(document.text[clause.start : clause.end])
                assert (info.id, clause.id) in places(hits)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_query_is_searched_and_gives_the_same_twice(two: Served, query: str) -> None:
    hits = two.searcher.search(query)
    assert hits == two.searcher.search(query)
    assert len(places(hits)) == len(set(places(hits))) <= 10


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    served = serve_folder(tmp_path / "library")
    assert served.searcher.search("座椅") == []
    assert served.searcher.idf("座椅") > 0


def test_a_library_of_one_clause_scores_above_nothing(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "短.txt").write_text("码头夜间关闭。", encoding="utf-8")
    [hit] = serve_folder(tmp_path / "library").searcher.search("码头")
    assert hit.score > 0


def test_what_the_index_holds_of_a_document_is_the_same_each_time_and_json() -> None:
    document = read_document(ROOT / "corpus" / "policies" / "chuyi-2022.md")
    data = ClauseAnalyser()(document)
    assert data == ClauseAnalyser()(document)
    held = json.loads(data)
    assert {document.clauses[int(n)].kind for n in held["tokens"]}.isdisjoint(UNINDEXED)
    assert set(held["sounds"]) <= {w for line in held["tokens"].values() for w in line.split(" ")}


def test_the_version_names_the_segmenter_and_the_glossary(tmp_path: Path) -> None:
    own = tmp_path / "glossary.toml"
    own.write_text('[[term]]\nsame = ["码头", "渡口"]\n', encoding="utf-8")
    assert segmenter_name() in ClauseAnalyser().version
    assert ClauseAnalyser(own).version != ClauseAnalyser().version


def test_the_words_that_sync_stored_are_those_of_the_glossary(two: Served) -> None:
    parsed, restored = load_glossary(), two.searcher.glossary
    assert two.library.common
    assert (restored.entries, restored.version) == (parsed.entries, parsed.version)
    assert all(restored.equal(t) == parsed.equal(t) for t in parsed.terms())
    fresh = open_segmenter(parsed)
    for term in parsed.terms():
        assert two.searcher.segmenter.tokens(term) == fresh.tokens(term)
