"""What browsers are told: which scripts run, who may frame a page, who may ask from elsewhere, what to keep."""

import re

import anyio
import httpx
import pytest
from servers import serving

from bot.service import Service
from bot.settings import load_settings
from bot.web.app import create_app

PORTAL = "https://www.example.gov.cn"
PAGES = ("/", "/?q=%E5%9F%BA%E5%9C%B0", "/?q=", "/documents/chuyi-2022", "/nothing")
PATHS = (*PAGES, "/api/v1/documents", "/api/v1/nothing", "/healthz", "/openapi.json", "/static/0/style.css")
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def portal(serve, tmp_path_factory):
    """The address of a server whose widget one portal may show."""
    settings = f'[server]\norigins = ["{PORTAL}"]\n'
    with serving(tmp_path_factory.mktemp("portal"), serve("chuyi-2022").database, settings) as address:
        yield address


def directives(response):
    """Return the Content-Security-Policy of a response by directive."""
    policy = response.headers["content-security-policy"]
    return {name: sources for name, *sources in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_runs_only_own_scripts_and_stands_in_no_frame(portal, path):
    response = httpx.get(portal + path, headers=BROWSER)
    policy = directives(response)
    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert not re.search(r"unsafe|\*|data:|https?:", response.headers["content-security-policy"])
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in response.headers["permissions-policy"]
    assert "server" not in response.headers


def test_only_the_frame_page_stands_in_frames_of_the_portals_named(portal, server):
    named = httpx.get(f"{portal}/embed")
    assert directives(named)["frame-ancestors"] == ["'self'", PORTAL]
    assert "x-frame-options" not in named.headers
    assert directives(httpx.get(f"{server}/embed"))["frame-ancestors"] == ["'self'"]


def test_a_failure_of_the_servers_own_keeps_the_headers(serve):
    settings = load_settings(database=serve("chuyi-2022").database)
    app = create_app(Service(settings))
    app.add_api_route("/fails", lambda: 1 // 0)

    async def ask():
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://chuyi") as client:
            return await client.get("/fails"), await client.get("/fails", headers=BROWSER)

    told, shown = anyio.run(ask)
    assert (told.status_code, told.headers["content-type"]) == (500, "application/problem+json")
    assert shown.status_code == 500
    assert "服务出错了" in shown.text
    for response in (told, shown):
        assert directives(response)["default-src"] == ["'self'"]
        assert "ZeroDivisionError" not in response.text


def preflight(address, origin, path="/api/v1/ask"):
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    return httpx.options(address + path, headers={"Origin": origin, **asked})


def test_pages_of_the_portals_named_may_ask(portal):
    allowed = preflight(portal, PORTAL)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == PORTAL
    asked = httpx.post(f"{portal}/api/v1/ask", json={"question": "基地"}, headers={"Origin": PORTAL})
    assert asked.headers["access-control-allow-origin"] == PORTAL
    assert "Origin" in asked.headers["vary"]
    assert asked.headers["access-control-expose-headers"] == "Retry-After"
    assert "access-control-allow-credentials" not in asked.headers


@pytest.mark.parametrize(
    "origin", ["https://example.org", "null", PORTAL + ".cn", "http://www.example.gov.cn", PORTAL + ":8443"]
)
def test_other_pages_may_not(portal, origin):
    assert "access-control-allow-origin" not in preflight(portal, origin).headers
    asked = httpx.get(f"{portal}/api/v1/documents", headers={"Origin": origin})
    assert "access-control-allow-origin" not in asked.headers


def test_pages_are_read_by_no_other_page_and_without_origins_nothing_is(portal, server):
    assert "access-control-allow-origin" not in httpx.get(portal, headers={"Origin": PORTAL}).headers
    assert "access-control-allow-origin" not in preflight(server, PORTAL).headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=%E5%9F%BA%E5%9C%B0",
        "/documents/chuyi-2022",
        "/api/v1/documents",
        "/api/v1/documents/chuyi-2022",
        "/api/v1/documents/chuyi-2022/text",
        "/api/v1/documents/chuyi-2022/clauses/2.4.1",
        "/api/v1/documents/chuyi-2022/targets",
        "/api/v1/documents/chuyi-2022/damage",
    ],
)
def test_what_has_not_changed_is_not_sent_again(server, path):
    first = httpx.get(server + path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    again = httpx.get(server + path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert httpx.get(server + path, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_pages_differ_by_language_and_their_tags_do_too(server):
    chinese, english = (httpx.get(server, headers={"Accept-Language": tag}) for tag in ("zh-CN", "en"))
    assert chinese.headers["etag"] != english.headers["etag"]
    assert {"Cookie", "Accept-Language"} <= set(re.split(", *", chinese.headers["vary"]))


def test_static_files_are_kept_for_good_at_an_address_with_their_hash(server):
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', httpx.get(server).text)
    assert {"style.css", "site.js", "ask.js"} <= {address.rsplit("/", 1)[1] for address in addresses}
    for address in addresses:
        assert re.fullmatch(r"/static/[0-9a-f]{12}/[\w.-]+", address)
        file = httpx.get(server + address)
        assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert file.headers["content-type"].startswith(("text/css", "text/javascript", "image/"))
        assert httpx.get(server + re.sub("/[0-9a-f]{12}/", "/000000000000/", address)).status_code == 404


def test_pages_go_out_compressed(server):
    page = httpx.get(server, headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["vary"]
    assert int(page.headers["content-length"]) < len(page.content) / 2


@pytest.mark.parametrize("path", ["/", "/documents/chuyi-2022", "/healthz", "/nothing"])
def test_head_tells_what_get_would_send(server, path):
    with httpx.Client(base_url=server, headers=BROWSER) as client:
        head, page = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (page.status_code, b"")
    assert dict(head.headers) | {"date": ""} == dict(page.headers) | {"date": ""}
