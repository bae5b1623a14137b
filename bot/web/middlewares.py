"""What every request passes through."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


async def modest(_request: web.Request, response: web.StreamResponse) -> None:
    """Keep to ourselves which versions answer, and have browsers take everything for what it says it is."""
    response.headers.popall("Server", None)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")


@web.middleware
async def errors(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """Turn what a handler raises into an answer: 503 while the database is away, so that senders repeat, else 500.

    The second of the two places that catch everything.
    """
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except DatabaseDown as error:
        log.warning("%s could not be stored: %s", request.path, error)
        return web.Response(status=503, headers={"Retry-After": "1"}, text="The database is away; please send this again.\n")
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return web.Response(status=500, text="Something went wrong here; it has been logged.\n")
