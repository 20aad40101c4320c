"""What must hold of an answer: its year, its place, its names."""

import re
from collections.abc import Sequence

from bot.asking import YEAR
from bot.match import HELD, degree
from bot.passages import Passage, is_named
from bot.question import Question, Term
from bot.units import PEOPLE
from corpus.figures import find_figures
from corpus.lines import ends_title
from corpus.numbering import parse_numeral, to_numeral
from index.lexicon import rivals

# Nouns that say no more than “how many” or “how much”.
GENERIC = frozenset(
    (
        "数量",
        "总数",
        "人数",
        "规模",
        "目标",
        "水平",
        "指标",
        "名额",
        "标准",
        "项目",
        "金额",
        "比例",
        "时间",
        "期限",
        "年限",
        "上限",
        "下限",
        "总量",
        "任务",
        "工作",
        "经费",
        "资金",
        "钱",
        "价格",
        "面积",
        "长度",
        "幅度",
        "每年",
        "每月",
        "每人",
        "每次",
        "按年",
        "按月",
        "按日",
        "平均",
        "实际",
        "最终",
        "预期",
        "预期目标",
    )
)
# A word of another language with no more meanings than this in the library is taken at its word.
PRECISE = 3
TIME = re.compile(
    r"今年|去年|前年|明年|上年|本年度?|当前|目前|上半年|下半年|[一二三四]季度|过去.年|五年|“?十[一二三四五六]五”?|(?:19|20)\d\d年?"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?=年|[—~-])")
# What is asked for to reach someone, and what it looks like.
_REACHED = (
    (
        re.compile(r"(?:电话|热线|传真)(?:号码?)?(?:是|为)?(?:多少|什么|几)|(?:打|拨)(?:哪个|什么|多少)"),
        re.compile(r"\d{5}|\d{3,4}-\d{3}"),
    ),
    (re.compile(r"(?:邮箱|邮件地址)(?:是|为)?(?:多少|什么|哪)"), re.compile(r"@")),
    (re.compile(r"(?:网址|网站地址)(?:是|为)?(?:多少|什么|哪)"), re.compile(r"[a-z]\.[a-z]")),
)
_YEARS_ABOVE = re.compile(r"五年|十[一二三四五六七八九]?五")
_A_YEAR = re.compile(r"(?:19|20)\d\d年|[今去明]年")
_NUMBERS = re.compile(r"(?<![\d.第〔])\d+(?:\.\d+)?(?![\d.年月日号+a-z])")
_BEGINS_WELL = re.compile(
    "“?十[一二三四五六七八九]?五”?(?:时期)?[^,。;]{0,4}(?:开局|起步|首年|第一年|开门红)"
)
# The tenth five-year plan ended in 2005.
_PLAN, LAST_OF_TENTH = re.compile("(?P<n>十[一二三四五六七八九]?)五"), 2005
# Numbers in characters up to this one tell little; of these units larger ones are conditions.
_DIGITS_WRITTEN = "一二两三四五六七八九十"
PAIR, _WRITTEN = 2, PEOPLE | {"岁", "周岁", "元", "平方米"}
_LIMIT = re.compile(
    r"(?P<before>不得?超过|超过|不满|不足|未满|[低高少大小]于|满)?(?P<n>[0-9.]+|[零一二两三四五六七八九十百千万]+)"
    r"(?P<of>个?[人名户岁年月日天元项家件次只])(?P<behind>以[上下内]|及以上)?(?(before)|(?<=以[上下内]))"
)
_ORDINAL = re.compile(r"第(?P<n>[0-9零一二三四五六七八九十百]+)(?P<of>[次届批期轮代]|阶段|季度)")
# A place in a ranking is asked for, and how a text tells one.
_PLACED, _PLACES = (
    re.compile("第[一二三四五六七八九十]名|冠军|亚军|倒数第"),
    re.compile("第[一二三四五六七八九十\\d]+[名位]|[冠亚季]军|居首|首位|排名|名列"),
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_RELATIVE = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "过去一年": -1,
    "过去的一年": -1,
    "一年来": -1,
    "前年": -2,
    "明年": 1,
}


