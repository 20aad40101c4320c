"""Who does what: a body before the deed, 由 in so many words, a recipient behind 向."""

import pytest

from bot.agents import IMPLIED, NAMED, SAID, UNSAID, names_agent


@pytest.mark.parametrize(
    ("text", "deed", "expected"),
    [
        ("检验计划由市船检中心拟定。", "拟定", NAMED),
        ("船东应当执行市船检中心拟定的检验计划。", "拟定", IMPLIED),
        ("检验计划由市船检中心拟定的草案通过。", "拟定", IMPLIED),
        ("区农业农村部门负责渔船的登记、检验。", "检验", SAID),
        ("省、自治区应当根据标准制定办法。", "制定", SAID),
        ("市船检机构受理后，出具意见并公布结果。", "公布", IMPLIED),
        ("经检验不合格的，书面说明理由。", "检验", UNSAID),
        ("市船检机构受理申请。", "拟定", 0.0),
        ("", "拟定", 0.0),
    ],
)
def test_agents(text: str, deed: str, expected: float) -> None:
    assert names_agent(text.replace("，", ","), [deed]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("船东应当向所在乡镇人民政府提出申请。", SAID),
        ("市海洋委员会定期听取捕捞情况申请。", SAID),
        ("符合条件的船东可以申请补贴。", UNSAID),
    ],
)
def test_recipients(text: str, expected: float) -> None:
    assert names_agent(text, ["申请"], recipient=True) == expected
