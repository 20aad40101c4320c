"""The sidecar NAME.toml beside a policy file: what the text does not say, or says wrongly.

title          what the policy is known by; overrides the title in the text
issuer         who issued it
number         the document number (文号)
date           the day of issue: 2022-01-20, as a TOML date or a string
effective      the day it took effect, written likewise
source_url     where the text was published, http:// or https://
status         "in force", "not yet in force", "superseded" or "repealed", or as the law databases
               write it: 现行有效, 尚未生效, 已修改, 已废止
superseded_by  the id or name of the policy that took its place; implies status "superseded"

Every key may be left out; one that is given overrides what the text says.
"""

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from corpus.errors import UnusableFile, shown

STATUSES = ("in force", "not yet in force", "superseded", "repealed")
_CHINESE_STATUSES = {
    "有效": "in force",
    "现行有效": "in force",
    "尚未生效": "not yet in force",
    "尚未施行": "not yet in force",
    "已修改": "superseded",
    "已被修改": "superseded",
    "已被取代": "superseded",
    "已废止": "repealed",
    "废止": "repealed",
    "失效": "repealed",
    "已失效": "repealed",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The keys of a sidecar; an empty string where it says nothing, dates in ISO form."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    effective: str = ""
    source_url: str = ""
    status: str = ""
    superseded_by: str = ""


KEYS = tuple(field.name for field in fields(Sidecar))


def read_sidecar(path: Path) -> Sidecar:
    """Return what the sidecar at `path` says; raises UnusableFile naming the wrong key or value."""
    try:
        return parse_sidecar(path.read_bytes())
    except OSError as error:
        raise UnusableFile(f"{path.name}: cannot be read ({error.strerror}); check its rights") from error
    except ValueError as error:
        raise UnusableFile(f"{path.name}: {error}") from error


def parse_sidecar(data: bytes) -> Sidecar:
    """Return what a sidecar's bytes say; raises ValueError with a message fit to show a user."""
    values = _load_toml(data)
    for key in values:
        if key not in KEYS:
            raise ValueError(_unknown_key(key))
    parsed = {key: _CHECKS.get(key, _text)(key, value) for key, value in values.items()}
    if parsed.get("superseded_by") and not parsed.get("status"):
        parsed["status"] = "superseded"
    return Sidecar(**parsed)


def _load_toml(data: bytes) -> Mapping[str, object]:
    try:
        text = data.decode("utf-8-sig")  # editors on Windows put a mark before UTF-8, which TOML has not
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8; save it as UTF-8") from error
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f'is not valid TOML: {error}; write lines like title = "…"') from error


def _unknown_key(key: str) -> str:
    near = get_close_matches(key.lower(), KEYS, n=1)
    hint = f"did you mean “{near[0]}”?" if near else f"the keys are {', '.join(KEYS)}"
    return f"unknown key “{shown(key)}”; {hint}"


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f'“{key}” must be a text in quotes, as in {key} = "…"')
    text = " ".join(value.split())
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise ValueError(f"“{key}” holds control characters; remove them")
    return text


def _day(key: str, value: object) -> str:
    # A TOML date-time is a date for Python too, but a day of issue has no hour.
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if value == "":
        return ""
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        try:
            return datetime.date.fromisoformat(value.strip()).isoformat()
        except ValueError as error:
            raise ValueError(f"“{key}” is no day of the calendar: {shown(value)}") from error
    raise ValueError(f"“{key}” must be a day like 2022-01-20, not {shown(value)}")


def _web_address(key: str, value: object) -> str:
    text = _text(key, value)
    if text and (not re.match(r"https?://[^/]", text) or " " in text):
        raise ValueError(f"“{key}” must begin with http:// or https://, not {shown(text)}")
    return text


def _status(key: str, value: object) -> str:
    text = _text(key, value)
    status = _CHINESE_STATUSES.get(text, text.lower().replace("_", " "))
    if status and status not in STATUSES:
        known = "”, “".join(STATUSES)
        raise ValueError(f"“{key}” must be one of “{known}”, not {shown(text)}")
    return status


_CHECKS: dict[str, Callable[[str, object], str]] = {
    "date": _day,
    "effective": _day,
    "source_url": _web_address,
    "status": _status,
}
