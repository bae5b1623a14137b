"""Where requests come from, as far as it can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web


def address_of(request: web.Request, proxies: int) -> str:
    """Return a caller's address; ``proxies`` is how many of our own stand before us: so much of ``X-Forwarded-For`` is believed.

    Each of them adds at the end whom it heard from. What stands before that, anybody may have written.
    """
    told = [one.strip() for one in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",") if one.strip()]
    return told[-proxies] if 0 < proxies <= len(told) else (request.remote or "")


def speaks_https(request: web.Request, proxies: int) -> bool:
    """Tell whether a caller speaks https, to us or to our own proxy."""
    return request.secure or (proxies > 0 and request.headers.get("X-Forwarded-Proto", "") == "https")
