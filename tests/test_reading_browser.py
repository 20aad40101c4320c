"""The reading page in a real browser: copying, moving about, what a script adds and what works without."""

import re

import pytest
from browser import PHONE, in_view
from conftest import copy_policies
from playwright.sync_api import expect
from servers import serving

from bot.reading import citation, read
from bot.service import sync_library
from bot.settings import load_settings
from corpus.library import open_library

POLICIES = ("chuyi-2022", "vocational-education-law-2022", "guizhou-plan", "tianhe-youth-2023")
# What a browser does that lets nothing be copied by itself.
NO_COPYING = """() => {
  Object.defineProperty(navigator, "clipboard", { value: undefined });
  document.execCommand = () => false;
}"""
# Everything that is copied is kept instead.
KEEPING = """() => {
  window.kept = [];
  navigator.clipboard.writeText = async (text) => { kept.push(text); };
}"""


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database of a few policies of all kinds."""
    folder = tmp_path_factory.mktemp("reading")
    copy_policies(folder / "library", *POLICIES)
    sync_library(load_settings(library=folder / "library", database=folder / "library.sqlite3"))
    return folder / "library.sqlite3"


@pytest.fixture(scope="module")
def address(database):
    """A server on these policies."""
    with serving(database.parent, database, '[limit]\nrate = ""\n') as opened:
        yield f"{opened}/documents"


@pytest.mark.parametrize("id", POLICIES)
def test_what_is_copied_is_what_the_server_cites(browse, address, database, id):
    page = browse(f"{address}/{id}")
    page.evaluate(KEEPING)
    page.evaluate("document.querySelectorAll('[data-copy=cite]').forEach((button) => button.click())")
    ids = page.evaluate("[...document.querySelectorAll('#text .clause')].map((clause) => clause.id)")
    with open_library(database) as library:
        reading = read(library.document(id))
    wanted = [citation(reading.document, reading.passages[i].name, reading.quote(i)) for i in ids]
    assert page.evaluate("kept") == wanted


def test_a_link_that_is_copied_leads_to_the_clause(browse, address):
    page = browse(f"{address}/chuyi-2022?q=基地")
    page.evaluate(KEEPING)
    clause = page.locator("[id='2.4.3']")
    clause.get_by_role("button", name="复制二、（四）3.的链接").press("Enter")
    expect(page.locator("#copied")).to_have_text("已复制链接")
    (link,) = page.evaluate("kept")
    assert link == f"{address}/chuyi-2022#2.4.3"
    expect(browse(link).locator("[id='2.4.3']")).to_be_in_viewport(ratio=1)


def test_only_what_is_selected_is_cited(browse, address):
    page = browse(f"{address}/chuyi-2022")
    page.evaluate(KEEPING)
    page.evaluate(
        "const words = document.getElementById('2.2.4').querySelector('p').lastChild;"
        " const at = words.data.indexOf('遴选');"
        " getSelection().setBaseAndExtent(words, at, words, at + 6);"
    )
    page.locator("[id='2.2.4']").hover()
    page.locator("[id='2.2.4'] [data-copy=cite]").click()
    (cited,) = page.evaluate("kept")
    assert cited.endswith("二、（二）4.：“遴选建设 5”")


def test_a_browser_that_lets_nothing_be_copied_shows_it_to_be_selected(browse, address):
    page = browse(f"{address}/chuyi-2022")
    page.evaluate(NO_COPYING)
    page.locator("[id='2.4.3'] [data-copy=cite]").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_have_value(re.compile("二、（四）3.：“推进"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize(("gone", "above"), [("2.4.99", "2.4"), ("2.4.3.1.7", "2.4.3"), ("77", None)])
def test_a_link_to_a_clause_that_is_gone_leads_to_the_nearest_above(browse, address, gone, above):
    page = browse(f"{address}/chuyi-2022#{gone}")
    expect(page.locator("#lost")).to_contain_text("已不存在")
    expect(page.locator("#lost")).to_be_in_viewport()
    if above:
        expect(page.locator(f"[id='{above}']")).to_be_in_viewport()
    page.evaluate("location.hash = '#2.1'")
    expect(page.locator("#lost")).to_be_hidden()


def test_a_link_into_what_is_folded_unfolds_it(browse, address):
    page = browse(f"{address}/chuyi-2022#2.4.9")
    expect(page.locator("[id='2.4.9'] p").first).to_be_in_viewport()


def test_the_outline_says_where_one_is(browse, address):
    page = browse(f"{address}/guizhou-plan")
    outline = page.get_by_role("navigation", name="目录")
    chapter = outline.get_by_role("link").nth(3)
    name = chapter.inner_text()
    chapter.click()
    expect(outline.locator("[aria-current]")).to_have_text(name)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(outline.locator("[aria-current]")).not_to_have_text(name)
    expect(outline.locator("[aria-current]")).to_be_in_viewport()


def test_on_a_phone_the_outline_opens_over_the_text_and_closes_behind_a_choice(browse, address):
    page = browse(f"{address}/vocational-education-law-2022", viewport=PHONE, has_touch=True)
    outline = page.get_by_role("navigation", name="目录")
    entry = outline.get_by_role("link", name=re.compile("^第二章"))
    expect(entry).to_be_hidden()
    outline.locator("summary").first.tap()
    entry.tap()
    expect(entry).to_be_hidden()
    expect(page.locator("[id='2'] h2")).to_be_in_viewport(ratio=1)
    bar = outline.bounding_box()
    assert page.locator("[id='2'] h2").bounding_box()["y"] >= bar["y"] + bar["height"] - 1
    expect(outline.locator(".current")).to_contain_text("第二章")


def test_on_a_phone_a_tap_shows_what_one_can_do_with_a_clause(browse, address):
    page = browse(f"{address}/chuyi-2022#2.1", viewport=PHONE, has_touch=True, is_mobile=True)
    page.evaluate(KEEPING)
    clause = page.locator("[id='2.1.2']")
    expect(clause.locator(".tools")).to_have_css("opacity", "0")
    clause.locator("p").tap()
    expect(clause.locator(".tools")).to_have_css("opacity", "1")
    clause.get_by_role("button", name=re.compile("引用")).tap()
    expect(page.locator("#copied")).to_have_text("已复制引用")
    page.locator("[id='2.1.3'] p").tap()
    expect(clause.locator(".tools")).to_have_css("opacity", "0")


def test_one_steps_through_what_was_found(browse, address):
    page = browse(f"{address}/chuyi-2022?q=楚怡#results")
    following = page.get_by_role("button", name="下一处")
    total = page.locator("#text mark.found").count()
    for n in (1, 2):
        following.click()
        expect(page.locator(".finder [role=status]")).to_have_text(f"第 {n} 处，共 {total} 处")
        expect(page.locator("mark.here")).to_have_count(1)
        assert in_view(page, "mark.here")
    page.get_by_role("button", name="上一处").click()
    expect(page.locator(".finder [role=status]")).to_have_text(f"第 1 处，共 {total} 处")


def test_on_paper_there_is_the_text_and_nothing_to_press(browse, address):
    page = browse(f"{address}/chuyi-2022?q=楚怡")
    page.emulate_media(media="print")
    for hidden in ("nav[aria-label=目录]", ".results", ".tools >> nth=0", ".finder", ".within", ".links"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#text")).to_be_visible()


def test_without_a_script_a_clause_is_cited_and_the_outline_leads(browse, address):
    page = browse(f"{address}/chuyi-2022", java_script_enabled=False)
    page.locator("[id='2.4.2']").get_by_role("link", name="引用二、（四）2.").click()
    expect(page.locator("[id='2.4.2'] .citation")).to_be_in_viewport()
    page.get_by_role("navigation", name="目录").get_by_role("link", name=re.compile("主要任务")).click()
    expect(page.locator("[id='2']")).to_be_in_viewport()
    page.get_by_label("在本文件中搜索", exact=True).last.fill("智库")
    page.get_by_role("button", name="搜索").click()
    page.locator("#results ol a").first.click()
    expect(page.locator("#text mark.found").first).to_be_in_viewport()
