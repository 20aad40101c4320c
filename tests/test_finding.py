"""A search finds by words, equal terms, translations, learned words and phrases, the same with every engine."""

from pathlib import Path

import pytest
from conftest import ROOT, Served, copy_policies, serve_folder

from bot.evaluate import read_cases
from index.engine import Ranked
from index.finding import POOL, Finder, by_phrases
from index.glossary import make_glossary
from index.search import Hit
from index.words import Segmenter

PIERS = """某市码头管理办法
第一条 夜间关闭候船室。
第二条 候船室夜间不得关闭照明。
第三条 船舶停泊须缴纳停泊费。
第四条 航道由港务局疏浚。
"""


@pytest.fixture(scope="module")
def piers(tmp_path_factory: pytest.TempPathFactory) -> Served:
    folder = tmp_path_factory.mktemp("piers") / "library"
    folder.mkdir()
    (folder / "码头.txt").write_text(PIERS, encoding="utf-8")
    return serve_folder(folder)


def labels(hits: list[Hit]) -> list[str]:
    return [hit.clause.label for hit in hits if hit.clause.kind == "article"]


def finder(served: Served, **teaching: dict[str, float]) -> Finder:
    """Return a finder over a served library with teaching of the test's own."""
    searcher = served.searcher
    return Finder(
        searcher._engine, searcher.segmenter, searcher.glossary, said=lambda word: teaching.get(word, {})
    )


@pytest.mark.parametrize(("query", "first"), [("夜间关闭", "第一条"), ("关闭照明", "第二条")])
def test_who_shares_a_phrase_comes_before_who_shares_its_words(piers: Served, query: str, first: str) -> None:
    assert labels(piers.searcher.search(query))[0].endswith(first)


def test_phrases_keep_the_order_of_equals_and_lose_nobody() -> None:
    found = [Ranked("d", n, 1.0, held.split(" ")) for n, held in enumerate(["夜 间", "关", "夜间", "关"])]
    ordered = by_phrases("夜间", found)
    assert [ranked.position for ranked in ordered] == [0, 2, 1, 3]
    assert [ranked.score for ranked in ordered[2:]] == [1.0, 1.0]


def test_learned_words_find_what_shares_none_with_the_question(piers: Served) -> None:
    taught = finder(piers, 收钱={"停泊费": 1.0})
    asked, found = taught.top("收钱的候船室", 9)
    clauses = piers.library.document("码头").clauses
    assert "停泊费" not in asked
    assert "第三条" in [clauses[ranked.position].label[-3:] for ranked in found]
    untaught = finder(piers).top("收钱的候船室", 9)[1]
    assert "第三条" not in [clauses[ranked.position].label[-3:] for ranked in untaught]


def test_where_the_library_holds_no_word_asked_for_learned_words_find_nothing(piers: Served) -> None:
    assert finder(piers, 幼儿园={"停泊费": 1.0}).top("幼儿园", 9)[1] == []


def test_english_words_find_chinese_ones_and_are_told_as_found(piers: Served) -> None:
    hits = [hit for hit in piers.searcher.search("dredging of waterways") if hit.clause.kind == "article"]
    assert hits[0].clause.label.endswith("第四条")
    assert "航道" in hits[0].words


def test_an_equal_term_counts_less_than_the_word_itself(piers: Served) -> None:
    glossary = make_glossary([], "1")
    asked, shares = Finder(
        piers.searcher._engine, Segmenter(), glossary, lambda words: [(0, 1, ("航道", "水路"))]
    ).shares("waterway 航道")
    assert asked["航道"] == shares["航道"] == 1.0
    assert 0 < asked["水路"] < 1.0


def test_more_than_the_pool_are_found_where_more_are_wanted(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    for n in range(POOL + 20):
        (tmp_path / "library" / f"{n:03}.txt").write_text(f"码头{n}夜间关闭。", encoding="utf-8")
    served = serve_folder(tmp_path / "library")
    assert len(served.searcher.search("码头夜间", POOL + 10)) == POOL + 10


def test_a_search_finds_the_same_with_every_engine(tmp_path: Path) -> None:
    copy_policies(tmp_path / "library", "public-housing")
    served = {e: serve_folder(tmp_path / "library", engine=e) for e in ("rank-bm25", "tantivy", "auto")}
    cases = read_cases(ROOT / "tests" / "data" / "golden" / "public-housing.jsonl")
    for case in cases:
        first, *others = (one.searcher.search(case.question, 30) for one in served.values())
        assert all(hits == first for hits in others)
        assert first or case.status == "not_found"
