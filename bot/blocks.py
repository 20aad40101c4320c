"""An Answer, a clause or a list becomes blocks of a chat message, cut to what a channel takes at once."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter

from bot.chat_texts import texts_of
from bot.citations import cite
from bot.model import Answer, Citation, Language
from bot.reading import titled
from bot.render import HARMLESS, Part, damage_words, excerpt, matches, one_line, place, printable, quote_parts
from bot.seen import pieces, words_of
from corpus.library import DocumentInfo
from corpus.model import Clause, Document
from corpus.paragraphs import split_paragraphs

# What a channel counts of a text, as UTF-16 units or bytes.
Measure = Callable[[str], int]
MARGIN = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a message: parts of (text, style) as in `bot.render`, styles "strong" and "mark".

    `quote` is the policy's own words; `apart` begins a group that stays together if it can.
    """

    parts: tuple[Part, ...]
    quote: bool = False
    apart: bool = False

    @property
    def text(self) -> str:
        """The block without its styles."""
        return "".join(text for text, _ in self.parts)


def paragraph(text: str, style: str = "", apart: bool = False) -> Block:
    """Return a block in one style."""
    return Block(((text, style),), apart=apart)


def answer_blocks(answer: Answer, language: Language) -> list[Block]:
    """Return the sentence, then each quote with its figures marked, its place and what is damaged there."""
    words = texts_of(language)
    blocks = [paragraph(answer.answer, "strong")]
    for n, citation in enumerate(answer.citations):
        facts = [fact for fact in answer.facts if fact.citation == n]
        blocks += citation_blocks(citation, quote_parts(citation, facts), language)
    if answer.nearest:
        blocks.append(paragraph(words("nearest"), apart=True))
        for citation in answer.nearest:
            blocks += citation_blocks(citation, excerpt(citation.quote, []), language)
    return blocks


def citation_blocks(citation: Citation, quote: Sequence[Part], language: Language) -> Iterator[Block]:
    """Yield a quote with where it stands."""
    words = texts_of(language)
    yield Block(tuple(quote), quote=True, apart=True)
    yield paragraph(words("place", place=place(citation)))
    yield paragraph(words("document", title=titled(one_line(citation.title))))
    harmful = [kind for kind in citation.damage if kind not in HARMLESS]
    if harmful:
        yield paragraph(words("damage", damage=damage_words(harmful, language)))


def clause_blocks(document: Document, clause: Clause, language: Language) -> list[Block]:
    """Return a clause in full with all that stands below it: its place, text, document, damage."""
    words = texts_of(language)
    blocks = [paragraph(words("place", place=place(cite(document, clause))))]
    below = [c for c in document.clauses if c.id == clause.id or c.id.startswith(f"{clause.id}.")]
    blocks += _led(document, below)
    damage = dict.fromkeys(kind for one in below for kind in one.damage if kind not in HARMLESS)
    blocks.append(paragraph(words("document", title=titled(one_line(document.title))), apart=True))
    if damage:
        blocks.append(paragraph(words("damage", damage=damage_words(damage, language))))
    return blocks


def clause_name(document: Document, clause: Clause) -> str:
    """Return what a clause is called: its label, its heading, or how it begins."""
    if clause.label or clause.heading:
        return f"{clause.label} {one_line(clause.heading)}".strip()
    words = words_of(document.text, pieces(document.text, clause.start, clause.end))
    return words[:20] + "…" if len(words) > 20 else words


def hit_blocks(found: Iterable[tuple[int, Citation, Sequence[str]]], language: Language) -> Iterator[Block]:
    """Yield the clauses of a search, numbered, each with an excerpt around its words and its place."""
    words = texts_of(language)
    for n, citation, shared in found:
        quote = excerpt(citation.quote, matches(citation.quote, shared))
        yield Block(((f"{n}. ", "strong"), (place(citation), "")), apart=True)
        yield Block(tuple(quote), quote=True)
        yield paragraph(words("document", title=titled(one_line(citation.title))))


def document_block(info: DocumentInfo, number: int | None = None) -> Block:
    """Return a document's title with its issuer, number, date and standing."""
    facts = (info.issuer, info.number, info.date, info.status)
    said = "  ".join(one_line(fact) for fact in facts if fact)
    lead = f"{number}. " if number else ""
    title = f"{lead}{titled(one_line(info.title))}"
    return Block(((title, "strong"), (f"（{info.id}）" + (f"\n{said}" if said else ""), "")), apart=True)


def _led(document: Document, clauses: Sequence[Clause]) -> Iterator[Block]:
    """Yield the text of clauses; a number that stands alone goes before the words below it."""
    lead, apart = "", True
    for clause in clauses:
        for block in _text_blocks(document, clause, apart):
            if block.quote and block.text == clause.marker and clause is not clauses[-1]:
                lead = f"{clause.marker}\u3000"
                continue
            yield replace(block, parts=((lead, ""), *block.parts), apart=apart) if lead else block
            lead, apart = "", False


