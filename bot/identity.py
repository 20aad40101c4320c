"""Signed values that a client carries: the id of an answer, the state of a conversation.

Nothing is stored for them, so any worker or replica with the same database can read what another
one gave out, and an answer to the same question is the same on every channel.
"""

import base64
import hmac
import json
import zlib
from collections.abc import Mapping
from hashlib import blake2b

_DIGEST = 12
_SIGNATURE = 6


def make_id(secret: bytes, *parts: str) -> str:
    """Return an answer's id: 24 hexadecimal digits of what it depends on, 12 of signature."""
    digest = blake2b("\0".join(parts).encode(), digest_size=_DIGEST).hexdigest()
    return digest + _signature(secret, digest.encode()).hex()


def known_id(answer_id: str, secret: bytes) -> bool:
    """Return whether an answer's id was given out with this secret."""
    if not answer_id.isascii():
        return False
    digest, signature = answer_id[: 2 * _DIGEST], answer_id[2 * _DIGEST :]
    return hmac.compare_digest(_signature(secret, digest.encode()).hex(), signature)


def seal(secret: bytes, state: Mapping[str, object]) -> str:
    """Return a conversation's state as an opaque URL-safe string."""
    data = zlib.compress(json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(_signature(secret, data) + data).decode().rstrip("=")


def unseal(secret: bytes, value: str) -> dict[str, object]:
    """Return the state that `seal` packed; an empty one for a value that this secret did not sign."""
    try:
        raw = base64.urlsafe_b64decode(value.encode("ascii") + b"=" * (-len(value) % 4))
        signature, data = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if not hmac.compare_digest(_signature(secret, data), signature):
            return {}
        state = json.loads(zlib.decompress(data))
    except (ValueError, zlib.error):
        return {}
    return state if isinstance(state, dict) else {}


def _signature(secret: bytes, data: bytes) -> bytes:
    return blake2b(data, key=secret[:64], digest_size=_SIGNATURE).digest()
