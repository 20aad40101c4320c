"""Whether a sentence says what something means: it defines it, notes it, or names what makes it up."""

import re

from bot.asking import COUNTS_AS
from bot.question import Question
from index.words import is_han, without_quotes

# What stands right behind a term that a sentence defines, and right before it.
_DEFINING = re.compile(
    r"的?[,:]?(?:是指|指的是|系指|指(?![定导标派示挥])|即)|的(?:含义|定义)|\([^)]{8,}|[,:]?是(?!否)"
)
_SHORTENED = ("以下称", "以下简称", "简称")
_SAYS = re.compile(r"是|指|即")
DEFINING_WORDS = ["所称", "是指", "指"]
# Ways of telling what a thing is without defining it, the thing put in: a note’s head, 所称, 作为…, A、B、C“X”, the … “X”.
_TELLING = (
    r"^[\[(（]?\d*[\])）]?[.、]?\s*[“\"]?{0}[”\"]?:",
    r"(?:所称|统称|称为|叫做)的?[“\"]?{0}",
    r"[^,。;:]{{4,}}(?:均|统|都)?为{0}(?:[,。;]|$)",
    r"(?:作为|为)[^,。;:]{{2,30}}{0}(?!指派|介绍|提供|办理|安排|推荐)",
    r"、[^,。;:]+[“\"]{0}[”\"]",
    r"的[“\"]{0}[”\"]",
    r"[“\"]{0}[”\"],[^。;]*、",
    r"{0}(?:业务|制度|工作|服务|模式|机制|人员)?[”\"]?(?:\([^)]*\))?[,:]?[也就均都]?(?:是(?!否)|即|指(?![定导标派示挥]))",
    r"{0}.*(?:意思是|意为|意即|俗[称名]|又[称名]|别[称名]|原名)",
    r"(?:实行|推行|建立|实施)[^,。;:]{{0,10}}{0},(?:对|由|以|在|按|即|通过)",
    r"[\u4e00-\u9fff]{{3,}}\({0}\)",
    r"(?:^|[,。;:(])[“\"]?{0}[”\"]?为[^,。;]{{4,}}",
    r"[“\"][^“”\"]{{2,20}}[”\"]{0}",
)
# What a name that counts what it is made of begins with.
_NUMERALS = "两二三四五六七八九十"
_CALLED = re.compile(r"(?:所称的?|以下简?称|简称)$")


def defines(question: Question, text: str) -> bool:
    """Return whether a sentence says what the subject of a definition question means."""
    if question.kind != "definition":
        return False
    nouns = [t for t in question.terms if not t.verb]
    subjects = (question.subject,) if question.subject else nouns[-1].forms() if nouns else ()
    return any(_defines(subject, without_quotes(text)) for subject in subjects)


def tells_meaning(question: Question, text: str) -> bool:
    """Return whether a sentence may say what is asked for: it defines, notes, lists or names what makes it up."""
    if defines(question, text) or COUNTS_AS.search(question.folded):
        return True
    if "分别" in question.folded:
        return "、" in text
    nouns = [f for t in question.terms if not t.verb and len(t.word) > 1 for f in t.forms()]
    subjects = dict.fromkeys((question.subject, *nouns)) if question.subject else dict.fromkeys(nouns)
    return any(_tells(s, text) or _defines(s, without_quotes(text)) for s in subjects if s)


def _tells(subject: str, text: str) -> bool:
    """Return whether a sentence notes a subject, spells it out, or makes it of what it names before it."""
    said = re.escape(subject)
    if subject[0] in _NUMERALS and re.search(
        rf"[、和与及][^,。;:]{{2,12}}{said}", text
    ):  # 分类和物业两个关键小事
        return True
    if not is_han(subject[0]) and re.search(rf"[“\"]{said}[”\"][^,。;:]{{4,}}", text):  # “1+10+N”基金集群
        return True
    return any(re.search(form.format(said), text) for form in _TELLING)


def _defines(subject: str, plain: str) -> bool:
    at = plain.find(subject)
    if at < 0:
        return False
    behind = plain[at + len(subject) :]
    if re.search(
        rf"[^,。;]{{4,}},(?:均|统|都)?(?:为|是|视为|属于|称为?|叫做?){re.escape(subject)}(?:[。;,]|$)", plain
    ):
        return True
    called = _CALLED.search(plain[:at])
    # 所称信访人，是指… says nothing of 信访.
    goes_on = behind[:1] not in "是指即的" and is_han(behind[:1])
    names = called and not goes_on and _SAYS.search(behind[:12])
    return bool(_DEFINING.match(behind) or (called and called.group() in _SHORTENED) or names)
