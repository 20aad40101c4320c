"""What a figure counts: the noun phrase behind its measure word, or the one before its verb."""

import re

from corpus.bounds import BASE, COMPARED, RATE, SHARE_OF
from corpus.figures import Figure
from corpus.measures import MONEY, PHYSICAL, SHARES, TIME

_BREAK = ",。;:!?\n"
_MEASURED = MONEY | TIME | SHARES | PHYSICAL | {"", "次", "人次"}
MAX_SUBJECT = 40

_AFTER = re.compile(r"\(含[^)]{0,10}\)|及?以上|及?以下|以内|之内|左右|上下|不等|内|多|余|\([^)]{1,3}\)")
# What begins a clause-like modifier ("集…于一体的", "由…组建的"): the head stands behind its 的.
_MODIFIER = re.compile(
    r"集|由|以(?![上下内及])|具有|具备|符合|达到|能够?|面向|用于|从事|拥有|参加|取得|经(?!济|营|费|理|验|典)|与|可|不(?!同|动|良|锈)|在|对|从|为|有(?!机|色|线|限|轨)|"
    r"适应|适合|满足|反映|体现|聚焦|围绕|涵盖|覆盖|依托|服务(?!业|中心|站|平台|机构)"
)
# What ends a noun phrase: adverbs, prepositions and the verbs of policy.
_CUT = re.compile(
    r"同时|发放(?!机构|标准)|提供(?!者|商)|免费|配备|接受|各(?!类|种|项|级|地|界|族)|(?<![人年户平生日亩地月])均(?!衡|等)|(?<![首成古丰])都(?!市)"
    r"|分别|大力|开展|参与(?!度|者|国)|参加(?!人)|进行|实施(?!方案|意见|办法|细则|主体|单位)|实现|达到|达(?=[0-9])|纳入|获批|获评|获得|入选|进入"
    r"|投入使用|投产|投运|竣工|完工|开工|建成|落地|开通|(?<![试])运行(?!机制|体系|中心|管理|维护|监)|已|将(?!军)|(?<![供适反响效感])应当?(?!用|急|届)"
    r"|(?<![许认])可(?!再生|持续|视|靠|研)|必须|不得|予以|给予|用于|(?<![自理事缘])由|(?<![现潜存所实内])在(?!线|校|职|册|岗|编|建)|被|使(?!用|馆|命|领)"
    r"|(?<![行作人成])为(?!主|民)|是|(?<![应])对(?!外|口|接|象|话)|从(?!业|事)|(?<![定面方导取流投动意趋纵横])向(?!上|好)|(?<![及级])以上|(?<![及级])以下|左右|以内"
    r"|(?:提升|提高|增长|下降|增加|减少)(?!工程|行动|计划|项目|专项|率|点|极|幅)|超过|支持(?=.)|全面(?!质量|预算)|加速(?!器)|加快|稳步|顺利|持续(?!血)|深入|进一步|率先"
    r"|成功|陆续|相继|集中(?!区|地|式|营|采)|基本(?!公共|医疗|养老|药|生活|农田|建设|殖|保|型|面|盘|户)|(?<![未外])来(?!源|穗)"
    r"|(?<![宜定民安旅])居(?!民|家|住|委)|位居|位列|占(?!地)|并(?!网|购)|且|等?(?:工作)?(?=$)|还(?!款|贷|田|林|湖|草)|也|(?<!成)就(?!业|学|医|诊|读|近)"
    r"|(?<!公)共(?!同|享|建)|之一|以来|以后|(?<![售产前])后(?!勤|备|续|台|端|方|援)|(?<![学目当])前(?!沿|端|置|期|瞻|列|哨|景)"
    r"|(?<![小临及实工学课])时(?!代|间|尚|空|效)|的"
)
_VERB_START = re.compile(
    r"(?:每|按|各|均|都|分别|建设|建成|建立|用于|支持|推进|推动|修订|调整|开展|进行|实施|实现|达到|达|给予|提高|提升|增长|下降|增加|减少|超过|完成|安排|缴纳|领取|"
    r"申请|办理|提出|作出|向|由|在|对|从|以|为|是|及|和|与|或|并|且|不(?!动|同|良|锈)|未(?!就业|成年|来)|已|将|应|可|的(?:基础|目标|标准|要求|比例|速度|水平|幅度|规模|任务)|标准(?=[给向按])|"
    r"来|后|前|时(?!间|代|尚)|期间|期满|起|止|至|到|仍|就(?!业|学|医|诊)|才|再|等|以|一(?:次(?!性)|个|周)|收取|计算|支付|发放|处|予以|内|居|位|占|稳|连续|同比|比|较|快于|高于|低于|竣工|投产|投用|开工|运行|通车|组成|"
    r"[、)”(]|$)"
)
_GENERIC = frozenset(
    "时间 期限 以上 以下 目标 标准 比例 水平 要求 范围 规模 任务 资金 情况 方式 方面".split()
)
_DEADLINE = re.compile(
    r"(?:应当?|须|必须|可以?|需)?(?:于|在|自|从)[^,。;:]{1,40}?(?:之日起|起|之?后|之?前|结束后?)(?:的)?$|(?:应当?|须|必须|可以?|需)(?:在|于)?$"
)
_TRIM_END = re.compile(r"(?:等|以上|左右|以下|的|和|与|及|以及|并|、|[(（])+$")
_FRONT = re.compile(
    r"(?:(?:到|至|截至|自|从)?(?:20[0-9]{2}年(?:度|底|末|初|前|起|以来|[0-9]{1,2}月)?|“?十[一二三四五六]五”?(?:期间|时期|末)?|今年|明年|去年|全年|年内|今后五年|未来五年|五年来)|"
    r"其中|同时|另外|此外|原则上|一般(?!公共|性|工业|贸易|债|纳税)|全省|全市|全国|全区|全县|我省|我市|我国|各地|各级|要|将|应当?|须|必须|可以?(?!再生|持续|支配)|继续|进一步|积极|全面|加快|大力|着力|努力|力争|确保|预计|累计|共(?!同|享|青)|"
    r"统筹|扎实|深入|有序|稳步|持续|逐步|争取|推动|推进|促进|支持|鼓励|引导|实现|完成|落实好?|巩固(?!拓展)|坚持|保持|新建|改扩建|扩建|改建|改造(?!提升工程)|建设|建成|建立|打造|培育|培养|遴选|"
    r"新增(?!长)|新开工|开工|开展|组织|安排|投入|引进|新设|设立|成立|举办|召开|修订|调整|发放|给予|缴纳|提供|获批|创建|认定|评选|实施|启动|带动|吸引|化解|发展(?=高)|"
    r"使|让|把|对(?!外|口)|在(?!校|职|册|线|编)|按照?|为(?!主)|是|达到?|由|从|向|每(?:[年月季周日天次人户生]|学[年期]|半年|个)?|多(?=断)|[一二三四五六七八九十]+是|仅|只|或|净增|约|近(?!海|岸|视|代)|超过|至少|最高|最低|不(?:超过|少于|低于|高于)|的|、|和|与|及|并(?!网)|且|该|也|还|都(?!市)|均|已|仍|再|又|本(?:办法|条例|规定|细则|法|方案|意见)所称|所称|铺排|解决|接待|保护提升|筹集|推出|设置|识别|推广(?!站|中心)|重点(?!项目|企业|产业|工程|群|学|实|行|领|区|城|县|人)|出台|提取|规划(?=建设)|出让|减免|需|使用(?=资)|[”（(])"
)
_BACK_STRIP = re.compile(
    r"(?:达到|达|达成|为|是|约|近|超过?|经过|突破|至|到|在|保持|稳定|控制|维持|只有|仅|有|不(?:超过|少于|低于|高于|足|到|得超过|得少于|得低于)|最高|最低|最长|最多|至少|高于|低于|多于|少于|大于|小于|"
    r"分别|原则上|一般|力争|预计|年均|累计|同比|平均|共计?|合计|总计|逾|将|应|可|须|要|均|都|已|也|设|建有?|的|满|已达|按|按照|给予|予以|每[人年月天日次户生亩][均]?|比上年|连续|是?指|年满|届?满|不满|未满|应当|可(?:补贴|享受|领取)|配备|、|和|与|及|各|第|[(（])+$"
)
_CHANGE = re.compile(
    r"((?:同比|年均|分别|累计|实际|名义|平均)*(增长|下降|提高|增加|减少|降低|上升|提升|压减|缩短|回落|压缩|上涨|下调|上调|增|降|涨)了?)$"
)
_LEVEL = re.compile(
    r"(?:增长|下降|提高|增加|减少|降低|上升|提升|压减|缩短|回落|扩大|扩展|发展|增|降|升|拓展|延长|调整|上调|下调)(?:到|至|为)了?$"
)
_RATE_TAIL = re.compile(RATE.pattern + "$")
_FROM = re.compile(r"(?:从(?![业事严优紧])|由)(?:20[0-9]{2}年|[^,。;:]{0,30}[0-9])?[^,。;:]{0,20}$")
_NOTE = re.compile(r"[(（][^()（）]{5,}[)）]$")
_TAILS = (_NOTE, _DEADLINE, SHARE_OF, _RATE_TAIL, _FROM, _LEVEL, COMPARED, BASE, _BACK_STRIP)
_PARENS = re.compile(r"[(（][^()（）]{5,}[)）]")


