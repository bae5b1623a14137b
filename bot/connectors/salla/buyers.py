"""Who gets the messages of an order: who takes it in, else who bought it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.dialling import spellings
from bot.connectors.phones import first_phone
from bot.domain.store_event import Buyer

if TYPE_CHECKING:
    from bot.connectors.salla.payloads import Customer, Order
    from bot.domain.store import Store


def buyer_of(order: Order, store: Store) -> Buyer | None:
    """Return the person, ``None`` when the event names nobody. Salla says neither language nor consent."""
    customer, shipping = order.customer, order.shipping
    receivers = [person for person in (shipping.receiver if shipping else None, order.receiver) if person]
    if customer is None and not receivers:
        return None
    goes_to = shipping.address.country_code if shipping and shipping.address else None
    country = goes_to or (customer.country_code if customer else None)
    numbers = [number for person in receivers for number in spellings(person.phone)] + (mobiles(customer) if customer else [])
    return Buyer(
        phone=first_phone(numbers, country or store.country),
        name=_name(customer) or next((person.name for person in receivers if person.name), None),
        email=customer.email if customer else None,
        country=country,
    )


def mobiles(customer: Customer) -> list[str | None]:
    """Return the forms that a buyer's number may have been meant in: with the country code beside it, then as it stands."""
    if not customer.mobile or customer.mobile.startswith("+"):
        return [customer.mobile]
    code = (customer.mobile_code or "").strip().removeprefix("00").lstrip("+")
    return [*([f"+{code}{customer.mobile}"] if code else []), *spellings(customer.mobile)]


def _name(customer: Customer | None) -> str | None:
    if customer is None:
        return None
    return " ".join(part for part in (customer.first_name, customer.last_name) if part) or customer.name
