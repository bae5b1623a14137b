"""An order as Zid sends it (https://docs.zid.sa/webhook-events-order), as far as it is used.

Ids are strict, amounts are read by ``bot.connectors.amounts``, everything else is tolerant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from bot.connectors.reading import Detail, Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Count, Country, Flag, Price, Text


def _in_one_language(value: object) -> object:
    """Return a name that may come in several languages: the Arabic one, else any."""
    if not isinstance(value, Mapping):
        return value
    return value.get("ar") or value.get("en") or next(iter(value.values()), None)


def _named(value: object) -> object:
    return value.get("name") if isinstance(value, Mapping) else value


def _coded(value: object) -> object:
    return {"code": value} if isinstance(value, str) else value if isinstance(value, Mapping) else None


Name = Annotated[Text, BeforeValidator(_in_one_language)]


class Code(Payload):
    """A status: ``code`` is Zid's or, for custom ones, the shop's."""

    code: Text = None


class Person(Payload):
    """A buyer or consignee; of orders from market places parts are masked with asterisks."""

    name: Text = None
    email: Text = None
    mobile: Text = None


class Nation(Payload):
    """A country."""

    code: Country = None


class Place(Payload):
    """Where it goes."""

    country: Annotated[Nation | None, ABSENT_UNLESS_OBJECT] = None


class Tracking(Payload):
    """How a parcel is tracked."""

    number: Text = None
    url: Address = None


class ShippingMethod(Payload):
    """Who carries it; ``courier`` comes as a name or as an object with one."""

    courier: Annotated[Text, BeforeValidator(_named)] = None
    name: Text = None
    waybill_tracking_id: Text = None
    tracking: Annotated[Tracking | None, ABSENT_UNLESS_OBJECT] = None


class Shipping(Payload):
    """How and where an order travels."""

    method: Annotated[ShippingMethod | None, ABSENT_UNLESS_OBJECT] = None
    address: Annotated[Place | None, ABSENT_UNLESS_OBJECT] = None


class PaymentMethod(Payload):
    """How it is paid."""

    code: Text = None
    name: Text = None
    type: Text = None


class Payment(Payload):
    """How it is paid."""

    method: Annotated[PaymentMethod | None, ABSENT_UNLESS_OBJECT] = None


class Product(Payload):
    """A line of an order."""

    name: Name = None
    sku: Text = None
    quantity: Count = None
    price: Price = None


class Order(Payload):
    """An order. ``invoice_number`` is what customers know it by; ``code`` only stands in addresses."""

    id: Ref
    invoice_number: Detail = None
    order_url: Address = None
    invoice_link: Address = None
    order_status: Annotated[Code | None, BeforeValidator(_coded)] = None
    payment_status: Text = None
    currency_code: Detail = None
    order_total: Price = None
    customer: Annotated[Person | None, ABSENT_UNLESS_OBJECT] = None
    has_different_consignee: Flag = None
    consignee: Annotated[Person | None, ABSENT_UNLESS_OBJECT] = None
    is_gift_order: Flag = None
    language: Text = None
    shipping: Annotated[Shipping | None, ABSENT_UNLESS_OBJECT] = None
    payment: Annotated[Payment | None, ABSENT_UNLESS_OBJECT] = None
    products: Annotated[tuple[Product, ...], ONLY_OBJECTS] = ()
    created_at: object = None
    updated_at: object = None
