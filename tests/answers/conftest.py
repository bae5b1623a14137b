"""A store, a customer and orders in every state, and the words of an answer in either language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.answer import Facts
from bot.domain.clock import DAY, HOUR, parse_instant
from bot.domain.content import ButtonsOut, DocumentOut, LinkOut, ListOut, TextOut
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.order import Invoice, Order, Shipment
from bot.domain.store import Store
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.render import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.answer import Answer
    from bot.domain.content import OutContent

    Words = Callable[..., str]

NOW = parse_instant("2026-11-24T12:00:00+03:00")
STORE = Store(id="noura", name="Noura's Home", phone_number_id="1", website="https://noura.example", support_hours="Sun-Thu 9:00-18:00")
BARE_STORE = replace(STORE, website=None, support_hours=None)
CUSTOMER = Customer("c1", "noura", name="Sara Al-Harbi", wa_id="966500000001")
PARCEL = Shipment(
    "p1",
    "in_transit",
    NOW - DAY,
    carrier="Aramex",
    tracking_number="123456789012",
    tracking_url="https://aramex.example/1",
    scan_at=NOW - 5 * HOUR,
    scan_place="Riyadh hub",
    eta="2026-11-26",
)
LATE_PARCEL = replace(
    PARCEL, id="p2", carrier="SMSA", tracking_number="77", tracking_url="https://smsa.example/77", eta="2026-11-20", scan_at=NOW - 6 * DAY
)
INVOICE = Invoice("INV-7", NOW - DAY, Money(25900, "SAR"), "d1")
ORDER = Order("noura:1", "noura", "#1001", NOW - 3 * DAY, "fulfilled", "paid", Money(25900, "SAR"), shipments=(PARCEL,), invoices=(INVOICE,))
PREPARING = Order("noura:2", "noura", "#1002", NOW - DAY, "preparing", "paid", Money(5000, "SAR"))
DELIVERED = replace(
    ORDER,
    id="noura:3",
    number="#0900",
    shipments=(replace(PARCEL, state="delivered"),),
    invoices=(replace(INVOICE, number="INV-3", document_id="d3"),),
)


def facts(*orders: Order, chosen: Order | None = None, store: Store = STORE, customer: Customer = CUSTOMER, text: str = "") -> Facts:
    return Facts(store, customer, orders, NOW, order=chosen, text=text)


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    return Catalogues.load(data_folder("locales"))


@pytest.fixture(scope="session")
def words(catalogues: Catalogues) -> Words:
    """Gives the text of an answer in a language (English unless told otherwise)."""

    def of(answer: Answer, language: str = "en") -> str:
        return body(render(answer, catalogues=catalogues, language=language, store=STORE))

    return of


def body(content: OutContent) -> str:
    match content:
        case DocumentOut(caption=caption):
            return caption or ""
        case TextOut(body=text) | ButtonsOut(body=text) | ListOut(body=text) | LinkOut(body=text):
            return text
        case _:
            pytest.fail(f"an answer never becomes {content}")
