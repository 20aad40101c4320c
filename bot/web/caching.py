"""What a client already has is not sent again: ETag and 304."""

from hashlib import blake2b

from fastapi import Request, Response


def tagged(request: Request, response: Response) -> Response:
    """Return a response with the tag of its content; 304 without the content when the client has it."""
    if response.status_code != 200 or request.method not in ("GET", "HEAD"):
        return response
    # Weak: the same content may go out compressed.
    tag = f'W/"{blake2b(bytes(response.body), digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers.setdefault("Cache-Control", "no-cache")
    if not _has(request.headers.get("if-none-match", ""), tag):
        return response
    kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
    return Response(status_code=304, headers=kept)


def _has(known: str, tag: str) -> bool:
    return any(candidate.strip() in (tag, tag.removeprefix("W/"), "*") for candidate in known.split(","))
