"""Where a figure stands: its sentence, the part of it between commas, what it counts, what is before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.passages import Passage, Sentence
from bot.units import family_of
from corpus.model import Target
from index.words import normalise

# What stands between what something was and what it became.
CHANGED_TO = re.compile(
    "(?:下?降|上?升|提高|提升|增加|增长|扩大|减少|压缩|压减|缩短|降低|调整|拓展|增|整合|优化|精简|合并|撤并)+了?[到至为]"
)
_CASE = re.compile("的(?:职工|员工|人员|人|单位|学校|机构|企业|学生)?$")
_PARTS_LIST = re.compile("[、和与及]|或者?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A target in its sentence; `at` is the offset of the figure there, `item` what the sentence introduces."""

    passage: Passage
    sentence: Sentence
    target: Target
    subject: str
    segment: str
    at: int
    item: str = ""

    @property
    def near(self) -> str:
        """Return what is said of the figure: its sentence, what that follows from, its subject, the item it is set for."""
        return f"{self.passage.led_to(self.sentence)} {self.sentence.text} {self.subject} {self.item}"

    @property
    def before(self) -> str:
        """Return the sentence up to the figure."""
        return self.sentence.text[: self.at]

    @property
    def led(self) -> str:
        """Return the sentence up to the figure, without what is told of each figure before it alone."""
        text, start = self.sentence.text, 0
        kept = []
        for other in sorted(self._kindred(), key=lambda s: s.at):
            if other.at < self.at and not other.is_first:
                at = other.at - len(other.lead_in)
                kept.append(text[start:at])
                start = other.at
        return "".join(kept) + text[start : self.at]

    @property
    def opens(self) -> bool:
        """Return whether the figure's part opens its sentence and says where or when the rest holds: 周边一千米范围内，…."""
        return not re.search("[,;:]", self.before) and self.segment.endswith(
            ("内", "外", "里", "时", "前", "后")
        )

    @property
    def is_first(self) -> bool:
        """Return whether no other figure of its kind stands before it in its part of the sentence."""
        return not any(s.at < self.at for s in self.beside())

    @property
    def case(self) -> str:
        """Return the cases that a sentence sets its figure for, before it: 收取押金的, 满1年不满10年的职工."""
        return " ".join(part for part in self.before.split(",") if _CASE.search(part))

    @property
    def until(self) -> str:
        """Return the sentence up to the end of the figure's part of it: what stands behind is said of others."""
        return self.sentence.text[: _start(self.sentence.text, self.at) + len(self.segment)]

    @property
    def through(self) -> str:
        """Return the sentence up to the end of the figure's part, and the next where that only says when: 10日内，作出结论."""
        end = len(self.until)
        ends = self.segment.endswith(("内", "前", "后"))
        return self.until + self.sentence.text[end + 1 :].split(",")[0] if ends else self.until

    @property
    def behind(self) -> str:
        """Return the sentence from the figure on."""
        return self.sentence.text[self.at :]

    @property
    def alone(self) -> str:
        """Return the figure and what stands behind it in its part of the sentence, up to the next figure of any kind."""
        behind = [s.at for s in self.others() if s.at > self.at]
        return self.sentence.text[self.at : min([*behind, len(self.until)])]

    @property
    def after(self) -> str:
        """Return the sentence behind the figure."""
        return self.behind[len(normalise(self.target.text)) :]

    @property
    def told(self) -> str:
        """Return what is told of the figure alone: its stretch, its subject, the item it is set for."""
        return f"{self.stretch} {self.subject} {self.item}"

    @property
    def own(self) -> str:
        """Return what is told of the figure and of none before it, whatever that counts, up to the end of its member of a list."""
        text, start = self.sentence.text, _start(self.sentence.text, self.at)
        ends = sorted(s.at + len(normalise(s.target.text)) for s in self.others() if start <= s.at < self.at)
        if ends and CHANGED_TO.fullmatch(text, ends[-1], self.at):
            ends.pop()  # 从5.5%降到5.3% is told of one thing
        behind = _PARTS_LIST.search(text, self.at)
        end = start + len(self.segment)
        return text[max(ends, default=start) : min(behind.start(), end) if behind else end]

    @property
    def lead_in(self) -> str:
        """Return what stands between the figure before and this one in its part of the sentence."""
        ends = [s.at + len(normalise(s.target.text)) for s in self.beside() if s.at < self.at]
        return self.sentence.text[max(ends, default=_start(self.sentence.text, self.at)) : self.at]

    @property
    def stretch(self) -> str:
        """Return what stands between the figure before and the one behind in its part of the sentence."""
        text = self.sentence.text
        first = _start(text, self.at)
        others = [(s.at, s.at + len(normalise(s.target.text))) for s in self.beside()]
        begin = max((end for _, end in others if end <= self.at), default=first)
        end = min((at for at, _ in others if at > self.at), default=first + len(self.segment))
        # What a list goes on with is said of its next member: 男满50周岁、女满40周岁.
        parted = _PARTS_LIST.search(text, self.at, end) if end < first + len(self.segment) else None
        end = parted.start() if parted else end
        return text[begin:end]

    def alike(self) -> list["Spot"]:
        """Return the figures of the same kind in other parts of the sentence."""
        return [s for s in self._kindred() if s.segment != self.segment]

    def beside(self) -> list["Spot"]:
        """Return the other figures of the same kind in the same part of the sentence."""
        return [s for s in self._kindred() if s.segment == self.segment and s.at != self.at]

    def others(self) -> Iterator["Spot"]:
        """Yield every figure of the sentence, of whatever kind."""
        inside = (t for t in self.passage.targets if self.passage.sentence_at(t.start) is self.sentence)
        return (make_spot(self.passage, self.sentence, t) for t in inside)

    def _kindred(self) -> Iterator["Spot"]:
        family = family_of(self.target.unit)
        return (s for s in self.others() if family_of(s.target.unit) == family)


def make_spot(passage: Passage, sentence: Sentence, target: Target, item: str = "") -> Spot:
    """Return where a target stands in its sentence."""
    text = sentence.text
    at = passage.offset_of(target.start) - sentence.start
    start = _start(text, at)
    end = min((i for c in ",;:。" if (i := text.find(c, at)) >= 0), default=len(text))
    return Spot(passage, sentence, target, normalise(target.subject), text[start:end], at, item)


def _start(text: str, at: int) -> int:
    """Return where the part of a sentence between commas begins that holds an offset."""
    return max(text.rfind(c, 0, at) for c in ",;:。") + 1
