"""What holds of an answer from elsewhere: fines behind a rule, leads of lists, other limits, other terms, follow-ups."""

import pytest
from conftest import Served, serve_texts

LAW = """# 河湾市渡船管理条例

2019年3月8日 河湾市第七届人民代表大会常务委员会第九次会议通过

第一条 为了保障渡运安全，制定本条例。

第二条 渡船应当由市航运机构检验。船票价格由市物价部门核定，渡运企业应当执行市物价部门核定的船票价格。

第三条 渡船载客不得超过核定人数，不得在雾中开航。

违反本条规定的，由市航运机构处七千元以下罚款。

第四条 渡口应当设置警示牌。

第五条 渡工不得有下列行为：

（一）饮酒后驾驶渡船的；

（二）将渡船交给他人驾驶的。

第六条 渡工有下列情形之一的，一次记4分：

（一）不穿救生衣的；

（二）连续驾驶渡船超过六小时未休息的。

第七条 违反本条例第四条规定的，责令限期改正；逾期不改正的，处九百元罚款。

第八条 八人以下渡船配备渡工一名；超过八人的渡船配备渡工三名。男渡工年满五十五周岁、女渡工年满五十周岁的，不再发给证书。

第九条 渡船检验应当在二十日内办结，情况复杂的，可以延长十日。养老保险由渡运企业缴纳，缴费比例为百分之十六。

第十条 第三次渡口普查登记渡船140艘。渡工每月补贴600元，每年体检补贴350元。
"""
REPORT = """# 2026年河湾市政府工作报告

——2026年1月9日在河湾市第十一届人民代表大会第五次会议上

一、工作回顾

2025年是收官之年。全市上下共同努力。

（一）着力改善民生

住房更有保障。改造老旧小区46个，新建县乡村三级书屋网络。

二、重点工作

实施城市更新三大提升行动。坚持小步渐进。实施街区风貌提升行动，整治12条街巷。实施管网安全提升行动，改造管网。实施口袋公园提升行动，建成9处。
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("governs"), policy=LAW)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("governs"), policy=REPORT)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        pytest.param(
            "渡船载客超过核定人数罚多少钱？", (7000, "元"), id="a fine behind the rule in its article"
        ),
        pytest.param("渡口不设警示牌，逾期不改罚多少钱？", (900, "元"), id="a fine that names the article"),
        pytest.param("渡工不穿救生衣一次记多少分？", (4, "分"), id="what the lead of a list sets"),
        pytest.param(
            "连续驾驶渡船超过六小时未休息记几分？", (4, "分"), id="a number of the item is no other"
        ),
        pytest.param("八人以下渡船配备几名渡工？", (1, "名"), id="a limit from below"),
        pytest.param("渡船检验多少日内办结？", (20, "日"), id="the time itself, not what is added"),
        pytest.param("渡工每年体检补贴多少元？", (350, "元"), id="for a year"),
        pytest.param("渡工补贴一个月多少钱？", (600, "元"), id="for a month, as people say"),
    ],
)
def test_figures_that_other_words_bind(law: Served, question: str, fact: tuple[float, str]) -> None:
    facts = law.answerer.answer(question).facts
    assert facts
    assert (facts[0].value, facts[0].unit) == fact


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("第四次渡口普查登记渡船多少艘？", id="the third is not the fourth"),
        pytest.param("医疗保险的缴费比例是多少？", id="another insurance"),
        pytest.param("渡船检验要几个工作日办结？", id="days are no working days"),
        pytest.param("渡工每学期补贴多少元？", id="for another time"),
        pytest.param("渡口警示牌分几种颜色？", id="a kind of thing the text does not speak of"),
        pytest.param("水利枢纽由哪个部门检验？", id="another thing of the same department"),
        pytest.param("普查了多少个人所得税？", id="a tax is no number of people"),
    ],
)
def test_what_another_word_rules_out(law: Served, question: str) -> None:
    answer = law.answerer.answer(question)
    assert (answer.status, answer.facts) == ("not_found", ())


def test_a_fine_cites_the_rule_that_is_broken(law: Served) -> None:
    quotes = [c.quote for c in law.answerer.answer("渡船载客超过核定人数罚多少钱？").citations]
    assert any("处七千元以下罚款" in q for q in quotes)
    assert any("载客不得超过核定人数" in q for q in quotes)


def test_an_item_is_answered_with_the_lead_that_forbids_it(law: Served) -> None:
    answer = law.answerer.answer("渡工可以将渡船交给他人驾驶吗？")
    assert "不得" in answer.answer
    assert "将渡船交给他人驾驶" in answer.citations[0].quote


def test_who_fixes_a_price_is_not_who_keeps_it(law: Served) -> None:
    assert law.answerer.answer("船票价格由谁定？").answer.startswith("船票价格由市物价部门核定")


@pytest.mark.parametrize(
    ("first", "then", "fact"),
    [
        ("男渡工年满多少周岁不再发给证书？", "女的呢？", (50, "周岁")),
        ("八人以下渡船配备几名渡工？", "超过八人的呢？", (3, "名")),
        ("渡船检验多少日内办结？", "可以延长多少日？", (10, "日")),
    ],
)
def test_a_follow_up_is_of_the_figure_beside(
    law: Served, first: str, then: str, fact: tuple[float, str]
) -> None:
    conversation = law.answerer.answer(first).conversation
    facts = law.answerer.answer(then, conversation).facts
    assert facts
    assert (facts[0].value, facts[0].unit) == fact


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("条例是哪次会议通过的？", "第七届人民代表大会常务委员会第九次会议"),
        ("At which meeting was this adopted?", "第七届人民代表大会常务委员会第九次会议"),
        ("条例哪天通过的？", "2019年3月8日"),
    ],
)
def test_how_a_law_came_to_be(law: Served, question: str, said: str) -> None:
    assert said in law.answerer.answer(question).answer


def test_a_report_was_heard_at_a_meeting(report: Served) -> None:
    assert "第十一届人民代表大会第五次会议" in report.answerer.answer("报告是在哪个会上作的？").answer


def test_the_year_of_a_part_holds_for_all_below_it(report: Served) -> None:
    [fact] = report.answerer.answer("2025年改造老旧小区多少个？").facts
    assert (fact.value, fact.unit) == (46, "个")


def test_levels_are_told_by_their_measure_word(report: Served) -> None:
    [fact] = report.answerer.answer("书屋网络建几级？").facts
    assert (fact.value, fact.unit, fact.text) == (3, "级", "三级")


def test_what_is_only_counted_is_named_by_the_sentences_behind(report: Served) -> None:
    answer = report.answerer.answer("城市更新三大提升行动是哪三个？")
    assert all(name in answer.answer for name in ("街区风貌", "管网安全", "口袋公园"))
    assert len(answer.citations) == 3
