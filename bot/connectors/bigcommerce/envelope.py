"""What an event is about: BigCommerce names the order and nothing more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.connectors.bigcommerce.payloads import Envelope
from bot.connectors.items import digest
from bot.connectors.reading import check, load
from bot.connectors.references import reference
from bot.errors import Unreadable

Object = Mapping[str, object]

# Times without a zone are UTC.
ZONE: Final = "UTC"
LISTED: Final = "store/order/updated"
# The events of one channel have scopes of their own: ``store/channel/1/order/updated``.
_CHANNEL: Final = re.compile(r"^store/channel/\d+/", re.ASCII)
SCOPES: Final = frozenset(
    "store/" + scope
    for scope in (
        *("order/created", "order/updated", "order/statusupdated", "order/refund/created"),
        *("order/transaction/created", "order/transaction/updated", "shipment/created", "shipment/updated"),
    )
)
_ORDER: Final = "order"
REFUND: Final = "store/order/refund/created"


@dataclass(frozen=True, slots=True)
class Event:
    """``order`` and what belongs to it is what ``complete`` has put beside it."""

    scope: str
    producer: str
    created_at: object
    data: Object
    order: Object | None = None
    products: tuple[Object, ...] = ()
    addresses: tuple[Object, ...] = ()
    shipments: tuple[Object, ...] = ()
    refunds: tuple[Object, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is one that says something of an order."""
        return self.scope in SCOPES

    @property
    def store_hash(self) -> str:
        """The shop that it comes from: ``stores/{store_hash}``."""
        return self.producer.rpartition("/")[2]

    @property
    def ref(self) -> str | None:
        """The id of the order, ``None`` where the event names none."""
        named = self.data.get("order_id") or self.data.get("orderId")
        own = self.data.get("id") if self.data.get("type", _ORDER) == _ORDER and self.scope.startswith("store/order/") else None
        return reference(named or own)

    @property
    def new_status(self) -> object:
        """The status that ``statusUpdated`` tells of, ``None`` where it keeps it to itself."""
        status = self.data.get("status")
        return status.get("new_status_id") if isinstance(status, Mapping) else None


def read(body: bytes) -> Event:
    """Return the event of a body, or raise ``Unreadable``."""
    found = check(Envelope, load(body))
    if not found.scope:
        raise Unreadable("scope: the event names none")
    scope = _CHANNEL.sub("store/", found.scope.casefold())
    return Event(
        scope, found.producer or "", found.created_at, found.data or {}, found.order, found.products, found.addresses, found.shipments, found.refunds
    )


def repeated_id(body: bytes) -> str:
    """Return an id that a repeat of an event shares: ``hash`` is a checksum of little more than the order's id, so its time belongs to it."""
    try:
        found = check(Envelope, load(body))
    except Unreadable:
        return digest(body)
    return digest(found.scope or "", found.hash, str(found.created_at)) if found.hash and found.created_at else digest(body)
