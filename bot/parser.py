"""What is asked: language, kind of answer, the words to look up, and what must hold of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.asking import (
    AHEAD,
    APART,
    ASKS_FIGURE,
    BASIS,
    BASIS_ASKED,
    BLANK,
    COLLOQUIAL_YUAN,
    COUNTED,
    DOCUMENT_WORDS,
    EACH,
    FILLERS,
    FREQUENCY,
    LASTS_FOR,
    LOCALLY,
    MAY_BE_FIGURE,
    TAIL,
    THIS_DOCUMENT,
    TIME_BEHIND,
    TOPIC,
    WHETHER,
    WHICH,
    YEAR,
    aggregate_of,
    chinese_kind,
    subject_defined,
    unit_family,
)
from bot.clock import CLOCK
from bot.cutting import Cutter
from bot.english import EnglishReader, Translate
from bot.fields import further_fields, metadata_field
from bot.question import Question, Term
from corpus.reference import Reference, find_reference
from index.glossary import Glossary, english_words
from index.lexicon import english_stop_words, opposites, places, single_words, stop_words, verbs
from index.words import Segmenter, is_han, normalise, without_quotes

# 包不包括, 能不能: the question is whether.
_A_NOT_A = re.compile(r"([\u4e00-\u9fff])不\1(?!\1)")
# What sets subjects side by side, but not in 中、高层.
_BESIDE = re.compile(r"(?<![高中初低大小])、|、(?![高中初低大小][层级型端档龄])|,|以及|和|与|及|跟|比|还是")
# 到期前提前 holds no 前提, 两个人 no 个人.
_CUT_WRONGLY = re.compile("(?<=前)(?=提前)|(?<=[两二三四五六七八九十]个)(?=人[都均全要])")
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{2,3}[区县镇]")
# A verb with what came of it, as people speak.
_COMPLEMENT = re.compile(r"([\u4e00-\u9fff])(?:[不得][\u4e00-\u9fff]|[掉到完满住清错好成走着过光了])$")
# 一个月多少钱: so much for each month.
_FOR_EACH = re.compile(r"一个?(?:月|年|天|学期|学年|周|季度|小时)(?=[交收补发罚给领要得能可以]*$)")
# Where a deed leads, as people say it and as texts write it: 混进 is 混入, 扣回去 扣回.
_LEADS = (
    ("进", "入"),
    ("进去", "入"),
    ("进来", "入"),
    ("回去", "回"),
    ("回来", "回"),
    ("出去", "出"),
    ("出来", "出"),
)
_PINYIN = dict(
    pair.split("=")
    for pair in (
        "duoshao=多少 duoshaoge=多少个 ji=几 jige=几个 ge=个 suo=所 you=有 shi=是 de=的 shenme=什么 shei=谁 shui=谁 "
        "naxie=哪些 nage=哪个 zenme=怎么 ruhe=如何 shenmeshihou=什么时候 shihou=时候 heshi=何时 yao=要 jian=建 ma=吗 ne=呢"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Parser:
    """Understands questions with the words of one library: its segmenter and glossary.

    `spell` returns what the library writes for a word it does not hold (pinyin, a typing error), `holds`
    tells whether it holds one, `look_up` finds English words that the glossary does not know.
    """

    segmenter: Segmenter
    glossary: Glossary
    spell: Translate
    holds: Callable[[str], bool] = lambda word: True
    look_up: Callable[[Sequence[str]], list[tuple[int, int, tuple[str, ...]]]] = lambda words: []

    @property
    def _cutter(self) -> Cutter:
        return Cutter(self.segmenter, self.glossary, self.holds, self.spell)

    def parse(self, text: str) -> Question:
        """Return what is asked in `text`, taken on its own."""
        folded = TAIL.sub("", FILLERS.sub("", normalise(text)))
        if not is_han(folded) and (written := self._from_pinyin(folded)):
            folded = written
        if is_han(folded) or not english_words(folded) or not re.search("[a-z]{2}", folded):
            return self._parse_chinese(text, folded)
        reader = EnglishReader(self.glossary, self.spell, self.holds, self.look_up)
        return reader.read(text, folded)

    def each_asked(self, question: Question) -> list[Question]:
        """Return the questions of one that asks for several figures in turn, [] for any other.

        What a later one leaves out is taken from the first, and only decides between equals.
        """
        if question.kind != "figure" or question.language != "zh":
            return []
        pieces = [""]
        for piece in re.split("[,;、]|或者?", question.folded):
            pieces[-1] += piece if not pieces[-1] else f",{piece}"
            if any(m.group() for m in ASKS_FIGURE.finditer(piece)):
                pieces.append("")
        asked = [self.parse(piece) for piece in pieces if piece]
        if len(asked) < 2 or any(part.kind != "figure" for part in asked):
            return []
        soft = asked[0].terms
        return [asked[0], *(replace(a, soft=tuple(t for t in soft if t not in a.terms)) for a in asked[1:])]

    def _from_pinyin(self, folded: str) -> str:
        """Return in characters what was typed in pinyin; "" for English or anything else."""
        written = []
        for word in english_words(folded):
            if self.glossary.translate([word]) or word in english_stop_words():
                return ""
            spelt = _PINYIN.get(word) or next(iter(self.spell(word)), word if word.isdigit() else "")
            if not spelt:
                return ""
            written.append(spelt)
        return "".join(written)

    def _parse_chinese(self, text: str, folded: str) -> Question:
        folded = _CUT_WRONGLY.sub(" ", folded)
        folded = TIME_BEHIND.sub(r"\g<time>\g<asked>", folded)
        folded = LOCALLY.sub("县级以上地方", folded)
        folded = BLANK.sub("多少", COLLOQUIAL_YUAN.sub("元", LASTS_FOR.sub("有效期", APART.sub("", folded))))
        reference = find_reference(folded)
        beside = tuple(self._beside(reference, folded)) if reference else ()
        kind, match = chinese_kind(folded)
        family, unit = unit_family(folded, match) if kind == "figure" else (None, "")
        if kind == "figure" and FREQUENCY.search(folded):
            family = "time"
        left, right = (folded[: match.start()], folded[match.end() :]) if match else (folded, "")
        if match is None or kind == "yesno":
            # 包不包括 asks for 包括; 能不能 asks for nothing that stands in a text.
            kept = _A_NOT_A.search(match.group()) if match else None
            right = (kept.group(1) if kept and kept.group(1) not in "能可" else "") + right
            left, right, folded = (_A_NOT_A.sub(r"\1", part) for part in (left, right, folded))
        if kind == "figure":
            left = _FOR_EACH.sub("", left)
        if kind == "when":  # 哪天截止 asks for an end, which a text tells as 至…
            left, right = left.removesuffix("截止"), right.removesuffix("截止")
        if kind == "yesno":
            left, right = WHETHER.sub("", left), WHETHER.sub("", right)
        deed_asked = match is not None and match.group().endswith("办")  # 怎么办 asks for no kind of thing
        asked = self._asked(left, right) if kind in ("which", "who") and not deed_asked else set()
        if kind == "which" and match and match.group().endswith("些") and not asked:
            asked = set(self._cutter.content(right)[:1])  # 哪些服务: named like a deed
        terms = tuple(replace(t, asked=t.word in asked) for t in self._terms(f"{left} {right}"))
        if kind == "yesno":  # whether there is a charge is told by 免费 too
            terms = tuple(replace(t, equal=(*t.equal, *opposites(t.word))) for t in terms)
        if kind == "which" and BASIS_ASKED.search(folded):
            terms = tuple(t for t in terms if t.word not in BASIS)
        if kind == "definition" and match:
            terms = tuple(self._terms(subject_defined(match)))
        if family == "time":  # 期满前三个月 says 提前三个月
            terms = tuple(t for t in terms if t.word != AHEAD or not left.endswith(AHEAD))
        aggregate = aggregate_of(folded)
        focus, counted = self._focus(left, right) if kind == "figure" else ((), False)
        # 几岁入学 counts no 入学, 多久回访 no 回访.
        counted = counted and family != "age" and not (family == "time" and not unit)
        field, named = metadata_field(folded, kind, terms)
        groups = self._groups(left, right) if kind in ("figure", "which") or aggregate else ()
        return Question(
            text=text,
            folded=folded,
            language="zh",
            kind="clause" if reference and not any(map(_says_more, beside)) else kind,
            terms=terms,
            focus=focus,
            counted=counted,
            groups=groups,
            family=family,
            unit=unit,
            years=tuple(YEAR.findall(folded)),
            aggregate=aggregate,
            reference=reference,
            beside=beside,
            field=field,
            also=further_fields(folded, field),
            named=named,
            subject=without_quotes(subject_defined(match)) if kind == "definition" and match else "",
            topic=bool(TOPIC.search(folded)),
            names=tuple(_with_tails(self.segmenter.words(folded))),
            deeds=self._deeds(left, right, match.group()) if kind == "who" and match else (),
            recipient=kind == "who" and bool(match and match.group().startswith("向")),
            several=EACH.search(folded) is not None,
            lead=_lead(left) if kind == "figure" else "",
            maybe=kind == "figure" and MAY_BE_FIGURE.search(folded) is not None,
        )

    def _terms(self, text: str) -> Iterator[Term]:
        """Yield the words to look up, in order, each once."""
        seen: set[str] = set()
        for word in self._cutter.content(text):
            if word not in seen:
                seen.add(word)
                yield self._term(word)

    def _beside(self, reference: Reference, folded: str) -> Iterator[Term]:
        """Yield the words of a question beside a clause's number; 本条例 is any."""
        rest = f"{folded[: reference.start]} {folded[reference.end :]}"
        for pattern in (WHICH, ASKS_FIGURE, THIS_DOCUMENT):
            rest = pattern.sub(" ", rest)
        return self._terms(rest)

    def _deeds(self, left: str, right: str, asks: str) -> tuple[Term, ...]:
        """Return the verbs whose agent is asked: those behind “由谁”, else the last before it."""
        agent = asks.startswith(("由", "被", "归", "向"))
        if right:
            return tuple(t for t in self._terms(right) if agent or (t.verb and "人" not in asks))
        return tuple([t for t in self._terms(left) if t.verb][-1:]) if agent else ()

    def _asked(self, left: str, right: str) -> set[str]:
        """Return the words for the kind of thing asked: right behind “什么”, or in “的…是什么”."""
        if right:
            return {t.word for t in self._phrase(right, from_start=True)}
        before = self._cutter.content(left)
        return set(before[-1:]) if len(before) > 1 else set()

    def _term(self, word: str) -> Term:
        if (done := _COMPLEMENT.match(word)) and not self.holds(word) and not self.glossary.equal(word):
            word = done.group(1)  # 减掉, 分不清: the verb alone may stand in the text
        if len(word) > 2 and word[-1] in "了过着" and not self.holds(word) and self._is_written(word[:-1]):
            word = word[:-1]  # 去世了
        equal = (
            self.glossary.equal(word) + self.glossary.narrower(word) + self._led(word) + self._spelt_out(word)
        )
        place = word if word in places() else word[:-1] if word[-1] in "省市县区" else ""
        if place in places() and place != word:
            equal = (*equal, place)
        if not equal and not is_han(word):
            translated = self.glossary.translate([word])
            equal = translated[0][2] if translated else ()
        guessed = self.spell(word) if not equal and len(word) > 1 else ()
        return Term(
            word,
            equal or guessed,
            verb=self._is_plain(word) or COUNTED.fullmatch(word) is not None,
            place=place in places() or (not equal and not guessed and self._is_district(word)),
            guessed=bool(guessed),
            unseen=not self.holds(word),
            clock=re.fullmatch(CLOCK, word) is not None,
        )

    def _led(self, word: str) -> tuple[str, ...]:
        """Return what texts write for a verb that says where it leads, where the library lacks it: 混进, 混入."""
        if self.holds(word):
            return ()
        written = [
            word.removesuffix(said) + put for said, put in _LEADS if word.endswith(said) and word != said
        ]
        return tuple(w for w in written if self.holds(w))

    def _spelt_out(self, word: str) -> tuple[str, ...]:
        """Return what texts write for a word the library lacks: 民办高校 is 民办高等学校, 小学和初中 小学、初中."""
        if self.holds(word):
            return ()
        written = [word.replace("和", "、")] if "和" in word[1:-1] else []
        for at in range(2, len(word) - 1):
            head, tail = word[:at], word[at:]
            written += [head + put for put in self._longer(tail)]
            written += [put + tail for put in self._longer(head)]
        return tuple(written)

    def _is_written(self, word: str) -> bool:
        """Return whether the library or the glossary holds a word."""
        return self.holds(word) or self.glossary.knows(word)

    def _longer(self, short: str) -> list[str]:
        """Return what a word of the glossary shortens and the library holds."""
        return [put for put in self.glossary.equal(short) if len(put) > len(short) and self.holds(put)]

    def _is_plain(self, word: str) -> bool:
        """Return whether a word names nothing by itself: a verb, or a single character that is no noun."""
        return word in verbs() or (len(word) == 1 and not self._cutter.is_noun(word))

    def _is_district(self, word: str) -> bool:
        """Return whether a word that the library does not hold names a part of a city: 越秀区."""
        return _DISTRICT.fullmatch(word) is not None and not self.holds(word)

    def _focus(self, left: str, right: str) -> tuple[tuple[Term, ...], bool]:
        """Return the noun phrase that a figure is asked of, and whether it stands behind “多少” as what is counted."""
        # What stands behind a comma is no object of “多少”.
        after = self._phrase(re.split("[,;、]", right)[0], from_start=True)
        return (after, True) if after else (self._phrase(left, from_start=False), False)

    def _phrase(self, text: str, from_start: bool) -> tuple[Term, ...]:
        words = self.segmenter.words(without_quotes(text))
        if not from_start:
            words.reverse()
        phrase: list[str] = []
        if from_start:
            words = _singles_joined(words)
        for word in words:
            plain = self._is_plain(word) or (word in stop_words() and word != "的")
            if plain and phrase:
                break
            if plain and from_start and word not in ("的",):
                break
            if not plain or word == "的":
                phrase.append(word)
        if not from_start:
            phrase.reverse()
        return tuple(self._term(w) for w in phrase if w not in stop_words())

    def _groups(self, left: str, right: str) -> tuple[tuple[Term, ...], ...]:
        """Return the terms of each subject that 、 和 与 及 比 set side by side; () for one subject."""
        for side in (left.split(",")[-1], left, right):
            parts = [p for p in _BESIDE.split(side) if p]
            groups = [g for g in (tuple(t for t in self._terms(p) if not t.verb) for p in parts) if g]
            if len(groups) > 1:
                return tuple(groups)
        return ()


