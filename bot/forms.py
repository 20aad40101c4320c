"""Whether a sentence has the form of an answer of the kind asked: a date, a body, a list, a definition, a ban."""

import re
from collections.abc import Sequence
from functools import cache

from bot.agents import SAID, UNSAID, names_agent
from bot.asking import BASIS_ASKED, ORDINAL, PERMISSION, POST
from bot.constructions import says_as_asked
from bot.lists import BASED, INTRODUCES, LISTS, LISTS_ASKED, MANY_ASKED, PARTS_ASKED, any_of, enumerates
from bot.meanings import tells_meaning
from bot.question import Question
from index.lexicon import verbs

# What is added for a sentence that may hold a date, a body or a meaning.
FITTING = 0.05
# What is added where it is asked by whom, for a sentence that says by whom.
BY_WHOM = 0.25
# What is added for one that holds what is asked whether it may be done: 还能再次申报吗.
PREDICATE = 0.2
# What is added for a sentence that forbids, or exempts, as the question does.
PERMITTED = 0.25

# What is taken from one that only names a wrong.
WRONG = 0.2
_WRONGS_ASKED = re.compile(
    "罚|违|责任|责令|情形|情况|行为|不[能得可准许]|哪些人|什么人|算|处理|后果|撤|吊销|取消|[吗么]$"
)
# 违反本条例第三条规定，未…的，处… tells what follows from a wrong, and who asks for that.
_BREAKS = re.compile("(?:第[一二三四五六七八九十百]+条)?违反本[^,。;]{1,24}(?:规定|要求)")
_BREACH_ASKED = re.compile(
    "罚|违|责任|责令|处分|后果|撤|吊销|取消|擅自|逾期|拒不|不[按履依配改]|[未没]|怎么办|会怎"
    r"|虚假|伪造|变造|隐瞒|骗|冒|盗|损毁|破坏|侵占|私自|非法|\b(?:fine[ds]?|penal|punish|violat|false|forg|without)"
)
# What an item that names a wrong ends in.
WRONGS = ("的;", "的。")
_MARKED = re.compile(r"^(?:\([^()]{1,3}\)|[一二三四五六七八九十\d]{1,3}[、.])")
# Schools are called so; companies go by their names alone.
_COLLEGE_ASKED = re.compile(r"哪[一]?[个所]?(?:大学|学院|院校)")
_COLLEGE = re.compile("大学|学院|院校|学校")


