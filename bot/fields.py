"""Which fact about a document a question asks for, and what then names the document."""

import re

from bot.asking import DOCUMENT_WORDS, FIELDS, METADATA, THIS_DOCUMENT, VALIDITY_OF, Field, Kind, chinese_kind
from bot.question import Term
from index.words import is_han

_QUOTED = re.compile(r"《[^》]*》")
_DAY_NAMED = re.compile(r"日期|时间|[年月日]份?$|\b(?:date|day|year|time)\b")
# Which of several times is meant; it names no document.
_OF_TIMES = frozenset({"那次", "那回", "这次", "最初", "起初", "当初", "最近", "最后", "最新"})
# “Which bodies” asks for them and names none.
_BODIES = frozenset({"机构", "部门", "单位"})


def metadata_field(folded: str, kind: Kind, terms: tuple[Term, ...]) -> tuple[Field | None, tuple[Term, ...]]:
    """Return which fact about a document may be asked, and the terms that must then name the document."""
    # A title quoted only chooses the document; its 通知 or 发布 asks for nothing.
    folded = _QUOTED.sub("", folded)
    wanted = FIELDS.get(
        kind,
        (
            "amendments",
            "meeting",
            "person",
            "number",
            "title",
            "addressee",
            "date",
            "interpreter",
            "repeal",
            "validity",
        ),
    )
    for name, pattern in METADATA:
        # 哪些情形不予批准 asks for no day.
        asks_other = name == "date" and kind in ("which", "yesno") and not _DAY_NAMED.search(folded)
        if name in wanted and pattern.search(folded) and not asks_other:
            nouns = (t for t in terms if not (t.verb or t.asked or t.word[0].isdigit()))
            rest = [t for t in nouns if not pattern.search(t.word)] or _of_what(name, folded)
            plain = DOCUMENT_WORDS | (_OF_TIMES if is_han(folded) else _BODIES)
            return name, tuple(t for t in rest if t.word not in plain and not THIS_DOCUMENT.match(t.word))
    return None, ()


def _of_what(field: Field, folded: str) -> list[Term]:
    """Return what a term of validity is asked of where no other noun tells: 入户卡的有效期."""
    of = VALIDITY_OF.search(folded) if field == "validity" else None
    return [Term(of.group("of"))] if of else []


def asks_field(folded: str, kind: Kind) -> str:
    """Return an English question without the words that ask for a fact about a document."""
    wanted = FIELDS.get(kind, tuple(name for name, _ in METADATA))
    for name, pattern in METADATA:
        if name in wanted and (asks := pattern.search(folded)):
            return f"{folded[: asks.start()]} {folded[asks.end() :]}"
    return folded


def further_fields(folded: str, field: Field | None) -> tuple[Field, ...]:
    """Return what else is asked about a document: “文号是多少，哪天印发的”."""
    parts = re.split("[,;、]", folded) if field else []
    found = (metadata_field(part, chinese_kind(part)[0], ())[0] for part in parts)
    return tuple(dict.fromkeys(f for f in found if f and f != field))
