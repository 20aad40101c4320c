"""The widget for pages of other sites: its script, a page for a frame, and one that shows both."""

from fastapi import APIRouter, Request, Response

from bot.web.assets import static
from bot.web.caching import tagged
from bot.web.site import ENVIRONMENT
from bot.web.texts import TALK, WIDGET, script_words

# The script is small and asked for by every page of a portal; what it imports is kept for good.
SCRIPT_CACHE = "public, max-age=300"
router = APIRouter(include_in_schema=False)


@router.get("/widget.js")
def widget_script(request: Request) -> Response:
    """Return the script that a portal's page loads."""
    served = {
        "module": static("widget.js"),
        "styles": [static("answer.css"), static("widget.css")],
        "words": {"zh": script_words("zh", TALK | WIDGET), "en": script_words("en", TALK | WIDGET)},
        "examples": [],
    }
    content = ENVIRONMENT.get_template("widget.js").render(served=served)
    headers = {"Cache-Control": SCRIPT_CACHE}
    return tagged(request, Response(content, media_type="text/javascript; charset=utf-8", headers=headers))
