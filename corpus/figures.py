"""Every quantity in a string: its value, unit and what bounds it; no years, ordinals or clause numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from corpus.measures import LOOSE, MONEY, NOT_BEFORE, NOT_BEHIND_CHINESE, PHYSICAL, SHARES, UNIT

MAX_DIGITS = 15  # more are a code, not a count


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in a string, `text` its characters from `start` to `end` (unit included).

    `value` is in the unit named, `high` the upper end of a range; `qualifier` what bounds it, several
    joined with "，" in the order of the text.
    """

    value: float
    unit: str
    start: int
    end: int
    text: str
    high: float | None = None
    qualifier: str | None = None


def find_figures(text: str) -> list[Figure]:
    """Return the quantities of `text` (a view's text, width folded), in order; takes linear time."""
    return list(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    at = 0
    while match := _NUMBER.search(text, at):
        figure = _read_half(text, match) if text[match.start()] == "半" else _read(text, match)
        at = match.end()
        if figure:
            yield figure
            at = figure.end


# --- numbers -------------------------------------------------------------------------------------------

_CHINESE = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_KILO = r"千(?![瓦克米伏卡赫焦]|伏安)"  # 5千瓦 is five of a thousand watts, not five thousand
_SCALE = rf"(?:[多余来]?(?:[十百万亿]|{_KILO})(?!帕))"
_ARABIC = rf"(?:[0-9]{{1,3}}+(?:,[0-9]{{3}}(?![0-9]))++|[0-9]++)(?:\.[0-9]++)?+(?:{_SCALE}++(?:[0-9]++{_SCALE}++)*+)?+"
_HAN = r"(?:[〇零一二两三四五六七八九十百万亿壹贰叁肆伍陆柒捌玖拾佰仟]|千(?![瓦克伏卡赫]))++(?:点[〇零一二三四五六七八九]++)?+(?:[多余来](?=[万亿])[万亿]++)?+"
_NUMBER = re.compile(rf"{_ARABIC}|{_HAN}|半(?=年|个月|小时|个小时|天|数)")
_NEXT_NUMBER = re.compile(rf"{_ARABIC}|{_HAN}")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "拾": 10, "佰": 100, "仟": 1000}
_DIGITS = {c: i for row in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for i, c in enumerate(row)} | {
    "两": 2
}


@lru_cache(maxsize=8192)
def number_value(token: str) -> Fraction | None:
    """Return what a written number says ("3.5亿", "一百二十", "30多万"), or None when it is no number."""
    token = re.sub("[多余来]", "", token)
    if len(token) > 2 * MAX_DIGITS:
        return None
    return _arabic_value(token) if token[0] in "0123456789" else _han_value(token)


def _arabic_value(token: str) -> Fraction | None:
    total = Fraction(0)
    for digits, scales in re.findall(r"([0-9,]+(?:\.[0-9]+)?)([十百千万亿]*)", token):
        if len(digits) > MAX_DIGITS:
            return None
        value = Fraction(Decimal(digits.replace(",", "")))
        for scale in scales:
            value *= _SCALES[scale]
        total += value
    return total


def _han_value(token: str) -> Fraction | None:
    whole, _, decimals = token.partition("点")
    if not any(c in _SCALES for c in whole) and len(whole) > 1:
        return None  # 二〇二二 is a year, 三四 is vague
    value = _han_integer(whole)
    if len(whole) == 1 and whole in "壹贰叁肆伍陆柒捌玖":
        return None  # 大陆间, 队伍名
    if value is None or not decimals:
        return None if value is None else Fraction(value)
    return value + Fraction(int("".join(str(_DIGITS[c]) for c in decimals)), 10 ** len(decimals))


def _han_integer(token: str) -> int | None:
    for scale in ("亿", "万"):
        high, mark, low = token.rpartition(scale)
        if mark:
            left = _han_integer(high) if high else 1
            right = _han_low(low, _SCALES[scale])
            return None if left is None or right is None else left * _SCALES[scale] + right
    return _han_section(token)


