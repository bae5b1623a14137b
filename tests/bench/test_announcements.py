from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import orjson
import pytest

from bot.bench.announcements import Announcements
from bot.bench.crowd import Asker, crowd
from bot.bench.pacing import until
from bot.bench.questions import Faults
from bot.bench.store_events import STORE_SECRET, StoreEvents
from bot.bench.wall import now
from bot.connectors.registry import CONNECTORS
from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.store_event import OrderEvent
from tests.connectors.knocking import delivery, knock

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bench.stand import Stand
    from bot.db import Database

    from .conftest import FakeBot

SHIPPED = 5


def twice(asker: Asker) -> list[str]:
    return [f"Order {asker.order_number} is on its way"] * 2


def never(_asker: Asker) -> list[str]:
    return []


def another(asker: Asker) -> list[str]:
    return [f"Order {int(asker.order_number) + 1} is on its way"]


def line(asker: Asker, state: str) -> TranscriptEntry:
    """What the bot would have written down about its notice."""
    return TranscriptEntry(f"out:{asker.order_number}", "c", asker.id, "default", "out", 0, "", "template", state=state, rank=RANK[state])


@pytest.fixture
async def shop(stand: Stand, database: Database) -> Announcements:
    await database.transcript.add([line(asker, "read") for asker in stand.askers])
    return Announcements(stand, database)


async def test_a_good_bot_has_no_faults(shop: Announcements) -> None:
    await shop.at_rate(100, SHIPPED / 100)
    assert await shop.drain(30)
    assert (await shop.faults(0.2), len(shop.latencies)) == (Faults(), SHIPPED)
    assert shop.rate > 0


@pytest.mark.parametrize(("replies", "fault"), [(twice, "twice"), (never, "lost"), (another, "wrong")])
async def test_a_bad_bot_is_found_out(shop: Announcements, fake_bot: tuple[FakeBot, int], replies: Callable[[Asker], list[str]], fault: str) -> None:
    fake_bot[0].replies = replies
    await shop.at_rate(100, SHIPPED / 100)
    await shop.drain(1 if fault == "lost" else 30)
    faults = await shop.faults(0.2)
    assert getattr(faults, fault) == faults.total == SHIPPED


async def test_statuses_that_left_no_trace_are_lost(stand: Stand, database: Database) -> None:
    await database.transcript.add([line(asker, "delivered") for asker in stand.askers])
    shop = Announcements(stand, database)
    await shop.at_rate(100, SHIPPED / 100)
    await shop.drain(30)
    assert (await shop.faults(0.2)).lost == SHIPPED


async def test_refused_events_are_no_lost_notices(shop: Announcements, fake_bot: tuple[FakeBot, int]) -> None:
    fake_bot[0].status = 503
    await shop.at_rate(100, SHIPPED / 100)
    assert await shop.drain(30)
    assert ((await shop.faults(0.2)).lost, shop.refused) == (0, SHIPPED)


async def test_the_time_until_a_status_is_written_down_is_sampled(shop: Announcements) -> None:
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(shop.watch())
        await shop.at_rate(1_000, 0.04)
        assert await until(lambda: len(shop.lags) > 0, 30)
        await shop.drain(30)
        watching.cancel()


def test_a_store_event_is_signed_and_understood() -> None:
    asker = crowd(1)[0]
    head, _, body = StoreEvents("store.example", now).shipped(asker).partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert CONNECTORS["standard"].verify(knock(body, headers), [STORE_SECRET]) == f"shipped-{asker.order_number}"
    assert orjson.loads(body)["data"]["order"] == asker.order_number
    assert "standard" in CONNECTORS


async def test_everything_can_be_told_at_once(shop: Announcements) -> None:
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(shop.watch())
        shop.all_at_once()
        assert await shop.drain(30)
        watching.cancel()
    assert (await shop.faults(0.2), len(shop.latencies)) == (Faults(), 50)
    assert min(shop.acknowledged_within, shop.took) > 0


def test_an_order_that_is_placed_is_understood() -> None:
    asker = crowd(1)[0]
    head, _, body = StoreEvents("store.example", now).placed(asker).partition(b"\r\n\r\n")
    assert b"webhook-id: placed-S500000\r\n" in head
    (event,) = CONNECTORS["standard"].parse(delivery(body))  # type: ignore[misc]  # It is no event that is ignored.
    assert isinstance(event, OrderEvent)
    assert (event.number, event.state, event.payment) == ("S500000", "confirmed", "paid")
    assert event.buyer is not None
    assert event.buyer.phone == f"+{asker.wa_id}"
