"""“国家级、省级、市级分别给予80万、30万、20万”: which member of a list a figure belongs to."""

import re
from collections.abc import Sequence

from bot.match import cover
from bot.passages import Passage, Sentence
from bot.question import Term
from corpus.model import Target

# A term of so many characters may be held by a member in part, at least this much of it.
LONG, HALF = 5, 0.5
# What a list's last member says for all stands in its last characters.
TAIL = 3
# A list stands in one of so many parts of the sentence before its figures.
PARTS = 2
_BETWEEN = re.compile(r"或者|以及|[、,和及与或]|(?:左右|以上|以下|以内)")
_RESPECTIVELY = re.compile(r"分别(?:[^、,。;]{0,12})$")
_TOWN_AND_COUNTRY = re.compile("城乡[^,。;]*$")
_TOWN, _COUNTRY = re.compile("城镇|城市"), re.compile("农村|乡村|农民")
_LISTED = re.compile("[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}?)+的")
_SEPARATOR = re.compile(r"、|,|以及|和|及|与")


def belongs_to_another(
    terms: Sequence[Term], passage: Passage, sentence: Sentence, target: Target
) -> Term | None:
    """Return a term that names another member of the list than the one a figure is given to, else None."""
    figures = row(passage, sentence, target)
    if len(figures) < 2:
        return None
    first = passage.offset_of(figures[0].start)
    said = passage.text[sentence.start : first]
    before = _RESPECTIVELY.split(said)[0]
    # A comma closes what the list stands in: “评估为优秀、良好、合格等级的,每年分别…”.
    members = _members(before, len(figures))
    if len(figures) == 2 and _TOWN_AND_COUNTRY.search(before):
        return _of_the_other(terms, figures.index(target))
    if before == said:
        # 自来水、卫生户厕普及率超过98%、85%: as many members as figures, in one part of the sentence.
        members = said.split(",")[-1].split("、")
        if len(members) != len(figures) or any(map(str.isdigit, said.split(",")[-1])):
            return None
    listed = [m.group().rstrip("的").split("、") for m in _LISTED.finditer(before)]
    if not any(f in m for m in members for t in terms for f in t.forms()):
        # 黄埔区、番禺区的…，其…分别为: the list stands further off.
        members = next((m for m in reversed(listed) if len(m) == len(figures)), members)
    if len(members) < len(figures):
        return None
    own = members[figures.index(target)]
    others = [m for m in members if m is not own]
    for term in (t for t in terms if len(t.word) > 1 and not t.verb):
        named = [m for m in others if any(_tells(f, m, m is members[-1]) for f in term.forms())]
        if named and not any(f in own for f in term.forms()):
            return term
    # 农村自来水普及率 is nearer to 自来水普及率 than to 农村供电可靠率.
    for term in (t for t in terms if len(t.word) >= LONG and not t.verb):
        near = max(cover(term.word, m) for m in others)
        if near >= HALF and near > cover(term.word, own) and not any(f in before for f in term.forms()):
            return term
    return None


def _tells(form: str, member: str, last: bool) -> bool:
    """Return whether a member says a word of itself; what the last one ends in is said of all: 交通、水利、能源领域投资额."""
    shared = last and form in member[-TAIL:] and len(member) - len(form) > 1
    return form in member and not shared


def _members(before: str, number: int) -> list[str]:
    """Return the members of a list before so many figures: parted by 、 where that makes as many, A、B与C."""
    # 磷化工、铝加工发展势头强劲,增速分别达…: the list may stand a part further off.
    for part in reversed(before.split(",")[-PARTS:]):
        if len(listed := part.split("、")) == number > 1 and not any(map(str.isdigit, part)):
            return listed
    members = [m for m in _SEPARATOR.split(before) if m and m not in ("每年", "每个", "每年每个")]
    return members[-number:]


def _of_the_other(terms: Sequence[Term], place: int) -> Term | None:
    """Return a term that names the country for the first of two figures, the town for the second: 城乡居民…46503元和16935元."""
    own, other = (_TOWN, _COUNTRY) if place == 0 else (_COUNTRY, _TOWN)
    return next((t for t in terms if other.search(t.word) and not own.search(t.word)), None)


def row(passage: Passage, sentence: Sentence, target: Target) -> list[Target]:
    """Return the figures that stand in one row with a target, with nothing but separators between them."""
    inside = [t for t in passage.targets if sentence.start <= passage.offset_of(t.start) < sentence.end]
    run: list[Target] = []
    for found in sorted(inside, key=lambda t: t.start):
        gap = passage.text[passage.offset_of(run[-1].end) : passage.offset_of(found.start)] if run else ""
        if run and _BETWEEN.sub("", gap).strip():
            if target in run:
                break
            run = []
        run.append(found)
    return run if target in run else []