def is_time(term: Term) -> bool:
    """Return whether a term names a time that must be the text's."""
    return TIME.fullmatch(term.word) is not None


def is_relative(term: Term) -> bool:
    """Return whether a term names a year by its distance from the text's own: 今年."""
    return term.word in _RELATIVE


def times_named(question: Question) -> list[Term]:
    """Return the times that a question names, each once."""
    named = [t for t in question.terms if is_time(t)]
    return named + [Term(y) for y in question.years if y not in {t.word.rstrip("年") for t in named}]


def time_level(word: str, sentence: str, passage: Passage) -> float:
    """Return how surely what a sentence says is said of the time named, in [0, 1].

    A time in the sentence itself binds; else one before it in the clause or in the headings; a year in
    the title only weakly. In a text of 2026, 今年 and 2026年 are one.
    """
    word = word.rstrip("年") if word[0].isdigit() else word
    # 确保“十五五”开好局 is said of its first year.
    sentence = _BEGINS_WELL.sub("", sentence)
    forms = _forms(word, passage)
    if any(f in sentence for f in forms):
        return 1.0
    a_year = word.isdigit() or word in _RELATIVE
    if a_year and _YEARS.search(sentence):
        return 0.0
    before = _BEGINS_WELL.sub("", passage.text[: max(passage.text.find(sentence), 0)])
    if any(f in before for f in forms):
        return 0.9
    if _begins_plan(word, passage.year):
        return 0.0  # what is said of its first year is not said of the five
    if a_year and passage.period:
        return 0.0  # “五年来…” under a heading of one year is of five
    if any(f in passage.context or f in passage.period for f in forms) or _are_of_plan(word, passage):
        return 0.9
    if passage.year:
        return 0.8 if any(f in passage.year for f in forms) else 0.0
    if _A_YEAR.search(passage.context) or (a_year and _YEARS_ABOVE.search(passage.context)):
        return 0.0
    return 0.3 if any(f in passage.about for f in forms) else 0.0


def _first_year(word: str) -> int:
    """Return the first year of a five-year plan, 2026 of 十五五, 0 for any other time."""
    plan = _PLAN.search(word)
    number = parse_numeral(plan.group("n")) if plan else None
    return LAST_OF_TENTH + 5 * (int(number) - 11) + 1 if number else 0


def _begins_plan(word: str, year: str) -> bool:
    """Return whether a passage is of the first year of the plan that a time names."""
    first = _first_year(word)
    return bool(first) and str(first) in year


def _are_of_plan(word: str, passage: Passage) -> bool:
    """Return whether the “five years” of a passage are those of a plan: the 十四五 of a text of 2025 or 2026."""
    first, issued = _first_year(word), passage.document.date[:4]
    if not first or not issued or "五年" not in passage.period:
        return False
    return int(issued) - first in (4, 5)


def time_holds(word: str, sentence: str, passage: Passage) -> bool:
    """Return whether what a sentence says may be said of the time named."""
    return time_level(word, sentence, passage) > 0


def _forms(word: str, passage: Passage) -> tuple[str, ...]:
    issued = passage.document.date[:4]
    year = (
        int(word)
        if word.isdigit()
        else int(issued) + _RELATIVE[word]
        if issued and word in _RELATIVE
        else None
    )
    if year is None:
        return (word,)
    relative = [w for w, n in _RELATIVE.items() if issued and int(issued) + n == year]
    return (
        word,
        f"{year}年",
        str(year),
        "".join(to_numeral(int(d)) for d in str(year)).replace("零", "〇"),
        *relative,
    )


def numbers_missing(folded: str, text: str) -> list[str]:
    """Return the numbers of a question, dates apart, that a text does not hold in digits or characters."""
    asked = [n for n in _NUMBERS.findall(folded) if not YEAR.fullmatch(n)]
    if not asked:
        return []
    held = {f.value for f in find_figures(text)} | {f.high for f in find_figures(text)}
    digits = {d.lstrip("0") for d in _DIGITS.findall(text)}
    return [n for n in asked if n not in digits and float(n) not in held]


