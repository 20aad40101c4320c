"""Everyday words and what misleads: nouns of one character, times of day, parts, bans, neighbours, years of paragraphs."""

import pytest
from conftest import Served, serve_texts

from bot.clock import covers

RULES = """# 河湾市家养动物管理办法

第一条 为了规范饲养行为，制定本办法。

第二条 在城区饲养犬只的，每户限养两只。犬只登记证有效期为五年。

第三条 违反本办法，一年内受到三次处罚的，七年内不予办理犬只登记证。

第四条 市动物诊疗机构应当从其建立的兽医专家库中随机抽取9名专家，提出鉴定意见。

第五条 每日7时至19时不得携带大型犬进入公园。犬主个人不缴纳登记费。

第六条 市农业部门设立咨询电话，受理咨询。
"""
REPORT = """# 2026年河湾市政府工作报告

（2026年1月20日）

一、工作回顾

2025年是不平凡的一年。全市上下共同努力。

我们改善民生。城镇新增就业3.5万人，新改建公园12个。

二、今年工作

建设4个市级救护中心、15个街道救护中心、80个村级救护点。为2000名老人提供免费体检服务。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("everyday"), policy=RULES)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("everyday"), policy=REPORT)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        pytest.param("一户最多养几只狗？", (2, "只"), id="a noun of one character is counted"),
        pytest.param("狗的登记证办一次管几年？", (5, "年"), id="a ban's time is no validity"),
    ],
)
def test_figures_of_rules(rules: Served, question: str, fact: tuple[int, str]) -> None:
    [found] = rules.answerer.answer(question).facts
    assert (found.value, found.unit) == fact


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("兽医专家库一共有多少名专家？", "兽医", id="a part is not the whole"),
        pytest.param("一户最多养几只猫？", "猫", id="another animal"),
    ],
)
def test_figures_not_set(rules: Served, question: str, missing: str) -> None:
    answer = rules.answerer.answer(question)
    assert answer.status == "not_found"
    assert any(missing in word for word in answer.missing)


def test_a_part_is_given_where_it_is_asked_for(rules: Served) -> None:
    [fact] = rules.answerer.answer("从专家库中抽取几名专家？").facts
    assert (fact.value, fact.unit) == (9, "名")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("中午十二点可以牵大型犬去公园吗？", "7时至19时不得携带大型犬", id="a time of day"),
        pytest.param("登记要不要犬主自己交一份钱？", "个人不缴纳登记费", id="a verb apart from its object"),
    ],
)
def test_sentences_of_rules(rules: Served, question: str, said: str) -> None:
    assert said in rules.answerer.answer(question).citations[0].quote


def test_a_telephone_number_is_not_answered_without_one(rules: Served) -> None:
    assert rules.answerer.answer("咨询电话是多少？").status == "not_found"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        pytest.param("2025年城镇新增就业多少人？", 35000, id="the year of a paragraph before"),
        pytest.param("给多少老人做免费体检？", 2000, id="给多少 asks for no money where a noun follows"),
    ],
)
def test_figures_of_a_report(report: Served, question: str, value: int) -> None:
    assert report.answerer.answer(question).facts[0].value == value


def test_a_follow_up_leaves_the_neighbour(report: Served) -> None:
    first = report.answerer.answer("市级救护中心建几个？")
    assert [f.value for f in first.facts] == [4]
    assert [f.value for f in report.answerer.answer("街道的呢？", first.conversation).facts] == [15]


@pytest.mark.parametrize(
    ("text", "said", "held"),
    [
        ("每日8时至18时", "中午十二点", True),
        ("每日8时至18时", "晚上八点", False),
        ("22:00-次日6:00", "半夜十二点", True),
        ("22时至次日6时", "凌晨三点半", True),
        ("22时至次日6时", "下午两点", False),
        ("8时前", "七点", False),
    ],
)
def test_hours_cover_a_time_of_day(text: str, said: str, held: bool) -> None:
    assert covers(text, said) is held
