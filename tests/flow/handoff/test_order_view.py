"""What the shop's people see of an order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.db.records import Unsaid
from bot.domain.clock import DAY, HOUR
from bot.domain.conversation import Conversation, Said
from bot.domain.delivery import Author, Letter, OutboxItem, TranscriptEntry
from bot.domain.message import WireIdentity
from bot.domain.money import Money
from bot.domain.notice import Milestone, Notice, ledger_key
from bot.domain.order import Invoice, Order, Refund, Shipment
from bot.domain.request import Request
from bot.flow.handoff.order_view import Happened, Sources, queued_ids, sendable, shown, timeline, web_address
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING

CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1")
TWO = replace(ON_ITS_WAY, shipments=(*ON_ITS_WAY.shipments, Shipment("T2", "delivered", NOW - HOUR, "SMSA", "T2", flags=("delayed",), scan_at=NOW)))
CANCEL = Request("r:1", "noor", CHAT.id, "cu:sara", "cancel", NOW, order_id="noor:2")


def line(milestone: Milestone | None = "shipped", **more: object) -> TranscriptEntry:
    entry = TranscriptEntry("o:1", CHAT.id, "cu:sara", "noor", "out", NOW, "words", "text", state="read", order_id="noor:1", milestone=milestone)
    return replace(entry, **more)  # type: ignore[arg-type]


def queued(reason: str | None, milestone: Milestone = "invoice", subject: str = "INV-1") -> OutboxItem:
    notice = Notice("k", milestone, "noor:1", subject)
    return OutboxItem("o:2", "notice", "noor", "cu:sara", CHAT.id, "n1", WireIdentity(wa_id="1"), NOW, NOW + 5, notice=notice, reason=reason)


def notices(*lines: TranscriptEntry, order: Order = ON_ITS_WAY) -> list[Happened]:
    return [one for one in timeline(Sources(order, lines)) if one.kind == "notice"]


def told(one: Happened) -> tuple[str, str | None, str | None, str | None]:
    return one.what, one.state, one.why, one.instead


def test_what_has_happened_is_told_the_newest_first() -> None:
    found = [(one.at, one.kind, one.what, one.about) for one in timeline(Sources(ON_ITS_WAY))]
    assert found == [
        (NOW, "parcel", "in_transit", ""),
        (NOW - DAY, "invoice", "invoice", "INV-1"),
        (NOW - 2 * DAY, "payment", "paid", ""),
        (NOW - 2 * DAY, "order", "placed", ""),
    ]


def test_of_several_parcels_each_has_its_place() -> None:
    found = {(one.kind, one.what, one.about) for one in timeline(Sources(TWO))}
    assert {("parcel", "in_transit", "1"), ("parcel", "delivered", "2"), ("trouble", "delayed", "2")} <= found


def test_money_that_went_back_is_told_once_with_its_amount() -> None:
    order = replace(PREPARING, payment="refunded", refunds=(Refund("r", NOW, Money(500, "SAR")),), state="cancelled", state_at=NOW - 1)
    found = [(one.kind, one.what, one.amount) for one in timeline(Sources(order)) if one.at >= NOW - 1]
    assert found == [("refund", "refunded", Money(500, "SAR")), ("order", "cancelled", None)]


def test_a_notice_that_was_said_has_its_ticks_and_the_parcel_it_was_about() -> None:
    letter = Letter("notice", "n1", WireIdentity(wa_id="1"), NOW, notice=Notice("k", "delivered", "noor:1", "T2"))
    (one,) = notices(line("delivered", letter=letter), order=TWO)
    assert (told(one), one.about) == (("delivered", "read", None, None), "2")


def test_an_answer_about_the_order_is_no_notice() -> None:
    assert notices(line(None), line(direction="in", milestone=None)) == []


@pytest.mark.parametrize(
    ("state", "reason", "why", "instead"),
    [
        ("superseded", "replaced by the notice delivered of the same order (noor:1:2:0)", "merged", "delivered"),
        ("superseded", "replaced by the notice of another day of the same order", "merged", None),
        ("superseded", "it has been paid meanwhile", "overtaken", None),
        ("skipped", "the store has switched this notice off", "off", None),
        ("skipped", "nobody knows", "other", None),
    ],
)
def test_a_notice_that_was_not_said_has_its_reason(state: str, reason: str, why: str, instead: str | None) -> None:
    (one,) = notices(line(state=state, reason=reason))
    assert (told(one), one.sentence) == (("shipped", state, why, instead), reason)


def test_a_notice_that_failed_has_metas_code() -> None:
    (one,) = notices(line(state="failed", reason="not on WhatsApp", error_code=131026))
    assert (one.code, one.sentence, one.why) == (131026, "not on WhatsApp", None)


@pytest.mark.parametrize(
    ("reason", "waits"),
    [(None, "turn"), ("quiet hours in Asia/Riyadh", "quiet"), ("the PDF of the invoice is still being fetched", "paper"), ("Graph is slow", "other")],
)
def test_a_notice_that_waits_says_what_for(reason: str | None, waits: str) -> None:
    (one,) = (one for one in timeline(Sources(ON_ITS_WAY, waiting=[queued(reason)])) if one.kind == "notice")
    assert (one.state, one.waits, one.until, one.about) == ("waiting", waits, NOW + 5, "INV-1")


def test_what_was_decided_against_is_there_with_the_parcel_that_it_was_about() -> None:
    key = ledger_key("noor:1", "shipped", "T2", 1, "cu:sara")
    found = timeline(Sources(TWO, unsaid=[Unsaid("shipped", "it happened too long ago to be news", key, NOW + 1)]))
    assert (told(found[0]), found[0].about) == (("shipped", "skipped", "stale", None), "2")


def test_what_people_did_has_their_name() -> None:
    by = Author("s:1", "Lina")
    note = line(None, direction="desk", content="note", text="ask him", by=by)
    again = line(None, direction="desk", content="marker", text="resent", detail="invoice", by=by)
    other = line(None, direction="desk", content="marker", text="taken_over", by=by)
    found = [(one.kind, one.what, one.about, one.by) for one in timeline(Sources(PREPARING, [note, again, other])) if one.by]
    assert found == [("note", "note", "ask him", "Lina"), ("again", "invoice", "", "Lina")]


def test_what_is_true_can_be_told_again_the_furthest_first() -> None:
    assert [(one.milestone, one.about, one.value) for one in sendable(TWO)] == [
        ("delivered", "2", "delivered:T2"),
        ("shipped", "1", "shipped:T1"),
        ("invoice", "INV-1", "invoice:INV-1"),
    ]


def test_an_invoice_that_is_held_and_an_order_without_a_customer_can_not_be_told() -> None:
    held = replace(ON_ITS_WAY, invoices=(Invoice("INV-1", NOW, held="waits for the authority"),))
    assert "invoice" not in [one.milestone for one in sendable(held)]
    assert sendable(replace(ON_ITS_WAY, customer_id=None)) == ()


def test_what_still_waits_is_looked_up_by_the_ids_that_the_changes_of_the_order_made() -> None:
    ids = queued_ids(replace(ON_ITS_WAY, version=40))
    assert {"noor:1:40:0", "noor:1:16:7", "noor:1:40:1~2"} <= set(ids)
    assert ("noor:1:15:0" in ids, len(ids), queued_ids(ON_ITS_WAY)) == (False, 400, ())


def test_the_order_that_is_asked_for_goes_before_the_one_somebody_has_to_decide_on_and_the_one_spoken_of() -> None:
    orders, spoken = [PREPARING, ON_ITS_WAY], replace(CHAT, said=Said("d", order_id="noor:1"))
    assert shown(orders, "noor:1", CHAT, [CANCEL]) == ON_ITS_WAY
    assert shown(orders, None, replace(CHAT, focus_order="noor:1"), [CANCEL]) == PREPARING
    assert shown(orders, "noor:9", spoken, [replace(CANCEL, state="done")]) == ON_ITS_WAY


def test_else_it_is_the_newest_that_is_open() -> None:
    arrived = replace(PREPARING, state="closed")
    assert shown([arrived, ON_ITS_WAY], None, CHAT, []) == ON_ITS_WAY
    assert (shown([arrived], None, CHAT, []), shown([], None, CHAT, [])) == (arrived, None)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "//x.example", "", None])
def test_only_addresses_of_the_web_are_linked_to(text: str | None) -> None:
    assert web_address("https://x.example/1") == "https://x.example/1"
    assert web_address(text) is None
