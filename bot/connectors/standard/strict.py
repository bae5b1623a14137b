"""What a door that can answer at once refuses, while a webhook, whose sender can't mend it, passes over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from bot.connectors.standard.mapping import phone_of
from bot.connectors.standard.words import FLAG, ORDER, PAYMENT, SHIPMENT, word
from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.connectors.standard.payloads import CustomerData, OrderFields, ParcelData
    from bot.domain.store import Store

Problem = tuple[str, str]


def order_problems(data: OrderFields, store: Store) -> Iterator[Problem]:
    """Yield (field, what is wrong with it) for statuses that don't exist and for a phone number that can't be read."""
    if data.status and word(data.status) not in {*ORDER, *PAYMENT}:
        yield "status", _one_of(OrderState)
    if data.payment and word(data.payment) not in {*ORDER, *PAYMENT}:
        yield "payment", _one_of(PaymentState)
    if data.customer is not None:
        yield from ((f"customer.{field}", wrong) for field, wrong in customer_problems(data.customer, store))
    for place, parcel in enumerate(data.shipments):
        yield from ((f"shipments.{place}.{field}", wrong) for field, wrong in parcel_problems(parcel))


def customer_problems(data: CustomerData, store: Store) -> Iterator[Problem]:
    """Yield what is wrong with a customer."""
    if data.phone and phone_of(data, store) is None:
        yield "phone", "it can't be read as a phone number: write it with + and the country's code, such as +966501234567"


def parcel_problems(data: ParcelData) -> Iterator[Problem]:
    """Yield what is wrong with a parcel."""
    if data.status and word(data.status) not in {*SHIPMENT, *FLAG}:
        yield "status", _one_of(ShipmentState)
    if any(word(flag) not in FLAG for flag in data.flags):
        yield "flags", _one_of(ShipmentFlag)


def _one_of(states: object) -> str:
    return f"one of {', '.join(get_args(states))} is expected"
