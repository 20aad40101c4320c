"""A text becomes its clause tree: every character in exactly one clause, every clause with its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import front_matter as front
from corpus.blocks import (
    articles_with_headings,
    articles_with_several,
    attachment_start,
    attachment_title,
    closes_list,
    grouped,
    headed_item,
    is_prose,
    is_subhead,
    leads_in,
    opens_attachment,
    split_tail,
)
from corpus.lines import MARK, without_blanks
from corpus.model import Clause, ClauseKind
from corpus.nodes import (
    ATTACHMENT,
    KINDS,
    ROOT,
    UNIT,
    Node,
    article_heading,
    clause_of,
    is_scrap,
    label_of,
)
from corpus.numbering import AR, ARTICLE, CN, Marker, to_numeral
from corpus.paragraphs import Paragraph, split_paragraphs
from corpus.sequence import Markers

# No system of numbers is open yet.
_NONE = 99
# So many headings are not lost in one place; a higher number proves nothing.
FAR = 10


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's clauses in document order, and what it says about itself ("" where it does not)."""

    clauses: tuple[Clause, ...]
    title: str
    issuer: str
    number: str
    date: str
    source_url: str


def parse_outline(text: str, paragraphs: list[Paragraph] | None = None) -> Outline:
    """Return the clause tree of any text, and the title, issuer, number, date and address it states.

    `paragraphs` are those of the text, where they are at hand. Never raises, takes linear time; the
    spans of the clauses, in order, cover the text exactly.
    """
    builder = _Builder(text, split_paragraphs(text) if paragraphs is None else paragraphs)
    builder.build()
    before = [paragraph for paragraph, _ in builder.front]
    return Outline(builder.clauses(), *front.describe(before, [kind for _, kind in builder.front]))


