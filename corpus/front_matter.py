"""What stands before and behind the numbered clauses: letterhead, title, number, date, signature."""

import re
from collections.abc import Sequence

from corpus.dates import DATE, NARROW, find_date, is_date_line
from corpus.lines import (
    ABOUT,
    ADDRESSEE,
    MARK,
    NO_ADDRESSEE,
    ORGAN,
    PREAMBLE,
    ends_title,
    find_number,
    find_url,
    is_chrome,
    is_number_line,
    is_organ_line,
    is_person_line,
    is_title_part,
    without_blanks,
)
from corpus.model import ClauseKind
from corpus.paragraphs import Paragraph, is_finished

_PASSED = re.compile(r"通过|修订|修正|公布|发布|施行|批准|会议?上")
_REPORT = re.compile(r"(?:\d{4}年)?([\u4e00-\u9fff]{2,12}(?:省|市|区|县|州|盟))(?:人民)?政府工作报告")
_CONGRESS = re.compile(
    r"(?:日[ \u3000]*)?(?:在)?(?:第[^届]{1,4}届)?([\u4e00-\u9fff]{0,8}?)(?:第[^届日]{1,4}届)?(人民代表大会(?:常务委员会)?)"
)
_PUBLISHED = re.compile(
    r"日[ \u3000]*([\u4e00-\u9fff、]{2,40}?)(?:令|公告)?[ ]*(?:第[ ]*\d+[ ]*号)?[ ]*(?:公布|发布)"
)
_PLACE = re.compile(r"在([\u4e00-\u9fff]{2,12}?(?:省|市|区|县|州|盟))第?[^届]{1,4}届人民代表大会")
_JOINTS = ("和", "与", "及", "暨", "的")
# Blanks between Chinese and figures space a title out, they do not part it.
# 关 于 加 强: a title whose characters all stand apart.
_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff][ \u3000]){4}")
_TITLE_BLANK = re.compile(
    r"(?<=[\u4e00-\u9fff〔])\s+(?=\d)|(?<=\d)\s+(?=[\u4e00-\u9fff〕])|(?<=\d)\s+(?=\d(?:\D|$))|(?<=\D\d)\s+(?=\d)"
)

# Of several days at which a text was passed and published the last one stands for what is in force.
_LAST = {"date": -1}

LABELS: dict[ClauseKind, str] = {
    "letterhead": "发文机关",
    "title": "标题",
    "number": "文号",
    "date": "日期",
    "addressee": "主送机关",
    "preamble": "引言",
    "signature": "落款",
    "source": "来源",
    "contents": "目录",
    "noise": "",
}


def classify_front(paragraphs: Sequence[Paragraph]) -> list[ClauseKind]:
    """Return the kind of every paragraph before the first numbered clause."""
    kinds: list[ClauseKind] = []
    addressed = False
    for i, paragraph in enumerate(paragraphs):
        kind = _front_kind(paragraph, addressed)
        if kind == "paragraph" and i == 0 and paragraph.lines[0].level and len(paragraph.text) <= 100:
            kind = "title"
        addressed = addressed or kind in ("addressee", "preamble")
        kinds.append(kind)
    _join_titles(paragraphs, kinds)
    _sign_letterheads(paragraphs, kinds)
    return kinds


# A sentence that says why a text is made may end in its name: 为…，特制定本行动方案.
_SAYS_WHY = re.compile("(?:为|根据|按照|依据)[^，]{4,}，")


def tail_kind(paragraph: Paragraph) -> ClauseKind:
    """Return the kind of a paragraph behind the last numbered clause."""
    kind = _front_kind(paragraph, True)
    return "paragraph" if kind in ("addressee", "preamble", "title") else kind


def _front_kind(paragraph: Paragraph, addressed: bool) -> ClauseKind:
    text = paragraph.text
    if paragraph.kind:
        return "contents" if paragraph.kind == "contents" else "noise"
    chrome = is_chrome(text)
    if chrome:
        return chrome
    if _is_date(text):
        return "date"
    if is_number_line(text):
        return "number"
    if is_person_line(text):
        return "signature"
    if is_organ_line(text):
        return "signature" if addressed else "letterhead"
    if MARK.match(text):
        return "paragraph"
    if text[-1] in "：:" and len(text) <= 400 and not NO_ADDRESSEE.search(text) and ADDRESSEE.search(text):
        return "addressee"
    if ends_title(text) and not _SAYS_WHY.match(text):
        return "title"
    return "preamble" if PREAMBLE.search(text) and (is_finished(text) or len(text) > 40) else "paragraph"


def _is_date(text: str) -> bool:
    if is_date_line(text):
        return True
    plain = without_blanks(text[:400]).translate(NARROW)
    if not DATE.search(plain[:40]) or len(text) >= 400:
        return False
    if plain[0] in "（(" and plain[-1] in "）)":
        return True
    return _PASSED.search(plain) is not None and plain[-1] not in "。：:；"


def _join_titles(paragraphs: Sequence[Paragraph], kinds: list[ClauseKind]) -> None:
    """Make the lines of a broken title titles too; a title that stood there whole is not joined."""
    known: set[str] = set()
    for i, kind in enumerate(kinds):
        if kind != "title":
            continue
        whole = without_blanks(paragraphs[i].text)
        if whole not in known and not paragraphs[i].lines[0].level:
            _join_title(paragraphs, kinds, i)
        known.add(whole)


