"""The frame, /embed, in a real browser, and the widget while its server is away."""

import re
from contextlib import contextmanager

import pytest
from browser import DESKTOP, NARROW, accessibility, overflow
from conftest import Command
from playwright.sync_api import expect
from widget_host import NOT_HELD, QUESTION, ask, opened


def test_in_a_frame(portal, chuyi_here, browse):
    portal.policy = f"default-src 'self' {chuyi_here}"
    frame = f'<iframe src="{chuyi_here}/embed?color=%23005&document=chuyi-2022" title="问答" width="360" height="600"></iframe>'
    page = browse(portal.page(f"<main><h1>门户</h1>{frame}</main>"))
    inside = page.frame_locator("iframe")
    ask(inside, QUESTION)
    expect(inside.locator(".answer mark")).to_have_text("20 个")
    ask(inside, "职教集团呢？")
    expect(inside.locator(".answer").last.locator(".said")).to_contain_text("职教集团")
    assert inside.locator(".send").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(0, 0, 85)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_frame_and_on_the_page_that_shows_both(chuyi_here, browse, scheme):
    page = browse(f"{chuyi_here}/embed", color_scheme=scheme)
    ask(page, NOT_HELD)
    expect(page.locator(".answer")).to_be_visible()
    assert not accessibility(page)
    page = browse(f"{chuyi_here}/widget", color_scheme=scheme)
    expect(page.locator(".launcher")).to_be_visible()
    assert not accessibility(page)
    assert overflow(page) == 0


def test_other_sites_cannot_frame_it(portal, chuyi_here, browse):
    portal.policy = ""
    address = portal.page(f'<iframe src="{chuyi_here}/embed"></iframe>').replace("127.0.0.1", "localhost")
    page = browse(address, ("frame-ancestors", "refused"))
    expect(page.frame_locator("iframe").locator(".asking")).to_have_count(0)


@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["320", "1280"])
def test_the_frame_without_scripts(chuyi_here, browse, viewport):
    page = browse(f"{chuyi_here}/embed?lang=en", viewport=viewport, java_script_enabled=False)
    ask(page, "")
    page.get_by_role("textbox").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".answer mark")).to_have_text("20 个")
    page.locator(".suggestions a").first.click()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".answer .said").last).to_be_in_viewport()


@contextmanager
def served(command, port):
    """Serve on a port, as one that comes back after it went away."""
    with command.start("serve", "--port", port) as process:
        assert " at http://" in process.stdout.readline()
        yield
        process.terminate()
        process.communicate(timeout=30)


def test_the_server_goes_away_and_comes_back_and_says_when_it_is_asked_too_much(
    portal, portal_folder, browse, tmp_path
):
    config = (
        (portal_folder / "config.toml")
        .read_text(encoding="utf-8")
        .replace('"policies"', f'"{portal_folder / "policies"}"')
    )
    (tmp_path / "config.toml").write_text(config + '[limit]\nrate = "2/hour"\n', encoding="utf-8")
    command = Command(tmp_path)
    with command.serving() as address:
        portal.policy = f"default-src 'self' {address}"
        page = browse(
            portal.page(f'<script src="{address}/widget.js" data-documents="chuyi-2022"></script>'),
            ("ERR_CONNECTION_REFUSED", "429"),
        )
        expect(page.locator(".launcher")).to_be_visible()
    opened(page)
    ask(page, QUESTION)
    failed = page.locator(".failed")
    expect(failed).to_contain_text("连不上")
    expect(page.locator(".panel > [role=status]")).to_contain_text("连不上")
    expect(page.get_by_role("textbox")).to_have_value(QUESTION)
    with served(command, address.rpartition(":")[2]):
        failed.get_by_role("button", name="重试").click()
        expect(page.locator(".answer .figure")).to_have_text("20 个")
        expect(page.get_by_role("textbox")).to_have_value("")
        expect(failed).to_have_count(0)
        ask(page, NOT_HELD)
        expect(page.locator(".answer.not_found")).to_be_visible()
        ask(page, QUESTION)
        expect(failed).to_contain_text("过于频繁")
        expect(failed.get_by_role("button")).to_be_disabled()
        expect(failed.get_by_role("button")).to_have_text(re.compile("[0-9]+ 秒后可重试"))
        expect(page.get_by_role("textbox")).to_have_value(QUESTION)
