"""Sending, against the offline WhatsApp over a real socket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio

from bot.domain.content import ButtonsOut, DocumentOut, TextOut
from bot.domain.message import InboundMessage, Text, WireIdentity
from bot.domain.notice import Notice, ledger_key
from bot.flow.send import Claim, Sender
from bot.whatsapp.client import GraphClient, GraphNumber
from tests.flow.conftest import NOW, STORE
from tests.flow.staging import CHAT, ITEM, Stage, staged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.flow.converse import Mind


@pytest_asyncio.fixture
async def stage(database: Database, mind: Mind) -> AsyncIterator[Stage]:
    """A number's sender with an open window to one customer."""
    async with staged(database, mind) as made:
        yield made


async def test_what_is_sent_leaves_the_outbox_and_stands_in_the_transcript(stage: Stage) -> None:
    await stage.send(ITEM)
    assert [(sent.text, sent.outbox_id) for sent in stage.world.sent] == [("hi", "c:1:0")]
    assert await stage.state() == "accepted"
    assert await stage.db.outbox.get_many(["c:1:0"]) == {}


async def test_one_customers_messages_go_in_order(stage: Stage) -> None:
    await stage.send(*(replace(ITEM, id=f"c:{n}:0", content=TextOut(str(n))) for n in range(5)))
    assert [sent.text for sent in stage.world.sent] == ["0", "1", "2", "3", "4"]


async def test_what_stands_in_the_transcript_is_not_sent_again(stage: Stage) -> None:
    await stage.send(ITEM)
    await stage.send(ITEM)
    assert len(stage.world.sent) == 1
    assert await stage.db.outbox.get_many(["c:1:0"]) == {}


async def test_what_another_sender_has_claimed_is_left_to_him(stage: Stage) -> None:
    await stage.send(replace(ITEM, state="sending", claim="another"))
    assert stage.world.sent == []
    assert await stage.state() == "sending"


async def test_without_the_lease_nothing_is_sent(stage: Stage) -> None:
    stage.lease.held = False
    await stage.send(ITEM)
    assert stage.world.sent == []
    assert await stage.state() == "queued"


async def test_no_answer_is_an_unknown_outcome_with_a_deadline(stage: Stage) -> None:
    stage.world.set_switches(drop_next=1)
    (report,) = await stage.send(ITEM)
    assert report.unknown
    item = (await stage.db.outbox.get_many(["c:1:0"]))["c:1:0"]
    assert (item.state, item.doubted_at, item.deadline_at) == ("unknown", NOW, NOW + 1_000)


async def test_what_follows_an_unknown_outcome_waits(stage: Stage) -> None:
    stage.world.set_switches(drop_next=1)
    reports = await stage.send(ITEM, replace(ITEM, id="c:2:0"))
    assert [report.unknown for report in reports] == [True, False]
    assert reports[1].again_at == NOW + 5_000


@pytest.mark.parametrize(("code", "state"), [(131026, "failed"), (190, "queued"), (130429, "queued")])
async def test_a_refusal_is_recorded_with_its_code_or_tried_again(stage: Stage, code: int, state: str) -> None:
    stage.world.set_switches(fail_next={"count": 1, "code": code})
    await stage.send(ITEM)
    assert await stage.state() == state


async def test_a_graph_that_can_not_be_reached_is_tried_again(stage: Stage, mind: Mind) -> None:
    async with aiohttp.ClientSession() as session:
        client = GraphClient(session, GraphNumber("n1", "w1", "token", "secret", "http://127.0.0.1:9", "v26.0"))
        stage.sender = Sender(stage.db, client, {"noor": STORE}, mind, lambda: NOW, Claim("me", stage.lease, 1_000))
        await stage.send(ITEM)
    assert await stage.state() == "queued"


async def test_what_is_above_the_limits_fails_with_a_sentence_and_the_next_goes(stage: Stage) -> None:
    await stage.send(replace(ITEM, content=ButtonsOut("x", ())), replace(ITEM, id="c:2:0"))
    assert await stage.state() == "failed"
    assert await stage.state("c:2:0") == "accepted"


async def test_what_is_no_longer_wanted_is_skipped_with_its_reason(stage: Stage) -> None:
    await stage.db.conversations.put_many([replace(CHAT, owner="staff")])
    await stage.send(ITEM)
    line = (await stage.db.transcript.get_many(["c:1:0"]))["c:1:0"]
    assert (line.state, line.reason) == ("skipped", "a person has taken over the conversation")


async def test_a_document_is_uploaded_once(stage: Stage) -> None:
    await stage.db.documents.put("d", "Invoice.pdf", "application/pdf", b"%PDF-1.4")
    document = DocumentOut("d", "Invoice.pdf")
    await stage.send(replace(ITEM, content=document))
    await stage.send(replace(ITEM, id="c:2:0", content=document))
    ids = [sent.body["document"]["id"] for sent in stage.world.sent]  # type: ignore[index]
    assert len(ids) == 2
    assert len(set(ids)) == 1


async def test_a_document_that_is_gone_fails_with_a_sentence(stage: Stage) -> None:
    await stage.send(replace(ITEM, content=DocumentOut("d", "Invoice.pdf")))
    assert await stage.state() == "failed"


@pytest.mark.parametrize(("last_inbound_at", "kind"), [(NOW - 1, "interactive"), (1, "template")])
async def test_a_notice_is_free_form_inside_the_window_and_a_template_outside(stage: Stage, last_inbound_at: int, kind: str) -> None:
    await stage.db.conversations.put_many([replace(CHAT, last_inbound_at=last_inbound_at)])
    notice = replace(
        ITEM,
        kind="notice",
        content=None,
        notice=Notice(ledger_key("noor:1", "shipped", "T1", 1, "cu:sara"), "shipped", "noor:1", "T1"),
        order_id="noor:1",
    )
    await stage.send(notice)
    assert [sent.type for sent in stage.world.sent] == [kind]
    assert await stage.state() == "accepted"


async def test_a_receipt_is_sent_and_its_failure_is_let_go(stage: Stage) -> None:
    message = InboundMessage("wamid.strange", "n1", WireIdentity(wa_id="966501234567"), NOW, Text("hi"))
    await stage.sender.receipt(message, typing=True)
    assert stage.world.receipts == []