_DATE = re.compile(
    r"\d{4}年|\d{1,2}月\d{0,2}|\d{1,2}日|\d+个?(?:工作日|月|年)|世纪|年代|[一二三四五六七八九十]+[年月日]|[上下]半年|[一二三四]季度|年[底初末]|所在[周月年]|星期|[末晚早中]期|[元明清宋唐汉民][末初]|朝|期间|时期|春|夏|秋|冬|(?<![目当提空])前(?![期提列往沿瞻景身台款述行卫线辈进人者置十三五\d])|后(?![续备勤果台劲盾])|(?<![发一引兴突掀])起(?![步到草点来诉重降伏源])|届[满时]|[上本下每]届"
)
DATED = re.compile(r"\d{1,4}年|\d{1,2}月|\d{1,2}日|[上下]半年|[一二三四]季度|年[底末内]")
# A day is asked: a year alone, or a length of time, is none.
_DAY_ASKED = re.compile(r"哪[一]?[天日]|几号|截止|哪个日期")
_DAY = re.compile(r"\d{1,2}月|\d{1,2}日|月底|[年月季]末|年底|之日|[一二三四五六七八九十]+月")
# A year is asked for.
_YEAR_ASKED = re.compile(r"哪[一个]*年(?!级|龄|代)|几几年|\b(?:which|what) year\b")
_YEAR = re.compile(
    r"\d{1,4}年|[元〇零一二三四五六七八九十]{1,4}年|[今明去当同次本]年|年[底初末]|年代|世纪|十[一二三四五]五"
)
# A month is asked for.
_MONTH_ASKED = re.compile(r"几月|哪[一个]*月(?!底)|\b(?:which|what) month\b")
_MONTH = re.compile("[0-9一二三四五六七八九十]月|[每当次]月|月[底初末]|[季年][初底末]|季度")
# A number or address to turn to is asked for, and what one looks like.
_CONTACT_ASKED = re.compile(
    r"(?:电话|热线|手机|传真|邮箱|邮编|网址|网站|微信|公众号)[^,。]{0,6}(?:多少|几|什么|哪|啥)|(?:什么|哪个?|多少)(?:电话|热线|邮箱|网址)"
    r"|\b(?:phone|telephone|hotline|fax|e-?mail|web ?site)\b"
)
_CONTACT = re.compile(
    r"\d{5}|\d{3,4}-\d{3,}|[a-z0-9]@[a-z0-9]|www\.|https?:|\.(?:cn|com|org)|公众号|网站|小程序"
)
_HOTLINE = re.compile(r"(?:热线|电话)[^,。]{0,6}\d{3}|\d{3,5}[^,。]{0,4}热线")
_NAMED_BODY = re.compile("[^电]{2,}[局委厅署办处所]$")
# What a body of any kind is called; a question for one is not answered by a sentence without.
_BODY = re.compile(
    r"由|部|局|厅|委|会|署|院|校|处|司|公司|集团|政府|机关|机构|单位|中心|企业|组织|党|行|队|团|者|人"
)
# Who holds a post is asked for.
_POST_ASKED = re.compile(
    rf"(?P<post>{POST}|组长|召集人|负责人|校长|园长|主编|总指挥)(?:是谁|是哪位|由谁|叫什么|是哪[一个]*人)|由谁担?任(?P<of>{POST}|组长|召集人)"
)
_BODY_ASKED = re.compile(r"(?:部门|单位|机构|机关|组织|主管|牵头|负责|组建|主办|承办)")
_AGENT = re.compile(r"由|负责|牵头|会同|主管|主办|承办|组织|部门|单位|机关|政府|局|厅|委|会|者|人")
# Whether one thing counts among others: 包不包括, 算不算.
_IN_ASKED = re.compile(r"包(?:不包)?[括含]|算(?:不算)?(?!了)|属(?:不属)?于|纳入|计入|归")
_IN = re.compile(r"\(含|包括|包含|涵盖|属于|纳入|计入|视为|计算在内|不含|不适用|适用于|除外|所称")
_BY_WHOM = re.compile(
    "由[^,。;:]{1,30}?(?:部|局|厅|委|会|院|校|处|政府|机关|机构|单位|中心|企业|公司|组织|人|者)"
)
_CHARGED = re.compile(rf"{_BY_WHOM.pattern}|责任人|责任主体|请[^,。;]{{0,20}}(?:部|委|局|厅|政府)")
_DOER = re.compile(
    rf"{_CHARGED.pattern}|[由被][^,。;]{{2,}}|(?:部门|单位|机构|机关|组织|委员会|小组|政府|[局厅署院校会者人])(?:\([^()]*\))?"
    "(?:负责|承担|牵头|主管|会同|统筹|指导|应当|可以|必须|依法|共同|[^,。;]{0,4}$)"
)
# Deeds that a text tells by charging somebody, in whatever words.
_CHARGE = frozenset(
    "负责 牵头 主管 管理 组织 承担 实施 办理 开展 建设 制定 监管 监督 统筹 协调 落实 提供 举办 承办 主办".split()
)
_TOLD_TO = re.compile("[向报给][^,。;]{2,}|听取|接受|受理|师从|[跟随]")
# What a question whether asks, and the words that tell it either way.
_TOLD = (
    (
        re.compile("可以|可不可以|能不能|能否|可否|能(?!力|源|量|够)|允许"),
        re.compile("可以|不得|不能|严禁|禁止|允许|方可"),
    ),
    (re.compile("必须|一定要|非得|强制|非要"), re.compile("必须|应当|自愿|可以不|不得强|鼓励|自主|自行")),
    (
        re.compile("[要收交付花]不?[要收交付花]?(?:钱|费)|免费|收费"),
        re.compile("免费|免[收交缴除]|不[得再]?收|收取|收费|费用"),
    ),
    (
        re.compile("算数|作数|有效|有没有效|算不算|还算"),
        re.compile("[有无失]效|作废|效力|视[为同]|不予承认|计入"),
    ),
)
_MEANING = re.compile(r"是指|指的是|所称|即|是(?:一种|由|为|以)|\(|——|称为|包括|系指")


