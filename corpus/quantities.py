"""Whether a number with its measure word is a quantity, or part of a date, a rank or a name."""

import re
from dataclasses import dataclass
from fractions import Fraction

from corpus.measures import ARTICLES, LOOSE, MONEY, NOT_BEFORE, NOT_BEHIND_CHINESE, PHYSICAL


@dataclass(frozen=True, slots=True)
class Reading:
    """A number on the way to a figure: `token` as written, `stop` where it ends, unit included."""

    text: str
    start: int
    stop: int
    token: str
    value: Fraction
    high: Fraction | None = None
    unit: str = ""
    about: str = ""

    @property
    def lead(self) -> str:
        """The characters just before the number."""
        return self.text[max(0, self.start - 8) : self.start]

    def followed_by(self, words: tuple[str, ...]) -> bool:
        """Say whether one of the words stands directly behind."""
        return self.text.startswith(words, self.stop)


_COUNT_CUE = re.compile(
    r"(?:人口|人数|总数|户数|数量|个数|件数|次数|面积)(?:约?为|是|达到?|共?有|约|总计|共计|增至|降至)?约?$"
)


def counts_alone(reading: Reading) -> bool:
    """Say whether a number without a unit is a quantity: 人口3亿, 3000多学生, 14,000."""
    token = reading.token
    if not token[0].isdigit():
        return len(token) > 2 and token[-1] in "万亿" or bool(reading.about) and len(token) > 1
    if token[-1] in "万亿" or reading.about or "," in token:
        return True
    return len(token) > 1 and bool(_COUNT_CUE.search(reading.lead))


_NOT_RANKED = ("目前", "提前", "此前", "以前", "之前", "年前", "月前", "日前")
_SPANS = frozenset(("天", "个月", "个工作日", "小时", "周"))
# 一个或者若干个 is as many as one likes.
_OR_MORE = re.compile("或者?(?:若干|几|多|数)")


def is_quantity(reading: Reading) -> bool:
    """Say whether number and measure word are a quantity here."""
    if _OR_MORE.match(reading.text, reading.stop):
        return False
    barred = NOT_BEFORE.get(reading.unit)
    if barred and not reading.about and barred.match(reading.text, reading.stop):
        return False
    if reading.unit == "日":
        return _is_span_of_days(reading)
    if reading.unit == "年":
        return _is_span_of_years(reading)
    if (
        reading.unit == "分"
        and reading.lead.endswith(("时", "点"))
        or reading.unit == "点"
        and reading.value < 25
    ):
        return False
    if not reading.token[0].isdigit():
        return _is_han_quantity(reading)
    ranked = reading.lead.endswith("前") and not reading.lead.endswith(_NOT_RANKED)
    days = reading.unit == "日" and _BEFORE_DEED.search(reading.lead) is not None
    return not ranked or reading.unit in _SPANS or days


_DAY_AFTER = re.compile(r"内|以内|之内|以上|以下|后|之后|以后|左右|期限|期满|的|不|/")
_DAY_BEFORE = re.compile(
    r"(?:提前|满|超过|不少于|不超过|至少|每|近|为期?|共|连续|累计|期限|延长|超|达|少于|多于|未满|不足)$"
)


def _is_span_of_days(reading: Reading) -> bool:
    """Say whether N日 is a span (15日内), not a date."""
    if reading.lead.endswith(("次月", "当月")) and reading.followed_by(("内", "以内", "之内")):
        return True
    if reading.lead.endswith(("月", "日至", "日到", "日-", "日—", "日、")):
        return False
    known = reading.about or reading.high or _DAY_AFTER.match(reading.text, reading.stop)
    known = known or _BEFORE_DEED.search(reading.lead)
    return bool(known or _DAY_BEFORE.search(reading.lead) or _is_before_a_deed(reading))


_BEFORE = ("前", "之前", "以前")
_DEED = re.compile(r"(?:[\u4e00-\u9fff](?<![于在到至每月年日季底初前后和与及或由将])(?<!月的)|之日)$")


def _is_before_a_deed(reading: Reading) -> bool:
    """Say whether N日前 counts back from what stands before it (开工七日前, 举行的十日前); 于10日前 is a date."""
    return reading.followed_by(_BEFORE) and (reading.value > 31 or _DEED.search(reading.lead) is not None)


_YEAR_CUE = re.compile(
    r"(?:历时|近|超过|逾|长达|任期|持续|约|共|有着?|达|满|不少于|不超过|至少|存续|每|为期|期限为?|经过)$"
)
_ERA = re.compile(
    r"(?:民国|公元前?|西元前?|前|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|洪武|永乐|万历|崇祯|贞观|开元|昭和|大正|明治|平成|令和"
    r"|建安|天宝|元和|正德|嘉靖|顺治|'|’)$"
)
_ONE_YEAR = re.compile(r"[多余]?(?:内|以内|之内|以上|以下|后|之后|以后|左右|期|半|为期|为限|不|[,。;、)]|$)")
_HISTORY = ("的历史", "历史")


