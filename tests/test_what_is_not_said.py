"""What a text does not say, though it says something near: other times, cases, deeds, meanings, days."""

import pytest
from conftest import Served, serve_texts

REPORT = """# 2026年河湾市政府工作报告

——2026年1月9日在河湾市第十一届人民代表大会第五次会议上

发布时间：2026-02-04

一、“十四五”时期和2025年工作回顾

五年来，城镇新增就业86万人，建成书屋402座。

过去的2025年，城镇新增就业17万人，绿道增至60公里。退休人员基本养老金上调2%，居民基础养老金最低标准提高到174元。城乡居民人均可支配收入从2021年的46503元和16935元分别提高到58794元和23184元。

二、2026年重点工作

今年主要预期目标是：地区生产总值增长5%以上，固定资产投资增长15%左右，招商项目完成固定资产投资220亿元，就业人数45万人，城镇调查失业率控制在6%以内。新增公园100座，新建环湖步道37公里。全市算力规模突破190Eflops。筹建河湾理工学院、河湾医学院。
"""
LAW = """# 河湾市艺术馆条例

2019年3月8日河湾市第七届人民代表大会常务委员会第九次会议通过

2019年4月2日河湾市人民政府令第41号公布

第一条 根据《中华人民共和国公共文化服务保障法》，制定本条例。

第二条 本条例所称艺术馆，是指向公众开放的非营利性美术场馆。

艺术馆分为甲、乙两类。

第三条 本市推行馆际联借制度，由市艺术馆向乡镇艺术馆出借藏品。

第四条 市文化部门负责藏品登记。布展工作由市艺术馆承担。

第五条 馆长由市文化部门聘任；讲解员由馆长聘任。兼职讲解员的任期为三年。讲解员应当参加培训。

第六条 馆长应当符合下列条件：

（一）热爱艺术事业；

（二）从事展览工作八年以上。

第七条 保管人员每年定期进行健康检查。

第八条 有下列情形之一的，由市文化部门通报批评；情节严重的，吊销登记证：

（一）打击报复讲解员的；

（二）隐瞒藏品损毁的。

第九条 艺术馆未按规定使用保护经费的，处三万元罚款。保护经费的百分之六十应当用于藏品修复。

第十条 借展合同应当在开展前半年签订。

第十一条 小学每日参观时间不超过二小时，中学不超过三小时。学生免收门票。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("unsaid"), policy=REPORT)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("unsaid"), policy=LAW)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("今年城镇新增就业多少人？", id="of the year before, not of this one"),
        pytest.param("今年建成书屋多少座？", id="of five years, not of this one"),
        pytest.param("退休人员基本养老金每月多少元？", id="of other people, in the same sentence"),
        pytest.param("2026年书屋第一名是哪个？", id="no ranking is told"),
    ],
)
def test_what_a_report_does_not_say(report: Served, question: str) -> None:
    answer = report.answerer.answer(question)
    assert (answer.status, answer.facts) == ("not_found", ())


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("什么叫藏品？", id="a word used is no word defined"),
        pytest.param("专职讲解员的任期是几年？", id="full time is not part time"),
        pytest.param("条例是哪天批准的？", id="a day of adoption is none of approval"),
        pytest.param("藏品由谁鉴定？", id="nobody is told to do it"),
        pytest.param("条例是谁签发的？", id="no person is named"),
    ],
)
def test_what_a_law_does_not_say(law: Served, question: str) -> None:
    answer = law.answerer.answer(question)
    assert (answer.status, answer.facts) == ("not_found", ())


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        pytest.param("2025年城镇新增就业多少人？", (170000, "人"), id="the year of its paragraph"),
        pytest.param(
            "2021年农村居民人均可支配收入多少元？", (16935, "元"), id="the country is the second of two"
        ),
        pytest.param(
            "2021年城镇居民人均可支配收入多少元？", (46503, "元"), id="the town is the first of two"
        ),
        pytest.param("今年固定资产投资增长的目标是多少？", (15, "%"), id="growth, not the sum"),
        pytest.param("今年算力规模突破多少？", (190, "Eflops"), id="a unit in Latin letters"),
    ],
)
def test_figures_of_a_report(report: Served, question: str, fact: tuple[float, str]) -> None:
    facts = report.answerer.answer(question).facts
    assert facts
    assert (facts[0].value, facts[0].unit) == fact


@pytest.mark.parametrize(
    ("first", "then", "fact"),
    [
        pytest.param("今年新增公园多少座？", "环湖步道呢？", (37, "公里"), id="counted otherwise"),
        pytest.param("今年就业人数目标是多少？", "城镇调查失业率呢？", (6, "%"), id="a rate behind a number"),
        pytest.param("“十四五”时期城镇新增就业多少人？", "那2025年呢？", (170000, "人"), id="another time"),
    ],
)
def test_follow_ups_of_a_report(report: Served, first: str, then: str, fact: tuple[float, str]) -> None:
    conversation = report.answerer.answer(first).conversation
    facts = report.answerer.answer(then, conversation).facts
    assert facts
    assert (facts[0].value, facts[0].unit) == fact


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("艺术馆分为哪几类？", "分为甲、乙两类", id="divided into kinds"),
        pytest.param("什么叫艺术馆？", "是指向公众开放的", id="a definition"),
        pytest.param("馆际联借制度是什么意思？", "向乡镇艺术馆出借藏品", id="what an institution does"),
        pytest.param("馆长由谁聘任？", "馆长由市文化部门聘任", id="to whom it is done, not who does it"),
        pytest.param("当馆长要符合哪些条件？", "八年以上", id="the list, not the outline"),
        pytest.param("保管人员多久体检一次？", "每年定期进行健康检查", id="how often, without a number"),
        pytest.param("打击报复讲解员怎么处理？", "通报批评", id="what follows, in the lead"),
        pytest.param("条例根据哪个法律制定？", "公共文化服务保障法", id="on what it is based"),
        pytest.param("条例是哪天通过的？", "2019年3月8日", id="the day of just that"),
        pytest.param("条例是第几号令公布的？", "第41号", id="its number, not its title"),
    ],
)
def test_what_a_law_says(law: Served, question: str, said: str) -> None:
    assert said in law.answerer.answer(question).answer


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        pytest.param("保护经费有多少要用于藏品修复？", (60, "%"), id="a share of a sum, no fine"),
        pytest.param("馆长要从事展览工作多少年？", (8, "年"), id="of whom the lead of the list speaks"),
        pytest.param("借展合同在开展前多久签订？", (0.5, "年"), id="half a year before"),
        pytest.param("小学生每天参观不超过几小时？", (2, "小时"), id="pupils of a school"),
    ],
)
def test_figures_of_a_law(law: Served, question: str, fact: tuple[float, str]) -> None:
    facts = law.answerer.answer(question).facts
    assert facts
    assert (facts[0].value, facts[0].unit) == fact


def test_a_follow_up_for_a_fine_is_told_what_follows_instead(law: Served) -> None:
    conversation = law.answerer.answer("打击报复讲解员由谁通报批评？").conversation
    assert "吊销登记证" in law.answerer.answer("情节严重的呢？", conversation).answer


def test_a_follow_up_is_not_answered_without_its_own_words(law: Served) -> None:
    conversation = law.answerer.answer("藏品登记由谁负责？").conversation
    assert law.answerer.answer("天文台呢？", conversation).status == "not_found"


def test_a_portals_day_is_no_day_of_issue(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = "# 关于书屋的通知\n\n来源：http://www.example.gov.cn/content/2018-12/02/content_1.htm\n\n一、书屋每日开放八小时。\n\n二、书屋免收门票。\n"
    served = serve_texts(tmp_path_factory.mktemp("portal"), policy=page)
    assert served.answerer.answer("通知是哪天印发的？").status == "not_found"


def test_a_day_of_adoption_that_a_page_cut(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = (
        "　　河湾市书屋条例\n"
        "　　２ ０ ２ ４年 1 1 月 ８ 日 河湾市第十四届人民代表大会常务委员会第十二次会议通\n过\n"
        "　　第一条 为了规范书屋的建设和管理，方便市民和学生就近阅读，促进全民阅读，根据\n有关法律，制定本条例。\n"
        "　　第二条 书屋每日开放八小时以上，节假日不得缩短开放时间，并应当在入口处公示开\n放时间和借阅办法。\n"
        "　　第三条 书屋应当免费开放，不得以任何名义向读者收取费用，也不得要求读者购买任\n何商品。\n"
        "　　第四条 市文化部门负责书屋的监督管理，每年向社会公布书屋名录和考核结果，接受\n社会监督。\n"
    )
    served = serve_texts(tmp_path_factory.mktemp("cut"), policy=lines)
    assert "2024年11月8日" in served.answerer.answer("条例是哪一天通过的？").answer
