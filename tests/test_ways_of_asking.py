"""How things are asked and said: each way of asking finds the sentence, or the figures, of a made-up regulation."""

import pytest
from conftest import Served, serve_texts

TEXT = """# 河湾市渔业船舶管理办法

第一条 为了加强渔业船舶管理，制定本办法。

第二条 本办法所称渔业船舶，是指从事渔业活动的12米以上的船舶。

第三条 市农业农村部门负责渔业船舶的登记、检验。渔业船舶的年度检验计划由市船舶检验中心拟定。

第四条 船东应当在开航前向所在乡镇人民政府提出出海申请。受理申请之日起5个工作日内作出决定，登记证书有效期为3年。

第五条 渔业船舶包括捕捞船、养殖船、休闲船和辅助船。船上应当配备救生衣、灭火器、信号弹等救生设备。

第六条 渔业船舶不得在航道内抛锚。休闲船可以免于缴纳登记费。

第七条 全市渔业产值从2021年的30亿元增长到2025年的45亿元。到2025年，对虾养殖面积、产量分别达到12万亩和9万吨，海带养殖面积达到3万亩。

第八条 无证出海的，对船东处2000元以上5000元以下的罚款，对高级船员处500元罚款。

第九条 高级船员应当年满18周岁，每年参加培训不少于40学时。连续值班一般不少于4小时，不得超过8小时。
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("ways"), boats=TEXT)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        pytest.param("无证出海，船东罚多少钱？", [(2000, "元"), (5000, "元")], id="both ends of a range"),
        pytest.param("2025年渔业产值是多少？", [(45e8, "元")], id="the year beside the figure"),
        pytest.param("2021年渔业产值是多少？", [(30e8, "元")], id="the other year beside its figure"),
        pytest.param(
            "渔业产值从2021年到2025年相差多少？", [(30e8, "元"), (45e8, "元"), (15e8, "元")], id="two times"
        ),
        pytest.param("对虾养殖面积和产量分别要达到多少？", [(120000, "亩"), (90000, "吨")], id="a row"),
        pytest.param("海带养殖面积是多少", [(30000, "亩")], id="another's figure in the sentence"),
        pytest.param("受理出海申请几个工作日内决定？", [(5, "个工作日")], id="days are not years"),
        pytest.param("高级船员要满多少周岁？", [(18, "周岁")], id="the verb before the figure"),
        pytest.param("多少米以上的船才算渔业船舶？", [(12, "米")], id="what counts as"),
        pytest.param("高级船员罚几百块？", [(500, "元")], id="块 is money"),
        pytest.param("连续值班最长几小时？", [(8, "小时")], id="the most is not the least"),
        pytest.param("连续值班最少几小时？", [(4, "小时")], id="the least is not the most"),
    ],
)
def test_figures(served: Served, question: str, facts: list[tuple[float, str]]) -> None:
    answer = served.answerer.answer(question)
    assert [(fact.value, fact.unit) for fact in answer.facts] == facts, answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("渔业船舶由谁检验？", "市农业农村部门负责", id="who does it"),
        pytest.param("检验计划由谁定？", "由市船舶检验中心拟定", id="由 in so many words"),
        pytest.param("出海申请向谁提？", "向所在乡镇人民政府提出", id="to whom"),
        pytest.param("渔业船舶分哪几类", "包括捕捞船、养殖船", id="kinds"),
        pytest.param("船上要配哪些救生设备？", "救生衣、灭火器、信号弹", id="such things"),
        pytest.param("渔业船舶不能做什么？", "不得在航道内抛锚", id="what is forbidden"),
        pytest.param("哪些船不用交登记费？", "休闲船可以免于缴纳", id="what is exempt"),
        pytest.param("What is a fishing vessel?", "是指从事渔业活动", id="words of general English"),
    ],
)
def test_sentences(served: Served, question: str, said: str) -> None:
    answer = served.answerer.answer(question)
    assert answer.citations and said in answer.citations[0].quote, answer.answer


def test_a_short_form_is_found_written_out(served: Served) -> None:
    assert "每年参加培训" in served.answerer.answer("高船每年培训多少学时？").citations[0].quote


REPORT = """# 2026年河湾市政府工作报告

政府工作报告
——2026年1月20日在河湾市第七届人民代表大会第五次会议上
河湾市市长 李青山
各位代表：
现在，我代表市人民政府，向大会报告工作。

一、2025年和“十四五”时期工作回顾
过去的2025年，全市稳步前进。城镇新增就业1.7万人。地区生产总值增长4%，主导产业占地区生产总值比重提高14个百分点。
五年来，我们坚持改善民生。
城镇新增就业8.6万人，农村劳动力转移就业5.3万人。

二、2026年工作安排
初中一年级设置积分入学计划460个，其中公办中学300个、民办中学160个。每人最少填报1个志愿，最多填报19个志愿。
禁止携带烈性犬、大型犬进入公园。办好第六届渔业博览会。

注释
[1]两网合一：
将水网、电网融入路网。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("reports"), report=REPORT)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        pytest.param("2025年城镇新增就业多少人？", [(17000, "人")], id="a year is not five years"),
        pytest.param("地区生产总值增长百分之几？", [(4, "%")], id="growth is no share"),
        pytest.param("最低要多少积分才能录取？", [], id="the noun asked for only qualifies the one counted"),
        pytest.param("高中一年级有多少个积分入学计划？", [], id="another of the scale"),
        pytest.param("志愿能填20个吗？", [(19, "个")], id="the limit tells what is allowed"),
    ],
)
def test_figures_of_one_thing_are_not_given_for_another(
    report: Served, question: str, facts: list[tuple[float, str]]
) -> None:
    answer = report.answerer.answer(question)
    assert [(fact.value, fact.unit) for fact in answer.facts] == facts, answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("市长叫什么名字？", "李青山", id="who speaks"),
        pytest.param("渔业博览会是第几届？", "第六届", id="a place in a row"),
        pytest.param("两网合一是什么意思？", "融入路网", id="a note with what it says"),
        pytest.param("烈性犬有哪些品种？", "", id="a member of a list is not listed"),
    ],
)
def test_what_a_report_says(report: Served, question: str, said: str) -> None:
    answer = report.answerer.answer(question)
    assert (said in answer.citations[0].quote) if said else not answer.citations, answer.answer


def test_a_follow_up_with_its_own_year_leaves_the_one_before(report: Served) -> None:
    first = report.answerer.answer("五年来城镇新增就业多少人？")
    second = report.answerer.answer("那2025年呢？", first.conversation)
    assert [fact.value for fact in second.facts] == [17000], second.answer


def test_what_asks_whether_leaves_the_rest_of_the_question_whole(served: Served) -> None:
    assert "不得在航道内抛锚" in served.answerer.answer("能不能在航道内抛锚？").citations[0].quote
