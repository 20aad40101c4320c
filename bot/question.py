"""What is asked: language, kind of answer, the words to look up, and what must hold of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from bot.model import Language
from bot.units import UNITS, Family, family_of
from corpus.measures import MONEY, PHYSICAL, SHARES, TIME
from corpus.reference import Reference, find_reference
from index.glossary import Glossary, english_words
from index.lexicon import english_stop_words, places, single_words, stop_words, verbs
from index.words import Segmenter, is_han, normalise, without_quotes

Kind = Literal["figure", "check", "who", "when", "which", "definition", "yesno", "clause", "metadata", "open"]
Field = Literal[
    "date", "number", "issuer", "title", "addressee", "effective", "validity", "interpreter", "repeal"
]


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look up: itself, the terms equal to it, and what part it plays.

    `asked` marks the kind of thing that is asked for (“哪个部门”), which an answer need not repeat;
    `guessed` a word whose equal terms only sound like it.
    """

    word: str
    equal: tuple[str, ...] = ()
    verb: bool = False
    place: bool = False
    asked: bool = False
    guessed: bool = False

    def forms(self) -> tuple[str, ...]:
        """Return all the forms that a text may use."""
        return (self.word, *self.equal)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood on its own; `groups` are the subjects a conjunction sets side by side."""

    text: str
    folded: str
    language: Language
    kind: Kind
    terms: tuple[Term, ...]
    focus: tuple[Term, ...] = ()
    counted: bool = False
    groups: tuple[tuple[Term, ...], ...] = ()
    soft: tuple[Term, ...] = ()
    family: Family | None = None
    unit: str = ""
    years: tuple[str, ...] = ()
    aggregate: Literal["sum", "difference", "compare"] | None = None
    reference: Reference | None = None
    field: Field | None = None
    named: tuple[Term, ...] = ()
    subject: str = ""
    topic: bool = False
    names: tuple[str, ...] = ()


# Words for units, which name no subject.
_MEASURES = MONEY | TIME | SHARES | PHYSICAL | {"年度", "百分之", "月份", "百分比"}
_UNIT = "|".join(map(re.escape, sorted(UNITS - {"年头"}, key=lambda u: (-len(u), u))))
_BIG = "[万亿千百]{0,2}"

# What asks for a figure, with the family of units that can answer; "" where any can.
_ASKS_FIGURE = re.compile(
    rf"(?:(?:有|是|为|达|达到|要|占)?(?:(?<![第那这头])(?:多少|几(?![何内乎率里])|若干)){_BIG}(?P<unit>{_UNIT})?)"
    r"|(?P<long>多长时间|多久|多少时间|多长的时间|几时)|(?P<size>有?多[长高深宽厚远])|(?P<old>多大(?:年[纪龄]|岁数)|几岁)|(?P<area>(?:有|要|是|为|约|达|积|^)多大(?!学)|多大(?=面积|比例))"
    r"|(?P<share>百分之(?:几|多少)|几分之几|几成|多少百分[比点]|占比|比例是|比重是)"
    r"|(?P<count>(?:的)?(?:总数量|总数|数量|数目|个数|所数|人数|次数)(?:是|有|为|呢)?)$"
    r"|(?P<sumof>(?:的)?(?:指标|金额|总额|限额|额度|面积|比例|标准|期限|年限|年龄)(?:是|有|为)?(?:多少|什么)?)$"
)
# 分哪几级, 第几届: a question for kinds or for a place in a row, not for a count.
_ASKS_KINDS = re.compile(r"(?:哪|分)几|几[个大]?(?:部分|方面|类|级|种情形)|第(?:几|多少)|排名|排第|编号")
_LASTS = re.compile(r"期|时间|学制|合同|有效|周岁")
# “…的标准” asks for a figure only where nothing else is asked.
_NAMES_IT = re.compile(r"[^多几]+")
_HINTS: tuple[tuple[Family, str], ...] = (
    (
        "share",
        "占多少|占比|比例|比重|百分|占总|几成|[^效频概功]率(?:是|要|达|到|有|为)|增速|涨幅|降幅|[^效频概功]率[多几]",
    ),
    (
        "money",
        "多少钱|金额|经费|资金|奖励|资助|报销|[补给领罚收交缴]多少|费用|工资|薪|拨款|补贴|补助|津贴|奖金|罚款|价格|价值|租金|学费|收入|产值|花费|预算|投资|总额|限额",
    ),
    ("area", "面积|占地"),
    ("length", "全长|[体身翼]长|长度|高度|海拔|宽度|[深厚]度|水深|里程|身高|距离"),
    ("age", "年龄|年纪|周岁|岁"),
    ("time", "期限|年限|时长|多长时间|多久|时间"),
    ("people", "人口|人数|多少人"),
)
_FREQUENCY = re.compile(
    r"(?:多少|几|多)(?:年|个月|月|天|日|周|星期|久|长时间)[^,。?]{0,8}(?:一次|1次|一回|一届)"
)
_WHEN = re.compile(
    r"什么时候|什么时间|何时|何日|几几年|哪[一]?[天日年月]|哪个(?:年份|月份|时间|时候|时期|世纪)|几月|几号|几时|几点"
    r"|(?:什么|哪[一个]*)(?:年代|年份|时期|日期)|西元几年|公元几年|(?:在|于|从|到|自|至)(?:西元|公元)?几年|截止(?:日期|时间)|日期是"
)
_COPULA = r"(?:是|有|在|为|叫|由|被|于|到|从|向|归|属于)*"
_WHO = re.compile(
    _COPULA
    + r"(?:谁|哪[一个些几]*(?:部门|单位|机构|机关|组织|人|公司|局|厅|部(?!分)|委)|什么(?:部门|单位|机构|人|组织)|何人|找哪)"
)
_WHICH = re.compile(
    r"哪[一二两三四五六七八九十几些个种类项所级位家条样支大]*(?:方面|部分)?|什么样?|何种|何|怎[么样]样?|如何|啥|咋样?|(?<=分)几"
)
_DEFINITION = re.compile(
    r"^(?:什么叫做?|什么是|何谓|何为|啥叫|啥是|所谓)(?P<a>.+?)(?:呢|啊)?$|^(?P<b>.+?)(?:是什么意思|是指什么人?|指的是什么人?|指什么人?|的定义|的含义|的意思|是什么概念|是啥意思|是啥)(?:是什么|呢)?$|^(?P<c>[^的,哪什谁何]{2,12})是什么(?:东西)?$"
)
_YES_NO = re.compile(
    r"([\u4e00-\u9fff])不\1(?!\1)|吗$|(?<![什怎那这多])么$|是否|是不是|能不能|可不可以|有没有|能否|可否|会不会|要不要|对吗|对不对|需不需要|应不应该|算不算|行不行|可以.{0,14}吗"
)
_SUM = re.compile(r"一共|总共|合计|共计|总计|加起来|加在一起|相加")
_DIFFERENCE = re.compile(r"相差|差多少|差几|多多少|少多少|多几|少几|多出|高多少|高出多少|低多少")
_COMPARE = re.compile(
    r"哪[个一种类边方者]*[^,。]{0,4}?(?:更|最|比较)?(?<!有)[多少高低长大]$|谁[更最]?[多少]|更多还是|多还是|哪个更|哪一个更"
)
_DATED = re.compile(r"(\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日)")
# 一所, 一家: said where a language with articles says “a”.
_ARTICLE = re.compile(r"一[所家个名位项套份次条种类回顿]")
# A date, or a name in quotation marks, is one word.
_WHOLE = re.compile(rf"({_DATED.pattern[1:-1]}|“[^“”]{{2,8}}”)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|届|级|$|[^\d.%万亿元个所名])")
_FILLERS = re.compile(
    r"^(?:你好|您好|请问(?:一下)?|麻烦(?:问一下|您|你)?|我?想(?:问|知道|了解)(?:一下)?|请?告诉我|帮我?(?:查|看|找)(?:一下|下|查|看)?|打听一下|咨询一下|[,。!?\s])+"
)
_TAIL = re.compile(r"[?!。,.;:~、\s…]+$")
_METADATA: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (
        "addressee",
        re.compile(
            r"发给|印发给|主送|下发给|抄送|(?:印发|发布|下发)(?:到|至)?(?:谁|哪些?单位|哪些?地方)|addressed|sent to"
        ),
    ),
    (
        "validity",
        re.compile(r"有效期|有效多|多久(?:内)?有效|管多久|几年有效|(?:有效|失效)(?:多少|几)年|valid"),
    ),
    (
        "effective",
        re.compile(r"施行|实施|生效|起效|执行|in(?:to)? force|takes? effect|took effect|effective"),
    ),
    ("interpreter", re.compile(r"解释权?|interpret")),
    ("repeal", re.compile(r"废止|作废|替代|取代|repeal|replac")),
    ("number", re.compile(r"文号|发文字号|发文号|几号文|多少号文|文件编?号")),
    (
        "date",
        re.compile(
            r"印发|发布|发文|公布|出台|发出|成文|颁布|下发|发的|落款|签发|制发|通过|issued?|published?|released?|dated?|promulgated"
        ),
    ),
    (
        "issuer",
        re.compile(
            r"印发|发布|发文|公布|出台|发的|颁布|下发|制定|落款|署名|issue[ds]?|publish(?:ed|es)?|released?|promulgated|made"
        ),
    ),
    ("title", re.compile(r"标题|题目|全称|全名|叫什么名|什么名|文件名|title|full name|called")),
)
_FIELDS: dict[Kind, tuple[Field, ...]] = {
    "when": ("validity", "effective", "date", "repeal"),
    "who": ("addressee", "interpreter", "issuer"),
    "figure": ("validity", "number"),
    "definition": (),
}
_DOCUMENT_WORDS = frozenset(
    "内容 原文 全文 条文 通知 文件 方案 实施方案 办法 意见 决定 规定 细则 条例 法 法律 公告 通报 批复 函 复函 报告 规划 纲要 政策 文 全文 本文 "
    "notice document plan scheme measure measures policy regulation regulations law opinion opinions decision report rule rules text".split()
)
_TOPIC = re.compile(
    r"(?:做|干|讲|说|写|包括|包含|有)(?:了|些)*(?:什么|哪些|啥)|怎么(?:做|办|建|搞|样)|如何|(?:什么|哪些)(?:内容|措施|政策|要求|做法|办法|规定|工作|任务|举措|职责)"
)
_ENGLISH_KIND: tuple[tuple[Kind, Family | None, re.Pattern[str]], ...] = (
    ("figure", "money", re.compile(r"\bhow much (?:money|funding|subsidy|does .* (?:cost|receive|get|pay))|\bhow much (?:is|are) the [a-z -]{0,60}?(?:fees?|fines?|subsid(?:y|ies)|allowances?|grants?|rent|rewards?|salary|pension|bonus)")),
    ("figure", "people", re.compile(r"\bhow many (?:people|persons|inhabitants|residents)")),
    ("figure", "time", re.compile(r"\bhow (?:long|many (?:years|months|days|weeks|hours|minutes|working days))|\bhow often")),
    ("figure", "share", re.compile(r"\b(?:what|which) (?:percentage|percent|share|proportion|fraction|ratio)|\bhow much of the\b")),
    ("figure", "times", re.compile(r"\bhow many times")),
    ("figure", "age", re.compile(r"\bhow old")),
    ("figure", "length", re.compile(r"\bhow (?:tall|high|deep|wide|far)|\bhow many (?:kilomet|met|miles)")),
    ("figure", None, re.compile(r"\bhow much|\bwhat (?:is|was|are) the (?:total |average |maximum |minimum )?(?:number|amount|population|area|length|age|price|fee|rate)|\bwhat (?:number|amount)|\bnumber of\b")),
    ("figure", "count", re.compile(r"\bhow many")),
    ("when", None, re.compile(r"\bwhen\b|\bwhat (?:date|year|day|month|time)|\b(?:in )?which year|\bdeadline\b|\bsince what")),
    ("who", None, re.compile(r"\bwho(?:m|se)?\b|\b(?:which|what) (?:department|body|agency|authority|organi[sz]ation|unit|institution|ministry)")),
    ("definition", None, re.compile(r"^(?:what (?:is|are) (?:a |an |the )?(?:meaning of|definition of)|what does .* mean|define )")),
    ("which", None, re.compile(r"\b(?:which|what)\b|\bhow\b")),
    ("yesno", None, re.compile(r"^(?:is|are|was|were|does|do|did|can|could|may|must|should|will|has|have)\b")),
)  # fmt: skip

# 包不包括, 能不能: the question is whether.
_A_NOT_A = re.compile(r"([\u4e00-\u9fff])不\1(?!\1)")
_PINYIN = dict(
    pair.split("=")
    for pair in (
        "duoshao=多少 duoshaoge=多少个 ji=几 jige=几个 ge=个 suo=所 you=有 shi=是 de=的 shenme=什么 shei=谁 shui=谁 "
        "naxie=哪些 nage=哪个 zenme=怎么 ruhe=如何 shenmeshihou=什么时候 shihou=时候 heshi=何时 yao=要 jian=建 ma=吗 ne=呢"
    ).split()
)

Translate = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Parser:
    """Understands questions with the words of one library: its segmenter and glossary.

    `spell` returns what the library writes for a word it does not hold (pinyin, a typing error).
    """

    segmenter: Segmenter
    glossary: Glossary
    spell: Translate

    def parse(self, text: str) -> Question:
        """Return what is asked in `text`, taken on its own."""
        folded = _TAIL.sub("", _FILLERS.sub("", normalise(text)))
        if not is_han(folded) and (written := self._from_pinyin(folded)):
            folded = written
        if is_han(folded) or not english_words(folded) or not re.search("[a-z]{2}", folded):
            return self._parse_chinese(text, folded)
        return self._parse_english(text, folded)

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
        reference = find_reference(folded)
        kind, match = _chinese_kind(folded)
        folded = _A_NOT_A.sub(r"\1", folded) if match is None or kind == "yesno" else folded
        family, unit = _family(folded, match) if kind == "figure" else (None, "")
        if kind == "figure" and _FREQUENCY.search(folded):
            family = "time"
        left, right = (folded[: match.start()], folded[match.end() :]) if match else (folded, "")
        asked = self._asked(left, right) if kind in ("which", "who") else set()
        terms = tuple(
            replace(t, asked=t.word in asked)
            for t in self._terms(folded if match is None else f"{left} {right}")
        )
        if kind == "definition" and match:
            terms = tuple(self._terms(match.group("a") or match.group("b") or match.group("c")))
        aggregate = _aggregate(folded)
        focus, counted = self._focus(left, right) if kind == "figure" else ((), False)
        field, named = _metadata_field(folded, kind, terms)
        groups = self._groups(left, right) if kind in ("figure", "which") or aggregate else ()
        return Question(
            text=text,
            folded=folded,
            language="zh",
            kind="clause" if reference and not self._beyond(reference, folded) else kind,
            terms=terms,
            focus=focus,
            counted=counted,
            groups=groups,
            family=family,
            unit=unit,
            years=tuple(_YEAR.findall(folded)),
            aggregate=aggregate,
            reference=reference,
            field=field,
            named=named,
            subject=without_quotes(match.group("a") or match.group("b") or match.group("c"))
            if kind == "definition" and match
            else "",
            topic=bool(_TOPIC.search(folded)),
            names=tuple(_with_tails(self.segmenter.words(folded))),
        )

    def _parse_english(self, text: str, folded: str) -> Question:
        reference = find_reference(folded)
        kind, family = next(((k, f) for k, f, p in _ENGLISH_KIND if p.search(folded)), ("open", None))
        asked = folded[: reference.start] + folded[reference.end :] if reference else folded
        terms = tuple(t for t in self._english_terms(asked) if not (family and _MEASURES & set(t.forms())))
        field, named = _metadata_field(folded, kind, terms)
        return Question(
            text=text,
            folded=folded,
            language="en",
            kind="clause" if reference and not [t for t in terms if not t.verb] else kind,
            terms=terms,
            focus=_english_focus(terms) if kind == "figure" and family in (None, "count") else (),
            family=family,
            years=tuple(_YEAR.findall(folded)),
            aggregate="sum" if re.search(r"\bin total|\baltogether|\bcombined\b", folded) else None,
            reference=reference,
            field=field,
            named=named,
            topic=kind == "which" and folded.startswith(("what does", "what do", "how")),
        )

    def _english_terms(self, folded: str) -> Iterator[Term]:
        words = english_words(folded)
        found = {start: (end, zh) for start, end, zh in self.glossary.translate(words)}
        at = 0
        while at < len(words):
            end, chinese = found.get(at, (at + 1, ()))
            if end - at > 1 or words[at] not in english_stop_words():
                chinese = chinese or self.spell(words[at])
                word, *equal = chinese or (words[at],)
                yield Term(
                    word, tuple(equal), verb=any(c in verbs() for c in chinese), place=word in places()
                )
            at = end

    def _terms(self, text: str) -> Iterator[Term]:
        """Yield the words to look up, in order, each once."""
        seen: set[str] = set()
        for word in self._content(text):
            if word not in seen:
                seen.add(word)
                yield self._term(word)

    def _content(self, text: str) -> list[str]:
        """Return the words that carry something, in order; a date and a quoted name are one word each."""
        found: list[str] = []
        for piece in _WHOLE.split(text):
            if _WHOLE.fullmatch(piece):
                found.append(without_quotes(piece))
            else:
                words = self.segmenter.words(piece)
                found += [w for w in words if w not in stop_words() and not _ARTICLE.fullmatch(w)]
        return found

    def _beyond(self, reference: Reference, folded: str) -> bool:
        """Return whether a question with a clause's number asks for more than that clause."""
        rest = f"{folded[: reference.start]} {folded[reference.end :]}"
        for pattern in (_WHICH, _ASKS_FIGURE):
            rest = pattern.sub(" ", rest)
        return any(
            len(t.word) > 1 and not t.verb and t.word not in _DOCUMENT_WORDS for t in self._terms(rest)
        )

    def _asked(self, left: str, right: str) -> set[str]:
        """Return the words for the kind of thing asked: right behind “什么”, or in “的…是什么”."""
        if right:
            return {t.word for t in self._phrase(right, from_start=True)}
        before = self._content(left)
        return set(before[-1:]) if len(before) > 1 else set()

    def _term(self, word: str) -> Term:
        equal = self.glossary.equal(word) + self.glossary.narrower(word)
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
            verb=word in verbs() or len(word) == 1,
            place=place in places(),
            guessed=bool(guessed),
        )

    def _focus(self, left: str, right: str) -> tuple[tuple[Term, ...], bool]:
        """Return the noun phrase that a figure is asked of, and whether it stands behind “多少” as what is counted."""
        after = self._phrase(right, from_start=True)
        return (after, True) if after else (self._phrase(left, from_start=False), False)

    def _phrase(self, text: str, from_start: bool) -> tuple[Term, ...]:
        words = self.segmenter.words(without_quotes(text))
        if not from_start:
            words.reverse()
        phrase: list[str] = []
        if from_start:
            words = _singles_joined(words)
        for word in words:
            plain = word in verbs() or len(word) == 1 or (word in stop_words() and word != "的")
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
        for side in (left, right):
            parts = [p for p in re.split(r"[、,]|以及|和|与|及|跟|比|还是", side) if p]
            groups = [g for g in (tuple(t for t in self._terms(p) if not t.verb) for p in parts) if g]
            if len(groups) > 1:
                return tuple(groups)
        return ()


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


