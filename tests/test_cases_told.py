"""Of which case a figure is, which deed is asked of whom, and what a law's head tells of its amendments."""

import pytest
from conftest import Served, ask, serve_texts

from bot.context import WHOLE

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

第八条 持证救生员每年至少培训四次，普通救生员每年至少培训二次。

第九条 浴池水深1.2米（1.1米）及以上的，应当配备救生圈。浴场每天用电不超过300千瓦时，功率不超过20千瓦。

第十条 浴场应当设置公示牌，写明五年规划。公示牌每两年更换。浴场的求助电话应当保持24小时畅通。

第十一条 公布的水质有误的，由卫生部门责令改正；逾期未改正的，处八百元罚款。

第十二条 县级以上地方卫生部门负责本地温泉水质的监督。国务院卫生部门负责全国温泉水质的监督。

第十三条 温泉向导提供虚假材料的，由温泉协会给予警告；一年内不得再次申请。以欺骗手段取得温泉向导证的，三年内不得再次申请。

第十四条 救生员在救助中自行支出的交通、误餐等费用，浴场应当补足。

第十五条 在设区的市可以设立一个或者若干个温泉协会。外来游客由温泉协会登记。
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
        pytest.param("条例是省人大常委会第几次会议通过的？", (5, "次"), id="which session adopted it"),
        pytest.param("2019年的修正是第几届省人大常委会？", (12, "届"), id="which body amended it"),
        pytest.param("2015年是第几次修正？", (1, "次"), id="which amendment that year"),
        pytest.param("2015年的决定修改了几部法规？", (3, "部"), id="how many laws changed at once"),
        pytest.param("持证的救生员每年至少培训几次？", (4, "次"), id="whom a figure is set for"),
        pytest.param("普通救生员每年至少培训几次？", (2, "次"), id="whom the figure beside it is set for"),
        pytest.param("浴池的水深为多少米及以上的要配备救生圈？", (1.2, "米"), id="not the one in brackets"),
        pytest.param("浴场每天最多用电多少千瓦时？", (300, "千瓦时"), id="千瓦时, no 千瓦"),
        pytest.param("浴场的求助电话要保持多少小时畅通？", (24, "小时"), id="a telephone kept for hours"),
        pytest.param("公布水质有误，逾期不改的罚多少元？", (800, "元"), id="逾期未改正"),
    ],
)
def test_the_figure_is_given(rules: Served, question: str, figure: tuple[int, str]) -> None:
    answer = ask(rules, question)
    assert [(f.value, f.unit) for f in answer.facts[:1]] == [figure], answer.answer


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("全省有多少个温泉协会？", id="one or several is no count"),
        pytest.param("公示牌写明的是几年的规划？", id="how often it is changed is not what the plan is for"),
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
        pytest.param("温泉水质由谁监督？地方上由谁监督？", "县级以上地方卫生部门", id="who locally"),
        pytest.param("救生员的误餐费怎么办？", "误餐等费用", id="a fee told with others"),
        pytest.param("温泉由谁主管？", "抽检人员应当持证上岗", id="the whole short clause"),
        pytest.param(
            "When was the first amendment of the regulation adopted?", "第一次修正", id="in English"
        ),
    ],
)
def test_the_sentence_that_says_it_is_quoted(rules: Served, question: str, quoted: str) -> None:
    answer = ask(rules, question)
    assert answer.status == "answered" and quoted in answer.citations[0].quote, answer.answer


@pytest.mark.parametrize(
    ("before", "question", "figure"),
    [
        pytest.param(
            "用欺骗手段取得温泉向导证的，几年内不得再次申请？",
            "提供虚假材料的呢？",
            (1, "年"),
            id="the figure behind the case",
        ),
        pytest.param("持证救生员每年至少培训几次？", "普通救生员呢？", (2, "次"), id="another of that name"),
    ],
)
def test_a_follow_up_is_told_the_figure_of_its_own_case(
    rules: Served, before: str, question: str, figure: tuple[int, str]
) -> None:
    assert [(f.value, f.unit) for f in ask(rules, question, before).facts] == [figure]


def test_a_quote_is_the_text_of_its_clause_and_no_longer_than_a_reader_takes_in(rules: Served) -> None:
    text = rules.library.document("policy").text
    for question in ("温泉由谁主管？", "开办温泉浴场至少要几名救生员？", "外来游客由谁登记？"):
        (citation,) = ask(rules, question).citations
        assert text[citation.start : citation.end] == citation.quote
        assert len(citation.quote) <= WHOLE
