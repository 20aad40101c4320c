"""A text becomes its clause tree: every character in exactly one clause, every clause with its number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus import front_matter as front
from corpus import lines
from corpus.dates import is_date_line
from corpus.model import Clause, ClauseKind, DamageKind
from corpus.numbering import AR, ARP, ARTICLE, CIRCLE, CN, CNP, SYSTEMS, Marker, to_numeral
from corpus.paragraphs import Paragraph, is_finished, split_paragraphs


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's clauses in document order, and what it says about itself ("" where it does not)."""

    clauses: tuple[Clause, ...]
    title: str
    issuer: str
    number: str
    date: str
    source_url: str


@dataclass(slots=True)
class Node:
    """A clause while the tree is built; `level` is its place in SYSTEMS, half a step more for a 款."""

    id: str
    parent: "Node | None"
    kind: ClauseKind
    level: float
    number: int
    label: str
    start: int
    end: int
    marker: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    body: int = 0
    children: int = 0
    numbered: dict[int, int] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    units: int = 0
    inferred: bool = False
    heading: str = ""
    heading_end: int = -1
    damage: tuple[DamageKind, ...] = ()


def parse_outline(text: str) -> Outline:
    """Return the clause tree of any text, and the title, issuer, number, date and address it states."""
    paragraphs = split_paragraphs(text)
    first = next((i for i, p in enumerate(paragraphs) if p.marker), len(paragraphs))
    builder = _Builder(text, paragraphs)
    builder.build(first)
    return Outline(builder.clauses(), *builder.metadata())


_ROOT = -1.0
_KINDS: dict[int, ClauseKind] = {0: "part", 1: "chapter", 2: "section", 3: "article"}


