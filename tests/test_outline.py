"""Every character of any text is in exactly one clause, and the tree is the one officials see."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats import read_text
from corpus.model import Clause
from corpus.outline import parse_outline

NOTICE = read_text(Path(__file__).parent.parent / "corpus" / "policies" / "chuyi-2022.md")

PIECES = st.sampled_from(
    [
        *[
            "第一章 总则",
            "第二章",
            "第一条 ",
            "第二条",
            "第五条【范围】",
            "一、",
            "二、",
            "三、任务",
            "（一）",
            "(二)",
            "（",
            "三）",
        ],
        *[
            "1.",
            "2、",
            "１．",
            "（1）",
            "①",
            "附件",
            "附件2：",
            "附：",
            "目录",
            "第一章 总则......3",
            "- 12 -",
            "•11",
            "名词解释",
        ],
        *[
            "关于印发方案的通知",
            "国务院",
            "2022年1月20日",
            "国发〔2019〕4号",
            "各省人民政府：",
            "来源：网",
            "# ",
            "**",
            "> ",
            "\t",
            "　",
        ],
        *[
            "建设80个基地",
            "，",
            "。",
            "；",
            "：",
            "如下：",
            "”",
            "“",
            "《",
            "\n",
            "\n",
            "\n\n",
            "\r",
            "\x00",
            "\ufffd",
            "\u2028",
            "𠀀",
        ],
        "深入研究新时代职业教育发展理念、体制、机制和模式",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


def by_id(text: str) -> dict[str, Clause]:
    return {clause.id: clause for clause in parse_outline(text).clauses}


def own(text: str, clause: Clause) -> str:
    return text[clause.start : clause.end].strip()


@settings(max_examples=400)
@given(TEXTS)
def test_clauses_cover_any_text_exactly(text: str) -> None:
    clauses = parse_outline(text).clauses
    assert "".join(text[c.start : c.end] for c in clauses) == text
    assert clauses[0].start == 0
    assert all(a.end == b.start for a, b in zip(clauses, clauses[1:], strict=False))
    assert all(c.start <= c.heading_end <= c.end for c in clauses)


@given(TEXTS)
def test_ids_are_unique_numbers_below_known_parents(text: str) -> None:
    seen: set[str] = set()
    for clause in parse_outline(text).clauses:
        assert clause.id not in seen
        assert all(part.isdecimal() for part in clause.id.split("."))
        assert clause.parent is None or clause.parent in seen
        assert clause.parent is None or clause.id.startswith(clause.parent + ".")
        seen.add(clause.id)


@given(TEXTS, st.sampled_from(["九、结束", "第九十九条 施行。", "补充一段说明文字。"]))
def test_clauses_far_above_keep_their_ids(text: str, more: str) -> None:
    stable = "一、总体要求\n（一）目标。建设80个基地。\n（二）原则。坚持育人为本。\n二、任务\n（一）平台。\n"
    assert "1.2" in by_id(stable + text)
    assert [c.id for c in parse_outline(stable + more).clauses][:3] == ["1", "1.1", "1.2"]


@pytest.mark.parametrize(
    "unit",
    [
        "一、任务\n（一）建设。\n1.基地。\n",
        "第一章 总则\n第一条 目的。\n第二款。\n（一）项；\n",
        "1.\n",
        "二、a\n（二）b\n3.c\n（一）d\n",
        "1.甲\n如下：\n",
        "附件1\n方案\n",
        "职业教育的改革与发展需要全社会共同努力和支持\n",
        "2022年1月20日\n",
        "（一\n",
        "“楚怡\n",
        "字，",
    ],
)
def test_work_grows_with_the_text(unit: str) -> None:
    assert calls(lambda: parse_outline(unit * 400)) < 2.3 * calls(lambda: parse_outline(unit * 200)) + 2000


def calls(work: Callable[[], object]) -> int:
    """Count the calls that `work` makes, of Python and C functions alike."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


# -- the shipped notice -------------------------------------------------------------------------------


