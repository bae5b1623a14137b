"""What tells that the database can't be reached, for those outside who don't know that it is MongoDB."""

from __future__ import annotations

from typing import Final

from pymongo.errors import ConnectionFailure, ExecutionTimeout, WTimeoutError

from bot.errors import DatabaseDown

# Catch these as one: our own word for it, no server, no connection to spare, an answer that didn't come, and a write that too few have.
AWAY: Final[tuple[type[Exception], ...]] = (DatabaseDown, ConnectionFailure, ExecutionTimeout, WTimeoutError)
