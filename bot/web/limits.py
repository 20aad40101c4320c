"""How many requests a client may make: counted in memory, or in Redis for several servers together."""

import logging
import math
import os
import time
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request
from limits import parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import ConfigurationError
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.settings import LimitSettings
from bot.web.problems import refusal
from corpus.errors import InvalidSettings

log = logging.getLogger(__name__)
# Files that a page needs, and what watches over the server.
FREE = ("/static/", "/widget.js", "/healthz")
# Seconds that Redis may take, and for which it is left alone after it has failed.
PATIENCE, PAUSE = 0.5, 60.0


class RateLimit:
    """Refuses requests of a client that makes too many, with 429 and the seconds to wait.

    Paths that begin with one of `free` are not counted.
    """

    def __init__(self, app: ASGIApp, counter: "Counter", free: Sequence[str] = ()) -> None:
        self._app = app
        self._counter = counter
        self._free = (*FREE, *free)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless its client has had its share."""
        if scope["type"] != "http" or scope["path"].startswith(self._free):
            await self._app(scope, receive, send)
            return
        wait = await self._counter.wait(client_of(scope))
        if not wait:
            await self._app(scope, receive, send)
            return
        detail = f"too many requests; try again in {wait} second{'' if wait == 1 else 's'}"
        response = refusal(Request(scope), 429, detail, {"Retry-After": str(wait)}, seconds=wait)
        await response(scope, receive, send)


class Counter:
    """Counts the requests of clients; without Redis, or while it fails, in memory."""

    def __init__(self, settings: LimitSettings) -> None:
        redis = os.environ.get("CHUYI_REDIS") or settings.redis
        self._rate = parse(settings.rate)
        self._memory = FixedWindowRateLimiter(MemoryStorage())
        self._redis = FixedWindowRateLimiter(_redis(redis)) if redis else None
        self._again = -math.inf  # when Redis is tried again after it has failed

    async def wait(self, client: str) -> int:
        """Count a request; return 0 when it may go on, else the seconds until the client may come again."""
        if self._redis and time.monotonic() > self._again:
            try:
                return await self._wait(self._redis, client)
            except Exception as error:  # whatever a network does, Chuyi goes on answering
                self._again = time.monotonic() + PAUSE
                log.warning("Redis fails, requests are counted in memory for %g s: %s", PAUSE, error)
        return await self._wait(self._memory, client)

    async def _wait(self, limiter: FixedWindowRateLimiter, client: str) -> int:
        if await limiter.hit(self._rate, client):
            return 0
        window = await limiter.get_window_stats(self._rate, client)
        return max(1, math.ceil(window.reset_time - time.time()))


def client_of(scope: Scope) -> str:
    """Return whom a request counts for: its IPv4 address, or its IPv6 network, which is one customer's."""
    return _customer((scope.get("client") or ("",))[0])


@lru_cache(maxsize=4096)
def _customer(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return host


def _redis(address: str) -> RedisStorage:
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    try:
        return RedisStorage(f"async+{address}", implementation="redispy", **patience)  # type: ignore[arg-type]
    except (ValueError, ConfigurationError) as error:
        raise InvalidSettings("CHUYI_REDIS must be like redis://:password@127.0.0.1:6379/0") from error
