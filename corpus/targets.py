"""The figures that a clause sets, each with its subject, bounds and place in the text."""

import re
from collections.abc import Iterator

from corpus.characters import simplified
from corpus.figures import Figure, find_figures
from corpus.model import Clause, Target
from corpus.subjects import complete, find_subject
from corpus.view import view

__all__ = ["Figure", "find_figures", "find_targets"]

_SILENT = frozenset(
    ("noise", "contents", "source", "letterhead", "title", "number", "date", "addressee", "signature")
)


def find_targets(text: str, clauses: tuple[Clause, ...]) -> tuple[Target, ...]:
    """Return the figures that the clauses of `text` set, in order; repeated clauses are read once."""
    return tuple(
        target
        for clause in clauses
        if clause.kind not in _SILENT and clause.repeats is None and clause.start < clause.end
        for target in _clause_targets(text, clause)
    )


def _clause_targets(text: str, clause: Clause) -> Iterator[Target]:
    source = text[clause.start : clause.end]
    seen = view(source)
    marker = _marker_length(seen.text, clause.marker)
    body = simplified(seen.text[marker:])
    figures = find_figures(body)
    if not figures:
        return
    wide = [(narrow, mark) for narrow, mark in zip("(),:", "（），：", strict=True) if mark in source]
    for at, figure in enumerate(figures):
        if _is_period(body, figure):
            continue
        span = seen.source_span(marker + figure.start, marker + figure.end)
        start, end = (clause.start + offset for offset in span)
        yield Target(
            clause=clause.id,
            subject=_subject(body, figures, at, clause.heading, wide),
            value=figure.value,
            unit=figure.unit,
            text=text[start:end],
            start=start,
            end=end,
            qualifier=figure.qualifier,
            scope=_scope(body, figure.start),
            high=figure.high,
        )


def _marker_length(body: str, marker: str) -> int:
    folded = view(marker).text if marker else ""
    return len(folded) if body.startswith(folded) else 0


def _subject(body: str, figures: list[Figure], at: int, heading: str, wide: list[tuple[str, str]]) -> str:
    """Return what a figure counts, completed from the heading where the text breaks off, in the source's marks."""
    end, words = find_subject(body, figures, at)
    if words and heading and body[end : end + 1] in ("", "\n"):
        words = complete(words, simplified(view(heading).text))
    for narrow, mark in wide:
        words = words.replace(narrow, mark)
    return words


def _is_period(body: str, figure: Figure) -> bool:
    """Say whether a span of years only dates other statements: 今后五年, 五年来."""
    if figure.unit != "年" or figure.high is not None:
        return False
    if body.startswith(("来", "以来", "间"), figure.end):
        return True
    before = body[max(0, figure.start - 4) : figure.start]
    return before.endswith(("今后", "未来", "过去", "最近", "近", "这", "过去的", "未来的"))


_SENTENCE = "。;!?\n"
_PERIOD = re.compile(
    r"(?:到|至|截至|自|从)?(?:(?:19|20)[0-9]{2}(?:[—\-~至](?:19|20)?[0-9]{2})?年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:年?底|年?末|初(?![步级中])|前|起|以来|以后|后|开始|期间)?"
    r"|“十[一二三四五六]五”(?:期间|时期|末|以来)?|今年|明年|去年|今后[五三十0-9两]+年|未来[五三十0-9两]+年|近[五三十0-9两]+年|过去[五三十0-9两]+年)"
)
_REGION = re.compile(rf"(?:^|[,。;:\n])(?:{_PERIOD.pattern})?,?(全[省市国区县州](?!性|统|范))")
_EACH = re.compile(
    r"(?:每(?!年|月|季|周|日|天|学|次|人|餐|多|增|生|[0-9一二两三半]|(?:个|家|户|名|件|所|项|位)(?:[0-9]|分别|$))个?"
    r"|各(?!类|种|项|级|地区?[有各]|改|建|设|派|配|选|培|新|扩|有(?!关))|[0-9]+个?(?=[^0-9]{1,6}各))"
    r"(?:[^,。;:\n、0-9(每]|\([^)]{1,10}\)){1,12}?"
    r"(?=原则上|至少|重点|设|建|配|要|应|都|均|各|不|可|安排|确定|遴|选|培|发展|组|改|新|开|举|[0-9]|$)"
)


def _scope(body: str, at: int) -> str | None:
    low = max(0, at - 240)
    begin = max(max(body.rfind(c, low, at) for c in _SENTENCE) + 1, low)
    sentence = body[begin:at]
    period = [m.group() for m in _PERIOD.finditer(sentence)][-1:]
    place = [m.group(1) for m in _REGION.finditer(sentence)][-1:]
    segment = sentence[max(sentence.rfind(c) for c in ",:") + 1 :]
    place += [m.group() for m in _EACH.finditer(segment)][-1:]
    return "，".join(period + place) or None
