"""A clause tree shows what is broken in its text: cut sentences, repetitions, gaps, scraps."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.lines import MARK, is_chrome
from corpus.model import Clause, Damage, DamageKind
from corpus.numbering import ARTICLE, Marker, match_marker
from corpus.paragraphs import Paragraph, is_finished, split_paragraphs
from corpus.view import PAGE_MARK, SPACE

# Shorter clauses are alike by chance; laws say the same in several sections on purpose.
REPEATED = 12
# So many siblings show by themselves whether their kind ends in full stops.
ENOUGH = 4
_SAID = frozenset({"item", "article", "paragraph", "preamble", "part", "chapter", "section"})
_NOT_WORDS = re.compile(r"[^\w]+")
_SENTENCE = re.compile(r"[，,；;。]")
_HAN = "\u4e00-\u9fff"
_SPACED = re.compile(rf"(?:[{_HAN}][ \u3000]){{4,}}[{_HAN}]")
_STRAY_BLANK = re.compile(rf"(?<=[{_HAN}])(?<![厅局部委院行会府署]) (?=[{_HAN}])")
_LOST = re.compile("\ufffd+|锟斤拷")
_MARKUP = "".join(filter(str.isspace, SPACE)) + "\n*#>\u200b\ufeff"


def find_damage(
    text: str, clauses: tuple[Clause, ...], paragraphs: Sequence[Paragraph] | None = None
) -> tuple[tuple[Clause, ...], tuple[Damage, ...]]:
    """Return the clauses with `damage` and `repeats` filled in, and every finding in text order.

    `paragraphs` are those of the text, where they are at hand.
    """
    paragraphs = split_paragraphs(text) if paragraphs is None else paragraphs
    repeats = _repeats(text, clauses)
    found = [
        *_lost_headings(clauses),
        *_gaps(text, clauses),
        *_truncated(text, clauses, _ends(clauses, paragraphs)),
        *_repeated(clauses, repeats),
        *_noise(text, clauses),
        *_letters(text, clauses),
        *_broken_lines(clauses, paragraphs),
    ]
    found.sort(key=lambda d: (d.start, d.end, d.kind))
    kinds: dict[str, list[DamageKind]] = {}
    for damage in found:
        known = kinds.setdefault(damage.clause, [])
        if damage.kind not in known:
            known.append(damage.kind)
    marked = tuple(
        replace(c, damage=tuple(kinds.get(c.id, ())), repeats=repeats.get(c.id))
        if c.id in kinds or c.id in repeats
        else c
        for c in clauses
    )
    return marked, tuple(found)


def _ends(clauses: Sequence[Clause], paragraphs: Sequence[Paragraph]) -> dict[str, int]:
    """Return where the last paragraph of each clause ends; what a page carries stands behind it."""
    starts = [c.start for c in clauses]
    return {
        clauses[bisect_right(starts, paragraph.content_end - 1) - 1].id: paragraph.content_end
        for paragraph in paragraphs
    }


def _content_end(text: str, clause: Clause) -> int:
    """Return where the clause's last word ends, blanks and page marks behind it left out."""
    body = text[clause.start : clause.end]
    while True:
        body = body.rstrip(_MARKUP)
        line = body[body.rfind("\n") + 1 :]
        mark = line.strip()
        if not mark or len(mark) > 24 or len(line) == len(body) or not PAGE_MARK.fullmatch(mark):
            return clause.start + len(body)
        body = body[: len(body) - len(line)]


# -- headings and numbers ---------------------------------------------------------------------------


def _lost_headings(clauses: Sequence[Clause]) -> Iterator[Damage]:
    children: dict[str, int] = {}
    for clause in clauses:
        if clause.parent is not None:
            children[clause.parent] = children.get(clause.parent, 0) + 1
    for clause in clauses:
        if not clause.inferred:
            continue
        proof = (
            f"{children[clause.id]} clauses below it" if children.get(clause.id) else "the clauses around it"
        )
        detail = f"The heading of {clause.label} is lost; {proof} show that it was there."
        yield Damage("heading_lost", clause.id, clause.start, clause.end, detail)


