"""The widget and /embed in a real browser, on pages of another origin."""

import json
import re
import sqlite3

import pytest
from browser import DESKTOP, NARROW, PHONE, accessibility, overflow
from playwright.sync_api import expect
from widget_host import NOT_HELD, QUESTION, ask, opened

# Everything that a page may do to what it does not know.
HOSTILE = """
* { all: unset !important; display: block !important; position: static !important; float: left !important;
    color: lime !important; background: black !important; font: 40px/3 cursive !important; margin: 20px !important;
    padding: 9px !important; border: 5px dotted red !important; width: 50px !important; height: 9px !important;
    opacity: 0.2 !important; visibility: hidden !important; pointer-events: none !important; z-index: -1 !important;
    transform: rotate(9deg) !important; filter: blur(3px) !important; clip-path: inset(50%) !important;
    letter-spacing: 1em !important; text-transform: uppercase !important; direction: rtl !important;
    --accent: lime !important; --ink: lime !important; }
body > * { display: none !important; }
html { font-size: 4px !important; }
"""
# How everything in the widget is laid out and drawn.
LOOK = """widget => [...widget.shadowRoot.querySelectorAll("*")].map(element => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const properties = ["display", "visibility", "opacity", "color", "background-color", "font", "letter-spacing",
        "direction", "pointer-events", "filter", "transform", "border", "margin", "padding", "text-transform"];
    return [element.tagName, x, y, width, height, ...properties.map(name => style.getPropertyValue(name))].join();
})"""


@pytest.fixture
def host(portal, chuyi_here, browse):
    """Opens a page of the portal with the widget, under a policy that allows nothing inline."""

    def open_host(*attributes, content="<h1>门户</h1>", head="", expecting=(), **options):
        portal.policy = f"default-src 'self' {chuyi_here}; require-trusted-types-for 'script'"
        portal.files["/hostile.css"] = HOSTILE
        scripts = "".join(f'<script src="{chuyi_here}/widget.js" {a}></script>' for a in attributes or ("",))
        page = browse(portal.page(content + scripts, head), expecting, **options)
        expect(page.locator("chuyi-widget .launcher")).to_have_count(len(attributes) or 1)
        return page

    return open_host


def ask_opened(page, question):
    opened(page)
    ask(page, question)
    answer = page.locator(".answer").last
    expect(answer).to_be_visible()
    return answer


def test_an_answer_with_its_figure_quote_place_and_damage(host):
    page = host()
    answer = ask_opened(page, "楚怡实训基地有多少个？")
    expect(answer.locator(".figure strong")).to_have_text("80 个")
    expect(answer.locator("mark")).to_have_text("80 个")
    expect(answer.locator(".damaged")).to_contain_text("句子中途断掉")
    place = answer.locator(".place")
    expect(place).to_contain_text("二、（四）1.")
    with page.context.expect_page() as beside:
        place.click()
    assert re.search(r"/documents/chuyi-2022\?from=\d+&to=\d+#2\.4\.1$", beside.value.url)
    expect(beside.value.locator("mark").first).to_be_in_viewport()


def test_what_is_missing_and_what_is_near_then_a_suggestion(host):
    page = host()
    answer = ask_opened(page, NOT_HELD)
    expect(answer.locator(".missing li")).to_have_text(["江苏"])
    expect(answer.locator(".nearest .citation").first).to_be_visible()
    suggestion = answer.locator(".suggestions button").first
    question = suggestion.text_content()
    suggestion.click()
    expect(page.locator(".question").last).to_contain_text(question)
    expect(page.locator(".answer.answered")).to_have_count(1)


def test_a_follow_up_goes_on_with_the_conversation_until_it_is_begun_anew(host):
    page = host('data-documents="chuyi-2022"')
    ask_opened(page, QUESTION)
    ask(page, "职教集团呢？")
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".answer").last.locator(".said")).to_contain_text("职教集团")
    full = page.get_by_role("link", name="打开完整页面")
    address = full.get_attribute("href")
    page.get_by_role("button", name="重新开始").click()
    expect(page.locator(".turn")).to_have_count(0)
    with page.expect_request("**/ask") as asked:
        ask(page, QUESTION)
    sent = {"question": QUESTION, "conversation": None, "documents": ["chuyi-2022"]}
    assert asked.value.post_data_json == sent
    page.goto(address)
    expect(page.locator(".question")).to_contain_text([QUESTION, "职教集团呢？"])


