"""What asks in a question: the words that tell its kind, its units, and what it wants of a document."""

import re
from typing import Literal

from bot.clock import CLOCK
from bot.units import UNITS, Family, family_of
from corpus.measures import MONEY, PHYSICAL, SHARES, TIME

Kind = Literal["figure", "check", "who", "when", "which", "definition", "yesno", "clause", "metadata", "open"]
Field = Literal[
    "date",
    "number",
    "issuer",
    "title",
    "addressee",
    "effective",
    "validity",
    "interpreter",
    "repeal",
    "person",
    "meeting",
    "amendments",
    "decision",
]
Aggregate = Literal["sum", "difference", "compare"]

# Words for units, which name no subject.
MEASURES = MONEY | TIME | SHARES | PHYSICAL | {"年度", "百分之", "月份", "百分比"}
_UNIT = "|".join(map(re.escape, sorted(UNITS - {"年头"}, key=lambda u: (-len(u), u))))
# 多少千瓦时 asks for 千瓦时, not for thousands of 瓦时.
_BIG = "(?:[万亿百]|千(?![瓦克米伏赫卡升])){0,2}"

# What asks for a figure, with the family of units that can answer; "" where any can.
ASKS_FIGURE = re.compile(
    rf"(?:(?:有|是|为|达|达到|要|占)?(?:(?<![第那这头])(?:多少(?!个人[所账信])|几(?![何内乎率里])|若干(?!措施|意见|规定|政策|问题|举措|决定))){_BIG}(?P<unit>{_UNIT})?)"
    r"|(?P<long>多长时间|多久|多少时间|多长的时间|几时)|(?P<size>有?多[长高深宽厚远])|(?P<old>多大(?:年[纪龄]|岁数)|几岁)|(?P<area>(?:有|要|是|为|约|达|积|^)多大(?!学|年[纪龄]|岁)|多大(?=面积|比例))"
    r"|(?P<share>百分之(?:几|多少)|几分之几|几成|多少百分[比点]|占比|比例是|比重是)"
    r"|(?P<count>(?:的)?(?:总数量|总数|数量|数目|个数|所数|人数|次数)(?:是|有|为|呢)?)$"
    r"|(?P<sumof>(?:的)?(?:指标|金额|总额|限额|额度|面积|比例|标准|期限|年限|年龄)(?:是|有|为)?(?:多少|什么)?)$"
    r"|(?P<rate>(?<=[\u4e00-\u9fff]{2})(?:(?<![效频概功利税费汇])率|里程|产量|产值|增速|规模|吞吐量|增加值))$"
    r"|(?P<aim>(?<=[年的])目标(?:是|为)?(?:什么)?)$"
)
# What must hold for a thing to be called so is said where it is defined.
COUNTS_AS = re.compile(r"(?:才|就|怎样|怎么|如何)(?:能|可以|可)?(?:算|称|叫|认定)|属于什么|算不算")
# A question that a figure answers if there is one, and a sentence otherwise.
MAY_BE_FIGURE = re.compile(
    r"目标(?:是|为)?(?:什么)?$|(?:[^效频概功利税费汇]率|里程|产量|产值|增速|规模|吞吐量|增加值)$|\b(?:phone|telephone|hotline|fax)\b|^what (?:[a-z-]+ ){0,3}(?:gdp|growth|income|output)\b|^what(?:'s| is| are| was| were)\b(?!.*\b(?:number|amount|how)\b)"
)
# 分哪几级, 第几届: a question for kinds or for a place in a row, not for a count.
_ASKS_KINDS = re.compile(
    r"哪几|分几(?!年|个?月|天|周)|几[个大]?(?:部分|方面|类|级|种情形)|第(?:几|多少)|排名(?:是|为)?第?[几多]|排第|编号"
    r"|(?:电话|号码|邮箱|邮编|网址|热线)[^,。]{0,4}(?:多少|几)(?!个?(?:小时|天|日|[年月]|分钟|[元钱次人部条个门台]))"
)
# 几个人 asks for people, 几个人民法庭 does not.
# A figure to be checked, not one that only tells what is asked about: 超过三年的投诉.
_NAMES_FIGURE = re.compile(
    r"(?:\d+|[一二三四五六七八九十百千万]+[个所家项名年元])(?![个年月日天元%]*(?:以[上下内])?的[\u4e00-\u9fff])"
)
# 增长多少, where no unit is named, asks for a rate.
_GROWS = re.compile(
    "(?:增长|下降|上升|上涨|下跌)(?:了|的?(?:预期|年均)?(?:目标|幅度)(?:值|设)?(?:是|为|定[在为]|达到?)?)?$"
)
_PERSONS = re.compile("人(?![民大才员口类均力事工数体造防格行家]|社局|社厅)")
_LASTS = re.compile(r"期|时间|学制|合同|有效|周岁")
# “…的标准” asks for a figure only where nothing else is asked.
_NAMES_IT = re.compile(r"[^多几]+")
_HINTS: tuple[tuple[Family, str], ...] = (
    (
        "share",
        r"的多少(?=$|[,。计发缴支给付提安补执确作算])|占多少|占(?![地用])[^,。]{2,12}(?:多少|几)(?![人个家户名所])|占比|比例|比重|百分|占总|几成|[^效频概功]率(?:是|要|达|到|有|为)|增速|涨幅|降幅|[^效频概功]率[多几]",
    ),
    (
        "money",
        "多少钱|金额|经费|资金|奖励|资助|报销|[补给领罚收交缴]多少(?=$|[,。的万亿千元块呢])|费用|工资|薪|拨款|补贴|补助|津贴|奖金|罚款|价格|价值|租金|学费|收入|产值|花费|预算|投资|总额|限额|额度|[售票房单定标油电水报均造总]价|票房|(?:多少|几)[^,。个名人家项]{0,8}(?<!基)[金费款钱](?:$|[,。])",
    ),
    ("area", "面积|占地"),
    ("length", "全长|[体身翼]长|长度|高度|海拔|宽度|[深厚]度|水深|里程|身高|距离"),
    ("age", "年龄|年纪|周岁|岁"),
    ("time", "期限|年限|时长|多长时间|多久|时间"),
    ("people", "人口|人数|多少人"),
)
FREQUENCY = re.compile(
    r"(?:多少|几|多)(?:年|个月|月|天|日|周|星期|久|长时间)[^,。?]{0,8}(?:[一1]次(?!性)|一回|一届)|\bhow often\b"
)
_WHEN = re.compile(
    r"[什啥]么?时候|啥时|什么时间|何时|何日|几几年|哪[一]?[天日年月]|哪[一个]*(?:月[底初末份]?|年[底初末]|季度|星期|周)|哪个(?:年份|月份|时间|时候|时期|世纪)|几月|(?<!第)几号|几时|几点"
    r"|(?:什么|哪[一个]*)(?:年代|年份|时期|日期)|西元几年|公元几年|(?:在|(?<![少低多大高小长短晚早])于|从|(?<![短长加少高])[到至]|自)(?:西元|公元)?几年|截止(?:日期|时间)|日期是"
    r"|哪[一个]*(?:段时间|时间段|时段)|什么时段"
    r"|(?<=施行|实施|生效|通过|公布|发布|批准|修订|修正|印发|成立|报名|截止|开始|结束|召开|颁布)的?(?:时间|日期)(?:是|为)?$"
)
_COPULA = r"(?:是|有|在|为|叫|由|被|于|到|从|向|归|属于)*"
_WHO = re.compile(
    _COPULA
    + r"(?:谁|哪[两二三四五六七八九十]个(?:部门|单位|机构|机关)|哪[一个些几级]*(?:部门|单位|机构|机关|组织|人|公司|局|厅|部(?!分)|委)|什么(?:部门|单位|机构|人|组织)|何人|找哪)(?:(?:或者?|和|及|、)(?:单位|机构|组织|部门|个人|人员|人))*"
)
# 第几届: a place in a row is asked for, by the measure word that counts it.
ORDINAL = re.compile(r"第(?:几|多少)(?P<of>[届次期批名位轮条章]?)")
WHICH = re.compile(
    r"第(?:几|多少)[届次期批名位轮条章]?|(?<=电话|号码|邮箱|邮编|网址|热线)(?:号码)?(?:是|为)?多少号?|哪(?:[一二两三四五六七八九十几些样]|个(?![人体])|种(?![植子类])|类(?![别型])|项(?!目)|所(?![得有])|级(?!别)|位(?!置)|家(?![庭长])|条(?![件例款约])|支(?![持出部])|大(?![学型]))*(?:方面|部分)?|什么样?|何种|何|怎么办(?![理证卡手公户案])|怎[么样]样?|如何|啥|咋样?|(?<=分)几|(?<=分[为成作])几[类种级个档等]?"
)
_DEFINITION = re.compile(
    r"^(?:什么叫做?|什么是|何谓|何为|啥叫|啥是|所谓)(?P<a>.+?)(?:呢|啊)?$|^(?P<b>.+?)(?:是什么意思|(?:是指|指的是|指)(?:什么人?|哪些人?|谁|哪[一个家种类些几]+[^,。]{0,4})|属于哪些人|的定义|的含义|的意思|是什么概念|是啥意思|是啥)(?:是什么|呢)?$|^(?P<c>[^的,哪什谁何]{2,12})是什么(?:东西)?$"
    r"|^(?P<d>[^的,]{2,16}(?<![法例定知见案告复规文]))的?全称(?:是|叫)?(?:什么)?$"
)
# 条例里说的吸烟是指什么 asks what 吸烟 is.
_IN_TEXT = re.compile(
    "^(?:本|这[个部份]|该)?(?:条例|办法|规定|法|细则|文件?|通知|方案|意见)(?:里面?|中|上)?(?:所?[说讲提称指]|规定)到?的"
)
_YES_NO = re.compile(
    r"([\u4e00-\u9fff])不\1(?!\1)|吗$|(?<![什怎那这多])么$|是否|是不是|能不能|可不可以|有没有|能否|可否|会不会|要不要|对吗|对不对|需不需要|应不应该|算不算|行不行|可以(?=.{0,14}吗)"
)
_SUM = re.compile(r"一共|总共|合计|共计|总计|加起来|加在一起|相加")
_DIFFERENCE = re.compile(
    r"相差|差多少|差几|(?<![最至])(?:多多少|少多少|多几|少几)|多出|高多少|高出多少|低多少"
)
_COMPARE = re.compile(
    r"哪[个一种类边方者]*[^,。]{0,4}?(?:更|最|比较)?(?<!有)[多少高低长大]$|谁[更最]?[多少]|更多还是|多还是|哪个更|哪一个更"
)
# What a question says of permission, and how a text says the same: 不能 is 不得, 不用 is 免于.
FORBIDS = re.compile(r"(?<!能)不(?:能|得|可以|准|许|允许|让|该|应该?|可)(?!不)|禁止|严禁")
PERMISSION: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        FORBIDS,
        re.compile(r"不得|不能|不可|不准|不予|不应|不许|不允许|禁止|严禁|仅限|只能"),
    ),
    (
        re.compile(r"没有|没(?![问关])|未(?!来|成年)|无(?!需|论)"),
        re.compile(r"没有|未|无(?!需|论)|不具备|不(?:按|履行|依)|非(?!法|常|营利|全日)"),
    ),
    (
        re.compile(r"(?<![用要必])不(?:用|需要|须|必|要钱|花钱|收费)|无需|免[费交除予于]?|豁免"),
        re.compile(r"免|无需|不需|不必|不用|可以不|不收|不再"),
    ),
)
_DATED = re.compile(r"(\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日)")
# 块 behind an amount is money, not a piece of something.
# 地方上呢, 地方上由谁管: texts name the 县级以上地方人民政府, or a 地方 body.
LOCALLY = re.compile(r"(?<![哪么些个的])(?:各地方|地方上|各地|地方)(?=的?呢|上?由谁|归谁)")
COLLOQUIAL_YUAN = re.compile(r"(?<=[0-9一二三四五六七八九十百千万几少])块(?:钱|(?=[吗呢的?]|$))")
# 办一次管几年: for how long it is valid.
LASTS_FOR = re.compile(r"(?:能|可以|可)?(?:管|用|顶)(?=(?:几|多少|多)(?:年|个?月|天|日|久|长))(?:用)?")
# “里程达……公里”: what is left out is asked for.
BLANK = re.compile(rf"(?:…+|_{{2,}}|\.{{3,}})(?=[万亿]?(?:{_UNIT}))")
EACH = re.compile(r"各|分别")
# 一所, 一家: said where a language with articles says “a”.
ARTICLE = re.compile(r"一[所家个名位项套份次条种类回顿只头辆台张件间座副双对把部台]")
# 两家, 三处: a number in words says little of what it counts.
COUNTED = re.compile(r"[两二三四五六七八九十][所家个名位项套份次条种类处]")
# A date, a name in quotation marks, or a time of day is one word.
WHOLE = re.compile(rf"({_DATED.pattern[1:-1]}|\d{{1,3}}号线|“[^“”]{{2,8}}”|{CLOCK})")
# On what a document is based is asked for, and the words for that which a text does not repeat.
BASIS_ASKED = re.compile("(?:根据|依据|按照)(?:是|的是)?(?:哪|什么)|(?:制定|上位法)的?(?:依据|根据)")
BASIS = frozenset({"依据", "根据", "按照"})
# How long before a deed is asked for.
AHEAD = "提前"
# 交一份钱, 办个证: a verb and its object, which official texts write in one.
# 那几起事故 asks for no number.
APART = re.compile(
    r"(?<=[交付掏办领开报上补罚])了?(?:一?[份个点些笔张])(?=[钱证税费款卡])|[那这]几(?:[个起种类次项条件家所位名]|(?=[\u4e00-\u9fff]))"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|届|级|$|[^\d.%万亿元个所名])")
