"""A flagged conversation, from the customer's words to the desk and back, through a whole bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from bot.app import clock
from bot.db.desk import Filters
from bot.domain.clock import HOUR, MINUTE
from bot.domain.delivery import Author
from bot.flow.handoff.desk import Done, HelpDesk
from bot.whatsapp.signature import sign
from tests.app.conftest import NOOR, SARA, until

if TYPE_CHECKING:
    from bot.domain.desk import DeskEntry
    from tests.app.conftest import Bot

pytestmark = pytest.mark.embedded
LINA = Author("s:lina", "Lina")


async def queue(bot: Bot) -> tuple[DeskEntry, ...]:
    return (await bot.db.desk.queue(Filters("flagged"), clock(), 9)).entries


async def flagged(bot: Bot) -> DeskEntry:
    """Have Sara ask for a person, and return the line that follows from it."""
    bot.phone("sara").says("I want to talk to a human")
    await until(lambda: queue(bot))
    (entry,) = await queue(bot)
    return entry


async def test_who_asks_for_a_person_is_on_the_desk_and_heard_of_when_nobody_comes(bot: Bot) -> None:
    entry = await flagged(bot)
    assert (entry.reason, entry.name, entry.owner) == ("asked_for_person", "Sara", "bot")
    assert [await bot.run_job("escalate", clock() + minutes * MINUTE) for minutes in (1, 20, 21)] == [0, 1, 0]
    assert "conversation.escalated" in {event.type for event in await bot.db.outgoing.of_store("noor")}


async def test_a_person_takes_over_answers_and_the_bot_comes_back_after_silence(bot: Bot) -> None:
    entry = await flagged(bot)
    desk = HelpDesk(bot.db, {shop.store.id: shop.store for shop in bot.settings.stores}, bot.mind.catalogues)
    assert isinstance(await desk.take_over(entry.id, LINA, clock()), Done)
    bot.phone("sara").says("hello")

    async def waits() -> bool:
        return (await bot.db.desk.get_many([entry.id]))[entry.id].preview == "hello"

    await until(waits)
    assert await bot.run_job("hand_back", clock() + 13 * HOUR) == 1
    (line,) = (await bot.db.desk.get_many([entry.id])).values()
    assert (line.owner, line.assignee, line.state) == ("bot", None, "open")


async def test_who_answers_in_the_business_app_has_taken_over(bot: Bot) -> None:
    entry = await flagged(bot)
    echo = {"from": NOOR.display_phone_number, "to": SARA.wa_id, "id": "wamid.echo", "timestamp": str(clock() // 1000), "type": "text"}
    metadata = {"display_phone_number": NOOR.display_phone_number, "phone_number_id": NOOR.phone_number_id}
    value = {"messaging_product": "whatsapp", "metadata": metadata, "message_echoes": [{**echo, "text": {"body": "I'll call you"}}]}
    change = {"field": "smb_message_echoes", "value": value}
    body = orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "210000000000001", "changes": [change]}]})
    assert await bot.post("/webhooks/whatsapp", body, {"X-Hub-Signature-256": sign(body, NOOR.app_secret)}) == 200

    async def taken() -> bool:
        return (await bot.db.desk.get_many([entry.id]))[entry.id].owner == "staff"

    await until(taken)
    assert (await bot.db.desk.get_many([entry.id]))[entry.id].preview == "I'll call you"
