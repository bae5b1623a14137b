"""Webhooks about what Meta allows our numbers: more throughput, another limit of customers a day, another quality.

They name a number as people write it, or only the account; so each number of the account is asked how it stands, which is true
whatever the webhook says and in whichever order webhooks come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.inbox import park
from bot.whatsapp.wire import loads_clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.inbox import InboxItem, Parked

FIELDS: Final = ("phone_number_quality_update", "business_capability_update")


class NumberNews:
    """Handles the account items of ``FIELDS``; ``numbers`` names the phone number ids of each business account."""

    def __init__(self, db: Database, numbers: Mapping[str, Sequence[str]]) -> None:
        self._db = db
        self._numbers = numbers

    async def handle(self, items: Sequence[InboxItem], now: int) -> list[Parked]:
        """Have the senders of the accounts' numbers ask anew; return what can't be read. A repetition only asks again."""
        parked = []
        for item in items:
            account = _account(item)
            if account is None:
                parked.append(park(item, "it names no business account", now))
                continue
            for number in self._numbers.get(account, ()):
                await self._db.numbers.changed(number, now)
        return parked


def _account(item: InboxItem) -> str | None:
    try:
        stored = loads_clean(item.body)
    except ValueError:
        return None
    account = stored.get("entry") if isinstance(stored, dict) else None
    return account if isinstance(account, str) and account else None
