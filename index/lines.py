"""Sorted lines of a file, looked up where they lie: memory-mapped, so that many workers share them."""

import mmap
from collections.abc import Iterable, Mapping
from pathlib import Path

Lines = mmap.mmap | bytes


def map_lines(path: Path) -> Lines:
    """Return the bytes of a file, mapped into memory; they stay readable when the file is deleted."""
    with path.open("rb") as file:
        file.seek(0, 2)
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if file.tell() else b""


def seek(lines: Lines, wanted: bytes) -> int:
    """Return where the first line stands that does not sort before `wanted`."""
    low, high = 0, len(lines)
    while low < high:
        middle = max(lines.rfind(b"\n", low, (low + high) // 2) + 1, low)
        end = lines.find(b"\n", middle) + 1 or high
        low, high = (end, high) if lines[middle : middle + len(wanted)] < wanted else (low, middle)
    return low


class Table:
    """Lines of a key, a tab and a value, sorted by the bytes of their keys."""

    def __init__(self, path: Path) -> None:
        """Map the file at `path`."""
        self._lines = map_lines(path)

    def get(self, key: str) -> str:
        """Return the value of a key, "" when there is none."""
        wanted = f"{key}\t".encode()
        at = seek(self._lines, wanted)
        if self._lines[at : at + len(wanted)] != wanted:
            return ""
        return self._lines[at + len(wanted) : self._lines.find(b"\n", at)].decode()

    def write_changed(self, path: Path, changes: Mapping[str, str]) -> None:
        """Write the table with some values changed to `path`; "" takes a key out."""
        copied = 0
        with path.open("wb") as file:
            for wanted, value in sorted((f"{k}\t".encode(), v.encode()) for k, v in changes.items()):
                at = seek(self._lines, wanted)
                file.write(self._lines[copied:at])
                held = self._lines[at : at + len(wanted)] == wanted
                copied = self._lines.find(b"\n", at) + 1 if held else at
                if value:
                    file.write(wanted + value + b"\n")
            file.write(self._lines[copied:])


def write_table(path: Path, items: Iterable[tuple[str, str]]) -> None:
    """Write pairs of key and value as a table."""
    lines = sorted(f"{key}\t{value}\n".encode() for key, value in items)
    path.write_bytes(b"".join(lines))
