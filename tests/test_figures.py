"""find_figures: values, units, bounds, and what is no figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.figures import Figure, find_figures
from corpus.numbering import to_numeral
from corpus.view import view

READ = [
    ("建设80个集教育于一体的基地", "80个", 80, "个", None),
    ("550万户", "550万户", 5500000, "户", None),
    ("投入3.5亿元", "3.5亿元", 350000000, "元", None),
    ("1亿2000万元", "1亿2000万元", 120000000, "元", None),
    ("达到6.66万亿元", "6.66万亿元", 6660000000000, "元", None),
    ("1,234,500人", "1,234,500人", 1234500, "人", None),
    ("一千二百三十四人", "一千二百三十四人", 1234, "人", None),
    ("100万千瓦", "100万千瓦", 1000000, "千瓦", None),
    ("5千瓦", "5千瓦", 5, "千瓦", None),
    ("带宽15 GW", "15 GW", 15, "GW", None),
    ("增长12.5%", "12.5%", 12.5, "%", None),
    ("自然增长率-0.5‰", "-0.5‰", -0.5, "‰", None),
    ("提高2.5个百分点", "2.5个百分点", 2.5, "个百分点", None),
    ("一半", "一半", 0.5, "", None),
    ("过半数同意", "半数", 0.5, "", "过"),
    ("2/3以上", "2/3", 2 / 3, "", "以上"),
    ("三分之二", "三分之二", 2 / 3, "", None),
    ("百分之三十", "百分之三十", 30, "%", None),
    ("千分之五", "千分之五", 5, "‰", None),
    ("70余所", "70余所", 70, "所", "余"),
    ("30多万人", "30多万人", 300000, "人", "多"),
    ("近百名", "百名", 100, "名", "近"),
    ("十多年", "十多年", 10, "年", "多"),
    ("一年半", "一年半", 1.5, "年", None),
    ("两个多月", "两个多月", 2, "个月", "多"),
    ("3个半月", "3个半月", 3.5, "个月", None),
    ("半年内", "半年", 0.5, "年", "内"),
    ("1个月", "1个月", 1, "个月", None),
    ("15日内", "15日", 15, "日", "内"),
    ("开工七日前", "七日", 7, "日", None),
    ("开馆之日二十日前", "二十日", 20, "日", None),
    ("并在九十日前公告", "九十日", 90, "日", None),
    ("20个工作日", "20个工作日", 20, "个工作日", None),
    ("年满16周岁", "16周岁", 16, "周岁", "年满"),
    ("召开两次会议", "两次", 2, "次", None),
    ("翻两番", "两番", 2, "番", None),
    ("20元/人·月", "20元/人·月", 20, "元/人·月", None),
    ("每平方米3000元", "3000元", 3000, "元", "每平方米"),
    ("每人每月补助500元", "500元", 500, "元", "每人每月"),
    ("占总课时一半以上", "一半", 0.5, "", "占总课时，以上"),
    ("每年至少1个月", "1个月", 1, "个月", "每年，至少"),
    ("不得超过2年", "2年", 2, "年", "不得超过"),
    ("高于全国平均0.3个百分点", "0.3个百分点", 0.3, "个百分点", "高于全国平均"),
    ("10个左右领域", "10个", 10, "个", "左右"),
    ("每校配备一名教师", "一名", 1, "名", "每校"),
    ("至少建设一所学校", "一所", 1, "所", "至少"),
    ("14市州", "14市州", 14, "市州", None),
    ("人口约3万人", "3万人", 30000, "人", "约"),
    ("人口3亿", "3亿", 300000000, "", None),
    ("人口为19071。", "19071", 19071, "", None),
    ("零下10度", "10度", 10, "度", "零下"),
    ("是不是100个?", "100个", 100, "个", None),
]


@pytest.mark.parametrize(("text", "figure", "value", "unit", "qualifier"), READ)
def test_a_quantity_is_read(text: str, figure: str, value: float, unit: str, qualifier: str | None) -> None:
    found = find_figures(text)
    assert [(f.text, f.unit, f.qualifier) for f in found] == [(figure, unit, qualifier)]
    assert found[0].value == pytest.approx(value, rel=1e-12)


RANGES = [
    ("5—10年", 5, 10, "年"),
    ("5至10年", 5, 10, "年"),
    ("3-5个", 3, 5, "个"),
    ("60%~70%", 60, 70, "%"),
    ("5—10万元", 50000, 100000, "元"),
    ("5万元至10万元", 50000, 100000, "元"),
    ("三至五名", 3, 5, "名"),
    ("1个至5个工作日", 1, 5, "个工作日"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_a_range_has_both_ends(text: str, low: float, high: float, unit: str) -> None:
    assert [(f.value, f.high, f.unit) for f in find_figures(text)] == [(low, high, unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("50所学校和150个专业", [50, 150]),
        ("每5年修订1次", [5, 1]),
        ("12个月以上36个月以下", [12, 36]),
        ("从5%提高到10%", [5, 10]),
        ("14个市州各改扩建1所", [14, 1]),
        ("增长9.2%、8.2%、12%", [9.2, 8.2, 12]),
    ],
)
def test_figures_come_in_the_order_of_the_text(text: str, values: list[float]) -> None:
    assert [f.value for f in find_figures(text)] == values


NO_FIGURE = """
2022年 二〇二二年 一九九八年 2022—2025年 1月20日 11月1日至2日 2022年1月20日前 于10日前 每月10日前 3月5日、10日前 1500年 618年 民国38年 5年5月 太平二年(257年)
第3批 第十四条 第三次 第1至3名 第十五个五年规划 三年行动计划 十四五 1+X “三个一” “两个维护” 10:00 8时30分 010-12345678
国发〔2019〕4号 一批 一个平台 一次性补贴 一体化 一方面 一定 一般 统一 一等奖 二级 三级医院 两会 三农 五位一体
上半年 数以万计 数百万元 几十个 十几年 三四个 千家万户 百年大计 一人一策 三门峡 五台山 三元材料 八项规定 收支两条线
PM2.5 5G 4A级 H7N9 1.2.3个 十届全国人大四次会议 干在一起 大陆间 十分重要 这一年 另一个 任何一名 零部件
""".split()


@pytest.mark.parametrize("text", NO_FIGURE)
def test_years_ordinals_names_and_articles_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_digits_broken_by_lines_and_width_are_one_number() -> None:
    assert [
        f.value
        for f in find_figures(view("各地要扎实推进农村危房改造，年内完成改造２５００\n户，共 550 万户").text)
    ] == [2500, 5500000]


def test_a_marker_at_the_start_of_a_line_is_no_part_of_a_whole_number() -> None:
    assert [(f.value, f.text) for f in find_figures("1.80周岁及以上的\n2.3个")] == [
        (80, "80周岁"),
        (3, "3个"),
    ]
    assert [f.value for f in find_figures("占地\n1.5公顷，达1.2倍")] == [1.5, 1.2]


ALPHABET = st.sampled_from(
    "0123456789一二三两十百千万亿零半多余几个所名元年月日次%％.,，。、/-—~至第每占约“”（） \n建设的以上内"
)


@given(st.text(ALPHABET, max_size=60) | st.text(max_size=40))
def test_any_text_gives_ordered_verbatim_spans(text: str) -> None:
    seen = view(text).text
    found = find_figures(seen)
    assert all(seen[f.start : f.end] == f.text and f.start < f.end for f in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert found == find_figures(seen)


@given(st.integers(1, 10**15 - 1), st.sampled_from(["个", "元", "户", "人次", "平方米"]))
def test_every_arabic_count_is_read_back(n: int, unit: str) -> None:
    assert [(f.value, f.unit) for f in find_figures(f"建设{n}{unit}")] == [(n, unit)]


@given(st.integers(11, 9999), st.sampled_from(["个", "元", "户", "名"]))
def test_every_chinese_count_is_read_back(n: int, unit: str) -> None:
    assert [(f.value, f.unit) for f in find_figures(f"建设{to_numeral(n)}{unit}")] == [(n, unit)]


@pytest.mark.parametrize(
    "piece", ["1", "一", "1,", "1-", "1.", "三分之", "“1", "每", "1万", "100个", "1个至"]
)
def test_long_runs_of_numerals_do_not_hang(piece: str) -> None:
    assert isinstance(find_figures(piece * (300_000 // len(piece))), list)


def test_a_figure_compares_by_value() -> None:
    assert find_figures("80个") == [Figure(80, "个", 0, 3, "80个")]
