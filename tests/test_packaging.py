"""The wheel holds just the three packages, with all their data."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest
from conftest import ROOT

PACKAGES = ("corpus", "index", "bot")
SOURCES = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from a copy, so that nothing is left in the tree."""
    folder = tmp_path_factory.mktemp("build")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in SOURCES:
        shutil.copy(ROOT / name, folder / name)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder / "dist",
        folder,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_just_the_three_packages(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_every_file_of_the_packages(wheel):
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert expected == {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_the_shipped_policy_is_byte_for_byte(wheel):
    policies = ROOT / "corpus" / "policies"
    for path in policies.iterdir():
        assert wheel.read(f"corpus/policies/{path.name}") == path.read_bytes()


def test_it_cannot_be_uploaded_by_mistake_and_brings_the_command(wheel):
    info = next(name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name)
    assert "Classifier: Private :: Do Not Upload" in wheel.read(f"{info}/METADATA").decode()
    assert "chuyi = bot.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()


def test_every_dependency_is_pinned_and_no_address_is_named():
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pins = [re.fullmatch(r"([A-Za-z0-9._-]+)==[0-9A-Za-z.+!]+", line) for line in lines]
    assert all(pins)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=!~\[; ]", need)[0].lower().replace("_", "-") for need in needed}
    assert names <= {pin[1].lower().replace("_", "-") for pin in pins if pin}