def _is_span_of_years(reading: Reading) -> bool:
    """Say whether N年 is a span (5年), not a year (2022年, 618年, 民国38年)."""
    token, lead = reading.token, reading.lead
    cue = _YEAR_CUE.search(lead)
    if token.isdigit() and len(token) == 4 and 1000 <= reading.value < 2200:
        return bool(reading.about or cue and reading.followed_by(_HISTORY))
    if reading.high and 1900 <= reading.high < 2200:
        return bool(reading.about)
    if token.isdigit() and len(token) == 3 and reading.value % 50 and not cue:
        return bool(reading.about) or reading.followed_by(_HISTORY)
    if _ERA.search(lead) and not lead.endswith(_NOT_RANKED):
        return False
    return _is_one_year(reading) if token == "一" else not _is_bare_scale(reading)


def _is_one_year(reading: Reading) -> bool:
    counted = reading.high or reading.about or _ONE_YEAR.match(reading.text, reading.stop)
    return bool(counted or _COUNTING.search(reading.lead)) and not reading.lead.endswith(
        ("这", "新的", "新", "又", "关键")
    )


def _is_bare_scale(reading: Reading) -> bool:
    """Say whether the numeral is a mere 百, 千, 万 (百年, 千家万户), not 近百, 千余, 十."""
    if reading.token == "十" or not re.fullmatch("[十百千万亿]+", reading.token):
        return False
    return not (reading.about or reading.lead[-1:] in tuple("近上约超逾过达破"))


_BEFORE_DEED = re.compile("[\u4e00-\u9fff](?<![的年月日个了度于])前$")
_SITTING = re.compile("会议|全会|全体|代表大会|党代会")
_HELD = re.compile("[开行办集少过]$|每[年月季].{0,2}$")
_SECOND = frozenset("次 类 本 胎 元 层 维 套 道 批 审".split(" "))


def _is_han_quantity(reading: Reading) -> bool:
    """Say whether a Chinese numeral with its measure word counts: 两个, 每校一名, not 一个, 三门峡."""
    text, token, unit, lead = reading.text, reading.token, reading.unit, reading.lead
    barred = NOT_BEHIND_CHINESE.get(unit)
    if barred and barred.match(text, reading.stop) or lead.endswith(tuple("数几这那哪某")):
        return False
    if unit == "次" and token != "两" and _SITTING.match(text, reading.stop) and not _HELD.search(lead):
        return False  # 十届全国人大四次会议
    if reading.high is not None:
        return True
    if lead.endswith("前") and not lead.endswith(_NOT_RANKED):
        # 届满前三十日 counts back, 前三年 is the first three.
        return unit in _SPANS | {"日"} and _BEFORE_DEED.search(lead) is not None
    if token == "一":
        return unit not in LOOSE and _is_counted_one(reading)
    return not _is_fixed_term(reading)


# 每年至少安排二次 counts; 二次开发 is a term.
_AT_LEAST = re.compile(r"(?:至少|不[得能]?[少低]于|不[得能]?超过|[每共各])[\u4e00-\u9fff]{0,4}$")


def _is_fixed_term(reading: Reading) -> bool:
    """Say whether numeral and measure word are a term: 二次, 三元, 二类, 三期, 千家."""
    token, unit, lead = reading.token, reading.unit, reading.lead
    if unit == "分":
        return not lead.endswith(("得", "获"))
    if unit == "两":
        return len(token) < 2 or token[-1] not in "百千万"
    if unit in LOOSE and token != "两" or unit in _SECOND and token == "二" and not _AT_LEAST.search(lead):
        return True
    if unit == "元" and len(token) == 1:
        return reading.text[reading.stop : reading.stop + 1] not in ("", *",。;:、)/以的至")
    if unit == "类" and len(token) == 1:
        return not lead.endswith(tuple("为成分共下有等"))
    long = len(token) > 1 and (unit in MONEY or unit in PHYSICAL)
    return _is_bare_scale(reading) and not long


_COUNTING = re.compile(
    r"(?:至少|最少|不少于|不低于|不超过|不得超过|不多于|最多|仅|只|只能|只[能可]在|仅限|限|限报|满|近|约|超过|不足|未满|设|设立|建|建设|建成|建立|新建|改扩建"
    r"|组建|创建|配备|配|配置|聘请|选派|选聘|明确|确定|推荐|增加|增设|为|共|有|含|各|达到|缴纳|延长|期限|任期|缴费|公示|为期|一般|取|占|计|每)$"
)
_ONLY = re.compile(r"[仅只][^,有能要是]{0,2}$")
_BOUNDED = re.compile(r"(?:及?以上|以下|以内|之内|内|左右|[,。;)\n]|$)")


def _is_counted_one(reading: Reading) -> bool:
    """Say whether 一 counts (每校配备一名, 至少一次) or is only an article (一个, 一批)."""
    if reading.unit == "批":
        return False
    if reading.followed_by(("半",)):
        return True
    segment = reading.text[max(0, reading.start - 24) : reading.start]
    segment = segment[max(segment.rfind(c) for c in ",。;:!?\n") + 1 :]
    article = reading.unit in ARTICLES
    if _BOUNDED.match(reading.text, reading.stop) and (
        not article or segment.endswith(tuple("少过限仅只各"))
    ):
        return True
    if article:
        return bool(re.search(r"(?:至少|不少于|仅|只|限|各|不超过)$", segment) or _ONLY.search(segment))
    return bool(_COUNTING.search(segment) or _ONLY.search(segment) or re.search("[每各]", segment))
