"""Page numbers and running headers are told from rows of a table and from headings."""

import pytest

from corpus.furniture import find_furniture

WORDS = "河湾市县级以上地方人民政府应当将职业教育纳入国民经济和社会发展规划并组织实施监督"
CLOSED = "县级以上地方人民政府应当将职业教育纳入发展规划。"


def furniture(*pages):
    """Return the lines found, where each page's own follow on twenty of text."""
    lines = []
    for number, page in zip("一二三四五六", (*pages, []), strict=False):
        lines += [WORDS[i:] + number + WORDS[:i] for i in range(20)] + [*page]
    return [lines[i] for i in sorted(find_furniture(lines))]


@pytest.mark.parametrize(
    "mark",
    [
        "- {} -",
        "— {} —",
        "－{}－",
        "第{}页",
        "第 {} 页 共 9 页",
        "共9页 第{}页",
        "{}",
        "{} / 9",
        "{}/9页",
        "•{}",
    ],
)
def test_page_numbers_of_every_form(mark):
    marks = [mark.format(n) for n in range(1, 4)]
    assert furniture(*([one] for one in marks)) == marks


def test_numbers_that_count_on_from_page_to_page_are_told_between_paragraphs():
    pages = [(CLOSED, str(n), "第二条") for n in range(3, 7)]
    assert furniture(*pages) == ["3", "4", "5", "6"]


@pytest.mark.parametrize("rows", [["1", "名称", "2", "数量", "3", "单位"], [CLOSED, "80"], [CLOSED, "2025"]])
def test_numbers_of_a_table_are_no_pages(rows):
    assert furniture(rows, [CLOSED, "7", CLOSED]) == []


def test_a_header_beside_page_numbers_is_told_whatever_it_says():
    pages = [(f"— {n} —", "广州市人民政府公报（总第900期）") for n in range(1, 4)]
    assert furniture(*pages) == [line for page in pages for line in page]


def test_a_header_without_page_numbers_is_told_where_sentences_break():
    pages = [["河湾市渡口管理处工作手册"]] * 4
    assert furniture(*pages) == ["河湾市渡口管理处工作手册"] * 4


@pytest.mark.parametrize("heading", ["办理材料", "附件1", "一、申请", "申请人应当提供下列材料："])
def test_headings_that_come_again_are_no_headers(heading):
    assert furniture(*[[CLOSED, heading]] * 4) == []
