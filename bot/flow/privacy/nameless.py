"""What is kept as it was told, without what it says of people who were erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.message import WireIdentity
from bot.whatsapp.wire import loads_clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.db import Database
    from bot.domain.inbox import InboxItem

# Where Meta's webhooks name a user: by number (digits), or by a business-scoped user id.
_NAMES: Final = frozenset(("wa_id", "from", "to", "recipient_id", "user_id", "from_user_id", "to_user_id", "recipient_user_id"))


async def naming_erased(db: Database, items: Sequence[InboxItem]) -> set[str]:
    """Return the ids of the items that name somebody who was erased, in whichever store: of those only the ids are kept."""
    named = {item.id: [key for one in _named(item.body) for key in one.keys("")] for item in items}
    erased = await db.erased.since(list({key for keys in named.values() for key in keys}))
    return {item_id for item_id, keys in named.items() if any(key in erased for key in keys)}


def _named(body: bytes) -> Iterator[WireIdentity]:
    try:
        yield from _within(loads_clean(body))
    except ValueError:
        return


def _within(value: object) -> Iterator[WireIdentity]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key in _NAMES and isinstance(one, str) and one:
                yield WireIdentity(wa_id=one) if one.strip("+ ").isdecimal() else WireIdentity(bsuid=one)
            else:
                yield from _within(one)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one)
