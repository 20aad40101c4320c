"""Answers that are a place of the text: a clause by its number, the headings below a heading."""

import re
from collections.abc import Sequence

from bot import wording
from bot.citations import cite
from bot.draft import Draft
from bot.evidence import Finder
from bot.lists import introduces, is_kind
from bot.match import HELD, degree
from bot.model import Citation, Language
from bot.passages import Passage
from bot.question import Question, Term
from bot.several import together
from corpus.model import Clause, Document
from corpus.numbering import parse_numeral
from corpus.reference import resolve
from corpus.view import view
from index.words import normalise, without_quotes

_WHOLE = re.compile(
    r"(?:哪几?些?|几|多少|什么)个?(?:大)?(?:部分|方面|章|板块)|目录|框架|结构|大纲|提纲|outline|chapters|main parts|sections|structure|parts"
)
_LISTS = re.compile(r"哪[几些]|几[章节条项个款]|有什么|包括|包含|列|what|which")
_ASKS_PLACE = re.compile(r"哪里|哪儿|何处|怎么|怎样|如何|为什么")
_COUNTED = re.compile(
    r"([二三四五六七八九十]{1,3}|\d{1,2})(?:个?(?:大?方面|重点|环节|部分)|大?[个项条点类种])"
)
_SHOWN = 20
# A clause is quoted with those below it, up to so many characters.
QUOTE = 900
LISTED = frozenset({"part", "chapter", "section", "article", "item", "attachment"})


def answer_reference(question: Question, documents: Sequence[Document]) -> Draft:
    """Return the clause that a question names by its number, of each document that has it."""
    reference, language = question.reference, question.language
    if reference is None:
        return Draft(False)
    listed = _LISTS.search(question.folded[reference.end :]) is not None
    found = [(d, c) for d in documents for c in resolve(reference, d.clauses)[:1]]
    drafts = [_clause(document, clause, language, listed) for document, clause in found]
    if not any(d.answered for d in drafts):
        named = question.folded[reference.start : reference.end]
        return Draft(False, missing=(named,) if documents else ())
    return together(
        [(d, draft) for (d, _), draft in zip(found, drafts, strict=True) if draft.answered], language
    )


def _clause(document: Document, clause: Clause, language: Language, listed: bool) -> Draft:
    below = children(document, clause)
    if clause.start == clause.end and not below:
        return Draft(False)
    if below and (listed or clause.start == clause.end):
        return outline(document, clause, language)
    ends = [c.end for c in document.clauses if c.id == clause.id or c.id.startswith(f"{clause.id}.")]
    end = max((e for e in ends if e - clause.start <= QUOTE), default=clause.end)
    citation = cite(document, clause, clause.start, end)
    seen = view(citation.quote).text.replace("\n", " ")
    label = clause.label
    text = seen if language == "zh" else f"{label}: “{seen}”"
    return Draft(True, wording.shortened(text, wording.LIMIT), (), (citation,))


def heading_asked(question: Question, finder: Finder, passages: Sequence[Passage]) -> Passage | None:
    """Return the clause whose heading is just what the question names, if it has clauses below."""
    words = without_quotes(question.folded)
    nouns = [t for t in question.terms if not t.verb and not (t.asked and is_kind(t.word))]
    if _ASKS_PLACE.search(question.folded) or _is_introduced(question, nouns, passages):
        return None
    for passage in passages:
        heading = without_quotes(normalise(passage.clause.heading))
        if (
            not heading
            or not nouns
            or not any(c.parent == passage.clause.id for c in passage.document.clauses)
        ):
            continue
        inside = [t for t in nouns if any(f in heading for f in t.forms())]
        # What the document is called only chooses it.
        named = inside and all(t in inside or degree(t, passage.about) >= HELD for t in nouns)
        if named and finder.share_named(heading, words) >= 0.5:
            return passage
    return None


def _is_introduced(question: Question, nouns: Sequence[Term], passages: Sequence[Passage]) -> bool:
    """Return whether a sentence introduces just the list asked for: “督学应当符合下列条件：” in the chapter 督学."""
    return any(
        introduces(question, s.text) and all(degree(t, s.text) >= HELD for t in nouns)
        for p in passages
        for s in p.sentences
    )


