from __future__ import annotations

from dataclasses import replace

import pytest

from bot.connectors.odoo import CONNECTOR
from bot.connectors.odoo.options import OdooOptions
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOOR, NOW, delivery
from tests.connectors.odoo.records import body, changed, ignored, parsed

# ZATCA has accepted it: a verdict comes after the waiting of the same second.
POSTED_AT = parse_instant("2026-11-20T09:21:48Z") + 1
INVOICE = InvoiceEvent("noor", "S00042", POSTED_AT, "INV/2026/00042", total=Money(18_400, "SAR"))
# As Salla publishes it, with a total of 100.00.
QR = "AQVTYWxsYQIKMTIzNDU2Nzg5MQMUMjAyMS0wNy0xMlQxNDoyNTowOVoEBjEwMC4wMAUFMTUuMDA="


def invoice(content: bytes, **options: object) -> InvoiceEvent:
    found = parsed(content, **options)[0]
    assert isinstance(found, InvoiceEvent)
    return found


def buyer(*, is_company: bool) -> dict[str, object]:
    return {"_partners": [{"id": 9, "name": "Sara", "is_company": False}, {"id": 8, "is_company": is_company}]}


def test_a_posted_invoice_is_issued() -> None:
    assert parsed(body("invoice_posted")) == (INVOICE,)


def test_with_odoos_address_it_has_its_original_and_its_page() -> None:
    found = invoice(body("invoice_posted"), url="https://noor.odoo.com/")
    assert found.page_url == "https://noor.odoo.com/my/invoices/318?access_token=0f2d9a3e-6c1b-4f0e-9d57-2b7f0a1c9e11"
    assert found.pdf_url == f"{found.page_url}&report_type=pdf&download=true"


@pytest.mark.parametrize("token", [False, "", None])
def test_without_its_token_nobody_could_see_the_page(token: object) -> None:
    assert invoice(changed("invoice_posted", access_token=token), url="https://noor.odoo.com").page_url is None


def test_a_token_cannot_add_to_the_address() -> None:
    assert str(invoice(changed("invoice_posted", access_token="a&b=/c"), url="https://noor.odoo.com").page_url).endswith("access_token=a%26b%3D%2Fc")


@pytest.mark.parametrize("state", ["paid", "in_payment"])
def test_a_paid_invoice_pays_the_order(state: str) -> None:
    at = parse_instant("2026-11-20T10:05:00Z") + 1
    found = parsed(changed("invoice_paid", payment_state=state))
    assert found == (replace(INVOICE, occurred_at=at), OrderEvent("noor", "S00042", at, payment="paid"))


@pytest.mark.parametrize("state", ["not_paid", "partial", "reversed", False, "blocked"])
def test_any_other_state_of_payment_says_nothing(state: object) -> None:
    assert len(parsed(changed("invoice_posted", payment_state=state))) == 1


def test_a_credit_note_that_is_paid_is_a_refund() -> None:
    at, back = parse_instant("2026-11-25T12:00:00Z") + 1, Money(4_600, "SAR")
    assert parsed(body("credit_note_paid")) == (
        InvoiceEvent("noor", "S00042", at, "RINV/2026/00007", "credit_note", total=back),
        RefundEvent("noor", "S00042", at, "RINV/2026/00007", back),
    )


def test_a_cancelled_invoice_is_held_back_and_pays_nothing() -> None:
    found = parsed(changed("invoice_paid", state="cancel"))
    assert [getattr(event, "held", None) for event in found] == ["Odoo says that it was cancelled"]


@pytest.mark.parametrize(
    "fields",
    [
        *(
            {"state": "draft"},
            {"state": False},
            {"name": "/"},
            {"name": False},
            {"move_type": "in_invoice"},
            {"move_type": "entry"},
            {"move_type": False},
        ),
        *({"invoice_origin": False}, {"invoice_origin": ""}, {"invoice_origin": ", S1"}),
    ],
)
def test_what_is_no_issued_paper_of_an_order_is_ignored(fields: dict[str, object]) -> None:
    assert ignored(changed("invoice_posted", **fields))


