"""Of which case a figure is, which deed is asked of whom, and what a law's head tells of its amendments."""

import pytest
from conftest import Served, ask, serve_texts

RULES = """# 江南省温泉管理条例

2011年3月1日 江南省第十届人民代表大会常务委员会第五次会议通过

2015年6月2日 江南省第十一届人民代表大会常务委员会第九次会议《关于修改〈江南省河道条例〉等三部法规的决定》第一次修正

2019年8月9日 江南省第十二届人民代表大会常务委员会第七次会议第二次修正

第一条 温泉由水行政主管部门主管。温泉水的抽检由卫生部门负责，抽检人员应当持证上岗。

第二条 开办温泉浴场的，应当有三名以上救生员，其中至少有一名具有高级救生资格。救生员在浴场实习二年以上或者具有三年以上护理经历并在浴场实习一年以上。

第三条 温泉浴场应当每六个月检测一次水质，并将检测结果在浴场入口处公布七日。

第四条 浴场许可证有效期五年。有效期届满前三个月，浴场应当申请延续。

第五条 从事温泉水运输以外的经营活动的，应当向市场监督管理部门备案。从事温泉水运输的，应当向交通运输部门备案。

第六条 申请温泉向导证，应当具备下列条件：
（一）年满十八周岁；
（二）身体健康。

第七条 违反本条例第三条规定，未公布水质检测结果满七日的，由卫生部门处五百元罚款。

第八条 在设区的市可以设立一个或者若干个温泉协会。外来游客由温泉协会登记。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("cases"), policy=RULES)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        pytest.param("开办温泉浴场至少要几名救生员？", (3, "名"), id="not those among them"),
        pytest.param("没有护理经历，救生员要在浴场实习几年？", (2, "年"), id="the way of who lacks it"),
        pytest.param("这部条例修正过几次？", (2, "次"), id="how often amended"),
    ],
)
def test_the_figure_is_given(rules: Served, question: str, figure: tuple[int, str]) -> None:
    answer = ask(rules, question)
    assert [(f.value, f.unit) for f in answer.facts[:1]] == [figure], answer.answer


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("全省有多少个温泉协会？", id="one or several is no count"),
    ],
)
def test_what_is_told_of_something_else_is_no_answer(rules: Served, question: str) -> None:
    assert ask(rules, question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        pytest.param("温泉由哪个部门主管？", "水行政主管部门主管", id="who is in charge"),
        pytest.param("从事温泉水运输的向谁备案？", "向交通运输部门备案", id="not of all but it"),
        pytest.param("水质检测结果公布多久？", "入口处公布七日", id="the rule, not its breach"),
        pytest.param(
            "When was the first amendment of the regulation adopted?", "第一次修正", id="in English"
        ),
    ],
)
def test_the_sentence_that_says_it_is_quoted(rules: Served, question: str, quoted: str) -> None:
    answer = ask(rules, question)
    assert answer.status == "answered" and quoted in answer.citations[0].quote, answer.answer