def _gaps(text: str, clauses: Sequence[Clause]) -> Iterator[Damage]:
    """Find missing and doubled numbers; a run may go on from one parent to the next."""
    last_below: dict[tuple[str | None, int], int] = {}
    last_anywhere: dict[int, int] = {}
    runs_on: set[int] = {ARTICLE}
    seen: set[tuple[str | None, int, int]] = set()
    for clause in clauses:
        marker = _number_of(clause)
        if clause.kind == "attachment":
            last_anywhere.clear()
        if marker is None:
            continue
        level, number = marker.level, marker.number
        place = (clause.parent, level, number)
        key = (clause.parent, level)
        before = last_anywhere.get(level, 0) if level == ARTICLE else last_below.get(key)
        if before is None:
            before = 0
            ongoing = last_anywhere.get(level, 0)
            if number > 1 and (number == ongoing + 1 or (level in runs_on and number > ongoing)):
                before = ongoing
                runs_on.add(level)
        base = number // 1000 if number > 1000 else number
        if clause.marker:
            yield from _gap(text, clause, place in seen, before, base)
        seen.add(place)
        last_below[key] = last_anywhere[level] = base


def _gap(text: str, clause: Clause, again: bool, before: int, base: int) -> Iterator[Damage]:
    start = max(text.find(clause.marker, clause.start, clause.end), clause.start)
    at = (start, min(start + len(clause.marker), clause.end))
    if again:
        yield Damage("duplicate_number", clause.id, *at, f"A second {clause.label} stands here.")
    elif base > before + 1:
        one = base == before + 2
        missing = f"Number {before + 1} is" if one else f"Numbers {before + 1} to {base - 1} are"
        label = clause.label.rstrip(".")
        yield Damage("numbering_gap", clause.id, *at, f"{missing} missing before {label}.")


def _number_of(clause: Clause) -> Marker | None:
    if clause.kind == "noise":
        return None
    if clause.marker:
        return match_marker(clause.marker)
    if clause.inferred:
        # The label of an inferred clause ends with the marker it would have.
        for size in range(2, min(len(clause.label), 8) + 1):
            marker = match_marker(clause.label[-size:])
            if marker is not None and marker.end == size:
                return marker
    return None


# -- sentences ----------------------------------------------------------------------------------------


def _truncated(text: str, clauses: Sequence[Clause], last: dict[str, int]) -> Iterator[Damage]:
    ends = {c.id: _ending(text, c, last.get(c.id, c.end)) for c in clauses if c.kind in _SAID}
    said: dict[str | None, list[bool]] = {}
    for clause in clauses:
        if ends.get(clause.id) is not None:
            said.setdefault(clause.parent, []).append(ends[clause.id] == "whole")
    everywhere = [whole for group in said.values() for whole in group]
    mostly = sum(everywhere) * 2 >= len(everywhere)
    usual = {
        parent: sum(group) * 2 >= len(group) if len(group) >= ENOUGH else mostly
        for parent, group in said.items()
    }
    for clause in clauses:
        ending = ends.get(clause.id)
        end = min(_content_end(text, clause), last.get(clause.id, clause.end))
        if clause.inferred and clause.end > clause.start:
            yield Damage("truncated", clause.id, clause.start, end, "The beginning of this clause is lost.")
        elif ending == "cut" or (ending == "open" and usual[clause.parent] and clause.parent != "0"):
            start = _last_sentence(text, max(clause.start, clause.heading_end), end)
            yield Damage(
                "truncated", clause.id, start, end, "The text breaks off in the middle of a sentence."
            )


def _ending(text: str, clause: Clause, last: int) -> str | None:
    """Return how a clause's sentence ends: "whole", "open" or surely "cut"; None when it holds none."""
    end = min(_content_end(text, clause), last)
    start = max(clause.start, clause.heading_end)
    body = text[start:end].strip()
    if not body or body == clause.marker:
        return None
    if body[-1] in "，、,":
        return "cut"
    if is_finished(body):
        return "whole"
    run_in = clause.heading_end > clause.start and "\n" not in text[start : start + 1]
    if _SENTENCE.search(body, 0, len(body) - 1) or (run_in and clause.marker):
        return "open"
    return None


