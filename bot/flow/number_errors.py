"""Errors of a whole number that WhatsApp tells by webhook, with no message to them: they count as much as those in an answer.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/errors
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.happening import Alarm, NumberStopped
from bot.domain.inbox import park
from bot.whatsapp.codes import rule_for
from bot.whatsapp.wire import loads_clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.inbox import InboxItem, Parked
    from bot.domain.store import Store
    from bot.flow.consequences import Consequences

FIELD: Final = "messages"


class NumberErrors:
    """Handles what comes under ``messages`` and is neither message nor status. ``stores`` maps phone number ids to stores."""

    def __init__(self, stores: Mapping[str, Store], consequences: Consequences) -> None:
        self._stores = stores
        self._consequences = consequences

    async def handle(self, items: Sequence[InboxItem], now: int) -> list[Parked]:
        """Stop a number, or ring, where the code asks for it; return what can't be read. A repetition changes nothing."""
        parked = []
        for item in items:
            try:
                stored = loads_clean(item.body)
            except ValueError as error:
                parked.append(park(item, f"the stored item is not JSON: {error}", now))
                continue
            store = self._stores.get(item.source)
            if store is not None:
                found = [_happening(store.id, item.source, error, item.at) for error in _errors(stored)]
                await self._consequences.of([one for one in found if one is not None])
        return parked


def _happening(store_id: str, number: str, error: Mapping[str, object], at: int) -> NumberStopped | Alarm | None:
    code = error.get("code")
    if type(code) is not int:
        return None
    rule = rule_for(code)
    if rule.act == "stop":
        return NumberStopped(store_id, number, code, rule.meaning, at)
    text = f"WhatsApp says of the number {number}: {rule.meaning} (code {code}). Look at the number in WhatsApp Manager."
    return Alarm(store_id, "sending", number, text, at) if rule.alert else None


def _errors(stored: object) -> list[Mapping[str, object]]:
    value = stored.get("value") if isinstance(stored, dict) else None
    errors = value.get("errors") if isinstance(value, dict) else None
    return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
