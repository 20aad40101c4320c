"""What stands before and behind the numbered clauses: letterhead, title, number, date, signature."""

import re
import unicodedata
from collections.abc import Sequence

from corpus.model import ClauseKind
from corpus.numbering import parse_numeral
from corpus.paragraphs import Paragraph, is_finished

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:字|规)?[〔\[（(【［][ ]*(?:19|20)\d\d[ ]*[〕\]）)】］][ ]*第?[ ]*\d{1,5}[ ]*号"
)
_ORDER = re.compile(r"第[ ]*\d{1,5}[ ]*号")
_YEAR = r"((?:19|20)[ ]*\d[ ]*\d|[一二][〇○零九][〇○零一二三四五六七八九]{2})"
_DATE = re.compile(
    rf"{_YEAR}[ ]*年[ ]*(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[ ]*月[ ]*(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[ ]*日"
)
_ISO = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})")
_PASSED = re.compile(r"通过|修订|修正|公布|发布|施行|批准|会议上")
_SOURCE = re.compile(
    r"(?:来源|信息来源|文章来源|发布(?:日期|时间|机构|单位)|发文(?:日期|机关|字号)|成文日期|时间|日期|索引号"
    r"|浏览(?:次数|量)|点击|访问量|作者|责任编辑|责编|编辑|主办单位|承办单位|版权所有|更新时间|版本|字号|公开方式"
    r"|主题分类|有效性|统一编号|文号状态|相关(?:报道|文档|链接|新闻|附件|阅读|解读))(?:[ \u3000*]*[:：]|$)"
)
_URL = re.compile(r"(?:网址[:：])?[ ]*(?:https?|ftp)://\S+$")
_SOURCE_URL = re.compile(r"(?:https?|ftp)://[^\s<>“”，。）)]+")
_NOISE = re.compile(
    r"<!--|.*-->$|【?字体[:：]?|您(?:现在)?的(?:当前)?位置|当前位置|分享(?:到|至)?|打印本页|关闭窗口|扫一扫|首页|返回顶部"
    r"|上一篇|下一篇|关注[ ]*·|[大中小×>»|\-—_*=]{1,3}$|微信$|微博$|打印$|关闭$|收藏$|-{3,}$|&[a-z]{2,5};$"
)
_TITLE_WORDS = (
    "通知|意见|办法|方案|决定|批复|复函|函|通报|答复|规定|细则|条例|法|法典|纲要|规划|报告|建议|措施|清单|指引|公告|通告|命令|令"
    "|决议|指南|简介|请示|计划|标准|规则|章程|制度|解释|公报|议案|要点|目录|规程|规范|预案|准则|协议|办法（试行）|要求|名单|说明"
)
TITLE_END = re.compile(rf"(?:{_TITLE_WORDS})(?:[（(【〔\[][^（(）)]{{1,40}}[）)】〕\]])?$")
_ABOUT = re.compile(rf"关于.{{2,120}}(?:{_TITLE_WORDS})(?:[（(][^（(）)]{{1,40}}[）)])?$")
_ORGAN = re.compile(
    r"(?:厅|局|委员会|委|部|院|政府|办公厅|办公室|银行|国务院|党中央|中央军委|中央|总署|署|公安厅|法院|检察院|联合会|领导小组|总社"
    r"|文件|总工会|司令部|管委会|公司|学校|大学|协会|研究院|集团|国务院令|常务委员会|国家教委|国家计委|教委|体委|科委|计委)$"
)
_PERSON = re.compile(
    r"(?:[\u4e00-\u9fff]{0,20}(?:总\s*理|省\s*长|市\s*长|区\s*长|县\s*长|行\s*长|主\s*席|部\s*长|局\s*长|署\s*长|主\s*任|委员长|州\s*长))"
    r"[ \u3000:：]*[\u4e00-\u9fff·]{1,3}[ \u3000]{0,3}[\u4e00-\u9fff·]{1,12}$"
)
_ADDRESSEE = re.compile(r"^各|人民政府|委员会|各有关|部|委|厅|局|机构|单位|公司|省|市|区|县|院|会|代表")
_NO_ADDRESSEE = re.compile(r"如下|通知|是[:：]$|包括|为[:：]$|下列|以下|条件|材料|[。；！？]|附件|注[:：]")
_PREAMBLE = re.compile(
    r"^(?:为|根据|按照|依据|经|现将|现就|《[^》]+》(?:（[^）]*）)?(?:已经|业经|已于|已))|现印发|现转发|现予|如下[:：。]?$|制定本"
)
_MARK = re.compile(r"^[（(](?:此件|本文|联系人|联系电话|主动公开|不予公开|依申请公开)")
_BLANK = re.compile(r"\s+")

