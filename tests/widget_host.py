"""A portal and a server that lets it in, for tests of the widget; the fixtures are imported by conftest.py."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Union

import pytest
from portal import Portal, open_portal

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Locator, Page

QUESTION = "“楚怡”文化传承基地有多少个？"
NOT_HELD = "江苏的“楚怡”文化传承基地有多少个？"


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    with open_portal() as opened:
        yield opened


@pytest.fixture(scope="session")
def portal_folder(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration that lets the portal in, and a policy that looks like HTML."""
    from conftest import copy_policies

    folder = tmp_path_factory.mktemp("widget")
    copy_policies(folder / "policies", "chuyi-2022", "elderly-meals")
    (folder / "policies" / "markup.txt").write_text(
        '标记管理办法\n第一条 建设3个<img src=x onerror="document.title=1">标记站<script>document.title=1</script>。\n',
        encoding="utf-8",
    )
    (folder / "config.toml").write_text(
        f'[library]\nfolder = "policies"\n[server]\norigins = ["{portal.origin}"]\n', encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def chuyi_here(portal_folder: Path) -> Iterator[str]:
    """The address of a server that lets the portal in."""
    from conftest import Command

    with Command(portal_folder).serving() as address:
        yield address


def ask(page: Union["Page", "FrameLocator"], question: str) -> None:
    """Type a question and send it."""
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")


def opened(page: "Page") -> "Locator":
    """Open the widget and return its panel."""
    page.locator(".launcher").click()
    return page.locator(".panel")
