"""The files under deploy/ fit what they deploy: commands, variables, paths; the image's copy can be installed."""

import configparser
import os
import re

import pytest
import yaml
from conftest import ROOT

from bot.cli import cli

DEPLOY = ROOT / "deploy"
VARIABLES = {"CHUYI_CONFIG", "CHUYI_DATABASE", "CHUYI_LIBRARY", "CHUYI_TELEGRAM_TOKEN"}


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]


def unit():
    parser = configparser.RawConfigParser(strict=False, comment_prefixes="#", interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / "chuyi@.service", encoding="utf-8")
    return parser


def test_web_and_bot_share_one_database(services):
    assert {service["command"][0] for service in services.values()} == {"serve", "telegram"}
    assert len({str(service["volumes"]) for service in services.values()}) == 1
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    database = re.search(r"CHUYI_DATABASE=(\S+)", image)[1]
    (data,) = {v.partition(":")[2] for s in services.values() for v in s["volumes"] if v.startswith("data:")}
    assert os.path.dirname(database) == data


def test_the_commands_of_the_containers_exist(services):
    for service in services.values():
        name, *arguments = service["command"]
        cli.commands[name].make_context(name, arguments, resilient_parsing=True).close()
        assert set(service["environment"]) <= VARIABLES


def test_folders_and_files_named_are_there(services):
    for service in services.values():
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        for volume in service["volumes"]:
            place = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", volume).partition(":")[0]
            assert place == "data" or (DEPLOY / place).exists(), volume


def test_the_token_stands_in_no_file():
    for path in DEPLOY.iterdir():
        assert not re.search(r"\d{6,}:[\w-]{30,}", path.read_text(encoding="utf-8")), path.name


def test_the_image_gets_all_that_it_builds_from():
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    copied = {name for line in re.findall(r"^COPY (.+) \S+$", image, re.M) for name in line.split()}
    assert {name for name in ignored if name.startswith("!")} == {f"!{name}" for name in copied}
    assert all((ROOT / name).exists() for name in copied)
    assert {"corpus", "index", "bot", "pyproject.toml", "README.md", "LICENSE"} <= copied


def test_the_unit_runs_commands_that_exist():
    settings = unit()
    start = settings["Service"]["ExecStart"]
    assert start.endswith("/bin/chuyi %i")
    named = re.findall(r"chuyi@(\w+)", (DEPLOY / "chuyi@.service").read_text(encoding="utf-8"))
    assert {"serve", "telegram"} <= set(named) <= {*cli.commands, "service"}
    variables = re.findall(
        r"^Environment=(\w+)=", (DEPLOY / "chuyi@.service").read_text(encoding="utf-8"), re.M
    )
    assert set(variables) <= VARIABLES


def test_the_bot_may_finish_before_it_is_killed():
    from bot.telegram_bot import GRACE

    assert int(unit()["Service"]["TimeoutStopSec"]) > GRACE
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert int(re.search(r"stop_grace_period: (\d+)s", text)[1]) > GRACE