def test_notice_front_matter() -> None:
    outline = parse_outline(NOTICE)
    kinds = [c.kind for c in outline.clauses if c.parent == "0"]
    assert kinds[:4] == ["letterhead"] * 4
    assert kinds[5:10] == ["title", "addressee", "preamble", "signature", "date"]
    assert outline.title == "关于印发《湖南省“三湘”行动实施方案》的通知"
    assert outline.issuer == "湖南省人力资源和社会保障厅"
    assert outline.date == "2022-01-20"
    assert outline.number == outline.source_url == ""


def test_notice_tree() -> None:
    tree = by_id(NOTICE)
    expected = ["1", "2", "2.1", "2.1.1", "2.1.2", "2.1.3", "2.2", "2.2.2", "2.2.3", "2.2.4", "2.3"]
    expected += ["2.3.1", "2.3.2", "2.3.3", "2.4", *[f"2.4.{n}" for n in range(1, 14)]]
    expected += ["3", "3.3", "3.3.1", "3.4"]
    assert [id_ for id_ in tree if not id_.startswith("0")] == expected
    assert {id_ for id_, c in tree.items() if c.inferred} == {"1", "2.2", "3"}


def test_notice_lost_headings() -> None:
    tree = by_id(NOTICE)
    assert own(NOTICE, tree["1"]).startswith("进一步彰显")
    assert (tree["1"].label, tree["2.2"].label, tree["3"].label) == ("一、", "二、（二）", "三、")
    assert (tree["2.2"].start, tree["3"].start) == (tree["2.2"].end, tree["3"].end)
    assert tree["2.2"].start == tree["2.2.2"].start


def test_notice_labels_and_headings() -> None:
    tree = by_id(NOTICE)
    clause = tree["2.4.1"]
    assert (clause.label, clause.marker) == ("二、（四）1.", "1.")
    assert clause.heading == "遴选建设一批“楚怡”产教融合实训基地"
    assert NOTICE[clause.heading_end : clause.end].startswith("支持建设 80 个")
    assert tree["2"].heading == "主要任务"
    assert tree["2.1"].heading == "传承创新“楚怡”职业教育精神"
    assert (tree["2.2.4"].heading, tree["2.2.4"].heading_end) == ("", tree["2.2.4"].start)


def test_notice_scraps_are_noise() -> None:
    tree = by_id(NOTICE)
    noise = [own(NOTICE, c) for c in tree.values() if c.kind == "noise"]
    assert noise == ["1.上江山", "•11"]
    assert own(NOTICE, tree["2.4.2"]).endswith("联合组建的“楚怡”职教集团。")


# -- articles -------------------------------------------------------------------------------------------

LAW = """# 某某市住房保障办法
（2021年3月1日某某市第十五届人民代表大会常务委员会第三次会议通过）
目录
第一章 总则........1
第二章 保障........3
第一章 总 则
第一条 为了保障住房，制定本办法。
第二条【定义】 本办法所称住房，是指下列住房：
（一）公租房；
（二）廉租房。
第二章 保障
第三条 保障按下列方式进行。
申请人应当符合下列条件：
（一）年满十八周岁；
1．有户籍；
2．有居所；
（二）无住房。
前款第（一）项的年龄按申请日计算。
第三条之一 第三条规定的条件由市政府公布。
第四条 本办法自2021年5月1日起施行。
"""


def test_articles_keep_their_running_number() -> None:
    tree = by_id(LAW)
    assert [c.id for c in tree.values() if c.kind == "article"] == ["1.1", "1.2", "2.3", "2.3001", "2.4"]
    assert tree["1"].heading == "总则"
    assert tree["2.3001"].label == "第三条之一"
    assert [c.kind for c in tree.values()].count("contents") == 1


@pytest.mark.parametrize("heading", ["目录\n", ""], ids=["under its heading", "without one"])
def test_a_table_of_contents_without_page_numbers_is_no_first_text(heading: str) -> None:
    listed = "目录\n第一章 总则........1\n第二章 保障........3\n"
    text = LAW.replace(listed, f"{heading}第一章 总则\n第二章 保障\n")
    tree = by_id(text)
    assert [c.id for c in tree.values() if c.kind == "article"] == ["1.1", "1.2", "2.3", "2.3001", "2.4"]
    assert [c.kind for c in tree.values()].count("contents") == 1


