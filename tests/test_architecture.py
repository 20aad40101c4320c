"""The house stays as it was drawn: imports go one way, starting loads only what is needed."""

import ast
import subprocess
import sys

import pytest
from conftest import ROOT

PACKAGES = ("corpus", "index", "bot")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
# What `chuyi --help` may load besides the standard library: starting fast is a feature.
START = {"bot", "corpus", "index", "click"}


def imported(path):
    """Yield the first name of every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").split(".")[0]


def loaded(statement):
    """Return the first names of the modules that are loaded after a statement, standard library left out."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {[str(ROOT), *sys.path]!r}\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = set(done.stdout.split()) - set(sys.stdlib_module_names)
    return {name for name in ours if not name.startswith("_")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_from_bot_to_index_to_corpus(path):
    package = path.relative_to(ROOT).parts[0]
    allowed = set(PACKAGES[: PACKAGES.index(package) + 1])
    assert set(imported(path)) & set(PACKAGES) <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_first_line_of_a_module_is_its_job(path):
    source = path.read_text(encoding="utf-8")
    doc = ast.get_docstring(ast.parse(source))
    assert not source or (doc and doc.split("\n")[0].rstrip().endswith((".", ":", "…")))


def test_the_library_and_the_index_know_no_channel():
    every = ", ".join(
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in MODULES
        if path.relative_to(ROOT).parts[0] != "bot" and path.name != "__init__.py"
    )
    assert not loaded(f"import corpus, index, {every}") & {
        "fastapi",
        "starlette",
        "telegram",
        "uvicorn",
        "rich",
    }


def test_starting_loads_only_what_is_allowed():
    assert loaded("import bot.cli") <= START


def test_answering_on_the_command_line_loads_no_server():
    names = loaded("import bot.answer, bot.service, bot.render, bot.records")
    assert not names & {"fastapi", "starlette", "pydantic", "telegram", "uvicorn", "rich"}


def test_what_channels_share_knows_no_channel():
    assert not loaded("import bot.chat, bot.blocks") & {"telegram", "httpx", "fastapi"}


def test_the_bot_polls_without_a_server():
    assert not loaded("import bot.telegram_bot") & {"fastapi", "starlette", "pydantic", "uvicorn"}


def test_tests_lie_flat():
    names = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert names <= {"data", "__pycache__"}