def find_subject(text: str, figures: list[Figure], at: int) -> tuple[int, str]:
    """Return what `figures[at]` counts, in words, and where in `text` the phrase ends (0, "" when none is found).

    Looks no further than about 150 characters, so that a text of figures takes linear time.
    """
    figure = figures[at]
    if _is_yearly(text, figures, at):
        return find_subject(text, figures, at + 1)
    if figure.unit in TIME and (done := _WITHIN.match(text, figure.end)):
        return _deadline(text, figures, at, done.end())
    measured = figure.unit in _MEASURED
    ahead = _ahead_of_list(text, figures, at)
    stated = measured and _BEING.search(text, max(0, figure.start - 8), figure.start)
    if ahead and not stated and not (measured and text[slice(*ahead)] in _GENERIC):
        return ahead[1], _readable(text[slice(*ahead)])
    back = _behind(text, figures, at)
    if back[1]:
        return back
    if ahead:
        return ahead[1], _readable(text[slice(*ahead)])
    return (figure.start, "年龄") if figure.unit in ("岁", "周岁") else (0, "")


def _is_yearly(text: str, figures: list[Figure], at: int) -> bool:
    """Say whether the figure is the span of a rate whose count comes next: 每5年修订1次…."""
    figure, following = figures[at], figures[at + 1 : at + 2]
    if (
        figure.unit not in TIME
        or not following
        or following[0].unit != "次"
        or not text.endswith("每", 0, figure.start)
    ):
        return False
    return _segment_end(text, figure.end, figure.end + MAX_SUBJECT) >= following[0].start