class _Builder:
    """Reads the paragraphs once, in order, and keeps the path of open clauses."""

    def __init__(self, text: str, paragraphs: list[Paragraph]) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.nodes: list[Node] = []
        self.zero: Node | None = None
        self.tree = Node("", None, "paragraph", _ROOT, 0, "", 0, 0)
        self.stack: list[Node] = [self.tree]
        self.attachments: dict[int, int] = {}
        self.front: list[tuple[Paragraph, ClauseKind]] = []
        self.plain: dict[str, int] = {}
        self.started = False
        self.top = 99
        self.upper = _next_marker(paragraphs, 0)
        self.peer = _next_marker(paragraphs, 1)
        self.several = _articles_with_several(paragraphs)

    # -- the walk -------------------------------------------------------------------------------

    def build(self, first: int) -> None:
        paragraphs = self.paragraphs
        kinds = front.classify_front(paragraphs[:first])
        orphans = self._orphans(kinds, first)
        for paragraph, kind in zip(paragraphs[:orphans], kinds[:orphans], strict=True):
            self._add_front(paragraph, kind)
        at = first
        if orphans < first:
            self._infer_uppers(first, paragraphs[orphans].start)
            self._open_lost_upper(first)
            self._add_bodies(paragraphs[orphans:first])
        while at < len(paragraphs):
            after = at + 1
            while after < len(paragraphs) and not paragraphs[after].marker:
                after += 1
            self._open(at)
            self._add_block(paragraphs[at + 1 : after], after)
            at = after

    def _orphans(self, kinds: Sequence[ClauseKind], first: int) -> int:
        """Return where the body of a lost first heading begins; `first` when there is none."""
        if first == len(self.paragraphs):
            return first
        marker = self.paragraphs[first].marker
        if marker is None or marker.number != 2 or marker.level in (AR, ARP, CIRCLE):
            return first
        begin = first
        while begin and kinds[begin - 1] == "paragraph" and self._is_body(self.paragraphs[begin - 1]):
            begin -= 1
        return begin

    def _is_body(self, paragraph: Paragraph) -> bool:
        return len(paragraph.text) >= 20 and any(c in paragraph.text for c in "，。；")

    def _open_lost_upper(self, at: int) -> None:
        marker = self.paragraphs[at].marker
        assert marker is not None
        self._push_inferred(self.stack[-1], marker.level, marker.number - 1, self.paragraphs[at].start)

    def _open(self, at: int) -> None:
        paragraph = self.paragraphs[at]
        marker = paragraph.marker
        assert marker is not None
        self._infer_uppers(at, paragraph.start)
        self._pop_to(marker.level)
        if self._restarts(marker):
            self._open_restart(at, marker)
        self._push(paragraph, marker)

    def _pop_to(self, level: float) -> None:
        while len(self.stack) > 1 and self.stack[-1].level >= level:
            self.stack.pop()

    def _infer_uppers(self, at: int, start: int) -> None:
        """Open the lost headings above the first clause of a tree, which the next ones above prove."""
        if self.top != 99:
            return
        chain: list[Marker] = []
        after = self.upper[at]
        while after is not None:
            upper = self.paragraphs[after].marker
            assert upper is not None
            chain.append(upper)
            after = self.upper[after]
        for upper in reversed(chain):
            if upper.number > 1 and upper.number < 1000:
                number = max(upper.number - 1 - self._restarts_before(at, upper.level), 1)
                self._push_inferred(self.stack[-1], upper.level, number, start)
            elif self.stack[-1] is not self.tree:
                break

    def _restarts_before(self, at: int, level: int) -> int:
        """Count the runs that begin anew between a clause and the next one at `level` or above."""
        marker = self.paragraphs[at].marker
        count, after = 0, self.peer[at]
        while after is not None and marker is not None:
            later = self.paragraphs[after].marker
            if later is None or later.level <= level:
                break
            count += later.level == marker.level and later.number == 1
            after = self.peer[after]
        return count

    def _restarts(self, marker: Marker) -> bool:
        used = self.stack[-1].used
        key = marker.level * 100000 + marker.number
        return key in used or (marker.number == 1 and self.stack[-1].numbered.get(marker.level, 0) > 0)

    def _open_restart(self, at: int, marker: Marker) -> None:
        """Find the parent of a clause whose number its siblings already have."""
        parent = self.stack[-1]
        if parent.level == _ROOT or parent.kind == "attachment":
            if marker.number == 1:
                self._open_attachment(self.paragraphs[at].start, "", 0, [])
            return
        if parent.kind == "paragraph" or parent.level == ARTICLE:
            return
        last = parent.numbered.get(marker.level, 0)
        after = self.upper_of(at, parent.level)
        follows = after is not None and after.level == parent.level
        if follows and after is not None and after.number != parent.number + 1:
            if after.number < parent.number + 1:
                return
            self._infer_next(parent, at)
        elif not follows and (marker.number < last or self._counts_from_one(at)):
            self._infer_next(parent, at)

    def _counts_from_one(self, at: int) -> bool:
        """Whether a second "1." begins a new run: the next of its siblings is 2."""
        marker = self.paragraphs[at].marker
        after = self.peer[at]
        following = self.paragraphs[after].marker if after is not None else None
        if marker is None or following is None or marker.number != 1:
            return False
        return following.level == marker.level and following.number == 2

    def _infer_next(self, parent: Node, at: int) -> None:
        self.stack.pop()
        self._push_inferred(self.stack[-1], int(parent.level), parent.number + 1, self.paragraphs[at].start)

    def upper_of(self, at: int, level: float) -> Marker | None:
        """Return the next marker that stands at `level` or above it."""
        after = self.upper[at]
        while after is not None:
            marker = self.paragraphs[after].marker
            assert marker is not None
            if marker.level <= level:
                return marker
            after = self.upper[after]
        return None

    # -- making nodes ---------------------------------------------------------------------------

    def _push(self, paragraph: Paragraph, marker: Marker) -> None:
        parent = self.stack[-1]
        node = self._child(parent, marker.level, marker.number, paragraph.start, paragraph.end)
        node.marker = marker.text
        node.paragraphs.append(paragraph)
        self.top = min(self.top, marker.level)
        self.started = True
        self.stack.append(node)
        if id(paragraph) in self.several:
            self._split_article(node, paragraph, marker)

    def _split_article(self, node: Node, paragraph: Paragraph, marker: Marker) -> None:
        """Leave the article its number and bracketed heading; its first 款 becomes a child."""
        text = paragraph.text
        at = marker.end
        rest = text[at:].lstrip()
        closing = {"【": "】", "（": "）", "(": ")", "[": "]"}.get(rest[:1])
        if closing and 0 < rest.find(closing) <= 40:
            at += len(text[at:]) - len(rest) + rest.find(closing) + 1
            node.heading = rest[1 : rest.find(closing)]
        at += len(text[at:]) - len(text[at:].lstrip())
        if at >= len(text):
            return
        node.heading_end = paragraph.source_offset(at)
        node.end = node.heading_end
        self._push_unit(node, paragraph, node.end)

    def _push_unit(self, article: Node, paragraph: Paragraph, start: int) -> None:
        article.units += 1
        n = article.units
        label = f"{article.label}第{to_numeral(n)}款"
        unit = Node(f"{article.id}.{n}", article, "paragraph", ARTICLE + 0.5, n, label, start, paragraph.end)
        unit.paragraphs.append(paragraph)
        article.children += 1
        self.nodes.append(unit)
        while self.stack[-1] is not article:
            self.stack.pop()
        self.stack.append(unit)

    def _push_inferred(self, parent: Node, level: int, number: int, start: int) -> Node:
        node = self._child(parent, level, number, start, start)
        node.inferred = True
        self.top = min(self.top, level)
        self.stack.append(node)
        return node

    def _child(self, parent: Node, level: int, number: int, start: int, end: int) -> Node:
        key = level * 100000 + number
        count = parent.used.get(key, 0)
        parent.used[key] = count + 1
        parent.numbered[level] = number
        parent.children += 1
        number_in_id = self._free_number(parent, number, count)
        prefix = f"{parent.id}." if parent.id else ""
        kind = _KINDS.get(level, "item")
        label = _label(parent, level, number)
        node = Node(f"{prefix}{number_in_id}", parent, kind, level, number, label, start, end)
        self.nodes.append(node)
        return node

    def _free_number(self, parent: Node, number: int, count: int) -> int:
        """Return `number`, or for a second of its kind the number raised by thousands until it is free."""
        taken = parent.used
        while -number in taken:
            number += 1000 * max(count, 1)
        taken[-number] = 1
        return number

    def _open_attachment(self, start: int, heading: str, number: int, paragraphs: list[Paragraph]) -> Node:
        wanted = 1000 + number if number and -(1000 + number) not in self.tree.used else 0
        if not wanted:
            wanted = 1001
            while -wanted in self.tree.used:
                wanted += 1
        self.tree.used[-wanted] = 1
        label = f"附件{number}" if number else heading or f"其{to_numeral(wanted - 999)}"
        end = paragraphs[-1].end if paragraphs else start
        node = Node(str(wanted), None, "attachment", _ROOT + 0.5, wanted, label, start, end)
        node.heading = heading
        node.heading_end = paragraphs[-1].content_end if paragraphs else start
        node.paragraphs = paragraphs
        self.nodes.append(node)
        self.stack = [self.tree, node]
        self.top = 99
        return node

    # -- unnumbered paragraphs ------------------------------------------------------------------

    def _add_block(self, block: list[Paragraph], after: int) -> None:
        """Place the unnumbered paragraphs between two markers."""
        upcoming = self.paragraphs[after].marker if after < len(self.paragraphs) else None
        starts = upcoming is not None and self._starts_tree(upcoming, after)
        bodies, tail = _split_tail(block, upcoming is None or starts)
        if starts:
            cut = _attachment_start(bodies + tail)
            joined = bodies + tail
            bodies, rest = (bodies, tail) if cut >= len(bodies) else (bodies[:cut], [])
            self._add_bodies(bodies)
            self._add_tail(rest[: max(cut - len(bodies), 0)] if rest else [])
            self._add_attachment(joined[cut:], self.paragraphs[after].start)
            return
        if bodies and upcoming and _leads_in(bodies[-1].text) and self._lists_anew(upcoming):
            self._add_bodies(bodies[:-1], len(bodies) > 2)
            self._add_lead(bodies[-1], upcoming)
        else:
            self._add_bodies(bodies)
        self._add_tail(tail)

    def _starts_tree(self, marker: Marker, at: int) -> bool:
        """Whether a marker begins a further text with a numbering of its own."""
        if marker.number != 1 or self.top == 99:
            return False
        root = self.stack[1] if len(self.stack) > 1 and self.stack[1].kind == "attachment" else self.tree
        if marker.level < self.top:
            return not (root.inferred or any(n.inferred for n in self.stack))
        return marker.level == self.top and bool(root.numbered.get(marker.level))

    def _lists_anew(self, marker: Marker) -> bool:
        if marker.number != 1 or marker.level <= ARTICLE:
            return False
        for node in reversed(self.stack):
            if node.level < marker.level:
                return node.level not in (_ROOT, ARTICLE) and node.numbered.get(marker.level, 0) > 0
        return False

    def _add_lead(self, paragraph: Paragraph, marker: Marker) -> None:
        """A paragraph that introduces a list of its own becomes a clause, the list below it."""
        self._pop_to(marker.level)
        parent = self.stack[-1]
        if parent.level == ARTICLE + 0.5 and parent.parent is not None:
            self._push_unit(parent.parent, paragraph, paragraph.start)
            return
        self.stack.append(self._paragraph_child(parent, paragraph))

    def _paragraph_child(self, parent: Node, paragraph: Paragraph) -> Node:
        parent.units += 1
        parent.children += 1
        n = parent.units
        label = f"{parent.label}第{n}段"
        prefix = f"{parent.id}." if parent.id else ""
        node = Node(
            f"{prefix}0.{n}",
            parent,
            "paragraph",
            parent.level + 0.25,
            n,
            label,
            paragraph.start,
            paragraph.end,
        )
        node.paragraphs.append(paragraph)
        self.nodes.append(node)
        return node

    def _add_bodies(self, bodies: list[Paragraph], several: bool = False) -> None:
        if not bodies:
            return
        article = next((n for n in reversed(self.stack) if n.level == ARTICLE), None)
        if article is not None and not article.inferred:
            for paragraph in bodies:
                self._push_unit(article, paragraph, paragraph.start)
            return
        node = self.stack[-1]
        if len(bodies) == 1 and not several and node is not self.tree and node.kind != "attachment":
            node.paragraphs.append(bodies[0])
            node.body += 1
            node.end = bodies[0].end
            if node.inferred:
                node.start = bodies[0].start
            return
        for paragraph in bodies:
            if node is self.tree:
                self._add_front(paragraph, "paragraph")
            else:
                self._paragraph_child(node, paragraph)

    def _add_tail(self, tail: list[Paragraph]) -> None:
        for i, paragraph in enumerate(tail):
            number = lines.attachment_number(paragraph.text)
            if number is not None and i + 1 < len(tail):
                self._add_attachment(tail[i:], tail[-1].end)
                return
            self._add_front(paragraph, front.tail_kind(paragraph))

    def _add_attachment(self, paragraphs: list[Paragraph], start: int) -> None:
        """Open an attachment: its marker and title are its own, what follows are paragraphs below it."""
        number, at = 0, 0
        if paragraphs:
            found = lines.attachment_number(paragraphs[0].text)
            number, at = (found, 1) if found is not None else (0, 0)
        begin = at
        while at < min(len(paragraphs), begin + 4) and lines.is_title_line(paragraphs[at].text):
            at += 1
            if lines.ends_title(paragraphs[at - 1].text):
                break
        heading = "".join(p.text for p in paragraphs[begin:at])
        first = paragraphs[0].start if paragraphs else start
        node = self._open_attachment(first, heading, number, paragraphs[:at])
        for i, paragraph in enumerate(paragraphs[at:], at):
            again = lines.attachment_number(paragraph.text)
            if again is not None and i + 1 < len(paragraphs):
                self._add_attachment(paragraphs[i:], start)
                return
            self._paragraph_child(node, paragraph)

    def _add_front(self, paragraph: Paragraph, kind: ClauseKind) -> None:
        if self.zero is None:
            self.zero = Node("0", None, "paragraph", _ROOT, 0, "", 0, 0)
            self.nodes.insert(0, self.zero)
        self.zero.children += 1
        label = front.LABELS.get(kind, "")
        if kind == "paragraph":
            place = "正文后" if self.started else "正文前"
            self.plain[place] = self.plain.get(place, 0) + 1
            label = f"{place}第{self.plain[place]}段"
        node = Node(
            f"0.{self.zero.children}",
            self.zero,
            kind,
            0,
            self.zero.children,
            label,
            paragraph.start,
            paragraph.end,
        )
        node.paragraphs.append(paragraph)
        self.nodes.append(node)
        self.front.append((paragraph, kind))

    # -- the result -----------------------------------------------------------------------------

    def clauses(self) -> tuple[Clause, ...]:
        if not self.nodes:
            zero = Node("0", None, "paragraph", _ROOT, 0, "", 0, len(self.text))
            self.nodes.append(zero)
        self._mark_scraps()
        self._close_spans()
        return tuple(_clause(node) for node in self.nodes)

    def _mark_scraps(self) -> None:
        """Call noise what a scan left: a lone short number without a sentence, behind a broken-off one."""
        for node in self.nodes:
            if node.children or len(node.paragraphs) != 1 or not node.marker or node.parent is None:
                continue
            text = node.paragraphs[0].text[len(node.marker) :].strip()
            parent = node.parent
            if len(text) > SCRAP or is_finished(text) or len(parent.numbered) + len(parent.used) > 3:
                continue
            lead = parent.paragraphs[-1].text if parent.paragraphs else ""
            if parent.children == 1 and len(lead) >= 40 and not is_finished(lead):
                node.kind = "noise"

    def _close_spans(self) -> None:
        """Let every clause end where the next one begins."""
        at = len(self.text)
        for node in reversed(self.nodes):
            if not node.paragraphs and not node.inferred and node.kind != "attachment" and node.id != "0":
                node.start = at
            if node.inferred and not node.paragraphs:
                node.start = at
            if node.id == "0":
                node.start = at if self.nodes[1:] else 0
            node.end = at
            at = node.start
        if self.nodes:
            self.nodes[0].start = 0

    def metadata(self) -> tuple[str, str, str, str, str]:
        paragraphs = [p for p, _ in self.front]
        kinds = [k for _, k in self.front]
        return front.describe(paragraphs, kinds)


