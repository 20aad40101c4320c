"""How many requests a client may make: who a client is, what it is told, and several servers together."""

import shutil
import socket
import subprocess

import httpx
import pytest
from servers import serving

from bot.settings import LimitSettings
from bot.web.limits import Counter, client_of
from corpus.errors import InvalidSettings

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
DOCUMENTS = "/api/v1/documents"


@pytest.fixture
def limited(serve, tmp_path):
    """Serves the shipped library with settings of the test's own."""
    return lambda settings: serving(tmp_path, serve("chuyi-2022").database, settings)


def statuses(address, count, headers=None):
    return [httpx.get(address + DOCUMENTS, headers=headers).status_code for _ in range(count)]


def test_a_client_that_asks_too_much_is_told_how_long_to_wait(limited):
    with limited('[limit]\nrate = "3/hour"') as address:
        assert statuses(address, 4) == [200, 200, 200, 429]
        refused = httpx.post(f"{address}/api/v1/ask", json={"question": "主要任务有哪些？"})
        problem = refused.json()
        assert refused.headers["content-type"] == "application/problem+json"
        assert (problem["status"], problem["title"]) == (429, "Too Many Requests")
        assert 3500 < int(refused.headers["retry-after"]) <= 3600
        assert refused.headers["retry-after"] in problem["detail"]
        shown = httpx.get(address, headers=BROWSER)
        assert shown.status_code == 429
        assert f"请等 {shown.headers['retry-after']} 秒再试" in shown.text
        style = shown.text.split('rel="stylesheet" href="')[1].split('"')[0]
        assert [httpx.get(address + path).status_code for path in (style, "/healthz")] == [200, 200]


def test_a_client_behind_a_proxy_is_who_the_proxy_says(limited):
    with limited('[limit]\nrate = "2/hour"\n[server]\nproxies = ["127.0.0.0/8"]') as address:
        for client in ("203.0.113.7", "203.0.113.8"):
            assert statuses(address, 3, {"X-Forwarded-For": client}) == [200, 200, 429]
        # What a client itself wrote stands before what the proxy added, and counts for nothing.
        invented = [{"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.9"} for n in range(3)]
        assert [statuses(address, 1, headers) for headers in invented] == [[200], [200], [429]]


def test_without_a_proxy_nobody_chooses_who_he_is(limited):
    with limited('[limit]\nrate = "2/hour"') as address:
        invented = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in range(3)]
        assert [statuses(address, 1, headers) for headers in invented] == [[200], [200], [429]]


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_who_counts_as_one_client(host, client):
    assert client_of({"client": (host, 1)}) == client
    assert client_of({"client": None}) == ""


@pytest.fixture
def redis(tmp_path):
    """Return a Redis server's process and its port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    # One program under two names; Debian's redis-tools has only the second.
    program = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(["redis-server", *options], executable=program, stdout=subprocess.PIPE) as process:
        assert any(b"eady to accept connections" in line for line in process.stdout)
        yield process, port
        process.kill()
        process.stdout.close()


def test_servers_with_one_redis_count_together_and_alone_without_it(limited, redis):
    process, port = redis
    settings = f'[limit]\nrate = "3/hour"\nredis = "redis://127.0.0.1:{port}/0"'
    with limited(settings) as one, limited(settings) as other:
        assert statuses(one, 2) + statuses(other, 2) == [200, 200, 200, 429]
        process.kill()
        process.wait()
        assert statuses(one, 4) == [200, 200, 200, 429]


def test_an_address_with_a_password_comes_from_the_environment(limited, redis, monkeypatch):
    monkeypatch.setenv("CHUYI_REDIS", f"redis://127.0.0.1:{redis[1]}/0")
    settings = '[limit]\nrate = "3/hour"'
    with limited(settings) as one, limited(settings) as other:
        assert statuses(one, 2) + statuses(other, 2) == [200, 200, 200, 429]


@pytest.mark.parametrize("address", ["127.0.0.1:6379", "redis://host:port/0", "http://127.0.0.1"])
def test_a_wrong_address_is_a_wrong_setting(address, monkeypatch):
    monkeypatch.setenv("CHUYI_REDIS", address)
    with pytest.raises(InvalidSettings, match="CHUYI_REDIS must be like redis://"):
        Counter(LimitSettings())


def test_a_wrong_address_is_told_in_a_line_at_the_start(chuyi):
    done = chuyi("serve", "--port", "0", env=chuyi.environment() | {"CHUYI_REDIS": "127.0.0.1:6379"})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "chuyi: CHUYI_REDIS must be like redis://:password@127.0.0.1:6379/0\n"