FILLERS = re.compile(
    r"^(?:你好|您好|请问(?:一下)?|麻烦(?:问一下|您|你)?|我?想(?:问|知道|了解)(?:一下)?|请?告诉我|帮我?(?:查|看|找)(?:一下|下|查|看)?|打听一下|咨询一下|[,。!?\s])+"
)
TAIL = re.compile(r"[?!。,.;:~、\s…]+$")
# A time behind keywords, as one types them: 就诊率 2023年.
TIME_BEHIND = re.compile(r"^(?P<asked>[^ ,]+)[ ,]+(?P<time>(?:19|20)\d\d年|[今去明]年)$")
# “…行吗” only asks whether.
WHETHER = re.compile(r"(?:行|可以|成|好|够|对|能行)(?:吗|么|不|嘛|不行|不可以)?$")
# Whoever speaks or signs is named by his post.
POST = "总理|省长|市长|州长|县长|区长|镇长|主席|行长|部长|局长|厅长|署长|主任|会长|院长|秘书长|书记"
METADATA: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (
        "decision",  # 一并修改了几部法律
        re.compile(
            r"修[改正订][^,。]{0,12}(?:几|多少)[部件](?:法律|[^,。]{0,3}法规|规章)|修[改正订]的(?:法律|[^,。]{0,3}法规|规章)[^,。]{0,6}(?:几|多少)[部件]"
            r"|决定[^,。]{0,8}改了?[^,。]{0,4}(?:几|多少)[部件]"
        ),
    ),
    (
        "amendments",
        re.compile(
            r"修[正订改](?:过|了)?(?:多少|几)[次回]|(?:多少|几)[次回]修[正订改]|how many times .{0,60}\b(?:amended|revised)"
        ),
    ),
    (
        "meeting",
        re.compile(
            r"(?:哪|什么)[一]?[次个届]*[^,。]{0,6}?(?:会议|大会|全会|会上|会)(?!计|员|费|长)[^,。]{0,4}(?:通过|审议|批准|表决|[作做]|提出)"
            r"|[在由经](?:哪|什么)[一]?[次个届]*(?:会议|大会|全会|会)上?"
            r"|第几[届次][^,。]{0,16}?(?:人大|人民代表大会|常委会|常务委员会|会议)[^,。]*(?:通过|批准|修[订正改]|审议)|(?:通过|批准|修[订正改]|审议)[^,。]*第几[届次]|(?:人大|常委会|常务委员会)第几[届次]"
            r"|(?:哪|什么)[一个]*(?:机关|机构|部门|单位|人大)[^,。]{0,4}(?:通过|批准)的|谁批准的|谁通过(?:的|$)"
            r"|(?:at|by|in) (?:which|what) (?:meeting|session|congress|plenum|plenary)"
        ),
    ),
    (
        "person",
        re.compile(
            rf"哪[一]?[位个名](?:{POST})|哪[一]?[位个名](?:领导|人|同志|代表)?[作做](?:的|了)?(?:$|[^,。]{{0,6}}报告)|(?:{POST})(?:是谁|是哪位|叫|的?(?:名字|姓名)|姓)|谁[作做](?:的|了)?(?:[^,。]{{0,6}}报告)|报告[^,。]{{0,4}}谁来?[作做]|谁(?:签[发署]|签的?名)|who (?:delivered|gave|made|presented|signed)"
        ),
    ),
    (
        "addressee",
        re.compile(
            r"发给|印发给|主送|下发给|抄送|(?:印发|发布|下发)(?:到|至)?(?:谁|哪些?单位|哪些?地方)|addressed|sent to"
        ),
    ),
    (
        "validity",
        re.compile(
            r"有效期|有效多|多久(?:内)?有效|管多久|几年有效|(?:有效|失效)(?:多少|几)年|(?:执行|施行|实施|有效|适用)[到至]|valid"
        ),
    ),
    (
        "effective",
        re.compile(r"施行|实施|实行|生效|起效|执行|in(?:to)? force|takes? effect|took effect|effective"),
    ),
    ("interpreter", re.compile(r"解释权?|interpret")),
    ("repeal", re.compile(r"废止|作废|替代|取代|repeal|replac")),
    (
        "number",
        re.compile(r"文号|发文字号|发文号|几号文|多少号文|文件编?号|第几号|document number|reference number"),
    ),
    (
        "date",
        re.compile(
            r"印发|发布|发表|发文|公布|出台|发出|成文|颁布|下发|发的|落款|批准|修订|修正|签发|制发|通过|作的|作出|(?<!工)作报告|所作|会上作|宣读|(?:答复|复函|批复|本函|文件|通知|意见|办法|报告|通报|公告|方案|决定)的?日期|(?:报告|通知|文件|方案|意见|办法|条例|公告|通告|规定)是(?:哪[一]?[天日年]|什么时候)的?$|报告工作|(?:复函|批复|回函)的?$|哪[一]?[天日](?:复函|批复|回函)|issued?|published?|released?|dated?|promulgated|adopted|approved|passed|enacted|delivered|revised|amended"
        ),
    ),
    (
        "issuer",
        re.compile(
            r"印发|发布|发文|公布|出台|发的|颁布|下发|制定|落款|署名|issue[ds]?|publish(?:ed|es)?|released?|promulgated|made"
        ),
    ),
    ("title", re.compile(r"标题|题目|全称|全名|叫什么名|什么名|文件名|title|full name|called")),
)
FIELDS: dict[Kind, tuple[Field, ...]] = {
    "when": ("validity", "effective", "date", "repeal"),
    "who": ("meeting", "person", "addressee", "interpreter", "issuer"),
    "figure": ("decision", "validity", "number", "amendments"),
    "definition": (),
}
# Of what the term of validity is asked: 入户卡的有效期.
VALIDITY_OF = re.compile("(?P<of>[^,。的]{2,12})的?有效期")
DOCUMENT_WORDS = frozenset(
    "正文 附件 附表 号令 令 国务院令 内容 原文 全文 条文 通知 通告 指引 指南 须知 文件 方案 实施方案 办法 意见 决定 规定 细则 条例 法 法律 公告 通报 批复 函 复函 报告 规划 纲要 政策 文 全文 本文 "
    "notice document plan scheme measure measures policy regulation regulations law opinion opinions decision report rule rules text".split()
)
# 本条例, 这份文件: the document at hand, whatever its name.
THIS_DOCUMENT = re.compile(
    r"[本该此这](?:[部份个项篇])?(?=条例|办法|细则|规定|通知|意见|方案|报告|规划|法|文)"
)
TOPIC = re.compile(
    r"(?:做|干|讲|说|写|包括|包含|有)(?:了|些)*(?:什么|哪些|啥)|怎么(?:做|办|建|搞|样)|如何|(?:什么|哪些)(?:内容|措施|政策|要求|做法|办法|规定|工作|任务|举措|职责)"
)


