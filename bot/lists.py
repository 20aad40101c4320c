"""Whether a sentence lists, or introduces a list of, what is asked for: parts, members, conditions, papers."""

import re
from collections.abc import Sequence

from bot.asking import BASIS_ASKED
from bot.question import Question
from corpus.numbering import parse_numeral

# What is added for a sentence that lists something, and for one that lists what is asked for.
LISTS, LISTS_ASKED = 0.15, 0.3
# What is added for one that says into what a thing is divided, where that is asked.
DIVIDED = 0.6
INTRODUCING_WORDS = ["下列", "以下", "包括"]
# A sentence such as “有下列情形之一的，处一万元罚款：” introduces the items below it.
# Behind a figure 以下 bounds it: 处五千元以下罚款 introduces nothing.
_BELOW = r"(?<![0-9零一二两三四五六七八九十百千万亿元岁年月日倍个人米%级及])以下"
LEADS = re.compile(rf"[:：]$|下列|{_BELOW}|如下")
INTRODUCES = re.compile(r"[:：]$|下列|如下")
_INTRODUCED = re.compile(
    rf"(?:下列|{_BELOW}|如下)[^,。;:]{{0,8}}|[^,。;:]{{0,8}}(?:如下|包括|分为)|分[两一二三四五六七八九十\d]+[^,。;:]{{1,6}}"
)
PARTS_ASKED = re.compile(
    r"分[哪几什]|哪[几些]|包括|包含|几[类种级]|有什么|什么(?:条件|要求|材料|资料|证件|情形|方式|方法|程序|手续|流程|内容|途径)"
)
# The members of a kind are asked for, by the name of the kind: 有哪些品种.
_MEMBERS_ASKED = re.compile(r"(?:有|包括|包含|分)(?:哪|什么|几)")
# Several are asked for, which a text may list: 哪些人, 哪几种.
MANY_ASKED = re.compile("哪[些几]")
# The cases in which something holds are asked for; a text may name them one by one.
CASES_ASKED = re.compile(
    r"(?:什么|哪[些几]?种?|何种)样?的?(?:[个项]|基本)?(?P<of>情况|情形|条件|行为|时候|场合)"
)
# So many members are asked for by name.
_MEMBERS_COUNTED = re.compile(
    r"是哪(?P<n>[两二三四五六七八九十]|\d{1,2})[个名所家项类种人位大](?!方面)|(?P<m>[两二三四五六七八九十]|\d{1,2})[名位][^,。\d]{1,8}是谁"
)
DIVIDED_ASKED = re.compile("分[为成作]?(?:哪|几|多少|什么)")
_DIVIDED = re.compile("(?P<what>[^,。;:]{2,16}),?(?:分为|分成|划分为)")
_DELEGATED = re.compile(
    "(?:名录|目录|清单|名单|种类|范围|标准|项目|情形|条件)[^,。;]{0,12}由[^,。;]{2,30}(?:另行)?(?P<deed>制定|确定|规定|公布|核定)"
)
BASED = re.compile("(?:根据|依据|按照|依照)[^,。;]{0,8}《")
_PARTS = re.compile(
    rf"分[两一二三四五六七八九十\d]+[个大类步种级]|分为|分成|划分为|包括|包含|下设|设有|下列|{_BELOW}|如下|:$"
)
_ENUMERATES = re.compile(
    r"(?P<head>[^,。;:]*?)(?:主要|一般|共|应当)?(?:包括|分为|分成|划分为|包含|下设|设有|是指|有):?[^,。;:]+[、和及]"
)
_AND_SUCH = re.compile(r"、[^,。;:]+?等(?P<tail>(?![为向对由])[^,。;:]{2,12})")
# Words for a kind of thing that ask for the same list.
_KINDS = tuple(
    frozenset(kinds.split())
    for kinds in (
        "方式 形式 模式 途径 渠道 方法 办法",
        "条件 要求 资格 标准",
        "类型 类别 种类 类",
        "措施 举措 做法 政策 办法",
        "任务 工作 事项 内容 职责",
        "材料 资料 证件 文件",
        "情形 情况 行为",
        "程序 流程 步骤 手续",
    )
)
_PAPERS = frozenset({"材料", "资料", "证件", "证明", "证明材料"})
_HANDED_IN = re.compile("[带交供]|准备|报送|申请|办理|申报|需要")
_PAPER = re.compile("[材资]料|证[件明书]?|文件|表|复印件|协议|凭证|报告|书面|[^条软硬邮信要]件[,、。;]")
# How a text tells what must be met.
_CONDITION = re.compile(
    "条件|要求|资格|资质|符合|具[备有]|应当|必须|须|方可|需|才[能可]|[已年未不]满|以[上下]|之一|不得|标准|凡|只[有能限]"
)


