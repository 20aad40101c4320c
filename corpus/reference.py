"""A clause as people name it, 二（四）1 or 第十四条第二款, finds its place in the tree."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.errors import UnknownClause, shown
from corpus.model import Clause
from corpus.numbering import parse_numeral


@dataclass(frozen=True, slots=True)
class Reference:
    """A clause's name in a question: its steps from the outside in, each a system and a number.

    Systems: attachment, part, chapter, section, article, unit (款), clause (项), cn (一、), cnp （一）,
    ar (1.), arp （1）, circle ①, point (第X点, a bare number), line (第X段), id. `start` and `end` are
    the span in the string it was found in.
    """

    steps: tuple[tuple[str, int], ...]
    start: int
    end: int


_WIDTH = {
    ord(a): b
    for a, b in zip("０１２３４５６７８９（）．，：　﹙﹚[]【】", "0123456789().,: ()()()", strict=True)
}
_N = r"(?:[零〇一二三四五六七八九十百千两]{1,7}|\d{1,4})"
_CN = r"[一二三四五六七八九十]{1,3}"
_UNITS = {
    "编": "part",
    "篇": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "unit",
    "项": "clause",
    "目": "ar",
    "部分": "cn",
    "大部分": "cn",
    "大点": "cn",
    "大项": "cn",
    "大条": "cn",
    "点": "point",
    "问": "point",
    "小点": "point",
    "小项": "point",
    "小条": "point",
    "段": "line",
    "自然段": "line",
}
_ENGLISH = {
    "annex": "attachment",
    "attachment": "attachment",
    "part": "cn",
    "chapter": "chapter",
    "section": "section",
    "article": "article",
    "art.": "article",
    "paragraph": "unit",
    "item": "clause",
    "point": "point",
}
_UNIT = re.compile(
    rf"第 ?[(]? ?({_N}) ?[)]? ?(大部分|部分|自然段|大[点项条]|小[点项条]|[编篇章节条款项目点段问])(?:之({_CN}))?"
)
# “12条说的是什么”: a number in front, and the clause itself is asked for.
_UNORDERED = re.compile(
    rf"(?<![\d零〇一二三四五六七八九十百第])({_N})(条|章)(?=是什么|是啥|讲|说|写|内容|原文|规定|怎么说|指什么|什么意思)"
)
# “条例43条”, “43条3款”: behind the name of a law, or before a paragraph's number.
_BARE = re.compile(
    rf"(?<![\d零〇一二三四五六七八九十百第])(?:(?<=条例)|(?<=办法)|(?<=细则)|(?<=规定)|(?<=》)|(?<=法)|(?=(?:{_N})条 ?第?[(]?(?:{_N})[)]? ?[款项]))"
    rf"({_N})(条|章)(?!以|之|左右|多|措施)"
)
_BARE_INNER = re.compile(rf"[(]?({_N})[)]? ?([条款项目])")
_ATTACHMENT = re.compile(rf"附件 ?({_N})")
_SPOKEN_ENGLISH = re.compile(
    r"\b(annex|attachment|part|chapter|section|article|art\.|paragraph|item|point) ?(\d{1,4})\b",
    re.IGNORECASE,
)
_ID = re.compile(r"(?:\bclause )?(?<![\d.])(\d{1,4}(?:\.\d{1,4}){1,8})(?![\d.]*\d)", re.IGNORECASE)
_MARK_CN = re.compile(rf"({_CN})(?: ?[、.](?!\d)|(?= ?[(]))")
_MARK_BRACKET = re.compile(rf"[(] ?({_CN}|\d{{1,3}}) ?[)]")
_MARK_AR = re.compile(r"(\d{1,3})(?: ?[.、](?!\d)|(?![\d.%年月日个所万亿人名项]))")
_CIRCLE = re.compile("[①-⑳]")
_BETWEEN = re.compile(r"[ 、,的中里下之]{0,3}")
# Words that turn a bare number into a question about that clause.
_ASKED = re.compile(
    r"[ 的]*(?:条|款|项|点|部分)?[ ]*(?:是什么|是啥|讲|说|写|内容|原文|规定|全文|怎么|指什么|什么意思|要求|有哪些|标题|$|[?？。!])"
)
_FILLER = re.compile(
    r"请问|请|那|帮我|给我|告诉我|查|看|一下|是|的|什么|内容|讲|说|了|啥|哪些|呢|吗|原文|规定|介绍|怎么|写|要求|具体|条款|全文|展示|显示"
    r"|what|does|say|clause|show|me|the|is|in|text|of|about|read|[ ?？。.!！,，、:：“”\"'《》]",
    re.IGNORECASE,
)
# 第一条生产线, 第一批: counted things, no clauses.
_COUNTED = re.compile(r"生产线|线路|道路|铁路|高速|地铁|消息|河|产业链|建议|工作|产品|任务|政策|标准|课")


def find_reference(text: str) -> Reference | None:
    """Return the clause that a question names, else None; ordinary numbers are no references."""
    plain = text.translate(_WIDTH)
    for start in range(len(plain)):
        chain = _chain(plain, start)
        if chain is None:
            continue
        steps, end, strong = chain
        if strong or _is_asked(plain, start, end):
            return Reference(tuple(steps), start, end)
    return None


def _chain(text: str, start: int) -> tuple[list[tuple[str, int]], int, bool] | None:
    """Read steps from `start` on; the flag says whether their form alone makes them a reference."""
    steps: list[tuple[str, int]] = []
    at, end, strong = start, start, False
    while True:
        step = _step(text, at, bool(steps), start)
        if step is None:
            break
        added, end, firm = step
        steps += added
        strong = strong or firm
        at = _skip(text, end)
    if not steps:
        return None
    marks = [system for system, _ in steps if system in ("cn", "cnp", "arp", "ar")]
    return steps, end, strong or (len(steps) > 1 and len(marks) > 1 and marks[0] in ("cn", "cnp"))


def _skip(text: str, at: int) -> int:
    m = _BETWEEN.match(text, at)
    return m.end() if m else at


def _step(text: str, at: int, inner: bool, first: int) -> tuple[list[tuple[str, int]], int, bool] | None:
    if at >= len(text):
        return None
    char = text[at]
    if not inner and (m := _UNORDERED.match(text, at) or _BARE.match(text, at)):
        return [(_UNITS[m.group(2)], _int(m.group(1)))], m.end(), True
    if inner and (m := _BARE_INNER.match(text, at)):
        return [(_UNITS[m.group(2)], _int(m.group(1)))], m.end(), True
    if char == "第":
        return _unit_step(text, at, inner)
    if char == "附":
        m = _ATTACHMENT.match(text, at)
        return ([("attachment", _int(m.group(1)))], m.end(), True) if m else None
    if char.isascii() and char.isalpha():
        return _english_step(text, at)
    return _mark_step(text, at, inner)


def _unit_step(text: str, at: int, inner: bool) -> tuple[list[tuple[str, int]], int, bool] | None:
    m = _UNIT.match(text, at)
    if not m:
        return None
    system, number = _UNITS[m.group(2)], _int(m.group(1))
    if m.group(3):
        number = number * 1000 + _int(m.group(3))
    if _COUNTED.match(text, m.end()):
        return None
    firm = system in ("part", "chapter", "section", "article", "cn") or m.group(2) in ("款", "目") and inner
    return [(system, number)], m.end(), firm or inner


def _english_step(text: str, at: int) -> tuple[list[tuple[str, int]], int, bool] | None:
    if at and text[at - 1].isalnum() and text[at - 1].isascii():
        return None
    m = _SPOKEN_ENGLISH.match(text, at)
    if m:
        return [(_ENGLISH[m.group(1).lower()], int(m.group(2)))], m.end(), True
    m = _ID.match(text, at)
    return ([("id", int(n)) for n in m.group(1).split(".")], m.end(), True) if m else None


def _mark_step(text: str, at: int, inner: bool) -> tuple[list[tuple[str, int]], int, bool] | None:
    before = text[at - 1] if at else ""
    m = _CIRCLE.match(text, at)
    if m:
        return [("circle", ord(m.group()) - 0x245F)], m.end(), False
    m = _MARK_BRACKET.match(text, at)
    if m:
        system = "arp" if m.group(1).isdigit() else "cnp"
        return [(system, _int(m.group(1)))], m.end(), False
    if not inner and before and (before.isdigit() or before in ".一二三四五六七八九十第"):
        return None
    m = _ID.match(text, at)
    if m and not inner:
        numbers = [int(n) for n in m.group(1).split(".")]
        return None if numbers[0] >= 1900 else ([("id", n) for n in numbers], m.end(), False)
    m = _MARK_CN.match(text, at)
    if m:
        return [("cn", _int(m.group(1)))], m.end(), False
    m = _MARK_AR.match(text, at)
    return ([("ar", int(m.group(1)))], m.end(), False) if m and inner else None


def _int(numeral: str) -> int:
    value = parse_numeral(numeral)
    return int(value) if value is not None else 0


def _is_asked(text: str, start: int, end: int) -> bool:
    """Whether a bare number is what the question is about: almost all of it, or asked for its content."""
    rest = _FILLER.sub("", text[:start]) + _FILLER.sub("", text[end:])
    if len(rest) <= 2 and not rest.isalnum():
        return True
    return len(_FILLER.sub("", text[:start])) <= 2 and _ASKED.match(text, end) is not None and end < len(text)


# -- looking a reference up ---------------------------------------------------------------------------

_OWN = re.compile(
    r"(?:第(?P<n1>[零一二三四五六七八九十百千]+)(?P<unit>[篇章节条款])(?:之(?P<n2>[一二三四五六七八九十]+))?"
    r"|第（(?P<item>[零一二三四五六七八九十百]+)）项|第(?P<mu>\d+)目|第(?P<line>\d+)段|(?P<cn>[零一二三四五六七八九十百]+)、"
    r"|（(?P<cnp>[零一二三四五六七八九十百]+)）|（(?P<arp>\d+)）|(?P<ar>\d+)\.|(?P<circle>[①-⑳]))$"
)
# What a step may mean, the nearest meaning first: people say 第2条 for "2." and 第二部分 for 二、.
_MEANINGS: dict[str, tuple[str, ...]] = {
    "attachment": ("attachment",),
    "part": ("part", "cn", "chapter"),
    "chapter": ("chapter", "cn", "part"),
    "section": ("section", "cnp", "cn"),
    "article": ("article", "ar", "cnp", "cn", "arp"),
    "unit": ("unit", "ar", "cnp", "line"),
    "clause": ("cnp", "ar", "cn", "arp"),
    "cn": ("cn", "chapter", "part", "cnp"),
    "cnp": ("cnp", "arp", "ar"),
    "ar": ("ar", "arp", "cnp"),
    "arp": ("arp", "cnp", "ar", "unit"),
    "circle": ("circle",),
    "point": ("ar", "cnp", "cn", "arp"),
    "line": ("line", "unit"),
}
_UNIT_SYSTEMS = {"篇": "part", "章": "chapter", "节": "section", "条": "article", "款": "unit"}


def resolve(reference: Reference, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return the clauses that a reference may mean, the best first; () when the text has no such place."""
    if reference.steps and reference.steps[0][0] == "id":
        return _resolve_id(reference, clauses)
    places = {c.id: _place(c) for c in clauses}
    parents = {c.id: c.parent for c in clauses}
    found: list[Clause] | None = None
    for step in reference.steps:
        below = None if found is None else {c.id for c in found}
        found = _matching(step, below, clauses, places, parents) or _counted(step, found, clauses, places)
        if not found:
            return ()
    return tuple(found or ())


