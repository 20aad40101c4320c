"""A clause while the tree is built: its number, its label as officials cite it, its heading."""

import re
from dataclasses import dataclass, field

from corpus.model import Clause, ClauseKind
from corpus.numbering import AR, ARP, ARTICLE, CHAPTER, CN, CNP, HEAD, PART, SECTION, to_numeral
from corpus.paragraphs import Paragraph, is_finished

ROOT = -1.0
ATTACHMENT = -0.5
UNIT = ARTICLE + 0.5
KINDS: dict[int, ClauseKind] = {PART: "part", CHAPTER: "chapter", SECTION: "section", ARTICLE: "article"}
_UNITS = {PART: "篇", CHAPTER: "章", SECTION: "节", ARTICLE: "条"}
# A first sentence of up to this many characters is a heading when more text follows it.
SENTENCE = 40
# A line of its own may be a longer one.
LINE = 60
# So short is the first sentence of an article that is its heading, and no such word is in it.
RUN_IN = 12
_SAYS = re.compile("[，,]|应|不得|可以|必须|适用|施行|负责|是|由")
# What a scan left of a clause is no longer than this, the broken-off sentence before it no shorter.
SCRAP = 8
BROKEN_OFF = 40
_HAN_BLANK = re.compile(r"(?<=[\u3000-\uffee])[ \u3000]+(?=[\u3000-\uffee])")
_CLOSING = {"【": "】", "（": "）", "(": ")", "[": "]"}


