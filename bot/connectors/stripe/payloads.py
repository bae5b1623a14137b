"""What Stripe sends (https://docs.stripe.com/api/events/object and the objects that it names), as far as it is used."""

from __future__ import annotations

from typing import Annotated

from bot.connectors.reading import Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Count, Flag, Text

Fields = Annotated[dict[str, object] | None, ABSENT_UNLESS_OBJECT]


class Data(Payload):
    """The object of an event, and what of it was otherwise before."""

    object: Fields = None
    previous_attributes: Fields = None


class Event(Payload):
    """The envelope; ``created`` are Unix seconds."""

    id: Text = None
    type: Text = None
    created: object = None
    livemode: Flag = None
    data: Annotated[Data | None, ABSENT_UNLESS_OBJECT] = None


class Transitions(Payload):
    """When an invoice became what it is."""

    finalized_at: object = None
    paid_at: object = None
    voided_at: object = None


class Invoice(Payload):
    """An invoice. Number, PDF and page are there from ``invoice.finalized`` on; amounts are minor units of ``currency``."""

    id: Ref
    number: Text = None
    currency: Text = None
    total: int | None = None
    invoice_pdf: Address = None
    hosted_invoice_url: Address = None
    metadata: Fields = None
    created: object = None
    status_transitions: Annotated[Transitions | None, ABSENT_UNLESS_OBJECT] = None


class CreditNote(Payload):
    """A credit note."""

    id: Ref
    number: Text = None
    currency: Text = None
    total: int | None = None
    pdf: Address = None
    metadata: Fields = None
    created: object = None
    voided_at: object = None


class Refund(Payload):
    """Money that goes back."""

    id: Ref
    amount: int | None = None
    currency: Text = None
    status: Text = None
    created: object = None
    metadata: Fields = None


class Refunds(Payload):
    """The refunds of a charge, which newer versions of the API leave out."""

    data: Annotated[tuple[Refund, ...], ONLY_OBJECTS] = ()


class Charge(Payload):
    """A payment, and how much of it has gone back so far."""

    id: Ref
    currency: Text = None
    amount_refunded: int = 0
    metadata: Fields = None
    refunds: Annotated[Refunds | None, ABSENT_UNLESS_OBJECT] = None


class Before(Payload):
    """How much of a charge had gone back before."""

    amount_refunded: Count = None
