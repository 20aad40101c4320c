"""Answerer.answer(question, conversation) → Answer: from the text's own words, or that it has none."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.about import answer_about, answer_other, front_matter
from bot.asking import FREQUENCY
from bot.citations import span_around
from bot.context import in_context
from bot.conversation import Mode, Turn, merge, modes, names_nothing, remember, replay
from bot.draft import Draft, cite_sentence
from bot.evidence import Evidence, Finder, lacking
from bot.facts import answer_each, answer_figure, answer_likely, check_figure
from bot.figure_answers import speaks_of
from bot.figure_conditions import SAID_ITSELF
from bot.fitting import conditions_hold
from bot.gaps import gap_note
from bot.identity import make_id, seal, unseal
from bot.match import HELD, degree
from bot.model import Answer, Fact
from bot.named_clauses import (
    ASKING,
    documents_meant,
    name_in,
    names_document,
    other_law,
    rules_named,
    speak_of,
    telling,
)
from bot.outlines import answer_reference, heading_asked, outline, whole_outline
from bot.parser import Parser
from bot.passages import document_names
from bot.question import Place, Question, Term
from bot.quoted_figures import with_figure_beside, with_lone_figure, with_number_asked, with_own_figures
from bot.several import in_force_first, together
from bot.suggestions import suggest
from bot.text_answers import answer_cases, answer_text, with_lead
from corpus.errors import InvalidQuestion
from corpus.library import Library
from corpus.model import Document
from corpus.view import view
from index.search import Searcher
from index.words import normalise

LONGEST = 500
# Log odds from which evidence is given as an answer.
SURE = -0.55
# So many pieces of evidence are looked at for one that has the form, time and place asked for.
CONSIDERED = 5
BEHIND = 0.25
# How often something is done is told by a clause this close to the best too, where it holds all that is asked.
OFTEN, ALL = 0.1, 0.99
# Another document's evidence is given beside the best when it comes this close to it.
BESIDE = 0.08
# What a follow-up says itself must stand there so far where a figure was asked for and only a sentence is found.
SAID_WHOLLY = 0.9
# A clause of no more characters is of one matter; in a longer one a follow-up goes on from its sentence.
ONE_MATTER = 600
# Above so many documents a question about “the document” must name it.
FEW = 3


class Answerer:
    """Answers questions from one state of the library."""

    def __init__(self, library: Library, searcher: Searcher) -> None:
        """Answer from `library` with what `searcher` finds in it."""
        self.library = library
        self._finder = Finder(searcher)
        self._parser = Parser(
            searcher.segmenter, searcher.glossary, searcher.spell, searcher.holds, searcher.look_up
        )

    def answer(
        self, question: str, conversation: str | None = None, documents: Sequence[str] | None = None
    ) -> Answer:
        """Return the answer to a question; raise InvalidQuestion or UnknownDocument."""
        asked = check_question(question)
        if documents is not None:
            documents = [self.library.document(d).id for d in documents]
        secret = self.library.secret
        turns = _turns(unseal(secret, conversation) if conversation else {})
        said, before = self._parser.parse(asked), replay(turns, self._parser)
        understood, mode, draft = self._understand(said, before, documents)
        draft = in_context(draft, self.library)
        if before and draft.answered and said.kind == "open":  # 再犯的呢
            draft = with_figure_beside(before, said, draft, self._respond(before, documents).citations)
        state = {"t": [[t.text, t.mode] for t in remember(turns, asked, mode)]}
        parts = (asked, conversation or "", "\n".join(documents or ()), self.library.fingerprint)
        return Answer(
            id=make_id(secret, *parts),
            conversation=seal(secret, state),
            question=asked,
            language=understood.language,
            status="answered" if draft.answered else "not_found",
            answer=draft.text,
            facts=draft.facts if draft.answered else (),
            citations=draft.citations if draft.answered else (),
            missing=draft.missing,
            nearest=draft.nearest,
            suggestions=suggest(self._finder, draft, understood.language),
        )

    def _understand(
        self, question: Question, before: Question | None, documents: Sequence[str] | None
    ) -> tuple[Question, Mode, Draft]:
        """Return the first way to understand the question that has an answer, else the likeliest."""
        tried: list[tuple[Question, Mode, Draft]] = []
        place: Place | None = None
        doubt: Fact | None = None
        for mode in modes(question, before):
            merged = merge(question, before, mode)
            if before and (mode in ("swap", "narrow") or merged.kind == before.kind == "figure"):
                place = place or self._place(before, documents)
                merged = replace(merged, place=place)
            draft = self._respond(merged, documents)
            if before and draft.answered and mode == "alone":
                draft = draft if self._belongs(draft, question, before, documents) else Draft(False)
            if doubt and draft.answered and not _is_doubt(doubt, draft):
                draft = Draft(False)
            doubt = doubt or draft.doubt
            tried.append((merged, mode, draft))
            if draft.answered:
                return self._held_together(question, before, mode, documents) or tried[-1]
        for merged, mode, _ in tried if question.kind == "open" else ():
            asked_of = before.terms[-1:] if before else ()
            if merged.said and (draft := self._told_instead(merged, asked_of, documents)).answered:
                return merged, mode, draft
        merged, mode, draft = tried[0]
        if before is None and question.kind == "figure":
            likely = answer_likely(question, self._finder, documents)
            if likely.answered:
                return merged, mode, likely
        return merged, mode, self._explained(merged, draft, documents)

    def _held_together(
        self, question: Question, before: Question | None, mode: Mode, documents: Sequence[str] | None
    ) -> tuple[Question, Mode, Draft] | None:
        """Return the reading that goes on from the question before, where a quote holds all the nouns of both.

        “收费吗” asks of what was spoken of, if the text says it of that.
        """
        if (
            mode != "alone"
            or before is None
            or question.kind == "figure"
            or "aspect" not in modes(question, before)
        ):
            return None
        merged = merge(question, before, "aspect")
        draft = self._respond(merged, documents)
        quote = normalise(view(draft.citations[0].quote).text) if draft.answered and draft.citations else ""
        nouns = [t for t in merged.terms if not t.verb]
        whole = len(nouns) > 1 and all(degree(t, quote) >= HELD for t in nouns)
        return (merged, "aspect", draft) if whole else None

    def _told_instead(
        self, question: Question, asked_of: Sequence[Term], documents: Sequence[str] | None
    ) -> Draft:
        """Return the sentence that says what holds where a follow-up asks for a figure and none is set: 吊销许可证.

        It must speak of what was asked before, `asked_of`, unless the follow-up names a case: 情节严重的呢.
        """
        if question.kind not in ("figure", "who") or question.language == "en":
            return Draft(False)
        asked = replace(question, kind="which", family=None, unit="")
        draft = with_number_asked(asked, self._from_text(asked, documents, SAID_WHOLLY))
        return draft if _speaks_of(asked_of, draft, question) else Draft(False)

    def _place(self, before: Question, documents: Sequence[str] | None) -> Place | None:
        """Return where a question was answered from, if it was."""
        citation = next(iter(self._respond(before, documents).citations), None)
        return (citation.document, citation.start, citation.end) if citation else None

    def _belongs(
        self, draft: Draft, question: Question, before: Question, documents: Sequence[str] | None
    ) -> bool:
        """Return whether an answer to a follow-up taken alone is of the conversation, where that asks nothing whole."""
        if names_nothing(question):
            return self._goes_on_from(self._place(before, documents), draft)
        asks_on = question.kind == "open" and before.kind in ("figure", "who")
        return not asks_on or _speaks_of(before.terms[-1:], draft, question)

    def _goes_on_from(self, place: Place | None, draft: Draft) -> bool:
        """Return whether an answer is from the clause that the question before was answered from, or from its article."""
        if place is None or not draft.citations or draft.citations[0].document != place[0]:
            return False
        document = self.library.document(place[0])
        start, end = draft.citations[0].start, draft.citations[0].end
        own, before = (span_around(document, at) for at in (start, place[1]))
        near = start < place[2] and place[1] < end
        return own == before and own is not None and (near or own[1] - own[0] <= ONE_MATTER)

    def _respond(self, question: Question, documents: Sequence[str] | None) -> Draft:
        """Return the answer by the way that the kind of question calls for."""
        if question.kind in ASKING and question.reference and (draft := self._clause(question, documents)):
            return draft
        if question.field and (other := self._other_text(question, documents)):
            return answer_other(question, self._at_hand(question, documents), other)
        if question.field and (named := self._named(question, documents)):
            about = with_own_figures(question, answer_about(question, named), self.library)
            if about.answered or question.kind not in ("who", "figure"):
                return about
        if question.kind == "check" and (draft := check_figure(question, self._finder, documents)).answered:
            return draft
        if question.kind == "figure" or (
            question.aggregate in ("compare", "difference") and len(question.groups) > 1
        ):
            each = self._parser.each_asked(question)
            draft = answer_each(each, self._finder, documents) if each else Draft(False)
            draft = draft if draft.answered else answer_figure(question, self._finder, documents)
            if not (draft.answered or draft.doubt):
                draft = self._figure_in_text(question, documents) or draft
            if draft.answered or draft.doubt or not question.maybe:
                return draft
            question = replace(question, kind="which")
        return with_number_asked(question, self._from_text(question, documents))

    def _other_text(self, question: Question, documents: Sequence[str] | None) -> str:
        """Return what a question about a document names where it is none of those at hand, else ""."""
        at_hand = self._at_hand(question, documents)
        return rules_named(question, at_hand) or other_law(question, at_hand)

    def _clause(self, question: Question, documents: Sequence[str] | None) -> Draft | None:
        """Return the clause that a question names by its number; None where it asks for something else."""
        at_hand = self._at_hand(question, documents)
        if not telling(question):
            return answer_reference(question, at_hand) if question.kind == "clause" else None
        infos = [d for d in self.library.documents() if documents is None or d.id in documents]
        meant = [self.library.document(d.id) for d in documents_meant(question, infos)[:FEW]]
        if not meant and names_document(question):
            return Draft(False, missing=(name_in(question),))
        meant = meant or speak_of(question, at_hand)
        return answer_reference(question, in_force_first(meant, lambda d: d)) if meant else None

    def _figure_in_text(self, question: Question, documents: Sequence[str] | None) -> Draft | None:
        """Return the sentence that speaks of the figure asked, where no target could be read from it."""
        evidence = self._finder.evidence(question, self._finder.hits(question, documents))
        if not evidence:
            return None
        # 每季度召开一次 may stand in a clause beside the best one, which then says all that is asked.
        often = FREQUENCY.search(question.folded)
        beside = [e for e in evidence[1:] if often and evidence[0].score - e.score < OFTEN]
        near = [evidence[0], *(e for e in beside if e.own > ALL)]
        for passage, rank in ((e.passage, e.rank) for e in near):
            for sentence in passage.sentences:
                if not speaks_of(question, self._finder, passage, sentence):
                    continue
                own = self._finder.weigh(question, passage, sentence, rank)
                if self._finder.confidence(question, own) >= SURE:
                    draft = with_lone_figure(question, sentence, answer_text(question, own))
                    return with_number_asked(question, draft)
        return None

    def _from_text(
        self, question: Question, documents: Sequence[str] | None, said: float = SAID_ITSELF
    ) -> Draft:
        hits = self._finder.hits(question, documents)
        if question.kind in ("which", "open"):
            whole = whole_outline(question, self._at_hand(question, documents))
            passages = [self._finder.passage(h) for h in hits]
            if heading := heading_asked(question, self._finder, passages):
                return outline(heading.document, heading.clause, question.language)
            if whole and not [t for t in question.terms if not t.verb and not self._names_document(t.word)]:
                return whole
        evidence = self._finder.evidence(question, hits)
        if not evidence:
            return Draft(False)
        near = [e for e in evidence[:CONSIDERED] if evidence[0].score - e.score < BEHIND]
        sure = [e for e in near if self._finder.confidence(question, e) >= SURE]
        fitting = [e for e in sure if conditions_hold(question, e, self._finder, said)]
        if fitting:
            return self._each(question, fitting, evidence)
        nearest = tuple(dict.fromkeys(cite_sentence(e.passage, e.sentence) for e in evidence[:3]))
        return Draft(False, missing=tuple(t.word for t in lacking(question, evidence[0])), nearest=nearest)

    def _each(self, question: Question, fitting: Sequence[Evidence], others: Sequence[Evidence]) -> Draft:
        """Return the answer of each document whose evidence comes close to the best."""
        best = next((e for e in fitting if e.defines), fitting[0])
        kept = {best.passage.document.id: best}
        for evidence in fitting:
            if best.score - evidence.score < BESIDE and evidence.defines == best.defines:
                kept.setdefault(evidence.passage.document.id, evidence)
        found = in_force_first(list(kept.values())[:FEW], lambda e: e.passage.document)
        holding = [o for o in others if conditions_hold(question, o, self._finder)]
        drafts = [
            (
                e.passage.document,
                with_lead(
                    question, e, self._finder.passages.lead(e.passage), answer_cases(question, e, holding)
                ),
            )
            for e in found
        ]
        return together(drafts, question.language)

    def _at_hand(self, question: Question, documents: Sequence[str] | None) -> list[Document]:
        """Return the documents that a question about “the document” can mean."""
        infos = [d for d in self.library.documents() if documents is None or d.id in documents]
        if len(infos) > FEW:
            terms = question.named if question.field and question.named else question.terms
            nouns = [f for t in terms if not t.verb for f in t.forms()]
            scores = {d.id: sum(len(n) for n in nouns if n in wording.plain(d.title)) for d in infos}
            best = max(scores.values(), default=0)
            infos = [d for d in infos if best and scores[d.id] == best]
            infos.sort(key=lambda d: len(d.title))  # the regulation before the rules for it
        return [self.library.document(d.id) for d in infos[:FEW]]

    def _named(self, question: Question, documents: Sequence[str] | None) -> list[Document]:
        """Return the documents at hand that a question about the document itself can mean."""
        at_hand = self._at_hand(question, documents)
        return [d for d in at_hand if self._is_meant(question, d)]

    def _is_meant(self, question: Question, document: Document) -> bool:
        """Return whether title, issuer, number, or what is said of its making hold all that names a document."""
        texts = (document_names(document), front_matter(document)) if question.named else ()
        return all(max(degree(t, x) for x in texts) >= HELD for t in question.named)

    def _names_document(self, word: str) -> bool:
        return any(word in wording.plain(d.title) for d in self.library.documents())

    def _explained(self, question: Question, draft: Draft, documents: Sequence[str] | None) -> Draft:
        """Return the draft of a question without an answer: what is missing, what comes nearest, and why."""
        nearest = draft.nearest
        if not nearest:
            hits = self._finder.hits(question, documents)
            found = self._finder.evidence(question, hits)[:3]
            nearest = tuple(dict.fromkeys(cite_sentence(e.passage, e.sentence) for e in found))
        unknown = tuple(t.word for t in question.terms if not t.verb and self._finder.is_unknown(t))
        kind = wording.absent_kind(question.kind, question.family, question.language)
        missing = tuple(dict.fromkeys((*unknown, *draft.missing))) or kind
        gap = gap_note(self.library, nearest, question.language)
        text = wording.not_found(missing, question.language, gap)
        if (question.field or question.kind == "clause") and not self._at_hand(question, documents):
            text, missing = wording.which_document(len(self.library.documents()), question.language), ()
        return replace(
            draft, answered=False, text=text, missing=missing, nearest=nearest, facts=(), citations=()
        )


def _is_doubt(doubt: Fact, draft: Draft) -> bool:
    """Return whether another way to understand a question comes to the figure that one way was not sure of."""
    return any((f.value, f.unit) == (doubt.value, doubt.unit) for f in draft.facts[:1])


def _speaks_of(asked: Sequence[Term], draft: Draft, question: Question) -> bool:
    """Return whether an answer speaks of what was asked before, or a follow-up names a case: 情节严重的呢."""
    quote = normalise(view(draft.citations[0].quote).text) if draft.citations else ""
    case = question.folded.removesuffix("呢").endswith("的")
    return case or all(degree(t, quote) >= HELD for t in asked)


def check_question(question: str) -> str:
    """Return the question trimmed; raise InvalidQuestion when it cannot be looked up."""
    asked = "".join(c for c in question if c in "\t\n " or unicodedata.category(c)[0] != "C").strip()
    if not asked:
        raise InvalidQuestion("the question is empty; ask in a few words, for example “主要任务有哪些？”")
    if len(asked) > LONGEST:
        raise InvalidQuestion(f"the question has {len(asked)} characters; ask in at most {LONGEST}")
    if not any(unicodedata.category(c)[0] in "LN" for c in asked):
        raise InvalidQuestion(
            "the question holds no words; ask in a few words, for example “主要任务有哪些？”"
        )
    return asked


def _turns(state: dict[str, object]) -> list[Turn]:
    listed = state.get("t")
    return [Turn(text, mode) for text, mode in listed] if isinstance(listed, list) else []
