"""``/livez``: the process works, or could. ``/readyz``: send it something."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from bot.db import Database


log = logging.getLogger(__name__)


class Vital(Protocol):
    """What a process knows of itself."""

    @property
    def ending(self) -> bool:
        """Whether it is about to end."""

    def stuck(self) -> list[str]:
        """Return what does no work any more and won't again, by name."""


class Health:
    """Answers the probes; without ``vital`` nothing is known to be stuck or to end."""

    def __init__(self, db: Database, vital: Vital | None = None) -> None:
        self._db = db
        self._vital = vital

    async def live(self, _request: web.Request) -> web.Response:
        """Answer 200 as long as the loop turns and what works goes on, else 503: then a new process is better than this one.

        The database is not asked: while it is away, a new process would do no better.
        """
        stuck = self._vital.stuck() if self._vital is not None else []
        if stuck:
            log.error("these do nothing any more: %s", ", ".join(stuck))
            return web.json_response({"status": "stuck"}, status=503)
        return web.json_response({"status": "alive"})

    async def ready(self, _request: web.Request) -> web.Response:
        """Answer 200 when the process works and so does the database, 503 when either doesn't or the process is about to end."""
        if self._vital is not None and self._vital.ending:
            return web.json_response({"status": "ending"}, status=503)
        if self._vital is not None and self._vital.stuck():
            return web.json_response({"status": "stuck"}, status=503)
        try:
            await self._db.ping()
        except DatabaseDown as error:
            # Where the database stands is for the log, and not for whoever asks.
            log.warning("not ready: %s", error)
            return web.json_response({"status": "waiting for the database"}, status=503)
        return web.json_response({"status": "ready"})
