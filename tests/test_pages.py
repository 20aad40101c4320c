"""The ask page over HTTP, as a browser without scripts shows it; with scripts it makes the same elements."""

import re
import sqlite3
from contextlib import ExitStack
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from conftest import ROOT, serve_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from page_elements import read
from servers import serving

from bot.web.texts import TEXTS

BASES = "“楚怡”文化传承基地有多少个？"
BROWSER = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "zh-CN,zh;q=0.9"}


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server, headers=BROWSER, timeout=30) as opened:
        yield opened


def opened(client, address, status=200, **options):
    response = client.get(address, **options)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return read(response.text)


def asking(*questions, **more):
    return "/?" + urlencode({"q": questions, **more}, doseq=True)


def turns(page):
    return list(page.one(id="transcript").all(class_="turn"))


def test_the_first_page_offers_questions_that_it_answers_and_the_library(client):
    page = opened(client, "/")
    assert page.one("h1").text
    examples = list(page.one(class_="suggestions").all("a"))
    assert len(examples) >= 3
    for example in examples:
        (turn,) = turns(opened(client, example["href"]))
        assert "answered" in turn.one("article").classes, example.text
    (shelf,) = page.one(class_="shelf").all("a")
    assert shelf["href"] == "/documents/chuyi-2022"
    assert client.get(shelf["href"]).status_code == 200


def test_the_answer_with_figure_quote_and_place(client):
    page = opened(client, asking("楚怡实训基地有多少个？"))
    (turn,) = turns(page)
    answer = turn.one("article")
    assert turn.one(class_="question").text == "您问：楚怡实训基地有多少个？"
    assert answer.one(class_="figure").one("strong").text == "80 个"
    assert answer.one(class_="said").text == "80 个“楚怡”产教融合实训基地。"
    assert answer.one("mark").text == "80 个"
    assert answer.one(class_="label").text == "二、（四）1."
    assert "《关于实施职业教育“楚怡”行动的通知》" in answer.one(class_="place").text
    assert answer.one(class_="headings").text == "二、主要任务 › （四）建设“楚怡”产教融合创新平台"
    assert answer.one(class_="damaged").text == "此处原文有残缺：句子中途断掉"
    place = urlsplit(answer.one(class_="place")["href"])
    assert (place.path, place.fragment) == ("/documents/chuyi-2022", "2.4.1")
    start, end = (int(parse_qs(place.query)[name][0]) for name in ("from", "to"))
    text = client.get("/api/v1/documents/chuyi-2022/text").text
    shown = answer.one("blockquote").text
    assert "".join(text[start:end].split()) == "".join(shown.split())
    assert page.one("title").text == "楚怡实训基地有多少个？ · 楚怡 · 政策问答"


