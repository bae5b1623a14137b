"""Who gets the messages of an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.dialling import spellings
from bot.connectors.phones import first_phone
from bot.domain.store_event import Buyer

if TYPE_CHECKING:
    from bot.connectors.zid.payloads import Order, Person
    from bot.domain.store import Store

_LANGUAGES: Final = frozenset(("ar", "en"))
_MASK: Final = "*"


def buyer_of(order: Order, store: Store) -> Buyer | None:
    """Return who is told: the consignee where it is somebody else, but never for a gift, whose price is the buyer's secret.

    What a market place has masked with asterisks counts as absent.
    """
    consignee = order.consignee if order.has_different_consignee and not order.is_gift_order else None
    people = [person for person in (consignee, order.customer) if person]
    if not people:
        return None
    place = order.shipping.address if order.shipping else None
    country = place.country.code if place and place.country else None
    reached = next((person for person in people if _phone(person, country or store.country)), people[-1])
    language = (order.language or "").lower()
    return Buyer(
        phone=_phone(reached, country or store.country),
        name=_plain(reached.name),
        email=_plain(reached.email),
        language=language if language in _LANGUAGES else None,
        country=country,
    )


def _phone(person: Person, region: str) -> str | None:
    return first_phone(spellings(_plain(person.mobile)), region)


def _plain(text: str | None) -> str | None:
    return None if text is None or _MASK in text else text
