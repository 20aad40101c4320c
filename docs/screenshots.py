"""Takes the pictures of the READMEs: ask page, reading page and widget, on a desktop and on a phone.

    screenshots.py [FOLDER]

Serves the shipped library and writes PNG files to FOLDER, by default docs/pictures. Debian's fonts-noto-cjk
shows the pages as most readers see them.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import DESKTOP, PHONE, launch  # noqa: E402
from conftest import Command  # noqa: E402

QUESTION = "楚怡实训基地有多少个？"
VIEWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "device_scale_factor": 1.5},
}


def main() -> None:
    """Take every picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as temporary,
        Command(Path(temporary)).serving() as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        for view, options in VIEWS.items():
            for name, page in pages(browser, address, options):
                path = folder / f"{name}-{view}.png"
                save(page.screenshot(animations="disabled"), path)
                print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")


def save(picture: bytes, path: Path) -> None:
    """Write a PNG with as many colours as a page of text needs, which takes a third of the room."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def pages(browser: Browser, address: str, options: dict[str, Any]) -> Iterator[tuple[str, Page]]:
    """Yield each page as it is pictured, with its name."""
    with opened(browser, f"{address}/?q={quote(QUESTION)}", options) as page:
        yield "ask", page
    with opened(browser, f"{address}/?q={quote(QUESTION)}", options) as page:
        page.locator(".answer a.place").first.click()
        page.wait_for_url("**/documents/**")
        page.wait_for_load_state("networkidle")
        page.wait_for_function("document.getAnimations().length === 0")
        yield "reading", page
    with opened(browser, f"{address}/widget", options) as page:
        page.locator("chuyi-widget").get_by_role("button").first.click()
        box = page.locator("chuyi-widget").get_by_role("textbox")
        box.fill(QUESTION)
        box.press("Enter")
        page.locator("chuyi-widget .answer").wait_for()
        yield "widget", page


@contextmanager
def opened(browser: Browser, address: str, options: dict[str, Any]) -> Iterator[Page]:
    """Open a page in a context of its own."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", **options)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


if __name__ == "__main__":
    main()