def written_missing(folded: str, text: str) -> list[str]:
    """Return the numbers of a question in characters, 一百人, that a text does not hold."""
    held = {v for f in find_figures(text) for v in (f.value, f.high)}
    asked = [f for f in find_figures(folded) if f.text[0] in _DIGITS_WRITTEN and f.value > PAIR]
    return [f.text for f in asked if f.unit in _WRITTEN and f.value not in held]


def bounds_opposed(folded: str, text: str) -> list[str]:
    """Return the limits of a question that a text sets only the other way round: 十人以下, not 超过十人."""
    said = {(_limit(m), _is_upper(m)) for m in _LIMIT.finditer(text)}
    return [
        m.group()
        for m in _LIMIT.finditer(folded)
        if (_limit(m), not _is_upper(m)) in said and (_limit(m), _is_upper(m)) not in said
    ]


def _limit(found: re.Match[str]) -> tuple[float | int | None, str]:
    return parse_numeral(found.group("n")), found.group("of")


def _is_upper(found: re.Match[str]) -> bool:
    said = f"{found.group('before') or ''}{found.group('behind') or ''}"
    return re.search("不超过|不得超过|以下|以内|不满|不足|未满|低于|少于|小于", said) is not None


def ordinals_missing(folded: str, text: str) -> list[str]:
    """Return what a question counts out, where a text counts out only others of its kind: 第四次, not 第五次.

    A place in a ranking is missing where the text ranks nothing.
    """
    if (place := _PLACED.search(folded)) and not _PLACES.search(text):
        return [place.group()]
    said = [(m.group("of"), parse_numeral(m.group("n"))) for m in _ORDINAL.finditer(text)]
    return [
        m.group()
        for m in _ORDINAL.finditer(folded)
        if any(of == m.group("of") for of, _ in said)
        and (m.group("of"), parse_numeral(m.group("n"))) not in said
    ]


def number_given(folded: str, text: str) -> bool:
    """Return whether a text gives a telephone number or an address of the net where one is asked for."""
    return all(not (asked.search(folded) and not given.search(text)) for asked, given in _REACHED)


def of_rival(terms: Sequence[Term], said: str, around: str, about: str = "") -> list[Term]:
    """Return the terms that a text does not hold, where it says another of the same scale: 初中, not 高中.

    What the document is called by (`about`) holds a term unless it holds the other too: 投诉举报办法.
    """
    named = {form for t in terms for form in t.forms()}
    found = []
    for term in terms:
        others = frozenset().union(*map(rivals, term.forms())) - named
        texts = (said, around) if any(r in about for r in others) else (said, around, about)
        if any(r in said or r in about for r in others) and all(degree(term, x) < HELD for x in texts):
            found.append(term)
    return found


def only_names_document(question: Question, passage: Passage) -> bool:
    """Return whether a passage holds no more of a question's nouns than the title that it names its document by."""
    if not (is_named(passage.document, question.folded) and ends_title(passage.document.title)):
        return False
    nouns = [t for t in question.terms if not (t.verb or t.asked or is_time(t))]
    rest = [t for t in nouns if degree(t, passage.about) < HELD]
    texts = (passage.text, passage.context)
    return len(nouns) > len(rest) > 0 and all(degree(t, x) < HELD for t in rest for x in texts)


def places_hold(terms: Sequence[Term], texts: Sequence[str]) -> bool:
    """Return whether every place the question names is the text's."""
    return all(max(degree(t, x) for x in texts) >= HELD for t in terms if t.place)


def is_vague(term: Term) -> bool:
    """Return whether a word of another language may mean so much that it tells no figure from another by itself."""
    return term.loose and len(term.forms()) > PRECISE


def names_thing(term: Term) -> bool:
    """Return whether a term is a noun that names something: no verb, measure, time or word of many meanings."""
    return not term.verb and not is_vague(term) and term.word not in GENERIC and not is_time(term)
