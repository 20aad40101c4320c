"""The folders beside the database, one for the index of each state: where they are and whether they are whole."""

import json
from pathlib import Path
from typing import Any

from corpus.errors import UnusableIndex

# Changes with the form of what stands in a folder.
FORMAT = "1"
# Written last: without this file a folder counts for nothing.
DESCRIPTION = "index.json"
ADVICE = "run “chuyi sync” to build it anew"


def index_home(database: Path) -> Path:
    """Return the folder beside a database that holds its indexes."""
    return database.with_name(f"{database.name}.index")


def read_description(folder: Path, words: str) -> dict[str, Any]:
    """Return what a folder says of itself; raise UnusableIndex unless it is whole and its words are cut so."""
    try:
        described: dict[str, Any] = json.loads((folder / DESCRIPTION).read_bytes())
        sizes = {name: (folder / name).stat().st_size for name in described["files"]}
    except FileNotFoundError as error:
        raise UnusableIndex(f"{folder}: the index is not there; {ADVICE}") from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UnusableIndex(f"{folder}: the index is damaged ({error}); {ADVICE}") from error
    if described.get("format") != FORMAT:
        raise UnusableIndex(f"{folder}: the index is of another version; {ADVICE}")
    if described["words"] != words:
        raise UnusableIndex(f"{folder}: the words of the index were cut by other rules; {ADVICE}")
    if sizes != described["files"]:
        raise UnusableIndex(f"{folder}: the index is damaged (a file has changed its size); {ADVICE}")
    return described


def write_description(folder: Path, words: str, clauses: int, tokens: int, dead: int) -> None:
    """Say what a folder holds: clauses, their tokens, and how many clauses were taken out since it was built."""
    counted = (f for f in sorted(folder.iterdir()) if f.suffix not in (".lock", ".json"))
    described = {
        "format": FORMAT,
        "words": words,
        "clauses": clauses,
        "tokens": tokens,
        "dead": dead,
        "files": {f.name: f.stat().st_size for f in counted},
    }
    (folder / DESCRIPTION).write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
