"""A text set as a PDF is read as the text itself: its sentences whole, its clauses under the same labels."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.outline import parse_outline
from corpus.reader import make_document
from corpus.sidecar import Sidecar
from corpus.view import view

PARTS = st.sampled_from(
    [
        "县级以上地方人民政府应当统一规划",
        "教育行政部门会同其他有关部门负责监督检查",
        "建设80个产教融合实训基地",
        "每年安排经费1200万元用于技术技能人才培养",
        "按照国家有关规定给予表彰和奖励",
        "任何单位和个人不得以任何理由拒绝",
        "由主管部门责令限期改正并处三万元以上五万元以下罚款",
        "在2025年12月31日前完成改造任务",
        "纳入“十四五”规划（含专项规划）",
        "受理之日起二十个工作日内作出决定",
        "鼓励企业、学校、行业组织共同参与",
    ]
)
SENTENCES = st.lists(PARTS, min_size=2, max_size=5).map(lambda parts: "，".join(parts) + "。")
ARTICLES = st.lists(st.lists(SENTENCES, min_size=1, max_size=3), min_size=8, max_size=14)
NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四".split()
PAGES = ["", "- {} -", "— {} —", "{}", "第{}页 共9页", "{} / 9", "－{}－"]
TITLE = "河湾市职业教育促进条例"


def broken(paragraph, width, indent):
    """Yield the lines of a paragraph: two columns for a character, one for what is Latin."""
    line, used = "　" * indent, 2 * indent
    for char in paragraph:
        wide = 1 if char.isascii() else 2
        if used + wide > 2 * width:
            yield line
            line, used = "", 0
        line, used = line + char, used + wide
    yield line


def as_pdf(paragraphs, width, indent=0, page="", header=False, spaced=()):
    """Return paragraphs as a converter leaves them; every so many lines the page turns, `spaced` lines drawn apart."""
    lines = []
    for line in (line for paragraph in paragraphs for line in broken(paragraph, width, indent)):
        if page and lines and len(lines) % 30 == 0:
            lines += [page.format(len(lines) // 30), *([TITLE] if header else [])]
        lines.append(" ".join(line) if len(lines) % 30 in spaced else line)
    return "\n".join(lines) + "\n"


def folded(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def said(text):
    """Return what each clause of a text says, as it is matched, blanks away."""
    return [folded(view(text[c.start : c.end]).text) for c in parse_outline(text).clauses]


def labels(text):
    return [clause.label for clause in parse_outline(text).clauses if clause.kind == "article"]


@settings(max_examples=60)
@given(
    ARTICLES,
    st.integers(24, 44),
    st.sampled_from([0, 2]),
    st.sampled_from(PAGES),
    st.booleans(),
    st.sets(st.integers(0, 29), max_size=12),
)
def test_sentences_come_out_whole(articles, width, indent, page, header, spaced):
    paragraphs = [f"第{n}条　{''.join(a)}" for n, a in zip(NUMERALS, articles, strict=False)]
    text = as_pdf([TITLE, *paragraphs], width, indent, page, header, spaced)
    clauses = said(text)
    for sentence in (folded(s) for article in articles for s in article):
        assert any(sentence in clause for clause in clauses), (sentence, text)
    assert labels(text) == [f"第{n}条" for n, _ in zip(NUMERALS, articles, strict=False)]


FULL = "县级以上地方人民政府教育行政部门应当会同发展改革、财政、人力资源等部门按"  # as wide as WIDE lines are
WIDE = len(FULL)


def column(*tail):
    """Return a text set in a column, with lines of one's own at its end."""
    body = (
        "为了发展职业教育，提高劳动者素质和技术技能水平，促进就业创业，建设教育强国和技能型社会，推进现代化。"
        * 3
    )
    return as_pdf([f"第{n}条　{body}" for n in NUMERALS[:4]], WIDE) + "\n".join(tail) + "\n"


def test_a_word_cut_before_a_number_opens_no_clause():
    text = column("第五条　" + FULL[:-4], "一、二类标准统", "一、规范的文书样式执行。", "第六条　施行。")
    assert labels(text)[-2:] == ["第五条", "第六条"]
    cut = column("第五条　" + FULL[: WIDE - 5] + "统", "一、规范的文书样式执行。", "第六条　施行。")
    assert [c.kind for c in parse_outline(cut).clauses if c.kind in ("item", "attachment")] == []


def test_a_list_behind_a_full_line_opens_with_its_first_number():
    text = column("第五条　" + FULL[: WIDE - 5] + "：", "一、按期缴纳；", "二、如实申报。", "第六条　施行。")
    items = [c.label for c in parse_outline(text).clauses if c.kind == "item"]
    assert items == ["第五条第（一）项", "第五条第（二）项"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((FULL[:-4] + "合同的", "附件：", "名单由政府公布。"), "合同的附件:"),
        ((FULL[:-1] + "3", " 8 9 个基地。"), "389个基地。"),
        (
            (FULL[:-1] + "3", "12", "县级以上地方人民政府教育89个基地。"),
            "3县级以上地方人民政府教育89个基地。",
        ),
    ],
)
def test_what_a_page_broke_off_goes_on(lines, sentence):
    assert any(sentence in clause for clause in said(column("第五条　" + lines[0][4:], *lines[1:])))


def test_each_step_by_which_a_law_came_to_be_stands_alone():
    steps = ["2006年11月11日 河湾市第十届人民代表大会通过", "2014年7月29日 河湾市第十二届人民代表大会修订"]
    clauses = parse_outline("\n".join(["河湾市渡口条例", *steps, "第一条　为了安全，制定本条例。"])).clauses
    assert [c.kind for c in clauses if c.kind == "date"] == ["date", "date"]


def test_figures_are_those_of_the_text():
    text = "支持建设80个实训基地，每个基地每年补助1200万元，培养技术技能人才38 900人，力争到年底达到85.5%。"
    paragraphs = [f"第{n}条　{text}" for n in NUMERALS[:10]]
    whole, set_ = (
        [(t.value, t.unit) for t in make_document("x", one, Sidecar()).targets]
        for one in ("\n".join(paragraphs), as_pdf(paragraphs, 29, page="{}", spaced={2, 5, 9}))
    )
    assert set_ == whole and (38900, "人") in whole