def whole_outline(question: Question, documents: Sequence[Document]) -> Draft | None:
    """Return the outline of the one document at hand when a question asks for its parts."""
    if len(documents) != 1 or not _WHOLE.search(question.folded):
        return None
    document = documents[0]
    top = [c for c in document.clauses if c.parent is None and c.kind in LISTED]
    return _listed(document, top, question.language) if top else None


def outline(document: Document, clause: Clause, language: Language) -> Draft:
    """Return the headings right below a clause, each with its own citation; paragraphs where it has none."""
    below = children(document, clause)
    headed = [c for c in below if c.kind in LISTED]
    return _listed(document, headed if len(headed) > 1 else below, language)


def _listed(document: Document, clauses: Sequence[Clause], language: Language) -> Draft:
    citations: list[Citation] = []
    said = []
    for clause in clauses[:_SHOWN]:
        if clause.start == clause.end:
            lost = "（原文此处标题缺失）" if language == "zh" else " (heading lost in this copy)"
            said.append(f"{_own_label(clause)}{lost}")
            continue
        citation = cite(document, clause, clause.start, _shown_end(document, clause))
        citations.append(citation)
        own = view(citation.quote).text
        if clause.kind == "paragraph" and (first := _TOLD_OFF.match(own)):
            own = f"{first.group()}{re.split('[，,。；;]', own[first.end() :])[0]}"
        said.append(f"{clause.marker}{clause.heading}" if clause.heading else own)
    if not citations:
        return Draft(False)
    text = wording.shortened("；".join(said), wording.LIMIT - 1)
    return Draft(True, text + ("。" if language == "zh" else "."), (), tuple(citations))


def _shown_end(document: Document, clause: Clause) -> int:
    """Return up to where a clause is shown in a list: its heading, its own words, or those of its first part."""
    if clause.heading:
        return clause.heading_end
    below = children(document, clause)
    alone = document.text[clause.start : clause.end].strip() == clause.marker.strip()
    return below[0].end if alone and below else clause.end


_TOLD_OFF = re.compile("[一二三四五六七八九十]是|第[一二三四五六七八九十][,，]")


def introduced(passage: Passage, question: Question) -> Draft | None:
    """Return the headings that follow a clause which ends by introducing them, or the one asked about, else None.

    It ends with a colon, or says how many there are: 重点做好八个方面工作。
    """
    document, clause, last = passage.document, passage.clause, passage.sentences[-1].text
    after = [c for c in document.clauses if c.parent == clause.parent and c.start >= clause.end]
    listed = [c for c in after if c.kind in LISTED and not c.repeats]
    if not listed:  # paragraphs that count themselves: 一是…。
        listed = [c for c in after if _TOLD_OFF.match(document.text[c.start : c.end].strip())]
    articles = any(c.kind == "article" for c in listed)
    told = last.endswith(":") or (len(listed) in _counts(last) and not articles)
    if len(listed) < 2 or not told:
        return None
    asked = [
        t for t in question.terms if not (t.verb or t.asked or t.place) and degree(t, passage.text) < HELD
    ]
    meant = [c for c in listed if asked and all(degree(t, normalise(c.heading)) >= HELD for t in asked)]
    if len(meant) == 1:
        return _clause(document, meant[0], question.language, True)
    return _listed(document, listed, question.language)


def _counts(said: str) -> list[int]:
    """Return the numbers of things that a sentence speaks of: 八个方面, 3项."""
    return [int(parse_numeral(n) or 0) for n in _COUNTED.findall(said)]


def _own_label(clause: Clause) -> str:
    return re.split(r"(?<=、)|(?<=）)", clause.label)[-1] or re.split(r"(?<=[、）])", clause.label)[-2]


def children(document: Document, clause: Clause) -> list[Clause]:
    """Return the clauses right below a clause that carry a number, noise and repetitions left out."""
    return [
        c
        for c in document.clauses
        if c.parent == clause.id and (c.kind in LISTED or c.kind == "paragraph") and not c.repeats
    ]


def last_descendant(document: Document, clause: Clause) -> Clause:
    """Return the last clause below a clause, itself when there is none."""
    below = [c for c in document.clauses if c.id.startswith(f"{clause.id}.") and c.kind != "noise"]
    return below[-1] if below else clause
