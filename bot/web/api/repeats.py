"""``Idempotency-Key``: a request that is repeated under its name gets the answer of the first time, and does nothing more.

What a request makes has ids that are derived from its name. So one that was left without an answer (the process died) is
simply carried out again: what it had made is found to be there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.items import digest
from bot.db.requests import Remembered
from bot.domain.clock import DAY, MINUTE
from bot.web.api.problems import CONFLICT, REUSED, Problem, invalid

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.db import Database

HEADER: Final = "Idempotency-Key"
KEPT_FOR: Final = DAY
# Longer than any request takes: whoever began it and has not answered since is dead.
ABANDONED_AFTER: Final = MINUTE
_NAME: Final = re.compile(r"[!-~]{1,200}")
Done = tuple[int, str]


def request_id(key_id: str, method: str, path: str, name: str) -> str:
    """Return what things are named after that a request makes."""
    if not _NAME.fullmatch(name):
        raise invalid([(HEADER, "up to 200 plain ASCII characters without spaces are expected, a UUID for instance")])
    return digest(key_id, method, path, name)


class Repeats:
    """Answers repeats from memory."""

    def __init__(self, db: Database) -> None:
        self._requests = db.requests

    async def once(self, name: str, fingerprint: str, now: int, work: Callable[[], Awaitable[Done]]) -> tuple[Done, bool]:
        """Return the status and body of ``work``, and whether they are those of an earlier time; problems are not remembered."""
        mine = Remembered(name, fingerprint, now)
        known = await self._requests.begin(mine)
        if known is not None and (done := await self._known(known, mine)) is not None:
            return done, True
        try:
            done = await work()
        except Problem:
            await self._requests.forget(mine)
            raise
        await self._requests.finish(mine, *done)
        return done, False

    async def _known(self, known: Remembered, mine: Remembered) -> Done | None:
        """Return the remembered answer, ``None`` where the work is ours to do."""
        age = mine.at - known.at
        if age < KEPT_FOR:
            if known.fingerprint != mine.fingerprint:
                raise Problem(REUSED, f"Another request came under this {HEADER} within a day: a request that differs needs a key of its own.")
            if known.status:
                return known.status, known.answer
            if age < ABANDONED_AFTER:
                raise Problem(CONFLICT, "This very request is being carried out: ask again in a moment.", headers={"Retry-After": "1"})
        if not await self._requests.take_over(known, mine):
            raise Problem(CONFLICT, "This very request is being carried out: ask again in a moment.", headers={"Retry-After": "1"})
        return None
