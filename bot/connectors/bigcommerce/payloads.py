"""What BigCommerce sends and answers (https://developer.bigcommerce.com/docs/integrations/webhooks, Orders V2, Order Transactions V3).

Ids are strict, amounts are read by ``bot.connectors.amounts``, everything else is tolerant. Dates are those of mails (RFC 2822).
"""

from __future__ import annotations

from typing import Annotated

from bot.connectors.reading import Detail, Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Count, Country, Flag, Price, Text

_Objects = Annotated[tuple[dict[str, object], ...], ONLY_OBJECTS]


class Envelope(Payload):
    """Every event; from ``order`` on it is what was asked for and put beside it."""

    scope: Text = None
    producer: Text = None
    hash: Text = None
    created_at: object = None
    data: Annotated[dict[str, object] | None, ABSENT_UNLESS_OBJECT] = None
    order: Annotated[dict[str, object] | None, ABSENT_UNLESS_OBJECT] = None
    products: _Objects = ()
    addresses: _Objects = ()
    shipments: _Objects = ()
    refunds: _Objects = ()


class PostalAddress(Payload):
    """Who pays, or who gets it."""

    first_name: Text = None
    last_name: Text = None
    phone: Text = None
    email: Text = None
    country_iso2: Country = None


class Order(Payload):
    """An order; customers know it by its id. ``status`` is a text that the shop may have changed, only its id counts."""

    id: Ref
    status_id: Count = None
    date_created: object = None
    date_modified: object = None
    date_shipped: object = None
    currency_code: Detail = None
    total_inc_tax: Price = None
    payment_method: Text = None
    payment_status: Text = None
    order_is_digital: Flag = None
    is_deleted: Flag = None
    customer_locale: Text = None
    billing_address: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None


class Product(Payload):
    """A line; what has a parent is an item that was picked as a part of it."""

    id: Text = None
    parent_order_product_id: Text = None
    name: Text = None
    sku: Text = None
    quantity: Count = None
    price_inc_tax: Price = None


class ShippedItem(Payload):
    """What is inside."""

    order_product_id: Text = None
    quantity: Count = None


class Shipment(Payload):
    """A shipment: it was made when its goods left."""

    date_created: object = None
    tracking_number: Text = None
    tracking_carrier: Text = None
    tracking_link: Address = None
    generated_tracking_link: Address = None
    shipping_provider: Text = None
    shipping_provider_display_name: Text = None
    items: Annotated[tuple[ShippedItem, ...], ONLY_OBJECTS] = ()


class Repayment(Payload):
    """Money on its way back."""

    is_declined: Flag = None


class Refund(Payload):
    """A refund, in the currency of the order."""

    id: Ref
    created: object = None
    total_amount: Price = None
    payments: Annotated[tuple[Repayment, ...], ONLY_OBJECTS] = ()

    @property
    def failed(self) -> bool:
        """Whether every payment of it was declined."""
        return bool(self.payments) and all(one.is_declined for one in self.payments)