def test_one_paragraph_belongs_to_the_article() -> None:
    tree = by_id(LAW)
    assert tree["1.2"].heading == "定义"
    assert own(LAW, tree["1.2"]).endswith("是指下列住房：")
    assert tree["1.2.2"].label == "第二条第（二）项"


def test_articles_may_be_headed_by_their_first_sentence() -> None:
    text = (
        "第三条 载体建设。被认定的载体给予奖励。\n第四条　平台服务。每年安排经费。\n第五条 企业培育。对企业补贴：\n"
        "（一）五万元。\n另给两万元。\n第六条 企业应当备案。备案免费。\n第七条 房屋国有。禁止买卖。\n第八条 自发布之日起施行。\n"
    )
    tree = by_id(text)
    assert [tree[str(i)].heading for i in range(3, 9)] == ["载体建设", "平台服务", "企业培育", "", "", ""]
    assert text[tree["4"].heading_end : tree["4"].end] == "每年安排经费。\n"
    assert own(text, tree["5.1"]) == "对企业补贴："


def test_several_paragraphs_are_clauses_with_items_below() -> None:
    tree = by_id(LAW)
    assert own(LAW, tree["2.3"]) == "第三条"
    assert own(LAW, tree["2.3.1"]) == "保障按下列方式进行。"
    assert tree["2.3.2"].label == "第三条第二款"
    assert tree["2.3.2.1.2"].label == "第三条第二款第（一）项第2目"
    assert own(LAW, tree["2.3.3"]).startswith("前款第（一）项")


def test_articles_may_stand_below_headings_of_another_system() -> None:
    text = "一、出让\n第一条 出让合同。\n第二条 出让金。\n二、转让\n第三条 转让合同。\n（一）有效；\n（二）无效。\n"
    tree = by_id(text)
    assert list(tree) == ["1", "1.1", "1.2", "2", "2.3", "2.3.1", "2.3.2"]
    assert (tree["2"].label, tree["2.3.2"].label) == ("二、", "第三条第（二）项")


def test_what_follows_an_item_that_is_a_heading_alone_belongs_to_it() -> None:
    text = "第一条 费用如下：\n（一）失能评估费用\n每人每次150元：\n1.由基金支付；\n2.由本人支付。\n复评另计。\n（二）延续评估费用\n每人每次80元。\n第二条 本办法自2022年起施行。"
    clauses = parse_outline(text).clauses
    own = {c.id: text[c.start : c.end].split("\n")[0] for c in clauses}
    parents = {own[c.id]: own.get(c.parent or "") for c in clauses}
    first, second = "（一）失能评估费用", "（二）延续评估费用"
    assert parents["复评另计。"] == parents["1.由基金支付；"] == first
    assert [c.heading for c in clauses if own[c.id] in (first, second)] == ["失能评估费用", "延续评估费用"]
    assert "每人每次80元。" in text[slice(*next((c.start, c.end) for c in clauses if own[c.id] == second))]


def test_lists_of_old_laws_are_items_of_their_article() -> None:
    tree = by_id("第一条 出口企业是指：\n一、产品出口的企业；\n二、技术先进的企业。\n第二条 享受优惠。\n")
    assert tree["1.2"].label == "第一条第（二）项"


def test_articles_before_the_first_chapter_left_prove_the_lost_ones() -> None:
    tree = by_id("第一条 目的。\n第二条 范围。\n第三章 保障\n第三条 资金。\n")
    assert list(tree) == ["1", "1.1", "1.2", "3", "3.3"]
    assert tree["1"].inferred


def test_sub_headings_without_numbers_head_their_paragraph() -> None:
    body = "职工医保个人账户可用于支付参保人员本人及其近亲属在定点医药机构发生的由个人负担的费用。"
    text = f"医保新措\n一、待遇\n共济范围扩大至近亲属\n{body}\n连续参保有激励\n{body}\n二、其他\n"
    tree = by_id(text)
    assert [tree[i].heading for i in ("1.0.1", "1.0.2")] == ["共济范围扩大至近亲属", "连续参保有激励"]
    assert text[tree["1.0.1"].heading_end : tree["1.0.1"].end].strip() == body


