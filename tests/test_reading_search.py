"""What is looked for in documents is marked and listed; their figures are a table and a spreadsheet."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_pages import Page, get

from bot.web.figures import as_csv
from corpus.reader import make_document
from corpus.sidecar import Sidecar

# -- searching ------------------------------------------------------------------------------------------


def test_a_search_in_a_document_marks_every_place_and_lists_the_clauses(reader):
    page = get(reader, "/documents/odd?q=站")
    text = page.by_id("text")
    marked = [e for e in page.all("mark", "found") if text in e.parents]
    assert [e.text for e in marked] == ["站", "站"]
    assert "2 处" in page.by_id("results").text
    assert "#1.0.1" in {e.attributes.get("href") for e in page.all("a")} or "#1" in {
        e.attributes.get("href") for e in page.all("a")
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [("教育廳", "教育厅"), ("３個", "3个"), ("负责 目标", "目标负责"), ("  保障 ", "保障")],
)
def test_width_script_and_order_of_what_is_typed_do_not_matter(reader, query, found):
    page = get(reader, f"/documents/odd?q={query}")
    text = page.by_id("text")
    assert "".join(e.text for e in page.all("mark", "found") if text in e.parents) == found


def test_several_words_are_looked_for_in_clauses_that_hold_them_all(reader):
    page = get(reader, "/documents/chuyi-2022?q=基地 智库")
    assert "没有连在一起" in page.by_id("results").text
    page = get(reader, "/documents/chuyi-2022?q=基地 新化县")
    places = {p.attributes.get("id") for e in page.all("mark", "found") for p in e.parents if p.tag == "div"}
    assert "2.1.2" in places and "2.4.1" not in places


def test_a_search_without_result_and_one_for_a_number_of_a_clause(reader):
    page = get(reader, "/documents/odd?q=江苏")
    assert page.all("mark") == [] and "没有“江苏”" in page.by_id("results").text
    page = get(reader, "/documents/vocational-education-law-2022?q=第十四条")
    results = page.by_id("results")
    assert "#2.14" in {e.attributes.get("href") for e in page.all("a") if results in e.parents}


@settings(max_examples=40)
@given(query=st.text(max_size=120))
def test_any_query_gets_a_page(reader, query):
    for path in ("/documents/odd", "/search", "/documents", "/documents/odd/targets"):
        response = reader.get(path, params={"q": query}, headers={"accept": "text/html"})
        assert response.status_code == 200
        Page(response.text)


def test_a_search_across_documents_leads_to_the_clause_with_its_words_marked(reader):
    page = get(reader, "/search?q=文化传承基地")
    (hits,) = page.all("ol", "hits")
    links = [e.attributes["href"] for e in page.all("a") if hits in e.parents]
    assert links[0].startswith("/documents/chuyi-2022?q=") and "#2.1.2" in links[0]
    assert "文化" in "".join(e.text for e in page.all("mark"))
    assert page.all("mark", "")[0].text in get(reader, links[0].split("#")[0]).by_id("2.1.2").text


def test_a_search_keeps_to_a_document_and_says_when_there_is_nothing(reader):
    page = get(reader, "/search?q=基地&document=odd")
    assert page.all("ol", "hits") == [] and "没有条文" in page.by_id("content").text
    page = get(reader, "/search?q=教育&document=odd")
    assert all(
        "/documents/odd" in e.attributes["href"]
        for e in page.all("a")
        if page.all("ol", "hits")[0] in e.parents
    )
    assert get(reader, "/search?q=教育&document=nowhere").all("ol", "hits")
    assert get(reader, "/search").all("ol", "hits") == []


def test_the_list_of_documents_is_complete_and_can_be_narrowed(reader):
    known = reader.get("/api/v1/documents").json()["documents"]
    listed: set[str] = set()
    following = ["/documents"]
    while following:  # as many documents to a page as it holds, the rest behind “next”
        links = get(reader, following[0]).all("a")
        listed |= {e.attributes["href"] for e in links}
        following = [e.attributes["href"] for e in links if e.attributes.get("rel") == "next"]
    assert {f"/documents/{one['id']}" for one in known} <= listed
    (only,) = get(reader, "/documents?q=站发〔2020〕1号").all("ul", "documents")
    assert "站点" in only.text and only.text.count("的办法") == 1
    assert "没有符合" in get(reader, "/documents?q=江苏省海洋").by_id("content").text


# -- figures --------------------------------------------------------------------------------------------


def test_the_table_of_figures_is_the_one_of_the_text(reader):
    targets = reader.get("/api/v1/documents/odd/targets").json()["targets"]
    page = get(reader, "/documents/odd/targets")
    (table,) = page.all("table", "figures")
    places = [e.attributes["href"] for e in page.all("a") if table in e.parents]
    assert places == [f"/documents/odd?from={t['start']}&to={t['end']}#{t['clause']}" for t in targets]
    marked = get(reader, places[0].split("#")[0]).all("mark", "cited")
    assert [e.text for e in marked] == [targets[0]["text"]]
    narrowed = get(reader, "/documents/odd/targets?q=点")
    assert len(
        [e for e in narrowed.all("tr") if "td" in {c.tag for c in narrowed.elements if e in c.parents}]
    ) < len(targets)


def test_a_spreadsheet_opens_the_figures_as_they_are(reader):
    response = reader.get("/documents/odd/targets.csv")
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.text.startswith("\ufeff文件,条款编号,条款,")
    rows = list(csv.DictReader(StringIO(response.text.removeprefix("\ufeff"))))
    targets = reader.get("/api/v1/documents/odd/targets").json()["targets"]
    assert [(r["数值"], r["单位"], r["原文数字"]) for r in rows] == [
        (str(t["value"]), t["unit"], t["text"]) for t in targets
    ]
    assert rows[0]["链接"].startswith(f"{reader.base_url}/documents/odd?from=")


def test_no_cell_is_a_formula():
    document = make_document(
        "x", "一、目标\n\n=cmd()增长5%，建设3个站。\n", replace(Sidecar(), title="=HYPERLINK(1)")
    )
    for row in csv.reader(StringIO(as_csv(document, "zh", ""))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
