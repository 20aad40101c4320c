"""A small library for tests of syncing, and what a sync says of it."""

import hashlib
import shutil
from pathlib import Path

import corpus.database
from corpus.library import open_library

DATA = Path(__file__).parent / "data" / "policies"
POLICIES = ("chuyi-2022.md", "points-settlement.txt", "public-housing.txt", "vocational-reform-2019.txt")
SHIPPED = Path(corpus.database.__file__).parent / "policies"


class Analyser:
    def __init__(self, version: str = "1"):
        self.version = version
        self.calls: list[str] = []

    def __call__(self, document):
        self.calls.append(document.id)
        return hashlib.sha256(document.text.encode()).digest()

    def common(self):
        return self.version.encode()


def copy_policies(folder: Path) -> Path:
    folder.mkdir()
    for name in POLICIES:
        shutil.copy(DATA / name, folder / name)
    return folder


def states(report) -> dict[str, str]:
    return {file.id: file.state for file in report.files}


def errors(report) -> dict[str, str]:
    return {file.path.name: file.error for file in report.files if file.error}


def served(database: Path) -> dict[str, object]:
    with open_library(database) as library:
        return {
            info.id: (library.document(info.id), library.analysis(info.id)) for info in library.documents()
        }
