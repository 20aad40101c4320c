"""What is understood of a question taken on its own: kind, figure asked for, times, places, subjects, clause."""

import pytest
from conftest import Serve
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parser import Parser
from bot.question import Question
from index.glossary import load_glossary
from index.search import open_segmenter

GLOSSARY = load_glossary()


def nothing_sounds_like(word: str) -> tuple[str, ...]:
    return ()


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(open_segmenter(GLOSSARY), GLOSSARY, nothing_sounds_like)


def words(terms: object) -> list[str]:
    return [t.word for t in terms]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "family", "unit"),
    [
        ("本市有多少家养老院？", "count", "家"),
        ("总共建设多少个车间", "count", "个"),
        ("幼儿园和小学各有几所？", "count", "所"),
        ("养老服务中心 数量", "count", ""),
        ("服务站总数", "count", ""),
        ("每人每月补贴多少元", "money", "元"),
        ("一次性补贴多少万元？", "money", "元"),
        ("押金要交多少钱", "money", ""),
        ("请问一下，我想了解低保金额？", "money", ""),
        ("請問補貼標準是多少元？", "money", "元"),
        ("试用期最长几个月", "time", "个月"),
        ("多久检查一次？", "time", ""),
        ("补贴能领多久", "time", ""),
        ("合同期限是多少年", "time", "年"),
        ("申请人要满几岁", "age", "岁"),
        ("覆盖率要达到百分之几？", "share", ""),
        ("骑手参保占多少比例", "share", ""),
        ("全长多少公里", "length", "公里"),
        ("公园占地多少平方米", "area", "平方米"),
        ("稻谷收了多少吨", "mass", "吨"),
        ("每年检查几次", "times", "次"),
        ("培训多少人次", "people", "人次"),
        ("聘请几名律师", "people", "名"),
        ("How many nursing homes are there?", "count", ""),
        ("How long is the probation period?", "time", ""),
        ("How often are the lifts inspected?", "time", ""),
        ("What percentage of the rent is covered?", "share", ""),
        ("How much money does each village receive?", "money", ""),
        ("How old must applicants be?", "age", ""),
    ],
)
def test_a_question_for_a_figure_knows_its_family_and_measure_word(
    parser: Parser, asked: str, family: str, unit: str
) -> None:
    question = parser.parse(asked)
    assert (question.kind, question.family, question.unit) == ("figure", family, unit)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("由哪个部门负责审批", "who"),
        ("谁来监督", "who"),
        ("找哪个单位申请", "who"),
        ("Who is responsible for approval?", "who"),
        ("什么时候开始施行", "when"),
        ("报名在几月几号结束？", "when"),
        ("When does it take effect?", "when"),
        ("什么叫灵活就业人员", "definition"),
        ("临时救助是指什么", "definition"),
        ("何谓公益岗位？", "definition"),
        ("有没有住房补贴？", "yesno"),
        ("能不能网上办理", "yesno"),
        ("包不包括外地户口", "yesno"),
        ("可以异地申请吗", "yesno"),
        ("Can I apply online?", "yesno"),
        ("是不是200个？", "check"),
        ("押金是三百元吗", "check"),
        ("有哪些保障措施", "which"),
        ("怎么申请补贴", "which"),
        ("需要什么材料", "which"),
        ("分哪几级", "which"),
        ("Which documents are needed?", "which"),
        ("养老院的消防要求", "open"),
    ],
)
def test_kinds_that_are_no_figures(parser: Parser, asked: str, kind: str) -> None:
    question = parser.parse(asked)
    assert (question.kind, question.family) == (kind, None)


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        ("第十二条说了什么", [("article", 12)]),
        ("第三章第二节第十五条", [("chapter", 3), ("section", 2), ("article", 15)]),
        ("第9条第二款第（三）项", [("article", 9), ("unit", 2), ("clause", 3)]),
        ("三（二）4", [("cn", 3), ("cnp", 2), ("ar", 4)]),
        ("3.2.1", [("id", 3), ("id", 2), ("id", 1)]),
        ("附件2", [("attachment", 2)]),
    ],
)
def test_a_clause_is_named(parser: Parser, asked: str, steps: list[tuple[str, int]]) -> None:
    question = parser.parse(asked)
    assert question.kind == "clause"
    assert question.reference is not None
    assert list(question.reference.steps) == steps


def test_a_clause_named_beside_a_subject_does_not_hide_what_is_asked(parser: Parser) -> None:
    question = parser.parse("第十二条规定的养老金是多少元？")
    assert (question.kind, question.family) == ("figure", "money")


