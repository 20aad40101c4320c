"""find_targets: the figures of labelled policies, their subjects and places."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.targets import score
from corpus.damage import find_damage
from corpus.model import Clause, Target
from corpus.outline import parse_outline
from corpus.targets import find_targets

DATA = Path(__file__).parent / "data"
LABELLED = sorted(path.stem for path in (DATA / "targets").glob("*.jsonl"))


def read(text: str) -> tuple[Target, ...]:
    clauses, _ = find_damage(text, parse_outline(text).clauses)
    return find_targets(text, clauses)


@pytest.mark.parametrize("name", LABELLED)
def test_labelled_figures_are_found_with_their_subjects(name: str) -> None:
    reached = score(DATA, name)
    assert reached.precision >= 0.97, reached
    assert reached.recall >= 0.97, reached
    assert reached.subjects >= 0.9, reached


def subjects(text: str) -> list[tuple[str, str]]:
    return [(t.text, t.subject) for t in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设20所高水平中学和30个骨干专业（群）。", ["高水平中学", "骨干专业（群）"]),
        ("支持12个县区各新建1所“求实”幼儿园。", ["县区", "“求实”幼儿园"]),
        ("建设40个集教学、培训于一体的“求实”实训基地。", ["“求实”实训基地"]),
        ("培育30个由政府、企业等联合组建的养老集团。", ["养老集团"]),
        ("打造100个特色突出、服务能力强的品牌村。", ["品牌村"]),
        ("见习时间一般为3个月。", ["见习时间"]),
        ("教学课时占总课时一半以上。", ["教学课时"]),
        ("每3年修订1次养老目录。", ["养老目录", "养老目录"]),
        ("具有5年以上工作经历的人员可以报名。", ["工作经历"]),
        ("地区生产总值达到5万亿元、增长4%。", ["地区生产总值", "地区生产总值增长"]),
        ("分别给予10万元、20万元和50万元的一次性奖励。", ["一次性奖励"] * 3),
        ("新建养老中心5个、助餐点60处。", ["养老中心", "助餐点"]),
        ("应当在3个工作日内出具审核意见。", ["出具审核意见"]),
        ("按每人5000元标准给予培训补贴。", ["培训补贴"]),
        ("城镇新增就业45万人以上。", ["城镇新增就业"]),
    ],
)
def test_a_subject_reads_well(text: str, expected: list[str]) -> None:
    assert [subject for _, subject in subjects(text)] == expected


def test_a_subject_that_the_text_cuts_off_is_completed_from_the_heading() -> None:
    text = "一、主要任务\n1.建设一批“求实”公共实训基地。建设60个集教学和培训于一体的“求实”公共实训\n2.强化保障。\n"
    assert subjects(text) == [("60个", "“求实”公共实训基地")]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("到2025年，全省建设50个养老服务中心。", "到2025年，全省"),
        ("支持14个市州各改扩建1所学校。", "14个市州"),
        ("各县市区建成1个基地。", "各县市区"),
        ("每个领域遴选3个项目。", "每个领域"),
        ("两市各建2座公园。", None),
    ],
)
def test_scope_names_the_period_and_the_place(text: str, scope: str | None) -> None:
    assert read(text)[-1].scope == scope


def test_a_clause_marker_is_no_part_of_a_figure() -> None:
    text = "一、目标\n1. 5个县建成示范区。\n2. 3个乡建成示范点。\n"
    assert [(t.value, t.text) for t in read(text)] == [(5, "5个"), (3, "3个")]


def test_years_that_only_date_other_statements_are_no_targets() -> None:
    assert read("今后五年，我们要努力。五年来，成绩显著。") == ()


def test_silent_and_repeated_clauses_set_no_figures() -> None:
    text = "建设5个基地。"
    kinds = [("noise", None), ("contents", None), ("paragraph", "1")]
    for kind, repeats in kinds:
        clause = Clause("2", None, kind, "", "", "", 0, len(text), 0, repeats=repeats)  # type: ignore[arg-type]
        assert find_targets(text, (clause,)) == ()


PIECES = st.sampled_from(
    [
        "建设",
        "80",
        "个",
        "一、",
        "（一）",
        "1.",
        "基地",
        "的",
        "，",
        "。",
        "\n",
        "\n\n",
        "到2025年",
        "５",
        " ",
        "%",
        "每",
        "年",
        "占",
        "由",
        "“",
        "”",
        "（",
        "）",
        "增长",
        "、",
        "达到",
        "第十条",
        "万元",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_every_target_is_verbatim_and_inside_its_clause(text: str) -> None:
    clauses, _ = find_damage(text, parse_outline(text).clauses)
    spans = {c.id: (c.start, c.end) for c in clauses}
    found = find_targets(text, clauses)
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(spans[t.clause][0] <= t.start < t.end <= spans[t.clause][1] for t in found)
    assert found == find_targets(text, clauses)


def test_labels_point_at_the_text() -> None:
    for name in LABELLED:
        text = next((DATA / "policies").glob(f"{name}.*")).read_bytes().decode()
        for line in (DATA / "targets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            assert text[label["start"] :].startswith(label["text"])
