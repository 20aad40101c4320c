"""What a chat shows: an answer, a clause, a document, a list; each as blocks with its buttons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.blocks import (
    Block,
    Measure,
    answer_blocks,
    clause_blocks,
    clause_name,
    document_block,
    hit_blocks,
    messages,
    paragraph,
)
from bot.chat_actions import Button, Verb, clause_data, document_name, pack
from bot.chat_texts import texts_of
from bot.citations import cite
from bot.model import Answer, Citation, Language
from bot.service import Parts
from corpus.model import Clause, Document

T = TypeVar("T")
Row = tuple[Button, ...]
# Clauses that an answer offers in full, messages of a clause at once, lines of a page, hits of a search,
# characters of a button's name.
OFFERED, TOGETHER, LINES, HITS, NAME = 3, 4, 8, 8, 40
_SKIPPED = ("noise", "contents", "source")


@dataclass(frozen=True, slots=True)
class Channel:
    """What a channel takes: so much text at once by its own measure, with so many styled parts."""

    limit: int
    measure: Measure
    styled: int

    def cut(self, blocks: Iterable[Block]) -> list[list[Block]]:
        """Return blocks in messages that the channel takes."""
        return messages(blocks, self.limit, self.measure, self.styled)


@dataclass(frozen=True, slots=True)
class Screen:
    """Messages to be shown one after another, the buttons below the last."""

    messages: tuple[tuple[Block, ...], ...]
    rows: tuple[Row, ...] = ()


class Screens:
    """Makes the screens of one channel; `public_url` is where the reading pages are, "" for nowhere."""

    def __init__(self, channel: Channel, public_url: str) -> None:
        self._channel = channel
        self._public_url = public_url

    def text(self, text: str, rows: Iterable[Row] = ()) -> Screen:
        """Return a text of Chuyi's own."""
        return self._screen([paragraph(text)], rows)

    def answer(self, parts: Parts, answer: Answer, language: Language, asked: str = "") -> Screen:
        """Return an answer; `asked` is the question, where the chat does not show it."""
        words = texts_of(language)
        blocks = [paragraph(words("asked", question=asked))] if asked else []
        cited = answer.citations or answer.nearest
        places = _places(parts, cited)
        rows: list[Row] = [
            (Button(_named(words("full", name=_name(d, c))), clause_data("c", d.id, c.id)),)
            for d, c in places
        ]
        if places:
            rows += [_neighbours(*places[0], language, "c"), *self._links(cited[0], language)]
        rows += suggestion_rows(answer.suggestions)
        votes = (
            Button(words("helpful"), pack("y", answer.id)),
            Button(words("unhelpful"), pack("n", answer.id)),
        )
        return self._screen([*blocks, *answer_blocks(answer, language)], [*rows, votes])

    def clause(self, document: Document, clause: Clause, page: int, language: Language) -> Screen:
        """Return a clause in full; of one that takes more than a few messages, a page of them."""
        words = texts_of(language)
        cut = self._channel.cut(clause_blocks(document, clause, language))
        last = -(-len(cut) // TOGETHER) - 1
        page = min(max(page, 0), last)
        shown = cut[page * TOGETHER : (page + 1) * TOGETHER]
        turns = (Button(words("page_after"), clause_data("c", document.id, clause.id, page + 1)),)
        rows = [
            turns if page < last else (),
            _neighbours(document, clause, language, "g" if len(shown) == 1 else "c"),
            (Button(words("outline"), pack("o", document_name(document.id), 0)),),
            *self._links(cite(document, clause), language),
        ]
        return Screen(tuple(map(tuple, shown)), _kept(rows))

    def document(self, parts: Parts, document: Document, page: int, language: Language) -> Screen:
        """Return a document's title and facts, with buttons for one page of its outline."""
        info = next(info for info in parts.library.documents() if info.id == document.id)
        listed = [c for c in document.clauses if _is_listed(c)]
        shown, turns = _page(listed, page, ("p", document_name(document.id)), language)
        rows = [
            (Button(_named(clause_name(document, c)), clause_data("c", document.id, c.id)),) for c in shown
        ]
        links = self._links(cite(document, document.clauses[0]), language)
        return self._screen([document_block(info)], [*rows, turns, *links])

    def documents(self, parts: Parts, page: int, language: Language) -> Screen:
        """Return one page of the library's documents, a button for each."""
        words = texts_of(language)
        infos = parts.library.documents()
        if not infos:
            return self.text(words("no_documents"))
        pages = -(-len(infos) // LINES)
        page = min(max(page, 0), pages - 1)
        shown, turns = _page(infos, page, ("d",), language)
        numbered = list(enumerate(shown, page * LINES + 1))
        head = paragraph(words("documents", count=len(infos), page=page + 1, pages=pages))
        blocks = [head, *(document_block(info, n) for n, info in numbered)]
        opens = [Button(str(n), pack("o", document_name(info.id), 0)) for n, info in numbered]
        cut = self._channel.cut(blocks)
        return Screen((tuple(cut[0]),), _kept([*_in_rows(opens), turns]))

    def hits(self, found: Sequence[tuple[Citation, Sequence[str]]], language: Language) -> Screen:
        """Return what a search found, a button for each clause."""
        if not found:
            return self.text(texts_of(language)("no_hits"))
        numbered = [(n, citation, shared) for n, (citation, shared) in enumerate(found, 1)]
        opens = [Button(str(n), clause_data("c", c.document, c.clause)) for n, c, _ in numbered]
        return self._screen(hit_blocks(numbered, language), _in_rows(opens))

    def shared(self, blocks: Iterable[Block], citation: Citation, language: Language) -> Screen:
        """Return what is put into another chat: one message, with a link to the reading page at most."""
        cut = self._channel.cut(blocks)
        return Screen((tuple(cut[0]),), _kept(self._links(citation, language)))

    def choice(self, found: Sequence[tuple[Document, Clause]], asked: str, language: Language) -> Screen:
        """Return a clause's name with buttons for the documents that have it."""
        words = texts_of(language)
        rows = [(Button(_named(d.title), clause_data("c", d.id, c.id)),) for d, c in found[: 2 * LINES]]
        more = f"\n{words('name_document', clause=asked)}" if len(found) > len(rows) else ""
        return self.text(words("which_document", clause=asked) + more, rows)

    def _links(self, citation: Citation, language: Language) -> list[Row]:
        """Return a button for the reading page, where the quote is marked; none without a public address."""
        if not self._public_url:
            return []
        path, _, clause = citation.url.partition("#")
        url = f"{self._public_url}{path}?from={citation.start}&to={citation.end}#{clause}"
        return [(Button(texts_of(language)("reading"), url=url),)]

    def _screen(self, blocks: Iterable[Block], rows: Iterable[Row]) -> Screen:
        return Screen(tuple(map(tuple, self._channel.cut(blocks))), _kept(rows))


def suggestion_rows(questions: Iterable[str]) -> list[Row]:
    """Return a button for each question; what is asked is what the button says."""
    return [(Button(question, pack("s", n)),) for n, question in enumerate(questions)]


def _is_listed(clause: Clause) -> bool:
    """Whether a clause stands in the outline: what is numbered or headed, not what stands before it all."""
    return (
        bool(clause.marker or clause.heading)
        and clause.id.split(".")[0] != "0"
        and clause.kind not in _SKIPPED
    )


def _places(parts: Parts, citations: Iterable[Citation]) -> list[tuple[Document, Clause]]:
    """Return the clauses that citations stand in, as many as are offered in full; of a 款 its article."""
    found: dict[tuple[str, str], tuple[Document, Clause]] = {}
    for citation in citations:
        document = parts.library.document(citation.document)
        by_id = {clause.id: clause for clause in document.clauses}
        clause = by_id[citation.clause]
        if clause.kind == "paragraph" and clause.parent in by_id and by_id[clause.parent].marker:
            clause = by_id[clause.parent]
        found.setdefault((document.id, clause.id), (document, clause))
    return list(found.values())[:OFFERED]


def _name(document: Document, clause: Clause) -> str:
    return clause.label or clause_name(document, clause)


def _named(label: str) -> str:
    """Return what a button says, on one line and not too long."""
    label = " ".join(label.split())
    return label if len(label) <= NAME else label[: NAME - 1] + "…"


def _neighbours(document: Document, clause: Clause, language: Language, verb: Verb) -> Row:
    """Return buttons for the clauses before and after one, on its level if there are any."""
    words = texts_of(language)
    shown = [c for c in document.clauses if c.start < c.end and c.kind not in _SKIPPED]
    at = {c.id: n for n, c in enumerate(shown)}
    level = [c for c in shown if c.parent == clause.parent]
    within = next((n for n, c in enumerate(level) if c.id == clause.id), None)
    if within is None:
        return ()
    last = _last_below(document, clause)
    before = level[within - 1] if within else _above(shown[: at[clause.id]], clause)
    after = (
        level[within + 1] if within + 1 < len(level) else next((c for c in shown if c.start >= last), None)
    )
    found = (("before", before), ("after", after))
    return tuple(Button(words(key), clause_data(verb, document.id, c.id)) for key, c in found if c)


def _above(before: Sequence[Clause], clause: Clause) -> Clause | None:
    """Return the last of the clauses before one that does not hold it."""
    return next((c for c in reversed(before) if not clause.id.startswith(f"{c.id}.")), None)


def _last_below(document: Document, clause: Clause) -> int:
    """Return where the last clause below one ends."""
    inside = [c.end for c in document.clauses if c.id == clause.id or c.id.startswith(f"{clause.id}.")]
    return max(inside)


def _page(
    listed: Sequence[T], page: int, data: tuple[str, ...], language: Language
) -> tuple[Sequence[T], Row]:
    """Return the lines of a page and the buttons that turn it."""
    words = texts_of(language)
    last = max(-(-len(listed) // LINES) - 1, 0)
    page = min(max(page, 0), last)
    turns = tuple(
        Button(words(key), ":".join((*data, str(to))))
        for key, to in (("page_before", page - 1), ("page_after", page + 1))
        if 0 <= to <= last
    )
    return listed[page * LINES : (page + 1) * LINES], turns


def _in_rows(buttons: Sequence[Button]) -> list[Row]:
    return [tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]


def _kept(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row)
