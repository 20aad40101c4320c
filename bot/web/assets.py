"""The static files, each at an address with its content's hash, so that browsers may keep them for good."""

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


def _hashed(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{blake2b(content, digest_size=6).hexdigest()}.{ending}"


# Read once: a server goes on with the files it was started with.
CONTENTS = _read()
_ADDRESSES = {name: _hashed(name, content) for name, content in CONTENTS.items()}
_NAMES = {address: name for name, address in _ADDRESSES.items()}


def static(name: str) -> str:
    """Return the address of a static file, /static/{name}.{hash}.{ending}."""
    return f"/static/{_ADDRESSES[name]}"


@router.get("/static/{address}")
def get_static(address: str) -> Response:
    """Return a static file; only by the hash of its content."""
    name = _NAMES.get(address)
    if name is None:
        raise HTTPException(404)
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    return Response(CONTENTS[name], media_type=media_type, headers={"Cache-Control": FOREVER})
