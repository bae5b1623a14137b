"""The documented schema: what this door, the REST API and imports understand. README.md and ``/api/docs`` describe it to people."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from bot.connectors.reading import Detail, Line, Payload
from bot.connectors.standard.fields import Amount, Country, Currency, Day, DocumentUrl, Language, OrNone, Time, Total, Url, Words
from bot.domain.order import InvoiceKind


class CustomerData(Payload):
    """Who gets the messages of an order."""

    phone: Detail = Field(None, description="the number that WhatsApp knows, best with + and the country's code", examples=["+966501234567"])
    name: Detail = Field(None, description="as the customer likes to be called", examples=["Sara"])
    email: Detail = Field(None, description="kept for staff, never written to")
    language: Language = Field(None, description="the language of the messages, a BCP 47 tag", examples=["ar"])
    country: Country = Field(None, description="where the order goes, ISO 3166; assumed for phone numbers in national form", examples=["SA"])
    consent: bool | None = Field(None, description="what was ticked about messages of this order; left out when it was not asked")
    marketing: bool | None = Field(None, description="what was ticked about offers; left out when it was not asked")


class LineData(Payload):
    """A line of an order, or of what is inside a parcel."""

    title: Line = Field(description="what it is", examples=["Lamp"])
    quantity: int = Field(1, ge=0, le=1_000_000, description="how many")
    price: Amount | None = Field(None, description="of one, in the order's currency", examples=["89.50"])
    sku: Detail = Field(None, description="the shop's own number of the article")


class ParcelData(Payload):
    """A parcel as it stands."""

    status: Detail = Field(None, description="label_created, picked_up, in_transit, out_for_delivery, available_for_pickup, delivered ...")
    tracking_number: Detail = Field(None, description="tells the parcels of an order apart", examples=["4471009812"])
    carrier: Detail = Field(None, description="shown to the customer", examples=["Aramex"])
    tracking_url: Url = Field(None, description="shown to the customer, http or https")
    occurred_at: Time = Field(None, description="when it came to be so, if that is not the time of the event")
    place: Detail = Field(None, description="where it was scanned", examples=["Riyadh Hub"])
    eta: Day = Field(None, description="the day of arrival")
    flags: Words = Field((), description="delayed, attempt_failed, on_hold, exception, returning")
    lines: Annotated[Annotated[tuple[LineData, ...], Field(max_length=500)], OrNone] = Field(
        (), description="what is inside; left out where it may be everything"
    )


class ShipmentData(ParcelData):
    """``data`` of ``shipment.*``."""

    order: Detail = Field(None, description="the order's id in the shop, or the number that the customer knows", examples=["NH-1042"])

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.order is None and self.tracking_number is None:
            raise ValueError("order or tracking_number: one of them has to say what this is about")
        return self


class InvoiceDetails(Payload):
    """An invoice or credit note as it was issued, without its number."""

    kind: InvoiceKind = Field("invoice", description="invoice or credit_note")
    total: Total | None = Field(None, description="its amount", examples=["199.00"])
    currency: Currency = Field(None, description="ISO 4217; left out: the order's or the store's", examples=["SAR"])
    pdf_url: DocumentUrl = Field(None, description="where the original is fetched, https; it is passed on as it is")
    page_url: Url = Field(None, description="a page for people")
    issued_at: Time = Field(None, description="when it was issued, if that is not the time of the event")
    held: Detail = Field(None, description="why it may not be sent yet; left out when it may")


class IssuedInvoice(InvoiceDetails):
    """An invoice of an order."""

    number: Line = Field(description="the invoice's own number", examples=["INV-2041"])


class InvoiceData(IssuedInvoice):
    """``data`` of ``invoice.issued``."""

    order: Line = Field(description="the order's id in the shop, or the number that the customer knows", examples=["NH-1042"])


class GivenRefund(Payload):
    """Money that goes back."""

    id: Line = Field(description="tells several refunds of an order apart", examples=["R-1"])
    amount: Total | None = Field(None, description="how much", examples=["49.00"])
    currency: Currency = Field(None, description="ISO 4217; left out: the order's or the store's", examples=["SAR"])
    occurred_at: Time = Field(None, description="when, if that is not the time of the event")


class RefundData(GivenRefund):
    """``data`` of ``refund.created``."""

    order: Line = Field(description="the order's id in the shop, or the number that the customer knows", examples=["NH-1042"])


class OrderFields(Payload):
    """An order, or what has changed of it: what is left out stays as it is.

    The first time, ``number``, ``placed_at`` and ``total`` are needed: what says less about an order that nobody has heard of waits for it.
    """

    number: Detail = Field(None, description="what the customer sees", examples=["NH-1042"])
    placed_at: Time = Field(None, description="when it was placed")
    total: Total | None = Field(None, description="what the customer pays, in major units", examples=["199.00"])
    currency: Currency = Field(None, description="ISO 4217, of every amount in here; left out: the store's", examples=["SAR"])
    lines: Annotated[tuple[LineData, ...], Field(max_length=500)] | None = Field(
        None, description="all of them; an empty list says that there are none"
    )
    customer: CustomerData | None = Field(None, description="who gets the messages")
    status: Detail = Field(None, description="received, confirmed, preparing, ready, fulfilled, closed, cancelled", examples=["confirmed"])
    payment: Detail = Field(None, description="pending, authorised, paid, partially_refunded, refunded, failed, voided", examples=["paid"])
    cash_on_delivery: bool | None = Field(None, description="whether it is paid at the door")
    payment_url: Url = Field(None, description="where an open order can be paid")
    status_url: Url = Field(None, description="the shop's page about the order")
    held: bool | None = Field(None, description="whether the shop holds the order back")
    occurred_at: Time = Field(None, description="when it came to be so, if that is not the time of the event")
    shipments: Annotated[Annotated[tuple[ParcelData, ...], Field(max_length=100)], OrNone] = Field((), description="one per parcel")
    invoices: Annotated[Annotated[tuple[IssuedInvoice, ...], Field(max_length=100)], OrNone] = Field((), description="those that were issued")
    refunds: Annotated[Annotated[tuple[GivenRefund, ...], Field(max_length=100)], OrNone] = Field((), description="those that were given")


class OrderData(OrderFields):
    """``data`` of ``order.*``, and a line of an import."""

    id: Detail = Field(None, description="the order's id in the shop; it never changes", examples=["5001"])
    order: Detail = Field(None, description="the order's id or number, where the sender knows only one of them", examples=["NH-1042"])

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if not self.ref:
            raise ValueError("order or id: one of them has to say which order this is")
        return self

    @property
    def ref(self) -> str:
        """The name by which the order is found: its id in the shop where that is given."""
        return self.id or self.order or self.number or ""


class StandardEvent(Payload):
    """The envelope of Standard Webhooks."""

    type: Line = Field(description="order.*, shipment.*, invoice.issued or refund.created", examples=["order.updated"])
    timestamp: AwareDatetime = Field(description="when it happened, ISO 8601 with an offset or Z")
    data: object = Field(None, description="OrderData, ShipmentData, InvoiceData or RefundData, as the type says")


class CloudEvent(Payload):
    """A CloudEvent 1.0 in structured JSON (https://github.com/cloudevents/spec, version 1.0.2); ``subject`` is the order."""

    specversion: Literal["1.0"]
    id: Line = Field(description="names the event together with source")
    source: Line = Field(description="who sends it", examples=["https://shop.example/orders"])
    type: Line = Field(description="as of the other envelope, with any prefix", examples=["com.example.shipment.delivered"])
    subject: Detail = Field(None, description="the order")
    time: Time = Field(None, description="when it happened")
    data: object = Field(None, description="the other fields")
