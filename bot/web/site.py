"""Pages made from templates: language, look, words of the interface, addresses of clauses and files."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot import render
from bot.model import Citation, Language
from bot.web.assets import static
from bot.web.caching import tagged
from bot.web.texts import texts_of
from bot.wording import number

YEAR = 365 * 24 * 3600
# What a reader may choose, each kept in a cookie of its own; "" is the browser's or the default.
CHOICES = {"lang": ("zh", "en"), "text": ("normal", "large"), "theme": ("light", "dark")}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is shown: large text or not, and a theme; "" follows the browser."""

    large: bool
    theme: str


def language_of(request: Request) -> Language:
    """Return the language of the page: of ?lang=, the cookie, or the browser; Chinese by default."""
    chosen = request.query_params.get("lang") or _cookie(request, "lang")
    if chosen in ("zh", "en"):
        return "en" if chosen == "en" else "zh"
    accepted = request.headers.get("accept-language", "").lower()
    first = next((tag for tag in accepted.split(",") if tag.strip().startswith(("zh", "en"))), "zh")
    return "en" if first.strip().startswith("en") else "zh"


def page(
    request: Request,
    template: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: object,
) -> Response:
    """Return a page; the template sees `t`, `language`, `look`, `here`, `status` and `values`.

    A page that the client already has is answered with 304.
    """
    language = language_of(request)
    html = ENVIRONMENT.get_template(template).render(
        t=texts_of(language),
        language=language,
        look=_look(request),
        here=_here(request),
        status=status,
        here_again=request.method == "GET",
        **values,
    )
    response = HTMLResponse(html, status, {"Vary": "Cookie, Accept-Language", **(headers or {})})
    return tagged(request, response)


def wants_page(request: Request) -> bool:
    """Return whether a browser asks for something to show, rather than a program for JSON."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def clause_address(citation: Citation) -> str:
    """Return where the cited sentence is read in its document, highlighted."""
    document = quote(citation.document, safe="")
    return f"/documents/{document}?from={citation.start}&to={citation.end}#{citation.clause}"


def excerpt(quote: str) -> str:
    """Return the beginning of a clause that only comes near."""
    text = render.one_line(quote)
    return text if len(text) <= render.EXCERPT else f"{text[: render.EXCERPT]}……"


def broken(kinds: Iterable[str], language: Language) -> str:
    """Return in plain words what is damaged, without what was mended when the text was read."""
    return render.damage_words((kind for kind in kinds if kind not in render.HARMLESS), language)


def local(address: str) -> str:
    """Return an address of this site; "/" for one that would lead to another."""
    parts = urlsplit(address)
    leads_away = parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//")
    return "/" if leads_away or "\\" in address or not address.isprintable() else address


@router.post("/preferences")
def choose(
    lang: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep what a reader chose in cookies, and go back to the page."""
    response = RedirectResponse(local(back), 303)
    for name, value in (("lang", lang), ("text", text), ("theme", theme)):
        if value in CHOICES[name]:
            response.set_cookie(f"chuyi_{name}", value, max_age=YEAR, samesite="lax")
    return response


def _cookie(request: Request, name: str) -> str:
    value = request.cookies.get(f"chuyi_{name}", "")
    return value if value in CHOICES[name] else ""


def _look(request: Request) -> Look:
    return Look(_cookie(request, "text") == "large", _cookie(request, "theme"))


def _here(request: Request) -> str:
    """Return the address of the page without the host, as a form sends it back."""
    path = quote(request.url.path, safe="/")
    return f"{path}?{request.url.query}" if request.url.query else path


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        static=static, clause_address=clause_address, quote_parts=render.quote_parts, number=number, SHOWN=3
    )
    made.filters.update(one_line=render.one_line, excerpt=excerpt, broken=broken)
    return made


ENVIRONMENT = _environment()