def _last_sentence(text: str, start: int, end: int) -> int:
    at = max((text.rfind(c, start, end - 1) for c in "。；！？\n"), default=-1)
    at = start if at < 0 else at + 1
    while at < end and text[at].isspace():
        at += 1
    return at


def _repeats(text: str, clauses: Sequence[Clause]) -> dict[str, str]:
    """Return for every repetition the first of its siblings that says the same."""
    said: dict[tuple[str | None, str], str] = {}
    repeats: dict[str, str] = {}
    for clause in clauses:
        words = _words(text, clause)
        if len(words) < REPEATED:
            continue
        first = said.setdefault((clause.parent, words), clause.id)
        if first != clause.id:
            repeats[clause.id] = first
    return repeats


def _words(text: str, clause: Clause) -> str:
    """Return what a clause says, without number, signs and blanks; "" when it is no sentence of its own."""
    body = text[clause.start : clause.end].strip() if clause.kind in _SAID else ""
    if len(body) < REPEATED or body[-1] in "：:" or is_chrome(body) is not None:
        return ""
    return _NOT_WORDS.sub("", body.removeprefix(clause.marker) if clause.marker else body)


def _repeated(clauses: Sequence[Clause], repeats: dict[str, str]) -> Iterator[Damage]:
    labels = {c.id: c.label or c.id for c in clauses}
    firsts = set(repeats.values())
    for clause in clauses:
        first = repeats.get(clause.id)
        if first is not None:
            detail = f"This repeats {labels[first]} word for word."
            yield Damage("repeated", clause.id, clause.start, clause.end, detail)
        elif clause.id in firsts:
            yield Damage(
                "repeated", clause.id, clause.start, clause.end, "The text repeats this clause further on."
            )


# -- characters and lines -----------------------------------------------------------------------------


def _noise(text: str, clauses: Sequence[Clause]) -> Iterator[Damage]:
    for clause in clauses:
        if clause.kind == "noise":
            end = _content_end(text, clause)
            yield Damage("noise", clause.id, clause.start, end, "This scrap belongs to no clause.")
    starts = [c.start for c in clauses]
    at = 0
    for line in text.split("\n"):
        if 0 < len(line) < 120 and PAGE_MARK.fullmatch(line.strip()):
            clause = clauses[bisect_right(starts, at) - 1]
            if clause.kind != "noise":
                yield Damage("noise", clause.id, at, at + len(line), "A page mark stands in the text here.")
        at += len(line) + 1


def _letters(text: str, clauses: Sequence[Clause]) -> Iterator[Damage]:
    starts = [c.start for c in clauses]
    for m in _LOST.finditer(text):
        clause = clauses[bisect_right(starts, m.start()) - 1]
        yield Damage(
            "undecodable", clause.id, *m.span(), "Characters were lost here when the text was stored."
        )
    for clause in clauses:
        if clause.kind not in _SAID:
            continue
        at = max(clause.heading_end, clause.start + len(clause.marker) + 1)
        if text.find(" ", at, clause.end) < 0 and text.find("\u3000", at, clause.end) < 0:
            continue
        found = _SPACED.search(text, at, clause.end)
        if not found and is_finished(text[at : _content_end(text, clause)]):
            found = _STRAY_BLANK.search(text, at, clause.end)
        if found:
            yield Damage(
                "spaced_letters", clause.id, *found.span(), "Characters are drawn apart by blanks here."
            )


def _broken_lines(clauses: Sequence[Clause], paragraphs: Sequence[Paragraph]) -> Iterator[Damage]:
    starts = [c.start for c in clauses]
    seen: set[str] = set()
    for paragraph in paragraphs:
        if len(paragraph.lines) < 2 or paragraph.kind or MARK.match(paragraph.text):
            continue
        clause = clauses[bisect_right(starts, paragraph.content_end - 1) - 1]
        if clause.id in seen or clause.kind in ("contents", "noise"):
            continue
        seen.add(clause.id)
        start = max(paragraph.content_start, clause.start)
        yield Damage(
            "broken_lines", clause.id, start, paragraph.content_end, "Sentences are broken over lines here."
        )


__all__ = ["find_damage"]
