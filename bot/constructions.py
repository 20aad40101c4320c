"""Questions that only a sentence of the same construction answers: 以…为导向, 设在, 分为几级, 在哪里办理."""

import re

from bot.asking import PERMISSION
from bot.question import Question

# Questions that a sentence answers only in the same construction, and that.
_BUILT = (
    (
        re.compile(
            r"以(?:什么|何|哪[些个]?)为(?P<word>导向|根本|宗旨|原则|主[体导题线]?|核心|目[标的]|重点|基础|中心|方向|依据|标准|指导|引领|抓手|动力)"
        ),
        r"以[^,。;:]{{1,40}}为{0}",
    ),
    (
        re.compile(r"(?<![建开创假新增])(?P<word>设)[有立置]?(?:哪|什么|几)"),
        r"{0}[^,。;:]{{1,30}}[、和:]|{0}.*(?:下列|以下)",
    ),
    (re.compile("(?P<word>异议|不服)"), "异议|不服|申诉|复核|复议|复查|起诉|诉讼|申辩"),
    (
        re.compile(r"(?P<word>地址)(?:是|在)?(?:哪|什么|多少)"),
        r"{0}[:为是在]|[接邻临]近|[毗紧]邻|位于|坐落|地处|[省市区县镇乡][^,。;]{{0,12}}[路街道巷号村]|在[^,。;]{{2,20}}[区县镇村]|大厦|号楼",
    ),
    (re.compile(r"(?P<word>设)立?[在于](?:哪|什么|何)"), r"{0}|位于|坐落"),
    (
        re.compile(
            r"(?:在|到|于)(?:哪[里儿]|哪[一个些]*(?:地方|城市|[省市区县]|市州)|什么地方|何[处地])(?P<word>举办|举行|召开|开幕|办$|开$)|建[在于](?P<of>哪)"
        ),
        r"[在于][^,。;]{{2,}}|位于|地[点址]|承办|落户|[地处][:：]",
    ),
    (
        re.compile(
            r"(?P<word>[到至])哪[一]?[年天日月]|(?:什么时候|何时|哪[一]?[年天日月])[^,。]{0,4}(?P<of>截止|结束)"
        ),
        r"[到至]|[前底末止]|截止|结束|收官|以内|完成",
    ),
    (
        re.compile(r"哪[一]?[天日年月](?:底|末)?(?:之|以)?(?P<word>前)"),
        r"前|[底末]|[0-9一二三四五六七八九十][日月年天]内|截止",
    ),
    (re.compile(r"[定评划]为几(?P<word>级)"), r"[0-9一二三四五六七八九十]{0}"),
    (re.compile(r"按照?(?:什么|哪[个种]?|何种?)(?P<word>标准|比例)"), r"{0}|按|[元%]"),
    (
        re.compile(
            r"(?P<word>[在到去](?:哪[里儿]|什么地方|何处))[^,。]{0,2}(?:办|申请|领|认证|下载|查|缴|交|提交|报名|登记|打印|投诉|补)"
        ),
        r"^(?=.*(?:[办申领报缴补查审送]|受理|登记|认证|提出|提交|下载|打印|投诉)).*(?:(?<![正存潜现所实])[在到向于至赴](?!期|位|岗|职(?!工)|此|内)"
        r"(?![^,。;]{{0,24}}(?:之日|期间|过程中|[日月年]内|[时前后](?:,|$)))[^,。;]{{2,}}|(?:上缴|缴入|存入|汇入|纳入)[^,。;]{{2,}}"
        r"|通过|登录|前往|窗口|网|app|平台|地[址点]|所在地|大厅)",
    ),
    (
        re.compile(r"分(?:成|为)?几个?(?P<word>星级|阶段|[级类等档期批步])"),
        r"[0-9一两二三四五六七八九十]+个?{0}|分为|分成|[甲特]{0}",
    ),
    (
        re.compile(r"(?P<word>存放|保存|放置|安置|公示|公布|张贴|停放|保管)[在于](?:哪|什么|何)"),
        r"{0}[在于]|在[^,。;]{{1,20}}{0}",
    ),
    (
        re.compile(r"(?P<word>[\u4e00-\u9fff]{2}[日周月节])(?:是|在|为)(?:哪|什么时候|何时|几)"),
        r"(?:为|是|作为)[^,。;]{{0,14}}{0}|{0}(?:为|是|在|定)",
    ),
)


def says_as_asked(question: Question, text: str, above: str) -> bool:
    """Return whether a sentence is built as the question is: 以什么为导向 asks for 以…为导向, 设在哪里 for 设在."""
    for asked, said in _BUILT:
        if (m := asked.search(question.folded)) and not re.search(said.format(m.group("word")), text):
            return False
    forbids, forbidden = PERMISSION[0]
    banned = question.kind in ("which", "who") and forbids.search(question.folded)
    return not banned or forbidden.search(f"{above} {text}") is not None