_WITHIN = re.compile("以?内|之内")


def _deadline(text: str, figures: list[Figure], at: int, start: int) -> tuple[int, str]:
    """Return what must be done in the time given (5个工作日内完成审核), else who or what must."""
    start += text.startswith("的", start)
    if text.startswith((")", "）"), start):  # (提出申请之日前12个月内)新招用…
        return _behind(text, figures, at)
    end = _segment_end(text, start, start + MAX_SUBJECT)
    if at + 1 < len(figures):
        end = min(end, max(start, figures[at + 1].start))
    back = _behind(text, figures, at) if end - start < 4 else (0, "")
    return back if back[1] else (end, _readable(text[start:end]))


_BEING = re.compile(
    r"(?:连续|小于|大于|低于|高于|达到?|为|是|超过|突破|不低于|不超过|不少于|不足|约|占[^,。;:]{0,6})$"
)


def _ahead_of_list(text: str, figures: list[Figure], at: int) -> tuple[int, int] | None:
    """Return the noun phrase behind a figure, or behind the list of figures it stands in (5、10和20万元奖励)."""
    for i in range(at, min(at + 8, len(figures))):
        following = figures[i + 1] if i + 1 < len(figures) else None
        if not following or not _LINK.fullmatch(text, figures[i].end, following.start):
            return _ahead(text, figures[i], following)
    return None


_LINK = re.compile(r"(?:以上|以下|左右|以内)?[、和与及或至](?:不超过|约|近)?|及?以上(?:不超过|不足|不满)?")


