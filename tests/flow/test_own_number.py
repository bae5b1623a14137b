"""A number that a customer shares is his own, and leads to his orders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.message import Contacts, InboundMessage, SharedContact, Text, WireIdentity
from bot.flow.own_number import own_identity
from tests.flow.conftest import NOW, ON_ITS_WAY, SARA
from tests.flow.test_chat import handle, items, text

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.message import Content
    from bot.flow.converse import Mind

CARD = SharedContact(None, ("+966501234567",), ("966501234567",))
NAMELESS = WireIdentity(bsuid="SA.7")


def sent(content: Content, sender: WireIdentity = NAMELESS) -> InboundMessage:
    return InboundMessage("wamid.1", "n1", sender, NOW, content)


def test_the_number_that_we_asked_for_is_the_senders() -> None:
    assert own_identity(sent(Contacts((CARD,), requested=True))) == WireIdentity("SA.7", "966501234567")


@pytest.mark.parametrize(
    "content",
    [Text("966501234567"), Contacts((CARD,)), Contacts((CARD, CARD), requested=True), Contacts((replace(CARD, wa_ids=()),), requested=True)],
)
def test_nothing_else_is(content: Content) -> None:
    assert own_identity(sent(content)) == NAMELESS


def test_a_known_number_stays() -> None:
    known = WireIdentity("SA.7", "966500000000")
    assert own_identity(sent(Contacts((CARD,), requested=True), known)) == known


async def test_the_orders_under_it_are_found(database: Database, mind: Mind) -> None:
    await database.customers.put_many([replace(SARA, order_ids=("noor:1",))])
    await database.orders.put_many([ON_ITS_WAY])
    nameless: dict[str, object] = {"from_user_id": "SA.7", "from": None}
    card = {"origin": "contact_request", "phones": [{"phone": "+966501234567", "wa_id": "966501234567"}]}
    shared = text("", 1) | nameless | {"type": "contacts", "contacts": [card]}
    await handle(database, mind, items(shared))
    outcome = await handle(database, mind, items(text("where is my order", 2) | nameless))
    assert [(item.customer_id, item.order_id) for item in outcome.outbox] == [("cu:sara", "noor:1")]
