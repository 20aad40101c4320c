"""The widget for pages of other sites: its script, a page for a frame, and one that shows both."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from bot.service import Parts, example_questions
from bot.web.api import UsingLog, UsingService
from bot.web.ask_page import Documents, Questions, ask_address, conversation_query, conversation_values
from bot.web.assets import static
from bot.web.caching import tagged
from bot.web.site import ENVIRONMENT, language_of, page
from bot.web.texts import TALK, WIDGET, script_words, texts_of

# The script is small and asked for by every page of a portal; what it imports is kept for good.
SCRIPT_CACHE = "public, max-age=300"
STYLES = ("tokens", "answer", "talk", "widget")
# The widget's options: name of the data-… attribute, its values; a key of PORTAL stands for words.
OPTIONS = (
    ("language", "auto zh en"),
    ("color", "#9b1c1c"),
    ("position", "right left"),
    ("theme", "auto light dark"),
    ("documents", "option.ids"),
    ("greeting", "option.text"),
    ("open", "false true"),
)
# What of it the address of /embed may choose; document= and q= are the conversation's own.
ADAPTED = ("lang", "color", "theme", "greeting")
# Questions that it brings; a page that names documents shows those of them only.
EXAMPLES = 12
SHOWN = 4
router = APIRouter(include_in_schema=False)


@router.get("/widget.js")
def widget_script(request: Request, service: UsingService) -> Response:
    """Return the script that a portal's page loads."""
    served = {
        "module": static("widget.js"),
        "styles": [static(f"{name}.css") for name in STYLES],
        "words": {"zh": script_words("zh", TALK | WIDGET), "en": script_words("en", TALK | WIDGET)},
        "examples": service.use(_examples),
    }
    content = ENVIRONMENT.get_template("widget.js").render(served=served)
    headers = {"Cache-Control": SCRIPT_CACHE}
    return tagged(request, Response(content, media_type="text/javascript; charset=utf-8", headers=headers))


def _examples(parts: Parts) -> list[dict[str, str]]:
    """Return questions that the library answers, each with the document it is answered from."""
    answers = map(parts.answerer.answer, example_questions(parts, EXAMPLES))
    return [{"question": a.question, "document": a.citations[0].document} for a in answers if a.citations]


@router.get("/embed")
def embed_page(
    request: Request,
    service: UsingService,
    log: UsingLog,
    questions: Questions = None,
    documents: Documents = None,
) -> Response:
    """Return the conversation as a page for a frame, which its address may adapt as it does the widget."""
    adapted = {name: value for name in ADAPTED if (value := request.query_params.get(name))}
    values = conversation_values(request, service, log, questions or [], documents or [])
    examples = [e["question"] for e in service.use(_examples) if not documents or e["document"] in documents]

    def address(questions: Sequence[str], documents: Sequence[str]) -> str:
        return f"/embed?{urlencode(adapted)}&{conversation_query(questions, documents)}#latest"

    return page(
        request,
        "embed.html",
        adapted=adapted,
        examples=examples[:SHOWN],
        ask_address=address,
        full=ask_address(values["asked"], values["documents"]),
        new_tab=True,
        **values,
    )


@router.get("/widget")
def widget_page(request: Request, service: UsingService) -> Response:
    """Return a page made like a portal's that shows the widget and /embed, with the lines to copy."""
    t = texts_of(language_of(request))
    address = service.settings.server.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    snippets = (
        ("widget", f'<script src="{address}/widget.js" data-color="#14508c" defer></script>'),
        (
            "embed",
            f'<iframe src="{address}/embed" title="{t("portal.frame_title")}" width="400" height="640"></iframe>',
        ),
    )
    options = [
        (f"data-{name}", t(values) if values.startswith("option.") else values, t(f"option.{name}"))
        for name, values in OPTIONS
    ]
    return page(request, "widget.html", address=address, snippets=snippets, options=options)
