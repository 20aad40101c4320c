"""Which sentences of the library speak of what is asked, and how surely."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.match import coverage, degree
from bot.passages import Passage, Sentence, make_passage
from bot.question import Question, Term
from index.search import Hit, Searcher

CANDIDATES = 16
# What a term weighs beside a noun of the same rarity: verbs are said in many ways, and words taken
# over from the question before only decide between equals.
VERB, SINGLE, SOFT, ASKED = 0.6, 0.25, 0.3, 0.4
# Kinds of clause that name the document and say nothing of what it rules.
FRONT = frozenset({"letterhead", "title", "number", "date", "addressee", "signature", "contents", "noise", "source"})

_DATE = re.compile(r"\d{4}年|\d{1,2}月\d{0,2}|\d{1,2}日|\d+个?(?:工作日|月|年)|世纪|年代|[一二三四五六七八九十]+[年月日]|期间|时期|春|夏|秋|冬|前|后|起|届")
_AGENT = re.compile(r"由|负责|牵头|会同|主管|主办|承办|组织|部门|单位|机关|政府|局|厅|委|会|者|人")
_MEANING = re.compile(r"是指|指的是|所称|即|是(?:一种|由|为|以)|\(|——|称为|包括|系指")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: how much of the question it holds, alone and with its clause."""

    passage: Passage
    sentence: Sentence
    own: float
    whole: float
    rank: float
    fit: float

    @property
    def score(self) -> float:
        """Return what evidence is ordered by."""
        return 0.5 * self.whole + 0.4 * self.own + 0.15 * self.rank + self.fit


class Finder:
    """Gathers evidence from one state of the library."""

    def __init__(self, searcher: Searcher) -> None:
        """Search with `searcher`; passages are kept once made."""
        self._searcher = searcher
        self._passages: dict[tuple[str, str], Passage] = {}
        self._unseen = searcher.idf("\0")

    def weights(self, terms: Sequence[Term]) -> list[float]:
        """Return what each term weighs, in (0, 1]: rare nouns most."""
        return [self._weight(t) for t in terms]

    def _weight(self, term: Term) -> float:
        idf = min(self._rarity(f) for f in term.forms())
        factor = SINGLE if len(term.word) == 1 else VERB if term.verb else 1.0
        if term.asked:
            factor *= ASKED
        return factor * math.sqrt(max(0.02, idf / self._unseen) * self._specific(term.word))

    def _specific(self, word: str) -> float:
        """Return how little common a word is in Chinese at large, in [0.2, 1]."""
        share = self._searcher.segmenter.commonness(word)
        # One word in 400 says next to nothing, one in three million names something.
        return min(1.0, max(0.2, (-math.log(share) - 6) / 9)) if share else 1.0

    def _rarity(self, word: str) -> float:
        idf = self._searcher.idf(word)
        if idf < self._unseen:
            return idf
        parts = [p for p in self._searcher.segmenter.parts(word) if p != word]
        return max((self._searcher.idf(p) for p in parts), default=idf)

    def passage(self, hit: Hit) -> Passage:
        """Return the passage of a hit."""
        key = (hit.document, hit.clause.id)
        if key not in self._passages:
            self._passages[key] = make_passage(self._searcher.library.document(hit.document), hit.clause)
        return self._passages[key]

    def hits(self, question: Question, documents: Sequence[str] | None, limit: int = CANDIDATES) -> list[Hit]:
        """Return the clauses that share words with the question, best first."""
        segmenter = self._searcher.segmenter
        forms = [f for t in (*question.terms, *question.soft) for f in t.forms()]
        tokens = dict.fromkeys(p for f in forms for p in segmenter.parts(f))
        return self._searcher.search_tokens(list(tokens), limit, documents)

    def evidence(self, question: Question, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the best sentence of each clause found, best first."""
        top = hits[0].score if hits else 1.0
        found = [e for h in hits if (e := self._best(question, self.passage(h), h.score / top))]
        return sorted(found, key=lambda e: -e.score)

    def _best(self, question: Question, passage: Passage, rank: float) -> Evidence | None:
        if passage.clause.kind in FRONT or not passage.sentences:
            return None
        terms = (*question.terms, *question.soft)
        weights = self.weights(terms)
        weights[len(question.terms) :] = [SOFT * w for w in weights[len(question.terms) :]]
        whole = coverage(terms, weights, (passage.text, passage.context, passage.about))
        return max(
            (
                Evidence(passage, s, coverage(terms, weights, (s.text,)), whole, rank, fit(question, s.text))
                for s in passage.sentences
            ),
            key=lambda e: e.score,
        )


def fit(question: Question, text: str) -> float:
    """Return a small bonus where a sentence has the form of an answer of the kind asked."""
    pattern = {"when": _DATE, "who": _AGENT, "definition": _MEANING}.get(question.kind)
    if pattern is None or not pattern.search(text):
        return 0.0
    if question.kind == "definition" and any(text.startswith(f) or f"称{f}" in text for f in question.terms[0].forms() if question.terms):
        return 0.15
    return 0.05


def lacking(question: Question, evidence: Evidence) -> list[Term]:
    """Return the terms of the question that neither clause nor headings nor document hold."""
    texts = (evidence.passage.text, evidence.passage.context, evidence.passage.about)
    return [t for t in question.terms if max(degree(t, x) for x in texts) < 0.5]
