from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.app import database
from bot.commands.replay import replay
from bot.domain.inbox import Parked
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from tests.commands.conftest import Terminal

MESSAGE = Parked("wa:wamid.1", "message", 1_000, "110", "no store has it", b"{}", lane="wa:966", at=900)
CARRIER = b'{"type": "shipment.updated", "timestamp": "2026-01-01T00:00:00Z", "data": {"order": "1042", "state": "in_transit"}}'
UNSPLIT = Parked("standard:noor:msg_1", "event", 1_000, "standard/noor", "not JSON", CARRIER)


def park(terminal: Terminal, *items: Parked) -> None:
    async def keep() -> None:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            await opened.parked.add_many(items)

    asyncio.run(keep())


@pytest.mark.embedded
def test_an_empty_list_is_still_json(terminal: Terminal) -> None:
    assert terminal.wasla("inbox", "parked", "--json") == 0
    assert json.loads(terminal.out) == []


@pytest.mark.embedded
def test_parked_items_are_listed_shown_and_handed_in_again(terminal: Terminal) -> None:
    park(terminal, MESSAGE)
    terminal.wasla("inbox", "parked", "--json")
    assert [(item["id"], item["error"]) for item in json.loads(terminal.out)] == [("wa:wamid.1", "no store has it")]
    terminal.wasla("inbox", "show", "wa:wamid.1")
    assert "parked_at  1970-01-01T00:00:01+00:00" in terminal.out
    assert terminal.wasla("inbox", "replay", "--all") == 0
    terminal.wasla("inbox", "parked")
    assert terminal.out == "Nothing is parked.\n"


@pytest.mark.embedded
def test_credentials_are_not_needed_to_look(terminal: Terminal) -> None:
    terminal.environ = {"WASLA_DATA_DIR": terminal.environ["WASLA_DATA_DIR"]}
    assert terminal.wasla("inbox", "parked") == 0


@pytest.mark.embedded
def test_an_id_that_is_not_parked_is_named(terminal: Terminal) -> None:
    assert terminal.wasla("inbox", "show", "wa:x") == 1
    assert "nothing is parked under 'wa:x'" in terminal.errors


async def replayed(db: Database, item: Parked) -> tuple[str | None, list[InboxItem], list[Parked]]:
    """Park an item and hand it in again; return the reason against it, the inbox and what is still parked."""
    await db.parked.add_many([item])
    reason = await replay(db, item, 5_000)
    return reason, await db.inbox.waiting(10_000, 10), await db.parked.all()


async def test_an_item_goes_back_into_its_lane(database: Database) -> None:
    reason, (item,), parked = await replayed(database, MESSAGE)
    assert (reason, parked) == (None, [])
    assert (item.id, item.lane, item.at, item.received_at, item.attempts) == ("wa:wamid.1", "wa:966", 900, 5_000, 0)


async def test_an_event_that_was_never_split_is_split_now(database: Database) -> None:
    reason, (item,), _ = await replayed(database, UNSPLIT)
    assert reason is None
    assert (item.id, item.kind, item.source) == ("standard:noor:msg_1", "event", "standard/noor")


@pytest.mark.parametrize(
    "item",
    [
        Parked("wa:body:1", "unknown", 1_000, "whatsapp", "not JSON", b"{"),
        Parked("standard:noor:msg_2", "event", 1_000, "standard/noor", "not JSON", b"{"),
        Parked("fax:noor:1", "unknown", 1_000, "fax/noor", "not JSON", b"{}"),
    ],
)
async def test_what_still_can_not_be_read_stays_parked(item: Parked, database: Database) -> None:
    reason, inbox, parked = await replayed(database, item)
    assert reason
    assert (inbox, parked) == ([], [item])


async def test_replaying_twice_changes_nothing(database: Database) -> None:
    await replayed(database, MESSAGE)
    _, inbox, _ = await replayed(database, MESSAGE)
    assert [item.id for item in inbox] == ["wa:wamid.1"]
