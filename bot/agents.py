"""Who does what, and to whom: whether a sentence names the body that a question asks for."""

import re
from collections.abc import Iterable

# How an agent is told: by 由, by a body before the deed, by one further off, or not at all.
NAMED, SAID, IMPLIED, UNSAID = 0.4, 0.3, 0.1, -0.15
_BODY = (
    r"(?:部门|单位|机构|机关|组织|委员会|小组|政府|办公室|办事处|办|局|厅|部|委|院|校|中心|企业|公司|协会|学会|大会"
    r"|主体|集团|银行|国家|[省市区县乡镇村]|自治区|.人|.者|.会|.所|.站|.队)"
)
_CHARGED = r"负责|承担|牵头|主管|组织|会同|履行"
_BY = re.compile(r"由[^,的]+$")
_AGENT = re.compile(rf"由[^,]+$|{_BODY}(?:\([^()]*\))?(?:[^的]{{0,10}}|.*(?:{_CHARGED}).*)$")
_RECIPIENT = re.compile(r"(?:(?:向|报|送|给|交)(?![^,]*(?:提供|开展))[^,的]{2,}|(?:听取|接受|受理).*)$")
# 市商务部门是会展业的主管部门，负责….
_COMPETENT = re.compile("是(?P<of>[^,]*)主管(?:部门|机关)$")
# 上级主管机关 says whose body acts, not who 主管.
_WHO_IS = ("机关", "部门", "单位", "人员")
_SEGMENT = re.compile(r"[^,。;:!?\n]+")


def names_agent(text: str, deeds: Iterable[str], recipient: bool = False) -> float:
    """Return how surely a sentence tells who does one of the deeds, or to whom; 0 where it speaks of none."""
    segments = _SEGMENT.findall(text)
    found = [
        _level(segments[: n + 1], deed, recipient)
        for deed in deeds
        for n, s in enumerate(segments)
        if deed in s
    ]
    return max(found, default=0.0)


def is_competent(text: str, nouns: Iterable[str]) -> bool:
    """Return whether a sentence says in so many words which body is the competent one for one of the things."""
    told = [m.group("of") for s in _SEGMENT.findall(text) if (m := _COMPETENT.search(s))]
    return any(noun in of for noun in nouns for of in told)


def _level(segments: list[str], deed: str, recipient: bool) -> float:
    """Return how surely the deed in the last of the segments has an agent there or before."""
    before, _, behind = segments[-1].partition(deed)
    if recipient:
        return SAID if _RECIPIENT.search(before) else UNSAID
    if behind.startswith("人") or (not behind and deed == "负责" and "对" in before):
        return UNSAID  # 负责人, 对安全负责 charge nobody with it
    if deed == "主管" and behind.startswith(_WHO_IS):
        return NAMED if _COMPETENT.search(segments[-1]) else UNSAID
    if segments[:-1] and not before and _COMPETENT.search(segments[-2]):
        return NAMED
    done = not behind.startswith("的")  # 执行政府制定的价格 tells who must keep it
    if done and _BY.search(before):
        return NAMED
    if done and _AGENT.search(before):
        return SAID
    return IMPLIED if any(re.search(_BODY, s) for s in (before, *segments[:-1])) else UNSAID
