"""Customers of two stores write to one bot: each is answered by his store's number, and everything is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.conversation import conversation_id
from tests.app.conftest import DAR, NOOR, SARA, until
from tests.crash.conftest import free_port

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import TranscriptEntry
    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

pytestmark = pytest.mark.embedded


async def chat(bot: Bot) -> tuple[Conversation, list[TranscriptEntry]]:
    """Return the chat with Sara and its lines."""
    status, found = await bot.api("GET", "/conversations", params={"phone": f"+{SARA.wa_id}"})
    assert status == 200, found
    key = found["conversations"][0]["id"]
    return (await bot.db.conversations.get_many([key]))[key], await bot.db.transcript.of_conversation(key)


async def test_each_store_answers_with_its_own_number_and_name(bot: Bot) -> None:
    bot.phone("sara").says("hello")
    bot.phone("omar").says("hello")
    sent = {one.to: one for one in await bot.world.wait_for(2, timeout=30)}
    assert {who: one.phone_number_id for who, one in sent.items()} == {"sara": NOOR.phone_number_id, "omar": DAR.phone_number_id}
    assert ("Noor Home" in (sent["sara"].text or ""), "Dar & Date" in (sent["omar"].text or "")) == (True, True)


async def test_a_question_is_answered_from_the_order_and_marked_as_read(bot: Bot) -> None:
    await bot.order("NH-1")
    await bot.event("shipment.updated", {"order": "NH-1", "status": "in_transit", "tracking_number": "T1", "carrier": "Aramex"})
    asked = bot.phone("sara").says("where is my order")
    await bot.world.wait_for(lambda sent: any("NH-1" in (one.text or "") and "Aramex" in (one.text or "") for one in sent), timeout=30)

    async def marked() -> bool:
        return asked.id in {receipt.message_id for receipt in bot.world.receipts}

    await until(marked)


async def test_what_was_said_and_what_became_of_it_stands_in_the_transcript(bot: Bot) -> None:
    bot.phone("sara").says("hello")
    await bot.world.wait_for(1, timeout=30)
    await bot.world.postman.settled()

    async def delivered() -> bool:
        return [line.state for line in (await chat(bot))[1]] == [None, "delivered"]

    await until(delivered)
    stored, lines = await chat(bot)
    assert [(line.direction, line.understood) for line in lines] == [("in", "greeting"), ("out", None)]
    assert (stored.store_id, stored.phone_number_id) == ("noor", NOOR.phone_number_id)


async def test_a_customer_of_one_store_is_a_stranger_to_the_other(bot: Bot) -> None:
    bot.phone("sara").says("hello")
    await bot.world.wait_for(1, timeout=30)
    assert (await bot.api("GET", "/conversations", params={"phone": f"+{SARA.wa_id}"}))[0] == 200
    assert (await bot.api("GET", "/conversations", "dar", params={"phone": f"+{SARA.wa_id}"}))[0] == 404


async def test_a_notice_goes_out_as_a_template_where_nobody_has_written(bot: Bot) -> None:
    await bot.order("NH-1")
    await bot.event("shipment.updated", {"order": "NH-1", "status": "out_for_delivery", "tracking_number": "T1"})
    sent = await bot.world.wait_for(lambda sent: any("out_for_delivery" in str(one.body) for one in sent), timeout=30)
    assert {one.type for one in sent} == {"template"}


async def test_a_bot_that_only_takes_in_leaves_the_work_to_another(start: Start, settings: Settings) -> None:
    async with start(settings.model_copy(update={"role": "web"})) as bot:
        bot.phone("sara").says("hello")
        await bot.world.postman.settled()
        assert [item.kind for item in await bot.db.inbox.waiting(2**52, 9)] == ["message"]
        assert bot.world.sent == []
    async with start(settings) as bot:
        assert [one.to for one in await bot.world.wait_for(1, timeout=30)] == ["sara"]


async def test_one_process_takes_in_and_another_works(start: Start, settings: Settings) -> None:
    async with start(settings.model_copy(update={"role": "worker", "port": free_port()})) as worker:
        asked = [(await worker.get(path))[0] for path in ("/livez", "/readyz", "/metrics", "/webhooks/whatsapp", "/console/", "/api/docs")]
        assert asked == [200, 200, 200, 404, 404, 404]
        async with start(settings.model_copy(update={"role": "web"})) as web:
            web.phone("sara").says("hello")
            assert [one.to for one in await web.world.wait_for(1, timeout=30)] == ["sara"]
            assert (await web.get("/console/"))[0] == 401


async def test_what_is_under_way_when_it_stops_is_said_once(start: Start, settings: Settings) -> None:
    async with start(settings) as bot:
        bot.world.set_switches(latency_ms=[300, 300])
        bot.phone("sara").says("hello")
        await until(lambda: bot.db.outbox.all_of(NOOR.phone_number_id, 9))
    async with start(settings) as bot:
        await bot.world.wait_for(1, timeout=30)
        await bot.world.postman.settled()
        await until(lambda: nothing_waits(bot))
    assert len(bot.world.sent) == 1


async def nothing_waits(bot: Bot) -> bool:
    return await bot.db.outbox.all_of(NOOR.phone_number_id, 9) == []


async def test_the_chat_is_found_under_the_id_of_the_number(bot: Bot) -> None:
    bot.phone("sara").says("hello")
    await bot.world.wait_for(1, timeout=30)
    stored, _ = await chat(bot)
    assert stored.id == conversation_id(NOOR.phone_number_id, stored.customer_id)
