"""Tokens of other systems, renewed before they end, by one process at a time: most systems take a refresh token only once."""

from __future__ import annotations

import logging
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from bot.domain.clock import DAY, MINUTE
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from bot.connectors.base import Renew
    from bot.db import Database
    from bot.domain.access import Tokens

EARLY: Final = 2 * DAY
RENEWING: Final = MINUTE

log = logging.getLogger(__name__)


async def current_tokens(db: Database, name: str, now: int, renew: Renew) -> Tokens | None:
    """Return the tokens kept under a name, new ones where they end soon; ``None`` when there have never been any.

    Tokens that can't be renewed are returned as long as they last, and then raise what kept them from it.
    """
    kept = await db.tokens.get(name)
    if kept is None or kept.expires_at - now > EARLY:
        return kept
    owner = token_hex(8)
    if not await db.leases.claim(f"tokens:{name}", owner, now, RENEWING):
        return kept
    try:
        kept = await db.tokens.get(name) or kept
        return kept if kept.expires_at - now > EARLY else await _renewed(db, name, kept, now, renew)
    finally:
        await db.leases.release(f"tokens:{name}", owner)


async def _renewed(db: Database, name: str, kept: Tokens, now: int, renew: Renew) -> Tokens:
    try:
        new = await renew(kept)
    except FetchFailed as error:
        if kept.expires_at <= now:
            raise
        log.warning("the tokens of %s end soon and could not be renewed: %s", name, error)
        return kept
    if new is not None:
        await db.tokens.put(name, new)
    return new or kept
