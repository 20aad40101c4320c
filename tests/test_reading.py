"""The pages of documents: every character is there, every clause has an address, what is cited is marked."""

import re
from dataclasses import replace

import pytest
from conftest import POLICIES, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_pages import get

from bot.reading import Marks, citation, nearest, read, valid_span
from bot.seen import pieces, runs, words_of
from corpus.library import read_document
from corpus.reader import make_document
from corpus.sidecar import Sidecar

# The shipped policies go before the tests' own of the same name.
FILES = list(
    {
        path.stem: path
        for home in reversed(POLICIES)
        for path in sorted(home.iterdir())
        if path.suffix in (".md", ".txt")
    }.values()
)
# What a source writes to set its text, not to say something: blanks, and Markdown's marks where they are marks.
_MARKS = re.compile(r"^[\s\u200b\ufeff]*(?:#{1,6}[ \t]+|>[ \t]?)?|\*\*")
_UNSEEN = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\x00-\x1f\x7f-\x9f]")
PIECES = st.sampled_from(
    [
        *[
            "第一章 总则",
            "第二条",
            "一、",
            "（一）",
            "1.",
            "附件1：",
            "目录",
            "第一章......3",
            "- 12 -",
            "第 3 页",
        ],
        *[
            "# ",
            "## ",
            "> ",
            "**",
            "*",
            "#",
            ">",
            "\t",
            "　",
            "   ",
            "\x0c",
            "\u200b",
            "\x00",
            "<script>",
            "&amp;",
        ],
        *[
            "建设 80 个实训基地。",
            "由教育厅负责；",
            "国务院",
            "2022年1月20日",
            "ABC def",
            "每年1000元",
            "，",
            "”",
        ],
        *["支持职教集团与职业院校深度融合发展的人才培养模式改革。"] * 2,
        *["\n"] * 8,
        *["\n\n"] * 3,
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def document_of(text, **known):
    return make_document("x", text, replace(Sidecar(), **known))


def said(text):
    """Return what a text says, without what only sets it: each line on its own, as Markdown is read."""
    return _UNSEEN.sub("", "".join(_MARKS.sub("", line) for line in text.split("\n")))


# -- every character, once ------------------------------------------------------------------------------


@settings(max_examples=150)
@given(TEXTS)
def test_any_text_is_shown_whole_and_in_order(text):
    document = document_of(text)
    reading = read(document)
    shown = [
        piece
        for group in reading.groups
        for passage in group.passages
        for paragraph in (passage.marker, passage.heading, *passage.paragraphs)
        for piece in paragraph
    ]
    assert all(a.end <= b.start for a, b in zip(shown, shown[1:], strict=False))
    assert _UNSEEN.sub("", "".join(text[p.start : p.end] for p in shown)) == said(text)


@settings(max_examples=150)
@given(TEXTS, st.data())
def test_marks_change_no_character_and_cover_what_they_name(text, data):
    places = st.integers(0, len(text))
    cited = sorted((data.draw(places), data.draw(places)))
    found = sorted((data.draw(places), data.draw(places)))
    paragraph = pieces(text, 0, len(text))
    marks = Marks(text, (cited[0], cited[1]), [(found[0], found[1])] if found[0] < found[1] else [], [])
    shown = marks.runs(paragraph)
    plain = runs(text, paragraph)
    assert "".join(run.text for run in shown) == "".join(run.text for run in plain)
    for name, (start, end) in (("cited", cited), ("found", found)):
        marked = "".join(run.text for run in shown if name in run.style.split())
        wanted = "".join(text[max(p.start, start) : min(p.end, end)] for p in paragraph if not p.style)
        assert _UNSEEN.sub("", marked) == _UNSEEN.sub("", wanted)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_page_holds_a_policy_whole_with_a_place_for_every_clause(reader, path):
    document = read_document(path)
    page = get(reader, f"/documents/{path.stem}")
    assert _UNSEEN.sub("", page.by_id("text").own) == said(document.text)
    assert len(page.ids) == len(set(page.ids))
    assert {clause.id for clause in document.clauses} <= set(page.ids)
    places = {clause.id for clause in document.clauses if clause.start < clause.end or clause.inferred}
    tools = [e for e in page.all("a") if "cite=" in e.attributes.get("href", "")]
    assert len(tools) == len(places)
    links = [e.attributes["href"][1:] for e in page.all("a") if e.attributes.get("href", "").startswith("#")]
    assert set(links) <= set(page.ids)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_headings_go_down_one_level_at_a_time(reader, path):
    page = get(reader, f"/documents/{path.stem}")
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_what_sets_a_text_is_not_shown_and_joined_lines_read_on():
    text = "# 办法\n\n> **一、** 建设由政府、\n\n行业组成的 ABC\ndef 集团\n\n- 3 -\n\n和**联盟**。\n"
    assert (
        words_of(text, pieces(text, 0, len(text))) == "办法一、 建设由政府、行业组成的 ABC def 集团和联盟。"
    )


# -- what a link points at ------------------------------------------------------------------------------


def test_the_sentence_that_an_answer_cites_is_marked_with_its_citation(reader):
    answer = reader.post("/api/v1/ask", json={"question": "“楚怡”文化传承基地有多少个？"}).json()
    cited = answer["citations"][0]
    page = get(reader, f"/documents/{cited['document']}?from={cited['start']}&to={cited['end']}")
    marked = "".join(e.text for e in page.all("mark", "cited"))
    assert re.sub(r"\s", "", marked) == re.sub(r"\s", "", cited["quote"])
    assert all(
        cited["clause"] in {p.attributes.get("id") for p in e.parents} for e in page.all("mark", "cited")
    )
    (shown,) = page.all("p", "citation")
    assert shown.text.startswith("《关于实施职业教育“楚怡”行动的通知》二、（一）2.：“")
    assert shown.text.endswith("”") and "20 个" in shown.text


@pytest.mark.parametrize(
    "span",
    [
        "from=5",
        "from=9&to=9",
        "from=9&to=3",
        "from=-1&to=5",
        "from=1&to=99999999",
        "from=a&to=b",
        "from=１&to=２",
        "from=1&to=9" + "9" * 5000,
    ],  # fmt: skip
)
def test_a_span_that_is_no_place_of_the_text_is_said_and_marks_nothing(reader, span):
    page = get(reader, f"/documents/odd?{span}")
    assert page.all("mark") == []
    assert [e for e in page.all("p", "notice") if "hidden" not in e.attributes]


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(-5, 40), st.integers(-5, 40))
def test_only_a_part_of_the_text_is_a_span(text, start, end):
    span = valid_span(text, str(start), str(end))
    assert span == ((start, end) if 0 <= start < end <= len(text) else None)


def test_a_clause_is_cited_as_officials_do(reader):
    page = get(reader, "/documents/odd?cite=2")
    (box,) = page.all("p", "citation")
    assert box.text == "《关于<b>站点</b>的办法》（站发〔2020〕1号）二、：“由教育厅负责。”"
    assert "2" in {p.attributes.get("id") for p in box.parents}
    document = document_of("# 关于印发《方案》的通知\n\n正文。\n", title="关于印发《方案》的通知")
    assert citation(document, "", "正文。") == "《关于印发〈方案〉的通知》：“正文。”"


def test_a_clause_that_is_gone_leads_to_the_nearest_above_it(reader):
    page = get(reader, "/documents/odd?cite=1.7.3")
    (box,) = page.all("div", "cited-box")
    assert "1" in {p.attributes.get("id") for p in box.parents} and "已不存在" in box.text
    assert get(reader, "/documents/odd?cite=99").all("div", "cited-box") == []
    document = document_of("一、目标\n\n建设。\n\n二、保障\n\n负责。\n")
    assert [getattr(nearest(document, id), "id", None) for id in ("2", "2.1", "9.9", "", "x")] == [
        *["2", "2"],
        *[None] * 3,
    ]


@settings(max_examples=30)
@given(st.integers(2, 9), st.text("甲乙丙丁", min_size=4, max_size=8))
def test_addresses_stay_when_other_clauses_change(changed, words):
    def text(told):
        return "".join(
            f"{n}. 第{n}件事是{told if i == changed - 1 else '原样'}办理的事项。\n"
            for i, n in enumerate(range(1, 10))
        )

    before, after = read(document_of(text("照旧"))), read(document_of(text(words)))
    for id, passage in before.passages.items():
        if id != str(changed) and passage.clause.marker:
            assert after.quote(id) == before.quote(id)


# -- damage, repetitions, what was inferred -------------------------------------------------------------


def test_repetitions_are_folded_and_unfold_for_what_is_cited(reader):
    document = reader.get("/api/v1/documents/chuyi-2022").json()
    repeated = next(clause for clause in document["outline"] if clause["repeats"])
    page = get(reader, "/documents/chuyi-2022")
    (fold,) = [e for e in page.all("details", "fold") if repeated["label"] in e.text]
    assert "open" not in fold.attributes and "一字不差" in fold.text
    where = f"from={repeated['start']}&to={repeated['start'] + 20}"
    (fold,) = get(reader, f"/documents/chuyi-2022?{where}").all("details", "fold")
    assert "open" in fold.attributes
    (fold,) = get(reader, f"/documents/chuyi-2022?cite={repeated['id']}").all("details", "fold")
    assert "open" in fold.attributes


def test_damage_is_explained_in_its_place_and_in_a_list(reader):
    page = get(reader, "/documents/chuyi-2022")
    assert "句子中途断掉" in page.by_id("2.4.1").text
    assert "标题" in page.by_id("2.2").text and "推断" in page.by_id("2.2").text
    assert "推断" not in page.by_id("2.3").text
    (health,) = page.all("details", "health")
    assert {"#2.4.1", "#2.2"} <= {e.attributes.get("href") for e in page.elements if health in e.parents}
    assert "damage-note" not in " ".join(
        e.attributes.get("class") or "" for e in get(reader, "/documents/odd").elements
    )


def test_page_marks_stand_small_and_are_no_words_of_a_citation(reader):
    page = get(reader, "/documents/guizhou-plan")
    assert page.all("span", "page-mark")
    text = reader.get("/api/v1/documents/guizhou-plan/text").text
    at = text.index("\n- 8 -\n")
    (box,) = get(reader, f"/documents/guizhou-plan?from={at - 60}&to={at + 60}").all("p", "citation")
    assert "- 8 -" not in box.text and "\n" not in box.text


# -- what is known of a document ------------------------------------------------------------------------


def test_the_head_of_a_page_says_what_is_known(reader):
    page = get(reader, "/documents/odd")
    (facts,) = page.all("dl", "facts")
    for fact in ("站发〔2020〕1号", "2020-05-01", "已被取代"):
        assert fact in facts.text
    links = {e.attributes.get("href"): e for e in page.all("a")}
    assert "https://example.invalid/odd" in links
    (standing,) = page.all("p", "standing")
    assert standing in links["/documents/chuyi-2022"].parents
    assert page.all("title")[0].text.startswith("关于<b>站点</b>的办法")


def test_text_is_text(reader):
    page = get(reader, "/documents/odd?q=" + "<script>")
    assert "<script>alert(1)</script>" in page.by_id("text").text
    assert all(e.attributes.get("src", "").startswith("/static/") for e in page.all("script"))
    assert page.all("b") == []


def test_a_page_that_the_browser_has_is_not_sent_again(reader):
    first = reader.get("/documents/odd")
    tag = first.headers["etag"]
    again = reader.get("/documents/odd", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert reader.get("/documents/odd?q=站", headers={"if-none-match": tag}).status_code == 200
    assert reader.get("/documents/odd?lang=en", headers={"if-none-match": tag}).status_code == 200


def test_an_unknown_document_is_a_page_for_a_browser_and_a_problem_for_a_program(reader):
    page = get(reader, "/documents/odd1", status=404)
    assert "/documents" in {
        e.attributes.get("href") for e in page.all("a") if page.by_id("content") in e.parents
    }
    refused = reader.get("/documents/odd1")
    assert refused.status_code == 404 and refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/documents", "/documents/odd", "/documents/odd/targets", "/search?q=站"])
def test_pages_speak_english_too(reader, path):
    page = get(reader, path, **{"accept-language": "en"})
    assert page.all("html")[0].attributes["lang"] == "en"
    assert re.search("[A-Z][a-z]+", page.all("h1")[0].text) or path == "/documents/odd"
    for label in page.all("label"):
        assert not re.search("[\u4e00-\u9fff]", label.text)


def test_the_style_of_these_pages_knows_no_colour_of_its_own():
    style = (ROOT / "bot" / "web" / "static" / "reading.css").read_text(encoding="utf-8")
    screen = style.split("@media print")[0]
    assert re.findall(r"#[0-9a-f]{3,8}\b", screen) == []


def test_the_outline_names_every_heading_and_how_articles_without_one_begin():
    text = "# 办法\n\n第一章 总则\n\n第一条 为了发展，制定本法。\n\n第二条 职业教育是教育。\n\n国家发展职业教育。\n\n附件1\n站点名单\n\n一、甲站\n"
    outline = read(document_of(text)).outline
    assert [(entry.text, entry.opening) for entry in (*outline, *outline[0].below)] == [
        ("第一章　总则", ""),
        ("附件1　站点名单", ""),
        ("第一条", "为了发展，制定本法。"),
        ("第二条", "职业教育是教育。"),
    ]


@pytest.mark.parametrize("between", ["一", "一 二"])
def test_a_line_full_of_what_is_looked_for_takes_time_by_its_length(between):
    text = "的" + f"{between}的" * 20000
    paragraph = pieces(text, 0, len(text))
    marks = Marks(text, (0, len(text)), [m.span() for m in re.finditer("的", text)], [])
    shown = marks.runs(paragraph)
    assert "".join(run.text for run in shown) == text  # by the square of it, the test would not end
    assert {run.style for run in shown} == {"cited", "cited found"}
