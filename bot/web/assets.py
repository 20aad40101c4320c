"""The static files, each at an address with its content's hash, so that browsers may keep them for good.

One hash stands for the whole folder, so that modules import each other by their plain names.
"""

from hashlib import blake2b
from importlib.resources import files

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
FOREVER = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)


def _read() -> dict[str, bytes]:
    folder = files("bot.web") / "static"
    return {
        file.name: file.read_bytes() for file in folder.iterdir() if file.name.split(".")[-1] in MEDIA_TYPES
    }


def _hash(contents: dict[str, bytes]) -> str:
    every = b"".join(name.encode() + content for name, content in sorted(contents.items()))
    return blake2b(every, digest_size=6).hexdigest()


# Read once: a server goes on with the files it was started with.
CONTENTS = _read()
_HASH = _hash(CONTENTS)


def static(name: str) -> str:
    """Return the address of a static file, /static/{hash}/{name}."""
    assert name in CONTENTS, name
    return f"/static/{_HASH}/{name}"


@router.get("/static/{version}/{name}")
def get_static(version: str, name: str) -> Response:
    """Return a static file; only by the hash of the content there is."""
    if version != _HASH or name not in CONTENTS:
        raise HTTPException(404)
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    return Response(CONTENTS[name], media_type=media_type, headers={"Cache-Control": FOREVER})
