"""The bodies of Shopify's Admin API and webhooks, version 2026-04, as far as they are used.

Money is in two currencies: the shop's (the bare fields) and the one that the customer pays in (``presentment_money``).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.connectors.reading import Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Country, Flag, Text

Number = str | int | float
Quantity = Annotated[int, Field(ge=0, le=1_000_000)]


class Amount(Payload):
    """An amount in one currency."""

    amount: Number | None = None
    currency_code: Text = None


class MoneySet(Payload):
    """The same amount in both currencies."""

    presentment_money: Annotated[Amount | None, ABSENT_UNLESS_OBJECT] = None
    shop_money: Annotated[Amount | None, ABSENT_UNLESS_OBJECT] = None


class PostalAddress(Payload):
    """Where something goes."""

    name: Text = None
    phone: Text = None
    country_code: Country = None


class Customer(Payload):
    """Who ordered."""

    first_name: Text = None
    last_name: Text = None
    email: Text = None
    phone: Text = None
    default_address: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None


class LineItem(Payload):
    """A line; ``current_quantity`` is what is left of it after edits and returns."""

    title: Text = None
    variant_title: Text = None
    sku: Text = None
    quantity: Quantity = 1
    current_quantity: Quantity | None = None
    price: Number | None = None
    price_set: Annotated[MoneySet | None, ABSENT_UNLESS_OBJECT] = None


class Attribute(Payload):
    """A cart attribute: what a theme asked beside the products."""

    name: Text = None
    value: Text = None


class Transaction(Payload):
    """Money that moved, or should have."""

    kind: Text = None
    status: Text = None
    amount: Number | None = None
    currency: Text = None
    test: Flag = None


class Refund(Payload):
    """A refund: goods, money (``transactions``), or both."""

    id: Ref
    order_id: Ref | None = None
    created_at: object = None
    processed_at: object = None
    transactions: Annotated[tuple[Transaction, ...], ONLY_OBJECTS] = ()


class Fulfillment(Payload):
    """What was sent together. ``shipment_status`` is the carrier's word, ``status`` Shopify's own."""

    id: Ref | None = None
    order_id: Ref | None = None
    name: Text = None
    status: Text = None
    shipment_status: Text = None
    created_at: object = None
    updated_at: object = None
    tracking_company: Text = None
    tracking_number: Text = None
    tracking_numbers: tuple[Text, ...] | None = None
    tracking_url: Address = None
    tracking_urls: tuple[Address, ...] | None = None
    line_items: Annotated[tuple[LineItem, ...], ONLY_OBJECTS] = ()

    @property
    def parcels(self) -> tuple[tuple[str, str | None], ...]:
        """Its tracking numbers, each once, with the page of each."""
        numbers = [*(self.tracking_numbers or ()), self.tracking_number]
        pages = [*(self.tracking_urls or ())]
        found: dict[str, str | None] = {}
        for place, number in enumerate(numbers):
            if number and number not in found:
                found[number] = pages[place] if place < len(pages) else self.tracking_url
        return tuple(found.items())


class FulfillmentEvent(Payload):
    """A step of a fulfillment. ``fulfillment`` is ours: the fulfillment itself, fetched, because the event knows no tracking number."""

    order_id: Ref
    fulfillment_id: Ref | None = None
    status: Text = None
    happened_at: object = None
    created_at: object = None
    estimated_delivery_at: Text = None
    city: Text = None
    fulfillment: Annotated[Fulfillment | None, ABSENT_UNLESS_OBJECT] = None


class Order(Payload):
    """An order, in webhooks and in the Admin API."""

    id: Ref
    name: Text = None
    order_number: Text = None
    test: Flag = None
    created_at: object = None
    processed_at: object = None
    updated_at: object = None
    cancelled_at: Text = None
    currency: Text = None
    total_price: Number | None = None
    current_total_price: Number | None = None
    total_price_set: Annotated[MoneySet | None, ABSENT_UNLESS_OBJECT] = None
    current_total_price_set: Annotated[MoneySet | None, ABSENT_UNLESS_OBJECT] = None
    financial_status: Text = None
    fulfillment_status: Text = None
    payment_gateway_names: tuple[Text, ...] | None = None
    customer_locale: Text = None
    phone: Text = None
    email: Text = None
    contact_email: Text = None
    order_status_url: Address = None
    note_attributes: Annotated[tuple[Attribute, ...], ONLY_OBJECTS] = ()
    customer: Annotated[Customer | None, ABSENT_UNLESS_OBJECT] = None
    shipping_address: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None
    billing_address: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None
    line_items: Annotated[tuple[LineItem, ...], ONLY_OBJECTS] = ()
    fulfillments: Annotated[tuple[Fulfillment, ...], ONLY_OBJECTS] = ()
    refunds: Annotated[tuple[Refund, ...], ONLY_OBJECTS] = ()


class OrderEdit(Payload):
    """What ``orders/edited`` says: hardly more than which order."""

    order_id: Ref


class Edited(Payload):
    """The envelope of ``orders/edited``."""

    order_edit: OrderEdit


class FulfillmentOrder(Payload):
    """A request to pack; its id is a global one, ``gid://shopify/FulfillmentOrder/1``."""

    id: Ref


class FulfillmentOrderChange(Payload):
    """The envelope of ``fulfillment_orders/*``. ``order_id`` is ours: fetched, because the event doesn't name the order."""

    fulfillment_order: FulfillmentOrder
    order_id: Ref | None = None
