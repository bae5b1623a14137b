from __future__ import annotations

import pytest

from bot.connectors.standard import CONNECTOR
from bot.domain.inbox import InboxItem
from bot.domain.store_event import InvoiceEvent, OrderEvent
from bot.errors import Unreadable
from bot.flow.hand_in import Uninteresting, event_item, file_id, file_topic, invoice_document, order_document
from tests.connectors.knocking import NOOR, NOW, event


def handed(document: object, name: str | None = None, topic: str = "") -> InboxItem:
    item = event_item(document, NOOR, NOW, name, topic)
    assert isinstance(item, InboxItem)
    return item


def test_an_order_becomes_the_item_that_a_webhook_would_have_made() -> None:
    item = handed(order_document("1", {"payment": "paid"}, NOW), "order:n")
    assert (item.id, item.lane, item.source, item.at) == ("standard:noor:order:n", "order:noor:1", "standard/noor", NOW)
    assert event(CONNECTOR, item.body) == OrderEvent("noor", "1", NOW, payment="paid")


def test_an_id_in_the_address_wins_over_one_in_the_body() -> None:
    assert handed(order_document("1", {"id": "2", "payment": "paid"}, NOW)).lane == "order:noor:1"


def test_an_invoice_brings_its_file() -> None:
    key = file_id(NOOR, "1", "INV-1", b"%PDF-")
    item = handed(invoice_document("1", "INV-1", {}, NOW), "n", file_topic(key))
    assert event(CONNECTOR, item.body, item.topic) == InvoiceEvent("noor", "1", NOW, "INV-1", document_id=key)


def test_another_file_has_another_id() -> None:
    assert len({file_id(NOOR, ref, number, data) for ref in "12" for number in "12" for data in (b"1", b"2")}) == 8


def test_without_a_name_an_event_is_known_by_what_it_says() -> None:
    first, again, other = (handed(order_document(ref, {"payment": "paid"}, NOW)).id for ref in "112")
    assert (first == again, first == other) == (True, False)


def test_what_says_nothing_is_not_stored() -> None:
    said = event_item({"type": "contact.created", "timestamp": "2026-11-20T09:00:00Z"}, NOOR, NOW, "n")
    assert said == Uninteresting("standard:noor:n", "events of type 'contact.created' are none of ours")


def test_what_can_not_be_read_is_said_at_once() -> None:
    with pytest.raises(Unreadable, match="total"):
        event_item(order_document("1", {"total": "x"}, NOW), NOOR, NOW)