def _text_blocks(document: Document, clause: Clause, apart: bool) -> Iterator[Block]:
    """Yield a clause's heading and paragraphs as they are read, broken lines joined."""
    text = document.text
    if heading := words_of(text, pieces(text, clause.start, clause.heading_end)):
        yield paragraph(heading, "strong", apart=True)
    elif clause.inferred:
        yield paragraph(clause.label, "strong", apart=True)
    for found in split_paragraphs(text[clause.heading_end : clause.end]):
        start, end = clause.heading_end + found.start, clause.heading_end + found.end
        if words := words_of(text, pieces(text, start, end)):
            yield Block(((words, ""),), quote=True, apart=apart)


# Cutting to what a channel takes at once


def messages(blocks: Iterable[Block], limit: int, measure: Measure, styled: int) -> list[list[Block]]:
    """Return blocks in messages of at most `limit` by `measure`, each with at most `styled` entities.

    A group of blocks goes to the next message whole when it fits there; what is longer than a message
    is cut behind a sentence, else behind a comma, else between two characters.
    """
    packed: list[list[Block]] = []
    room = _Room(limit, styled, measure)
    for group in _groups(blocks):
        if packed and room.holds(packed[-1] + group):
            packed[-1] += group
        elif room.holds(group):
            packed.append(group)
        else:
            _fill(packed, group, room)
    return packed


@dataclass(frozen=True, slots=True)
class _Room:
    limit: int
    styled: int
    measure: Measure

    def holds(self, blocks: Sequence[Block]) -> bool:
        return self.entities(blocks) <= self.styled and self.size(blocks) <= self.limit

    def entities(self, blocks: Sequence[Block]) -> int:
        return sum(block.quote + sum(bool(style) for _, style in block.parts) for block in blocks)

    def size(self, blocks: Sequence[Block]) -> int:
        return sum(self.measure(block.text) + MARGIN for block in blocks)


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in (kept for b in blocks if (kept := _shown(b))):
        if block.apart and group:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _shown(block: Block) -> Block | None:
    """Return a block without what no channel shows, None when nothing is left."""
    parts = tuple((kept, style) for text, style in block.parts if (kept := printable(text)))
    shown = any(text.strip() for text, _ in parts)
    return Block(_merged(parts), block.quote, block.apart) if shown else None


def _fill(packed: list[list[Block]], group: Sequence[Block], room: _Room) -> None:
    """Put blocks behind what is packed, in new messages where the last is full; cut those too long."""
    for block in group:
        rest: Block | None = block
        while rest and not room.holds([rest]):
            begun = packed[-1] if packed and room.size(packed[-1]) < room.limit // 2 else []
            if not begun:
                packed.append(begun)
            first, rest = _cut(rest, room, begun)
            begun.append(first)
        if rest and packed and room.holds([*packed[-1], rest]):
            packed[-1].append(rest)
        elif rest:
            packed.append([rest])


def _cut(block: Block, room: _Room, before: Sequence[Block]) -> tuple[Block, Block | None]:
    """Return what of a block fits into a message behind others, and the rest."""
    chars = list(islice(((c, style) for text, style in block.parts for c in text), room.limit + 1))
    cut = _last_break(chars, _fitting(chars, room, before))
    first = Block(_merged(chars[:cut]), block.quote, block.apart)
    rest = Block(tuple(_behind(block.parts, cut)), block.quote)
    return first, rest if any(text.strip() for text, _ in rest.parts) else None


def _behind(parts: Iterable[Part], at: int) -> Iterator[Part]:
    """Yield what of the parts stands behind so many characters."""
    for text, style in parts:
        if at < len(text):
            yield text[max(at, 0) :], style
        at -= len(text)


def _fitting(chars: Sequence[Part], room: _Room, before: Sequence[Block]) -> int:
    """Return how many characters fit into a message behind other blocks."""
    used, entities, last = room.size(before) + MARGIN, room.entities(before) + 1, ""
    for n, (char, style) in enumerate(chars):
        used += room.measure(char)
        entities += bool(style) and style != last
        last = style
        if used > room.limit or entities > room.styled:
            return max(n, 1)
    return len(chars)


def _last_break(chars: Sequence[Part], full: int) -> int:
    """Return where to cut: behind a sentence, else a comma or blank, else where no character is torn."""
    for ends in ("\n", "。；！？;!?", "，、,： "):
        for at in range(full, full // 2, -1):
            if chars[at - 1][0] in ends:
                return at
    return next((at for at in range(full, full // 2, -1) if _apart(chars[at - 1][0], chars[at][0])), full)


def _apart(before: str, after: str) -> bool:
    joined = (
        "\u200d" in (before, after) or unicodedata.combining(after) or unicodedata.category(after)[0] == "M"
    )
    word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return not (joined or word or after in "）》」”’】")


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return neighbours of one style as one part."""
    runs = groupby(parts, key=itemgetter(1))
    return tuple(("".join(text for text, _ in run), style) for style, run in runs)
