from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from bot.app import database
from bot.connectors.registry import CONNECTORS
from bot.domain.inbox import Parked
from bot.flow.parked import Replayed, replay
from bot.settings import load_settings
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from tests.commands.conftest import Terminal

MESSAGE = Parked("wa:wamid.1", "message", 1_000, "110", "no store has it", b"{}", lane="wa:966", at=900)
CARRIER = b'{"type": "shipment.updated", "timestamp": "2026-01-01T00:00:00Z", "data": {"order": "1042", "state": "in_transit"}}'
UNSPLIT = Parked("standard:noor:msg_1", "event", 1_000, "standard/noor", "not JSON", CARRIER)
GOOD = {"from": "966500000002", "id": "wamid.1", "timestamp": "1454119029", "type": "text", "text": {"body": "hi"}}
BAD = {**GOOD, "id": 5}
STATUS = {"id": "wamid.9", "status": "sent", "timestamp": "1454119029", "recipient_id": "966500000002"}


def webhook(*elements: Mapping[str, object]) -> bytes:
    """Return a webhook body with these messages and statuses."""
    parts = {name: [one for one in elements if ("status" in one) == (name == "statuses")] for name in ("messages", "statuses")}
    change = {"field": "messages", "value": {"metadata": {"phone_number_id": "110"}, **parts}}
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "8856", "changes": [change]}]})


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


async def replayed(db: Database, item: Parked) -> tuple[Replayed, list[InboxItem], list[Parked]]:
    """Park an item and hand it in again; return what came of it, the inbox and what is still parked."""
    await db.parked.add_many([item])
    came_to = await replay(db, item, 5_000, CONNECTORS)
    return came_to, await db.inbox.waiting(10_000, 10), await db.parked.all()


async def test_an_item_goes_back_into_its_lane(database: Database) -> None:
    came_to, (item,), parked = await replayed(database, MESSAGE)
    assert (came_to, parked) == (Replayed(1, ()), [])
    assert (item.id, item.lane, item.at, item.received_at, item.attempts) == ("wa:wamid.1", "wa:966", 900, 5_000, 0)


async def test_an_event_with_its_lane_goes_back_as_it_is(database: Database) -> None:
    _, (item,), _ = await replayed(database, replace(UNSPLIT, lane="order:noor:1042", at=900, body=b"anything"))
    assert (item.id, item.kind, item.lane, item.at, item.body) == ("standard:noor:msg_1", "event", "order:noor:1042", 900, b"anything")


async def test_an_event_that_was_never_split_is_split_now(database: Database) -> None:
    came_to, (item,), _ = await replayed(database, UNSPLIT)
    assert came_to == Replayed(1, ())
    assert (item.id, item.kind, item.source) == ("standard:noor:msg_1", "event", "standard/noor")


async def test_a_time_that_is_missing_is_that_of_the_first_arrival(database: Database) -> None:
    event = b'{"specversion": "1.0", "id": "1", "source": "/shop", "type": "shipment.updated"}'
    _, (item,), _ = await replayed(database, replace(UNSPLIT, body=event, at=900))
    assert (item.at, item.received_at) == (900, 5_000)


async def test_a_whole_body_of_whatsapp_is_split_again(database: Database) -> None:
    came_to, inbox, parked = await replayed(database, Parked("parked:1", "unknown", 1_000, "whatsapp", "a bug", webhook(GOOD, STATUS)))
    assert (came_to, parked) == (Replayed(2, ()), [])
    assert {(item.id, item.kind, item.source) for item in inbox} == {("wa:wamid.1", "message", "110"), ("wa:wamid.9:sent", "status", "110")}


async def test_an_element_that_was_parked_alone_is_split_again(database: Database) -> None:
    (odd,) = split(webhook(BAD), 1_000).parked
    repaired = replace(odd, body=odd.body.replace(b'"id":5', b'"id":"wamid.5"'))
    assert odd.source == "110"
    came_to, (item,), parked = await replayed(database, repaired)
    assert (came_to, parked, item.id) == (Replayed(1, ()), [], "wa:wamid.5")


async def test_what_is_still_malformed_in_a_body_is_parked_alone(database: Database) -> None:
    came_to, (item,), (left,) = await replayed(database, Parked("parked:1", "unknown", 1_000, "whatsapp", "a bug", webhook(GOOD, BAD)))
    assert item.id == "wa:wamid.1"
    assert came_to == Replayed(1, (left,))
    assert (left.error, left.parked_at) == ("id is no valid id", 1_000)


@pytest.mark.parametrize(
    "item",
    [
        Parked("wa:body:1", "unknown", 1_000, "whatsapp", "not JSON", b"{"),
        Parked("standard:noor:msg_2", "event", 1_000, "standard/noor", "not JSON", b"{"),
        Parked("fax:noor:1", "event", 1_000, "fax/noor", "not JSON", b"{}"),
        *split(webhook(BAD), 1_000).parked,
    ],
)
async def test_what_still_can_not_be_read_stays_parked(item: Parked, database: Database) -> None:
    came_to, inbox, parked = await replayed(database, item)
    assert [(left.id, bool(left.error)) for left in came_to.parked] == [(item.id, True)]
    assert (came_to.stored, inbox, parked) == (0, [], [item])


async def test_what_the_inbox_refuses_stays_parked(database: Database) -> None:
    await database.parked.add_many([MESSAGE])
    came_to = await replay(database, replace(MESSAGE, at=2**63), 5_000, CONNECTORS)
    assert [left.id for left in came_to.parked] == [MESSAGE.id]
    assert await database.parked.all() == [MESSAGE]


async def test_replaying_twice_changes_nothing(database: Database) -> None:
    await replayed(database, MESSAGE)
    _, inbox, _ = await replayed(database, MESSAGE)
    assert [item.id for item in inbox] == ["wa:wamid.1"]


@pytest.mark.embedded
def test_the_command_says_what_was_handed_in_and_what_was_not(terminal: Terminal) -> None:
    park(
        terminal,
        Parked("parked:both", "unknown", 1_000, "whatsapp", "a bug", webhook(GOOD, STATUS, BAD)),
        Parked("parked:empty", "unknown", 2_000, "whatsapp", "a bug", b'{"object":"whatsapp_business_account","entry":[]}'),
        replace(MESSAGE, parked_at=3_000),
    )
    assert terminal.wasla("inbox", "replay", "--all") == 1
    both, left, *others = terminal.out.splitlines()
    assert both == "parked:both: handed in again, 2 items"
    assert left.endswith(": still can not be read: id is no valid id")
    assert others == ["parked:empty: there is nothing in it to handle; it is not parked any more", "wa:wamid.1: handed in again"]
    terminal.wasla("inbox", "parked", "--json")
    assert [f"{item['id']}: still can not be read: {item['error']}" for item in json.loads(terminal.out)] == [left]
