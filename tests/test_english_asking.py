"""English put to a Chinese text: what its words may mean, what they only ask, and what they must not be taken for."""

import pytest
from conftest import Served, serve_texts

TEXT = """# 河湾市职工培训条例

（2024年11月28日河湾市第七届人民代表大会常务委员会第三次会议通过）

第一条 为了加强职工培训，制定本条例。

第二条 本条例所称培训基地，是指为职工提供技能训练的场所。

第三条 市培训委员会每年召开两次会议。公办培训学校新增35个班。

第四条 学校应当在考试结束之日起5个工作日内将成绩单寄送考生。

第五条 停办培训基地的，应当报市人力资源部门批准。培训基地由所在街道办事处巡查。

第六条 学校按照每人每学年6000元（每人每学期3000元）的标准收取学费，建设培训湖面500平方公里。

第七条 一级伤残职工的津贴为本人工资的90%，二级伤残职工的津贴为本人工资的85%。

第八条 市图书馆向职工免费开放。培训护士500名，支持农机推广。

第九条 职工的意图由工会登记。故意损坏设备的，照价赔偿。
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("english"), training=TEXT)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        pytest.param(
            "How many meetings does the committee hold each year?", [(2, "次")], id="events are counted"
        ),
        pytest.param(
            "How many new classes will public schools add?", [(35, "个")], id="a noun of one character"
        ),
        pytest.param(
            "Within how many working days after the exam must the results be sent to candidates?",
            [(5, "个工作日")],
            id="an irregular form, and a measure that is no subject",
        ),
        pytest.param("How much is the tuition per semester?", [(3000, "元")], id="for each of which times"),
        pytest.param(
            "What percentage of wages is the allowance for workers with a grade two disability?",
            [(85, "%")],
            id="a place on a scale",
        ),
    ],
)
def test_figures(served: Served, question: str, facts: list[tuple[float, str]]) -> None:
    answer = served.answerer.answer(question)
    assert [(fact.value, fact.unit) for fact in answer.facts] == facts, answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("When was the regulation adopted?", "2024年11月28日", id="adopted is 通过"),
        pytest.param("Who must approve closing a training base?", "报市人力资源部门批准", id="whose deed"),
        pytest.param("What counts as a training base under this regulation?", "是指为职工", id="counts as"),
        pytest.param(
            "Who registers the intent of workers?", "由工会登记", id="a sense that the glossary lacks"
        ),
    ],
)
def test_sentences(served: Served, question: str, said: str) -> None:
    answer = served.answerer.answer(question)
    assert answer.citations and said in answer.citations[0].quote, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How many tractors are there?", id="another thing, unknown to the library"),
        pytest.param("How many nurses did Harvard train?", id="a name that is not the text's"),
        pytest.param("How much is the tuition per month?", id="for another time than any set"),
        pytest.param("How many classes will kangaroo schools add?", id="an animal"),
        pytest.param("Is the library open to Zimbabwe?", id="a country"),
    ],
)
def test_what_is_not_said(served: Served, question: str) -> None:
    assert served.answerer.answer(question).status == "not_found"