def _segment_end(text: str, start: int, limit: int) -> int:
    return next((i for i in range(start, min(limit, len(text))) if text[i] in _BREAK), min(limit, len(text)))


def _ahead(text: str, figure: Figure, following: Figure | None) -> tuple[int, int] | None:
    start = figure.end
    while after := _AFTER.match(text, start):
        start = after.end()
    measured = figure.unit in _MEASURED
    if paid := _PAID.match(text, start):
        return paid.span(1)
    modified = text.startswith("的", start)
    start += modified
    if _VERB_START.match(text, start) and not (not measured and _MODIFIER.match(text, start)):
        return None
    end = _segment_end(text, start, start + 80)
    if following and following.start < end:
        inside = not measured and not _LISTED.search(text, start, following.start)
        if inside and (shut := _SIZED.match(text, following.end)) and shut.end() < end:
            start = shut.end()  # 10个年产5万吨以上的基地
        else:
            end = _before_next(text, start, following.start)
    if _MODIFIER.match(text, start):
        opened = _close_modifier(text, start, end)
        if opened is None and text[start] in "由集与在对从":
            return None
        start, end = opened or (start, end)
    elif not measured:
        start = _skip_attributes(text, start, end)
    end = _phrase_end(text, start, end)
    return (start, end) if end - start >= 1 and not _VERB_START.match(text, start) else None


# 5000元标准给予补贴
_PAID = re.compile(r"的?标准(?:向[^,。;:]{1,14}?)?(?:给予|发放|支付|享受|领取)([^,。;:()]{2,12})")


def _before_next(text: str, start: int, stop: int) -> int:
    """Return where the phrase ends before the next figure: at the last 、 or 和 if there is one."""
    cut = max(text.rfind(c, start, stop) for c in "、和与及,")
    return cut if cut > start else stop


