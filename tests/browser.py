"""A real browser for tests: a visitor at Chuyi's pages, and what goes wrong on them.

Fixtures, imported by conftest.py: `browser` (one for each test file: Playwright keeps an event loop running
in the thread, which later files may want for themselves), `browse` and `page`.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# As root and in a container; and no word to any host but those that a test asks for.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
HERE = ("127.0.0.1", "localhost")
# WCAG 2.2 AA, and what axe-core holds for good practice.
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

Browse = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, launch(playwright) as browser:
        yield browser


@contextmanager
def launch(playwright: "Playwright") -> "Iterator[Browser]":
    """Start the system's Chromium, or else the one that Playwright has installed."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def browse(browser: "Browser") -> Iterator[Browse]:
    """Opens pages: `browse(address, expecting=("429",), **context)`, each in a context of its own.

    The test fails when a page throws, logs an error (a breach of its Content-Security-Policy too) or asks
    another host for anything; complaints that hold one of the words `expecting` are let pass.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(address: str, expecting: tuple[str, ...] = (), **options: Any) -> "Page":
        def complain(said: str) -> None:
            if not any(word in said for word in expecting):
                complaints.append(said)

        settings = {"viewport": DESKTOP, "locale": "zh-CN", "reduced_motion": "reduce"} | options
        context = browser.new_context(**settings)
        contexts.append(context)
        watch(context, complain)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(browse: Browse, server: str) -> "Page":
    """The ask page of a server on the shipped library."""
    return browse(server)


def watch(context: "BrowserContext", complain: Callable[[str], object]) -> None:
    """Complain of errors that pages throw or log, and of requests to other hosts."""

    def logged(said: "ConsoleMessage") -> None:
        if said.type in ("error", "warning"):
            complain(f"logged: {said.text}")

    def asked(request: "Request") -> None:
        host = urlsplit(request.url).hostname
        if host and host not in HERE:
            complain(f"asked: {request.url}")

    context.on("weberror", lambda error: complain(f"thrown: {error.error}"))
    context.on("console", logged)
    context.on("request", asked)


def accessibility(page: "Page", context: str | None = None) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA on a page, or in the part `context`; shadow trees too."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context, RULES).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']}: {node['html']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: "Page") -> int:
    """Return by how many pixels a page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def in_view(page: "Page", selector: str) -> bool:
    """Tell whether an element stands in the window as a whole."""
    return bool(
        page.eval_on_selector(
            selector,
            "e => { const r = e.getBoundingClientRect();"
            " return r.height > 0 && r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth }",
        )
    )