def _says_more(beside: Term) -> bool:
    """Return whether a word beside a clause's number asks for more than what that clause says."""
    return len(beside.word) > 1 and not beside.verb and beside.word not in DOCUMENT_WORDS


def _lead(left: str) -> str:
    """Return the verb right before “多少”, which may stand before the figure too: 满, 缩短到; "" for the plainest."""
    last = left.rstrip("到至为")[-1:]
    return left[left.rfind(last) :] if is_han(last) and last not in "是有为约要的" else ""


def _singles_joined(words: list[str]) -> list[str]:
    """Return words with a noun that jieba cut into characters whole again: 婴幼儿 托 位 is 婴幼儿 托位."""
    joined: list[str] = []
    for word in words:
        single = len(word) == 1 and is_han(word) and word not in stop_words()
        if (
            single
            and joined
            and len(joined[-1]) == 1
            and is_han(joined[-1])
            and joined[-1] not in stop_words()
        ):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _with_tails(words: list[str]) -> Iterator[str]:
    """Yield each noun with the character behind it that is no word by itself: 乙烯 醇 is one name."""
    for noun, tail in pairwise(words):
        if len(tail) > 1 or not is_han(tail) or tail in single_words():
            continue
        if len(noun) > 1 and is_han(noun) and noun not in stop_words() and noun not in verbs():
            yield noun + tail
