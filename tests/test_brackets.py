"""A number that a question gives falls into the case a text sets a figure for, or into none."""

import pytest
from conftest import Served, ask, serve_texts
from hypothesis import given
from hypothesis import strategies as st

RULES = """# 江南省职工疗养办法

第一条 为了保障职工的健康，制定本办法。

第二条 职工累计工作满一年不满十年的，疗养假为六天；满十年不满二十年的，疗养假为九天；满二十年的，疗养假为十四天。

第三条 疗养合同期限三个月以上不满一年的，试住期不得超过三天；一年以上的，试住期不得超过八天。

第四条 疗养院职工人数不足30人的，配备护士2名；30人以上100人以下的，配备护士5名；超过100人的，配备护士11名。

第五条 年满六十周岁不满七十周岁的职工乘坐疗养专车，享受半价优惠。七十周岁以上的职工乘坐疗养专车免费。

第六条 疗养证由省卫生部门签发。三十周岁以上职工的疗养证有效期为三年、七年；三十周岁至四十五周岁的，有效期为七年。未满十八周岁的家属，家属证有效期为一年，十八周岁以上的为四年。疗养院聘请五名以上专职厨师。

第七条 收费在两万元以上的疗养项目，每增加一万元，补贴四百元。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("brackets"), policy=RULES)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        pytest.param("工作12年，疗养假几天？", (9, "天"), id="between two ends"),
        pytest.param("工作满3年的职工疗养假几天？", (6, "天"), id="reached, in the question's words"),
        pytest.param("工作二十五年疗养假多少天？", (14, "天"), id="in characters, above the last end"),
        pytest.param("工作20年疗养假几天？", (14, "天"), id="at an end that counts"),
        pytest.param("How many nurses are there for 80 employees?", (5, "名"), id="English"),
        pytest.param("疗养合同期限6个月，试住期不得超过几天？", (3, "天"), id="months below a year"),
        pytest.param("疗养合同期限5年，试住期不得超过几天？", (8, "天"), id="years above one"),
        pytest.param("疗养院有80人，配备护士几名？", (5, "名"), id="people"),
        pytest.param("疗养院有101人，配备护士几名？", (11, "名"), id="above an end that does not count"),
        pytest.param("疗养院有100人，配备护士几名？", (5, "名"), id="at an end that counts from below"),
        pytest.param("35岁的疗养证有效期几年？", (7, "年"), id="the narrower of two cases"),
        pytest.param("成年人的家属证有效期几年？", (4, "年"), id="who is of age"),
        pytest.param(
            "How many nurses are there for fewer than 30 employees?",
            (2, "名"),
            id="a case of one end, in English",
        ),
        pytest.param("收费每增加一万元，补贴多少元？", (400, "元"), id="an amount for each is nobody's"),
    ],
)
def test_a_number_given_finds_its_case(rules: Served, question: str, fact: tuple[int, str]) -> None:
    first = ask(rules, question).facts[0]
    assert (first.value, first.unit) == fact


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("工作半年，疗养假几天？", "半年", id="below all"),
        pytest.param("疗养合同期限2个月，试住期不得超过几天？", "2个月", id="below the first end"),
        pytest.param("全省有多少名专职厨师？", "有多少", id="what each must have is not what there are"),
    ],
)
def test_a_number_of_no_case_has_no_answer(rules: Served, question: str, missing: str) -> None:
    answer = ask(rules, question)
    assert answer.status == "not_found"
    assert answer.missing == (missing,)


@pytest.mark.parametrize(
    ("first", "then", "fact"),
    [
        pytest.param("工作12年，疗养假几天？", "那25年呢？", (14, "天"), id="another number"),
        pytest.param("工作12年，疗养假几天？", "工作八年呢？", (6, "天"), id="a number and its verb"),
        pytest.param(
            "满十年不满二十年的，疗养假几天？", "满一年不满十年的呢？", (6, "天"), id="another case"
        ),
        pytest.param(
            "疗养合同期限6个月，试住期不得超过几天？", "一年以上的呢？", (8, "天"), id="a case of one end"
        ),
    ],
)
def test_a_follow_up_gives_another_number(
    rules: Served, first: str, then: str, fact: tuple[int, str]
) -> None:
    conversation = rules.answerer.answer(first).conversation
    answer = rules.answerer.answer(then, conversation)
    assert [(f.value, f.unit) for f in answer.facts[:1]] == [fact]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("工作12年疗养假是9天吗？", "是，九天", id="the last number is what is checked"),
        pytest.param("工作12年疗养假是6天吗？", "不是，是九天", id="of another case"),
        pytest.param("75岁的职工坐专车免费吗？", "七十周岁以上的职工", id="a number that is no claim"),
        pytest.param("65岁的职工坐专车半价吗？", "年满六十周岁不满七十周岁", id="a number within a case"),
    ],
)
def test_a_number_of_whom_is_asked_is_no_claim(rules: Served, question: str, said: str) -> None:
    answer = ask(rules, question)
    assert answer.status == "answered"
    assert said in answer.answer


@given(years=st.integers(1, 60))
def test_every_number_of_years_has_its_own_figure(rules: Served, years: int) -> None:
    days = 6 if years < 10 else 9 if years < 20 else 14
    assert [f.value for f in ask(rules, f"工作{years}年，疗养假几天？").facts] == [days]
