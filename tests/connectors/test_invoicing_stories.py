"""What an order becomes when an invoicing system or a carrier tells of it, in whatever sequence and however often."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors import aramex, dhl, odoo, stripe, zoho_books
from bot.connectors.base import Ignored
from bot.domain.merge import merge
from bot.domain.milestones import news
from bot.domain.money import Money
from bot.domain.order import Order
from tests.connectors.knocking import NOW, delivery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.connectors.base import Connector

DAY = 24 * 3_600_000
# The shop has told of it long before.
ORDER = Order("noor:NH-1042", "noor", "NH-1042", NOW - 40 * DAY, "confirmed", "pending", Money(18_400, "SAR"))


def fixture(name: str, system: str, /, **changes: object) -> bytes:
    document = json.loads((Path(__file__).parent / system / "fixtures" / f"constructed_{name}.json").read_bytes())
    return json.dumps({**document, **changes}).encode()


@dataclass(frozen=True)
class Story:
    """A system, and everything that it says of one order."""

    connector: Connector[Any]
    contents: tuple[bytes, ...]
    news: frozenset[str]

    def order(self, contents: Iterable[bytes]) -> Order:
        """Return the order after deliveries, which arrive long after what they tell."""
        order = ORDER
        for content in contents:
            found = self.connector.parse(delivery(content, at=NOW + 10 * DAY))
            assert not isinstance(found, Ignored), found.reason
            for event in found:
                order = merge(order, event)
        return order


def _parcel_after(count: int) -> bytes:
    """Return what Aramex answers after so many updates."""
    (entry,) = json.loads(fixture("answer_delivered", "aramex"))["TrackingResults"]
    return json.dumps({"TrackingResults": [{"Key": entry["Key"], "Value": entry["Value"][-count:]}]}).encode()


def _push_after(count: int) -> bytes:
    """Return what DHL pushes after so many events."""
    (shipment,) = json.loads(fixture("push_out_for_delivery", "dhl"))["shipments"]
    events = shipment["events"][-count:]
    return json.dumps({"shipments": [{**shipment, "status": events[0], "events": events}]}).encode()


STORIES = (
    Story(
        stripe.CONNECTOR,
        tuple(
            fixture(name, "stripe")
            for name in ("invoice_finalized", "invoice_payment_failed", "invoice_paid", "credit_note_created", "charge_refunded")
        ),
        frozenset(("invoice", "credit_note", "refunded")),
    ),
    Story(
        odoo.CONNECTOR,
        (
            *(fixture(name, "odoo") for name in ("invoice_waiting", "invoice_posted", "invoice_paid", "credit_note_paid", "transfer_done")),
            # The verdict of ZATCA changes no time of the invoice.
            fixture("invoice_posted", "odoo", l10n_sa_edi_state="to_send"),
        ),
        frozenset(("invoice", "credit_note", "refunded", "shipped")),
    ),
    Story(
        zoho_books.CONNECTOR,
        tuple(fixture(name, "zoho_books") for name in ("invoice_business_pending", "invoice_sent", "invoice_paid", "creditnote_open")),
        frozenset(("invoice", "credit_note")),
    ),
    Story(dhl.CONNECTOR, tuple(_push_after(count) for count in (1, 2, 3, 4)), frozenset(("out_for_delivery",))),
    Story(aramex.CONNECTOR, tuple(_parcel_after(count) for count in (1, 2, 3, 5, 7)), frozenset(("delivered",))),
)
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.connector.name)


def unnamed(order: Order) -> Order:
    return replace(order, shipments=tuple(replace(parcel, id="") for parcel in order.shipments))


@each_story
def test_in_the_end_that_is_news_which_still_holds(story: Story) -> None:
    found = {milestone for milestone, _, _ in news(story.order(story.contents))}
    assert found - {"payment_received", "confirmed"} == story.news


@each_story
@given(data=st.data())
def test_any_sequence_and_repetition_ends_in_the_same_order(story: Story, data: st.DataObject) -> None:
    sequence = data.draw(st.permutations(story.contents))
    again = data.draw(st.lists(st.sampled_from(story.contents), max_size=4))
    assert unnamed(story.order([*sequence, *again])) == unnamed(story.order(story.contents))


@each_story
def test_the_same_delivery_again_changes_nothing(story: Story) -> None:
    order = story.order(story.contents)
    for content in story.contents:
        assert unnamed(story.order([*story.contents, content])) == unnamed(order)


@pytest.mark.parametrize("story", STORIES[3:], ids=lambda story: story.connector.name)
def test_the_last_word_of_a_carrier_makes_good_all_that_got_lost(story: Story) -> None:
    whole, last = story.order(story.contents), story.order(story.contents[-1:])
    assert [parcel.state for parcel in whole.shipments] == [parcel.state for parcel in last.shipments]
    assert [parcel.scan_at for parcel in whole.shipments] == [parcel.scan_at for parcel in last.shipments]


def test_what_the_papers_say_is_kept_as_it_was_issued() -> None:
    order = STORIES[0].order(STORIES[0].contents)
    assert [(invoice.number, invoice.kind, invoice.total) for invoice in order.invoices] == [
        ("NOOR-0007", "invoice", Money(18_400, "SAR")),
        ("NOOR-0007-CN-01", "credit_note", Money(4_600, "SAR")),
    ]
    assert (order.payment, order.refunded) == ("partially_refunded", Money(4_600, "SAR"))


def test_an_invoice_that_waited_for_zatca_is_free_whichever_word_came_last() -> None:
    for story in STORIES[1:3]:
        for contents in (story.contents, story.contents[::-1]):
            assert [invoice.held for invoice in story.order(contents).invoices] == [None, None]