def _clause(node: Node) -> Clause:
    heading, heading_end = _heading(node)
    return Clause(
        id=node.id,
        parent=node.parent.id if node.parent and node.parent.id else None,
        kind=node.kind,
        marker=node.marker,
        label=node.label,
        heading=heading,
        start=node.start,
        end=node.end,
        heading_end=heading_end,
        inferred=node.inferred,
        damage=node.damage,
    )


_LEAD = re.compile(r"如下|下列|以下")
HEADING_SENTENCE = 40
_HAN_BLANK = re.compile(r"(?<=[\u3000-\uffee])[ \u3000]+(?=[\u3000-\uffee])")
SCRAP = 8


def _heading(node: Node) -> tuple[str, int]:
    if node.kind == "attachment" or node.heading_end >= 0:
        return node.heading, node.heading_end
    if not node.marker or not node.paragraphs:
        return "", node.start
    paragraph = node.paragraphs[0]
    text = paragraph.text
    at = len(node.marker) if text.startswith(node.marker) else 0
    if node.kind == "article":
        return _bracketed(paragraph, text, at, node)
    body = text[at:]
    stop = _first_stop(body)
    follows = node.body > 0 or node.children > 0
    if stop < 0:
        if not follows or (body and body[-1] in "；;，,、：:"):
            return "", node.start
        stop = len(body)
    if body.endswith(("？", "?")) and len(body) <= 60:
        stop = len(body)
    if stop >= len(body.rstrip()) and not follows:
        return "", node.start
    first = body[:stop].strip()
    if len(first) > HEADING_SENTENCE and (stop < len(body.rstrip()) or len(first) > 60):
        return "", node.start
    return _without_blanks(first.rstrip("。．. \u3000")), paragraph.source_offset(at + stop)


