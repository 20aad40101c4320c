"""Fixtures for tests of whole behaviour: the command as a process, a real server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import browse, browser, page  # noqa: F401  (fixtures)
from hypothesis import settings as properties
from reading_pages import reader  # noqa: F401  (a fixture)
from widget_host import chuyi_here, portal, portal_folder  # noqa: F401  (fixtures)

from bot.answer import Answerer
from bot.model import Answer
from corpus.library import Library, open_library, sync
from index.engine import Choice, Server
from index.keeper import open_keeper
from index.search import ClauseAnalyser, Searcher, open_searcher

if TYPE_CHECKING:
    from bot_process import Bot

ROOT = Path(__file__).parents[1]
# A busy machine makes no property false.
properties.register_profile("chuyi", deadline=None)
properties.load_profile("chuyi")
POLICIES = (ROOT / "corpus" / "policies", ROOT / "tests" / "data" / "policies")


@dataclass(frozen=True)
class Command:
    """Runs `chuyi` as a process in a folder and with settings of the test's own."""

    folder: Path

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHUYI_")}
        return kept | {
            "XDG_DATA_HOME": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def start(self, *arguments: object, **options: object) -> subprocess.Popen[str]:
        """Start the command with pipes that the caller reads."""
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [sys.executable, "-m", "bot.cli", *map(str, arguments)]
        settings = {"cwd": self.folder, "env": self.environment(), "text": True} | pipes | options
        return subprocess.Popen(command, **settings)

    def __call__(
        self, *arguments: object, input: str | None = None, **options: object
    ) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        if input is not None:
            options["stdin"] = subprocess.PIPE
        with self.start(*arguments, **options) as process:
            out, err = process.communicate(input, timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    @contextmanager
    def serving(self, *arguments: object, **options: object) -> Iterator[str]:
        """Serve on a free port; yields the address, ends the server cleanly."""
        with self.start(*arguments, "serve", "--port", "0", **options) as process:
            assert process.stdout
            greeting = process.stdout.readline()
            try:
                assert " at http://" in greeting, greeting + (process.stderr.read() if process.stderr else "")
                yield greeting.split(" at ")[1].split(" ")[0]
            finally:
                process.terminate()
                process.communicate(timeout=30)
            assert process.returncode == 0


@pytest.fixture(scope="session")
def chuyi(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command on the shipped library; its database is made once."""
    return Command(tmp_path_factory.mktemp("chuyi"))


@pytest.fixture(scope="session")
def server(chuyi: Command) -> Iterator[str]:
    """The address of a server on the shipped library; all tests are one client, so it counts no requests."""
    config = chuyi.folder / "server.toml"
    config.write_text('[library]\ndatabase = "data/chuyi/chuyi.sqlite3"\n[limit]\nrate = ""\n')
    with chuyi.serving("--config", config) as address:
        yield address


@dataclass(frozen=True)
class Served:
    """A library of a few policies and what answers from it, in this process."""

    database: Path
    library: Library
    searcher: Searcher
    answerer: Answerer


Serve = Callable[..., Served]


def open_served(
    database: Path, glossary: Path | None = None, engine: Choice = "auto", index: Server | None = None
) -> Served:
    """Open a database that is synced, as a process of its own would."""
    library = open_library(database)
    searcher = open_searcher(library, glossary, engine, index)
    return Served(database, library, searcher, Answerer(library, searcher))


def serve_folder(
    folder: Path, glossary: Path | None = None, engine: Choice = "auto", index: Server | None = None
) -> Served:
    """Sync a folder of policies and open it; the database stands beside the folder."""
    database = folder.with_name(f"{folder.name}.sqlite3")
    analyser = ClauseAnalyser(glossary)
    sync(folder, database, analyser, keeper=open_keeper(database, analyser.version, engine, index))
    return open_served(database, glossary, engine, index)


def serve_texts(folder: Path, **texts: str) -> Served:
    """Serve texts as the policies of a new folder, each under its name."""
    folder = folder / "library"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return serve_folder(folder)


def ask(served: Served, question: str, *before: str) -> Answer:
    """Return the answer to a question asked behind others in one conversation."""
    conversation = None
    for asked in before:
        conversation = served.answerer.answer(asked, conversation).conversation
    return served.answerer.answer(question, conversation)


def copy_policies(folder: Path, *names: str) -> None:
    """Copy policies by their ids, with their sidecars, the shipped ones before the tests' own."""
    folder.mkdir()
    for name in names:
        home = next(home for home in POLICIES if list(home.glob(f"{name}.*")))
        for file in home.glob(f"{name}.*"):
            shutil.copy(file, folder)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Serves the policies of the ids given; each set of them is synced once."""
    made: dict[tuple[str, ...], Served] = {}

    def serve(*names: str) -> Served:
        if names not in made:
            folder = tmp_path_factory.mktemp("served") / "library"
            copy_policies(folder, *names)
            made[names] = serve_folder(folder)
        return made[names]

    return serve


MARKUP = """关于标记<b>试点</b>与A&B工作的办法
第一条 建设3个灯塔观测站<b>（A&B）</b>，经费不超过5万元 & 其他费用<未定> &amp</blockquote>。
第二条 标记试点包括下列事项：{items}末尾第三百项。
"""


def markup_policy(folder: Path) -> None:
    """Write a policy that is full of HTML and has a clause of several messages."""
    items = "".join(f"第{n}项为标记试点的具体内容，由试点单位负责；" for n in range(1, 400))
    (folder / "markup.txt").write_text(MARKUP.format(items=items), encoding="utf-8")


@pytest.fixture(scope="session")
def running_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Bot"]:
    """A bot that runs on two policies and one that is full of markup, for all that need none of their own."""
    from bot_process import bot_in

    folder = tmp_path_factory.mktemp("telegram")
    with bot_in(folder, "chuyi-2022", "vocational-reform-2019") as bot:
        markup_policy(folder / "policies")
        with bot.running():
            yield bot
    assert bot.complaints == []


@pytest.fixture(scope="session")
def server_of_bot(running_bot: "Bot") -> Iterator[str]:
    """The address of a server on the database that the bot uses."""
    with running_bot.command.serving() as address:
        yield address


@pytest.fixture
def bot(running_bot: "Bot") -> Iterator["Bot"]:
    """The running bot; the Bot API must refuse nothing that it sends."""
    refused = len(running_bot.api.refused)
    yield running_bot
    assert running_bot.api.refused[refused:] == []