LABELS: dict[ClauseKind, str] = {
    "letterhead": "发文机关",
    "title": "标题",
    "number": "文号",
    "date": "日期",
    "addressee": "主送机关",
    "preamble": "引言",
    "signature": "落款",
    "source": "来源",
    "contents": "目录",
    "noise": "",
}


def find_number(text: str) -> str:
    """Return the first document number (文号) in `text` without blanks, else ""."""
    m = NUMBER.search(text[:400])
    return _BLANK.sub("", m.group()) if m else ""


def find_date(text: str) -> str:
    """Return the first full date in `text` as ISO, else ""; Chinese numerals and 2024-07-26 count too."""
    m = _DATE.search(text[:400])
    parts = m.groups() if m else ()
    if not parts:
        m = _ISO.search(text[:400])
        parts = m.groups() if m else ()
    numbers = [parse_numeral(part) for part in parts]
    if len(numbers) != 3 or not all(isinstance(n, int) for n in numbers):
        return ""
    year, month, day = (int(n or 0) for n in numbers)
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year:04}-{month:02}-{day:02}"


def find_url(text: str) -> str:
    """Return the first web address in `text`, else ""."""
    m = _SOURCE_URL.search(text[:600])
    return m.group() if m else ""


def folded(text: str) -> str:
    """Return `text` without blanks and with half-width signs, to compare titles by."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def is_date_line(text: str) -> bool:
    plain = _BLANK.sub("", text).strip("（）()")
    return len(plain) <= 16 and _DATE.fullmatch(plain) is not None


def is_organ_line(text: str) -> bool:
    """Whether a line only names bodies, as in a letterhead or a signature."""
    names = re.sub(r"&[a-z]{2,5};?", "", text).split()
    if not names or len(text) > 60 or any(c in "，。；：:、《》" for c in text):
        return False
    return all(_ORGAN.search(name) for name in names)


def is_title_line(text: str) -> bool:
    """Whether a line may be a title or a part of one."""
    return (
        3 <= len(text) <= 120
        and not is_finished(text)
        and text[-1] not in "，、,）)"
        or bool(TITLE_END.search(text) and len(text) <= 160 and "。" not in text)
    )


def looks_like_attachment(text: str) -> int | None:
    """Return the number of an "附件1：" that stands alone on its line (0 when unnumbered), else None."""
    m = re.match(
        r"(?:附件|附录|附表|附)[ \u3000]*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?[ \u3000]*[:：]?",
        text[:12],
    )
    if not m or (
        m.end() != len(text) and not (m.group(1) and text[m.end() - 1] not in "：:" and len(text) < 6)
    ):
        return None
    number = parse_numeral(m.group(1)) if m.group(1) else 0
    return int(number or 0)


def is_chrome(text: str) -> ClauseKind | None:
    """Return the kind of a line that a web portal put there, else None."""
    if _NOISE.match(text):
        return "noise"
    if len(text) <= 200 and (_SOURCE.match(text) or _URL.match(text)):
        return "source"
    return None


def classify_front(paragraphs: Sequence[Paragraph]) -> list[ClauseKind]:
    """Return the kind of every paragraph before the first numbered clause."""
    kinds: list[ClauseKind] = []
    addressed = False
    for paragraph in paragraphs:
        kind = _front_kind(paragraph, addressed)
        addressed = addressed or kind in ("addressee", "preamble")
        kinds.append(kind)
    _join_titles(paragraphs, kinds)
    _fix_letterheads(paragraphs, kinds)
    return kinds


def _front_kind(paragraph: Paragraph, addressed: bool) -> ClauseKind:
    text = paragraph.text
    if paragraph.kind:
        return "contents" if paragraph.kind == "contents" else "noise"
    chrome = is_chrome(text)
    if chrome:
        return chrome
    plain = _BLANK.sub("", text)
    if is_date_line(text) or (
        _DATE.search(plain[:40]) and _PASSED.search(plain) and plain[-1] not in "。：:"
    ):
        return "date"
    if len(plain) <= 40 and (NUMBER.fullmatch(plain.strip("（）()")) or _ORDER.fullmatch(plain)):
        return "number"
    if _PERSON.fullmatch(text):
        return "signature"
    if is_organ_line(text):
        return "signature" if addressed else "letterhead"
    if text[-1] in "：:" and len(text) <= 400 and not _NO_ADDRESSEE.search(text) and _ADDRESSEE.search(text):
        return "addressee"
    if _MARK.match(text):
        return "paragraph"
    if TITLE_END.search(text) and is_title_line(text):
        return "title"
    if _PREAMBLE.search(text) and (is_finished(text) or len(text) > 40):
        return "preamble"
    return "paragraph"


def _join_titles(paragraphs: Sequence[Paragraph], kinds: list[ClauseKind]) -> None:
    """Make the lines of a broken title titles too: those before its last line that end nowhere."""
    for i, kind in enumerate(kinds):
        if kind != "title":
            continue
        for j in range(i - 1, max(i - 4, -1), -1):
            text = paragraphs[j].text
            if kinds[j] != "paragraph" or not is_title_line(text) or not 4 <= len(text) <= 44:
                break
            kinds[j] = "title"


def _fix_letterheads(paragraphs: Sequence[Paragraph], kinds: list[ClauseKind]) -> None:
    """A body's name right above a date is a signature, wherever it stands."""
    for i, kind in enumerate(kinds):
        if kind == "date" and is_date_line(paragraphs[i].text):
            for j in range(i - 1, -1, -1):
                if kinds[j] != "letterhead" or j == 0:
                    break
                kinds[j] = "signature"


