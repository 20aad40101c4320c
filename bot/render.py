"""An Answer, a clause or a finding becomes JSON, plain text, or lines with styles for a terminal.

A channel asks for lines of (text, style) parts and draws the styles its own way: the terminal in
colour, a pipe not at all. The styles are "", "strong", "mark", "dim" and "warn".
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from bot.model import Answer, Citation, Fact, Language, answer_to_json
from corpus.view import View, view

Part = tuple[str, str]
Span = tuple[int, int]
EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an output: its parts and by how many columns it is set in."""

    parts: tuple[Part, ...] = ()
    indent: int = 0

    @property
    def text(self) -> str:
        """The line without its styles."""
        return " " * self.indent + "".join(text for text, _ in self.parts)


# What a person reads for each kind of damage: Chinese, English.
DAMAGE: dict[str, tuple[str, str]] = {
    "truncated": ("句子中途断掉", "a sentence is cut off"),
    "repeated": ("同一段文字重复出现", "the passage stands there more than once"),
    "heading_lost": (
        "标题缺失，序号由上下文推断",
        "the heading is lost; its number is inferred from its neighbours",
    ),
    "numbering_gap": ("前面有条目缺失", "items before it are missing"),
    "duplicate_number": ("相邻两条序号相同", "two neighbours carry the same number"),
    "noise": ("不属于正文的文字", "text that is no part of the policy"),
    "title_conflict": ("文中标题与文件通行名称不一致", "the title in the text is not the one it is known by"),
    "broken_lines": ("句子被换行隔断", "sentences are broken over lines"),
    "spaced_letters": ("文字被空格隔开", "characters are drawn apart by spaces"),
    "undecodable": ("有无法辨认的字符", "characters that cannot be read"),
}
# Damage that is mended when the text is read; `check` lists it, an answer need not.
HARMLESS = ("broken_lines", "spaced_letters")
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "place": "出处",
        "document": "文件",
        "damage": "注意",
        "damaged": "此处原文有残缺：",
        "joint": "；",
        "missing": "库中没有",
        "nearest": "最接近的条文：",
        "suggestions": "可以这样问：",
    },
    "en": {
        "place": "Clause",
        "document": "Document",
        "damage": "Note",
        "damaged": "the source is damaged here: ",
        "joint": "; ",
        "missing": "Not in the library",
        "nearest": "The nearest clauses:",
        "suggestions": "You could ask:",
    },
}


def as_json(value: object) -> str:
    """Return any JSON value on one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answer_json(answer: Answer) -> str:
    """Return the answer as one line of JSON, the same on every channel."""
    return as_json(answer_to_json(answer))


def answer_lines(answer: Answer) -> list[Line]:
    """Return an answer for a person: the sentence, then every quote with its place."""
    words = _WORDS[answer.language]
    lines = [Line(((answer.answer, "strong"),))]
    for n, citation in enumerate(answer.citations):
        facts = [fact for fact in answer.facts if fact.citation == n]
        lines += [Line(), *_citation_lines(citation, facts, answer.language)]
    if answer.missing:
        lines.append(labelled(words["missing"], "、".join(answer.missing), indent=0))
    if answer.nearest:
        lines += [Line(), Line(((words["nearest"], "dim"),))]
        lines += [line for citation in answer.nearest for line in _nearest_lines(citation, answer.language)]
    if answer.suggestions:
        lines += [Line(), Line(((words["suggestions"], "dim"),))]
        lines += [Line(((question, ""),), indent=2) for question in answer.suggestions]
    return lines


def plain(lines: Iterable[Line]) -> str:
    """Return lines as text without styles and without control characters."""
    return "\n".join(printable(line.text) for line in lines)


def printable(text: str) -> str:
    """Return text without the characters that would command a terminal."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def damage_words(kinds: Iterable[str], language: Language) -> str:
    """Return what the kinds of damage mean, for a person."""
    words = (DAMAGE.get(kind, (kind, kind)) for kind in kinds)
    return _WORDS[language]["joint"].join(w[language == "en"] for w in words)


def quote_parts(citation: Citation, facts: Iterable[Fact]) -> list[Part]:
    """Return the quote with the figures of `facts` marked and its broken lines joined."""
    spans = [span for fact in facts if not fact.derived for span in _find(citation.quote, fact.text)]
    return marked(citation.quote, spans)


def marked(text: str, spans: Iterable[Span]) -> list[Part]:
    """Return text on one line in parts, those between the spans' start and end marked."""
    parts: list[Part] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        parts += [(text[at:start], ""), (text[start:end], "mark")]
        at = end
    parts.append((text[at:], ""))
    return _joined(parts)