def _han_low(token: str, scale: int) -> int | None:
    if not token:
        return 0
    if len(token) == 1 and token in _DIGITS:  # 三万五
        return _DIGITS[token] * scale // 10
    return _han_section(token)


def _han_section(token: str) -> int | None:
    total, digit, last = 0, -1, 10**5
    for c in token:
        if c in "零〇":
            if digit > 0:
                return None
            digit = 0 if not total else -1
        elif c in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[c]
        elif _SCALES[c] < last:
            last = _SCALES[c]
            total, digit = total + (1 if digit < 0 else digit) * last, -1
        else:
            return None
    if digit < 0:
        return total
    colloquial = last in (100, 1000) and token[-2] in _SCALES
    return total + (digit * last // 10 if colloquial else digit)


def _plain(value: Fraction) -> float:
    return value.numerator if value.denominator == 1 else float(value)


# --- figures -------------------------------------------------------------------------------------------

_FRACTION = re.compile(r"分之")
_APPROX = re.compile(r"[多余]|来(?=[个名位人家所年岁天])")
_RANGE = re.compile(rf"(?:—{{1,2}}|-{{1,2}}|~|至|到)({_ARABIC}|{_HAN})")
_HALF = re.compile(r"半(?!数|导|岛|径|成)")
_SLASH = re.compile(r"/([0-9]{1,3}+)(?![0-9/.])")
_CODE = re.compile(r"[.:+×/_][0-9]|[a-zA-Z]*[-_][A-Za-z]|几")
_ARTICLE_BARRED = frozenset("每的统唯单逐专合同某任另这那哪上下前后其何新第之不万惟划归")
_BARE_SCALE = re.compile(r"[十百千万亿]+")
_UPPER = frozenset("近上约超逾过达破")


def _read(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    token = match.group()
    if _is_part_of_a_name(text, start, end, token):
        return None
    if token.startswith("一") and text.startswith("半", end) and len(token) == 1:
        return _finish(text, start, end + 1, Fraction(1, 2), None, "", "")
    value = number_value(token)
    if value is None:
        return None
    if _FRACTION.match(text, end):
        return _read_fraction(text, start, end + 2, value, token)
    if slash := _SLASH.match(text, end):
        return _read_slash(text, start, slash, value)
    if _CODE.match(text, end):
        return None
    return _read_quantity(text, start, end, token, value)


def _is_part_of_a_name(text: str, start: int, end: int, token: str) -> bool:
    """Say whether what stands before makes the number an ordinal, a code, a time or a slogan."""
    before = text[start - 1] if start else ""
    if not before:
        return False
    if before in "第〔[_+×" or (before in ".:/—-~" and start > 1 and text[start - 2] in "0123456789"):
        return True
    if before in "—-" and start > 1 and text[start - 2].isascii() and text[start - 2].isalpha():
        return True
    if before.isascii() and before.isalpha():
        unit = UNIT.match(text, end)
        return not unit or unit.group() not in MONEY | SHARES
    if before == "含" and text[start - 2 : start - 1] in ("(", "〔"):
        return True
    if before == "“":
        close = text.find("”", end, end + 12)
        return close >= 0 and (close - end > 3 or not token[0].isdigit())
    return before in _ARTICLE_BARRED and token[0] == "一" and len(token) == 1


def _read_fraction(text: str, start: int, at: int, bottom: Fraction, token: str) -> Figure | None:
    match = _NEXT_NUMBER.match(text, at)
    top = number_value(match.group()) if match else None
    if not match or top is None or not bottom:
        return None
    if token in ("百", "千"):
        return _finish(text, start, match.end(), top, None, "%" if token == "百" else "‰", "")
    return _finish(text, start, match.end(), top / bottom, None, "", "")


def _read_slash(text: str, start: int, slash: re.Match[str], top: Fraction) -> Figure | None:
    bottom = int(slash.group(1))
    if not 0 < top < bottom or top.denominator != 1 or bottom > 100:
        return None
    return _finish(text, start, slash.end(), top / bottom, None, "", "")


def _read_half(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    before = text[start - 1] if start else ""
    if before in "上下前后大多一对" and before:
        return None
    if text.startswith("数", end):
        return _finish(text, start, end + 1, Fraction(1, 2), None, "", "")
    unit = UNIT.match(text, end)
    return _finish(text, start, unit.end(), Fraction(1, 2), None, unit.group(), "") if unit else None


def _read_quantity(text: str, start: int, end: int, token: str, value: Fraction) -> Figure | None:
    approx = _APPROX.match(text, end)
    at = approx.end() if approx else end
    about = approx.group() if approx else next((c for c in "余多" if c in token), "")
    unit = _unit_at(text, at)
    high_token = None
    high = None
    span = _RANGE.match(text, unit.end() if unit else at)
    if span and (high := number_value(span.group(1))) is not None and high > 0:
        upper = _unit_at(text, span.end())
        if upper and (not unit or upper.group().startswith(unit.group())):
            high_token, unit, at = span.group(1), upper, span.end()
        else:
            high = None
    else:
        high = None
    if high is not None and high_token is not None:
        value = _share_scale(value, token, high, high_token)
        if high <= value:
            return None
    name = unit.group() if unit else ""
    stop = unit.end() if unit else at
    if not name and not _counts_alone(text, stop, token, about):
        return None
    if name and not _is_quantity(text, start, stop, token, name, about, value, high):
        return None
    if name in _HALVES and (half := _HALF.match(text, stop)):
        value, stop = value + Fraction(1, 2), half.end()
        if longer := _LONGER.match(text, stop):
            name, stop = name + longer.group(), longer.end()
    if not about and name and text[stop : stop + 1] in ("多", "余") and not text.startswith("多种", stop):
        about, stop = text[stop], stop + 1
    if name[:2] in ("个多", "个半"):
        value += Fraction(1, 2) if name[1] == "半" else 0
        about = about or ("多" if name[1] == "多" else "")
        name = "个" + name[2:]
    return _finish(text, start, stop, value, high, name, about)


_HALVES = frozenset(("年", "个", "天", "倍", "小时", "周"))
_LONGER = re.compile("小时|月|学期")


def _unit_at(text: str, at: int) -> re.Match[str] | None:
    spaced = text.startswith(" ", at) and text[at + 1 : at + 2].isascii()
    return UNIT.match(text, at + 1 if spaced else at)


def _share_scale(low: Fraction, token: str, high: Fraction, high_token: str) -> Fraction:
    """Give the lower end the scale of the upper one: 5—10万元 begins at 50000."""
    scales = re.search("[十百千万亿]+$", high_token) if high_token[0].isdigit() else None
    if not scales or re.search("[十百千万亿]", token):
        return low
    scale = Fraction(1)
    for c in scales.group():
        scale *= _SCALES[c]
    return low * scale if low < high / scale else low


def _counts_alone(text: str, stop: int, token: str, about: str) -> bool:
    """Say whether a number without a unit is a quantity: 人口3亿, 3000多学生."""
    if not token[0].isdigit():
        return len(token) > 2 and token[-1] in "万亿" or bool(about) and len(token) > 1
    if "," in token:
        return True
    cued = len(token) > 1 and _COUNT_CUE.search(text, max(0, stop - len(token) - 8), stop - len(token))
    return token[-1] in "万亿" or bool(about) or bool(cued)


_COUNT_CUE = re.compile(
    r"(?:人口|人数|总数|户数|数量|个数|件数|次数|面积)(?:约?为|是|达到?|共?有|约|总计|共计|增至|降至)?约?$"
)


_YEAR_CUE = re.compile(
    r"(?:历时|近|超过|逾|长达|任期|持续|约|共|有着?|达|满|不少于|不超过|至少|存续|每|为期|期限为?|经过)$"
)
_ERA = re.compile(
    r"(?:民国|公元前?|西元前?|前|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|洪武|永乐|万历|崇祯|贞观|开元|昭和|大正|明治|平成|令和|建安|天宝|元和|正德|嘉靖|顺治|'|’)$"
)
_DURATION = re.compile(r"[多余]?(?:内|以内|之内|以上|以下|后|之后|以后|左右|期|半|为期|为限|不|[,。;、)]|$)")
_DAY_AFTER = re.compile(r"内|以内|之内|以上|以下|后|之后|以后|左右|期限|期满|的|不|/")
_DAY_BEFORE = re.compile(
    r"(?:提前|满|超过|不少于|不超过|至少|每|近|为期?|共|连续|累计|期限|延长|超|达|少于|多于|未满|不足)$"
)
_COUNTING = re.compile(
    r"(?:至少|最少|不少于|不低于|不超过|不得超过|不多于|最多|仅|只|只能|仅限|限|限报|满|近|约|超过|不足|未满|设|设立|建|建设|建成|建立|新建|改扩建|组建|创建|配备|配|配置|聘请|选派|选聘|明确|确定|推荐|增加|增设|为|共|有|含|各|达到|缴纳|延长|期限|任期|缴费|公示|为期|一般|取|占|计|每)$"
)
_ONLY = re.compile(r"[仅只][^,有能要是]{0,2}$")
_EACH = re.compile(r"[每各]")
_AFTER_ARTICLE = re.compile(r"(?:及?以上|以下|以内|之内|内|左右|[,。;)\n]|$)")
_COUNT_OF_TWO = frozenset("两")
_SMALL_HAN = frozenset("一二三四五六七八九十")


def _is_quantity(
    text: str,
    start: int,
    stop: int,
    token: str,
    name: str,
    about: str,
    value: Fraction,
    high: Fraction | None,
) -> bool:
    """Say whether number and measure word are a quantity here, not part of a date, rank or name."""
    barred = NOT_BEFORE.get(name)
    if barred and not about and barred.match(text, stop):
        return False
    lead = text[max(0, start - 6) : start]
    if name in ("年", "日"):
        return _is_duration(text, lead, stop, token, name, about, value, high)
    if name == "分" and lead.endswith(("时", "点")) or name == "点" and value < 25:
        return False
    if token[0].isdigit():
        return not (lead.endswith("前") and not lead.endswith(_NOT_RANKED) and name not in TIME_LIKE)
    return _is_han_quantity(text, lead, start, stop, token, name, about, high)


_NOT_RANKED = ("目前", "提前", "此前", "以前", "之前", "年前", "月前", "日前")
TIME_LIKE = frozenset(("天", "个月", "个工作日", "小时", "周"))


def _is_duration(
    text: str, lead: str, stop: int, token: str, name: str, about: str, value: Fraction, high: Fraction | None
) -> bool:
    if name == "日":
        if lead.endswith(("月", "日至", "日到", "日-", "日—", "日、")):
            return False
        return bool(about or high or _DAY_AFTER.match(text, stop) or _DAY_BEFORE.search(lead))
    if token[0].isdigit() and len(token) == 4 and 1000 <= value < 2200 or high and 1900 <= value < 2200:
        return bool(about or _YEAR_CUE.search(lead) and text.startswith(("的历史", "历史"), stop))
    if token.isdigit() and len(token) == 3 and value % 50 and not _YEAR_CUE.search(lead):
        return bool(about) or text.startswith(("的历史", "历史"), stop)
    if _ERA.search(lead) and not lead.endswith(_NOT_RANKED):
        return False
    if token == "一":
        counted = high or about or _DURATION.match(text, stop) or _COUNTING.search(lead)
        return bool(counted) and not lead.endswith(("这", "新的", "新", "又", "关键"))
    return not _BARE_SCALE.fullmatch(token) or token == "十" or bool(about) or lead[-1:] in _UPPER


def _is_han_quantity(
    text: str, lead: str, start: int, stop: int, token: str, name: str, about: str, high: Fraction | None
) -> bool:
    """Say whether a Chinese numeral with its measure word counts: 两个, 每校一名, not 一个, 三门峡."""
    barred = NOT_BEHIND_CHINESE.get(name)
    if barred and barred.match(text, stop):
        return False
    if name == "次" and token != "两" and _SITTING.match(text, stop) and not _HELD.search(lead):
        return False
    if lead[-1:] in ("数", "几", "这", "那", "哪", "某"):
        return False
    if high is not None:
        return True
    if lead[-1:] == "前" and not lead.endswith(_NOT_RANKED):
        return False
    if name == "分":
        return lead[-1:] in ("得", "获")
    if name == "两":
        return len(token) > 1 and token[-1] in "百千万"
    if token == "一":
        return name not in LOOSE and _is_counted_one(text, start, stop, name)
    if name in LOOSE and token != "两":
        return False
    if name == "元" and len(token) == 1 and text[stop : stop + 1] not in ("", *",。;:、)/以的至"):
        return False
    if token == "二" and name in _SECOND:
        return False
    if name == "类" and len(token) == 1:
        return lead[-1:] in ("为", "成", "分", "共", "下", "有", "等")
    if _BARE_SCALE.fullmatch(token) and token != "十":
        return bool(about) or lead[-1:] in _UPPER or len(token) > 1 and (name in MONEY or name in PHYSICAL)
    return name != "批" or token != "二"


_SITTING = re.compile("会议|全会|全体|代表大会|党代会")
_HELD = re.compile("[开行办集少过]$|每[年月季].{0,2}$")
_SECOND = frozenset(("次", "类", "本", "胎", "元", "层", "维", "套", "道", "批", "审"))


def _is_counted_one(text: str, start: int, stop: int, name: str) -> bool:
    """Say whether 一 counts (每校配备一名, 至少一次) or is only an article (一个, 一批)."""
    if name in (
        "批",
        "类",
        "种",
        "项",
        "条",
        "片",
        "段",
        "部",
        "股",
        "把",
        "对",
        "双",
        "套",
        "位",
        "轮",
        "头",
        "道",
    ):
        cue = 1
    else:
        cue = 0
    segment = text[max(0, start - 24) : start]
    segment = segment[max(segment.rfind(c) for c in ",。;:!?\n") + 1 :]
    if name == "批":
        return False
    if text.startswith("半", stop):
        return True
    if _AFTER_ARTICLE.match(text, stop) and (not cue or segment[-1:] in "少过限仅只各"):
        return not text.startswith(("一", "又"), stop)
    if cue:
        return bool(re.search(r"(?:至少|不少于|仅|只|限|各|不超过)$", segment))
    return bool(_COUNTING.search(segment) or _ONLY.search(segment) or _EACH.search(segment))


# --- what bounds a figure ------------------------------------------------------------------------------

_BOUNDS_AFTER = re.compile(
    r"(?:\(含[^)]{0,10}\))?(及以上|及以下|以上|以下|以内|之内|左右|上下|不等|封顶|内(?![容部地外陆涵需在设生蒙])|起步)"
)
_BOUNDS = frozenset(
    "不超过 不得超过 不低于 不得低于 不少于 不得少于 不多于 不高于 不得高于 不小于 不大于 不足 不满 未满 未达 低于 少于 小于 多于 高于 大于 "
    "超过 超出 超 逾 突破 至少 最少 最多 最高 最低 最长 最短 最大 最高不超过 大约 约 约为 近 将近 接近 力争 一般 原则上 仅 只 上限 下限 满 年满 "
    "人均 户均 年均 累计 平均 同比 同比增长 比上年 合计 共计 共 总计 总共 预计 力争达到 不到 高达 长达 多达 零下 不得小于 不得大于 "
    "一次性 不能超过 不能少于 不能低于 不应超过 不应少于 不应低于 不可超过 不可以超过 不得多于".split()
)
_FILLERS = frozenset(
    "可 可以 申请 达到 达 为 是 在 到 至 有 设 设立 建 建设 建成 建立 新建 培育 配备 安排 完成 实现 增长 提高 下降 控制在 保持在 稳定在 维持在 提高到 "
    "提升到 增加到 组织 开展 举办 召开 修订 调整 进行 发放 给予 按 按照 的 不变".split()
)
RATE = re.compile(
    r"(?:每(?:[0-9一二两三四五六七八九十半百千万]*(?:个)?(?:年|月|季度|季|学期|学年|周|日|天|人|户|生|次|亩|吨|小时|班|公顷|平方米|平方公里|件|台|辆"
    r"|所|家|校|名|张|例|股|度|千瓦时|立方米|公里|万人|千人|百人)(?:次|口)?))+"
)
COMPARED = re.compile(
    r"((?:不低于|不高于|不超过|不少于|不大于|不小于|按照?|以)[^,。;:、0-9]{2,24}(?=的$)|(?<!不)(?:超过|高于|低于|快于|慢于|优于|好于|(?<![占同环对])比(?![例重率值较特赛])|(?<!比)较(?![大高好低强快为]))[^,。;:、0-9]{2,14}?)"
    r"(?:(?:增长|下降|提高|增加|减少|降低|上升|提升|高|低|多|少)[了出]?)?的?$"
)
_EVERY = re.compile(r"各(?![类种项级界方地族部省市县区国])[^,、各]{0,5}$")
SHARE_OF = re.compile(r"占(?![地用比])([^,。;:、占%0-9]{1,16}?)$")


def _finish(
    text: str, start: int, end: int, value: Fraction, high: Fraction | None, unit: str, about: str
) -> Figure:
    if (
        start
        and text[start - 1] == "-"
        and (start < 2 or not text[start - 2].isalnum() or text[start - 2] > "\u2e80")
    ):
        start, value = start - 1, -value
    bounds = _bounds_before(text, start)
    if (
        not bounds
        and start
        and text[start - 1] in "上过"
        and (text[start] in _SCALES or text.startswith("半数", start))
    ):
        bounds.append(text[start - 1])
    if about:
        bounds.append(about)
    if after := _BOUNDS_AFTER.match(text, end):
        bounds.append(after.group(1))
    return Figure(
        _plain(value),
        unit.replace("元人民币", "元"),
        start,
        end,
        text[start:end],
        None if high is None else _plain(high),
        "，".join(bounds) or None,
    )


def _bounds_before(text: str, start: int) -> list[str]:
    lead = text[max(0, start - 24) : start]
    lead = lead[max(lead.rfind(c) for c in ",。;:!?\n") + 1 :]
    bounds: list[str] = []
    cut = len(lead)
    if lead.endswith("每"):
        bounds, cut = ["每"], cut - 1
    elif compared := COMPARED.search(lead):
        bounds, cut = [compared.group(1)], compared.start()
    while cut:
        words = (lead[cut - n : cut] for n in range(min(5, cut), 0, -1))
        word = next((w for w in words if w in _BOUNDS or w in _FILLERS), "")
        if not word:
            break
        cut -= len(word)
        if word in _BOUNDS:
            bounds.insert(0, word)
    if share := SHARE_OF.search(lead[:cut]):
        bounds.insert(0, share.group())
    rates = [m for m in RATE.finditer(lead) if m.end() <= cut]
    if rates:
        bounds.insert(0, rates[-1].group())
    elif _EVERY.search(lead):
        bounds.insert(0, "各")
    return bounds