QUESTIONS = [
    "楚怡实训基地有多少个？",
    "文化传承基地和优秀技工院校各有多少？",
    "“楚怡”优质中职专业和优质技工专业一共多少个？",
    "主要任务有哪些？",
    "二（四）1",
    "江苏省有多少个文化传承基地？",
    "How many training bases?",
    "Who pays for the buses?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_page_says_what_the_api_says(client, question):
    (turn,) = turns(opened(client, asking(question)))
    answer = client.post("/api/v1/ask", json={"question": question}).json()
    article = turn.one("article")
    said = article.one(class_="said")
    assert (article["data-answer"], said["lang"]) == (answer["id"], answer["language"])
    assert answer["status"] in article.classes
    assert said.text == " ".join(answer["answer"].split())
    assert [item.text for item in article.all("li") if "missing" in item.parent.parent.classes] == answer[
        "missing"
    ]
    cited = answer["citations"] + answer["nearest"]
    assert [label.text for label in article.all(class_="label")] == [c["label"] for c in cited]
    assert [link.text for link in article.all("a") if link["data-ask"]] == answer["suggestions"]
    if answer["facts"]:
        assert next(article.all("strong")).text


def test_a_conversation_is_its_questions(client):
    page = opened(client, asking(BASES, "优秀技工院校呢？"))
    first, second = turns(page)
    assert second.one(class_="figure").text == "5 所"
    assert second["id"] == "latest"
    assert first["id"] is None
    form = page.one("form", id="ask")
    assert [field["value"] for field in form.all("input", name="q")] == [BASES, "优秀技工院校呢？"]
    assert form.one("textarea")["name"] == "q"
    link = next(link for link in second.all("a") if link["data-ask"])
    assert parse_qs(urlsplit(link["href"]).query)["q"] == [BASES, "优秀技工院校呢？", link["data-ask"]]


def test_the_last_questions_of_a_long_conversation_are_kept(client):
    page = opened(client, asking(*(f"第{n}条" for n in range(1, 20))))
    shown = [turn.one(class_="question").text for turn in turns(page)]
    assert shown == [f"您问：第{n}条" for n in range(12, 20)]
    assert len(list(page.one("form", id="ask").all("input", name="q"))) == 7


def test_the_longest_conversation_fits_into_an_address(client):
    questions = [str(n) + "基" * 499 for n in range(8)]
    assert len(turns(opened(client, asking(*questions)))) == 8


def test_a_document_chosen_stays_chosen(client):
    page = opened(client, asking(BASES, document="chuyi-2022"))
    form = page.one("form", id="ask")
    assert form.one("input", name="document")["value"] == "chuyi-2022"
    assert "只在此文件中查找" in form.one(class_="limited").text
    link = next(link for link in turns(page)[0].all("a") if link["data-ask"])
    assert parse_qs(urlsplit(link["href"]).query)["document"] == ["chuyi-2022"]
    assert "这里没有内容" in opened(client, asking(BASES, document="none"), 404).one("h1").text


@pytest.mark.parametrize(
    ("question", "says"), [("", "例如"), (" \n", "例如"), ("？！", "例如"), ("基" * 501, "501")]
)
def test_a_question_that_is_none_is_said_at_the_field_and_kept(client, question, says):
    page = opened(client, asking(question), 422)
    field = page.one("textarea")
    assert field["aria-invalid"] == "true"
    assert says in page.one(id=field["aria-describedby"]).text
    assert field.text == " ".join(question.split())
    assert turns(page) == []


def test_a_follow_up_that_is_none_leaves_the_conversation(client):
    page = opened(client, asking(BASES, "？"), 422)
    assert [turn.one(class_="question").text for turn in turns(page)] == [f"您问：{BASES}"]
    assert page.one("textarea").text == "？"


@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_whatever_is_asked_is_shown_as_text(client, question):
    sent = f"<script>alert(1)</script>{question}"
    response = client.get(asking(sent))
    assert response.status_code == 200
    (turn,) = turns(read(response.text))
    shown = turn.one(class_="question").text.removeprefix("您问：")
    assert shown.startswith("<script>alert(1)</script>")
    assert len(shown) <= len(sent)
    assert set(shown) <= set(sent) | {" "}


def test_an_odd_policy_is_shown_as_text(tmp_path, serve_text):
    address = serve_text("<b>办法</b>\n第一条 建设3个<img src=x onerror=alert(1)>站。\n")
    page = read(httpx.get(address + asking("建设多少个站？"), headers=BROWSER).text)
    assert "<img src=x onerror=alert(1)>" in page.one("blockquote").text
    assert [image["src"] for image in page.all("img")] == [page.one(class_="seal")["src"]]


@pytest.fixture
def serve_text(tmp_path):
    """Serves a library of one policy of the given text."""
    with ExitStack() as stack:

        def served(text):
            folder = tmp_path / "policies"
            folder.mkdir()
            if text:
                (folder / "odd.txt").write_text(text, encoding="utf-8")
            return stack.enter_context(serving(tmp_path, serve_folder(folder).database, ""))

        yield served


def test_an_empty_library_says_so(serve_text):
    page = read(httpx.get(serve_text(""), headers=BROWSER).text)
    assert page.one(class_="empty").text == "库中还没有文件。"


def test_nothing_is_announced_on_load(client):
    page = opened(client, asking(BASES))
    log, announcer = page.one(role="log"), page.one(role="status")
    assert (log["aria-live"], announcer["aria-live"], announcer.text) == ("off", "polite", "")


@pytest.mark.parametrize(
    ("headers", "address", "language"),
    [
        ({}, "/", "zh-CN"),
        ({"Accept-Language": "en-GB,en;q=0.9,zh;q=0.5"}, "/", "en"),
        ({"Accept-Language": "fr,de"}, "/", "zh-CN"),
        ({"Accept-Language": "fr, en;q=0.5"}, "/", "en"),
        ({"Accept-Language": "en", "Cookie": "chuyi_lang=zh"}, "/", "zh-CN"),
        ({"Cookie": "chuyi_lang=zh"}, "/?lang=en", "en"),
        ({"Cookie": "chuyi_lang=klingon"}, "/?lang=xx", "zh-CN"),
    ],
)
def test_the_language_of_a_page(server, headers, address, language):
    page = read(httpx.get(server + address, headers={"Accept": "text/html"} | headers).text)
    assert page.one("html")["lang"] == language
    assert page.one("h1").text == TEXTS["ask.title"][language == "en"]


def test_what_a_reader_chooses_is_kept(server):
    with httpx.Client(base_url=server, headers=BROWSER, follow_redirects=True) as client:
        here = asking(BASES)
        page = opened(client, here)
        form = page.one("form", class_="preferences")
        for button in form.all("button"):
            back = form.one("input", name="back")["value"]
            answer = client.post(form["action"], data={"back": back, button["name"]: button["value"]})
            assert answer.url.raw_path.decode() == here
        root = read(client.get(here).text).one("html")
        assert (root["lang"], root["class"], root["data-theme"]) == ("en", "large", "dark")


@pytest.mark.parametrize(
    "back",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "\\\\x",
        "javascript:alert(1)",
        "/a\r\nX: 1",
        "",
    ],
)
def test_going_back_never_leads_to_another_site(server, back):
    answer = httpx.post(f"{server}/preferences", data={"back": back, "lang": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def rows(chuyi, answer):
    with sqlite3.connect(chuyi.folder / "data" / "chuyi" / "chuyi.sqlite3") as database:
        found = database.execute("SELECT helpful, comment FROM feedback WHERE answer = ?", (answer,))
        return found.fetchall()


def test_feedback_without_scripts(client, chuyi):
    question = "职教集团有多少个？"
    form = turns(opened(client, asking(question)))[0].one("form")
    answer = form["action"].split("/")[2]
    back = {"back": form.one("input", name="back")["value"]}
    thanks = read(client.post(form["action"], data={"helpful": "yes", **back}).text)
    assert thanks.one("h1").text == "已记下，谢谢您。"
    assert parse_qs(urlsplit(next(thanks.one("main").all("a"))["href"]).query)["q"] == [question]
    why = read(client.post(form["action"], data={"helpful": "no", **back}).text).one("form", class_="comment")
    assert rows(chuyi, answer) == [(1, "")]
    fields = {field["name"]: field["value"] for field in why.all("input")}
    client.post(why["action"], data=fields | {"comment": " 数字不对 "})
    assert rows(chuyi, answer) == [(1, ""), (0, "数字不对")]
    assert client.post("/answers/none/feedback", data={"helpful": "yes"}).status_code == 404
    assert client.post(form["action"], data={"helpful": "perhaps"}).status_code == 422


def test_a_browser_gets_a_page_and_a_program_a_problem(client):
    page = opened(client, "/nothing", 404)
    assert page.one("h1").text == "这里没有内容"
    told = client.get("/nothing", headers={"Accept": "application/json"})
    assert told.headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"
    assert "内容太长" in client.post("/preferences", data={"back": "x" * 70000}).text
    assert opened(client, "/preferences", 405).one("h1").text == "无法处理这个请求"


@pytest.mark.parametrize(
    "path", ["/api/v1/documents/zzz", "/api/v1/documents/chuyi-2022/clauses/none", "/nothing"]
)
def test_what_is_not_there_is_told_without_a_command(client, path):
    told = client.get(path, headers={"Accept": "*/*"}).json()
    assert "“chuyi " not in told["detail"]
    assert "/api/v1/documents" in told["detail"] or "outline" in told["detail"] or "openapi" in told["detail"]


def test_templates_use_just_the_texts_that_there_are():
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "bot" / "web").rglob("*"))
        if path.suffix in (".html", ".py")
    )
    named = set(re.findall(r'\bt\(["\']([a-z_.0-9]+[a-z0-9])["\']', sources))
    assert named
    assert named <= TEXTS.keys()
    for key, (chinese, english) in TEXTS.items():
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), key
        assert chinese and english and not re.search(r"[\u4e00-\u9fff]", english.replace("中文", "")), key