@dataclass(slots=True)
class Node:
    """A clause in the making; `level` is its place in SYSTEMS, a fraction more for unnumbered paragraphs.

    `used` counts the numbers that its children carry, by (level, number); `last` is the last number
    of each level; `full` holds the levels of which some child has text or children below its marker.
    """

    id: str
    parent: "Node | None"
    kind: ClauseKind
    level: float
    number: int
    label: str
    start: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    marker: str = ""
    inferred: bool = False
    run_in: bool = False
    heading: str | None = None
    heading_end: int = 0
    end: int = 0
    children: int = 0
    units: int = 0
    used: dict[tuple[int, int], int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    last: dict[int, int] = field(default_factory=dict)
    full: dict[int, int] = field(default_factory=dict)
    count: dict[int, int] = field(default_factory=dict)

    def child_id(self, name: object) -> str:
        """Return the id of a child called `name`."""
        return f"{self.id}.{name}" if self.id else str(name)

    def take_number(self, level: int, number: int) -> int:
        """Return the number in the id of a new child: `number`, raised by thousands when it is taken."""
        again = self.used.get((level, number), 0)
        self.used[level, number] = again + 1
        while number in self.taken:
            number += 1000 * max(again, 1)
        self.taken.add(number)
        return number

    def fill(self) -> None:
        """Note that text or children stand below this node's marker."""
        if self.parent is not None and self.parent.full.get(-1 - int(self.level)) != self.number:
            self.parent.full[int(self.level)] = self.parent.full.get(int(self.level), 0) + 1
            self.parent.full[-1 - int(self.level)] = self.number


def clause_of(node: Node) -> Clause:
    """Return the finished clause."""
    heading, heading_end = _heading(node)
    return Clause(
        id=node.id,
        parent=node.parent.id if node.parent is not None and node.parent.id else None,
        kind=node.kind,
        marker=node.marker,
        label=node.label,
        heading=heading,
        start=node.start,
        end=node.end,
        heading_end=heading_end,
        inferred=node.inferred,
    )


def is_scrap(node: Node) -> bool:
    """Whether a clause is what a scan left: a lone short number behind a sentence broken off."""
    parent = node.parent
    if (
        parent is None
        or parent.children != 1
        or node.children
        or len(node.paragraphs) != 1
        or not node.marker
    ):
        return False
    text = node.paragraphs[0].text[len(node.marker) :].strip()
    lead = parent.paragraphs[-1].text if parent.paragraphs else ""
    return len(text) <= SCRAP and not is_finished(text) and len(lead) >= BROKEN_OFF and not is_finished(lead)


# -- headings -----------------------------------------------------------------------------------------


def article_heading(node: Node, text: str, at: int) -> tuple[str, int]:
    """Return the heading of an article behind `at`, and where it ends; ("", at) when none."""
    return run_in_heading(text, at) if node.run_in else _bracketed_heading(text, at)


def _bracketed_heading(text: str, at: int) -> tuple[str, int]:
    rest = text[at : at + 80].lstrip()
    begin = at + len(text[at : at + 80]) - len(rest)
    closing = _CLOSING.get(rest[:1])
    stop = rest.find(closing, 1, 42) if closing else -1
    return (rest[1:stop].strip(), begin + stop + 1) if stop > 0 else ("", at)


def run_in_heading(text: str, at: int) -> tuple[str, int]:
    """Return the first sentence of an article, if it may be a heading, and where it ends; ("", at) else."""
    body = text[at : at + RUN_IN + 8].lstrip()
    stop = _first_stop(body)
    if not 1 < stop <= RUN_IN + 1 or _SAYS.search(body[:stop]):
        return "", at
    end = text.index(body[:stop], at) + stop
    return (body[: stop - 1], end) if text[end:].strip() else ("", at)


def _heading(node: Node) -> tuple[str, int]:
    if node.heading is not None:
        return without_blanks(node.heading), max(node.heading_end, node.start)
    if not node.marker or not node.paragraphs:
        return "", node.start
    paragraph = node.paragraphs[0]
    text = paragraph.text
    at = len(node.marker) if text.startswith(node.marker) else 0
    if node.kind == "article":
        heading, end = article_heading(node, text, at)
        return (heading, paragraph.source_offset(end)) if heading else ("", node.start)
    body = text[at:].rstrip()
    stop = _heading_length(node, body)
    if not stop:
        return "", node.start
    return without_blanks(body[:stop].strip().rstrip("。．. ")), paragraph.source_offset(at + stop)


def _heading_length(node: Node, body: str) -> int:
    """Return how much of a numbered paragraph is its heading; 0 when it has none."""
    follows = len(node.paragraphs) > 1 or node.children > 0
    if follows and body.endswith(("？", "?")) and len(body) <= LINE:
        return len(body)
    stop = _first_stop(body)
    if 0 < stop < len(body):
        return stop if len(body[:stop].strip()) <= SENTENCE else 0
    if not follows or not body or body[-1] in "；;，,、：:" or len(body) > LINE:
        return 0
    # Several paragraphs below make it a heading, whatever its siblings are.
    several = len(node.paragraphs) > 2 or node.children > 1
    return 0 if stop > 0 and not several and _is_exception(node) else len(body)


def _is_exception(node: Node) -> bool:
    """Whether most of a clause's siblings stand alone: then its one sentence is content like theirs."""
    parent, level = node.parent, int(node.level)
    return parent is not None and parent.full.get(level, 0) * 2 < parent.count.get(level, 0)


def _first_stop(body: str) -> int:
    """Return the offset behind the first sentence of `body`, -1 when no sentence ends early in it."""
    ends = [i for i in (body.find(c, 0, 200) for c in "。？！") if i >= 0]
    return min(ends) + 1 if ends else -1


def without_blanks(heading: str) -> str:
    """Drop the blanks that only space Chinese characters out, as in 总 则."""
    return _HAN_BLANK.sub("", heading)


# -- labels -------------------------------------------------------------------------------------------


def label_of(parent: Node, level: int, number: int) -> str:
    """Return how officials cite a clause: 二、（四）1., or 第十四条第二款第（三）项 without its chapter."""
    own = _own_label("条" in parent.label, level, number)
    if level == ARTICLE:
        parent = _root(parent)
    if not parent.label:
        return own
    return f"{parent.label} {own}" if parent.kind == "attachment" else parent.label + own


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _own_label(in_article: bool, level: int, number: int) -> str:
    if level in _UNITS:
        unit = _UNITS[level]
        if number > 1000:
            return f"第{to_numeral(number // 1000)}{unit}之{to_numeral(number % 1000)}"
        return f"第{to_numeral(number)}{unit}"
    if level in (CN, CNP) and in_article:
        return f"第（{to_numeral(number)}）项"
    if level in (HEAD, CN):
        return f"{to_numeral(number)}、"
    if level == CNP:
        return f"（{to_numeral(number)}）"
    if level == AR:
        return f"第{number}目" if in_article else f"{number}."
    return f"（{number}）" if level == ARP or number > 20 else chr(0x245F + number)