def _join_title(paragraphs: Sequence[Paragraph], kinds: list[ClauseKind], last: int) -> None:
    for i in range(last - 1, max(last - 4, -1), -1):
        text = paragraphs[i].text
        if kinds[i] != "paragraph" or paragraphs[i + 1].text.startswith("关于") or not is_title_part(text):
            return
        if paragraphs[i].lines[0].level:
            return
        kinds[i] = "title"


def _sign_letterheads(paragraphs: Sequence[Paragraph], kinds: list[ClauseKind]) -> None:
    """A body's name right above a date is a signature, wherever it stands."""
    for i, kind in enumerate(kinds):
        if kind != "date" or not is_date_line(paragraphs[i].text):
            continue
        for j in range(i - 1, 0, -1):
            if kinds[j] != "letterhead":
                break
            kinds[j] = "signature"


def titles(paragraphs: Sequence[Paragraph], kinds: Sequence[ClauseKind]) -> list[str]:
    """Return the whole titles in the front matter, broken ones joined."""
    found: list[str] = []
    parts = ""
    for i, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        if kind != "title":
            parts = ""
            continue
        text = paragraph.text.replace("**", "")
        if not parts and text.startswith("关于") and i and kinds[i - 1] == "letterhead":
            parts = paragraphs[i - 1].text
        parts += text
        following = paragraphs[i + 1].text if i + 1 < len(kinds) and kinds[i + 1] == "title" else ""
        if (ends_title(text) or paragraph.lines[0].level) and not following.startswith(_JOINTS):
            found.append(parts)
            parts = ""
    return found


def choose_title(candidates: Sequence[str]) -> str:
    """Return the title that the document is cited by: a complete “关于…的通知” before any other."""
    candidates = [without_blanks(t) if _SPACED_OUT.search(t) else t for t in candidates]
    own = [t for t in candidates if not t.startswith(("（转载", "(转载", "转载"))] or list(candidates)
    about = [t for t in own if ABOUT.search(t)]
    chosen = next(iter(about + own), "")
    chosen = _TITLE_BLANK.sub("", chosen).strip()
    return re.sub(r"[（(][^（(）)]{0,12}[〔\[]\d{4}[〕\]][^（(）)]{0,12}号[）)]$", "", chosen)


def describe(paragraphs: Sequence[Paragraph], kinds: Sequence[ClauseKind]) -> tuple[str, str, str, str, str]:
    """Return title, issuer, number, date and source address as the front matter states them."""
    texts: dict[str, list[str]] = {}
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        texts.setdefault(kind, []).append(paragraph.text)
    title = choose_title(titles(paragraphs, kinds))
    url = next((url for url in map(find_url, texts.get("source", [])) if url), "")
    return title, _issuer(texts, title), _number(texts), _date(paragraphs, kinds), url


def _number(texts: dict[str, list[str]]) -> str:
    stated = (
        t
        for kind in ("number", "title", "letterhead", "date")
        for t in texts.get(kind, [])[:: _LAST.get(kind, 1)]
    )
    number = next((n for n in map(find_number, stated) if n), "")
    heads = [t for t in texts.get("letterhead", []) if t.endswith("令")]
    orders = [without_blanks(t) for t in texts.get("number", [])]
    if heads and orders:
        order = next((t for t in orders if t.startswith("第")), "")
        return without_blanks(heads[0]) + order if order else number
    return number


def _issuer(texts: dict[str, list[str]], title: str) -> str:
    before = re.split("转发|印发|批转", title.partition("关于")[0])[0].strip() if "关于" in title else ""
    if before and ORGAN.search(before):
        return before
    dates = texts.get("date", [])
    places = [m.group(1) for t in dates if "政府工作报告" in title and (m := _PLACE.search(t))]
    report = _REPORT.match(title)
    if report or places:
        return (report.group(1) if report else places[0]) + "人民政府"
    signed = [t for t in texts.get("signature", []) if is_organ_line(t)]
    if signed:
        return " ".join(re.sub(r"&[a-z]{2,5};?", "", t).strip() for t in dict.fromkeys(signed))
    letterhead = texts.get("letterhead", [])
    passed = [m.group(1) + m.group(2) for t in dates if (m := _CONGRESS.search(without_blanks(t)))]
    ordered = [t.removesuffix("令") for t in letterhead if t.endswith("令")]
    ordered += [n.partition("令")[0] for t in texts.get("number", []) if "令" in (n := find_number(t))]
    published = [m.group(1) for t in dates if (m := _PUBLISHED.search(t))]
    return next(iter(ordered + passed + published + letterhead), "")


def _date(paragraphs: Sequence[Paragraph], kinds: Sequence[ClauseKind]) -> str:
    """Return the day of the first signature, else when it was passed, else any date, else the portal's."""
    ranked: dict[int, str] = {}
    for i, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        found = find_date(paragraph.text) if kind in ("date", "source") else ""
        if not found:
            continue
        signed = i > 0 and kinds[i - 1] == "signature" and is_date_line(paragraph.text)
        passed = not is_date_line(paragraph.text)
        rank = 3 if kind == "source" else 0 if signed else 1 if passed else 2
        if rank == 1 or rank not in ranked:
            ranked[rank] = found
    return next((ranked[rank] for rank in sorted(ranked)), "")
