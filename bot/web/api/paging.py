"""Cursors: where a list goes on, opaque to whoever gets one."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from pydantic import Field

from bot.web.api.operations import Query
from bot.web.api.problems import invalid

if TYPE_CHECKING:
    from bot.web.api.problems import Problem

MOST = 100


class Page(Query):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="how many at most")
    cursor: str | None = Field(None, max_length=500, pattern=r"^[A-Za-z0-9_-]*$", description="the `next` of the page before")


def cursor(place: str) -> str:
    """Return the cursor behind a place."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place(given: str) -> str:
    """Return the place of a cursor; raise the problem when it is none of ours."""
    try:
        return base64.b64decode(given.encode("ascii") + b"=" * (-len(given) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise wrong() from error


def wrong() -> Problem:
    """Return the problem of a cursor that is none of ours."""
    return invalid([("cursor", "use the next of the page before as it is, or leave it out to begin")])
