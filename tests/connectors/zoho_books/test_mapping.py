from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bot.connectors import zoho_books
from bot.connectors.zoho_books import CONNECTOR
from bot.connectors.zoho_books.mapping import ISSUED
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.store_event import InvoiceEvent, OrderEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOOR, NOW, delivery
from tests.connectors.zoho_books.records import body, changed, ignored, parsed

PAGE = "https://books.zohosecure.sa/portal/noor/secure?CInvoiceID=2-b1"
SENT_AT = parse_instant("2026-11-20T12:21:48+03:00")
INVOICE = InvoiceEvent("noor", "NH-1042", SENT_AT, "INV-00042", total=Money(18_400, "SAR"), page_url=PAGE)
README = (Path(zoho_books.__file__).parent / "README.md").read_text(encoding="utf-8")
QR = "AQVTYWxsYQIKMTIzNDU2Nzg5MQMUMjAyMS0wNy0xMlQxNDoyNTowOVoEBjEwMC4wMAUFMTUuMDA="


def invoice(content: bytes, **options: str) -> InvoiceEvent:
    found = parsed(content, **options)[0]  # type: ignore[arg-type]  # There is one option, and it is a text.
    assert isinstance(found, InvoiceEvent)
    return found


def test_a_sent_invoice_is_issued_with_its_page() -> None:
    assert parsed(body("invoice_sent")) == (INVOICE,)


def test_a_paid_invoice_pays_the_order() -> None:
    at = parse_instant("2026-11-21T09:00:00+03:00")
    assert parsed(body("invoice_paid")) == (replace(INVOICE, occurred_at=at), OrderEvent("noor", "NH-1042", at, payment="paid"))


def test_a_void_invoice_is_held_back() -> None:
    assert invoice(body("invoice_void")).held == "Zoho says that it is void"


def test_a_credit_note_is_a_paper_of_its_own() -> None:
    at = parse_instant("2026-11-25T15:00:00+03:00")
    assert parsed(body("creditnote_open")) == (InvoiceEvent("noor", "NH-1042", at, "CN-00007", "credit_note", total=Money(4_600, "SAR")),)
    assert len(parsed(changed("creditnote_open", status="paid"))) == 1


@pytest.mark.parametrize("status", ["sent", "Viewed", "overdue", "unpaid", "partially_paid", "Partially Paid"])
def test_every_status_after_the_draft_is_issued_in_any_spelling(status: str) -> None:
    assert parsed(changed("invoice_sent", status=status)) == (INVOICE,)


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "pending_approval"}, {"status": None}, {"status": "new"}, {"invoice_number": ""}])
def test_what_was_not_issued_is_ignored(fields: dict[str, object]) -> None:
    assert "has not been issued" in ignored(changed("invoice_sent", **fields))


def test_what_names_no_order_is_ignored_with_the_field_that_is_missing() -> None:
    assert ignored(changed("invoice_sent", reference_number="")) == "reference_number: the invoice names no order"
    assert ignored(changed("creditnote_open", reference_number=None)) == "reference_number: the credit note names no order"


def test_a_custom_field_may_name_the_order() -> None:
    assert invoice(body("invoice_sent"), reference="cf_shop_order").order_ref == "1305146709"
    assert invoice(changed("invoice_sent", cf_other=77), reference="cf_other").order_ref == "77"
    assert "cf_none" in ignored(body("invoice_sent"), reference="cf_none")


def test_other_modules_are_ignored() -> None:
    assert ignored(body("contact_updated")) == "Zoho's module 'contact' is none of ours"


def test_a_body_of_the_rules_own_making_may_name_the_fields_alone() -> None:
    assert parsed(json.dumps(json.loads(body("invoice_sent"))["invoice"]).encode()) == (INVOICE,)
    note = json.loads(body("creditnote_open"))["creditnote"]
    assert parsed(json.dumps(note).encode()) == parsed(body("creditnote_open"))


def test_the_record_may_stand_in_a_form() -> None:
    form = urlencode({"JSONString": body("invoice_sent").decode(), "organization_id": "1"}).encode()
    assert parsed(form) == (INVOICE,)


def test_a_total_without_a_currency_is_left_out() -> None:
    assert [invoice(changed("invoice_sent", **{name: ""})).total for name in ("currency_code", "total")] == [None, None]


def test_amounts_may_be_texts() -> None:
    assert invoice(changed("invoice_sent", total="1,184.005", currency_code="KWD")).total == Money(1_184_005, "KWD")


@pytest.mark.parametrize("modified", [None, "yesterday", []])
def test_without_the_last_change_the_first_counts_and_then_the_arrival(modified: object) -> None:
    assert invoice(changed("invoice_sent", last_modified_time=modified)).occurred_at == parse_instant("2026-11-20T12:20:00+03:00")
    assert invoice(changed("invoice_sent", last_modified_time=modified, created_time=modified)).occurred_at == NOW


def test_a_business_waits_for_zatca() -> None:
    assert invoice(body("invoice_business_pending")).held == "ZATCA has not cleared it yet, and the buyer is a business"


@pytest.mark.parametrize(
    ("treatment", "status", "held"),
    [
        *(("vat_registered", "Cleared", False), ("vat_registered", "accepted", False), ("vat_registered", "reported", True)),
        *(("vat_not_registered", "yet_to_be_pushed", False), ("gcc_vat_not_registered", "reported", False), ("vat_not_registered", "rejected", True)),
        *(("gcc_vat_registered", "push_initiated", True), (None, "reported", False), (None, "pushed", True), ("overseas", "invalid", True)),
        *(("vat_registered", None, False), ("vat_registered", "", False)),
    ],
)
def test_zatcas_rules_hold_by_buyer_and_status(treatment: str | None, status: str | None, held: bool) -> None:  # noqa: FBT001
    for fields in ({"einvoice_details": {"status": status}}, {"einvoice_status": status}, {"zatca_status": status}):
        assert (invoice(changed("invoice_sent", tax_treatment=treatment, **fields)).held is not None) is held


def test_in_other_countries_the_fields_speak_of_another_authority() -> None:
    (event,) = parsed(body("invoice_business_pending"), replace(NOOR, country="AE"))
    assert getattr(event, "held", "") is None


@pytest.mark.parametrize(("total", "held"), [(100, False), (184, True)])
def test_a_code_with_another_total_holds_the_invoice(total: int, held: bool) -> None:  # noqa: FBT001 - a value under test
    assert (invoice(changed("invoice_sent", qr_code=QR, total=total)).held is not None) is held


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"JSONString=%7B", b"JSONString=\xff", b"a=1&JSONString=", b'"JSONString="'])
def test_what_is_no_record_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(content))


@pytest.mark.parametrize("fields", [{"currency_code": "riyals"}, {"total": "much"}])
def test_money_that_is_none_is_unreadable(fields: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(changed("invoice_sent", **fields)))


@pytest.mark.parametrize("status", [*sorted(ISSUED - {"partiallypaid"}), "partially_paid", "void"])
def test_the_manual_names_every_status(status: str) -> None:
    assert f"`{status}`" in README


def test_the_manual_names_the_option_and_what_holds_unless_set() -> None:
    assert "| `reference` |" in README
    assert "`reference_number` unless set" in README
