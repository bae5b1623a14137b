"""Notices on their whole way out: rules, templates as they stand at Meta, the sender, and what the customer's phone gets."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.domain.clock import HOUR
from bot.domain.notice import Notice
from bot.domain.order import Invoice
from bot.domain.rules import QuietHours, StoreRules
from bot.flow.notify import notices_of_change, outbox_item
from bot.flow.rules_book import RulesBook
from bot.flow.send import Claim, Sender
from bot.flow.template_sync import synchronise
from bot.simulator.template_acts import change_templates
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING, SARA, STORE
from tests.flow.staging import CHAT, Held, Stage, staged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.order import Order
    from bot.flow.converse import Mind

BEFORE = replace(PREPARING, id="noor:1", number="NH-1041", customer_id=SARA.id)
OWN, GENERAL = "wasla_order_shipped", "wasla_order_update"
# An hour around now, wherever that is.
QUIET_NOW = QuietHours(0, 24 * 60 - 1)


def made(after: Order, milestone: str = "shipped", language: str = "ar") -> OutboxItem:
    """Return the outbox item of a notice that a change makes."""
    found = notices_of_change(BEFORE, after, NOW)
    notice = next(entry for entry in found if isinstance(entry, Notice) and entry.milestone == milestone)
    item = outbox_item("noor:1:2:0", notice, after, SARA, STORE, NOW, language=language)
    return replace(item, conversation_id=CHAT.id)


class Out:
    """A stage whose sender looks at the rules as the bot does."""

    def __init__(self, stage: Stage, book: RulesBook, sender: Sender) -> None:
        self.stage = stage
        self.book = book
        self.sender = sender

    async def change(self, **wanted: object) -> None:
        """Have Meta change templates, and us read them."""
        change_templates(self.stage.world, wanted)
        await synchronise(self.stage.db, self.sender.client, "w1", NOW)
        await self.book.refresh()

    async def send(self, item: OutboxItem) -> str | None:
        await self.stage.db.outbox.add([item])
        await self.sender.send([item])
        return await self.stage.state(item.id)

    @property
    def sent(self) -> list[str]:
        return [str(one.body.get("template", {}).get("name", one.type)) for one in self.stage.world.sent]  # type: ignore[attr-defined] # JSON


@asynccontextmanager
async def sending(database: Database, mind: Mind, rules: StoreRules) -> AsyncIterator[Out]:
    async with staged(database, mind) as stage:
        book = RulesBook(database, {"noor": rules}, {"noor": "w1"})
        sender = Sender(database, stage.sender.client, {"noor": STORE}, mind, lambda: NOW, Claim("me", Held(), 1_000), rules=book.rules_of)
        await synchronise(database, sender.client, "w1", NOW)
        await book.refresh()
        yield Out(stage, book, sender)


@pytest_asyncio.fixture
async def out(database: Database, mind: Mind) -> AsyncIterator[Out]:
    """A customer who wrote long ago, and a store whose checkout asks for consent."""
    async with sending(database, mind, StoreRules(checkout_collects_consent=True)) as made_out:
        await database.conversations.put_many([replace(CHAT, last_inbound_at=NOW - 30 * HOUR, consents=())])
        yield made_out


async def test_outside_the_window_a_template_and_inside_it_plain_words(out: Out) -> None:
    assert await out.send(made(ON_ITS_WAY)) == "accepted"
    await out.stage.db.conversations.put_many([replace(CHAT, last_inbound_at=NOW - 1)])
    assert await out.send(replace(made(ON_ITS_WAY), id="noor:1:3:0")) == "accepted"
    assert out.sent == [OWN, "interactive"]


async def test_a_paused_template_gives_way_to_the_general_one(out: Out) -> None:
    await out.change(name=OWN, status="PAUSED")
    assert await out.send(made(ON_ITS_WAY)) == "accepted"
    assert out.sent == [GENERAL]


async def test_when_both_are_paused_it_is_skipped_with_the_reason(out: Out) -> None:
    await out.change(name=[OWN, GENERAL], status="PAUSED")
    assert await out.send(made(ON_ITS_WAY)) == "skipped"
    reason = (await out.stage.line("noor:1:2:0")).reason or ""
    assert "wasla_order_shipped in ar is PAUSED: Meta lets it go by itself" in reason
    assert out.stage.world.refused == []


async def test_other_variables_at_meta_are_found_before_anything_is_sent(out: Out) -> None:
    await out.change(name=[OWN, GENERAL], body="Your order {{number}} has left our shop and is on its way.")
    assert await out.send(made(ON_ITS_WAY)) == "skipped"
    assert "has other variables or buttons at Meta (number, QUICK_REPLY)" in ((await out.stage.line("noor:1:2:0")).reason or "")
    assert out.stage.world.refused == []


async def test_order_news_turned_to_marketing_is_not_sent_as_such(out: Out) -> None:
    await out.change(name=OWN, category="MARKETING")
    await out.send(made(ON_ITS_WAY))
    assert out.sent == [GENERAL]


async def test_the_pdf_of_an_invoice_goes_in_the_head_of_its_template(out: Out) -> None:
    order = replace(BEFORE, invoices=(Invoice("INV-9", NOW, None, "noor/9.pdf"),))
    await out.stage.db.orders.put_many([order])
    await out.stage.db.documents.put("noor/9.pdf", "Invoice-9.pdf", "application/pdf", b"%PDF-1.4")
    assert await out.send(made(order, "invoice")) == "accepted"
    assert out.sent == ["wasla_order_invoice_pdf"]
    assert "INV-9.pdf" in str(out.stage.world.sent[-1].body)


async def test_without_consent_nobody_is_told(database: Database, mind: Mind) -> None:
    async with sending(database, mind, StoreRules()) as out:
        await database.conversations.put_many([replace(CHAT, consents=())])
        assert await out.send(made(ON_ITS_WAY)) == "skipped"
        assert ((await out.stage.line("noor:1:2:0")).reason or "").startswith("no consent")


@pytest.mark.parametrize(("through", "state"), [((), "queued"), (("shipped",), "accepted")])
async def test_in_quiet_hours_a_notice_waits_unless_the_store_lets_it_through(
    database: Database, mind: Mind, through: tuple[str, ...], state: str
) -> None:
    rules = StoreRules(checkout_collects_consent=True, quiet=QUIET_NOW, through_quiet=frozenset(through))  # type: ignore[arg-type] # milestones
    async with sending(database, mind, rules) as out:
        assert await out.send(made(ON_ITS_WAY)) == state
        if state == "queued":
            waiting = await out.stage.waiting("noor:1:2:0")
            assert NOW < waiting.due_at < NOW + 24 * HOUR
            assert waiting.reason == "quiet hours in Asia/Riyadh"
