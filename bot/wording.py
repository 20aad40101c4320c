"""The sentences that Chuyi itself says, in Chinese and English."""

from collections.abc import Sequence
from functools import lru_cache

from bot.model import Fact, Language
from index.words import normalise

LIMIT = 400
# So many missing words are named, each in so many characters.
NAMED, WORD = 6, 30
_BEFORE = (
    "不超过",
    "不高于",
    "不低于",
    "不少于",
    "不得超过",
    "不得低于",
    "不得少于",
    "至少",
    "最多",
    "最长",
    "最高",
    "最低",
    "最少",
    "超过",
    "大于",
    "小于",
    "低于",
    "高于",
    "约",
    "近",
    "力争",
    "大约",
    "每",
    "各",
    "满",
    "达到",
    "占",
)
_AFTER = ("以上", "以下", "左右", "以内", "之内", "余", "多", "以外")
_STANDING = {
    "superseded": ("已被取代", "superseded"),
    "repealed": ("已废止", "repealed"),
    "not yet in force": ("尚未施行", "not yet in force"),
}
_HOW = {
    "sum": ("合计", "in total"),
    "difference": ("相差", "difference"),
    "count": ("共", "in all"),
}


def figure(fact: Fact, subject_follows: bool, language: Language) -> str:
    """Return a figure with what bounds it and what it counts."""
    shown = "".join(bounded(fact).split("\n"))
    if fact.derived:
        zh, en = _HOW[fact.derived.how]
        return (
            f"{zh} {in_chinese(fact.value)}{fact.unit}"
            if language == "zh"
            else f"{en} {number(fact.value)} {fact.unit}"
        )
    if language == "en":
        return f"{number(fact.value)} {f'({shown} {fact.subject})' if fact.subject else f'({shown})'}"
    if not fact.subject:
        return shown
    return f"{shown}{fact.subject}" if subject_follows else f"{fact.subject}：{shown}"


def bounded(fact: Fact) -> str:
    """Return the figure as written with its bounds: 不超过2年, 3年以上."""
    words = (fact.qualifier or "").split("，") if fact.qualifier else []
    before = "".join(w for w in words if w in _BEFORE)
    after = "".join(w for w in words if w in _AFTER and w not in fact.text)
    others = [w for w in words if w not in _BEFORE and w not in _AFTER]
    lead = "".join(f"{w}，" for w in others if w.startswith(("到", "至", "自", "从")))
    return f"{lead}{before}{fact.text}{after}"


def number(value: int | float) -> str:
    """Return a number without needless decimals."""
    return f"{value:,}" if isinstance(value, int) or value != int(value) else f"{int(value):,}"


def in_chinese(value: int | float) -> str:
    """Return a number as Chinese texts write it, in 亿 or 万 where it is round: 5300亿, 12.5万, 12,345."""
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if value >= 10 * scale and value % (scale // 100) == 0:
            return f"{value / scale:g}{name}"
    return f"{int(value) if value == int(value) else value} "


def not_found(missing: Sequence[str], language: Language, gap: str = "") -> str:
    """Return that the library does not say it, what is missing, and where the copy has a gap."""
    missing = [m if len(m) <= WORD else m[: WORD - 1] + "…" for m in missing[:NAMED]]
    if language == "en":
        said = (
            "The text does not say."
            if not missing
            else f"The text does not say: nothing on {', '.join(missing)}."
        )
        return f"{said} {gap}".strip()
    said = (
        "文中没有写明。"
        if not missing
        else f"文中没有写明：找不到与{'、'.join(f'“{m}”' for m in missing)}相符的内容。"
    )
    return f"{said}{gap}"


def which_document(documents: int, language: Language) -> str:
    """Return that a question about “the document” must say which one."""
    if language == "en":
        return f"The library holds {documents} documents; name in the question the one you mean."
    return f"库中有 {documents} 份文件，请在问题里写明是哪一份。"


def shortened(text: str, limit: int) -> str:
    """Return text cut at the last comma or stop before `limit` characters; the marks of what is left out count six."""
    if len(text) <= limit:
        return text
    last = limit - 6
    cut = max(text.rfind(c, 0, last) for c in "。；;，,、")
    return text[: cut if cut > limit // 2 else last].rstrip("，,、；;") + "……"


def standing(status: str, superseded_by: str, language: Language) -> str:
    """Return what to say behind the name of a document that is not in force, "" for one that is."""
    zh, en = _STANDING.get(status, ("", ""))
    by = f"，由《{superseded_by}》取代" if language == "zh" else f" by {superseded_by}"
    said = zh if language == "zh" else en
    if not said:
        return ""
    return (
        f"（{said}{by if superseded_by else ''}）"
        if language == "zh"
        else f" ({said}{by if superseded_by else ''})"
    )


@lru_cache(maxsize=65536)
def plain(title: str) -> str:
    """Return a title folded for comparison with the words of a question."""
    return normalise(title)


_ABSENT = {
    "money": ("金额", "an amount of money"),
    "time": ("时间长短", "a length of time"),
    "share": ("比例", "a share"),
    "age": ("年龄", "an age"),
    "people": ("人数", "a number of people"),
    "count": ("数量", "a number"),
}


def absent_kind(kind: str, family: str | None, language: Language) -> tuple[str, ...]:
    """Return the kind of statement that is absent, where no word of the question is missing."""
    if kind != "figure":
        return ()
    zh, en = _ABSENT.get(family or "", ("数值", "a figure"))
    return (zh if language == "zh" else en,)
