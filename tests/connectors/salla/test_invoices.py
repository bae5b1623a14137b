from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.store_event import InvoiceEvent
from bot.errors import Unreadable
from tests.connectors.salla.bodies import ORDER, all_of, body, changed

INVOICE = InvoiceEvent("noor", ORDER, parse_instant("2026-11-20T12:25:00+03:00"), "10442", total=Money(27_025, "SAR"))
REJECTED = "ZATCA has rejected it"
UNCLEARED = "ZATCA has not cleared it yet, and the buyer is a business"


def test_an_invoice_is_read_with_the_symbol_of_its_currency() -> None:
    assert all_of(body("invoice_created")) == (INVOICE,)


def test_a_credit_note_is_told_by_its_type() -> None:
    at = parse_instant("2026-11-25T10:05:00+03:00")
    assert all_of(body("credit_note_created")) == (InvoiceEvent("noor", ORDER, at, "CN-77", "credit_note", Money(18_400, "SAR")),)


@pytest.mark.parametrize("kind", ["إشعار دائن", "اشعار دائن", "CREDIT NOTE", "credit_note"])
def test_a_credit_note_is_known_in_both_languages(kind: str) -> None:
    assert all_of(changed("invoice_created", type=kind)) == (replace(INVOICE, document="credit_note"),)


@pytest.mark.parametrize("kind", ["Tax Invoice", "فاتورة ضريبية مبسطة", None, ""])
def test_everything_else_is_an_invoice(kind: str | None) -> None:
    assert all_of(changed("invoice_created", type=kind)) == (INVOICE,)


@pytest.mark.parametrize(
    ("data", "held"),
    [
        ({"zatca_status": "Rejected"}, REJECTED),
        ({"zatca": {"status": "rejected"}}, REJECTED),
        ({"zatca_status": "pending"}, None),
        ({"zatca_status": "pending", "customer": {"tax_number": "300000000000003"}}, UNCLEARED),
        ({"zatca_status": "not cleared", "customer": {"vat_number": 300000000000003}}, UNCLEARED),
        ({"zatca_status": "cleared", "customer": {"tax_number": "300000000000003"}}, None),
        ({"zatca_status": "reported"}, None),
        ({"zatca": []}, None),
    ],
)
def test_what_zatca_has_not_let_through_is_held(data: dict[str, Any], held: str | None) -> None:
    assert all_of(changed("invoice_created", **data)) == (replace(INVOICE, held=held),)


def test_the_address_of_its_pdf_is_passed_on() -> None:
    assert all_of(changed("invoice_created", url="https://cdn.example/10442.pdf")) == (replace(INVOICE, pdf_url="https://cdn.example/10442.pdf"),)


def test_an_invoice_without_a_number_is_known_by_its_id() -> None:
    assert all_of(changed("invoice_created", invoice_number=None, total=None)) == (replace(INVOICE, number="1692688589", total=None),)


@pytest.mark.parametrize("data", [{"order_id": None}, {"id": ""}, {"total": {"amount": "1e999999", "currency": "SAR"}}])
def test_a_malformed_invoice_is_unreadable(data: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        all_of(changed("invoice_created", **data))