def chinese_kind(folded: str) -> tuple[Kind, re.Match[str] | None]:
    """Return the kind of a folded Chinese question, and the words in it that ask, if any."""
    definition = _DEFINITION.search(folded)
    if definition and (definition["d"] or not any(p.search(folded) for _, p in METADATA)):
        return "definition", definition
    yes_no = _YES_NO.search(folded)
    if (when := _WHEN.search(folded)) and not FREQUENCY.search(folded):
        return "when", when
    if yes_no and _NAMES_FIGURE.search(re.split("[,;]", folded[: yes_no.end()])[-1] + folded[yes_no.end() :]):
        return "check", yes_no
    figure = next((m for m in ASKS_FIGURE.finditer(folded) if m.group()), None)
    if (
        figure
        and not _ASKS_KINDS.search(folded)
        and not (_NAMES_IT.fullmatch(figure.group()) and (yes_no or WHICH.search(folded)))
    ):
        return "figure", figure
    if who := _WHO.search(folded):
        return "who", who
    if yes_no:
        return "yesno", yes_no
    if which := WHICH.search(folded):
        return "which", which
    return "open", None


def unit_family(folded: str, match: re.Match[str] | None) -> tuple[Family | None, str]:
    """Return the family of units that can answer, and the measure word asked in."""
    unit = (match.group("unit") or "") if match else ""
    if match and unit == "个" and _PERSONS.match(folded, match.end()):
        return "people", "人"
    if unit:
        return family_of(unit), unit
    if match and (match.group("rate") or "").endswith("率"):
        return "share", ""
    if match and _GROWS.search(folded[: match.start()]):
        return "share", ""
    if match and not re.search(_HINTS[0][1], folded):
        for name, family in (
            ("long", "time"),
            ("size", "length"),
            ("area", "area"),
            ("old", "age"),
            ("share", "share"),
        ):
            if match.group(name):
                if name == "size" and _LASTS.search(folded):
                    return "time", ""
                return family, ""  # type: ignore[return-value]
    hinted = next((family for family, words in _HINTS if re.search(words, folded)), None)
    if hinted or match is None or not match.group("count"):
        return hinted, ""
    return "count", ""


def subject_defined(match: re.Match[str]) -> str:
    """Return what a question for a definition asks the meaning of, by the words of it that ask."""
    return _IN_TEXT.sub("", next(filter(None, match.groups())))


def aggregate_of(folded: str) -> Aggregate | None:
    """Return what is to be worked out from several figures, if anything."""
    if _DIFFERENCE.search(folded):
        return "difference"
    if _COMPARE.search(folded):
        return "compare"
    return "sum" if _SUM.search(folded) else None
