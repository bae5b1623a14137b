"""The transcript, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, get_args

import pytest

from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.message import DeliveryState, StatusUpdate

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
LINE = TranscriptEntry(
    id="c:1:cu:1:1",
    conversation_id="c:1:cu",
    customer_id="cu",
    store_id="shop",
    direction="out",
    at=NOW,
    text="طلبك في الطريق 🚚",
    content="text",
    wamid="wamid.1",
    state="accepted",
    rank=RANK["accepted"],
    order_id="shop:1",
    confidence=0.87,
)
STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)


def status(state: DeliveryState | None, wamid: str = "wamid.1") -> tuple[str, StatusUpdate]:
    code = 131_026 if state == "failed" else None
    return LINE.id, StatusUpdate(wamid, state, NOW + 1, LINE.id, error_code=code, error_text="no such user" if code else None)


async def line(database: Database) -> TranscriptEntry:
    return (await database.transcript.get_many([LINE.id]))[LINE.id]


async def test_a_line_comes_back_as_stored_and_a_second_one_changes_nothing(database: Database) -> None:
    await database.transcript.add([LINE])
    await database.transcript.add([replace(LINE, text="other"), replace(LINE, id="in:1", direction="in", wamid=None)])
    assert await line(database) == LINE
    assert await database.transcript.known([LINE.id, "in:1", "in:2"]) == {LINE.id, "in:1"}


@pytest.mark.parametrize("order", list(permutations(("sent", "delivered", "read"))))
async def test_statuses_in_any_order_end_at_the_furthest(database: Database, order: tuple[DeliveryState, ...]) -> None:
    await database.transcript.add([LINE])
    for state in order:
        await database.transcript.apply_statuses([status(state)])
    assert (await line(database)).state == "read"
    assert await database.transcript.ranks([LINE.id, "other"]) == {LINE.id: RANK["read"]}


async def test_statuses_that_arrive_at_once_end_at_the_furthest(database: Database) -> None:
    await database.transcript.add([LINE])
    await asyncio.gather(*(database.transcript.apply_statuses([status(state)]) for state in STATES * 4))
    assert (await line(database)).state == "read"


async def test_a_failure_says_why_and_does_not_hide_a_delivery(database: Database) -> None:
    await database.transcript.add([LINE])
    await database.transcript.apply_statuses([status("failed")])
    assert ((await line(database)).error_code, (await line(database)).reason) == (131_026, "no such user")
    await database.transcript.apply_statuses([status("delivered"), status("failed")])
    assert (await line(database)).state == "delivered"


async def test_a_status_that_is_unknown_or_of_an_unknown_message_changes_nothing(database: Database) -> None:
    await database.transcript.add([LINE])
    await database.transcript.apply_statuses([status(None), ("other", status("read")[1])])
    assert await line(database) == LINE
    assert await database.transcript.known(["other"]) == set()


async def test_the_order_of_a_message_is_found_by_its_wamid(database: Database) -> None:
    await database.transcript.add([LINE])
    assert await database.transcript.order_of("wamid.1") == "shop:1"
    assert await database.transcript.order_of("wamid.2") is None


async def test_a_chat_is_its_newest_lines_in_the_order_in_which_they_were_said(database: Database) -> None:
    lines = [replace(LINE, id=f"l:{n}", at=NOW + (n * 7) % 5) for n in range(5)]
    await database.transcript.add([*lines, replace(LINE, id="x", conversation_id="c:other")])
    assert [entry.at - NOW for entry in await database.transcript.of_conversation("c:1:cu", limit=3)] == [2, 3, 4]
