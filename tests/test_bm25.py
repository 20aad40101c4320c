"""The ranking equals a reference written from the formula, however small or odd the corpus."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import RankBM25
from index.engine import Shares, in_full
from index.okapi import K1, B, Postings

TOKENS = st.sampled_from("甲 乙 丙 丁 戊 a b".split())
CORPORA = st.lists(st.lists(TOKENS, max_size=12), max_size=12)
WORDS = st.sampled_from("甲 乙 丙 丁 戊 a b 己 z".split())
SHARES = st.dictionaries(WORDS, st.sampled_from([1.0, 0.5, 0.37, 2.1]), max_size=6)


def idf(corpus: Sequence[Sequence[str]], token: str) -> float:
    holding = sum(token in posting for posting in corpus)
    return math.log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))


def reference(corpus: Sequence[Sequence[str]], query: Shares) -> list[float]:
    """Return the BM25 score of every posting: Robertson's formula with Lucene's IDF."""
    average = sum(map(len, corpus)) / len(corpus)

    def score(posting: Sequence[str], token: str) -> float:
        often = list(posting).count(token)
        length = 1 - B + B * len(posting) / average
        return idf(corpus, token) * often * (K1 + 1) / (often + K1 * length)

    return [sum(share * score(posting, token) for token, share in query.items()) for posting in corpus]


@given(CORPORA.filter(any), SHARES)
def test_scores_are_those_of_the_reference(corpus: list[list[str]], query: Shares) -> None:
    expected = reference(corpus, query)
    found = RankBM25(corpus).top(query, limit=len(corpus))
    assert {n for n, _ in found} == {n for n, posting in enumerate(corpus) if set(posting) & set(query)}
    assert [score for _, score in found] == pytest.approx([expected[n] for n, _ in found])


@given(CORPORA, SHARES, st.integers(1, 5))
def test_best_come_first_and_ties_in_order(corpus: list[list[str]], query: Shares, limit: int) -> None:
    engine = RankBM25(corpus)
    found = engine.top(query, len(corpus) + 1)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert engine.top(query, limit) == found[:limit]
    assert all(score > 0 for _, score in found)


@given(CORPORA.filter(any), SHARES, st.sets(st.integers(0, 11)))
def test_among_some_postings_scores_stay_the_same(
    corpus: list[list[str]], query: Shares, chosen: set[int]
) -> None:
    among = sorted(n for n in chosen if n < len(corpus))
    engine = RankBM25(corpus)
    whole = dict(engine.top(query, len(corpus)))
    found = engine.top(query, len(corpus), among)
    assert dict(found) == pytest.approx({n: score for n, score in whole.items() if n in among})


@given(CORPORA.filter(any), TOKENS)
def test_idf_is_lucenes_and_always_positive(corpus: list[list[str]], token: str) -> None:
    assert RankBM25(corpus).idf(token) == pytest.approx(idf(corpus, token))
    assert 0 < RankBM25(corpus).idf(token) <= RankBM25(corpus).idf("己")


def test_the_only_posting_has_a_positive_score() -> None:
    [(n, score)] = RankBM25([["甲", "乙"]]).top(in_full(["甲"]), 5)
    assert (n, score > 0) == (0, True)


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_a_corpus_without_words_finds_nothing(corpus: list[list[str]]) -> None:
    engine = RankBM25(corpus)
    assert engine.top(in_full(["甲"]), 5) == []
    assert engine.idf("甲") > 0


def test_postings_without_words_keep_their_number() -> None:
    assert [n for n, _ in RankBM25([[], ["甲"], [], ["甲"]]).top(in_full(["甲"]), 5)] == [1, 3]


@pytest.mark.parametrize(("query", "among"), [([], None), (["己"], None), (["甲"], []), (["己"], [0])])
def test_nothing_shared_is_no_hit(query: list[str], among: list[int] | None) -> None:
    assert RankBM25([["甲"], ["乙"]]).top(in_full(query), 5, among) == []


def test_many_equal_postings_keep_their_order() -> None:
    corpus = [["甲", "乙"] if n % 3 else ["甲"] for n in range(200)]
    shorter, longer = [n for n in range(200) if n % 3 == 0], [n for n in range(200) if n % 3]
    assert [n for n, _ in RankBM25(corpus).top(in_full(["甲"]), 200)] == shorter + longer


@given(CORPORA, SHARES, st.integers(1, 12), st.none() | st.sets(st.integers(0, 11)))
def test_plain_sums_are_those_of_rank_bm25_to_the_last_bit(
    corpus: list[list[str]], query: Shares, limit: int, chosen: set[int] | None
) -> None:
    among = None if chosen is None else sorted(n for n in chosen if n < len(corpus))
    assert Postings(corpus).top(query, limit, among) == RankBM25(corpus).top(query, limit, among)
    assert [Postings(corpus).idf(t) for t in query] == [RankBM25(corpus).idf(t) for t in query]
