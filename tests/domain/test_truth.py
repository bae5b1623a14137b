"""Whether a notice is still true: every milestone against everything that may have happened meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, HOUR
from bot.domain.notice import AFTER_CANCELLATION, Milestone
from bot.domain.truth import OF_PARCEL, arrived_at, awaits_confirmation, awaits_payment, held, untrue
from tests.domain.notices import MILESTONES, NOW, ORDERS, PAPER, PARCEL, PLAIN, SHIPPED, notice_of

if TYPE_CHECKING:
    from bot.domain.order import Order

DELIVERED = replace(SHIPPED, shipments=(replace(PARCEL, state="delivered", state_at=NOW),))
TABLE: list[tuple[Milestone, Order, str]] = [
    ("confirmed", replace(PLAIN, state="preparing"), "something newer"),
    ("confirmed", SHIPPED, "something newer"),
    ("prepared", SHIPPED, "something newer"),
    ("shipped", DELIVERED, "has arrived"),
    ("shipped", ORDERS["out_for_delivery"], "the parcel is out for delivery by now"),
    ("shipped", ORDERS["lost"], "has arrived, or its journey has ended"),
    ("out_for_delivery", DELIVERED, "has arrived"),
    ("out_for_delivery", ORDERS["ready_for_pickup"], "available for pickup by now"),
    ("ready_for_pickup", DELIVERED, "has arrived"),
    ("delivered", ORDERS["returned"], "the parcel is returned by now"),
    ("attempt_failed", DELIVERED, "has arrived"),
    ("attempt_failed", SHIPPED, "the parcel is in transit by now"),
    ("delayed", DELIVERED, "has arrived"),
    ("delayed", SHIPPED, "no longer late"),
    ("delayed", replace(SHIPPED, shipments=(replace(PARCEL, flags=("delayed",), eta="2026-11-28"),)), "a newer day"),
    ("on_hold", SHIPPED, "in transit by now"),
    ("exception", SHIPPED, "in transit by now"),
    ("stuck", DELIVERED, "has arrived"),
    ("stuck", replace(SHIPPED, shipments=(replace(PARCEL, scan_at=NOW),)), "moved again"),
    ("lost", SHIPPED, "in transit by now"),
    ("returning", ORDERS["returned"], "has arrived"),
    ("payment_failed", replace(ORDERS["payment_failed"], payment="paid"), "paid meanwhile"),
    ("payment_failed", replace(ORDERS["payment_failed"], payment="pending"), "something newer"),
    ("payment_reminder", replace(ORDERS["payment_reminder"], payment="paid"), "paid meanwhile"),
    ("payment_reminder", replace(ORDERS["payment_reminder"], cash_on_delivery=True), "nothing is to be paid"),
    ("cod_confirm", replace(ORDERS["cod_confirm"], state="confirmed"), "nothing left to confirm"),
    ("cod_confirm", replace(ORDERS["cod_confirm"], payment="paid"), "nothing left to confirm"),
    ("invoice", PLAIN, "no longer part of the order"),
    ("credit_note", ORDERS["invoice"], "no longer part of the order"),
    ("review", ORDERS["returned"], "not arrived as a whole"),
    ("review", replace(DELIVERED, payment="refunded"), "something of it went back"),
]


@pytest.mark.parametrize("milestone", MILESTONES)
def test_what_has_just_happened_is_true(milestone: Milestone) -> None:
    assert untrue(notice_of(milestone), ORDERS[milestone]) is None


@pytest.mark.parametrize(("milestone", "now", "why"), TABLE, ids=[f"{milestone}-{number}" for number, (milestone, _, _) in enumerate(TABLE)])
def test_what_has_been_overtaken_is_not_and_says_why(milestone: Milestone, now: Order, why: str) -> None:
    reason = untrue(notice_of(milestone), now)
    assert reason is not None
    assert why in reason


@pytest.mark.parametrize("milestone", MILESTONES)
def test_a_cancellation_ends_everything_but_money_and_papers(milestone: Milestone) -> None:
    reason = untrue(notice_of(milestone), replace(ORDERS[milestone], state="cancelled"))
    assert (reason is None) == (milestone in AFTER_CANCELLATION)


@pytest.mark.parametrize("milestone", sorted(OF_PARCEL))
def test_a_parcel_that_is_gone_has_no_news(milestone: Milestone) -> None:
    assert untrue(notice_of(milestone), replace(ORDERS[milestone], shipments=())) == "the parcel is no longer part of the order"


def test_a_held_invoice_is_true_and_waits() -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, held="not cleared"),))
    assert untrue(notice_of("invoice"), order) is None
    assert held(notice_of("invoice"), order) == "not cleared"
    assert held(notice_of("invoice"), ORDERS["invoice"]) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"payment": "failed"}, True),
        ({"payment": "paid"}, False),
        ({"cash_on_delivery": True}, False),
        ({"state": "cancelled"}, False),
        ({"state": "fulfilled"}, False),
    ],
)
def test_an_order_waits_for_money_or_does_not(changes: dict[str, object], expected: bool) -> None:  # noqa: FBT001 - a table
    assert awaits_payment(replace(ORDERS["payment_reminder"], **changes)) is expected  # type: ignore[arg-type] # real fields


@pytest.mark.parametrize("changes", [{"cash_on_delivery": False}, {"state": "cancelled"}, {"shipments": (PARCEL,)}, {"payment": "paid"}])
def test_what_is_settled_is_not_confirmed(changes: dict[str, object]) -> None:
    assert awaits_confirmation(ORDERS["cod_confirm"])
    assert not awaits_confirmation(replace(ORDERS["cod_confirm"], **changes))  # type: ignore[arg-type] # real fields


def test_an_order_has_arrived_with_its_last_parcel() -> None:
    last = replace(PARCEL, id="2", state="delivered", state_at=NOW - HOUR)
    first = replace(last, id="1", state_at=NOW - DAY)
    assert arrived_at(replace(SHIPPED, shipments=(first, last))) == NOW - HOUR
    assert arrived_at(replace(SHIPPED, shipments=(first, PARCEL))) is None
    assert arrived_at(PLAIN) is None