def titles(paragraphs: Sequence[Paragraph], kinds: Sequence[ClauseKind]) -> list[str]:
    """Return the whole titles in the front matter, broken ones joined."""
    found: list[str] = []
    parts = ""
    for i, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        if kind != "title":
            parts = ""
            continue
        text = paragraph.text
        before = paragraphs[i - 1].text if i and kinds[i - 1] == "letterhead" else ""
        parts = parts + text if parts else (before + text if text.startswith("关于") and before else text)
        if TITLE_END.search(text):
            found.append(parts)
            parts = ""
    return found


def choose_title(candidates: Sequence[str]) -> str:
    """Return the title that the document is cited by: a complete “关于…的通知” before any other."""
    own = [t for t in candidates if not t.startswith(("（转载", "(转载", "转载"))]
    about = [t for t in own if _ABOUT.search(t)]
    chosen = about[0] if about else own[0] if own else candidates[0] if candidates else ""
    return re.sub(r"[（(][^（(）)]{0,12}[〔\[][ ]*\d{4}[ ]*[〕\]][^（(）)]{0,12}号[）)]$", "", chosen).strip()


def is_signature(text: str) -> bool:
    """Whether a line may stand in a signature above its date."""
    return is_organ_line(text) or _PERSON.fullmatch(text) is not None


def is_title_part(text: str) -> bool:
    """Whether a line may be the first half of a title broken over lines."""
    return is_title_line(text) and 4 <= len(text) <= 44 and not is_date_line(text) and not is_organ_line(text)


def describe(
    paragraphs: Sequence[Paragraph], kinds: Sequence[ClauseKind], title: str
) -> tuple[str, str, str, str, str]:
    """Return title, issuer, number, date and source address as the front matter states them."""
    texts: dict[str, list[str]] = {}
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        texts.setdefault(kind, []).append(paragraph.text)
    number = next(
        (n for kind in ("number", "title", "letterhead") for n in map(find_number, texts.get(kind, [])) if n),
        "",
    )
    return title, _issuer(texts, title), number or _order_number(texts), _date(texts), _url(texts)


def _issuer(texts: dict[str, list[str]], title: str) -> str:
    before = title.partition("关于")[0].strip() if "关于" in title else ""
    if before and _ORGAN.search(before):
        return before
    signature = [t for t in texts.get("signature", []) if is_organ_line(t)]
    letterhead = texts.get("letterhead", [])
    return (letterhead or signature or [""])[0] if not signature else _BLANK.sub(" ", signature[0]).strip()


def _order_number(texts: dict[str, list[str]]) -> str:
    orders = [t for t in texts.get("number", []) if _ORDER.fullmatch(_BLANK.sub("", t))]
    heads = [t for t in texts.get("letterhead", []) if t.endswith("令")]
    return heads[0] + _BLANK.sub("", orders[0]) if orders and heads else ""


def _date(texts: dict[str, list[str]]) -> str:
    dates = texts.get("date", [])
    signed = [t for t in dates if is_date_line(t)]
    passed = [t for t in dates if not is_date_line(t)]
    for text in signed + passed[::-1] + texts.get("source", []):
        found = find_date(text)
        if found:
            return found
    return ""


def _url(texts: dict[str, list[str]]) -> str:
    return next((url for url in map(find_url, texts.get("source", [])) if url), "")
