"""``/metrics``: figures for Prometheus, and the middleware that counts requests."""

from __future__ import annotations

import logging
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, Protocol

from aiohttp import web

from bot.connectors.signatures import same
from bot.db.away import AWAY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler, Middleware

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
# A proxy in front of the bot names whom it speaks for: such a request may come from anywhere.
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


class CountRequest(Protocol):
    """Counts a request that was answered."""

    def __call__(self, method: str, route: str, status: int, seconds: float) -> None:
        """``route`` is the pattern of the address, so that there are few of them."""


class MetricsPage:
    """Shows figures to who has the token; without one, to who asks from this machine or a private network and not through a proxy."""

    def __init__(self, text: Callable[[], Awaitable[bytes]], token: str = "") -> None:
        self._text = text
        self._token = token

    async def show(self, request: web.Request) -> web.Response:
        """Answer with everything; 404 to others, and 503 while the database is away."""
        if not self._may_see(request):
            raise web.HTTPNotFound
        try:
            return web.Response(body=await self._text(), headers={"Content-Type": CONTENT_TYPE})
        except AWAY as error:
            log.warning("no figures: %s", error)
            return web.Response(status=503, text="the database is away\n")

    def _may_see(self, request: web.Request) -> bool:
        if self._token:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            return same(given, self._token)
        return not any(name in request.headers for name in _FORWARDED) and _is_near(request.remote)


def counting(count: CountRequest) -> Middleware:
    """Return the middleware that counts requests."""

    @web.middleware
    async def counted(request: web.Request, handler: Handler) -> web.StreamResponse:
        began = time.perf_counter()
        status = 500
        try:
            response = await handler(request)
        except web.HTTPException as error:
            status = error.status
            raise
        else:
            status = response.status
            return response
        finally:
            count(request.method, _route(request), status, time.perf_counter() - began)

    return counted


def _route(request: web.Request) -> str:
    """Return the pattern of an address; everything that leads nowhere is one."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"


def _is_near(address: str | None) -> bool:
    try:
        return address is not None and ip_address(address).is_private
    except ValueError:
        return False
