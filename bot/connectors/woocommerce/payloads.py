"""The order of WooCommerce's REST API, version 3, which is also the body of its webhooks; times are UTC without saying so."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from bot.connectors.reading import Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Country, Flag, Text

Number = str | int | float


def _rows(value: object) -> object:
    """Return a list that PHP may have written as an object, because its keys had a gap."""
    return list(value.values()) if isinstance(value, dict) else value


class PostalAddress(Payload):
    """Where something goes, or who pays; all of it free text but the country."""

    first_name: Text = None
    last_name: Text = None
    phone: Text = None
    email: Text = None
    country: Country = None

    @property
    def name(self) -> str | None:
        """First and last name."""
        return " ".join(part for part in (self.first_name, self.last_name) if part) or None


class LineItem(Payload):
    """A line; ``total`` is that of all its pieces after discounts and before ``total_tax``."""

    name: Text = None
    sku: Text = None
    quantity: Number = 1
    price: Number | None = None
    total: Number | None = None
    total_tax: Number | None = None


class ShippingLine(Payload):
    """How it goes; ``local_pickup`` and ``pickup_location`` don't go at all."""

    method_id: Text = None


class Refund(Payload):
    """A refund inside its order: the total is negative, and no time is told."""

    id: Ref
    total: Number | None = None


class Meta(Payload):
    """A custom field: plugins keep what they know in these."""

    key: Text = None
    value: object = None


class TrackingItem(Payload):
    """A parcel as the shipment tracking plugins describe it; ``date_shipped`` is the midnight of a day in Unix seconds."""

    tracking_number: Text = None
    tracking_provider: Text = None
    custom_tracking_provider: Text = None
    formatted_tracking_provider: Text = None
    custom_tracking_link: Address = None
    formatted_tracking_link: Address = None
    ast_tracking_link: Address = None
    date_shipped: object = None


class Order(Payload):
    """An order."""

    id: Ref
    number: Text = None
    status: Text = None
    currency: Text = None
    total: Number | None = None
    date_created_gmt: object = None
    date_modified_gmt: object = None
    date_paid_gmt: Text = None
    date_completed_gmt: object = None
    prices_include_tax: Flag = None
    payment_method: Text = None
    needs_payment: Flag = None
    payment_url: Address = None
    billing: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None
    shipping: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None
    line_items: Annotated[tuple[LineItem, ...], ONLY_OBJECTS, BeforeValidator(_rows)] = ()
    shipping_lines: Annotated[tuple[ShippingLine, ...], ONLY_OBJECTS, BeforeValidator(_rows)] = ()
    refunds: Annotated[tuple[Refund, ...], ONLY_OBJECTS, BeforeValidator(_rows)] = ()
    meta_data: Annotated[tuple[Meta, ...], ONLY_OBJECTS, BeforeValidator(_rows)] = ()

    def field(self, key: str | None) -> object:
        """Return the newest value of a custom field, ``None`` where there is none."""
        return next((one.value for one in reversed(self.meta_data) if key and one.key == key), None)
