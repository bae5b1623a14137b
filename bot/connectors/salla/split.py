"""A request is one event: it waits in the lane of its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Split
from bot.connectors.items import one_item, one_parked, order_lane
from bot.connectors.salla.envelope import ZONE, read
from bot.connectors.salla.options import SallaOptions
from bot.connectors.salla.tokens import INSTALLED, brought
from bot.connectors.times import first_instant
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock
    from bot.connectors.salla.envelope import Event

# They carry the keys to the shop's API, which have no business in the inbox.
_CARRIES_KEYS: Final = "app.store."


def split(knock: Knock, delivery_id: str) -> Split:
    """Return the event as an item, or parked where it can't be read; an app's installation leaves its tokens alone behind."""
    try:
        event = read(knock.body)
    except Unreadable as error:
        return one_parked("salla", knock, delivery_id, str(error))
    if event.name.startswith(_CARRIES_KEYS):
        return Split(tokens=brought(event) if event.name == INSTALLED and _is_ours(event, knock) else None)
    lane = order_lane(knock.store.id, event.order) if event.order else None
    at = first_instant((event.created_at,), ZONE, knock.received_at)
    return one_item("salla", knock, delivery_id, lane=lane, at=at)


def _is_ours(event: Event, knock: Knock) -> bool:
    """Tell whether it is of the shop that this store is tied to: one app may be installed in many, and their keys must not be mixed up."""
    options = knock.options if isinstance(knock.options, SallaOptions) else SallaOptions()
    return options.merchant in {None, event.merchant}
