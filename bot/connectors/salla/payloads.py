"""What Salla sends (https://docs.salla.dev/433804m0 lists the events), as far as it is used.

Ids are strict, amounts are read by ``bot.connectors.amounts``, everything else is tolerant. Empty objects come as ``[]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from bot.connectors.reading import Detail, Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Count, Country, Flag, Text


def named_in(document: object) -> tuple[str, str]:
    """Return merchant and event of an envelope as texts, empty where they are missing."""
    if not isinstance(document, Mapping):
        return "", ""
    merchant, event = document.get("merchant"), document.get("event")
    named = merchant if isinstance(merchant, str | int) and not isinstance(merchant, bool) else ""
    return str(named).strip(), event.strip().lower() if isinstance(event, str) else ""


def _sum_of(value: object) -> object:
    """Return a bare number like the usual object of amount and currency; without an amount there is no sum."""
    found = value if isinstance(value, Mapping) else {"amount": value}
    amount = found.get("amount")
    return found if isinstance(amount, str | int | float) and not isinstance(amount, bool) and amount != "" else None


def _status_of(value: object) -> object:
    """Return a status that is a word alone like the usual object; texts in the shop's own language end up as unknown slugs."""
    return {"slug": value} if isinstance(value, str) else value if isinstance(value, Mapping) else None


class Sum(Payload):
    """An amount in major units."""

    amount: str | int | float
    currency: Detail = None


OptionalSum = Annotated[Sum | None, BeforeValidator(_sum_of)]


class Status(Payload):
    """A status: ``slug`` is Salla's, ``name`` the shop's own text, never to be read."""

    slug: Text = None


OptionalStatus = Annotated[Status | None, BeforeValidator(_status_of)]


class Customer(Payload):
    """A buyer; ``mobile`` is a number without country code, with it in ``mobile_code``, or already complete."""

    first_name: Text = None
    last_name: Text = None
    name: Text = None
    email: Text = None
    mobile: Text = None
    mobile_code: Text = None
    country_code: Country = None
    tax_number: Text = None
    vat_number: Text = None


class Receiver(Payload):
    """Who takes the parcel in."""

    name: Text = None
    phone: Text = None


class Place(Payload):
    """Where it goes."""

    country_code: Country = None


class Tracking(Payload):
    """The parcel inside ``shipping``."""

    tracking_link: Address = None


class Shipping(Payload):
    """How an order travels."""

    company: Text = None
    receiver: Annotated[Receiver | None, ABSENT_UNLESS_OBJECT] = None
    address: Annotated[Place | None, ABSENT_UNLESS_OBJECT] = None
    shipment_reference: Text = None
    shipment: Annotated[Tracking | None, ABSENT_UNLESS_OBJECT] = None


class ItemAmounts(Payload):
    """What a line costs."""

    total: OptionalSum = None


class Item(Payload):
    """A line of an order; in lists of orders without any price."""

    name: Text = None
    sku: Text = None
    quantity: Count = None
    price: OptionalSum = None
    amounts: Annotated[ItemAmounts | None, ABSENT_UNLESS_OBJECT] = None


class Amounts(Payload):
    """What an order costs."""

    total: OptionalSum = None


class Urls(Payload):
    """Pages about an order."""

    customer: Address = None


class Remaining(Payload):
    """What is still to be paid."""

    has_remaining_amount: Flag = None
    checkout_url: Address = None


class PaymentActions(Payload):
    """What can be done about an order's payment."""

    remaining_action: Annotated[Remaining | None, ABSENT_UNLESS_OBJECT] = None


class Parcel(Payload):
    """A shipment; ``type`` is ``shipment`` or ``return``."""

    order_id: Ref | None = None
    type: Text = None
    courier_name: Text = None
    shipping_number: Text = None
    tracking_number: Text = None
    tracking_link: Address = None
    tracking_url: Address = None
    status: OptionalStatus = None

    @property
    def comes_back(self) -> bool:
        """Whether it travels from the customer to the shop."""
        return (self.type or "").lower() == "return"

    @property
    def number(self) -> str | None:
        """What it is tracked by."""
        return next((number for number in (self.tracking_number, self.shipping_number) if number and number != "0"), None)


class Order(Payload):
    """An order, in full or as lists and ``order.status.updated`` give it."""

    id: Ref
    reference_id: Detail = None
    date: object = None
    updated_at: object = None
    status: OptionalStatus = None
    draft: Flag = None
    is_price_quote: Flag = None
    payment_method: Text = None
    is_pending_payment: Flag = None
    payment_actions: Annotated[PaymentActions | None, ABSENT_UNLESS_OBJECT] = None
    currency: Detail = None
    amounts: Annotated[Amounts | None, ABSENT_UNLESS_OBJECT] = None
    total: OptionalSum = None
    refund_amount: OptionalSum = None
    urls: Annotated[Urls | None, ABSENT_UNLESS_OBJECT] = None
    customer: Annotated[Customer | None, ABSENT_UNLESS_OBJECT] = None
    receiver: Annotated[Receiver | None, ABSENT_UNLESS_OBJECT] = None
    shipping: Annotated[Shipping | None, ABSENT_UNLESS_OBJECT] = None
    shipments: Annotated[tuple[Parcel, ...], ONLY_OBJECTS] = ()
    items: Annotated[tuple[Item, ...], ONLY_OBJECTS] = ()


class Clearance(Payload):
    """What the tax authority made of an invoice (not confirmed)."""

    status: Text = None


class Invoice(Payload):
    """An invoice or credit note; ``type`` is a text in the shop's language, ``url`` the PDF where the API gave one."""

    id: Ref
    order_id: Ref
    invoice_number: Detail = None
    type: Text = None
    date: object = None
    total: OptionalSum = None
    url: Address = None
    customer: Annotated[Customer | None, ABSENT_UNLESS_OBJECT] = None
    zatca_status: Text = None
    zatca: Annotated[Clearance | None, ABSENT_UNLESS_OBJECT] = None


class Envelope(Payload):
    """What every event comes in; ``data`` depends on ``event``."""

    event: Text = None
    merchant: Text = None
    created_at: object = None
    data: Annotated[dict[str, object] | None, ABSENT_UNLESS_OBJECT] = None
