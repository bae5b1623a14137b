"""How much one address may ask, so that nobody alone can keep a process busy.

Deliveries of stores and of Meta are never turned away for their number: their signature is checked first, which costs about as much
as receiving them and no work of the database, and only those that fail count. Were they refused before, whoever shares an address
with Meta (behind a proxy that is not named in the settings, all do) could keep its webhooks out. Everything else has a ceiling that
no person and no program of a shop reaches.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Literal

from aiohttp import web

from bot.domain.addresses import network_of
from bot.domain.clock import MINUTE, SECOND
from bot.web.api.problems import TOO_MANY, Problem
from bot.web.buckets import Buckets, Pace
from bot.web.callers import address_of
from bot.web.middlewares import CLOSED

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.typedefs import Handler

    from bot.web.buckets import Left

Why = Literal["requests", "refusals"]
# A page with all its parts, or an office that comes to work: so many seconds' worth may come at once.
_BURST: Final = 10
_DELIVERIES: Final = "/webhooks/"
_HANDSHAKE: Final = "/webhooks/whatsapp"
_OURS: Final = ("/api", "/console", "/livez", "/metrics", "/readyz")
_REFUSED: Final = frozenset((HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED))


@dataclass(frozen=True, slots=True)
class AddressLimits:
    """What one address may do: ``requests`` a second, and ``refusals`` a minute at the doors of deliveries; 0 for any number.

    ``proxies`` is how many of our own stand before us.
    """

    requests: float = 60
    refusals: float = 60
    proxies: int = 0


class Limiter:
    """Counts by address, in this process; ``refused`` hears of each request that is turned away."""

    def __init__(self, limits: AddressLimits, clock: Callable[[], int], refused: Callable[[Why], None]) -> None:
        self._proxies = limits.proxies
        self._clock = clock
        self._refused = refused
        self._requests = _buckets(limits.requests, _BURST)
        self._refusals = _buckets(limits.refusals / (MINUTE // SECOND), MINUTE // SECOND)

    @web.middleware
    async def limit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer 429 to who asks too much."""
        name, now = network_of(address_of(request, self._proxies)), self._clock()
        if request.path.startswith(_DELIVERIES):
            return await self._delivery(request, handler, name, now)
        if self._requests is not None and _is_ours(request):
            left = self._requests.take(name, now)
            if not left.passes:
                return self._turn_away("requests", request, left)
        return await handler(request)

    async def _delivery(self, request: web.Request, handler: Handler, name: str, now: int) -> web.StreamResponse:
        """Let a delivery in; where it is none, and one too many, say nothing more about it."""
        if self._refusals is None:
            return await handler(request)
        left = self._refusals.look(name, now)
        if not left.passes and request.method == "GET" and request.path == _HANDSHAKE:
            # It delivers nothing, and its word can be guessed at.
            return self._turn_away("refusals", request, left)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            if error.status not in _REFUSED or (left := self._refusals.take(name, now)).passes:
                raise
        else:
            if response.status not in _REFUSED or (left := self._refusals.take(name, now)).passes:
                return response
        return self._turn_away("refusals", request, left)

    def _turn_away(self, why: Why, request: web.Request, left: Left) -> web.Response:
        self._refused(why)
        detail = f"Too many requests came from your address: try again in {left.wait} seconds."
        headers = {**CLOSED, "Retry-After": str(left.wait)}
        if request.path.startswith("/api/"):
            response = Problem(TOO_MANY, detail, headers=headers).response()
        else:
            response = web.Response(status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers, text=f"{detail}\n")
        response.force_close()
        return response


def _buckets(per_second: float, seconds: int) -> Buckets | None:
    return Buckets(Pace(max(1, round(per_second * seconds)), per_second)) if per_second else None


def _is_ours(request: web.Request) -> bool:
    """Tell whether this is an address of the bot's, or one that leads nowhere; what is mounted beside (the demo's phones) is not."""
    return request.match_info.http_exception is not None or request.path.startswith(_OURS)
