"""The pages in a real browser, as people use them."""

import re
import sqlite3
from urllib.parse import quote

import pytest
from browser import NARROW, accessibility, overflow, watch
from conftest import Command
from playwright.sync_api import expect

QUESTION = "楚怡实训基地有多少个？"
FOLLOW_UP = "优秀技工院校呢？"
NOT_THERE = "江苏省有多少个实训基地？"
# Every page that people see; of the error pages one that they come by.
PAGES = {
    "ask": "/",
    "conversation": f"/?q={quote(QUESTION)}&q={quote(FOLLOW_UP)}",
    "not found": f"/?q={quote(NOT_THERE)}",
    "in English": f"/?q={quote('How many training bases are to be built?')}&lang=en",
    "no words": f"/?q={quote('？？')}",
    "documents": "/documents",
    "reading": "/documents/chuyi-2022",
    "cited": "/documents/chuyi-2022?from=1239&to=1280#2.4.1",
    "found in the text": f"/documents/chuyi-2022?q={quote('基地')}",
    "figures": "/documents/chuyi-2022/targets",
    "found": f"/search?q={quote('基地')}",
    "embedded": "/embed",
    "portal": "/widget",
    "nothing there": "/nothing",
}
LOOKS = ("light", "dark", "large")


@pytest.fixture
def visit(browse, server):
    """Opens a page of the server by its address."""

    def open_page(path="/", **options):
        refused = path in (PAGES["nothing there"], PAGES["no words"])
        return browse(f"{server}{path}", ("Failed to load resource",) if refused else (), **options)

    return open_page


def show(page, look):
    """Show a page light, dark or with large text, as its display settings do, and the frames in it."""
    for frame in page.frames:
        frame.evaluate(
            "async ([theme, large]) => { const root = document.documentElement;"
            " root.setAttribute('data-theme', theme); root.classList.toggle('large', large);"
            " do { await new Promise(requestAnimationFrame) } while (document.getAnimations().length) }",
            ["dark" if look == "dark" else "light", look == "large"],
        )
    return page


def see_all(marks):
    """Wait until every part of a sentence stands in the window."""
    marks.first.wait_for()
    for n in range(marks.count()):
        expect(marks.nth(n)).to_be_in_viewport(ratio=1)


def ask(page, question):
    """Ask as a visitor does, and return the answer once it stands there."""
    before = page.locator(".answer").count()
    page.get_by_role("textbox", name=re.compile("您的问题|继续提问")).fill(question)
    page.get_by_role("button", name="提问", exact=True).click()
    answer = page.locator(".answer").nth(before)
    answer.wait_for()
    return answer


# -- what the tests themselves would miss ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<script>throw new Error('broken')</script>", "broken"),
        ("<script>console.error('refused')</script>", "refused"),
        ("<img src='http://elsewhere.invalid/pixel.png' alt=''>", "elsewhere.invalid"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script>",
            "script",
        ),
    ],
)
def test_what_goes_wrong_on_a_page_is_noticed(browser, content, complaint):
    complaints = []
    context = browser.new_context()
    watch(context, complaints.append)
    context.new_page().set_content(content)
    context.close()
    assert any(complaint in said for said in complaints)


def test_what_a_screen_reader_misses_is_noticed(browser):
    page = browser.new_page()
    page.set_content("<html lang=zh><title>x</title><main><h1>x</h1><img src=data:,></main></html>")
    assert any(said.startswith("image-alt") for said in accessibility(page))
    page.close()


# -- asking and reading ---------------------------------------------------------------------------------


def test_an_answer_leads_to_its_sentence_in_view_and_highlighted(page):
    answer = ask(page, QUESTION)
    expect(answer.locator(".figure strong")).to_have_text("80 个")
    expect(answer.locator("blockquote mark")).to_have_text("80 个")
    quoted = answer.locator("blockquote").first.inner_text()
    answer.get_by_role("link", name="二、（四）1.").click()
    sentence = page.locator("mark.cited")
    see_all(sentence)
    assert "".join(sentence.all_inner_texts()) == quoted
    behind = sentence.first.evaluate(
        "e => [e, e.parentElement].map(x => getComputedStyle(x).backgroundColor)"
    )
    assert behind[0] != behind[1]