def _without_blanks(heading: str) -> str:
    """Drop the blanks that only space Chinese characters out, as in 总 则."""
    return _HAN_BLANK.sub("", heading)


def _bracketed(paragraph: Paragraph, text: str, at: int, node: Node) -> tuple[str, int]:
    rest = text[at:].lstrip()
    closing = {"【": "】", "（": "）", "(": ")", "[": "]"}.get(rest[:1])
    stop = rest.find(closing, 1, 42) if closing else -1
    if stop < 0:
        return "", node.start
    return rest[1:stop], paragraph.source_offset(len(text) - len(rest) + stop + 1)


def _first_stop(body: str) -> int:
    """Return the offset behind the first sentence of `body`, -1 when it holds no end."""
    ends = [i for i in (body.find(c, 0, 200) for c in "。？！") if i >= 0]
    return min(ends) + 1 if ends else -1


def _label(parent: Node, level: int, number: int) -> str:
    own = _own_label(parent, level, number)
    if level == ARTICLE:
        root = parent
        while root.parent is not None:
            root = root.parent
        return f"{root.label} {own}" if root.kind == "attachment" else own
    if not parent.label:
        return own
    return f"{parent.label} {own}" if parent.kind == "attachment" else parent.label + own


def _own_label(parent: Node, level: int, number: int) -> str:
    if level <= ARTICLE:
        unit = {0: "篇", 1: "章", 2: "节", 3: "条"}[level]
        if number > 1000:
            return f"第{to_numeral(number // 1000)}{unit}之{to_numeral(number % 1000)}"
        return f"第{to_numeral(number)}{unit}"
    in_article = "条" in parent.label
    if level == CN:
        return f"{to_numeral(number)}、"
    if level == CNP:
        return f"第（{to_numeral(number)}）项" if in_article else f"（{to_numeral(number)}）"
    if level == AR:
        return f"第{number}目" if in_article else f"{number}."
    return f"（{number}）" if level == ARP else (chr(0x245F + number) if number <= 20 else f"({number})")