def _close_modifier(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the head behind the 的 that closes a modifier; it may stand behind a comma or two."""
    at = text.rfind("的", start, end)
    if at < 0 or end - at < 3:
        stop = start + 90
        sentence = next(
            (i for i in range(start, min(stop, len(text))) if text[i] in "。;\n!?"), min(stop, len(text))
        )
        at = text.find("的", end, sentence)
        if at < 0:
            return None
        end = _segment_end(text, at + 1, sentence)
    return at + 1, end


def _skip_attributes(text: str, start: int, end: int) -> int:
    """Return where the head begins behind attributes with 的, unless a verb stands between."""
    at = text.rfind("的", start, end)
    while at > start:
        if end - at > 2 and not _STRONG.search(text, start + 1, at):
            return at + 1
        at = text.rfind("的", start, at)
    return start


_LISTED = re.compile("[、和与及]")
_SIZED = re.compile("(?:以上|以下|左右|以内|级)?的|以上|以下|级")
_STRONG = re.compile(r"各(?!类|种|项|级|地|界)|开展|实施|进行|推进|参与|提供|纳入|是|将|已")


def _phrase_end(text: str, start: int, end: int) -> int:
    cut = _CUT.search(text, start + 1, end)
    if cut and cut.start() > start:
        end = cut.start()
    if (opened := text.find("(", start, end)) >= 0 and text.find(")", opened, end) < 0:
        end = opened
    while end > start and (trim := _TRIM_END.search(text[start:end])):
        end = start + trim.start()
    return min(end, start + MAX_SUBJECT)


def _behind(text: str, figures: list[Figure], at: int) -> tuple[int, str]:
    """Return the noun phrase before a figure's verb, from an earlier part of the sentence if need be."""
    unit, stop, change = figures[at].unit, figures[at].start, ""
    for _ in range(4):
        low = max(0, stop - 120)
        start = max(max(text.rfind(c, low, stop) for c in _BREAK) + 1, low)
        inside = _figures_between(figures, at, start, stop)
        piece, verb = _last_piece(text, inside, start, stop)
        begin, end, moved = _noun_phrase(text, piece, stop)
        change = change or verb or moved
        if end > begin:
            begin = _behind_verb(text, begin, end, unit)
            return end, _readable(text[begin:end]) + change.strip()
        if not inside and (start == low or text[start - 1] in "。;!?\n"):
            break
        at -= len(inside)
        stop = inside[0].start if inside else start - 1
    return 0, ""


def _figures_between(figures: list[Figure], at: int, start: int, stop: int) -> list[Figure]:
    """Return the figures before `figures[at]` that begin in the span, the last sixteen at most."""
    return [f for f in figures[max(0, at - 16) : at] if start <= f.start < stop]


def _last_piece(text: str, inside: list[Figure], start: int, stop: int) -> tuple[int, str]:
    """Return where the noun phrase before a figure begins, and a verb of change that stands alone behind a 、."""
    begin = inside[-1].end if inside else start
    while after := _AFTER.match(text, begin, stop):
        begin = after.end()
    mark = text.rfind("、", begin, stop)
    if mark < 0:
        return begin, ""
    first, last, verb = _noun_phrase(text, mark + 1, stop)
    if last <= first:
        return (stop if inside else begin), verb
    while (
        begin < mark and (piece := text.find("、", begin, stop)) >= 0 and _VERBAL.search(text, begin, piece)
    ):
        begin = piece + 1
    return begin, ""


_VERBAL = re.compile(
    r"投产|通车|完工|竣工|建成|居[^民家住]|增长|达到|稳步|下降|突破|提升|获批|获评|入选|开工|[了]$|第[0-9一二三四五六七八九十]|封顶|运行$|推进$"
)
_INNER = re.compile(
    r"(?:取得|新增|突破|建成|完成|培育|引进|获批|获评|实施|打造|新建|改造|发放|接待|解决|化解|落地|拥有|设立|新设|推出|创建|认定|入选|签约|开通|建有|设有|共有|招收|招聘|选派|新开工|开工|投放|举办|开展|建设)(?=[^,。;、]{3,}$)"
)


def _behind_verb(text: str, begin: int, end: int, unit: str) -> int:
    """Return where the object of the last verb begins, for a figure that counts things."""
    if unit in _MEASURED:
        return begin
    quoted = text.rfind("”", begin, end) + 1
    start = max(begin, quoted) if text.rfind("“", begin, end) < quoted else begin
    verbs = [m.end() for m in _INNER.finditer(text, start, end)]
    return verbs[-1] if verbs else begin


def _noun_phrase(text: str, start: int, stop: int) -> tuple[int, int, str]:
    """Return the noun phrase of `text[start:stop]` without the verbs around it, and the verb of change."""
    stop, change = _without_verbs(text, start, stop)
    while after := _AFTER.match(text, start, stop):
        start = after.end()
    for word in ("是指", "即"):
        at = text.rfind(word, start, stop)
        start = at + len(word) if at >= 0 else start
    while front := _FRONT.match(text, start, stop):
        start = front.end()
    if stop - start > 16 and (cut := text.rfind("的", start, stop - 2)) >= 0:
        start = cut + 1
    return start, stop, change


def _without_verbs(text: str, start: int, stop: int) -> tuple[int, str]:
    """Return where the phrase ends before verbs, bounds and comparisons, and the verb of change among them."""
    change = ""
    while stop > start:
        part = text[start:stop]
        tail = next((m for tail in _TAILS if (m := tail.search(part))), None)
        if not tail and not change:
            tail = _CHANGE.search(part)
        if not tail:
            break
        change = change or _change_of(tail, part)
        stop = start + tail.start()
    return stop, change


def _change_of(tail: re.Match[str], part: str) -> str:
    """Return the verb of change that a tail holds; a blank when the figure is the level reached (提高到)."""
    if tail.re is _LEVEL:
        return " "
    moved = _CHANGE.search(part) if tail.re in (COMPARED, BASE, _CHANGE) else None
    return moved.group(2) if moved else ""


def _readable(words: str) -> str:
    return _PARENS.sub("", words).strip(" ，,、的\n")


def complete(subject: str, heading: str) -> str:
    """Return a subject that the text cuts off, completed from the heading that names it in full."""
    for size in range(len(subject), 2, -1):
        at = heading.find(subject[-size:])
        if at >= 0:
            rest = re.match(r"[^,。;:!?\n、和与及的]*", heading[at + size :])
            return subject + (rest.group() if rest else "")
    return subject