def test_feedback_is_stored(host, portal_folder):
    page = host()
    answer = ask_opened(page, QUESTION)
    answer.get_by_role("button", name="没有帮助").click()
    page.get_by_label("哪里不对？").fill("数字不对")
    answer.get_by_role("button", name="送出").click()
    expect(answer.get_by_role("status")).to_have_text("已记下，谢谢您。")
    identity = answer.get_attribute("data-answer")
    with sqlite3.connect(portal_folder / "chuyi.sqlite3") as database:
        rows = database.execute(
            "SELECT helpful, comment FROM feedback WHERE answer = ?", [identity]
        ).fetchall()
    assert rows == [(0, "数字不对")]


def test_text_is_text(host):
    page = host()
    title = page.title()
    markup = "<script>document.title=1</script><img src=x onerror=document.title=1>标记站有多少个？"
    answer = ask_opened(page, markup)
    expect(page.locator(".question")).to_contain_text(markup)
    expect(answer.locator("blockquote").first).to_contain_text('<img src=x onerror="document.title=1">')
    assert page.locator(".log img, .log script").count() == 0
    assert page.title() == title


def test_styles_of_the_page_change_nothing_in_the_widget(host):
    looks = []
    for head in ("", '<link rel="stylesheet" href="/hostile.css">'):
        page = host(head=head)
        ask_opened(page, QUESTION)
        looks.append(page.locator("chuyi-widget").evaluate(LOOK))
    assert looks[0] == looks[1]
    page.get_by_role("button", name="关闭").click()
    expect(page.locator(".panel")).to_be_hidden()


def test_the_widget_changes_nothing_in_the_page(host, portal, browse):
    content = (
        "<h1>门户</h1><button class=launcher>办事</button><dialog open class=panel>通知</dialog>"
        + "<p>正文" * 60
    )
    look = LOOK.replace("widget.shadowRoot", "document").replace(
        '"*")]', '"html, body, h1, button, dialog, p")]'
    )
    page = browse(portal.page(content))
    before = page.evaluate(f"({look})()")
    page = host(content=content)
    page.locator("chuyi-widget .launcher").click()
    assert page.evaluate(f"({look})()") == before
    assert page.evaluate("Object.keys(window).filter(name => /chuyi|served|script/i.test(name))") == []


@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["320", "1280"])
def test_twice_on_one_page(host, viewport):
    page = host("", 'data-documents="elderly-meals" data-language="en"', viewport=viewport)
    first, second = page.locator("chuyi-widget").all()
    boxes = [widget.locator(".launcher").bounding_box() for widget in (first, second)]
    assert boxes[1]["y"] + boxes[1]["height"] <= boxes[0]["y"]
    for widget, asked in ((first, QUESTION), (second, "助餐点")):
        widget.locator(".launcher").click()
        ask(widget, asked)
        expect(widget.locator(".answer")).to_be_visible()
        if viewport == NARROW:
            widget.locator(".tool.close").click()
    if viewport == DESKTOP:
        expect(first.locator(".panel")).to_be_hidden()
        expect(first.locator(".launcher")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["320", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_fits_and_axe_finds_nothing(host, viewport, scheme):
    page = host(viewport=viewport, color_scheme=scheme, content="<main><h1>门户</h1></main>")
    ask_opened(page, NOT_HELD)
    assert not accessibility(page)
    page.get_by_role("button", name="大字").click()
    assert not accessibility(page)
    box = page.locator(".panel").bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= viewport["width"] and box["y"] + box["height"] <= viewport["height"]
    log = page.locator(".log")
    assert log.evaluate("log => log.scrollWidth - log.clientWidth") == 0
    assert overflow(page) == 0
    small = page.locator("chuyi-widget").evaluate(
        """widget => [...widget.shadowRoot.querySelectorAll("button, a, textarea, summary")]
            .map(one => one.getBoundingClientRect()).filter(box => box.width && (box.width < 24 || box.height < 24)).length"""
    )
    assert small == 0


def test_by_keyboard_alone(host):
    page = host()
    page.keyboard.press("Tab")
    launcher = page.get_by_role("button", name="政策问答")
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox")
    expect(box).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "true")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer .said")).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="没有帮助")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".answer").get_by_role("status")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")


def test_on_a_phone_the_panel_is_modal_and_escape_gives_the_focus_back(host):
    page = host(viewport=PHONE, content="<a href='/'>首页</a>")
    opened(page)
    for _ in range(8):  # once round
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") != "A"
    page.keyboard.press("Escape")
    expect(page.locator(".launcher")).to_be_focused()


