"""The unnumbered paragraphs between two numbered clauses: which belong to what."""

import re
from collections.abc import Sequence

from corpus import lines
from corpus.dates import is_date_line
from corpus.nodes import Node, run_in_heading
from corpus.numbering import ARTICLE, CN, Marker
from corpus.paragraphs import Paragraph, is_finished

_LEAD = re.compile(r"如下|下列|以下")
_CLOSE = re.compile(r"特此(?:通知|批复|函复|函告|报告|公告|通告)|以上(?:意见|报告|请示|方案).{0,12}[，,]请")
_NOTES = re.compile(r"(?:名词解释|名词注释|注释|附注)[:：]?$")
# A sub-heading without a number is no longer than this, the text below it no shorter than that.
SUBHEAD = 30
# What an item ends in that says something itself.
_ENDS = re.compile(r"[。；;：:，,、！？!?]|的$")
BODY = 40


def articles_with_several(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the indices of the articles that hold more than one 款."""
    several: set[int] = set()
    article = -1
    begin = 0
    for i in range(len(paragraphs) + 1):
        marker = paragraphs[i].marker if i < len(paragraphs) else None
        if i < len(paragraphs) and marker is None:
            continue
        block = list(paragraphs[begin:i]) if article >= 0 else []
        if split_tail(block, i == len(paragraphs))[0]:
            several.add(article)
        if marker is not None and marker.level <= ARTICLE:
            article = i if marker.level == ARTICLE else -1
        begin = i + 1
    return several


def articles_with_headings(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the indices of the articles whose first sentence is a heading.

    One such sentence alone may be what the article says; a text that heads its articles so does it to
    several on end.
    """
    headed: set[int] = set()
    before = -1
    for i, paragraph in enumerate(paragraphs):
        if paragraph.marker is None or paragraph.marker.level != ARTICLE:
            continue
        if not run_in_heading(paragraph.text, paragraph.marker.end)[0]:
            before = -1
            continue
        if before >= 0:
            headed |= {before, i}
        before = i
    return headed


def split_tail(block: list[Paragraph], last: bool) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part a block into what belongs to the clause before it and what begins with the signature.

    `last` tells that the text, or one of several, ends here: then a portal's trimming may end it.
    """
    cut = next((i for i in range(len(block)) if _begins_tail(block, i, last)), len(block))
    if last:
        cut = min(cut, _footer(block))
    while cut and cut < len(block) and lines.is_signature(block[cut - 1].text):
        cut -= 1
    while (
        last
        and cut
        and (_is_chrome(block[cut - 1]) or (cut < len(block) and lines.is_organ_line(block[cut - 1].text)))
    ):
        cut -= 1
    return block[:cut], block[cut:]


def _begins_tail(block: list[Paragraph], i: int, last: bool) -> bool:
    text = block[i].text
    if is_date_line(text):
        return last or (i > 0 and lines.is_signature(block[i - 1].text))
    return opens_attachment(text) or lines.MARK.match(text) is not None or _CLOSE.match(text) is not None


def _footer(block: list[Paragraph]) -> int:
    """Return where a page's footer begins: the first line of trimming with as many more behind it."""
    chrome = [i for i, paragraph in enumerate(block) if _is_chrome(paragraph)]
    return chrome[0] if chrome and len(chrome) * 10 >= (len(block) - chrome[0]) * 3 else len(block)


def _is_chrome(paragraph: Paragraph) -> bool:
    return bool(paragraph.kind) or lines.is_chrome(paragraph.text) is not None


def opens_attachment(text: str) -> bool:
    """Whether a line only says that an attachment, or the notes to the text, begin here."""
    plain = lines.closed_up(text)
    return lines.attachment_number(plain) is not None or (len(plain) <= 6 and _NOTES.match(plain) is not None)


def attachment_start(block: Sequence[Paragraph]) -> int:
    """Return where in a block before a new numbering the new text begins: its 附件 line or its title."""
    for i, paragraph in enumerate(block):
        if opens_attachment(paragraph.text):
            return i
    for i in range(len(block) - 1, max(len(block) - 8, -1), -1):
        text = block[i].text
        if _names_list(text) and i == len(block) - 1:
            return i
        if lines.is_title_line(text) and not is_date_line(text) and not lines.is_organ_line(text):
            while i and lines.is_title_part(block[i - 1].text):
                i -= 1
            return i
    return len(block)


def attachment_title(paragraphs: Sequence[Paragraph]) -> tuple[int, str, int]:
    """Return an attachment's number (0 when none), its title, and how many paragraphs both take."""
    if not paragraphs:
        return 0, "", 0
    number, at = lines.attachment_number(paragraphs[0].text), 0
    if number is not None:
        at = 1
    elif opens_attachment(paragraphs[0].text):
        return 0, paragraphs[0].text.rstrip("：:"), 1
    begin = at
    if begin < len(paragraphs) and _names_list(paragraphs[begin].text):
        return number or 0, paragraphs[begin].text[:-1], begin + 1
    while at < min(len(paragraphs), begin + 4) and lines.is_title_line(paragraphs[at].text):
        at += 1
        if lines.ends_title(paragraphs[at - 1].text):
            break
    return number or 0, "".join(p.text for p in paragraphs[begin:at]), at


def _names_list(text: str) -> bool:
    """Whether a short lead-in names the list behind it: 申请材料："""
    return text[-1] in "：:" and len(text) <= SUBHEAD and "，" not in text and not lines.PREAMBLE.search(text)


def leads_in(text: str) -> bool:
    """Whether a paragraph introduces the list behind it."""
    return text[-1] in "：:" or _LEAD.search(text[-30:]) is not None


def is_subhead(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a short line without an end is the unnumbered heading of the paragraph behind it."""
    if i + 1 >= len(paragraphs) or paragraphs[i].kind or paragraphs[i + 1].kind:
        return False
    text, body = lines.closed_up(paragraphs[i].text), paragraphs[i + 1].text
    if not 4 <= len(text) <= SUBHEAD or is_finished(text) or not lines.is_title_part(text):
        return False
    return len(body) >= BODY and "。" in body


def grouped(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Return the paragraphs one by one, each unnumbered sub-heading together with what it heads."""
    groups: list[list[Paragraph]] = []
    for i, paragraph in enumerate(paragraphs):
        if i and is_subhead(paragraphs, i - 1):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return groups


def is_prose(text: str) -> bool:
    """Whether a paragraph is a sentence rather than a line of the letterhead or title."""
    return len(text) >= 20 and any(c in text for c in "，。；")


def headed_item(path: Sequence[Node], upcoming: Marker | None) -> Node | None:
    """Return the open item of an article that is a heading alone: what follows belongs to it, up to the next item."""
    found = next((n for n in reversed(path) if n.level > ARTICLE and n.marker and _is_heading(n)), None)
    if found is None or found is path[-1]:
        return found
    following = (found.level, found.number + 1)
    return found if upcoming and (upcoming.level, upcoming.number) == following else None


def _is_heading(node: Node) -> bool:
    """Whether an item is a heading alone: （一）失能评估费用."""
    text = node.paragraphs[0].text[len(node.marker) :].strip() if node.paragraphs else ""
    return 0 < len(text) <= SUBHEAD and not _ENDS.search(text)


def closes_list(node: Node, upcoming: Marker | None) -> bool:
    """Whether what follows the last item of a plain list goes on with the list's parent."""
    parent = node.parent
    if parent is None or parent.level < CN or not node.marker or node.number < 2 or node.children:
        return False
    if upcoming is not None and upcoming.level >= node.level:
        return False
    lead = parent.paragraphs[-1].text if parent.paragraphs else ""
    plain = not parent.full.get(int(node.level)) and is_finished(node.paragraphs[0].text)
    return bool(lead) and leads_in(lead) and plain
