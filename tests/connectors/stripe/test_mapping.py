from __future__ import annotations

import json

import pytest

from bot.connectors.stripe import CONNECTOR
from bot.connectors.stripe.minor_units import money_of
from bot.domain.money import Money
from bot.domain.store_event import InvoiceEvent, OrderEvent, RefundEvent
from bot.errors import Unreadable
from tests.connectors.knocking import delivery
from tests.connectors.stripe.events import ORDER, body, changed, ignored, parsed

PAGE = "https://invoice.stripe.com/i/acct_1Noor/live_page"
PDF = "https://pay.stripe.com/invoice/acct_1Noor/live_page/pdf?s=ap"
FINALIZED_AT = 1_795_000_060_000
INVOICE = InvoiceEvent("noor", ORDER, FINALIZED_AT, "NOOR-0007", total=Money(18_400, "SAR"), pdf_url=PDF, page_url=PAGE)


def test_a_final_invoice_is_issued_with_its_original_and_its_page() -> None:
    assert parsed(body("constructed_invoice_finalized")) == (INVOICE,)


def test_a_paid_invoice_brings_the_payment_and_the_same_invoice() -> None:
    assert parsed(body("constructed_invoice_paid")) == (INVOICE, OrderEvent("noor", ORDER, 1_795_003_600_000, payment="paid"))


def test_a_failed_payment_brings_the_page_to_pay_at() -> None:
    assert parsed(body("constructed_invoice_payment_failed")) == (OrderEvent("noor", ORDER, 1_795_001_800_000, payment="failed", payment_url=PAGE),)


def test_a_voided_invoice_is_held_back_from_then_on() -> None:
    (event,) = parsed(body("constructed_invoice_voided"))
    assert isinstance(event, InvoiceEvent)
    assert (event.number, event.occurred_at, event.held) == ("NOOR-0007", 1_795_086_400_000, "Stripe says that it was voided")


def test_a_credit_note_is_a_paper_of_its_own() -> None:
    (event,) = parsed(body("constructed_credit_note_created"))
    assert event == InvoiceEvent(
        "noor",
        ORDER,
        1_795_090_000_000,
        "NOOR-0007-CN-01",
        "credit_note",
        total=Money(4_600, "SAR"),
        pdf_url="https://pay.stripe.com/credit_notes/acct_1Noor/cn_1Noor/pdf?s=ap",
    )


def test_a_voided_credit_note_is_held_back() -> None:
    (event,) = parsed(changed("constructed_credit_note_created", type_="credit_note.voided", voided_at=1_795_099_000))
    assert isinstance(event, InvoiceEvent)
    assert (event.held is not None, event.occurred_at) == (True, 1_795_099_000_000)


def test_a_draft_has_no_number_and_says_nothing() -> None:
    assert "number" in ignored(changed("constructed_invoice_finalized", number=None))


def test_a_paid_invoice_without_a_number_is_a_payment_all_the_same() -> None:
    (event,) = parsed(changed("constructed_invoice_paid", number=None, status_transitions=[]))
    assert event == OrderEvent("noor", ORDER, 1_795_003_601_000, payment="paid")


def test_a_refund_is_what_went_back_since_before() -> None:
    assert parsed(body("constructed_charge_refunded")) == (RefundEvent("noor", ORDER, 1_795_090_010_000, "ch_1Noor:4600", Money(4_600, "SAR")),)


def test_a_second_refund_of_a_payment_is_another_one() -> None:
    (event,) = parsed(changed("constructed_charge_refunded", amount_refunded=6_000, previous={"amount_refunded": 4_600}))
    assert isinstance(event, RefundEvent)
    assert (event.refund_id, event.amount) == ("ch_1Noor:6000", Money(1_400, "SAR"))


def test_listed_refunds_are_told_each_by_its_own_id() -> None:
    (event,) = parsed(changed("charge_refunded", metadata={"order_id": ORDER}))
    assert event == RefundEvent("noor", ORDER, 1_648_319_949_000, "re_000000000000000000000000", Money(100, "USD"))


