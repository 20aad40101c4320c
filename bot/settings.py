"""config.toml becomes Settings; nothing else reads it.

A key is a field of one of the dataclasses below: adding one there, with its default and bounds, and
to config.toml, with a comment, is all that a new key takes.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args
from urllib.parse import urlsplit

import corpus
from corpus.errors import InvalidSettings

if TYPE_CHECKING:
    from index.engine import Server

Engine = Literal["auto", "rank-bm25", "tantivy", "milvus"]
ENGINES: tuple[str, ...] = get_args(Engine)
CONFIG_NAME = "config.toml"
SHIPPED_LIBRARY = Path(corpus.__file__).with_name("policies")


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """Where the policies are, and the database made from them; empty: the default place."""

    folder: str = ""
    database: str = ""


def _engine(value: str) -> None:
    if value not in ENGINES:
        raise ValueError(f"one of {', '.join(ENGINES)}")


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """How policies are found; an empty glossary is the shipped one, the engine is found by size."""

    glossary: str = ""
    engine: str = field(default="auto", metadata={"each": _engine})


def _server(value: str) -> None:
    if not re.fullmatch(r"https?://[^\s/?#@]+", value):
        raise ValueError("like http://127.0.0.1:19530, without a path, user or password")


def _collection(value: str) -> None:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,254}", value):
        raise ValueError('a name of letters, digits and "_", like chuyi')


@dataclass(frozen=True, slots=True)
class MilvusSettings:
    """Where the engine milvus keeps the index; its token comes from the environment."""

    address: str = field(default="http://127.0.0.1:19530", metadata={"each": _server})
    collection: str = field(default="chuyi", metadata={"each": _collection})


def _origin(value: str) -> None:
    if not re.fullmatch(r"https?://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?", value):
        raise ValueError("like https://www.example.gov.cn, in small letters, without a path")


def _network(value: str) -> None:
    try:
        ip_network(value, strict=False)
    except ValueError as error:
        raise ValueError("an IP address or a network like 10.0.0.0/8") from error


def _rate(value: str) -> None:
    if value and not re.fullmatch(r"[1-9][0-9]{0,8}/(second|minute|hour|day)", value):
        raise ValueError('like "600/minute" (second, minute, hour or day), or "" for no limit')


def _redis(value: str) -> None:
    if value and urlsplit(value).scheme not in ("redis", "rediss", "redis+unix"):
        raise ValueError("like redis://127.0.0.1:6379/0")
    if "@" in value:
        raise ValueError("without a password; an address with one goes into CHUYI_REDIS")


def _address(value: str) -> None:
    if value and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*[^\s?#/])?", value):
        raise ValueError('like https://policy.example.gov.cn, without a "/" at its end, or ""')


def _webhook(value: str) -> None:
    if value and not re.fullmatch(r"https?://[^\s/?#@]+/[^\s?#]+", value):
        raise ValueError('like https://policy.example.gov.cn/telegram, with a path, or ""')


def _api(value: str) -> None:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*[^\s?#/])?", value):
        raise ValueError('like https://api.telegram.org, without a "/" at its end')


def _pending(value: str) -> None:
    if value not in ("answer", "drop"):
        raise ValueError('"answer" or "drop"')


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where `chuyi serve` listens, the largest request it reads, in bytes, and whom it lets use it.

    `origins` are the web sites that may show the widget and use the API from a browser; `proxies` the
    addresses whose word on who the client is counts. `public_url` is where people reach the pages.
    """

    host: str = "127.0.0.1"
    port: int = field(default=8000, metadata={"least": 0, "most": 65535})
    max_body: int = field(default=65536, metadata={"least": 1024, "most": 2**30})
    origins: tuple[str, ...] = field(default=(), metadata={"each": _origin})
    proxies: tuple[str, ...] = field(default=(), metadata={"each": _network})
    public_url: str = field(default="", metadata={"each": _address})


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """How many requests a client may make, and the Redis where several servers count together."""

    rate: str = field(default="600/minute", metadata={"each": _rate})
    redis: str = field(default="", metadata={"each": _redis})


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How the bot reaches Telegram and is reached, what becomes of what waited, and how much it sends."""

    webhook_url: str = field(default="", metadata={"each": _webhook})
    pending: str = field(default="answer", metadata={"each": _pending})
    messages_per_second: int = field(default=30, metadata={"least": 1, "most": 1000})
    base_url: str = field(default="https://api.telegram.org", metadata={"each": _api})


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What is kept of the questions that come over the network."""

    questions: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """The sections of config.toml, the file they come from (None: defaults), and the command's overrides."""

    library: LibrarySettings = LibrarySettings()
    index: IndexSettings = IndexSettings()
    milvus: MilvusSettings = MilvusSettings()
    server: ServerSettings = ServerSettings()
    limit: LimitSettings = LimitSettings()
    telegram: TelegramSettings = TelegramSettings()
    log: LogSettings = LogSettings()
    path: Path | None = None
    library_override: Path | None = None
    database_override: Path | None = None

    @property
    def library_folder(self) -> Path:
        """The folder of policies, absolute."""
        if self.library_override:
            return Path(os.path.abspath(self.library_override))
        return self._configured_library

    @property
    def database(self) -> Path:
        """The database's file, absolute; a library has its own unless one is named."""
        if self.database_override:
            return Path(os.path.abspath(self.database_override))
        if self.library_folder != self._configured_library:
            return _data_home() / _database_name(self.library_folder)
        if self.library.database:
            return self._resolved(self.library.database)
        return (self.path.absolute().parent if self.path else _data_home()) / "chuyi.sqlite3"

    @property
    def glossary(self) -> Path | None:
        """The glossary's file, absolute; None is the shipped one."""
        return self._resolved(self.index.glossary) if self.index.glossary else None

    @property
    def engine(self) -> Engine:
        """What ranks clauses."""
        return cast(Engine, self.index.engine)

    @property
    def server_of_index(self) -> "Server":
        """Where Milvus is, with the token of the environment."""
        from index.engine import Server

        token = os.environ.get("CHUYI_MILVUS_TOKEN", "").strip()
        return Server(self.milvus.address, self.milvus.collection, token)

    @property
    def _configured_library(self) -> Path:
        return self._resolved(self.library.folder) if self.library.folder else SHIPPED_LIBRARY

    def _resolved(self, value: str) -> Path:
        """Return a path of config.toml, which is relative to that file."""
        folder = self.path.absolute().parent if self.path else Path.cwd()
        return Path(os.path.normpath(folder / Path(value).expanduser()))


