"""``/livez``: the process runs. ``/readyz``: it can do its work."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from bot.db import Database


log = logging.getLogger(__name__)


class Health:
    """Answers the probes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def live(self, _request: web.Request) -> web.Response:
        """Answer 200 as long as the loop turns."""
        return web.json_response({"status": "alive"})

    async def ready(self, _request: web.Request) -> web.Response:
        """Answer 200 when the database does, else 503."""
        try:
            await self._db.ping()
        except DatabaseDown as error:
            # Where the database stands is for the log, and not for whoever asks.
            log.warning("not ready: %s", error)
            return web.json_response({"status": "waiting for the database"}, status=503)
        return web.json_response({"status": "ready"})