@pytest.mark.parametrize(
    ("asked", "field", "named"),
    [
        ("这个办法的文号是什么", "number", []),
        ("文件是哪天印发的", "date", []),
        ("养老服务办法是哪天公布的", "date", ["养老服务"]),
        ("通知是谁发布的", "issuer", []),
        ("这份文件的标题是什么", "title", []),
        ("这个通知发给谁", "addressee", []),
        ("补贴什么时候发", None, []),
        ("谁制作工作餐", None, []),
    ],
)
def test_questions_about_the_document_itself(
    parser: Parser, asked: str, field: str | None, named: list[str]
) -> None:
    question = parser.parse(asked)
    assert question.field == field
    assert words(question.named) == named


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("2030年要建多少所学校", ("2030",)),
        ("2024年和2025年分别有多少个项目", ("2024", "2025")),
        ("到２０２７年底建成几个？", ("2027",)),
        ("补贴2000元够不够", ()),
        ("一共1999个", ()),
        ("How many clinics by 2031?", ("2031",)),
    ],
)
def test_years_are_told_from_other_numbers(parser: Parser, asked: str, years: tuple[str, ...]) -> None:
    assert parser.parse(asked).years == years


@pytest.mark.parametrize(
    ("asked", "groups", "aggregate"),
    [
        ("幼儿园和小学各有几所？", [["幼儿园"], ["小学"]], None),
        ("托儿所和养老院哪个更多？", [["托儿所"], ["养老院"]], "compare"),
        ("甲班比乙班多几个人？", [["甲班"], ["乙班"]], "difference"),
        ("小学、初中、高中一共多少所", [["小学"], ["初中"], ["高中"]], "sum"),
        ("总共建设多少个车间", [], "sum"),
        ("本市有多少家养老院？", [], None),
    ],
)
def test_subjects_side_by_side(
    parser: Parser, asked: str, groups: list[list[str]], aggregate: str | None
) -> None:
    question = parser.parse(asked)
    assert [words(group) for group in question.groups] == groups
    assert question.aggregate == aggregate


@pytest.mark.parametrize(
    ("asked", "focus"),
    [
        ("本市有多少家养老院？", ["养老院"]),
        ("培训多少名护理员", ["护理员"]),
        ("养老院有多少家", ["养老院"]),
        ("How many nursing homes are planned?", ["养老机构"]),
    ],
)
def test_the_noun_that_is_counted(parser: Parser, asked: str, focus: list[str]) -> None:
    assert words(parser.parse(asked).focus) == focus


def test_places_are_marked_and_known_without_their_rank(parser: Parser) -> None:
    places = [t for t in parser.parse("江苏省有多少家养老院").terms if t.place]
    assert [p.word for p in places] == ["江苏省"]
    assert "江苏" in places[0].forms()


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("How many nursing homes?", "en"),
        ("养老院 how many", "zh"),
        ("12", "zh"),
        ("A级景区有几个", "zh"),
        ("NURSING HOMES", "en"),
    ],
)
def test_language(parser: Parser, asked: str, language: str) -> None:
    assert parser.parse(asked).language == language


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("请问养老院有多少家？", "养老院有多少家"),
        ("養老院有多少家", "养老院有多少家"),
        ("养老院有多少家？？？", "养老院有多少家"),
        ("“养老院”有多少家", "养老院有多少家"),
        ("养老院有多少（家）", "养老院有多少(家)"),
        ("How many NURSING homes", "how many nursing homes?"),
    ],
)
def test_politeness_width_marks_and_script_change_nothing(parser: Parser, asked: str, same: str) -> None:
    one, other = parser.parse(asked), parser.parse(same)
    assert (one.kind, one.family, one.unit, one.terms, one.focus) == (
        other.kind,
        other.family,
        other.unit,
        other.terms,
        other.focus,
    )


def test_pinyin_and_homophones_become_the_librarys_words(serve: Serve) -> None:
    served = serve("points-settlement")
    parser = Parser(served.searcher.segmenter, served.searcher.glossary, served.searcher.spell)
    pinyin = parser.parse("juzhuzheng duoshao ge")
    assert (pinyin.language, pinyin.kind) == ("zh", "figure")
    assert "居住证" in [form for t in pinyin.terms for form in t.forms()]
    homophone = parser.parse("牌名规则是什么")
    assert [t.equal for t in homophone.terms if t.guessed] == [("排名",)]
    assert not [t for t in parser.parse("排名规则是什么").terms if t.guessed]


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_any_text_is_understood_somehow(asked: str) -> None:
    parser = Parser(open_segmenter(GLOSSARY), GLOSSARY, nothing_sounds_like)
    question = parser.parse(asked)
    assert isinstance(question, Question)
    assert question.text == asked
    assert len(words(question.terms)) == len(set(words(question.terms))) or question.language == "en"
    assert all(t.word for t in question.terms)
