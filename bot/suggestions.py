"""Questions that the library can answer, made from its own figures and headings."""

import re

from bot.draft import Draft
from bot.evidence import Finder
from bot.model import Language
from bot.units import family_of
from corpus.model import Target

SHOWN = 3
# A shorter subject (城市, 年龄) says too little to be asked for alone; these words make a part of a sentence.
_WHOLE = re.compile(
    r"(?![其处该各每之等]|方面|会等)(?!.*[为是])(?!.*(?:如期|到期|按期|发生|完善|能力)$)[\u4e00-\u9fffA-Za-z“”（）、]{4,20}"
)
# Subjects that are measured, not counted.
_MEASURED = re.compile(
    r"(?:率|比例|比重|占比|增长|增速|额|费|费用|补贴|津贴|补助|资金|基金|标准|收入|产值|周期|工期|有效期|期限|时限|年限|面积|里程|产量|总量|规模)$"
)


def suggest(finder: Finder, draft: Draft, language: Language) -> tuple[str, ...]:
    """Return up to three further questions about what stands near the answer."""
    places = draft.citations or draft.nearest
    if not places:
        return ()
    document = finder.document(places[0].document)
    said = {f.subject for f in draft.facts}
    near = sorted(document.targets, key=lambda t: abs(t.start - places[0].start))
    found = dict.fromkeys(filter(None, (question_for(t) for t in near if t.subject not in said)))
    return tuple(found)[:SHOWN]


def question_for(target: Target) -> str:
    """Return the question that a figure answers, "" where its subject alone makes no good one."""
    if not _WHOLE.fullmatch(target.subject):
        return ""
    if _MEASURED.search(target.subject):
        return f"{target.subject}是多少？"
    if family_of(target.unit) in ("count", "people") and target.value > 1:
        return f"{target.subject}有多少{target.unit}？"
    return ""
