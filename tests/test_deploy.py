"""The files under deploy/ fit what they deploy: commands, variables, paths; the image's copy can be installed."""

import configparser
import os
import re
import tomllib

import pytest
import yaml
from conftest import ROOT

from bot.cli import cli
from bot.settings import load_settings

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


@pytest.fixture(scope="module")
def beside():
    """What compose.milvus.yaml puts over compose.yaml."""
    return yaml.safe_load((DEPLOY / "compose.milvus.yaml").read_text(encoding="utf-8"))


def test_milvus_brings_the_services_it_needs_and_those_that_use_it_wait_for_it(services, beside):
    own = {name: s for name, s in beside["services"].items() if name not in services}
    assert set(own) == {"etcd", "minio", "milvus"}
    assert set(beside["services"]) - set(own) == set(services)
    for service in beside["services"].values():
        assert set(service.get("depends_on", ())) <= set(own)
    for name, service in own.items():
        assert re.fullmatch(r"[\w./-]+:(v\d+\.\d+\.\d+|RELEASE\.[\dTZ-]+)", service["image"]), name
        assert service["healthcheck"]["test"] and "ports" not in service
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(beside["volumes"])


def test_addresses_of_milvus_are_services_of_its_file(beside):
    named = set()
    for service in beside["services"].values():
        for value in service.get("environment", {}).values():
            named |= set(re.findall(r"^(\w+):\d+$", value))
    assert named == {"etcd", "minio"}
    secrets = {v for s in beside["services"].values() for v in s.get("environment", {}).values() if "{" in v}
    assert secrets == {"${CHUYI_MINIO_PASSWORD:?put a long password into deploy/.env}"}


def test_the_settings_beside_milvus_are_valid_and_the_image_can_use_them(services, beside):
    settings = load_settings(DEPLOY / "milvus.toml")
    assert (settings.engine, settings.milvus.address) == ("milvus", "http://milvus:19530")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in services:
        service = beside["services"][name]
        assert service["build"]["args"]["EXTRAS"].strip("[]") in extras["optional-dependencies"]
        ((file, place),) = [volume.split(":")[:2] for volume in service["volumes"]]
        assert (DEPLOY / file).is_file()
        assert place == services[name]["environment"]["CHUYI_CONFIG"]
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert 'ARG EXTRAS=""' in image and '".${EXTRAS}"' in image


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
