"""Texts dense with figures, as of subsidies and reports: the figure asked for, and none beside it."""

import pytest
from conftest import Served, ask, serve_texts

PLAN = """# 河湾市养老服务补贴办法

2021年3月5日 河湾市第十届人民代表大会常务委员会第二次会议通过

2021年5月20日 江南省第十二届人民代表大会常务委员会第六次会议批准

第一条 养老机构应当在开业十五日前告知街道办事处。养老护理员每两年复训一次，每期不超过五天。

第二条 申请认定养老机构，每年应当收住老人20人以上。连续两年每年收住老人超过60人的，可以申请认定为“示范机构”。

第三条 护理员属于困难家庭的，每月给予生活补贴300元。护理员住宿免费。

第四条 机构照护发生的照护费用限额标准为职工参保人员每人每天90元（其中床位费不高于每人每天30元），居民参保人员每人每天40元；居家照护发生的照护费用，定点照护机构应当派员上门，限额标准为职工参保人员每人每天70元、居民参保人员每人每天35元。

第五条 对申请的第二件辅具，补贴60%。老人入住一个月、三个月及半年后，养老机构应当回访。

第六条 评估费用按以下标准执行：

（一）失能评估费用

费用标准为每人每次150元。

（二）延续评估费用

费用标准为每人每次80元。

第七条 按照《河湾市民政局等6部门关于规范定点机构管理的通知》，定点机构应当公开收费标准。

护理员工作满一年不满五年的，休假6天；满五年的，休假9天。

第八条 有下列情形之一的，不得开办养老机构：

（一）有犯罪记录的；

（二）失信名单上的。

第九条 每年重阳节所在周为本市敬老宣传周。养老服务协会设在市民政局。

第十条 违反本办法第七条规定，有下列行为之一的，由市民政局责令限期改正：

（一）擅自提高价格的；

（二）不公开标准的。
"""
REPORT = """# 2026年河湾市政府工作报告

——2026年1月9日在河湾市第十一届人民代表大会第五次会议上

一、2025年工作回顾

地区生产总值增长5.5%、达到3260亿元。工业产值迈上2000亿元台阶，达到2150亿元。平安镇跻身三百亿元镇行列。到2023年每万人口全科医生不低于3人，到2025年每万人口全科医生不低于4人。每千人口护士不低于5人。

二、2026年重点工作

今年完成交通投资230亿元、水利投资90亿元。加快建设东港码头二期，后续推进西港码头前期工作。要把握好3个方面：

一是扩大内需。

二是做强产业。

三是改善民生。

坚持开放与安全、速度与质量“两个并重”，稳定外贸。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("dense"), policy=PLAN)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("dense"), policy=REPORT)


@pytest.mark.parametrize(
    ("text", "question", "value", "unit"),
    [
        pytest.param("plan", "要在开业几天前告知街道？", 15, "日", id="days before a deed"),
        pytest.param("plan", "护理员多久复训一次？", 2, "年", id="how often is every so many"),
        pytest.param("plan", "认定养老机构每年要收住老人多少人以上？", 20, "人", id="the bound asked for"),
        pytest.param("plan", "居民机构照护费用限额每人每天多少元", 40, "元", id="names that stand together"),
        pytest.param("plan", "居民居家照护费用限额每人每天多少元", 35, "元", id="and those of its neighbour"),
        pytest.param("plan", "第二件辅具补贴多少？", 60, "%", id="money told as a share"),
        pytest.param(
            "report", "2025年地区生产总值达到多少？", 3260e8, "元", id="its size, not how far it rose"
        ),
        pytest.param(
            "report", "工业产值达到多少亿元？", 2150e8, "元", id="what follows a step goes on from it"
        ),
        pytest.param(
            "report", "2023年每万人口全科医生不低于几人", 3, "人", id="the year that a target is due"
        ),
        pytest.param("report", "2025年每万人口全科医生不低于几人", 4, "人", id="and the later one"),
    ],
)
def test_the_figure_asked_for(
    request: pytest.FixtureRequest, text: str, question: str, value: float, unit: str
) -> None:
    answer = ask(request.getfixturevalue(text), question)
    assert [(f.value, f.unit) for f in answer.facts[:1]] == [(value, unit)], answer.answer


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param("plan", "护理员每月交通补贴多少元？", id="another payment"),
        pytest.param("plan", "全市认定了多少个养老机构？", id="people are no institutions"),
        pytest.param("plan", "全市有多少家定点机构？", id="the name of a document sets nothing"),
        pytest.param("report", "每千人口全科医生不低于几人？", id="for another number of heads"),
        pytest.param("report", "平安镇的产值是多少亿元？", id="a rank is no sum"),
        pytest.param("report", "东港码头二期哪年投用？", id="what comes later is no year"),
    ],
)
def test_no_figure_beside_the_one_asked_for(request: pytest.FixtureRequest, text: str, question: str) -> None:
    answer = ask(request.getfixturevalue(text), question)
    assert (answer.status, answer.facts) == ("not_found", ()), answer.answer


def test_a_sum_is_worked_out_of_this_year_and_told_in_round_numbers(report: Served) -> None:
    answer = ask(report, "今年交通、水利一共完成多少投资？")
    assert [f.value for f in answer.facts] == [230e8, 90e8, 320e8]
    assert "合计 320亿元" in answer.answer


@pytest.mark.parametrize(
    ("text", "question", "said"),
    [
        pytest.param("plan", "护理员住宿收费吗？", "护理员住宿免费", id="whether, told by its opposite"),
        pytest.param("plan", "哪些人不得开办养老机构？", "有犯罪记录的", id="a ban asks for a ban"),
        pytest.param("plan", "敬老宣传周是哪一周？", "重阳节所在周", id="a week set apart for something"),
        pytest.param("plan", "养老服务协会设在哪里？", "设在市民政局", id="where something is set up"),
        pytest.param(
            "plan", "不公开标准由谁责令改正？", "由市民政局责令限期改正", id="a wrong with its lead"
        ),
        pytest.param("plan", "办法是哪天批准的？", "2021年5月20日", id="the day of the deed asked for"),
        pytest.param("plan", "江南省人大哪天批准的？", "2021年5月20日", id="and of the body"),
        pytest.param("report", "要把握好哪3个方面？", "改善民生", id="paragraphs that count themselves"),
        pytest.param(
            "report", "“两个并重”是什么？", "开放与安全、速度与质量", id="a name in quotation marks"
        ),
    ],
)
def test_what_answers_in_words(request: pytest.FixtureRequest, text: str, question: str, said: str) -> None:
    answer = ask(request.getfixturevalue(text), question)
    assert said in answer.answer or any(said in c.quote for c in answer.citations), answer.answer


def test_a_question_without_a_subject_goes_on_where_a_quote_holds_both(plan: Served) -> None:
    answer = ask(plan, "收费吗？", "护理员怎样住宿？")
    assert "护理员住宿免费" in answer.answer


def test_a_follow_up_is_of_the_case_that_it_names(plan: Served) -> None:
    answer = ask(plan, "满一年不满五年的呢？", "护理员工作满五年的休假几天？")
    assert [(f.value, f.unit) for f in answer.facts] == [(6, "天")], answer.answer