def any_of(words: Sequence[str]) -> str:
    """Return a pattern for any of the words, for nothing where there are none."""
    return "|".join(map(re.escape, words)) or "(?!)"


def enumerates(question: Question, text: str) -> float:
    """Return a bonus for a sentence that lists or introduces parts, a larger one for those asked for."""
    if _divides(question, text):
        return DIVIDED
    if introduces(question, text):
        return LISTS_ASKED
    nouns = [t for t in question.terms if not t.verb]
    named = [f for t in [t for t in question.terms if t.asked] or nouns[-1:] for f in t.forms()]
    heads = [m.group("head") for m in _ENUMERATES.finditer(text)]
    tails = [m.group("tail") for m in _AND_SUCH.finditer(text)]
    if any(h.endswith(f) for h in heads for f in named) or any(f in t for t in tails for f in named):
        return LISTS_ASKED
    return LISTS if _PARTS.search(text) else 0.0


def is_kind(word: str) -> bool:
    """Return whether a word names kinds of things that a heading stands for without saying so: 措施, 任务."""
    return any(word in kinds for kinds in _KINDS)


def lists_asked(question: Question, passage: str, text: str) -> bool:
    """Return whether a sentence may list what is asked for: “有哪些品种” is not answered where nothing is listed.

    Where its clause names the kind of thing it may; an enumeration of which the subject is itself a member
    (烈性犬、大型犬) tells no members of it.
    """
    kinds = [f for t in question.terms if t.asked and not t.verb for f in t.forms()]
    papers = (
        _HANDED_IN.search(question.folded)
        and question.kind == "which"
        and any(t.asked and t.word in _PAPERS for t in question.terms)
    )
    kinds += [k for group in _KINDS if group & set(kinds) for k in group]
    if papers and not _PAPER.search(passage):
        return False  # what must be handed in is no condition
    cases = CASES_ASKED.search(question.folded)
    if question.kind == "which" and cases and cases.group("of") == "条件" and not _CONDITION.search(passage):
        return False
    if question.kind == "which" and _MEMBERS_ASKED.search(question.folded) and _delegates(question, text):
        return False
    if question.kind != "which" or not _MEMBERS_ASKED.search(question.folded) or not kinds:
        return True
    subjects = [f for t in question.terms if not t.asked for f in t.forms()]
    beside = any_of(subjects)
    rest = re.sub(rf"(?:{beside})[^、,。;:()]{{0,2}}、|、[^、,。;:()]{{0,2}}(?:{beside})", " ", text)
    return "、" in rest or text.endswith(":") or any(k in passage for k in kinds)


def _delegates(question: Question, text: str) -> bool:
    """Return whether a sentence leaves it to somebody to say what is asked for: 名录由公安机关确定并公布."""
    said = _DELEGATED.search(text)
    return said is not None and not any(f in question.folded for f in ("由", "谁", said.group("deed")))


def names_members(question: Question, text: str) -> bool:
    """Return whether a sentence may name so many members as are asked for by their number: 是哪五个, 6名院士是谁."""
    asked = _MEMBERS_COUNTED.search(question.folded)
    number = parse_numeral(asked.group("n") or asked.group("m")) if asked else None
    if number is None or number < 2 or (question.kind == "who" and not (asked and asked.group("m"))):
        return True
    runs = (re.split("[、和与及]", run) for run in re.split("[,。;:]", text))
    named = max(sum(not m[:1].isdigit() for m in run) for run in runs)
    return named >= number or text.endswith(":") or text.count(";") + 1 >= number


def introduces(question: Question, text: str) -> bool:
    """Return whether a sentence introduces a list of just what is asked for: 下列条件, 以下方式, 分为…类."""
    if _divides(question, text):
        return True
    if BASIS_ASKED.search(question.folded) and "制定" in text and BASED.search(text):
        return True
    asked = [f for t in question.terms if t.asked for f in t.forms()]
    asked += [k for kinds in _KINDS if kinds & set(asked) for k in kinds]
    return any(f in m.group() for m in _INTRODUCED.finditer(text) for f in asked)


def _divides(question: Question, text: str) -> bool:
    """Return whether a sentence says into what the subject is divided, where that is asked: 分为哪几类."""
    if not DIVIDED_ASKED.search(question.folded):
        return False
    names = [f for t in question.terms if not t.verb for f in t.forms()]
    return any(f in m.group("what") for m in _DIVIDED.finditer(text) for f in names)
