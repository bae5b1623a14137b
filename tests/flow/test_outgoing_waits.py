"""How long a receiver may ask us to wait: what he says is a wish, and nobody else's events suffer from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.connectors.base import Response
from bot.domain.clock import DAY, MINUTE, SECOND
from bot.domain.outgoing import PAUSES, OutgoingEvent, after_attempt
from bot.flow.outgoing import Receiver, TellOthers
from tests.connectors.answering import Far

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_795_000_000_000
EVENT = OutgoingEvent("e:1", "noor", "message.failed", NOW, {"id": "o:1"}, NOW)
RECEIVER = Receiver("https://erp.example/hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def wishing(status: int, wish: str) -> Far:
    """Return a receiver that answers everything with one status and one wish."""
    return Far((Response(status, CIMultiDict({"Retry-After": wish}), b""),))


async def told(db: Database, far: Far, *events: OutgoingEvent) -> dict[str, OutgoingEvent]:
    await db.outgoing.add(events)
    await TellOthers(db, far, {"noor": RECEIVER}).run(NOW)
    for one in far.asked:
        assert (one.method, one.url, one.params, one.json) == ("POST", RECEIVER.url, {}, None)
        assert one.data
    return {event.id: event for event in await db.outgoing.of_store("noor")}


@pytest.mark.parametrize(
    ("wish", "wait"),
    [
        ("", 5 * SECOND),
        ("1", 5 * SECOND),
        ("600", 10 * MINUTE),
        ("999999999", DAY),
        ("9" * 30, 5 * SECOND),
        ("9" * 5_000, 5 * SECOND),
        ("-5", 5 * SECOND),
        ("1e9", 5 * SECOND),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 5 * SECOND),
    ],
)
async def test_a_wish_counts_from_the_next_pause_up_to_a_day(wish: str, wait: int, database: Database) -> None:
    found = await told(database, wishing(503, wish), EVENT)
    assert (found["e:1"].due_at, found["e:1"].state) == (NOW + wait, "waiting")


async def test_an_odd_wish_keeps_no_other_event_back(database: Database) -> None:
    far = wishing(503, "9" * 5_000)
    found = await told(database, far, EVENT, replace(EVENT, id="e:2"))
    assert sorted(one.headers["webhook-id"] for one in far.asked) == ["e:1", "e:2"]
    assert {event.attempts for event in found.values()} == {1}


async def test_a_wish_of_somebody_who_took_it_is_no_wish(database: Database) -> None:
    found = await told(database, wishing(204, "60"), EVENT)
    assert (found["e:1"].state, await database.outgoing.due(NOW + 2 * DAY, 9)) == ("delivered", [])


@given(st.none() | st.integers(100, 599), st.none() | st.integers(0, 10**12), st.integers(0, 12))
def test_every_attempt_settles_it_or_leads_to_another_within_a_day(status: int | None, wish: int | None, attempts: int) -> None:
    verdict = after_attempt(replace(EVENT, attempts=attempts), status, wish, NOW)
    assert (verdict.state == "waiting") == (verdict.again_at is not None)
    assert verdict.again_at is None or NOW + PAUSES[0] <= verdict.again_at <= NOW + DAY
    assert not verdict.closed or verdict.state == "failed"