def fit(question: Question, text: str) -> float:
    """Return what the form of a sentence adds to its score: that of an answer of the kind asked."""
    wrong = question.kind != "figure" and names_wrong(question, text)
    # A rule tells more surely whether something may be than the wrong that breaks it.
    item = question.kind == "yesno" and text.endswith(WRONGS) and not wrong
    return _of_kind(question, text) + permits_alike(question, text) - WRONG * wrong - WRONG / 2 * item


def names_wrong(question: Question, text: str) -> bool:
    """Return whether a sentence only names a wrong, 不予审查同意的;, or what follows from one, and none is asked for."""
    if _BREAKS.match(text) and not _BREACH_ASKED.search(question.folded):
        return True
    return text.endswith(WRONGS) and not _WRONGS_ASKED.search(question.folded)


def _of_kind(question: Question, text: str) -> float:
    if _is_headed(question, text):
        return BY_WHOM + FITTING
    if question.deeds:
        deeds = [f for deed in question.deeds for f in deed.forms() if len(f) > 1]
        if not deeds and len(question.deeds) == 1:
            deeds = list(_written(question.deeds[0].word))
        agent = names_agent(text, deeds, question.recipient)
        agent = max(agent, SAID) if _done_to_it(question, text, deeds) else agent
        return min(agent, UNSAID) if _acts_itself(question, text, deeds) else agent
    if question.kind == "who" and MANY_ASKED.search(question.folded) and INTRODUCES.search(text):
        return LISTS_ASKED
    if question.kind == "who" and "由" in question.folded:
        return BY_WHOM if _BY_WHOM.search(text) else 0.0
    if question.kind == "which" and BASIS_ASKED.search(question.folded):
        return LISTS_ASKED if BASED.search(text) else 0.0
    if question.kind == "which" and PARTS_ASKED.search(question.folded):
        return enumerates(question, text)
    if question.kind == "yesno" and _IN_ASKED.search(question.folded):
        return LISTS if _IN.search(text) else 0.0
    if question.kind == "yesno" and question.language == "zh" and question.terms:
        return PREDICATE * any(f in text for f in question.terms[-1].forms())
    pattern = {"when": _DATE, "who": _AGENT, "definition": _MEANING}.get(question.kind)
    return FITTING if pattern and pattern.search(text) else 0.0


def _done_to_it(question: Question, text: str, deeds: Sequence[str]) -> bool:
    """Return whether a sentence tells by the way by whom it is done to what is asked about: 由企业联合组建的集团."""
    names = [f for t in question.terms if not (t.verb or t.asked) for f in t.forms()]
    said = rf"由[^,。;的]{{2,}}(?:{any_of(deeds)})的[^,。;]{{0,6}}(?:{any_of(names)})"
    return re.search(said, text) is not None


def _acts_itself(question: Question, text: str, deeds: Sequence[str]) -> bool:
    """Return whether what a deed is asked to be done to does it in the text: 由园长聘任 tells not who 聘任 it."""
    nouns = [t for t in question.terms if not (t.verb or t.asked) and len(t.word) > 1]
    names = [f for t in nouns[-1:] for f in t.forms()] if not question.said else []
    return re.search(rf"由[^,。;:]{{0,4}}(?:{any_of(names)})(?:{any_of(deeds)})", text) is not None


