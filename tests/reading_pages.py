"""The pages of documents as a program reads them, and a server of them; `reader` is imported by conftest.py."""

from collections.abc import Iterator
from html.parser import HTMLParser
from types import SimpleNamespace

import httpx
import pytest
from servers import serving

from bot.service import sync_library
from bot.settings import load_settings


class Page(HTMLParser):
    """A page as a program reads it: elements with attributes and text, what Chuyi added, and its ids."""

    VOID = frozenset({"meta", "link", "input", "img", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[SimpleNamespace] = []
        self.elements: list[SimpleNamespace] = []
        self.ids: list[str | None] = []
        self.feed(html)
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        element = SimpleNamespace(tag=tag, attributes=values, text="", own="", parents=tuple(self.open))
        self.elements.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1].tag == tag, (tag, [e.tag for e in self.open])
        self.open.pop()

    def handle_data(self, data: str) -> None:
        added = any("added" in (e.attributes.get("class") or "").split() for e in self.open)
        for element in self.open:
            element.text += data
            element.own += "" if added else data

    def all(self, tag: str = "", name: str = "") -> list[SimpleNamespace]:
        return [
            e
            for e in self.elements
            if (not tag or e.tag == tag) and (not name or name in (e.attributes.get("class") or "").split())
        ]

    def by_id(self, id: str) -> SimpleNamespace:
        (element,) = [e for e in self.elements if e.attributes.get("id") == id]
        return element


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the application over the shipped policies, the tests' own, and a few odd ones."""
    from conftest import POLICIES

    folder = tmp_path_factory.mktemp("reading") / "library"
    folder.mkdir()
    for path in sorted(path for home in reversed(POLICIES) for path in home.iterdir() if path.is_file()):
        (folder / path.name).write_bytes(path.read_bytes())
    odd = "# 关于<b>站点</b>的办法\n\n一、目标\n\n建设3个<script>alert(1)</script>站 & 5个点。\n\n二、保障\n\n由教育厅负责。\n"
    (folder / "odd.md").write_text(odd, encoding="utf-8")
    (folder / "odd.toml").write_text(
        'number = "站发〔2020〕1号"\nstatus = "superseded"\nsuperseded_by = "chuyi-2022"\n'
        'source_url = "https://example.invalid/odd"\neffective = "2020-05-01"\n',
        encoding="utf-8",
    )
    database = folder.with_name("library.sqlite3")
    sync_library(load_settings(library=folder, database=database))
    with (
        serving(folder.parent, database, '[limit]\nrate = ""\n') as address,
        httpx.Client(base_url=address, timeout=30) as opened,
    ):
        yield opened


def get(client: httpx.Client, path: str, status: int = 200, **headers: str) -> Page:
    """Return a page as a browser gets it, checking its status."""
    response = client.get(path, headers={"accept": "text/html", **headers})
    assert response.status_code == status, response.text[-500:]
    return Page(response.text)
