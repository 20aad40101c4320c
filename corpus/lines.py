"""A line tells by its form what it is: a body's name, a title, a document number, a portal's trimming."""

import re

from corpus.dates import is_date_line, is_timestamp
from corpus.model import ClauseKind
from corpus.numbering import parse_numeral
from corpus.paragraphs import is_finished

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:字|规)?[〔\[（(【［][ ]*(?:19|20)\d\d[ ]*[〕\]）)】］][ ]*第?[ ]*\d{1,5}[ ]*号"
)
_ORDER = re.compile(r"(?:[\u4e00-\u9fff]{1,20}令[ ]*)?第[ ]*\d{1,5}[ ]*号")
_LONE_ORDER = re.compile(r"[\u4e00-\u9fff]{1,28}(?:令|公告)[ ]*第[ ]*\d{1,5}[ ]*号")
_SOURCE = re.compile(
    r"(?:来源|信息来源|文章来源|发[布表](?:日期|时间)|发布(?:机构|单位)|发文(?:日期|机关|字号)|成文日期|时间|日期|索引号"
    r"|浏览(?:次数|量)|点击|访问量|作者|责任编辑|责编|编辑|主办单位|承办单位|版权所有|更新时间|版本|字号|公开方式"
    r"|主题分类|有效性|统一编号|文号状态|相关(?:报道|文档|链接|新闻|附件|阅读|解读))(?:[ \u3000*]*[:：>]|$)"
)
# The number under which a portal files a page: 11440106718120458W/2024-00008.
_FILING = re.compile(r"[0-9A-Z]{8,}[/-][0-9A-Z/-]{4,}$")
_PRINTED = re.compile(r".{0,40}(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发$")
_URL = re.compile(r"(?:网址[:：])?[ ]*(?:https?|ftp)://\S+$")
_SOURCE_URL = re.compile(r"(?:https?|ftp)://[^\s<>“”，。）)]+")
_NOISE = re.compile(
    r"[0-9a-f]{16,}[:：]?$|【?(?:音频|视频|图文|图片|文字|一图)(?:解读|读懂)|一图读懂|点击查看|[IVXⅠ-Ⅻ]{1,5}$|(?:- ?){3,}$|"
    r"<!--|.*-->$|【?字体[:：]?|您(?:现在|当前)?(?:所在)?的(?:当前)?位置|当前位置|分享(?:到|至)?|打印本页|关闭窗口|扫一扫|首页|返回顶部"
    r"|上一篇|下一篇|关注[ ]*·|[大中小×>»|\-—_*=]{1,3}$|微信$|微博$|打印$|关闭$|收藏$|-{3,}$|&[a-z]{2,5};$"
)
_TITLE_WORDS = (
    "通知|意见|办法|方案|决定|批复|复函|函|通报|答复|规定|细则|条例|法|法典|纲要|规划|报告|建议|措施|清单|指引|公告|通告|命令|令"
    "|决议|指南|简介|请示|计划|标准|规则|章程|制度|解释|公报|议案|要点|目录|规程|规范|预案|准则|协议|办法（试行）|要求|名单|说明|流程|须知|问答"
)
TITLE_END = re.compile(rf"(?:{_TITLE_WORDS})(?:[（(【〔\[][^（(）)]{{1,40}}[）)】〕\]])?$")
# A resolution that adopts a text is not what the text is cited by.
ABOUT = re.compile(rf"关于.{{2,120}}(?:{_TITLE_WORDS})(?<!决议)(?:[（(][^（(）)]{{1,40}}[）)])?$")
ORGAN = re.compile(
    r"(?:厅|局|委员会|委|部|院|政府|办公厅|办公室|银行|国务院|党中央|中央军委|中央|总署|署|公安厅|法院|检察院|联合会|领导小组|总社"
    r"|文件|总工会|司令部|管委会|公司|学校|大学|协会|研究院|集团|国务院令|常务委员会|教委|体委|科委|计委|办事处|街道办|管理处|服务中心|发展中心|融媒体中心|管理中心|指挥部|税务总局|专员办"
    r"|[监总学]会|残联|工商联|妇联|文联|作协|科协|侨联|(?:网信|外|港澳|侨|扶贫|法制|编)办)$"
)
_OFFICE = "总 ?理|省 ?长|市 ?长|区 ?长|县 ?长|州 ?长|行 ?长|主 ?席|部 ?长|局 ?长|署 ?长|主 ?任|委员长"
_PERSON = re.compile(
    rf"(?!关于)[\u4e00-\u9fff]{{0,14}}(?:{_OFFICE})"
    r"(?:[ \u3000]+[\u4e00-\u9fff·]{1,12}(?:[ \u3000]{1,3}[\u4e00-\u9fff·]{1,3}){0,2}|[\u4e00-\u9fff]{2,3})"
)
ADDRESSEE = re.compile(
    r"^各|人民政府|委员|部|委|厅|局|机构|单位|公司|省|市|区|县|院|会|代表|主席|总理|同志|先生|女士"
)
NO_ADDRESSEE = re.compile(
    r"如下|通知|是[:：]$|包括|为[:：]$|下列|以下|条件|材料|[。；！？]|附件|注[:：]|^(?:主|副|委|组|成|召集|秘书|顾问).{0,5}[:：]$"
)
PREAMBLE = re.compile(
    r"^(?:为|根据|按照|依据|经|现将|现就|《[^》]+》(?:（[^）]*）)?(?:已经|业经|已于|已))|现印发|现转发|现予|(?:如下|以下)[^。，]{0,8}[:：。]?$|制定本|制定如下|特制定"
)
MARK = re.compile(r"^附[件表录]?[:：].|^[（(](?:此件|本文|联系人|联系电话|主动公开|不予公开|依申请公开)")
_ENTITY = re.compile(r"&[a-z]{2,5};?")
_BLANK = re.compile(r"\s+")
_ATTACHMENT = re.compile(
    r"(?:附件|附录|附表|附)[ \u3000]*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?[ \u3000]*[:：]?$"
)