class _Builder:
    """Reads the paragraphs once, in order, and keeps the path of open clauses in `stack`."""

    def __init__(self, text: str, paragraphs: list[Paragraph]) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.tree = Node("", None, "paragraph", ROOT, 0, "", 0)
        self.zero = Node("0", None, "paragraph", ROOT, 0, "", 0)
        self.nodes: list[Node] = []
        self.stack: list[Node] = [self.tree]
        self.front: list[tuple[Paragraph, ClauseKind]] = []
        self.plain: dict[str, int] = {}
        self.attachments = 0
        self.top = _NONE
        self.markers = Markers(paragraphs)
        self.several = articles_with_several(paragraphs)
        self.headed = articles_with_headings(paragraphs)

    # -- the walk -----------------------------------------------------------------------------------

    def build(self) -> None:
        """Give every paragraph its place."""
        paragraphs = self.paragraphs
        first = self._next(0)
        self._add_front_matter(first)
        at = first
        while at < len(paragraphs):
            after = self._next(at + 1)
            self._open(at)
            self._add_block(paragraphs[at + 1 : after], after)
            at = after

    def _next(self, at: int) -> int:
        while at < len(self.paragraphs) and not self.paragraphs[at].marker:
            at += 1
        return at

    def _add_front_matter(self, first: int) -> None:
        kinds = front.classify_front(self.paragraphs[:first])
        orphans = self._orphans(kinds, first)
        i = 0
        while i < orphans:
            taken = 1
            if kinds[i] == "paragraph" and i + 1 < orphans and kinds[i + 1] in ("paragraph", "preamble"):
                taken += is_subhead(self.paragraphs, i)
            self._add_front(self.paragraphs[i : i + taken], kinds[i])
            i += taken
        marker = self.markers.at(first)
        if orphans < first and marker is not None:
            start = self.paragraphs[orphans].start
            self._infer_uppers(first, start)
            self._push_inferred(self.stack[-1], marker.level, marker.number - 1, start)
            self._add_bodies(self.paragraphs[orphans:first], marker)

    def _orphans(self, kinds: Sequence[ClauseKind], first: int) -> int:
        """Return where the body of a lost first clause begins; `first` when there is none."""
        marker = self.markers.at(first)
        begin = first
        if marker is None or marker.number != 2 or marker.level >= AR:
            return first
        while begin and kinds[begin - 1] == "paragraph" and is_prose(self.paragraphs[begin - 1].text):
            begin -= 1
        return begin

    # -- numbered clauses -----------------------------------------------------------------------------

    def _open(self, at: int) -> None:
        paragraph = self.paragraphs[at]
        marker = paragraph.marker
        if marker is None:
            return
        self._infer_uppers(at, paragraph.start)
        self._pop_to(marker.level)
        if self._restarts(marker):
            self._find_parent(at, marker)
        node = self._child(self.stack[-1], marker.level, marker.number, paragraph.start)
        node.marker = marker.text
        node.run_in = at in self.headed
        node.paragraphs.append(paragraph)
        self.stack.append(node)
        if at in self.several:
            self._split_article(node, paragraph, marker)

    def _pop_to(self, level: float) -> None:
        while len(self.stack) > 1 and self.stack[-1].level >= level:
            self.stack.pop()

    def _restarts(self, marker: Marker) -> bool:
        parent = self.stack[-1]
        used = (marker.level, marker.number) in parent.used
        return used or (marker.number == 1 and marker.level in parent.last)

    def _find_parent(self, at: int, marker: Marker) -> None:
        """Open the lost heading that a number proves which its siblings already carry.

        The next heading further out decides: when it goes on from the open one, nothing is lost.
        """
        parent = self.stack[-1]
        if parent.level <= ATTACHMENT:
            if marker.number == 1:
                self._open_attachment([], self.paragraphs[at].start)
            return
        if parent.kind == "paragraph" or parent.level == ARTICLE:
            return
        following = self.markers.following(at, parent.level)
        if following is not None and following.level == parent.level:
            lost = following.number > parent.number + 1
        else:
            lost = marker.number < parent.last.get(marker.level, 0) or self.markers.counts_from_one(at)
        if lost:
            self.stack.pop()
            start = self.paragraphs[at].start
            self._push_inferred(self.stack[-1], int(parent.level), parent.number + 1, start)

    def _infer_uppers(self, at: int, start: int) -> None:
        """Open the lost headings above the first clause of a tree, which later ones further out prove."""
        if self.top != _NONE:
            return
        root = self.stack[-1]
        first = self.markers.at(at)
        for upper in reversed(self.markers.above(at)):
            # 第二条 behind a whole 一、二、三、 begins another text; it proves no 第一条 above them.
            if 1 < upper.number <= FAR and not (
                upper.level == ARTICLE and first is not None and first.level == CN
            ):
                number = max(upper.number - 1 - self.markers.runs_before(at, upper.level), 1)
                # 第一条 stands in 第一章, whatever heading is the first that is left.
                if first is not None and first.level == ARTICLE and first.number == 1:
                    number = 1
                self._push_inferred(self.stack[-1], upper.level, number, start)
            elif self.stack[-1] is not root:
                break

    def _child(self, parent: Node, level: int, number: int, start: int) -> Node:
        if not parent.children:
            parent.fill()
        parent.children += 1
        parent.last[level] = number
        parent.count[level] = parent.count.get(level, 0) + 1
        id_ = parent.child_id(parent.take_number(level, number))
        node = Node(
            id_, parent, KINDS.get(level, "item"), level, number, label_of(parent, level, number), start
        )
        self.nodes.append(node)
        self.top = min(self.top, level)
        return node

    def _push_inferred(self, parent: Node, level: int, number: int, start: int) -> None:
        node = self._child(parent, level, number, start)
        node.inferred = True
        self.stack.append(node)

    def _split_article(self, node: Node, paragraph: Paragraph, marker: Marker) -> None:
        """Leave an article of several 款 its number and heading; the first 款 becomes a child."""
        text = paragraph.text
        node.heading, at = article_heading(node, text, marker.end)
        while at < len(text) and text[at] in " \t\u3000\u00a0":
            at += 1
        if at >= len(text):
            node.heading, node.heading_end = "", node.start
            return
        start = paragraph.source_offset(at)
        node.heading_end = start if node.heading else node.start
        self._push_unit(node, paragraph, start)

    # -- unnumbered paragraphs ------------------------------------------------------------------------

    def _push_unit(self, article: Node, paragraph: Paragraph, start: int) -> None:
        """Add a 款 to an article."""
        article.units += 1
        article.children += 1
        n = article.units
        label = f"{article.label}第{to_numeral(n)}款"
        node = Node(article.child_id(n), article, "paragraph", UNIT, n, label, start, [paragraph])
        self.nodes.append(node)
        self._pop_to(UNIT)
        self.stack.append(node)

    def _add_block(self, block: list[Paragraph], after: int) -> None:
        """Place the unnumbered paragraphs between two markers."""
        upcoming = self.markers.at(after)
        if upcoming is not None and self._starts_tree(upcoming):
            self._end_tree(block, self.paragraphs[after].start)
            return
        bodies, tail = split_tail(block, upcoming is None)
        if bodies and upcoming is not None and leads_in(bodies[-1].text) and self._lists_anew(upcoming):
            self._add_bodies(bodies[:-1], upcoming)
            self._add_lead(bodies[-1], upcoming)
        else:
            self._add_bodies(bodies, upcoming)
        self._add_tail(tail)

    def _starts_tree(self, marker: Marker) -> bool:
        """Whether a marker begins a further text with a numbering of its own."""
        if marker.number != 1 or self.top == _NONE:
            return False
        root = self.stack[1] if len(self.stack) > 1 and self.stack[1].kind == "attachment" else self.tree
        if marker.level == self.top:
            return marker.level in root.last
        return marker.level < self.top and not any(node.inferred for node in self.stack)

    def _end_tree(self, block: list[Paragraph], start: int) -> None:
        cut = attachment_start(block)
        bodies, _ = split_tail(block, True)
        bodies = bodies[:cut]
        self._add_bodies(bodies, None)
        for paragraph in block[len(bodies) : cut]:
            self._add_front([paragraph], front.tail_kind(paragraph))
        self._add_attachments(block[cut:], start)

    def _lists_anew(self, marker: Marker) -> bool:
        """Whether a list begins where its siblings' numbers are already taken."""
        if marker.number != 1 or marker.level <= ARTICLE:
            return False
        parent = next((node for node in reversed(self.stack) if node.level < marker.level), self.tree)
        return parent.level > ATTACHMENT and parent.level != ARTICLE and marker.level in parent.last

    def _add_lead(self, paragraph: Paragraph, marker: Marker) -> None:
        """A paragraph that introduces a list of its own becomes a clause, the list below it."""
        self._pop_to(marker.level)
        while self.stack[-1].kind == "paragraph" and self.stack[-1].level != UNIT and len(self.stack) > 2:
            self.stack.pop()
        self.stack.append(self._paragraph_child(self.stack[-1], [paragraph]))

    def _paragraph_child(self, parent: Node, group: list[Paragraph]) -> Node:
        parent.fill()
        parent.units += 1
        parent.children += 1
        n = parent.units
        label, level = f"{parent.label}第{n}段", parent.level + 0.25
        node = Node(parent.child_id(f"0.{n}"), parent, "paragraph", level, n, label, group[0].start, group)
        self._head(node)
        self.nodes.append(node)
        return node

    def _head(self, node: Node) -> None:
        """Give a clause made of a sub-heading and its paragraph the heading."""
        if len(node.paragraphs) > 1:
            node.heading = node.paragraphs[0].text
            node.heading_end = node.paragraphs[0].content_end

    def _add_bodies(self, bodies: list[Paragraph], upcoming: Marker | None) -> None:
        article = next((node for node in reversed(self.stack) if node.level == ARTICLE), None)
        if bodies and article is not None and (headed := headed_item(self.stack, upcoming)):
            self._pop_to(headed.level + 0.1)
        elif article is not None and not article.inferred:
            for paragraph in bodies:
                self._push_unit(article, paragraph, paragraph.start)
            return
        if bodies and closes_list(self.stack[-1], upcoming):
            self.stack.pop()
        node = self.stack[-1]
        groups = grouped(bodies)
        if len(groups) == 1 and len(bodies) == 1 and not node.children and node.level > ATTACHMENT:
            node.fill()
            node.paragraphs.append(bodies[0])
            return
        for group in groups:
            if node is self.tree:
                self._add_front(group, "paragraph")
            else:
                self._paragraph_child(node, group)

    def _add_tail(self, tail: list[Paragraph]) -> None:
        cut = next((i for i, p in enumerate(tail) if opens_attachment(p.text)), len(tail))
        footer = False
        for paragraph in tail[:cut]:
            kind = front.tail_kind(paragraph)
            footer = footer or kind == "source"
            is_scrap = footer and kind == "paragraph" and len(paragraph.text) < 80
            self._add_front([paragraph], "noise" if is_scrap and not MARK.match(paragraph.text) else kind)
        if cut < len(tail):
            self._add_attachments(tail[cut:], tail[cut].start)

    def _add_attachments(self, paragraphs: list[Paragraph], start: int) -> None:
        """Open an attachment for every 附件 line; what stands below its title are paragraphs of it."""
        begins = [i for i, p in enumerate(paragraphs) if i == 0 or opens_attachment(p.text)] or [0]
        for begin, end in zip(begins, [*begins[1:], len(paragraphs)], strict=True):
            part = paragraphs[begin:end]
            node = self._open_attachment(part, part[0].start if part else start)
            for group in grouped(part[len(node.paragraphs) :]):
                self._paragraph_child(node, group)

    def _open_attachment(self, part: list[Paragraph], start: int) -> Node:
        number, title, taken = attachment_title(part)
        self.attachments += 1
        wanted = self.tree.take_number(int(ROOT), 1000 + (number or self.attachments))
        self.attachments = max(self.attachments, number)
        label = (
            f"附件{number}"
            if number
            else without_blanks(title) or ("附件" if taken else f"其{to_numeral(wanted - 999)}")
        )
        node = Node(str(wanted), None, "attachment", ATTACHMENT, wanted, label, start, part[:taken])
        node.heading = title
        node.heading_end = part[taken - 1].content_end if taken else start
        self.nodes.append(node)
        self.stack = [self.tree, node]
        self.top = _NONE
        return node

    def _add_front(self, group: list[Paragraph], kind: ClauseKind) -> None:
        if not self.zero.children:
            self.nodes.insert(0, self.zero)
        self.zero.children += 1
        label = front.LABELS.get(kind, "")
        if kind == "paragraph":
            place = "正文前" if self.top == _NONE and not self.attachments else "正文后"
            self.plain[place] = self.plain.get(place, 0) + 1
            label = f"{place}第{self.plain[place]}段"
        n = self.zero.children
        node = Node(f"0.{n}", self.zero, kind, 0, n, label, group[0].start, group)
        self._head(node)
        self.nodes.append(node)
        self.front += [(paragraph, kind) for paragraph in group]

    # -- the result -----------------------------------------------------------------------------------

    def clauses(self) -> tuple[Clause, ...]:
        """Return the finished clauses; each ends where the next one begins."""
        if not self.nodes:
            self.nodes.append(self.zero)
        at = len(self.text)
        for node in reversed(self.nodes):
            if not node.paragraphs:
                node.start = at
            node.end = at
            at = node.start
        self.nodes[0].start = 0
        for node in self.nodes:
            if is_scrap(node):
                node.kind = "noise"
        return tuple(clause_of(node) for node in self.nodes)