def test_a_listed_refund_that_failed_is_none() -> None:
    refunds = {"data": [{"id": "re_1", "amount": 100, "status": "failed"}]}
    assert "carried out" in ignored(changed("constructed_charge_refunded", refunds=refunds))


def test_a_charge_of_which_nothing_went_back_says_nothing() -> None:
    assert ignored(changed("constructed_charge_refunded", amount_refunded=0)) == "nothing went back"


def test_refunds_may_tell_of_themselves_and_then_charges_do_not() -> None:
    assert parsed(body("constructed_refund_created"), refunds="refund") == (
        RefundEvent("noor", ORDER, 1_795_090_010_000, "re_1Noor", Money(4_600, "SAR")),
    )
    assert "refund.created" in ignored(body("constructed_charge_refunded"), refunds="refund")
    assert "charge.refunded" in ignored(body("constructed_refund_created"))


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_refund_that_comes_to_nothing_is_ignored(status: str) -> None:
    assert status in ignored(changed("constructed_refund_created", status=status), refunds="refund")


@pytest.mark.parametrize("type_", ["invoice.payment_succeeded", "checkout.session.completed", "payment_intent.succeeded", "invoice.created", "x"])
def test_other_events_are_ignored(type_: str) -> None:
    assert ignored(changed("constructed_invoice_finalized", type_=type_))


def test_the_double_of_a_payment_says_why_it_is_ignored() -> None:
    assert ignored(body("invoice_payment_succeeded")) == "invoice.paid says the same"


@pytest.mark.parametrize(
    "metadata", [{}, None, [], {"order": "1"}, {"order_id": ""}, {"order_id": None}, {"order_id": ["1"]}, {"order_id": "x" * 300}]
)
def test_what_names_no_order_is_ignored_with_the_key_that_is_missing(metadata: object) -> None:
    assert "'order_id'" in ignored(changed("constructed_invoice_finalized", metadata=metadata))


def test_a_shop_may_name_its_orders_under_another_key() -> None:
    content = changed("constructed_invoice_finalized", metadata={"order_id": "cart-9", "shop_order": 1042})
    assert parsed(content, order_key="shop_order")[0].order_ref == "1042"


def test_recorded_events_are_of_the_test_mode_and_ignored_unless_wanted() -> None:
    assert "names no order" in ignored(changed("invoice_paid"))
    recorded = changed("invoice_paid", live=False, metadata={"order_id": ORDER})
    assert "test mode" in ignored(recorded)
    invoice, payment = parsed(recorded, test_events=True)
    assert (payment.occurred_at, getattr(payment, "payment", None)) == (1_648_320_013_000, "paid")
    assert getattr(invoice, "number", None) == "EE1DF78D-0001"


@pytest.mark.parametrize(
    ("minor", "currency", "money"),
    [
        *((18_400, "sar", Money(18_400, "SAR")), (500, "jpy", Money(500, "JPY")), (12_340, "kwd", Money(12_340, "KWD"))),
        *((12_340, "bhd", Money(12_340, "BHD")), (990, "OMR", Money(990, "OMR")), (500, "krw", Money(500, "KRW"))),
        # Hundredths at Stripe, whole ones at home.
        *((50_000, "ugx", Money(500, "UGX")), (500, "mga", Money(50_000, "MGA"))),
        *((-100, "usd", Money(-100, "USD")), (None, "usd", None), (100, None, None)),
    ],
)
def test_minor_units_are_stripes(minor: int | None, currency: str | None, money: Money | None) -> None:
    assert money_of(minor, currency) == money


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{}", b'{"type": "invoice.paid"}', b'{"type": "", "data": {"object": {}}}'),
        changed("constructed_invoice_finalized", total="much"),
        changed("constructed_invoice_finalized", currency="riyals"),
        changed("constructed_invoice_finalized", id=None),
        changed("constructed_charge_refunded", amount_refunded=[]),
    ],
)
def test_what_is_malformed_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(content))


def test_an_event_without_a_time_is_as_old_as_its_arrival() -> None:
    document = json.loads(body("constructed_invoice_payment_failed")) | {"created": "soon"}
    assert parsed(json.dumps(document).encode())[0].occurred_at == delivery(b"").at