def test_a_list_behind_a_plain_list_goes_on_with_the_parent() -> None:
    text = (
        "一、入网\n报送下列信息：\n（一）代码；\n（二）编码。\n机构应当核验。\n不一致的不得入网。\n二、退出\n"
    )
    tree = by_id(text)
    assert own(text, tree["1.2"]) == "（二）编码。"
    assert own(text, tree["1.0.1"]) == "机构应当核验。"


def test_law_metadata() -> None:
    outline = parse_outline(LAW)
    assert (outline.title, outline.date) == ("某某市住房保障办法", "2021-03-01")
    assert outline.issuer == "某某市人民代表大会常务委员会"


# -- numbering that officials use -----------------------------------------------------------------------


def test_numbering_may_run_on_over_the_parents() -> None:
    tree = by_id("一、甲\n（一）建学校。\n（二）建基地。\n二、乙\n（三）建集团。\n（四）建智库。\n")
    assert [id_ for id_ in tree if "." in id_] == ["1.1", "1.2", "2.3", "2.4"]
    assert not any(c.inferred for c in tree.values())


@pytest.mark.parametrize(
    "blank", ["\u2028", "\u2029", "\x85", "\u200b", "\ufeff", "\u2060 \u3000", "** **", "###"]
)
def test_a_line_that_draws_nothing_is_no_text(blank: str) -> None:
    tree = by_id(f"一、2025年工作回顾\n{blank}\n二、安排\n")
    assert list(tree) == ["1", "2"]
    assert tree["1"].heading == ""


def test_unnumbered_paragraphs() -> None:
    text = "一、任务\n建设基地，培养人才。\n二、保障\n加强领导，压实责任。\n加大投入，完善机制。\n三、附则\n"
    tree = by_id(text)
    assert own(text, tree["1"]).endswith("培养人才。")
    assert [own(text, tree[i]) for i in ("2", "2.0.1", "2.0.2")] == [
        "二、保障",
        "加强领导，压实责任。",
        "加大投入，完善机制。",
    ]
    assert tree["2.0.2"].label == "二、第2段"


def test_a_second_clause_of_one_number_gets_an_id_of_its_own() -> None:
    tree = by_id("一、甲\n（一）建学校。\n（二）建基地。\n（二）建集团。\n（三）建智库。\n二、乙\n")
    assert [id_ for id_ in tree if "." in id_] == ["1.1", "1.2", "1.1002", "1.3"]


def test_lists_below_paragraphs_of_their_own() -> None:
    text = "一、申请\n（一）申请条件如下：\n1.有户籍；\n2.有居所。\n申请材料如下：\n1.身份证；\n2.户口簿。\n（二）受理。\n"
    tree = by_id(text)
    assert tree["1.1.0.1.2"].label == "一、（一）第1段2."
    assert tree["1.2"].label == "一、（二）"


def test_a_second_text_is_an_attachment() -> None:
    text = "一、目标\n建成体系。\n二、任务\n建成基地。\n某某厅\n2022年3月1日\n附件1\n实施方案\n一、步骤\n（一）启动。\n"
    tree = by_id(text)
    assert [c.kind for c in tree.values()][3:7] == ["signature", "date", "attachment", "item"]
    assert (tree["1001"].label, tree["1001"].heading) == ("附件1", "实施方案")
    assert tree["1001.1.1"].label == "附件1 一、（一）"
    assert own(text, tree["0.1"]) == "某某厅"


def test_broken_lines_hold_no_markers() -> None:
    text = (
        "一、任务\n（一）基地。到2025年，各地要结合实际，推动建设一批高水平的实训基地，总数达到\n"
        "3.5万个，其中市级基地和第（一）项规定的基地分别不少于八百个和一千个，按照本意见\n"
        "四、（三）的规定建设，并为每个基地配备专职教师不少于\n9、10名。\n（二）集团。\n"
    )
    assert list(by_id(text)) == ["1", "1.1", "1.2"]


def test_hard_wrapped_text_is_joined() -> None:
    lines = [
        "　　深入研究新时代职业教育发展理念、体制、机制和模",
        "式，定期开设大讲堂，举办职业教育论坛，为职业教育高质",
        "量发展提供决策参考，打造全国知名智库，发挥引领作用。",
    ]
    text = "第一章 总体要求\n" + "\n".join(lines * 4) + "\n第二章 任务\n"
    tree = by_id(text)
    assert len(tree) == 2 + 4
