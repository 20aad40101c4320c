"""A portal and a server that lets it in, for tests of the widget; the fixtures are imported by conftest.py."""

import pytest
from portal import open_portal

QUESTION = "“楚怡”文化传承基地有多少个？"
NOT_HELD = "江苏的“楚怡”文化传承基地有多少个？"


@pytest.fixture(scope="session")
def portal():
    with open_portal() as opened:
        yield opened


@pytest.fixture(scope="session")
def portal_folder(portal, tmp_path_factory):
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
def chuyi_here(portal_folder):
    """The address of a server that lets the portal in."""
    from conftest import Command

    with Command(portal_folder).serving() as address:
        yield address


def ask(page, question):
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")


def opened(page):
    page.locator(".launcher").click()
    return page.locator(".panel")
