from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given

from bot.connectors import stripe
from bot.connectors.stripe import CONNECTOR
from bot.connectors.stripe.mapping import _READERS, _SAID_OTHERWISE
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated
from tests.connectors.stripe.events import EVENTS, ORDER, SECRET, body, changed, signed
from tests.connectors.telling import through_the_door, told

LIFE = [
    body(f"constructed_{name}")
    for name in ("invoice_finalized", "invoice_payment_failed", "invoice_paid", "credit_note_created", "charge_refunded", "refund_created")
]
README = (Path(stripe.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_an_event_waits_in_the_lane_of_its_order() -> None:
    (item,) = CONNECTOR.split(knock(LIFE[0]), "evt_1").items
    assert (item.id, item.lane, item.source, item.at) == ("stripe:noor:evt_1", f"order:noor:{ORDER}", "stripe/noor", 1_795_000_061_000)


def test_an_event_of_no_order_has_a_lane_of_its_own_and_the_time_of_its_arrival() -> None:
    (item,) = CONNECTOR.split(knock(b'{"type": "ping", "data": {"object": {}}}'), "evt_1").items
    assert (item.lane, item.at) == ("event:stripe:noor:evt_1", NOW)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"type": "a"}'])
def test_what_is_no_event_is_kept_aside(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert (len(taken.items), len(taken.parked)) == (0, 1)


def test_the_customer_hears_of_each_step_once() -> None:
    assert told(CONNECTOR, [(content, "") for content in (*LIFE, *LIFE)]).heard == (
        "invoice",
        "payment_failed",
        "confirmed",
        "payment_received",
        "credit_note",
        "refunded",
    )


def test_the_order_knows_all_of_it_in_the_end() -> None:
    order = told(CONNECTOR, [(content, "") for content in LIFE]).order
    assert ([invoice.number for invoice in order.invoices], order.payment) == (["NOOR-0007", "NOOR-0007-CN-01"], "partially_refunded")


def test_an_invoice_that_is_voided_before_it_is_told_is_never_sent() -> None:
    voided, final = body("constructed_invoice_voided"), LIFE[0]
    assert told(CONNECTOR, [(voided, ""), (final, "")]).heard == ()


def test_what_comes_through_the_door_is_what_was_sent() -> None:
    item, events = through_the_door(CONNECTOR, LIFE[0], [SECRET], signed(LIFE[0]))
    assert (item, events[0].order_ref) == ("stripe:noor:evt_invoice_finalized", ORDER)


@given(mutated(EVENTS))
def test_one_value_gone_wrong_is_unreadable_at_worst(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    with contextlib.suppress(Unreadable):
        CONNECTOR.parse(delivery(content))


@given(VALUES)
def test_any_object_is_unreadable_at_worst(value: object) -> None:
    for type_ in _READERS:
        about = {"object": value, "previous_attributes": value}
        for content in (
            json.dumps(value).encode(),
            json.dumps({"type": type_, "data": about}).encode(),
            changed("constructed_invoice_finalized", type_=type_, total=value),
        ):
            CONNECTOR.split(knock(content), "d1")
            with contextlib.suppress(Unreadable):
                CONNECTOR.parse(delivery(content))


@pytest.mark.parametrize("type_", [*_READERS, *_SAID_OTHERWISE])
def test_the_manual_names_every_event(type_: str) -> None:
    assert f"`{type_}`" in README


@pytest.mark.parametrize("option", CONNECTOR.options.model_fields)
def test_the_manual_names_every_option(option: str) -> None:
    assert f"| `{option}` |" in README