def without_blanks(text: str) -> str:
    """Return `text` without blanks and without marks of emphasis."""
    return _BLANK.sub("", text.replace("**", ""))


def closed_up(text: str) -> str:
    """Return a line whose characters all stand apart without its blanks, any other as it is: 国 务 院."""
    if text[1:2] not in " \u3000":
        return text
    characters = text.split()
    return "".join(characters) if len(characters) > 2 and len(max(characters, key=len)) == 1 else text


def find_number(text: str) -> str:
    """Return the first document number (文号) in `text` without blanks, else ""."""
    tried = (text[:400], _BLANK.sub("", text[:400]))
    m = next((m for t in tried if (m := NUMBER.search(t) or _LONE_ORDER.search(t))), None)
    found = _BLANK.sub("", m.group()).removeprefix("日") if m else ""
    return "" if found.startswith(("依据", "根据", "按照")) else found


def find_url(text: str) -> str:
    """Return the first web address in `text`, else ""."""
    m = _SOURCE_URL.search(text[:600])
    return m.group() if m else ""


def is_number_line(text: str) -> bool:
    """Whether a line holds nothing but a document number, or one with a title in brackets behind it."""
    plain = without_blanks(text).strip("（）()") if len(text) <= 80 else ""
    if not plain or plain.startswith(("依据", "根据", "按照")):
        return False
    m = NUMBER.match(plain) or _ORDER.match(plain)
    return bool(m) and (m is not None and (m.end() == len(plain) or plain[m.end()] in "（("))


def is_organ_line(text: str) -> bool:
    """Whether a line only names bodies, as in a letterhead or a signature."""
    text = closed_up(text)
    names = re.split("[\\s、]+", _ENTITY.sub("", text).strip())
    if len(text) > 80 or any(c in "，。；：:《》" for c in text) or "关于" in text:
        return False
    return all(ORGAN.search(name) for name in names)


def is_person_line(text: str) -> bool:
    """Whether a line names an office and who holds it: 省长 李炳军."""
    return len(text) <= 40 and _PERSON.fullmatch(text) is not None


def is_signature(text: str) -> bool:
    """Whether a line may stand in a signature above its date."""
    return is_organ_line(text) or is_person_line(text)


def ends_title(text: str) -> bool:
    """Whether a line ends as titles do: …的通知, …办法（试行）."""
    plain = without_blanks(text) if len(text) <= 200 else ""
    return 3 <= len(plain) <= 160 and "。" not in plain and TITLE_END.search(plain) is not None


def is_title_part(text: str) -> bool:
    """Whether a line may be a part of a title that is broken over lines."""
    text = closed_up(text)
    if not 4 <= len(text) <= 44 or is_finished(text) and text[-1] not in "）)》” " or text[-1] in "，、,；":
        return False
    if text.isascii() or is_chrome(text) or is_date_line(text) or is_organ_line(text) or is_number_line(text):
        return False
    return not any(c in text for c in "。；：:！？") and not text.startswith(("——", "（", "("))


def is_title_line(text: str) -> bool:
    """Whether a line may be a title or a part of one."""
    return ends_title(text) or is_title_part(text)


def attachment_number(text: str) -> int | None:
    """Return the number of an "附件1：" that stands alone on its line (0 when unnumbered), else None."""
    text = closed_up(text)
    m = _ATTACHMENT.match(text) if len(text) <= 12 else None
    if not m:
        return None
    number = parse_numeral(m.group(1)) if m.group(1) else 0
    return int(number or 0)


def is_chrome(text: str) -> ClauseKind | None:
    """Return the kind of a line that a web portal put there, else None."""
    text = closed_up(text.replace("**", ""))
    if _NOISE.match(text):
        return "noise"
    if len(text) <= 40 and is_timestamp(text):
        return "source"
    if len(text) <= 200 and (
        _SOURCE.match(text) or _URL.match(text) or _FILING.match(text) or _PRINTED.match(text)
    ):
        return "source"
    return None
