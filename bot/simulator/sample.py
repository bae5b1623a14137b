"""The sample world of the demo: two shops, their customers in many languages, and an order in every state.

``sample`` is pure: the same instant gives the same world, and ids never change, so that loading it again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.clock import DAY, HOUR, MINUTE, from_instant
from bot.domain.customer import Customer, customer_id
from bot.domain.message import WireIdentity
from bot.domain.money import Money, exponent
from bot.domain.order import TERMINAL, Invoice, Line, Order, Shipment, order_id
from bot.simulator.invoices import Sheet, invoice_pdf
from bot.simulator.people import Person, Shippable, SimNumber
from bot.simulator.sample_orders import PURCHASES, TRACKING_PAGES, Parcel, Purchase
from bot.simulator.sample_people import RESIDENTS, Resident
from bot.simulator.sample_shops import PRODUCTS, SHOPS, NumberFacts, Product, Shop

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.store import Store

# What a unit of the shop's currency costs abroad; near enough for a demo.
_RATES = {"KWD": Decimal("0.082")}


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A file of the sample world; ``make`` makes its bytes, which takes some milliseconds."""

    id: str
    filename: str
    mime_type: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that a demo loads: into the database, and into the offline WhatsApp (``persons``, ``shippables`` by person)."""

    stores: tuple[Store, ...]
    numbers: tuple[NumberFacts, ...]
    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    documents: tuple[SampleDocument, ...]
    persons: tuple[Person, ...]
    shippables: dict[str, tuple[Shippable, ...]]

    def sim_numbers(self, access_token: str, app_secret: str) -> tuple[SimNumber, ...]:
        """Return the numbers as the offline WhatsApp wants them, with the token and secret that the bot uses."""
        return tuple(
            SimNumber(number.phone_number_id, number.business_account_id, number.display_phone_number, number.verified_name, access_token, app_secret)
            for number in self.numbers
        )


def sample(now: int) -> Sample:
    """Return the sample world as it looks at ``now``."""
    purchases = sorted(PURCHASES, key=lambda purchase: purchase.days)
    made = [_Made(purchase, now) for purchase in purchases]
    return Sample(
        stores=tuple(shop.store for shop in SHOPS.values()),
        numbers=tuple(shop.number for shop in SHOPS.values()),
        customers=tuple(_customer(resident) for resident in RESIDENTS),
        orders=tuple(one.order() for one in made),
        documents=tuple(one.document() for one in made if one.purchase.invoiced),
        persons=tuple(_person(resident) for resident in RESIDENTS),
        shippables={resident.key: _shippables(resident) for resident in RESIDENTS},
    )


def _customer(resident: Resident) -> Customer:
    return Customer(
        id=_customer_id(resident),
        store_id=resident.store_id,
        name=resident.name,
        language=resident.language.partition("-")[0],
        country=resident.country,
        # A shop knows the numbers of its customers; the user id behind a number is learned when the customer writes.
        bsuid=None if resident.phone else resident.bsuid,
        wa_id=_wa_id(resident),
        e164=resident.phone,
        order_ids=tuple(order_id(resident.store_id, purchase.number) for purchase in _purchases_of(resident)),
    )


def _customer_id(resident: Resident) -> str:
    identity = WireIdentity(wa_id=resident.phone) if resident.phone else WireIdentity(bsuid=resident.bsuid)
    return customer_id(resident.store_id, identity)


def _wa_id(resident: Resident) -> str | None:
    return resident.phone.removeprefix("+") if resident.phone else None


def _purchases_of(resident: Resident) -> list[Purchase]:
    """Return a customer's orders, the newest first."""
    return sorted((one for one in PURCHASES if one.who == resident.key), key=lambda purchase: purchase.days)


def _person(resident: Resident) -> Person:
    shop = SHOPS[resident.store_id]
    return Person(
        id=resident.key,
        name=resident.name,
        language=resident.language,
        wa_id=_wa_id(resident),
        bsuid=resident.bsuid,
        country=resident.country,
        store_id=resident.store_id,
        store_name=shop.store.name,
        phone_number_id=shop.number.phone_number_id,
        colour=resident.colour,
        about=resident.about,
        about_ar=resident.about_ar,
    )


