"""A question for a figure finds the target that answers it, or what condition none meets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.conditions import GENERIC, is_time, numbers_missing, time_holds, time_level, times_named
from bot.evidence import NAMED, Finder
from bot.match import HELD, coverage, degree
from bot.pairing import belongs_to_another
from bot.passages import Passage, Sentence, is_named
from bot.question import Question, Term
from bot.units import PEOPLE, family_of, lasts_alike
from corpus.figures import Figure, find_figures
from corpus.model import Target
from index.words import normalise

# How much of the question's weight may be missing where no condition fails.
MAY_MISS = 0.34
# A subject with no more than this beside the words asked for names no other thing (托位数).
BARE = 2
# Where a term stands: in the figure's own sentence it binds, further off it only may.
NEAR, ABOVE, ABOUT, OPENING, ASIDE = 1.0, 0.95, 0.7, 0.75, 0.55
_GENERIC = frozenset({"", "个", "种", "类", "项"})
_MEASURE = re.compile(
    r"(?<=.)(?:面积|产量|产值|比例|比重|金额|里程|长度|人数|收入|价格|规模|总量|总额|年限|期限|时间)$"
)
# A figure over a time or for one head is another than the figure itself.
_AVERAGED = re.compile(r"年均|累计|人均|平均|每千|每万")
_EACH = re.compile(r"每|各|分别|人均|生均")
PAYMENTS = frozenset("奖励 奖金 补贴 补助 津贴 资助 罚款 赔偿 工资 租金 学费 保证金 押金 违约金".split())
_PAYMENT = re.compile(r".(?:补贴|补助|津贴|奖励|资助|[^现资基]金|费|款)$")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)年的?$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A target read as the answer: how much of the question holds where it stands, and what does not."""

    target: Target
    passage: Passage
    sentence: Sentence
    score: float
    missing: tuple[Term, ...]

    @property
    def holds(self) -> bool:
        """Return whether every condition of the question is met."""
        return not self.missing


def readings(question: Question, finder: Finder, passages: Sequence[Passage]) -> list[Reading]:
    """Return the targets of the right kind, best first: those that meet every condition before others."""
    found = [r for p in passages for r in _of_passage(question, finder, p, "")]
    # An item's lead may set the figure: “有下列情形之一的，处五万元罚款：（一）…”.
    for item in passages:
        if lead := finder.lead(item):
            found += _of_passage(question, finder, lead, item.text)
    return sorted(found, key=lambda r: (not r.holds, -r.score))


def _of_passage(question: Question, finder: Finder, passage: Passage, item: str) -> Iterator[Reading]:
    for target in passage.targets:
        sentence = passage.sentence_at(target.start)
        if sentence and fits(question, target) and not _names(question, target):
            yield _read(question, finder, passage, sentence, target, item)


def _names(question: Question, target: Target) -> bool:
    """Return whether the question itself names a figure, which then is no answer to it."""
    if normalise(target.text) in question.folded:
        return True
    return any(f.value == target.value and f.unit == target.unit for f in find_figures(question.folded))


def speaks_of(question: Question, finder: Finder, passage: Passage, sentence: Sentence) -> bool:
    """Return whether a sentence holds a figure of the kind asked and meets every condition itself.

    A sentence whose targets were read is judged by them alone.
    """
    inside = (t for t in passage.targets if sentence.start <= passage.offset_of(t.start) < sentence.end)
    if any(fits(question, t) for t in inside):
        return False
    near = (sentence.text, passage.context, passage.about)
    if question.counted or question.family in ("count", "people"):
        return False
    if any(max(degree(t, x) for x in near) < HELD for t in _conditions(question, finder, passage)):
        return False
    if not all(time_holds(t.word, sentence.text, passage) for t in times_named(question)):
        return False
    return any(fits(question, f) for f in find_figures(sentence.text))


def fits(question: Question, target: Target | Figure) -> bool:
    """Return whether a target is of the kind of figure asked for."""
    family = family_of(target.unit)
    if target.unit == "" and target.value <= 1 and question.family in ("count", "people"):
        return "分之" in question.folded  # 三分之一 of them is no number of things
    if family == "time" and question.family == "time" and not lasts_alike(question.unit, target.unit):
        return False
    if question.family is None or question.family == family:
        return True
    if question.family == "time" and family == "age":
        return question.unit in ("岁", "周岁")
    if question.family == "share" and target.unit == "":
        return target.value <= 1
    if question.family in ("count", "people"):
        return family in ("count", "people") and (target.unit in _GENERIC or question.unit not in PEOPLE)
    return False