_SECTIONS: dict[str, type] = {
    "library": LibrarySettings,
    "index": IndexSettings,
    "milvus": MilvusSettings,
    "server": ServerSettings,
    "limit": LimitSettings,
    "telegram": TelegramSettings,
    "log": LogSettings,
}


def load_settings(
    config: Path | None = None, library: Path | None = None, database: Path | None = None
) -> Settings:
    """Read `config`, else config.toml of the current folder if there is one; raise InvalidSettings.

    `library` and `database` go before what the file says.
    """
    path = config or (Path(CONFIG_NAME) if Path(CONFIG_NAME).is_file() else None)
    table = _read(path) if path else {}
    for section in table:
        if section not in _SECTIONS:
            raise InvalidSettings(f"{path}: unknown section [{section}]{_meant(section, _SECTIONS)}")
    sections: dict[str, Any] = {
        name: kind(**dict(_values(path, name, kind, table.get(name, {})))) for name, kind in _SECTIONS.items()
    }
    return Settings(**sections, path=path, library_override=library, database_override=database)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as e:
        raise InvalidSettings(f"{path}: the settings cannot be read ({e.strerror}); check --config") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise InvalidSettings(f"{path}: no valid TOML ({e}); correct that line") from e


def _values(path: Path | None, section: str, kind: type, table: object) -> Iterator[tuple[str, Any]]:
    """Yield the checked keys of one section."""
    if not isinstance(table, dict):
        raise InvalidSettings(f"{path}: {section} must be a section, [{section}]")
    known = {f.name: f for f in fields(kind)}
    for key, value in table.items():
        if key not in known:
            raise InvalidSettings(f"{path}: unknown key {key} in [{section}]{_meant(key, known, section)}")
        expected = type(known[key].default)
        if expected is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = tuple(value)
        # bool is an int to Python, not to the person who wrote `port = true`
        if type(value) is not expected:
            raise InvalidSettings(
                f"{path}: {key} in [{section}] must be {_TYPE_NAMES[expected]}, not {value!r}"
            )
        if wrong := _wrong(value, known[key].metadata):
            raise InvalidSettings(f"{path}: {key} in [{section}] must be {wrong}")
        yield key, value


def _wrong(value: Any, rules: Mapping[str, Any]) -> str:
    """Return what a value must be and what it is instead, "" for one that keeps the rules of its field."""
    if "least" in rules and not rules["least"] <= value <= rules["most"]:
        return f"between {rules['least']} and {rules['most']}, not {value}"
    for item in ((value,) if isinstance(value, str) else value) if "each" in rules else ():
        try:
            rules["each"](item)
        except ValueError as error:
            return f"{error}, not {item!r}"
    return ""


_TYPE_NAMES: dict[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    tuple: 'a list of texts, ["…", "…"]',
}


def _meant(name: str, known: dict[str, Any], section: str = "") -> str:
    """Return the nearest valid name as a question, the same key of another section first."""
    for other, kind in _SECTIONS.items():
        if section and name in {f.name for f in fields(kind)}:
            return f"; it belongs in [{other}]"
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; known: {', '.join(known)}"


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "chuyi"


def _database_name(folder: Path) -> str:
    """Return a name that no other library's database has."""
    digest = sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{folder.name or 'library'}-{digest}.sqlite3"
