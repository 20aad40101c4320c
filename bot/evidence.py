"""Which sentences of the library speak of what is asked, and how surely."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.agents import is_competent
from bot.asking import COUNTS_AS, FREQUENCY
from bot.conditions import TIME, is_relative
from bot.forms import WRONGS, fit, has_form
from bot.governing import Passages
from bot.lists import DIVIDED_ASKED, INTRODUCING_WORDS, PARTS_ASKED, introduces
from bot.match import HELD, compactness, coverage, degree, longest_said
from bot.meanings import DEFINING_WORDS, defines
from bot.passages import Passage, Sentence, is_named, without_title
from bot.question import Place, Question, Term
from corpus.figures import find_figures
from corpus.model import Document
from index.lexicon import verbs
from index.search import Hit, Searcher
from index.translation import commonness as english_commonness
from index.words import is_han, normalise, without_quotes

CANDIDATES = 16
# What an equal of a word counts in the search where the library holds the word itself.
OTHER = 0.5
# Whole texts kept folded; a library may hold more than the memory does.
TEXTS = 32
# Words whose rarity is kept.
WORDS = 8192
# What a term weighs beside a noun of the same rarity: verbs are said in many ways, and words taken
# over from the question before only decide between equals.
VERB, SINGLE, SOFT, ASKED = 0.6, 0.25, 0.3, 0.4
# 今年 stands in few texts that are of this year; whether they are is a condition of its own.
RELATIVE = 0.25
TRAITS = (
    "own",
    "mass",
    "best",
    "lost",
    "topic",
    "names_lost",
    "rank",
    "phrase",
    "named",
    "rest_own",
    "rest_mass",
    "rest_phrase",
    "constant",
)
WEIGHTS = (8.65, -0.59, 0.59, -1.98, 3.0, -0.68, 6.02, -3.83, 6.23, -0.73, 2.31, 11.21, -16.8)
# The clauses of the library that the weights were fitted on, and how far another size may move the odds.
FITTED_ON = 6000
MAY_MEET = 3.0
# What the form of an answer adds to the odds: a heading that is what was asked, a definition, a list's lead.
SURE_FORM = 4.0
# What is added to the score of a definition asked for, of a document named, of a sentence without the form asked, of one that holds what a follow-up says itself.
DEFINED, NAMED, FORMLESS, SAID = 0.4, 0.2, -0.4, 0.25
# What a sentence that begins with “other” loses where it is not others that a body is asked for.
OF_OTHERS = -0.5
_OTHERS = re.compile("(?:第[一二三四五六七八九十百]+条)?(?:国务院|[^,。;:]{0,8}人民政府)?(?:其他|其余)")
_ASKS_OTHERS = re.compile(r"其[他它余]|别的|另外|还有|\bothers?\b|\belse\b")
# So much less a follow-up's own words count where they stand not in the sentence that answered the question before.
AGAIN = 2.0
# A word that is more common than this tells no figure from another; see `Finder.specific`.
TELLING = 0.4
# Kinds of clause that name the document and say nothing of what it rules.
FRONT = frozenset(
    {"letterhead", "title", "number", "date", "addressee", "signature", "contents", "noise", "source"}
)

QUOTED = re.compile("[“「]([^”」：、，。]{2,12})[”」]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: how much of the question it holds, alone and with its clause; `said` is of a follow-up."""

    passage: Passage
    sentence: Sentence
    own: float
    whole: float
    rank: float
    compact: float
    headed: float
    named: bool
    defines: bool
    fit: float
    said: float = 0.0

    @property
    def score(self) -> float:
        """Return what evidence is ordered by."""
        parts = 0.5 * self.whole + 0.4 * self.own + 0.15 * self.rank + 0.1 * self.compact
        return (
            parts
            + SAID * self.said
            + 0.3 * self.headed**2
            + NAMED * self.named
            + (DEFINED if self.defines else self.fit)
        )