def _next_marker(paragraphs: Sequence[Paragraph], depth: int) -> list[int | None]:
    """For every paragraph with a marker, the index of the next one further out; with depth 1, or equal."""
    found: list[int | None] = [None] * len(paragraphs)
    open_: list[int] = []
    for i in range(len(paragraphs) - 1, -1, -1):
        marker = paragraphs[i].marker
        if marker is None:
            continue
        while open_:
            later = paragraphs[open_[-1]].marker
            if later is not None and later.level < marker.level + depth:
                break
            open_.pop()
        found[i] = open_[-1] if open_ else None
        open_.append(i)
    return found


def _articles_with_several(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the ids of the articles that hold more than one 款."""
    several: set[int] = set()
    article: Paragraph | None = None
    block: list[Paragraph] = []
    for paragraph in [*paragraphs, None]:
        if paragraph is not None and not paragraph.marker:
            block.append(paragraph)
            continue
        if article is not None and block and _split_tail(block, paragraph is None)[0]:
            several.add(id(article))
        block = []
        marker = paragraph.marker if paragraph is not None else None
        if marker is not None and marker.level <= ARTICLE:
            article = paragraph if marker.level == ARTICLE else None
    return several


def _leads_in(text: str) -> bool:
    """Whether a paragraph introduces the list behind it."""
    return text[-1] in "：:" or _LEAD.search(text[-30:]) is not None


def _split_tail(block: list[Paragraph], last: bool) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part a block into what belongs to the clause and what begins with the signature.

    Only the last block of a text, or one before a new numbering, ends in a portal's trimming.
    """
    cut = next((i for i in range(len(block)) if _begins_tail(block, i, last)), len(block))
    while cut and lines.is_signature(block[cut - 1].text) and cut < len(block):
        cut -= 1
    while last and cut and _is_chrome(block[cut - 1]):
        cut -= 1
        while cut and lines.is_organ_line(block[cut - 1].text):
            cut -= 1
    return block[:cut], block[cut:]


def _begins_tail(block: list[Paragraph], i: int, last: bool) -> bool:
    text = block[i].text
    if is_date_line(text):
        return last or (i > 0 and lines.is_signature(block[i - 1].text))
    return lines.attachment_number(text) is not None or lines.MARK.match(text) is not None


def _is_chrome(paragraph: Paragraph) -> bool:
    return bool(paragraph.kind) or lines.is_chrome(paragraph.text) is not None


def _attachment_start(block: list[Paragraph]) -> int:
    """Return where in a block before a new numbering the new text begins: its 附件 line or title."""
    for i, paragraph in enumerate(block):
        if lines.attachment_number(paragraph.text) is not None:
            return i
    for i in range(len(block) - 1, max(len(block) - 8, -1), -1):
        text = block[i].text
        if lines.is_title_line(text) and not is_date_line(text) and not lines.is_organ_line(text):
            while i and lines.is_title_part(block[i - 1].text):
                i -= 1
            return i
    return len(block)


__all__ = ["CIRCLE", "SYSTEMS", "Outline", "is_finished", "parse_outline"]