# What an element is to a reader: links and buttons that ask are one thing.
SEEN = """article => [...article.querySelectorAll("*")].filter(e => !e.matches("input, .helpful")).map(e => [
  e.matches("[data-ask]") ? "ask" : e.tagName, e.className, e.matches("a.place") ? e.getAttribute("href") : "",
  e.children.length ? "" : e.textContent.trim()])"""


def test_scripts_make_the_same_elements(browse, server):
    shown_alike(browse(server), browse(server), server, QUESTIONS)


def test_figures_of_several_documents_name_theirs_with_and_without_scripts(browse, serve, tmp_path):
    reports = serve("tianjin-report-2026", "hebei-report-2026")
    with serving(tmp_path, reports.database, "") as address:
        served = browse(address)
        shown_alike(served, browse(address), address, ["今年的地区生产总值增长目标是多少？"])
        named = served.locator(".figures li > :last-child small").all_inner_texts()
        assert named == ["《2026年天津市政府工作报告》", "《2026年河北省政府工作报告》"]


def shown_alike(served, made, server, questions):
    """Ask by address and by typing; both pages must show the same."""
    for question in questions:
        served.goto(server + asking(question))
        made.goto(server)
        made.fill("textarea", question)
        made.press("textarea", "Enter")
        made.wait_for_selector("article")
        assert parse_qs(urlsplit(made.url).query) == {"q": [question]}
        assert made.eval_on_selector("article", SEEN) == served.eval_on_selector("article", SEEN)
        assert made.title() == served.title()