def test_an_invoice_for_several_orders_belongs_to_the_first() -> None:
    assert invoice(changed("invoice_posted", invoice_origin="S00042, S00043")).order_ref == "S00042"


def test_another_field_may_name_the_order() -> None:
    assert invoice(changed("invoice_posted", ref="NH-1042"), invoice_reference="ref").order_ref == "NH-1042"
    assert "ref:" in ignored(body("invoice_posted"), invoice_reference="ref")


@pytest.mark.parametrize(
    ("currency", "one", "total"), [(152, False, None), (152, True, Money(18_400, "SAR")), ([1, "USD"], True, Money(18_400, "USD"))]
)
def test_a_currency_that_is_a_bare_number_is_never_guessed(currency: object, one: bool, total: Money | None) -> None:  # noqa: FBT001 - a value under test
    assert invoice(changed("invoice_posted", currency_id=currency), one_currency=one).total == total


@pytest.mark.parametrize(
    ("state", "held"),
    [("accepted", False), ("warning", False), ("to_send", True), ("error", True), ("unknown", True), ("rejected", True), (False, False)],
)
def test_what_zatca_has_not_cleared_waits_while_nothing_is_known_of_the_buyer(state: object, held: bool) -> None:  # noqa: FBT001 - a value under test
    assert (invoice(changed("invoice_posted", l10n_sa_edi_state=state)).held is not None) is held


@pytest.mark.parametrize(("state", "held"), [("to_send", True), ("sent", False), (False, False)])
def test_older_versions_say_it_in_another_field(state: object, held: bool) -> None:  # noqa: FBT001 - a value under test
    assert (invoice(changed("invoice_posted", l10n_sa_edi_state=False, edi_state=state)).held is not None) is held


@pytest.mark.parametrize(("is_company", "held"), [(True, "ZATCA has not cleared it yet, and the buyer is a business"), (False, None)])
def test_a_consumer_does_not_wait_and_the_company_behind_a_person_counts(is_company: bool, held: str | None) -> None:  # noqa: FBT001
    assert invoice(changed("invoice_waiting", **buyer(is_company=is_company))).held == held


def test_a_verdict_within_the_second_of_the_posting_comes_after_it() -> None:
    waiting, cleared = (invoice(changed("invoice_posted", l10n_sa_edi_state=state)) for state in ("to_send", "accepted"))
    assert waiting.occurred_at < cleared.occurred_at


def test_a_rejected_invoice_goes_to_nobody() -> None:
    rejected = changed("invoice_posted", l10n_sa_edi_state="rejected", **buyer(is_company=False))
    assert invoice(rejected).held == "ZATCA has rejected it"


def test_in_other_countries_the_field_speaks_of_another_authority() -> None:
    (event,) = parsed(changed("invoice_waiting", l10n_sa_edi_state=False, edi_state="to_send"), replace(NOOR, country="AE"))
    assert getattr(event, "held", "") is None


@pytest.mark.parametrize(("total", "held"), [(100.0, False), (184.0, True)])
def test_a_code_with_another_total_holds_the_invoice(total: float, held: bool) -> None:  # noqa: FBT001 - a value under test
    assert (invoice(changed("invoice_posted", l10n_sa_qr_code_str=QR, amount_total=total)).held is not None) is held


def test_a_time_that_is_missing_is_that_of_the_arrival() -> None:
    assert invoice(changed("invoice_posted", write_date=False, l10n_sa_edi_state=False)).occurred_at == NOW


def test_a_currency_that_is_none_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="currency"):
        CONNECTOR.parse(delivery(changed("invoice_posted", currency_id=[1, "riyals"])))


def test_without_options_the_usual_ones_hold() -> None:
    assert CONNECTOR.parse(delivery(body("invoice_posted"))) == parsed(body("invoice_posted"), **OdooOptions().model_dump())