def _resolve_id(reference: Reference, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    wanted = ".".join(str(number) for _, number in reference.steps)
    return tuple(c for c in clauses if c.id == wanted)


def _place(clause: Clause) -> tuple[str, int]:
    if clause.kind == "attachment":
        return "attachment", int(clause.id) - 1000
    return _place_of_label(clause.label) if clause.kind != "noise" else ("", 0)


@lru_cache(maxsize=65536)
def _place_of_label(label: str) -> tuple[str, int]:
    m = _OWN.search(label[-40:])
    if not m:
        return "", 0
    if m.group("n1"):
        number = _int(m.group("n1"))
        return _UNIT_SYSTEMS[m.group("unit")], number * 1000 + _int(m.group("n2")) if m.group(
            "n2"
        ) else number
    if m.group("circle"):
        return "circle", ord(m.group("circle")) - 0x245F
    names = {"item": "cnp", "mu": "ar"}
    system = next(k for k in ("item", "mu", "line", "cn", "cnp", "arp", "ar") if m.group(k))
    return names.get(system, system), _int(m.group(system))


def _matching(
    step: tuple[str, int],
    below: set[str] | None,
    clauses: Sequence[Clause],
    places: dict[str, tuple[str, int]],
    parents: dict[str, str | None],
) -> list[Clause]:
    system, number = step
    known = {places[c.id][0] for c in clauses if below is None or _is_below(c.id, below, parents)}
    if system == "article" and "article" in known:
        meanings: tuple[str, ...] = ("article",)
    elif system == "article" and below is None:
        meanings = _article_meanings(number, places)
    elif system == "unit" and any(c.id in (below or ()) and c.kind == "article" for c in clauses):
        meanings = ("unit", "line")  # 款 of an article is never one of its items
    else:
        meanings = _MEANINGS.get(system, ())
    for meaning in meanings:
        if meaning not in known:
            continue
        hits = [
            c
            for c in clauses
            if places[c.id] == (meaning, number) and (below is None or _is_below(c.id, below, parents))
        ]
        if hits:
            return sorted(hits, key=lambda c: (_in_attachment(c), c.id.count(".")))
        if meaning == system:
            break
    return _only_unit(step, below, clauses)


def _counted(
    step: tuple[str, int],
    above: Sequence[Clause] | None,
    clauses: Sequence[Clause],
    places: dict[str, tuple[str, int]],
) -> list[Clause]:
    """Return 第二部分第一项 of a text whose numbers run on through its parts: the first item there, （五）."""
    if step[0] not in ("clause", "point") or not above:
        return []
    below = [c for c in clauses if c.parent == above[0].id and places[c.id][0] in ("cnp", "ar")]
    runs_on = below and places[below[0].id][1] > 1
    return below[step[1] - 1 : step[1]] if runs_on and step[1] < places[below[0].id][1] else []


def _article_meanings(number: int, places: dict[str, tuple[str, int]]) -> tuple[str, ...]:
    """第十一条 of a text without 条 is （十一） or （11） where these run on through it, else 十一、."""
    own = [place for id_, place in places.items() if not _is_attached(id_)]
    once = tuple(system for system in ("cnp", "arp") if own.count((system, number)) == 1)
    return (*once, *(system for system in ("cn", "cnp", "ar") if system not in once))


def _only_unit(step: tuple[str, int], below: set[str] | None, clauses: Sequence[Clause]) -> list[Clause]:
    """第一款 of an article with one paragraph is the article."""
    if step != ("unit", 1) or below is None:
        return []
    return [c for c in clauses if c.id in below and c.kind == "article"]


def _is_below(id_: str, roots: set[str], parents: dict[str, str | None]) -> bool:
    parent = parents.get(id_)
    while parent is not None:
        if parent in roots:
            return True
        parent = parents.get(parent)
    return False


def _in_attachment(clause: Clause) -> bool:
    return _is_attached(clause.id)


def _is_attached(id_: str) -> bool:
    head = id_.partition(".")[0]
    return len(head) == 4 and head > "1000"


def find_clause(name: str, clauses: Sequence[Clause]) -> Clause:
    """Return the clause of an id (2.4.1) or a name as people write it (二（四）1, 第十四条).

    Raises UnknownClause, naming near ones, when the text has no such clause.
    """
    plain = _folded(name)
    for clause in clauses:
        if clause.id == plain or (plain and plain in (_folded(clause.label), _folded(clause.heading))):
            return clause
    reference = find_reference(name.strip())
    found = resolve(reference, clauses) if reference else ()
    if found:
        return found[0]
    raise UnknownClause(_unknown(name, clauses))


def _folded(name: str) -> str:
    return "".join(name.translate(_WIDTH).split())


def _unknown(name: str, clauses: Sequence[Clause]) -> str:
    keys = {_folded(key): c for c in clauses for key in (c.id, c.label) if key and c.id != "0"}
    near: list[str] = []
    for key in difflib.get_close_matches(_folded(name), list(keys)[:20000], n=3, cutoff=0.3):
        clause = keys[key]
        named = f"{clause.id} ({clause.label})" if clause.label else clause.id
        if named not in near:
            near.append(named)
    hint = f"; did you mean {', '.join(near)}?" if near else "; leave the clause out to see the outline"
    return f"no clause {shown(name)!r} in this document{hint}"
