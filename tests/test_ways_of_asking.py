"""How things are asked and said: each way of asking finds the sentence, or the figures, of a made-up regulation."""

from pathlib import Path

import pytest
from conftest import Served, serve_folder

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
    folder: Path = tmp_path_factory.mktemp("ways") / "library"
    folder.mkdir()
    (folder / "boats.md").write_text(TEXT, encoding="utf-8")
    return serve_folder(folder)


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