def _read(
    question: Question, finder: Finder, passage: Passage, sentence: Sentence, target: Target, item: str
) -> Reading:
    subject = normalise(target.subject)
    near = f"{sentence.text} {subject} {item}"
    terms = question.terms
    weights = finder.weights(terms)
    held = [_held(t, near, passage) for t in terms]
    total = sum(weights) or 1.0
    score = sum(w * h for w, h in zip(weights, held, strict=True)) / total
    counts = question.family in ("count", "people")
    focus = question.focus if counts and question.focus else tuple(t for t in terms if not t.verb)
    on_subject = [degree(t, subject) for t in focus]
    if focus:
        score += (0.35 if counts else 0.25) * sum(on_subject) / len(focus)
    score += 0.15 * sum(
        w * degree(t, near) for t, w in zip(question.soft, finder.weights(question.soft), strict=True)
    )
    score += 0.2 * (
        bool(_EACH.search(question.folded))
        is bool(_EACH.search(target.qualifier or "") or _EACH.search(target.scope or ""))
    )
    score -= 0.3 * (
        bool(_AVERAGED.search(question.folded))
        is not bool(_AVERAGED.search(_segment(sentence, passage, target)))
    )
    segment = f"{_segment(sentence, passage, target)} {subject}"
    score += 0.2 * coverage(terms, weights, (segment,)) + 0.15 * all(
        h >= NEAR for t, h in zip(terms, held, strict=True) if not is_time(t)
    )
    score -= 0.4 * bool(numbers_missing(question.folded, segment))
    score += 0.25 * (bool(question.unit) and question.unit == target.unit)
    times = [time_level(t.word, sentence.text, passage) for t in times_named(question)]
    score += 0.5 * sum(times) / len(times) if times else 0.0
    score += NAMED * is_named(passage.document, question.folded)
    score += 0.15 * _closeness(terms, sentence, passage, target)
    before = sentence.text[: _offset(passage, sentence, target)]
    missing = _missing(question, finder, passage, sentence, held, before)
    score += 0.2 * (bool(question.lead) and before.endswith(question.lead))
    heads = _heads(question) or _heads_by_unit(question, target)
    if heads and not any(_is_counted(t, passage, sentence, target) for t in heads):
        missing += [t for t in heads[-1:] if t not in missing]
    missing += [t for t in _of_another(question, passage, sentence, target) if t not in missing]
    missing += [t for t in _of_another_figure(question, passage, sentence, target) if t not in missing]
    if other := belongs_to_another(terms, passage, sentence, target):
        missing.append(other)
    return Reading(target, passage, sentence, score, tuple(missing))


def _held(term: Term, near: str, passage: Passage) -> float:
    # 种植面积 and 茶叶面积 are measured alike: the measure is held, its object is another term's matter.
    tail = _MEASURE.search(term.word)
    return max(
        HELD * bool(tail and tail.group() in near),
        NEAR * degree(term, near),
        ABOVE * degree(term, passage.context),
        OPENING * degree(term, passage.sentences[0].text),
        ABOUT * degree(term, passage.about),
        ASIDE * degree(term, passage.text),
    )


def _missing(
    question: Question,
    finder: Finder,
    passage: Passage,
    sentence: Sentence,
    held: Sequence[float],
    before: str,
) -> list[Term]:
    """Return the conditions that fail: times, places, names, what is counted; else what is too much to miss."""
    conditions = _conditions(question, finder, passage)
    missing = [t for t, h in zip(question.terms, held, strict=True) if t in conditions and h < HELD]
    missing += [t for t in times_named(question) if not time_holds(t.word, sentence.text, passage)]
    missing += [t for t in times_named(question) if _of_another_year(t.word, before)]
    missing += [
        Term(n)
        for n in numbers_missing(question.folded, f"{sentence.text} {passage.context} {passage.about}")
    ]
    said = [(t, h) for t, h in zip(question.terms, held, strict=True) if t.word not in GENERIC]
    if said and not missing and all(h < HELD for _, h in said):
        missing = [max(said, key=lambda pair: finder.factor(pair[0]))[0]]
    if missing:
        return missing
    shares = [finder.factor(t) for t in question.terms]
    lost = [(w * (1 - h), t) for t, w, h in zip(question.terms, shares, held, strict=True)]
    if sum(w for w, _ in lost) > MAY_MISS * sum(shares):
        return [max(lost, key=lambda pair: pair[0])[1]]
    return []


def _of_another_year(word: str, before: str) -> bool:
    """Return whether the year right before a figure is another than the one named: 从2020年的3万到2025年的4万."""
    year = _YEAR_BEFORE.search(before)
    return year is not None and word.rstrip("年").isdigit() and year.group(1) != word.rstrip("年")


def _conditions(question: Question, finder: Finder, passage: Passage) -> list[Term]:
    """Return the terms that must hold each: places, names, what is counted, and the document's own words.

    A noun that the document uses, but not where the figure stands, tells this figure from another;
    one that it never uses may be another word for the same.
    """
    counted = question.focus if question.counted or question.family in ("count", "people") else ()
    needed = [t for t in question.terms if not (t.verb or is_time(t) or t.word in GENERIC)]
    named = [t for t in counted if not t.verb and t.word not in GENERIC]
    # A payment that the library does not name (购房补贴) is another than those it does (住房补贴).
    named += [t for t in question.focus[-1:] if t.unseen and _PAYMENT.search(t.word)]
    # A reward is no fine, though both are money.
    paid = [t for t in question.terms if question.family == "money" and t.word in PAYMENTS]
    return paid + [
        t
        for t in needed
        if t.place or t in named or finder.is_name(t) or finder.tells_apart(t, passage.document)
    ]


