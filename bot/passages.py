"""A clause prepared for answering: its view, its sentences, the words that stand above it."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from bot.citations import ancestors
from corpus.library import DocumentInfo
from corpus.model import Clause, Document, Target
from corpus.view import View, sentences, view
from index.words import fold, normalise, without_quotes

# So much of a clause above says what the clauses below it are about.
LEAD = 160
# A paragraph that refers to the one before it, or is shorter than this, is read with it.
BRIEF = 40
# Up to so many characters of a paragraph tell of which time it is.
OPENING = 16
# A heading with a remark or a time in it says something itself: （一）网上办理（需等待12个工作日）.
_SAYS_MORE = re.compile(r"[(〔].*\d.*[)〕]|\d+个?(?:工作日|月|天|年内|元|%)")
_MARKER = re.compile(r"\s*\(\d+\)")
# A paragraph that begins so is of all these years, and so are those behind it, up to one of another time.
_OF_TIME = re.compile(
    r"(?P<years>(?:过去|今后|未来|这)?[三五十]年(?:来|间|里|,)|“?十[一二三四五六]五”?(?:时期|期间|以来)|今后一个时期)"
    r"|(?:刚刚)?(?P<year>过去的?一年|一年来|[今去]年|(?:过去的?)?20\d\d年)"
)
_REFERS = re.compile(r"\s*(?:具体|前款|上述|前述|该|其|对其|此)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage; `start` and `end` are offsets in the passage's text."""

    start: int
    end: int
    text: str


# What follows for who goes on: 责令改正；逾期不改的，处五百元罚款。
FOLLOWS = re.compile(
    r"(?:经[^,]{0,8})?(?:没?有违法所得|违法所得|逾期|拒不|仍[不未]|情节|造成[^,]{0,6}(?:后果|损失|事故)|构成)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it is matched: folded text, sentences, what stands above it, its targets."""

    document: Document
    clause: Clause
    view: View
    text: str
    heading: str
    sentences: tuple[Sentence, ...]
    context: str
    about: str
    targets: tuple[Target, ...]
    period: str
    year: str
    article: str

    def span(self, sentence: Sentence) -> tuple[int, int]:
        """Return the span of a sentence in the document's text."""
        return self.view.source_span(sentence.start, sentence.end)

    def led_to(self, sentence: Sentence) -> str:
        """Return the sentences that one which begins with 逾期不改的 or the like follows from, "" for any other."""
        at = self.sentences.index(sentence)
        first = at
        while first and FOLLOWS.match(self.sentences[first].text):
            first -= 1
        return "".join(s.text for s in self.sentences[first:at])

    def consequence(self, sentence: Sentence) -> Sentence | None:
        """Return the last of the sentences right behind one that say what follows from it, if any do."""
        behind = self.sentences[self.sentences.index(sentence) + 1 :]
        following = list(takewhile(lambda s: FOLLOWS.match(s.text) is not None, behind))
        return following[-1] if following else None

    def offset_of(self, source: int) -> int:
        """Return where in the passage's text a source offset stands."""
        return bisect_left(self.view.offsets, source)

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset of the document's text."""
        at = self.offset_of(offset)
        return next((s for s in self.sentences if s.start <= at < s.end), None)


def make_passage(document: Document, clause: Clause) -> Passage:
    """Return the passage of a clause, its heading apart from its body."""
    seen = view(document.text[clause.start : clause.end], clause.start)
    folded = fold(seen.text)
    body = next((i for i, o in enumerate(seen.offsets) if o >= clause.heading_end), len(folded))
    spans = [(body + i, body + j) for i, j in sentences(seen.text[body:])] if body < len(folded) else []
    if spans and all(folded[start] == "(" for start, _ in spans):
        spans = [(0, spans[-1][1])]  # 支持设立口岸。（负责部门：海关总署）: the heading is the sentence
    elif _SAYS_MORE.search(_MARKER.sub("", folded[:body])):
        spans = [(0, body), *spans]
    times = _times(document, clause)
    return Passage(
        document=document,
        clause=clause,
        view=seen,
        text=folded,
        heading=folded[:body],
        sentences=tuple(Sentence(i, j, folded[i:j]) for i, j in spans),
        context=" ".join(_above(document, clause)),
        about=document_names(document),
        targets=tuple(t for t in document.targets if t.clause == clause.id),
        period=times["years"] or "",
        year=times["year"] or "",
        article=_before_in_article(document, clause),
    )


def document_names(document: Document | DocumentInfo) -> str:
    """Return what a document is called by, folded: title, issuer, number."""
    return normalise(f"{document.title} {document.issuer} {document.number}")


def titled(passage: Passage) -> str:
    """Return the folded title of a passage's document: its issuer, 人民代表大会常务委员会, is none of its matters."""
    return _folded(passage.document.title)


_folded = lru_cache(normalise)


def is_named(document: Document | DocumentInfo, folded: str) -> bool:
    """Return whether a folded question holds the document's whole title."""
    title = without_quotes(normalise(document.title))
    return len(title) > 1 and title in without_quotes(folded)


def without_title(folded: str, document: Document) -> str:
    """Return a folded question, its quotation marks gone, without the document's title."""
    title = without_quotes(normalise(document.title))
    return folded.replace(title, " ") if len(title) > 1 else folded


def _above(document: Document, clause: Clause) -> list[str]:
    """Return the folded headings above a clause, and the lead of the clause it is an item of."""
    found = [normalise(clause.heading)] if clause.heading else []
    for above in ancestors(document, clause):
        own = document.text[above.start : above.end]
        found.append(normalise(own[:LEAD] if len(own) <= 2 * LEAD else above.heading))
    return found + _before(document, clause)


def _before(document: Document, clause: Clause) -> list[str]:
    """Return the folded paragraph that a short or referring paragraph goes on from, if there is one."""
    own = document.text[clause.start : clause.end]
    if clause.kind != "paragraph" or not (len(own) < BRIEF or _REFERS.match(own)):
        return []
    before = [c for c in document.clauses if c.parent == clause.parent and c.end <= clause.start]
    if not before or before[-1].kind != "paragraph":
        return []
    return [normalise(document.text[before[-1].start : before[-1].end][-LEAD:])]


def _before_in_article(document: Document, clause: Clause) -> str:
    """Return the folded paragraphs before one in its article that set no figure: what they speak of, it goes on with."""
    above = next(ancestors(document, clause), None)
    if clause.kind != "paragraph" or above is None or above.kind != "article":
        return ""
    setting = {t.clause for t in document.targets}
    before = (c for c in document.clauses if c.parent == above.id and c.end <= clause.start)
    plain = (c for c in before if c.kind == "paragraph" and c.id not in setting)
    return normalise("".join(document.text[c.start : c.end] for c in plain))


def _times(document: Document, clause: Clause) -> dict[str, str | None]:
    """Return the years, or the one year, that the paragraph or one before it says it is of: 五年来, 2025年.

    Where none beside it does, those before the headings above it are looked at, from the inside out.
    """
    if clause.kind == "paragraph":
        for at in (clause, *ancestors(document, clause)):
            before = [c for c in document.clauses if c.parent == at.parent and c.start <= at.start]
            for paragraph in reversed([c for c in before if c.kind in ("paragraph", "preamble")]):
                opening = document.text[paragraph.start : paragraph.end][:OPENING]
                if said := _OF_TIME.match(normalise(opening)):
                    return said.groupdict()
    return {"years": None, "year": None}
