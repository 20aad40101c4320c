"""What the documents say holds: commands exist and run, settings and options are described."""

import re
import shlex
import subprocess
from typing import get_args

import click
import pytest
from conftest import ROOT

from bot.cli import cli
from corpus.model import DamageKind
from corpus.sidecar import KEYS, parse_sidecar

READMES = ("README.md", "README.zh.md")
EXAMPLE = ROOT / "config.toml"


def shell_lines(name):
    """Yield the command lines of a document's shell blocks, continued lines joined."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.M | re.S):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("$ "):
                yield line[2:]


def chuyi_lines(name):
    """Yield the arguments of every `chuyi` command of a document."""
    for line in shell_lines(name):
        words = shlex.split(line, comments=True)
        if words and words[0].endswith("chuyi"):
            cut = next((n for n, word in enumerate(words) if word in ("|", ">")), len(words))
            yield words[1:cut]


@pytest.mark.parametrize("name", READMES)
def test_the_make_targets_named_exist(name):
    lines = [line.split() for line in shell_lines(name) if line.startswith("make ")]
    assert {"run", "test"} <= {words[1] for words in lines}
    for words in lines:
        done = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", READMES)
def test_the_commands_named_exist_with_their_options(name):
    lines = list(chuyi_lines(name))
    assert lines
    for arguments in lines:
        with cli.make_context("chuyi", list(arguments)) as context:
            command_name, command, rest = cli.resolve_command(
                context, [*context._protected_args, *context.args]
            )
            assert command, arguments
            # Parsing checks options and arguments; files named need not be there.
            existing = [EXAMPLE.as_posix() if word.endswith((".jsonl", ".toml")) else word for word in rest]
            command.make_context(command_name, existing, parent=context).close()


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_described(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for command in cli.commands:
        assert f"`chuyi {command}" in text, command


@pytest.mark.parametrize("name", READMES)
def test_the_examples_are_how_the_output_of_chuyi_begins(name, chuyi):
    text = (ROOT / name).read_text(encoding="utf-8")
    examples = re.findall(r"^\$ chuyi ((?:ask|show|search) .*)\n((?:(?!```|\$ ).*\n)*)", text, re.M)
    assert examples
    for line, shown in examples:
        assert chuyi(*shlex.split(line)).stdout.startswith(shown.strip()), line


def test_every_command_and_option_has_help():
    for name, command in cli.commands.items():
        assert command.help, name
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("name", READMES)
def test_the_sidecar_shown_is_valid(name):
    (example,) = re.findall(r"^```toml\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.M | re.S)
    assert all(getattr(parse_sidecar(example.encode()), key) for key in KEYS)


def test_every_module_has_its_section():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = [
        path.relative_to(ROOT).as_posix()
        for package in ("corpus", "index", "bot")
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name != "__init__.py"
    ]
    assert [module for module in modules if f"`{module}`" not in text] == []


def test_every_kind_of_damage_is_explained():
    text = (ROOT / "docs" / "damage.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)`", text, re.M) == list(get_args(DamageKind))


def test_local_links_lead_somewhere():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
