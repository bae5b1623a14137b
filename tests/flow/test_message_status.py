"""What became of our messages."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.content import TextOut
from bot.domain.delivery import RANK, OutboxItem
from bot.domain.inbox import InboxItem
from bot.domain.message import StatusUpdate, WireIdentity
from bot.flow.lines import accepted
from bot.flow.message_status import Statuses, furthest

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
ITEM = OutboxItem("c:1:0", "answer", "noor", "cu", "c", "n", WireIdentity(wa_id="1"), NOW, NOW, content=TextOut("hi"))


def status(state: str, outbox_id: str | None = "c:1:0", **more: object) -> InboxItem:
    body = {"id": "wamid.1", "status": state, "timestamp": "1760000000", "recipient_id": "966501234567", **more}
    if outbox_id is not None:
        body["biz_opaque_callback_data"] = outbox_id
    whole = {"metadata": {"phone_number_id": "n"}, "contact": None, "status": body}
    return InboxItem(f"wa:wamid.1:{state}", "status", "status:wamid.1", NOW, NOW, "n", json.dumps(whole).encode())


async def state_of(db: Database) -> str | None:
    found = (await db.transcript.get_many(["c:1:0"])).get("c:1:0")
    return found.state if found else None


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
async def test_statuses_commute(database: Database, order: tuple[str, ...]) -> None:
    await database.transcript.add([accepted(ITEM, NOW, "wamid.1")])
    for state in order:
        await Statuses(database).handle([status(state)], NOW)
    assert await state_of(database) == "read"


async def test_failed_after_read_is_still_read(database: Database) -> None:
    await database.transcript.add([accepted(ITEM, NOW, "wamid.1")])
    await Statuses(database).handle([status("read")], NOW)
    await Statuses(database).handle([status("failed", errors=[{"code": 131026, "title": "Undeliverable"}])], NOW)
    assert await state_of(database) == "read"


async def test_a_failure_is_kept_with_its_code(database: Database) -> None:
    await database.transcript.add([accepted(ITEM, NOW, "wamid.1")])
    await Statuses(database).handle([status("failed", errors=[{"code": 131026, "title": "Undeliverable"}])], NOW)
    entry = (await database.transcript.get_many(["c:1:0"]))["c:1:0"]
    assert (entry.state, entry.error_code) == ("failed", 131026)


async def test_a_status_settles_what_is_still_in_the_outbox(database: Database) -> None:
    await database.outbox._collection.insert_one(database.outbox.to_doc(ITEM))  # noqa: SLF001 - only commits write here
    await Statuses(database).handle([status("delivered")], NOW)
    assert await state_of(database) == "delivered"
    assert await database.outbox.get_many(["c:1:0"]) == {}


@pytest.mark.parametrize("outbox_id", [None, "somebody else's"])
async def test_a_status_of_nothing_of_ours_is_kept_aside(database: Database, outbox_id: str | None) -> None:
    item = status("sent", outbox_id)
    await Statuses(database).handle([item], NOW)
    assert await database.events.known([item.id]) == {item.id}


async def test_handled_statuses_leave_the_inbox(database: Database) -> None:
    item = status("sent")
    await database.inbox.add_many([item])
    await Statuses(database).handle([item], NOW)
    assert await database.inbox.waiting(NOW + 1, 10) == []


async def test_an_unreadable_status_is_parked(database: Database) -> None:
    outcome = await Statuses(database).handle([InboxItem("wa:x", "status", "l", NOW, NOW, "n", b'{"status": 3}')], NOW)
    assert [parked.id for parked in outcome.parked] == ["wa:x"]


@given(st.lists(st.sampled_from(["sent", "delivered", "read", "failed", None]), min_size=1))
def test_the_furthest_status_wins_whatever_the_order(states: list[str | None]) -> None:
    updates = [StatusUpdate("w", state, NOW, "o") for state in states]  # type: ignore[arg-type]
    best = furthest(updates)
    known = [state for state in states if state]
    assert (best["o"].state if best else None) == max(known, key=RANK.__getitem__, default=None)
