"""A figure whose text only lacks a word of the question is given where it is likely, and never that of another thing."""

import pytest
from conftest import Served, ask, serve_texts

from bot.second_look import TRAITS, WEIGHTS

PARK = """# 江南省温泉公园管理办法

第一条 温泉公园由水行政主管部门管理。

第二条 六十五周岁以上的老年人凭优待卡免费进入温泉公园，并可以使用专用通道。

第三条 温泉公园每年举办花灯会，花灯会的安全由公安机关负责。

第四条 游客中心应当自收到投诉之日起七个工作日内将处理结果告知投诉人。

第五条 违法建设的，由规划部门责令改正。导游应当持证上岗。

第六条 浴场卫生许可证有效期四年。导游证由旅游部门核发。
"""


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("park"), policy=PARK)


@pytest.mark.parametrize(
    "question",
    [
        "多少岁以上的老年人可以免费进温泉公园看花灯？",
        "At what age can elderly people enter the park for free to see the lanterns?",
    ],
)
def test_a_figure_is_given_though_a_word_is_not_said_of_it(park: Served, question: str) -> None:
    answer = ask(park, question)
    assert [(f.value, f.unit) for f in answer.facts] == [(65, "周岁")]
    assert "六十五周岁以上的老年人" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("导游证有效期几年？", "导游证"),
        ("多少岁以上的老年人可以免费进海洋公园？", "海洋公园"),
        ("收到投诉多少个工作日内把导游的处理结果告知投诉人？", "导游"),
    ],
)
def test_a_figure_of_another_or_a_wider_thing_is_not(park: Served, question: str, missing: str) -> None:
    answer = ask(park, question)
    assert (answer.status, answer.missing) == ("not_found", (missing,))


def test_each_trait_has_a_weight() -> None:
    assert len(WEIGHTS) == len(TRAITS)