def test_follow_ups_make_a_conversation_that_has_an_address(page, browse):
    ask(page, QUESTION)
    expect(ask(page, FOLLOW_UP).locator(".figure strong")).to_have_text("5 所")
    shared = browse(page.url)
    expect(shared.locator(".figure strong")).to_have_text(["80 个", "5 所"])
    shared.go_back()
    page.go_back()
    expect(page.locator(".answer")).to_have_count(1)
    expect(page.locator(".figure strong")).to_have_text("80 个")


def test_what_is_not_there_is_said_with_what_is_missing_and_what_comes_near(page):
    answer = ask(page, NOT_THERE)
    expect(answer.locator(".missing")).to_contain_text("江苏")
    expect(answer.locator(".figure")).to_have_count(0)
    nearest = answer.locator(".nearest")
    nearest.get_by_role("link").first.click()
    expect(page.locator("mark.cited").first).to_be_in_viewport()


def test_a_suggestion_is_asked_and_a_press_of_enter_sends(page):
    box = page.get_by_role("textbox")
    box.fill(QUESTION)
    box.press("Shift+Enter")
    expect(page.locator(".turn")).to_have_count(0)
    box.fill(QUESTION)
    box.press("Enter")
    suggestion = page.locator(".suggestions [data-ask]").first
    wanted = suggestion.inner_text()
    suggestion.click()
    expect(page.locator(".question").last).to_contain_text(wanted)
    expect(page.locator(".answer")).to_have_count(2)


def test_a_finished_answer_is_announced_once_and_nothing_on_load(page):
    announcer = page.locator("#announcer")
    expect(announcer).to_be_empty()
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")
    ask(page, QUESTION)
    expect(announcer).to_contain_text("80 个")
    assert page.locator("[aria-live=polite], [role=status]").evaluate_all(
        "all => all.filter(e => e.innerText)"
    )


def test_feedback_is_stored(page, chuyi):
    yes = ask(page, QUESTION)
    yes.get_by_role("button", name="有帮助", exact=True).click()
    expect(yes.get_by_role("status")).to_be_focused()
    no = ask(page, NOT_THERE)
    no.get_by_role("button", name="没有帮助").click()
    no.get_by_role("textbox").fill("<b>邻省</b>")
    no.get_by_role("button", name="送出").click()
    expect(no.get_by_role("status")).not_to_be_empty()
    ids = [answer.get_attribute("data-answer") for answer in (yes, no)]
    with sqlite3.connect(chuyi.folder / "data" / "chuyi" / "chuyi.sqlite3") as database:
        stored = {(a, h, c) for a, h, c in database.execute("SELECT answer, helpful, comment FROM feedback")}
    assert {(ids[0], 1, ""), (ids[1], 0, "<b>邻省</b>")} <= stored


def test_a_clause_is_cited_as_officials_do(visit):
    page = visit("/documents/chuyi-2022", permissions=["clipboard-read", "clipboard-write"])
    clause = page.locator("[id='2.1.2']")
    clause.hover()
    clause.get_by_role("button", name=re.compile("引用")).click()
    expect(page.locator("#copied")).not_to_be_empty()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"《关于实施职业教育“楚怡”行动的通知》二、（一）2\.：“建设.*20 个.*”", cited), cited
    clause.get_by_role("button", name=re.compile("链接")).click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).endsWith('#2.1.2')")


def test_a_server_that_is_away_is_said_and_asked_again(browse, server):
    page = browse(server, expecting=("Failed to load resource",))
    page.route("**/api/v1/ask", lambda route: route.abort())
    page.get_by_role("textbox").fill(QUESTION)
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".failed")).to_contain_text("暂时连不上")
    page.unroute("**/api/v1/ask")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".answer .figure strong")).to_have_text("80 个")
    expect(page.locator(".failed")).to_have_count(0)