def test_keys_pressed_in_the_widget_are_none_of_the_page(host):
    page = host()
    page.evaluate("document.addEventListener('keydown', () => { document.title = 'heard' })")
    opened(page)
    page.keyboard.type("s")
    page.keyboard.press("Escape")
    assert page.title() == "门户"


def test_enter_that_ends_a_composition_sends_nothing(host):
    page = host()
    opened(page)
    box = page.get_by_role("textbox")
    box.fill("楚怡")
    box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    expect(box).to_have_value("楚怡")
    expect(page.locator(".turn")).to_have_count(0)


def test_nothing_is_announced_on_load_and_answers_are(host):
    page = host('data-open data-greeting="欢迎"')
    panel = page.locator(".panel")
    expect(panel).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "off")
    expect(log).to_contain_text("欢迎")
    announcer = panel.locator("> [role=status]")
    expect(announcer).to_have_text("")
    ask(page, QUESTION)
    expect(announcer).to_contain_text("20 个")
    expect(announcer).to_contain_text("二、（一）2.")


def test_options(host):
    page = host(
        'data-language="en" data-position="left" data-color="#ff0" data-theme="dark" data-documents="chuyi-2022, elderly-meals"'
    )
    assert page.locator(".launcher").bounding_box()["x"] < 100
    expect(page.locator(".launcher")).to_have_text("Policy answers")
    assert page.locator(".chuyi").get_attribute("data-theme") == "dark"
    assert (
        page.locator(".launcher").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 0)"
    )
    opened(page)
    with page.expect_request("**/ask") as asked:
        page.locator(".greeting + .suggestions button").first.click()
    assert json.loads(asked.value.post_data)["documents"] == ["chuyi-2022", "elderly-meals"]


def test_wrong_options_are_told_of_and_left_out(host):
    wrong = {"language": "fr", "color": "red; }", "position": "top", "theme": "x", "open": "perhaps"}
    page = host(" ".join(f'data-{name}="{value}"' for name, value in wrong.items()), expecting=("data-",))
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    expect(page.locator(".launcher")).to_have_text("政策问答")
    assert [re.sub(r"Chuyi: data-(\w+) must be .*", r"\1", line) for line in said] == list(wrong)


def test_under_a_policy_that_trusts_by_nonce(portal, chuyi_here, browse):
    portal.policy = f"default-src 'none'; script-src 'nonce-once' 'strict-dynamic'; connect-src {chuyi_here}"
    page = browse(portal.page(f'<script nonce="once" src="{chuyi_here}/widget.js"></script>'))
    ask_opened(page, QUESTION)
    expect(page.locator(".answer mark")).to_have_text("20 个")


def test_a_visitor_who_was_at_chuyi_before_gets_the_widget(portal, chuyi_here, browse):
    portal.policy = f"default-src 'self' {chuyi_here}"
    page = browse(f"{chuyi_here}/widget")
    expect(page.locator(".launcher")).to_be_visible()
    page.goto(portal.page(f'<script src="{chuyi_here}/widget.js"></script>'))
    expect(page.locator(".launcher")).to_be_visible()


def test_a_document_that_is_not_in_the_library_is_told_of(host):
    page = host('data-documents="none"', expecting=("404",))
    opened(page)
    ask(page, QUESTION)
    expect(page.locator(".failed")).to_contain_text("不在库中")


def test_the_visitors_text_size_counts_not_the_pages(host, portal):
    portal.files["/small.css"] = "html { font-size: 8px } body { font-size: 0.5rem }"
    page = host(head='<link rel="stylesheet" href="/small.css">')
    assert page.locator(".launcher").evaluate("e => getComputedStyle(e).fontSize") == "16px"


def test_a_page_that_is_grey_has_a_grey_widget(host, portal):
    portal.files["/grey.css"] = "html { filter: grayscale(100%) }"
    page = host(head='<link rel="stylesheet" href="/grey.css">')
    assert page.locator(".launcher").evaluate("e => getComputedStyle(e).filter") == "grayscale(1)"


def test_a_page_that_is_not_on_the_list_gets_no_widget_and_is_told_why(portal, chuyi_here, browse):
    portal.policy = ""
    address = portal.page(f'<script src="{chuyi_here}/widget.js"></script>').replace("127.0.0.1", "localhost")
    page = browse("about:blank", ("CORS", "origins", "Failed to load"))
    with page.expect_console_message(lambda message: "origins" in message.text):
        page.goto(address)
    assert page.locator("chuyi-widget").count() == 0
