"""What every request passes through."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.db.away import AWAY
from bot.web.callers import speaks_https

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


# What no browser is meant to show: nothing in it is loaded, framed, kept or told of to others.
CLOSED: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ONLY_HTTPS: Final = ("Strict-Transport-Security", "max-age=31536000")


def modest(proxies: int) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return what dresses every answer, behind so many proxies of our own.

    It keeps to ourselves which versions answer, has browsers take everything for what it says it is, and come back by https if they
    came by it. What is mounted below an address of its own has pages, and says of them what they may do.
    """

    async def dressed(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.popall("Server", None)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if speaks_https(request, proxies):
            response.headers.setdefault(*ONLY_HTTPS)
        if len(request.match_info.apps) == 1:
            for name, value in CLOSED.items():
                response.headers.setdefault(name, value)

    return dressed


@web.middleware
async def errors(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """Turn what a handler raises into an answer: 503 while the database is away, so that senders repeat, 400 for a broken body, else 500.

    The second of the two places that catch everything.
    """
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except (web.RequestPayloadError, HttpProcessingError):
        return web.Response(status=400, text="The body is cut off, or not packed as its headers say.\n")
    except AWAY as error:
        log.warning("%s could not be stored: %s", request.path, error)
        return web.Response(status=503, headers={"Retry-After": "1"}, text="The database is away; please send this again.\n")
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return web.Response(status=500, text="Something went wrong here; it has been logged.\n")