@cache
def _written(deed: str) -> tuple[str, ...]:
    """Return the verbs that texts write for a verb of one character: 定 is 制定, 确定, 核定."""
    return tuple(v for v in verbs() if deed in v) if len(deed) == 1 else ()


def permits_alike(question: Question, text: str) -> float:
    """Return a bonus where question and sentence both forbid, or both exempt."""
    pairs = (*PERMISSION, *_TOLD) if question.kind == "yesno" else PERMISSION
    return PERMITTED * any(said.search(text) for asked, said in pairs if asked.search(question.folded))


def has_form(question: Question, text: str, above: str = "") -> bool:
    """Return whether a sentence can answer at all: a time where a time is asked, a body where one is.

    What is done may stand in the lead of its list, `above`.
    """
    if question.kind in ("which", "figure", "open") and _CONTACT_ASKED.search(question.folded):
        told = _CONTACT.search(text) or _HOTLINE.search(text)
        bodies = [t for t in question.terms if _NAMED_BODY.search(t.word)]
        return told is not None and all(any(f in text or f in above for f in t.forms()) for t in bodies)
    if not says_as_asked(question, text, above) or _only_names(question, text):
        return False
    if question.kind == "when" and _MONTH_ASKED.search(question.folded):
        return _MONTH.search(text) is not None
    if question.kind == "when" and _YEAR_ASKED.search(question.folded):
        return _YEAR.search(text) is not None
    if question.kind == "when" and question.field == "date":
        return DATED.search(text) is not None  # 自印发之日起 tells no day
    if question.kind == "when":
        return (_DAY if _DAY_ASKED.search(question.folded) else _DATE).search(text) is not None
    if ordinal := ORDINAL.search(question.folded):
        return re.search(rf"第[0-9零一二三四五六七八九十百]+{ordinal.group('of')}", text) is not None
    if _COLLEGE_ASKED.search(question.folded) and not _COLLEGE.search(text):
        return False
    if question.kind == "definition" and not tells_meaning(question, text):
        return False
    if (post := _POST_ASKED.search(question.folded)) and (post.group("post") or post.group("of")) not in text:
        return False
    if question.kind == "who" and _BODY_ASKED.search(question.folded) and not _BODY.search(text):
        return False
    return _tells_deed(question, text, above)


def _only_names(question: Question, text: str) -> bool:
    """Return whether a sentence says no more than what the question names: (二)指定传染病;."""
    if question.kind not in ("which", "definition", "open") or _WRONGS_ASKED.search(question.folded):
        return False
    named = _MARKED.sub("", text).strip(" ;。,")
    return len(named) > 1 and named in question.folded


def tells_doer(question: Question, text: str) -> bool:
    """Return whether a sentence tells who does something, or to whom, in whatever words."""
    if question.said and not _charges(question):
        return False
    return (_TOLD_TO if question.recipient else _DOER).search(text) is not None


def _is_headed(question: Question, text: str) -> bool:
    """Return whether a sentence begins with what a follow-up names, and a colon: “适配前评估：定点机构按照…”."""
    return bool(question.said) and text.startswith(f"{question.folded.removesuffix('呢')}:")


def _tells_deed(question: Question, text: str, above: str) -> bool:
    """Return whether a sentence or the lead of its list speaks of the deed whose doer is asked, or charges somebody."""
    deeds = [f for deed in question.deeds for f in deed.forms()]
    if question.kind != "who" or question.language == "en" or not deeds:
        return True
    if question.recipient and not _TOLD_TO.search(f"{above} {text}"):
        return False
    return (
        _is_headed(question, text)
        or any(len(f) == 1 or f in text or f in above for f in deeds)
        or _CHARGED.search(text) is not None
    )


def _charges(question: Question) -> bool:
    """Return whether a deed is one that a text tells by charging somebody with it, in whatever words."""
    return any(deed.word in _CHARGE for deed in question.deeds)