def _chinese_kind(folded: str) -> tuple[Kind, re.Match[str] | None]:
    definition = _DEFINITION.search(folded)
    if definition and not any(p.search(folded) for _, p in _METADATA):
        return "definition", definition
    yes_no = _YES_NO.search(folded)
    if (when := _WHEN.search(folded)) and not _FREQUENCY.search(folded):
        return "when", when
    if yes_no and re.search(r"\d|[一二三四五六七八九十百]+[个所家项名年元]", folded):
        return "check", yes_no
    figure = next((m for m in _ASKS_FIGURE.finditer(folded) if m.group()), None)
    if (
        figure
        and not _ASKS_KINDS.search(folded)
        and not (_NAMES_IT.fullmatch(figure.group()) and _WHICH.search(folded))
    ):
        return "figure", figure
    if who := _WHO.search(folded):
        return "who", who
    if yes_no:
        return "yesno", yes_no
    if which := _WHICH.search(folded):
        return "which", which
    return "open", None


def _family(folded: str, match: re.Match[str] | None) -> tuple[Family | None, str]:
    """Return the family of units that can answer, and the measure word asked in."""
    unit = (match.group("unit") or "") if match else ""
    if unit:
        return family_of(unit), unit
    if match and not re.search(_HINTS[0][1], folded):
        for name, family in (
            ("long", "time"),
            ("size", "length"),
            ("area", "area"),
            ("old", "age"),
            ("share", "share"),
        ):
            if match.group(name):
                if name == "size" and _LASTS.search(folded):
                    return "time", ""
                return family, ""  # type: ignore[return-value]
    hinted = next((family for family, words in _HINTS if re.search(words, folded)), None)
    if hinted or match is None or not match.group("count"):
        return hinted, ""
    return "count", ""


def _aggregate(folded: str) -> Literal["sum", "difference", "compare"] | None:
    if _DIFFERENCE.search(folded):
        return "difference"
    if _COMPARE.search(folded):
        return "compare"
    return "sum" if _SUM.search(folded) else None


def _metadata_field(
    folded: str, kind: Kind, terms: tuple[Term, ...]
) -> tuple[Field | None, tuple[Term, ...]]:
    """Return which fact about a document may be asked, and the terms that must then name the document."""
    wanted = _FIELDS.get(kind, ("number", "title", "addressee", "date", "interpreter", "repeal", "validity"))
    for name, pattern in _METADATA:
        if name in wanted and pattern.search(folded):
            rest = (
                t for t in terms if not (t.verb or t.asked or t.word[0].isdigit() or pattern.search(t.word))
            )
            return name, tuple(t for t in rest if t.word not in _DOCUMENT_WORDS)
    return None, ()


def _english_focus(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the nouns right behind “how many”, which come first in the question."""
    phrase: list[Term] = []
    for term in terms:
        if term.verb and phrase:
            break
        phrase.append(term)
    return tuple(phrase)