def _heads(question: Question) -> tuple[Term, ...]:
    """Return the nouns that are counted, one of which must be what the target counts."""
    if question.language == "en":
        return tuple(t for t in question.focus[-1:] if not t.loose) if question.family == "count" else ()
    if not question.counted:
        return ()
    return tuple(t for t in question.focus if t.word not in GENERIC and not t.verb)


def _heads_by_unit(question: Question, target: Target) -> tuple[Term, ...]:
    """Return the noun that must be counted where question and target count by different measure words: 家, 张."""
    if family_of(question.unit) != "count" or question.unit in _GENERIC or question.language != "zh":
        return ()
    other = target.unit != question.unit
    return tuple(t for t in question.focus[-1:] if other and t.word not in GENERIC and not t.verb)


def _of_another(question: Question, passage: Passage, sentence: Sentence, target: Target) -> list[Term]:
    """Return the nouns that tell the asked figure from a target of the same measure: 回收率 of another thing."""
    nouns = [t for t in question.focus if _names_thing(t)]
    subject = normalise(target.subject)
    if not nouns or degree(nouns[-1], subject) < HELD:
        return []
    named = sum(max((len(f) for f in t.forms() if f in subject), default=0) for t in nouns)
    if len(subject) - named <= BARE:
        return []
    beside = (subject, passage.context, passage.about, _segment(sentence, passage, target))
    missing = [t for t in nouns[:-1] if max(degree(t, x) for x in beside) < HELD]
    others = [t for t in question.terms if t not in nouns and _names_thing(t)]
    if others and all(
        max(degree(t, x) for x in (subject, sentence.text, passage.about)) < HELD for t in others
    ):
        missing += others[:1]
    return missing


def _of_another_figure(
    question: Question, passage: Passage, sentence: Sentence, target: Target
) -> list[Term]:
    """Return the nouns that stand not with this figure but with another of its kind in the same sentence."""
    segment, subject = _segment(sentence, passage, target), normalise(target.subject)
    inside = (t for t in passage.targets if sentence.start <= passage.offset_of(t.start) < sentence.end)
    others = [
        normalise(t.subject)
        for t in inside
        if family_of(t.unit) == family_of(target.unit)
        and _segment(sentence, passage, t) != segment
        and ("其中" not in segment or t.start > target.start)
    ]
    # A subject that says nothing of its own goes on from the other: “1级的补贴为2元，2级的4元”.
    rivals = [o for o in others if len(set(_HAN.findall(subject)) - set(o)) > 1]
    above = (segment, subject, passage.context, passage.about)
    nouns = [t for t in question.terms if _names_thing(t) and not t.asked and len(t.word) > 1]
    return [
        t
        for t in nouns
        if max(degree(t, x) for x in above) < HELD and any(degree(t, o) == 1.0 for o in rivals)
    ]


def _names_thing(term: Term) -> bool:
    return not term.verb and term.word not in GENERIC and not is_time(term)


def _is_counted(term: Term, passage: Passage, sentence: Sentence, target: Target) -> bool:
    """Return whether a noun is what a target counts: its subject, its measure word, or beside the figure."""
    if degree(term, normalise(target.subject)) >= HELD or target.unit in term.forms():
        return True
    behind = sentence.text[_offset(passage, sentence, target) :]
    return degree(term, _segment(sentence, passage, target)) >= HELD and degree(term, behind) >= HELD


def _segment(sentence: Sentence, passage: Passage, target: Target) -> str:
    """Return the part of a sentence between commas in which a figure stands."""
    at = _offset(passage, sentence, target)
    start = max(sentence.text.rfind(c, 0, at) for c in ",;:。") + 1
    end = min((i for c in ",;:。" if (i := sentence.text.find(c, at)) >= 0), default=len(sentence.text))
    return sentence.text[start:end]


def _offset(passage: Passage, sentence: Sentence, target: Target) -> int:
    """Return where in a sentence a target's figure begins."""
    return passage.offset_of(target.start) - sentence.start


def _closeness(terms: Sequence[Term], sentence: Sentence, passage: Passage, target: Target) -> float:
    """Return how near the question's words stand to the figure in its sentence, in [0, 1]."""
    at = _offset(passage, sentence, target)
    gaps = []
    for term in terms:
        places = [abs(m.start() - at) for f in term.forms() for m in re.finditer(re.escape(f), sentence.text)]
        gaps.append(1 / (1 + min(places) / 12) if places else 0.0)
    return sum(gaps) / len(gaps) if gaps else 0.0
