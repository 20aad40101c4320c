"""The ask page: a question box, the answers with their clauses, and what goes with them."""

from fastapi import APIRouter, Request, Response

from bot.web.site import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def ask_page(request: Request) -> Response:
    """Return the ask page."""
    return page(request, "ask.html")
