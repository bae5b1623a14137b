"""Shopify's mandatory privacy webhooks: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from bot.connectors.phones import first_phone
from bot.connectors.reading import Detail, Payload, Ref, check, load
from bot.domain.privacy import PrivacyRequest

if TYPE_CHECKING:
    from bot.connectors.base import Delivery

_KINDS: Final[dict[str, Literal["export", "erase", "erase_all"]]] = {
    "customers/data_request": "export",
    "customers/redact": "erase",
    "shop/redact": "erase_all",
}


class _Customer(Payload):
    email: Detail = None
    phone: Detail = None


class _Request(Payload):
    customer: _Customer | None = None
    orders_requested: tuple[Ref, ...] | None = None
    orders_to_redact: tuple[Ref, ...] | None = None


def privacy_request(topic: str, delivery: Delivery) -> PrivacyRequest | None:
    """Return what is asked for a customer, ``None`` for other topics; raise ``Unreadable`` if malformed."""
    kind = _KINDS.get(topic)
    if kind is None:
        return None
    asked = check(_Request, load(delivery.body))
    customer = asked.customer or _Customer()
    orders = (asked.orders_requested or ()) + (asked.orders_to_redact or ())
    return PrivacyRequest(kind, first_phone([customer.phone], delivery.store.country), customer.email, orders)
