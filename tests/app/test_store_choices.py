"""What a store has chosen in the console counts in the bot that is started next, and in what it says."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.app import clock
from bot.db.desk import Filters
from bot.domain.clock import MINUTE, from_instant
from bot.domain.hours import Span
from bot.domain.staff import StaffMember, staff_id
from bot.domain.store_choices import StoreChoices, WeekHours, with_switch, with_words
from bot.flow.store_choices import StoreBook
from tests.app.conftest import until
from tests.app.test_console import come_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

pytestmark = pytest.mark.embedded
WORDS = "Hooray: your order {order} of {store} has left with {carrier} and comes on {eta}, we think."


def chosen(choices: StoreChoices) -> StoreChoices:
    """Return choices of a shop where nobody is before the day after tomorrow."""
    opens = (from_instant(clock()).weekday() + 3) % 7
    week = WeekHours(tuple((Span(540, 1020),) if day == opens else () for day in range(7)))
    choices = replace(choices, hours=week, away={"en": "Back soon, God willing."})
    return with_switch(with_words(choices, "shipped", "en", WORDS), "delivered", wanted=False)


@pytest_asyncio.fixture
async def bot(start: Start, settings: Settings) -> AsyncIterator[Bot]:
    """A bot that was started after somebody had chosen."""
    async with start(settings) as before:
        await StoreBook(before.db, [shop.store for shop in settings.stores]).change("noor", chosen)
    async with start(settings) as after:
        yield after


async def hears(bot: Bot, words: str) -> None:
    """Wait until Sara's phone shows some words."""

    async def shown() -> bool:
        return any(words in message.body.replace("\u2068", "").replace("\u2069", "") for message in bot.phone("sara").messages)

    await until(shown)


async def test_who_asks_for_a_person_hears_when_somebody_answers_and_the_flag_stays(bot: Bot) -> None:
    bot.phone("sara").says("I want to talk to a human")
    await hears(bot, "Back soon, God willing.")

    async def reasons() -> bool:
        return [entry.reason for entry in (await bot.db.desk.queue(Filters("flagged"), clock(), 9)).entries] == ["asked_for_person"]

    await until(reasons)


async def test_a_notice_is_said_in_the_chosen_words_and_another_one_not_at_all(bot: Bot) -> None:
    bot.phone("sara").says("hello")
    # Only once she is answered is her window open.
    await hears(bot, "welcome to Noor Home")
    await bot.order("NH-1")
    parcel = {"order": "NH-1", "tracking_number": "T1", "carrier": "Aramex"}
    await bot.event("shipment.updated", {**parcel, "status": "in_transit"})
    await hears(bot, "Hooray: your order NH-1 of Noor Home has left with Aramex")
    await bot.event("shipment.updated", {**parcel, "status": "delivered"})

    async def skipped() -> bool:
        return any(one["skipped"] == "the store has switched this notice off" for one in await bot.db.ledger.of_order("noor:NH-1"))

    await until(skipped)


async def test_what_is_changed_in_the_console_counts_in_the_bot_at_once(bot: Bot) -> None:
    mona = StaffMember(staff_id("mona@noor.example"), "mona@noor.example", "Mona", "admin", 0)
    await come_in(bot, mona)
    here = f"{bot.url}/console/admin/notices/shipped"
    async with bot.session.get(f"{here}?store=noor&lang=en") as page:
        text = await page.text()
    assert WORDS in unescape(text)
    csrf = text.partition('name="csrf" value="')[2].partition('"')[0]
    async with bot.session.post(f"{here}/switch", data={"csrf": csrf, "store": "noor", "on": "0"}) as page:
        assert "This notice is switched off" in await page.text()
    await bot.order("NH-1")
    await bot.event("shipment.updated", {"order": "NH-1", "tracking_number": "T1", "status": "in_transit"})

    async def skipped() -> bool:
        return any(one["skipped"] for one in await bot.db.ledger.of_order("noor:NH-1") if one["milestone"] == "shipped")

    await until(skipped)


async def test_a_job_beside_the_bot_runs_with_what_was_chosen(bot: Bot) -> None:
    bot.phone("sara").says("I want to talk to a human")
    await hears(bot, "Back soon, God willing.")
    # Nobody is there, so nobody is waited for.
    assert await bot.run_job("escalate", clock() + 20 * MINUTE) == 0
