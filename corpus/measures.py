"""The measure words and units that make a number a quantity, and the words they are mistaken for."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONEY = _words(
    "元 元人民币 美元 欧元 日元 港元 港币 韩元 英镑 卢布 澳元 加元 新台币 台币 法郎 马克 卢比 泰铢 先令 便士 令吉 比索 里拉 镑 加币 澳币 人民币元 银元 两白银 人民币 块钱 毛钱"
)
TIME = _words(
    "年 个月 个自然年度 个自然年 个年度 个自然月 个会计年度 个多月 周年 周岁 岁 个世纪 学年 个学年 学期 个学期 个季度 周 个星期 星期 天 日 夜 个工作日 工作日 个交易日 "
    "交易日 个自然日 自然日 个小时 个多小时 小时 个钟头 分钟 刻钟 秒钟 秒 毫秒 学时 课时 个课时 个学时 月龄 个年头 个昼夜 昼夜"
)
SHARES = _words("% ‰ 个百分点 百分点 个基点 基点 倍 成 番 折 分")
PHYSICAL = _words(
    "千米 公里 厘米 毫米 微米 纳米 海里 英里 英尺 英寸 英呎 英吋 公尺 公分 公吨 公升 公里/小时 平方公尺 平方英尺 平方英呎 立方英尺 立方英呎 立方公尺 立方公里 立方千米 开尔文 光分 秒差距 天文单位 英亩 海浬 浬 哩 西西 像素 华里 米 里 尺 丈 光年 平方公里 平方千米 平方米 平方厘米 平方英里 平米 立方米 "
    "立方厘米 立方 公顷 亩 亩次 顷 吨 公斤 千克 毫克 微克 克 斤 磅 盎司 升 千升 毫升 加仑 桶 千瓦时 千瓦 兆瓦时 兆瓦 吉瓦 瓦时 瓦 千伏安 千伏 伏 "
    "马力 千卡 大卡 赫兹 千赫 兆赫 分贝 毫米汞柱 百帕 兆帕 帕 摄氏度 华氏度 度 度电 标准立方米 标箱 标准箱 载重吨 总吨 标准煤吨 兆 字节 像素"
)
_SYMBOLS = _words(
    "km km2 km² m m2 m3 m² cm cm2 mm μm um nm hm2 hm² ha kg g mg μg t kt L ml mL kW KW kw MW GW TW W kWh KWh kwh MWh GWh kV KV V "
    "mA mAh Hz kHz KHz MHz GHz dB GB TB PB MB KB Gbps Mbps Kbps EFLOPS PFLOPS TFLOPS EFlops PFlops TFlops EFLOPs PFLOPs TFLOPs Eflops Pflops Tflops MPa kPa Pa hPa °C °F ℃ ° km/h m/s "
    "TEU P PF EF TF EB"
)
COUNTS = _words(
    "个 名 位 人 人次 人日 人份 人天 户 户次 家 家次 口 口人 对 双 例 例次 起 件 宗 桩 份 册 本 篇 部 套 台 台套 台(套) 台次 台班 辆 辆次 艘 "
    "艘次 架 架次 列 趟 班次 车次 航次 座 栋 幢 间 处 所 项 项次 门 门次 类 种 款 条 张 片 块 根 支 只 头 匹 羽 株 棵 枚 颗 粒 场 场次 轮 轮次 "
    "批 批次 集 首 幅 卷 段 层 圈 遍 顿 杯 瓶 盒 袋 箱 床 股 笔 票 席 桌 孔 针 剂 剂次 疗程 个疗程 字 词 句 帧 次 则 列 员 石 面 话 辑 班 层 转 具 赛季 点 颗星 尊 顶 把 盏 束 窝 胎 球 环 局 盘 倍量"
)
# Said of a rank or of a thing's name when a Chinese numeral stands before: only behind Arabic digits, or behind 两.
LOOSE = _words(
    "期 级 年级 节 章 里 度 两 手 道 胜 负 行 页 步 课 堂 格 路 站 组 队 回 代 尾 届 分 点 面 班 转 节课 省 市 县 区 州 镇 乡 村 国 校 市州 地市 县区 "
    "县市 县市区 区县 乡镇 街道 社区 省份 省市 省区 省(区、市) 省区市 点位 站点 周 夜 局 盘 球 环 把 束 桶 卷 折 克 股 段 斤 升 角 元人民币 兆 顶 口"
)

# What is counted in whole numbers only.
WHOLE = _words("个 名 位 人 户 家 岁 周岁 项 种 类 条 所 件 套 次 个月 个工作日")
# With 一 more often an article than a count: 一项工作, 一种方式.
ARTICLES = _words("批 类 种 项 条 片 段 部 股 起 把 对 双 套 位 轮 头 道")


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


_ALL = _alternatives(MONEY | TIME | SHARES | PHYSICAL | COUNTS | LOOSE)
_PER = rf"/\(?[百千万亿]{{0,2}}(?:{_ALL}|月|季|生|师|班)(?:[·.*](?:月|年|日|天|次|人))?\)?"
# A unit: a measure word or a symbol, with what it is counted by: 元/人·月.
UNIT = re.compile(rf"(?:{_ALL}|(?:{_alternatives(_SYMBOLS)})(?![A-Za-z]))(?:{_PER})*+")

# What follows makes it another word or no quantity at all, whatever the numeral.
NOT_BEFORE = {
    "年": re.compile(
        r"[级代份度制]|(?:[^内以,。、;]{0,8}?(?:规划|计划|行动|攻坚))|期间?(?!限)(?=[^内以满]|$)(?!满)|[0-9一二三四五六七八九十正闰腊]{1,2}月|\([0-9]{3,4}年"
    ),
    "周": re.compile(r"[边围岁年期]"),
    "部": re.compile(r"[门委队分]"),
    "分": re.compile(r"[别类为区档期级步批公局会布析成散支行校院部组工店]|之"),
    "次": re.compile(r"[大革要生品序贷元性能供]"),
    "成": re.compile(r"(?!以上|以下|左右|多|的|[,。;、)]|$)"),
    "里": re.compile(r"[面程]"),
    "代": re.compile(r"[表理码]"),
    "国": re.compile(r"[家务有产内际民道]"),
    "市": re.compile(r"[场民级政]"),
    "区": re.compile(r"[域别间块]"),
    "路": re.compile(r"[线网径]"),
    "级": re.compile(r"(?!地震|大风|以上地震|左右|强震|台风)"),
    "度": re.compile(r"[假过]"),
    "人": re.compile(r"[民工](?!作)|社"),
    "元": re.compile(r"[旦宵素首帅]"),
    "倍": re.compile(r"[数]"),
    "起": re.compile(r"[点步]"),
    "面": re.compile(r"[积向对临貌试粉料包的板部]"),
    "班": re.compile(r"[级主]"),
    "转": re.compile(r"[移换变化型让]"),
    "具": re.compile(r"[有备体]"),
    "点": re.compile(r"[整半钟前后起到至0-9。]|位"),
    "话": re.compile(r"[题]"),
    "项": re.compile(r"目(?!标)"),
    "手": re.compile(r"."),
    "所": re.compile(r"[示述列]"),
    "天": re.compile(r"津"),
}
# The same behind a Chinese numeral: 三门峡, 五台山, 两个维护 have no measure word.
NOT_BEHIND_CHINESE = {
    "门": re.compile(r"[峡县]"),
    "台": re.compile(r"[山县河湾]"),
    "家": re.compile(r"[渠庄坪堡港]"),
    "人": re.compile(r"[民称世家小大格行]"),
    "名": re.compile(r"[单录义称]"),
    "户": re.compile(r"[籍口外型]"),
    "米": re.compile(r"[粥饭]"),
    "项": re.compile(r"规定"),
    "亩": re.compile(r"地$"),
    "角": re.compile(r"."),
    "本": re.compile(r"[科院批土]"),
    "条": re.compile(r"[件例线]"),
    "轮": re.compile(r"[车驱]|摩托"),
    "类": re.compile(r"[似]"),
    "字": re.compile(r"[架型路军星形勋绣]|$|[,。]"),
    "石": re.compile(r"."),
    "员": re.compile(r"[外工]"),
    "则": re.compile(r"[是天]"),
    "位": re.compile(r"一体"),
    "对": re.compile(r"[一于照]"),
    "双": re.compile(r"[一]"),
    "头": re.compile(r"[领部]"),
    "块": re.compile(r"."),
    "片": re.compile(r"[区]"),
}