def _shippables(resident: Resident) -> tuple[Shippable, ...]:
    """Return the parcels that the simulated store may still speak of, those of the newest order first."""
    found = []
    for purchase in _purchases_of(resident):
        if purchase.waiting:
            carrier, number = purchase.waiting
            found.append(Shippable(purchase.number, carrier, number, TRACKING_PAGES[carrier] + number))
        for parcel in purchase.parcels:
            if parcel.state in TERMINAL:
                continue
            moving = parcel.state != "label_created"
            found.append(Shippable(purchase.number, parcel.carrier, parcel.tracking_number, parcel.tracking_url, moving))
    return tuple(found)


class _Made:
    """One order with its invoice, at a given instant."""

    def __init__(self, purchase: Purchase, now: int) -> None:
        self.purchase = purchase
        self._resident = next(one for one in RESIDENTS if one.key == purchase.who)
        self._shop: Shop = SHOPS[self._resident.store_id]
        self._now = now - now % MINUTE
        self._id = order_id(self._shop.store.id, purchase.number)
        # Orders come at odd minutes; the same order at the same one every time.
        self._placed_at = self._now - round(purchase.days * DAY) - int(purchase.number[3:]) % 50 * MINUTE
        self._sheet = Sheet(
            self._shop.seller,
            f"INV-{purchase.number[3:]}",
            purchase.number,
            self._placed_at + 5 * MINUTE,
            self._resident.latin,
            tuple((PRODUCTS[sku].title, quantity, self._price(PRODUCTS[sku])) for sku, quantity in purchase.items),
        )

    def order(self) -> Order:
        purchase, total = self.purchase, self._sheet.total
        return Order(
            id=self._id,
            store_id=self._shop.store.id,
            number=purchase.number,
            placed_at=self._placed_at,
            state=purchase.state,
            payment=purchase.payment,
            total=total,
            customer_id=_customer_id(self._resident),
            lines=tuple(self._line(PRODUCTS[sku], quantity) for sku, quantity in purchase.items),
            shipments=tuple(self._shipment(str(place), parcel) for place, parcel in enumerate(purchase.parcels, start=1)),
            invoices=(Invoice(self._sheet.number, self._sheet.issued_at, total, self._document_id),) if purchase.invoiced else (),
            refunded=total if purchase.payment == "refunded" else None,
            state_at=self._placed_at + (0 if purchase.state == "received" else 2 * HOUR),
        )

    def document(self) -> SampleDocument:
        return SampleDocument(self._document_id, f"{self._sheet.number}.pdf", "application/pdf", partial(invoice_pdf, self._sheet))

    @property
    def _document_id(self) -> str:
        return f"invoice:{self._id}"

    def _price(self, product: Product) -> Money:
        currency = self.purchase.currency or self._shop.store.currency
        if currency == self._shop.store.currency:
            return Money(product.price, currency)
        converted = Money(product.price, self._shop.store.currency).amount * _RATES[currency]
        return Money(round(converted.scaleb(exponent(currency))), currency)

    def _line(self, product: Product, quantity: int) -> Line:
        title = product.arabic if self._resident.language.startswith("ar") else product.title
        return Line(title, quantity, self._price(product), product.sku)

    def _shipment(self, shipment_id: str, parcel: Parcel) -> Shipment:
        eta_at = None if parcel.eta is None else self._now + parcel.eta * DAY
        return Shipment(
            id=shipment_id,
            state=parcel.state,
            state_at=self._now - parcel.hours * HOUR,
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            tracking_url=parcel.tracking_url,
            scan_at=None if parcel.scan is None else self._now - parcel.scan * HOUR,
            scan_place=parcel.place,
            eta=from_instant(eta_at).astimezone(ZoneInfo(self._shop.store.timezone)).date().isoformat() if eta_at is not None else None,
            flags=parcel.flags,
        )
