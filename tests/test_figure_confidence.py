"""A figure that may be of something else is not given; one that is surely meant is."""

import csv
from pathlib import Path

import pytest
from conftest import ROOT, Served, ask, serve_texts

from bot.figure_confidence import TRAITS, WEIGHTS

RULES = """# 江南省职工疗养办法

第一条 为了保障职工的健康，制定本办法。

第二条 未经批准开办疗养院的，处五千元以上二万元以下罚款。

第三条 疗养院擅自倾倒矿泉废水，情节严重的，处一万元以上十万元以下罚款。

第四条 疗养院应当自收到申请之日起十五日内作出答复；申请材料不齐的，应当在五日内告知。

第五条 设主任一人，副主任两人。疗养证考试满分为100分，成绩达到85分的为合格。疗养记录应当保存至疗养期满后2年。没有疗养期的，疗养记录保存不少于6年。

第六条 大型浴池水深不超过90厘米，每小时换水一次。中型浴池水深不超过70厘米。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("confidence"), policy=RULES)


def test_a_fine_of_another_wrong_is_not_given_and_shown_as_the_nearest(rules: Served) -> None:
    answer = ask(rules, "不缴纳矿泉费罚款多少元？")
    assert (answer.status, answer.facts) == ("not_found", ())
    assert "缴纳" in answer.missing
    assert any("罚款" in near.quote for near in answer.nearest)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("擅自倾倒矿泉废水情节严重的罚款多少元？", (10000, "元")),
        ("未经批准开办疗养院罚多少？", (5000, "元")),
        ("收到申请后几日内答复？", (15, "日")),
        ("材料不齐的几日内告知？", (5, "日")),
        ("How many days does a sanatorium have to reply to an application?", (15, "日")),
        pytest.param("设主任几人？", (1, "人"), id="主任一人 is not 任一"),
        pytest.param("疗养证多少分合格？", (85, "分"), id="what may be reached is not what must be"),
        pytest.param("没有疗养期的，疗养记录保存几年？", (6, "年"), id="of what lacks it"),
        pytest.param("中型浴池水深不超过多少厘米？", (70, "厘米"), id="of the other size"),
        pytest.param("大型浴池水深不超过多少厘米？", (90, "厘米"), id="of one size"),
    ],
)
def test_a_figure_that_is_meant_is_given(rules: Served, question: str, figure: tuple[int, str]) -> None:
    fact = ask(rules, question).facts[0]
    assert (fact.value, fact.unit) == figure


def test_the_table_that_the_weights_are_fitted_on_has_their_traits() -> None:
    path: Path = ROOT / "benchmarks" / "first_askings.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == ("file", "id", "kind", "misleads", *TRAITS[:-1])
    assert len(WEIGHTS) == len(TRAITS)
    assert {row["kind"] for row in rows} == {"ordinary", "trap", "public"}


def test_what_is_missing_is_told_in_words(rules: Served) -> None:
    answer = ask(rules, "大型浴池每天换水几次？")
    assert answer.status == "not_found"
    assert not any(set("[]()|") & set(word) for word in answer.missing)
