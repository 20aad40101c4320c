"""config.toml: defaults, overrides, and one clear line for everything that is wrong."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from bot.settings import SHIPPED_LIBRARY, Settings, load_settings
from corpus.errors import InvalidSettings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run where no config.toml is, with a data folder of the test's own."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def written(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def sections(settings):
    return {
        f.name: getattr(settings, f.name) for f in fields(settings) if is_dataclass(getattr(settings, f.name))
    }


def test_without_a_file_the_shipped_library_and_the_users_data_folder(tmp_path):
    settings = load_settings()
    assert settings.library_folder == SHIPPED_LIBRARY
    assert settings.database == tmp_path / "data" / "chuyi" / "chuyi.sqlite3"
    assert settings.glossary is None


def test_shipped_file_gives_every_key_its_default():
    shipped = load_settings(ROOT / "config.toml")
    assert sections(shipped) == sections(Settings())
    assert shipped.database == ROOT / "chuyi.sqlite3"


def test_shipped_file_comments_every_key_and_knows_no_other():
    lines = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()
    found = []
    for before, line in zip(lines, lines[1:], strict=False):
        if key := re.match(r"(\w+) = ", line):
            found.append(key[1])
            assert before.startswith("# "), f"{key[1]} has no comment"
    assert found == [f.name for section in sections(Settings()).values() for f in fields(section)]


def test_a_file_of_the_current_folder_is_used(tmp_path, monkeypatch):
    written(tmp_path, "[server]\nport = 8123\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings().server.port == 8123


def test_paths_are_relative_to_the_file(tmp_path):
    path = written(
        tmp_path, '[library]\nfolder = "p/../policies"\ndatabase = "d.db"\n[index]\nglossary = "g.toml"'
    )
    settings = load_settings(path)
    assert settings.library_folder == tmp_path / "policies"
    assert settings.database == tmp_path / "d.db"
    assert settings.glossary == tmp_path / "g.toml"


def test_overrides_go_before_the_file(tmp_path):
    path = written(tmp_path, '[library]\nfolder = "a"\ndatabase = "a.db"')
    settings = load_settings(path, library=Path("b"), database=Path("b.db"))
    assert settings.library_folder == tmp_path / "empty" / "b"
    assert settings.database == tmp_path / "empty" / "b.db"


def test_every_other_library_has_a_database_of_its_own(tmp_path):
    path = written(tmp_path, '[library]\nfolder = "a"\ndatabase = "a.db"')
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "x" / "b"]
    databases = [load_settings(path, library=folder).database for folder in folders]
    assert databases[0] == tmp_path / "a.db"
    assert len(set(databases)) == 3
    assert databases[1:] == [load_settings(path, library=folder).database for folder in folders[1:]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[sever]\nport = 1", "[sever]; did you mean server?"),
        ("[server]\nprot = 1", "unknown key prot in [server]; did you mean port?"),
        ("[log]\nport = 1", "unknown key port in [log]; it belongs in [server]"),
        ("[log]\nzzz = 1", "unknown key zzz in [log]; known: questions"),
        ("server = 1", "server must be a section, [server]"),
        ('[server]\nport = "80"', "port in [server] must be a whole number, not '80'"),
        ("[server]\nport = true", "port in [server] must be a whole number, not True"),
        ("[server]\nport = 70000", "port in [server] must be between 0 and 65535, not 70000"),
        ("[log]\nquestions = 1", "questions in [log] must be true or false, not 1"),
        ("[server]\nhost = [1]", "host in [server] must be a text in quotes, not [1]"),
        ("[server\n", "no valid TOML"),
        (
            '[index]\nengine = "lucene"',
            "engine in [index] must be one of auto, rank-bm25, tantivy, milvus, not 'lucene'",
        ),
        ('[milvus]\naddress = "milvus:19530"', "must be like http://127.0.0.1:19530, without a path"),
        ('[milvus]\naddress = "http://root:Milvus@m:19530"', "without a path, user or password"),
        ('[milvus]\ncollection = "楚怡"', 'must be a name of letters, digits and "_", like chuyi'),
        ('[server]\norigins = "https://a.cn"', "origins in [server] must be a list of texts"),
        ("[server]\norigins = [1]", "origins in [server] must be a list of texts"),
        ('[server]\norigins = ["https://a.cn/x"]', "must be like https://www.example.gov.cn"),
        ('[server]\norigins = ["https://a.cn", "*"]', "without a path, not '*'"),
        ('[server]\norigins = ["https://a.cn; script-src *"]', "must be like https://www.example.gov.cn"),
        (
            '[server]\nproxies = ["localhost"]',
            "must be an IP address or a network like 10.0.0.0/8, not 'localhost'",
        ),
        ('[limit]\nrate = "many"', 'must be like "600/minute"'),
        ('[limit]\nrate = "0/minute"', 'must be like "600/minute"'),
        ('[limit]\nredis = "127.0.0.1:6379"', "must be like redis://127.0.0.1:6379/0"),
        ('[limit]\nredis = "redis://:secret@h/0"', "goes into CHUYI_REDIS"),
        ('[server]\npublic_url = "policy.example.cn"', "must be like https://policy.example.gov.cn, without"),
        ('[telegram]\nwebhook_url = "https://policy.example.cn"', 'with a path, or "", not \'https:'),
        ('[telegram]\npending = "keep"', 'pending in [telegram] must be "answer" or "drop", not \'keep\''),
        ("[telegram]\nmessages_per_second = 0", "must be between 1 and 1000, not 0"),
        ('[telegram]\nbase_url = ""', "must be like https://api.telegram.org"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path, text, says):
    path = written(tmp_path, text)
    with pytest.raises(InvalidSettings) as caught:
        load_settings(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unreadable_file_is_named(tmp_path):
    with pytest.raises(InvalidSettings, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_a_byte_order_mark_is_no_error(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[server]\nport = 8124\n")
    assert load_settings(path).server.port == 8124


def test_lists_and_texts_that_keep_their_rules(tmp_path):
    path = written(
        tmp_path,
        """
        [server]
        origins = ["https://www.example.gov.cn", "http://localhost:8080", "http://[::1]:80"]
        proxies = ["127.0.0.1", "10.0.0.0/8", "::1"]
        [limit]
        rate = ""
        redis = "rediss://cache.example.cn:6380/2"
        """,
    )
    settings = load_settings(path)
    assert settings.server.origins == (
        "https://www.example.gov.cn",
        "http://localhost:8080",
        "http://[::1]:80",
    )
    assert settings.server.proxies == ("127.0.0.1", "10.0.0.0/8", "::1")
    assert (settings.limit.rate, settings.limit.redis) == ("", "rediss://cache.example.cn:6380/2")


def test_where_milvus_is_and_what_opens_it(tmp_path, monkeypatch):
    text = (
        '[index]\nengine = "milvus"\n[milvus]\naddress = "https://m.example.cn:19530"\ncollection = "laws_2"'
    )
    monkeypatch.delenv("CHUYI_MILVUS_TOKEN", raising=False)
    settings = load_settings(written(tmp_path, text))
    assert settings.engine == "milvus"
    assert settings.server_of_index == ("https://m.example.cn:19530", "laws_2", "")
    monkeypatch.setenv("CHUYI_MILVUS_TOKEN", "reader:secret")
    assert settings.server_of_index.token == "reader:secret"
