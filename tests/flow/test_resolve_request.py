"""What the shop's people have decided, and that the customer hears of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.versioned import Change
from bot.domain.clock import DAY
from bot.domain.content import TextOut
from bot.domain.conversation import Conversation
from bot.domain.delivery import OutboxItem
from bot.domain.request import Outcome, Request, RequestState
from bot.flow.resolve_request import Resolved, Unresolved, resolve_request
from bot.flow.write_to import Unwritten
from tests.flow.conftest import NOW, PREPARING, SARA, STORE

if TYPE_CHECKING:
    from bot.db import Database
    from bot.flow.converse import Mind

CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", language="en", last_inbound_at=NOW - 9, version=1)
REQUEST = Request("request:1", "noor", CHAT.id, "cu:sara", "cancel", NOW - 9, order_id="noor:2", text="please cancel")


async def stage(db: Database) -> None:
    await db.customers.put_many([SARA])
    await db.orders.put_many([PREPARING])
    change = Change(CHAT, (), {"service_requests": [db.service_requests.to_doc(REQUEST)]})
    await db.conversations.finish(await db.conversations.commit([change]))


async def resolve(db: Database, mind: Mind, outcome: Outcome = "accepted", text: str = "", now: int = NOW) -> Resolved | Unresolved:
    return await resolve_request(db, "request:1", outcome, text, store=STORE, catalogues=mind.catalogues, now=now)


def words(resolved: Resolved | Unresolved) -> str:
    assert isinstance(resolved, Resolved)
    assert isinstance(resolved.told, OutboxItem)
    assert isinstance(resolved.told.content, TextOut)
    return resolved.told.content.body


@pytest.mark.parametrize(("outcome", "said"), [("accepted", "has agreed"), ("refused", "can't do this"), ("done", "It's done")])
async def test_the_customer_hears_the_outcome(database: Database, mind: Mind, outcome: Outcome, said: str) -> None:
    await stage(database)
    told = words(await resolve(database, mind, outcome, "Sorry for the wait!"))
    assert said in told
    assert "NH-1042" in told
    assert "Sorry for the wait!" in told


async def test_the_outcome_is_kept(database: Database, mind: Mind) -> None:
    await stage(database)
    await resolve(database, mind, "refused", "too late")
    (kept,) = (await database.service_requests.get_many(["request:1"])).values()
    assert (kept.state, kept.outcome, kept.resolved_at) == ("refused", "too late", NOW)
    assert await database.service_requests.of_store("noor") == []


async def test_the_same_call_again_says_nothing_twice(database: Database, mind: Mind) -> None:
    await stage(database)
    first, second = await resolve(database, mind), await resolve(database, mind)
    assert words(first) == words(second)
    assert list(await database.outbox.get_many(["request:1:accepted"])) == ["request:1:accepted"]


async def test_what_was_agreed_may_be_done_later(database: Database, mind: Mind) -> None:
    await stage(database)
    await resolve(database, mind, "accepted")
    assert await database.service_requests.of_store("noor")
    assert "done" in words(await resolve(database, mind, "done"))


@pytest.mark.parametrize("final", ["refused", "done"])
async def test_what_is_settled_stays_settled(database: Database, mind: Mind, final: Outcome) -> None:
    await stage(database)
    await resolve(database, mind, final)
    assert await resolve(database, mind, "accepted") == Unresolved(f"the request is {final} already")


async def test_outside_the_window_it_is_settled_and_nobody_is_told(database: Database, mind: Mind) -> None:
    await stage(database)
    resolved = await resolve(database, mind, now=NOW + 2 * DAY)
    assert isinstance(resolved, Resolved)
    assert resolved.request.state == "accepted"
    assert isinstance(resolved.told, Unwritten)


async def test_who_saw_it_as_it_was_before_a_colleague_decided_is_told_who_that_was(database: Database, mind: Mind) -> None:
    await stage(database)

    async def by(person: str, outcome: Outcome, seen: RequestState = "open") -> Resolved | Unresolved:
        return await resolve_request(database, "request:1", outcome, "", store=STORE, catalogues=mind.catalogues, now=NOW, by=person, seen=seen)

    first, again = await by("s:lina", "accepted"), await by("s:lina", "accepted")
    assert isinstance(first, Resolved)
    assert isinstance(again, Resolved)
    assert (first.changed, again.changed, first.request.decided_by) == (True, False, "s:lina")
    for outcome in ("accepted", "refused", "done"):
        assert await by("s:omar", outcome) == Unresolved("the request is accepted already", "s:lina")
    assert isinstance(await by("s:omar", "done", "accepted"), Resolved)


async def test_another_stores_request_is_unknown(database: Database, mind: Mind) -> None:
    await stage(database)
    other = replace(STORE, id="souk")
    found = await resolve_request(database, "request:1", "done", "", store=other, catalogues=mind.catalogues, now=NOW)
    assert found == Unresolved("there is no request request:1")
