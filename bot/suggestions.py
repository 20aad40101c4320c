"""Questions that the library can answer, made from its own figures and headings."""

from bot.draft import Draft
from bot.evidence import Finder
from bot.model import Language
from corpus.model import Target

SHOWN = 3


def suggest(finder: Finder, draft: Draft, language: Language) -> tuple[str, ...]:
    """Return up to three further questions about what stands near the answer."""
    places = draft.citations or draft.nearest
    if not places:
        return ()
    document = finder.document(places[0].document)
    said = {f.subject for f in draft.facts}
    near = sorted(document.targets, key=lambda t: abs(t.start - places[0].start))
    found = dict.fromkeys(
        _ask(t) for t in near if t.subject and t.subject not in said and len(t.subject) <= 20
    )
    return tuple(found)[:SHOWN]


def _ask(target: Target) -> str:
    return (
        f"{target.subject}有多少{target.unit}？"
        if target.unit not in ("%", "")
        else f"{target.subject}是多少？"
    )
