"""What the server gives for the widget: its script, its parts, and /embed; to whom, and how large."""

import gzip
import json
import re
from html import escape
from pathlib import Path

import httpx
import pytest
from conftest import ROOT, Command, copy_policies

import bot.web
from bot.web.texts import TALK, WIDGET, script_words
from bot.web.widget import OPTIONS

PORTAL = "https://www.example.gov.cn"
STATIC = Path(bot.web.__file__).with_name("static")
LARGEST = 20 * 1024
MARKUP = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A client of a server that lets a portal in; a name of its library looks like HTML."""
    folder = tmp_path_factory.mktemp("widget")
    copy_policies(folder / "policies", "chuyi-2022")
    (folder / "policies" / "a<b>&.txt").write_text(
        "站点管理办法\n第一条 全市建设3个文化服务站。\n", encoding="utf-8"
    )
    (folder / "config.toml").write_text(
        f'[library]\nfolder = "policies"\n[server]\norigins = ["{PORTAL}"]\npublic_url = "https://ask.example.cn"\n'
    )
    with Command(folder).serving() as address, httpx.Client(base_url=address, timeout=30) as opened:
        yield opened


def served(client):
    """Return what the widget's script brings."""
    return json.loads(re.search(r"served = (\{.*\});", client.get("/widget.js").text)[1])


def parts(client):
    """Yield the addresses of all that the widget loads."""
    waiting, seen = [served(client)["module"], *served(client)["styles"]], set()
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen.add(address)
            yield address
            imported = re.findall(r'from "\./([^"]+)"', client.get(address).text)
            waiting += [f"{address.rpartition('/')[0]}/{name}" for name in imported]


def test_the_whole_widget_is_small(client):
    loaded = ["/widget.js", *parts(client)]
    assert len(loaded) >= 7
    sizes = {address: len(gzip.compress(client.get(address).content)) for address in loaded}
    assert sum(sizes.values()) <= LARGEST, sizes


def test_the_script_may_be_kept_for_minutes_its_parts_for_good(client):
    script = client.get("/widget.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["cache-control"] == "public, max-age=300"
    again = client.get("/widget.js", headers={"If-None-Match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for address in parts(client):
        assert "immutable" in client.get(address).headers["cache-control"]


def test_only_pages_of_the_listed_sites_get_the_parts(client):
    for address in ["/api/v1/documents", *parts(client)]:
        for origin, allowed in ((PORTAL, PORTAL), ("https://elsewhere.example", None)):
            headers = client.get(address, headers={"Origin": origin}).headers
            assert headers.get("access-control-allow-origin") == allowed, address


def test_only_listed_sites_may_frame_embed(client):
    policy = client.get("/embed").headers["content-security-policy"]
    assert f"frame-ancestors 'self' {PORTAL}" in policy
    assert "unsafe" not in policy
    for address in ("/", "/widget"):
        assert "frame-ancestors 'none'" in client.get(address).headers["content-security-policy"]


def test_the_script_is_no_place_for_html(client):
    script = client.get("/widget.js").text
    assert "<" not in re.search(r"served = (\{.*\});", script)[1]
    assert any(example["document"] == "a<b>&" for example in served(client)["examples"])


def test_examples_are_answered_by_the_document_they_name(client):
    examples = served(client)["examples"]
    assert {example["document"] for example in examples} == {"chuyi-2022", "a<b>&"}
    for example in examples:
        answer = client.post(
            "/api/v1/ask", json={"question": example["question"], "documents": [example["document"]]}
        )
        assert answer.json()["status"] == "answered"


@pytest.mark.parametrize("name", ["q", "greeting", "color", "theme", "document", "lang"])
def test_what_stands_in_the_address_of_embed_is_text(client, name):
    page = client.get("/embed", params={name: MARKUP})
    assert page.status_code == 200
    assert MARKUP not in page.text
    if name in ("q", "greeting", "color", "document"):
        assert escape(MARKUP, quote=False) in page.text.replace("&#39;", "'")


def test_embed_goes_on_with_what_its_address_chose(client):
    chosen = {
        "lang": "en",
        "theme": "dark",
        "color": "#14508c",
        "greeting": "Welcome",
        "document": "chuyi-2022",
    }
    page = client.get("/embed", params={**chosen, "q": "楚怡实训基地有多少个？"}).text
    assert '<html class="chuyi" lang="en" data-theme="dark">' in page
    assert "Welcome" in page and "80 个" in page
    for name, value in chosen.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    suggestion = re.search(r'<a href="(/embed\?[^"]+)" data-ask', page)[1].replace("&amp;", "&")
    again = client.get(suggestion).text
    assert again.count('class="turn"') == 2
    assert 'data-theme="dark"' in again and "Welcome" in again


def test_links_of_embed_leave_the_frame(client):
    page = client.get("/embed", params={"q": "楚怡实训基地有多少个？"}).text
    for link in re.findall(r"<a [^>]*>", page):
        assert 'href="/embed?' in link or 'target="_blank"' in link
    assert 'target="_blank"' not in re.search(r"<main.*", client.get("/").text, re.S)[0]


def test_embed_of_an_unknown_document_or_question_is_a_problem(client):
    assert client.get("/embed", params={"q": "基地", "document": "none"}).status_code == 404
    assert client.get("/embed", params={"q": "字" * 501}).status_code == 422


def test_the_page_that_shows_both_gives_the_public_address(client):
    page = client.get("/widget").text
    assert "&lt;script src=&#34;https://ask.example.cn/widget.js&#34;" in page
    assert "&lt;iframe src=&#34;https://ask.example.cn/embed&#34;" in page


def test_every_option_that_the_widget_reads_is_described(client):
    read = set(re.findall(r"\bdata\.([a-z]+)", (STATIC / "widget.js").read_text(encoding="utf-8")))
    assert read == {name for name, _ in OPTIONS}
    page = client.get("/widget").text
    manual = (ROOT / "docs" / "widget.md").read_text(encoding="utf-8")
    for name, _ in OPTIONS:
        assert f"<code>data-{name}</code>" in page
        assert f"| `data-{name}` |" in manual


def test_every_word_that_scripts_use_is_there():
    scripts = "".join((STATIC / f"{name}.js").read_text() for name in ("answer", "conversation", "widget"))
    used = set(re.findall(r"\bwords\.(\w+)", scripts))
    for language in ("zh", "en"):
        assert used == script_words(language, TALK | WIDGET).keys()
