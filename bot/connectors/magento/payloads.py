"""The entities of Magento's sales module, as REST and its events give them (https://developer.adobe.com/commerce/webapi/rest/).

Events carry only the fields that a shop has picked. Ids are strict, amounts are read by ``bot.connectors.amounts``, everything else
is tolerant; times are UTC without saying so.
"""

from __future__ import annotations

from typing import Annotated

from bot.connectors.reading import Detail, Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Count, Country, Flag, Price, Text


class PostalAddress(Payload):
    """Who pays, or who gets it."""

    firstname: Text = None
    lastname: Text = None
    telephone: Text = None
    country_id: Country = None
    email: Text = None


class Shipping(Payload):
    """Where a part of the order goes."""

    address: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None


class Assignment(Payload):
    """A part of the order that goes to one address; nearly always there is one."""

    shipping: Annotated[Shipping | None, ABSENT_UNLESS_OBJECT] = None


class Extension(Payload):
    """What REST puts beside the fields of the order itself."""

    shipping_assignments: Annotated[tuple[Assignment, ...], ONLY_OBJECTS] = ()


class Payment(Payload):
    """How it is paid; the method is a code such as ``cashondelivery``."""

    method: Text = None
    amount_authorized: Price = None


class Item(Payload):
    """A line. What has a parent is a part of it (the chosen variant, a piece of a bundle) and stands in the list a second time."""

    item_id: Text = None
    parent_item_id: Text = None
    name: Text = None
    sku: Text = None
    qty_ordered: Count = None
    price: Price = None
    price_incl_tax: Price = None


class Order(Payload):
    """An order. ``increment_id`` is what customers know it by, ``store_id`` the store view that it was placed in."""

    entity_id: Ref | None = None
    increment_id: Detail = None
    store_id: Text = None
    state: Text = None
    status: Text = None
    created_at: object = None
    updated_at: object = None
    is_virtual: Flag = None
    order_currency_code: Detail = None
    grand_total: Price = None
    total_paid: Price = None
    total_due: Price = None
    total_refunded: Price = None
    customer_email: Text = None
    customer_firstname: Text = None
    customer_lastname: Text = None
    billing_address: Annotated[PostalAddress | None, ABSENT_UNLESS_OBJECT] = None
    payment: Annotated[Payment | None, ABSENT_UNLESS_OBJECT] = None
    items: Annotated[tuple[Item, ...], ONLY_OBJECTS] = ()
    extension_attributes: Annotated[Extension | None, ABSENT_UNLESS_OBJECT] = None


class Track(Payload):
    """A tracking number; ``title`` is what customers call the carrier. By itself it names its order."""

    order_id: Ref | None = None
    track_number: Text = None
    title: Text = None
    carrier_code: Text = None
    created_at: object = None


class ShippedItem(Payload):
    """What is inside."""

    order_item_id: Text = None
    qty: Count = None


class Shipment(Payload):
    """A shipment: it was made when its goods left."""

    order_id: Ref | None = None
    created_at: object = None
    items: Annotated[tuple[ShippedItem, ...], ONLY_OBJECTS] = ()
    tracks: Annotated[tuple[Track, ...], ONLY_OBJECTS] = ()


class Document(Payload):
    """An invoice or a credit memo; ``state`` is 1 while open, 2 when paid or paid back, 3 when cancelled."""

    entity_id: Ref | None = None
    order_id: Ref | None = None
    increment_id: Detail = None
    state: Count = None
    grand_total: Price = None
    order_currency_code: Detail = None
    created_at: object = None
    updated_at: object = None