# -- everyone -------------------------------------------------------------------------------------------


def test_everything_works_without_a_script(visit, chuyi):
    page = visit("/", java_script_enabled=False)
    expect(ask(page, QUESTION).locator(".figure strong")).to_have_text("80 个")
    expect(ask(page, FOLLOW_UP).locator(".figure strong")).to_have_text("5 所")
    answer = page.locator(".answer").last
    answer.get_by_role("button", name="没有帮助").click()
    page.get_by_role("textbox").fill("没有脚本")
    page.get_by_role("button", name="送出").click()
    with sqlite3.connect(chuyi.folder / "data" / "chuyi" / "chuyi.sqlite3") as database:
        comments = [comment for (comment,) in database.execute("SELECT comment FROM feedback")]
    assert "没有脚本" in comments
    page.goto(page.url.split("/answers")[0] + PAGES["conversation"])
    page.locator(".answer").last.locator("a.place").first.click()
    see_all(page.locator("mark.cited"))
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_class("large")
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_by_keyboard_alone(page):
    def tab_to(name):
        """Press Tab until the element of that name has the focus; whatever has it on the way shows it."""
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            assert focused["shown"], focused
            if name in focused["name"]:
                return
        raise AssertionError(f"no Tab leads to {name}")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    tab_to("您的问题")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".answer").wait_for()
    page.keyboard.press("Shift+Tab")
    page.locator("#content").focus()
    tab_to("二、（四）1.")
    page.keyboard.press("Enter")
    see_all(page.locator("mark.cited"))
    tab_to("继续提问")


# What has the focus: its name, and whether one sees that it has: by an outline of it or its box, in the window.
FOCUSED = """() => {
  const e = document.activeElement;
  const box = e.getBoundingClientRect();
  const label = e.labels?.[0]?.innerText ?? "";
  const outlined = [e, e.parentElement].map((x) => getComputedStyle(x)).some((style) =>
    style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
  return { name: label || e.getAttribute("aria-label") || e.innerText || e.tagName, shown: outlined && inside };
}"""


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_window(visit, name):
    page = visit(PAGES[name])
    assert overflow(page) == 0
    page.set_viewport_size(NARROW)
    assert {look: overflow(show(page, look)) for look in LOOKS} == dict.fromkeys(LOOKS, 0)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, name):
    page = visit(PAGES[name])
    assert {look: accessibility(show(page, look)) for look in LOOKS} == dict.fromkeys(LOOKS, [])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_page_speaks_the_language_of_the_browser(visit, language):
    expect(visit("/", locale=language).locator("html")).to_have_attribute("lang", language)


# -- text is text ---------------------------------------------------------------------------------------

EVIL = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(scope="module")
def evil_server(tmp_path_factory):
    """A server on a policy that tries to be a page."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "policies").mkdir()
    text = f"# 关于{EVIL}的办法\n\n一、{EVIL}目标\n\n建设3个{EVIL}站。\n\n二、保障\n\n由教育厅负责{EVIL}。\n"
    (folder / "policies" / "evil.md").write_text(text, encoding="utf-8")
    (folder / "config.toml").write_text('[library]\nfolder = "policies"\n')
    with Command(folder).serving() as address:
        yield address


def test_a_policy_and_a_question_with_markup_show_it(browse, evil_server):
    page = browse(evil_server)
    answer = ask(page, f"由谁负责？{EVIL}")
    expect(page.locator(".question")).to_contain_text(EVIL)
    expect(answer).to_contain_text("<script>")
    shared = browse(page.url)
    expect(shared.locator(".question")).to_contain_text(EVIL)
    for path in ("/", "/documents", "/documents/evil", f"/documents/evil?q={quote('<script>')}", "/embed",
                 f"/search?q={quote(EVIL)}", "/documents/evil/targets"):  # fmt: skip
        opened = browse(f"{evil_server}{path}")
        assert opened.locator("script:not([src]):not([type='application/json']), img[onerror]").count() == 0
        assert opened.title() != "taken"
    assert page.title() != "taken" != shared.title()