def matches(text: str, words: Iterable[str]) -> list[Span]:
    """Return the spans of `text` that hold one of `words`, which are folded as the index folds them."""
    from index.words import fold

    seen: View = view(text)
    folded = fold(seen.text)
    found = (m for word in words if word for m in re.finditer(re.escape(word), folded))
    return _merged(seen.source_span(m.start(), m.end()) for m in found)


def excerpt(text: str, spans: Sequence[Span], length: int = EXCERPT) -> list[Part]:
    """Return about `length` characters of `text` around the first span, spans marked."""
    first = spans[0][0] if spans else 0
    start = max(0, min(first - length // 4, len(text) - length))
    end = min(len(text), start + length)
    inside = [(s - start, min(e, end) - start) for s, e in spans if start <= s < end]
    before = [("…", "dim")] if start else []
    after = [("…", "dim")] if end < len(text) else []
    return before + marked(text[start:end], inside) + after


def place(citation: Citation) -> str:
    """Return a citation's place in its document: its label, then the headings above it."""
    above = " › ".join(one_line(heading) for heading in citation.headings)
    return "  ".join(part for part in (citation.label or citation.clause, above) if part)


def _citation_lines(citation: Citation, facts: list[Fact], language: Language) -> list[Line]:
    words = _WORDS[language]
    lines = [
        Line(tuple(quote_parts(citation, facts)), indent=2),
        labelled(words["place"], place(citation)),
        labelled(words["document"], f"{citation.title}（{citation.document}）"),
    ]
    harmful = [kind for kind in citation.damage if kind not in HARMLESS]
    if harmful:
        said = words["damaged"] + damage_words(harmful, language)
        lines.append(labelled(words["damage"], said, style="warn"))
    return lines


def _nearest_lines(citation: Citation, language: Language) -> list[Line]:
    return [
        Line(tuple(excerpt(citation.quote, [])), indent=2),
        labelled(_WORDS[language]["place"], f"{place(citation)}  {citation.title}"),
    ]


def labelled(label: str, text: str, indent: int = 2, style: str = "") -> Line:
    """Return a line that says what it shows."""
    return Line(((f"{label}  ", "dim"), (text, style)), indent)


def _find(text: str, figure: str) -> list[Span]:
    """Return the first span of a figure that is no part of a longer number."""
    if not figure:
        return []
    m = re.search(rf"(?<![0-9０-９.]){re.escape(figure)}", text)
    return [m.span()] if m else []


_BREAK = re.compile(r"\s*\n\s*(?:[#>]+[ \t]*)?")


def one_line(text: str) -> str:
    """Return text with its line breaks taken out, as Chinese needs no blank for them."""
    return "".join(part for part, _ in _joined([(text, "")]))


def _joined(parts: Iterable[Part]) -> list[Part]:
    """Return parts with line breaks taken out; Latin words on both sides keep a blank."""
    return [(text, style) for raw, style in parts if (text := _BREAK.sub(_blank, raw))]


def _blank(m: re.Match[str]) -> str:
    before, after = m.string[: m.start()][-1:], m.string[m.end() :][:1]
    return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=256)
def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(map(_columns, text))


def wrapped(line: Line, columns: int) -> Iterator[Line]:
    """Yield a line in rows of at most `columns`, control characters left out.

    Chinese may break anywhere but before a closing mark; Latin words and numbers stay whole if they can.
    """
    chars = [(c, style) for text, style in line.parts for c in printable(text)]
    room = max(columns - line.indent, 2)
    while width("".join(c for c, _ in chars)) > room:
        cut = _break(chars, room)
        yield Line(_runs(chars[:cut]), line.indent)
        chars = chars[cut:]
    yield Line(_runs(chars), line.indent)


def _runs(chars: Iterable[Part]) -> tuple[Part, ...]:
    """Return single characters as parts of one style each."""
    runs = groupby(chars, key=itemgetter(1))
    return tuple(("".join(char for char, _ in run), style) for style, run in runs)


def _break(chars: Sequence[Part], room: int) -> int:
    """Return after how many characters a row ends, at least one."""
    full, taken = 0, 0
    while taken + _columns(chars[full][0]) <= room:
        taken += _columns(chars[full][0])
        full += 1
    cut = full
    while cut > full // 2 and not _may_break(chars[cut - 1][0], chars[cut][0]):
        cut -= 1
    return cut if cut > full // 2 else max(full, 1)


def _may_break(before: str, after: str) -> bool:
    if after in "，、；：。！？）)》〉”’」』】,;:!?…%" or before in "（(《〈“‘「『【":
        return False
    return not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Yield rows as aligned columns; the first row is the head."""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for i, row in enumerate(rows):
        cells = [cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)]
        yield Line((("  ".join(cells).rstrip(), "dim" if i == 0 else ""),))