class Finder:
    """Gathers evidence from one state of the library."""

    def __init__(self, searcher: Searcher) -> None:
        """Search with `searcher`."""
        self._searcher = searcher
        self.passages = Passages()
        self._texts: dict[str, str] = {}
        # Asked again for every figure and sentence that a question comes near.
        self.specific = lru_cache(WORDS)(self._specific)
        self._rarity = lru_cache(WORDS)(self._found_rarity)
        self._unseen = searcher.idf("\0")
        # Words meet in some clause by chance the likelier, the more clauses there are.
        self._chance = max(-MAY_MEET, min(MAY_MEET, math.log(max(len(searcher), 1) / FITTED_ON)))

    def weights(self, terms: Sequence[Term]) -> list[float]:
        """Return what each term weighs, in (0, 1]: rare nouns most."""
        return [self._weight(t) for t in terms]

    def _weight(self, term: Term) -> float:
        idf = min(self._rarity(f) for f in term.forms())
        return self.factor(term) * math.sqrt(max(0.02, idf / self._unseen) / self._tells(term))

    def factor(self, term: Term) -> float:
        """Return what a term weighs whatever the library holds."""
        part = (
            SINGLE
            if len(term.word) == 1 and term.verb
            else VERB
            if term.verb or term.loose or term.word[0].isdigit()
            else 1.0
        )
        part *= RELATIVE if is_relative(term) else 1.0
        return part * (ASKED if term.asked else 1.0) * self._tells(term)

    def _tells(self, term: Term) -> float:
        """Return how little common a term is; a noun of one character tells what its official word tells."""
        if term.english:  # whichever is meant
            return min(map(self.specific, term.forms()))
        forms = (term.word,) if term.verb or len(term.word) > 1 else term.forms()
        return max(map(self.specific, forms))

    def tells_apart(self, term: Term, document: Document) -> bool:
        """Return whether a document uses the term somewhere, and the term is not too common to tell anything."""
        if self._tells(term) < TELLING:
            return False
        return self.writes(term.forms(), document)

    def writes(self, words: Iterable[str], document: Document) -> bool:
        """Return whether a document holds any of the words."""
        if document.id not in self._texts:
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            self._texts[document.id] = normalise(document.text)
        return any(w in self._texts[document.id] for w in words)

    def figures(self, document: Document) -> list[tuple[str, str]]:
        """Return the unit of each figure of a document with the folded sentence that it stands in."""
        by_id = {c.id: c for c in document.clauses}
        passages = {t.clause: self.passages.get(document, by_id[t.clause]) for t in document.targets}
        found = ((t.unit, passages[t.clause].sentence_at(t.start)) for t in document.targets)
        return [(unit, sentence.text) for unit, sentence in found if sentence]

    def _specific(self, word: str) -> float:
        """Return how little common a word is in Chinese at large, in [0.2, 1]."""
        share = self._commonness(word)
        # One word in 400 says next to nothing, one in three million names something.
        return min(1.0, max(0.2, (-math.log(share) - 6) / 9)) if share else 1.0

    def _commonness(self, word: str) -> float:
        """Return the share of a word among all words of its language, 0 for a name."""
        return self._searcher.segmenter.commonness(word) if is_han(word) else english_commonness(word)

    def _found_rarity(self, word: str) -> float:
        idf = self._searcher.idf(word)
        if idf < self._unseen:
            return idf
        parts = [p for p in self._searcher.segmenter.parts(word) if p != word]
        return max((self._searcher.idf(p) for p in parts), default=idf)

    def passage(self, hit: Hit) -> Passage:
        """Return the passage of a hit."""
        return self.passages.get(self._searcher.library.document(hit.document), hit.clause)

    def share_named(self, heading: str, asked: str) -> float:
        """Return how much of a folded heading a question names, rare words counting most, in [0, 1]."""
        words = [Term(w, verb=w in verbs()) for w in self._searcher.segmenter.words(heading) if len(w) > 1]
        return coverage(words, self.weights(words), (asked,))

    def document(self, id: str) -> Document:
        """Return a document of the library."""
        return self._searcher.library.document(id)

    def hits(self, question: Question, documents: Sequence[str] | None, limit: int = CANDIDATES) -> list[Hit]:
        """Return the clauses that share words with the question, best first."""
        segmenter = self._searcher.segmenter
        words = [(t.word, 1.0) for t in (*question.terms, *question.soft)]
        # Of a word’s many equals a clause uses one: together they weigh no more than the words beside it.
        words += [(f, 1.0 if t.unseen else OTHER) for t in (*question.terms, *question.soft) for f in t.equal]
        if question.kind == "definition" or COUNTS_AS.search(question.folded):
            words += [(w, 1.0) for w in DEFINING_WORDS]
        if question.kind == "which" and PARTS_ASKED.search(question.folded):
            words += [(w, 1.0) for w in INTRODUCING_WORDS]
        if FREQUENCY.search(question.folded):
            words.append(("每", 1.0))
        if DIVIDED_ASKED.search(question.folded):
            words.append(("分为", 1.0))
        shares: dict[str, float] = {}
        for word, share in words:
            shares |= {p: max(share, shares.get(p, 0.0)) for p in segmenter.parts(word)}
        found = self._searcher.search_tokens(shares, 2 * limit, documents)
        return [h for h in found if h.clause.kind not in FRONT][:limit]

    def evidence(self, question: Question, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the best sentence of each clause found, best first."""
        top = hits[0].score if hits else 1.0
        found = [e for h in hits if (e := self._best(question, self.passage(h), h.score / top))]
        return sorted(found, key=lambda e: -e.score)

    def confidence(self, question: Question, evidence: Evidence) -> float:
        """Return how surely the evidence speaks of what is asked: log odds, 0 being even.

        A logistic regression on what of the question the clause holds; benchmarks/fit_confidence.py
        finds the weights on questions whose answer the library has and on others'.
        """
        odds = sum(w * x for w, x in zip(WEIGHTS, self.traits(question, evidence), strict=True))
        # A clause headed by just what is asked, or a definition in so many words, is sure by its form.
        text = evidence.sentence.text
        nouns = [f for t in question.terms if not t.verb for f in t.forms()]
        formed = (
            evidence.headed > 0.75
            or evidence.defines
            or introduces(question, text)
            or (bool(question.deeds) and is_competent(text, nouns))
        )
        return odds - self._chance + (SURE_FORM if formed else 0.0)

    def traits(self, question: Question, evidence: Evidence) -> tuple[float, ...]:
        """Return what the confidence is made from; TRAITS names the places."""
        passage, sentence = evidence.passage, evidence.sentence
        terms = question.terms
        weights = self.weights(terms)
        texts = (passage.text, passage.context, passage.about)
        held = [max(degree(t, x) for x in texts) for t in terms]
        got = [w * h for w, h in zip(weights, held, strict=True)]
        lost = [(w - g) * (0.5 if t.verb else 1.0) for t, w, g in zip(terms, weights, got, strict=True)]
        topics = [w for w, t in zip(weights, terms, strict=True) if _is_topic(t, passage, sentence)]
        names_lost = [n for n in question.names if not any(n in x for x in texts)]
        # What names the document only chooses it; what is asked of it is the rest.
        rest = [t for t in terms if degree(t, passage.about) < HELD]
        rest_weights = self.weights(rest)
        rest_held = (max(degree(t, passage.text), degree(t, passage.context)) for t in rest)
        asked = without_quotes(question.folded)
        return (
            coverage(terms, weights, (sentence.text,)),
            min(sum(got), 3.0),
            max(got, default=0.0),
            max(lost, default=0.0),
            max(topics, default=0.0),
            float(bool(names_lost)),
            evidence.rank,
            min(longest_said(question, terms, asked, passage.text), 10) / 10,
            float(evidence.named),
            coverage(rest, rest_weights, (sentence.text,)) if rest else 1.0,
            min(sum(w * h for w, h in zip(rest_weights, rest_held, strict=True)), 3.0),
            min(longest_said(question, rest, without_title(asked, passage.document), passage.text), 10) / 10,
            1.0,
        )

    def share_said(self, question: Question, evidence: Evidence) -> float:
        """Return how much of what a follow-up says itself a sentence or what stands above it holds, in [0, 1]."""
        passage = evidence.passage
        texts = (evidence.sentence.text, passage.heading, passage.context)
        # A number is a condition of its own.
        said = [t for t in question.said if not find_figures(t.word)]
        return coverage(said, self.weights(said), texts) if said else 1.0

    def is_name(self, term: Term) -> bool:
        """Return whether a term is no word of common Chinese: a name, a number, a foreign word."""
        plain = len(term.word) > 1 and not term.asked and not term.word[0].isdigit()
        return plain and not self._commonness(term.word) and self.held_anywhere(term)

    def is_unknown(self, term: Term) -> bool:
        """Return whether the library holds no form of a term."""
        return all(self._rarity(f) >= self._unseen for f in term.forms())

    def held_anywhere(self, term: Term) -> bool:
        """Return whether the index holds the term; a run of characters that it lacks may be cut wrongly."""
        return not is_han(term.word) or self._searcher.idf(term.word) < self._unseen

    def _best(self, question: Question, passage: Passage, rank: float) -> Evidence | None:
        if passage.clause.kind in FRONT or not passage.sentences:
            return None
        # What a name in quotation marks stands for is told where it stands.
        asked = question.kind in ("which", "definition", "open") and not question.deeds
        named = [n for n in QUOTED.findall(question.text) if not TIME.fullmatch(n)] if asked else []
        telling = [s for s in passage.sentences if len(named) == 1 and normalise(named[0]) in s.text]
        found = [self.weigh(question, passage, s, rank) for s in telling or passage.sentences]
        return max(found, key=lambda e: e.score)

    def _is_at(self, place: Place | None, passage: Passage, sentence: Sentence) -> bool:
        """Return whether the question before was answered from a sentence."""
        if place is None or place[0] != passage.document.id:
            return False
        start, end = passage.span(sentence)
        return place[1] <= start and end <= place[2]

    def formed(self, question: Question, passage: Passage, sentence: Sentence) -> str:
        """Return what must have the form of an answer: a sentence, an item with the lead that says what holds of it.

        By whom, since when and whether what it names is done, the lead says: 由市容部门责令改正：（一）….
        """
        asked = question.kind in ("yesno", "when") or (question.deeds and sentence.text.endswith(WRONGS))
        lead = self.passages.lead(passage) if asked else None
        if lead is None:
            return sentence.text
        above = lead.sentences[-1].text if question.kind == "when" else lead.text
        return f"{above} {sentence.text}"

    def weigh(self, question: Question, passage: Passage, sentence: Sentence, rank: float) -> Evidence:
        """Return a sentence as evidence; `rank` is its clause's BM25 score over the best one's."""
        terms = (*question.terms, *question.soft)
        weights = self.weights(terms)
        weights[len(question.terms) :] = [SOFT * w for w in weights[len(question.terms) :]]
        said = (
            coverage(question.said, self.weights(question.said), (sentence.text,)) if question.said else 0.0
        )
        own = [t for t in question.said if not t.verb]
        unsaid = bool(own) and coverage(own, self.weights(own), (sentence.text,)) < HELD
        formed = self.formed(question, passage, sentence)
        again = unsaid and self._is_at(question.place, passage, sentence)
        return Evidence(
            passage,
            sentence,
            said=said - AGAIN * again,
            own=coverage(terms, weights, (sentence.text,)),
            whole=coverage(terms, weights, (passage.text, passage.context, passage.about)),
            rank=rank,
            compact=compactness(question.terms, sentence.text),
            headed=heading_cover(question, passage),
            named=is_named(passage.document, question.folded),
            defines=defines(question, sentence.text),
            fit=(fit(question, formed) if has_form(question, formed) else FORMLESS)
            + OF_OTHERS * _is_of_others(question, sentence),
        )


def _is_of_others(question: Question, sentence: Sentence) -> bool:
    """Return whether a body is asked for and a sentence is of all but what was told before it: 其他设施由产权人负责."""
    asked = question.kind == "who" and not _ASKS_OTHERS.search(question.folded)
    return asked and _OTHERS.match(sentence.text) is not None


def heading_cover(question: Question, passage: Passage) -> float:
    """Return the share of the question's nouns and verbs that the clause's own heading holds, in [0, 1]."""
    if len(passage.heading) < 2:
        return 0.0
    return coverage(question.terms, [0.5 if t.verb else 1.0 for t in question.terms], (passage.heading,))


def _is_topic(term: Term, passage: Passage, sentence: Sentence) -> bool:
    """Return whether a term stands in a heading or title, or begins the sentence."""
    return not term.word[0].isdigit() and any(
        f in passage.context or f in passage.about or sentence.text.startswith(f) for f in term.forms()
    )


def lacking(question: Question, evidence: Evidence) -> list[Term]:
    """Return the terms of the question that neither clause nor headings nor document hold."""
    texts = (evidence.passage.text, evidence.passage.context, evidence.passage.about)
    return [t for t in question.terms if max(degree(t, x) for x in texts) < 0.5]
