"""Every notice as the bot sends it, before the offline Cloud API: it is taken, and the phone shows what was meant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import document_of
from bot.domain.message import WireIdentity
from bot.domain.rules import StoreRules
from bot.flow.look_again import Go, Surroundings, look_again
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.whatsapp.bodies import message_body
from tests.domain.notices import MILESTONES, NOW, ORDERS, PAPER, PLAIN, notice_of
from tests.flow.conftest import SARA as CUSTOMER
from tests.flow.conftest import STORE
from tests.flow.test_look_again import CHAT, CLOSED, item_of

if TYPE_CHECKING:
    from bot.domain.content import OutContent
    from bot.domain.conversation import Conversation
    from bot.domain.notice import Milestone
    from bot.domain.order import Order

    from .conftest import Sim, StartSim

CATALOGUES = Catalogues.load(data_folder("locales"))
TO = WireIdentity(wa_id="966511111111")


def content(milestone: Milestone, order: Order, chat: Conversation, language: str) -> OutContent:
    around = Surroundings(STORE, chat, CUSTOMER, order, StoreRules(checkout_collects_consent=True))
    found = look_again(item_of(milestone, order, language), around, CATALOGUES, NOW)
    assert isinstance(found, Go), found
    return found.content


@pytest.fixture
async def shop(start_sim: StartSim) -> Sim:
    """A shop with all of our templates, and a customer who has just written."""
    sim = await start_sim(templates=template_definitions(CATALOGUES))
    sim.phone("sara").says("hello")
    return sim


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("chat", [CHAT, replace(CLOSED, consents=CHAT.consents)], ids=["open", "closed"])
async def test_every_notice_is_taken(shop: Sim, chat: Conversation, language: str) -> None:
    for milestone in MILESTONES:
        body = message_body(content(milestone, ORDERS[milestone], chat, language), TO, outbox_id=milestone)
        answer = await shop.graph("POST", "100/messages", json=body)
        assert answer.status == 200, (milestone, answer.json)
    seen = [message for message in shop.phone("sara").messages if message.sender == "business"]
    assert len(seen) == len(MILESTONES)
    assert all("#1001" in message.body and "{{" not in message.body for message in seen)


@pytest.mark.parametrize("milestone", ["invoice", "credit_note"])
@pytest.mark.parametrize("chat", [CHAT, CLOSED], ids=["open", "closed"])
async def test_a_paper_is_taken_with_its_file(shop: Sim, chat: Conversation, milestone: Milestone) -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, kind=milestone, document_id="noor/7.pdf"),))  # type: ignore[arg-type] # both are kinds
    said = content(milestone, order, chat, "en")
    assert document_of(said) == "noor/7.pdf"
    item = shop.world.media.put("100", b"%PDF-1.4", "application/pdf", "x.pdf")
    answer = await shop.graph("POST", "100/messages", json=message_body(said, TO, outbox_id="x", media_id=item.id))
    assert answer.status == 200, answer.json
    assert shop.phone("sara").messages[-1].media is not None


async def test_a_tap_on_a_template_comes_back_with_the_order(shop: Sim) -> None:
    said = content("attempt_failed", ORDERS["attempt_failed"], CLOSED, "en")
    await shop.graph("POST", "100/messages", json=message_body(said, TO, outbox_id="x"))
    buttons = shop.phone("sara").messages[-1].buttons or []
    assert [button["id"] for button in buttons] == [f"order:noura:1|{intent}" for intent in ("delivery_time", "pickup_point", "talk_to_human")]
    assert notice_of("attempt_failed").order_id == "noura:1"
