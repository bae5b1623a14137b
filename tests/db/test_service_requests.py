"""What customers ask of a shop's people, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.versioned import Change
from bot.domain.conversation import Conversation
from bot.domain.request import Request

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
CANCEL = Request("r:1", "noor", "c:110:cu:1", "cu:1", "cancel", NOW, "noor:1", "please cancel", ("in:wamid.1",))


async def ask(database: Database, *requests: Request) -> None:
    chat = Conversation("c:110:cu:1", "noor", "cu:1", "110", version=1)
    pending = {"service_requests": [database.service_requests.to_doc(request) for request in requests]}
    await database.conversations.finish(await database.conversations.commit([Change(chat, pending=pending)]))


async def test_a_request_comes_back_as_it_was_made(database: Database) -> None:
    await ask(database, CANCEL)
    assert await database.service_requests.get_many(["r:1", "r:2"]) == {"r:1": CANCEL}


async def test_a_store_sees_those_that_wait_the_oldest_first(database: Database) -> None:
    accepted = replace(CANCEL, id="r:0", at=NOW - 1, state="accepted")
    await ask(database, CANCEL, accepted, replace(CANCEL, id="r:2", state="done"), replace(CANCEL, id="r:3", store_id="dar"))
    assert await database.service_requests.of_store("noor") == [accepted, CANCEL]
    assert await database.service_requests.of_store("noor", limit=1) == [accepted]


async def test_of_two_people_who_settle_it_the_first_one_does(database: Database) -> None:
    await ask(database, CANCEL)
    settled = [await database.service_requests.resolve(CANCEL, outcome, "Sorry!", NOW + 5) for outcome in ("refused", "done")]
    found = (await database.service_requests.get_many(["r:1"]))["r:1"]
    assert settled == [True, False]
    assert (found.state, found.outcome, found.resolved_at, found.text) == ("refused", "Sorry!", NOW + 5, "please cancel")


async def test_what_was_accepted_may_still_be_done(database: Database) -> None:
    await ask(database, CANCEL)
    await database.service_requests.resolve(CANCEL, "accepted", "", NOW)
    accepted = (await database.service_requests.get_many(["r:1"]))["r:1"]
    assert await database.service_requests.resolve(accepted, "done", "Done.", NOW + 1)
    assert await database.service_requests.of_store("noor") == []
