"""The library folder: which files it offers as policies, under which ids, and what hinders them."""

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import LibraryNotFound, UnusableFile

POLICY_SUFFIXES = (".md", ".markdown", ".txt")
# Documents all the same: silence about one would look as if it were served.
OTHER_SUFFIXES = (".doc", ".docx", ".htm", ".html", ".odt", ".ofd", ".pdf", ".rtf", ".wps")
NO_POLICIES = ("readme", "sources")


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One file that the library folder offers; `fault` says why it cannot be served, if so."""

    id: str
    path: Path
    fault: str = ""

    @property
    def is_policy(self) -> bool:
        """Whether the file is of a kind that can be a policy."""
        return _is_policy(self.path)


def list_policies(folder: Path) -> list[PolicyFile]:
    """Return what `folder` offers, in the order of names; raises LibraryNotFound."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        raise LibraryNotFound(
            f"{folder}: no library folder ({error.strerror}); name one with --library or CHUYI_LIBRARY"
        ) from error
    paths = [folder / name for name in names]
    stems = {path.stem for path in paths if _is_policy(path)}
    taken: dict[str, Path] = {}
    return [_offer(path, taken) for path in paths if _counts(path, stems)]


def _is_policy(path: Path) -> bool:
    return path.suffix.lower() in POLICY_SUFFIXES


def _counts(path: Path, stems: set[str]) -> bool:
    if path.stem.casefold() in NO_POLICIES:
        return False
    if path.suffix.lower() == ".toml":  # a sidecar is reported with its policy, by itself only when alone
        return path.stem not in stems
    return _is_policy(path) or path.suffix.lower() in OTHER_SUFFIXES


def _offer(path: Path, taken: dict[str, Path]) -> PolicyFile:
    shown = path.with_name(_printable(path.name))
    id = document_id(shown)
    fault = _name_fault(path, shown)
    if not fault and id in taken:
        fault = f"{shown.name}: has the same id as {taken[id].name}, which is served; rename one of them"
    if not fault:
        taken[id] = path
    return PolicyFile(id, shown, fault)


def _name_fault(path: Path, shown: Path) -> str:
    if path.suffix.lower() == ".toml":
        return f"{shown.name}: there is no policy file of this name beside it; rename or remove it"
    if not _is_policy(path):
        kinds = ", ".join(POLICY_SUFFIXES)
        return f"{shown.name}: files of this kind cannot be read; save its text as one of {kinds}"
    if shown != path:
        return f"{shown.name}: its name is not UTF-8 or holds control characters; rename it"
    return ""


def _printable(name: str) -> str:
    if name.isprintable():
        return name
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cs") else char for char in name)


def document_id(path: Path) -> str:
    """Return the id of the document in a file: its stem, in the one form (NFC) that all systems share."""
    return unicodedata.normalize("NFC", path.stem)


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a policy file is, if it has one."""
    return path.with_name(path.stem + ".toml")


def content_hash(path: Path) -> str:
    """Return a hash of a policy file's name and bytes and its sidecar's; raises UnusableFile."""
    digest = hashlib.sha256(path.name.encode())
    for content in (_read_bytes(path), _read_sidecar(path)):
        digest.update(hashlib.sha256(content).digest() if content is not None else b"-")
    return digest.hexdigest()


def _read_sidecar(path: Path) -> bytes | None:
    beside = sidecar_path(path)
    return _read_bytes(beside) if beside.exists() else None


def _read_bytes(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe would wait for ever
            raise UnusableFile(f"{path.name}: is no file; remove or rename it")
        return path.read_bytes()
    except OSError as error:
        raise UnusableFile(f"{path.name}: cannot be read ({error.strerror}); check its rights") from error
