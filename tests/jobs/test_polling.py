from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Call, Connector, Ignored, Options, Polled, Split
from bot.domain.clock import HOUR
from bot.errors import FetchFailed
from bot.jobs.polling import FIRST_LOOK, OVERLAP, Polling, Source
from tests.jobs.test_stuck_parcels import NOW, ORDER, PARCEL, STORE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from bot.connectors.base import Response
    from bot.db import Database
    from bot.domain.inbox import InboxItem


async def nowhere(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    json: object = None,
    data: bytes | None = None,
) -> Response:
    raise FetchFailed(f"{method} {url}: {headers} {params} {json} {data!r}")


class Far:
    """A system that is asked: it remembers what it was asked for."""

    def __init__(self, *found: Polled) -> None:
        self.found = found
        self.asked: list[tuple[int, tuple[str, ...]]] = []
        self.firsts: list[bool] = []
        self.broken = False
        self.again = True

    async def poll(self, call: Call[Options], since: int) -> AsyncIterator[Polled]:
        self.asked.append((since, call.parcels))
        self.firsts.append(call.first)
        for one in self.found:
            yield one
        if self.broken:
            raise FetchFailed("no answer", again=self.again)

    def source(self, role: str = "store") -> Source:
        connector: Connector[Options] = Connector(
            "far",
            "Aramex",
            role,  # type: ignore[arg-type]  # The roles of the table below.
            verify=lambda _knock, _secrets: "",
            split=lambda _knock, _id: Split(),
            parse=lambda _delivery: Ignored("nothing"),
            poll=self.poll,
        )
        return Source(connector, STORE, Options(), ("key",))


class Hands:
    """Takes what is handed in."""

    def __init__(self) -> None:
        self.items: list[InboxItem] = []

    async def __call__(self, items: Sequence[InboxItem]) -> None:
        self.items.extend(items)


ONE = Polled("1@5", "order:noor:1", b"{}", "order", NOW - 5)


async def test_what_is_found_is_handed_in_like_a_delivery(database: Database) -> None:
    hands = Hands()
    assert await Polling(database, nowhere, [Far(ONE).source()], hands).run(NOW) == 1
    (item,) = hands.items
    assert (item.id, item.lane, item.source, item.topic, item.at) == ("far:noor:poll:1@5", "order:noor:1", "far/noor", "order", NOW - 5)


async def test_each_run_begins_a_little_before_the_last_one(database: Database) -> None:
    far = Far()
    polling = Polling(database, nowhere, [far.source()], Hands())
    await polling.run(NOW)
    await polling.run(NOW + HOUR)
    assert [since for since, _ in far.asked] == [NOW - FIRST_LOOK - OVERLAP, NOW - OVERLAP]


async def test_what_a_failure_left_out_is_asked_for_again(database: Database) -> None:
    far, well, hands = Far(ONE), Far(replace(ONE, key="2")), Hands()
    far.broken = True
    polling = Polling(database, nowhere, [far.source(), replace(well.source(), store=replace(STORE, id="dar"))], hands)
    assert await polling.run(NOW) == 1
    far.broken = False
    await polling.run(NOW + HOUR)
    assert far.asked[1][0] == NOW + HOUR - FIRST_LOOK - OVERLAP


@pytest.mark.parametrize(("role", "parcels"), [("carrier", ("T1",)), ("store", ())])
async def test_a_carrier_is_asked_for_the_parcels_that_are_under_way(database: Database, role: str, parcels: tuple[str, ...]) -> None:
    far = Far()
    moving = replace(PARCEL, carrier="ARAMEX Express", scan_at=NOW - 1)
    others = (replace(moving, id="T2", carrier="DHL", tracking_number="T2"), replace(moving, id="T3", state="delivered", tracking_number="T3"))
    await database.orders.put_many([replace(ORDER, shipments=(moving,)), replace(ORDER, id="noor:2", number="2", shipments=others)])
    await Polling(database, nowhere, [far.source(role)], Hands()).run(NOW)
    assert far.asked == [(NOW - FIRST_LOOK - OVERLAP, parcels)]


async def test_only_the_first_look_is_at_the_past(database: Database) -> None:
    far = Far()
    polling = Polling(database, nowhere, [far.source()], Hands())
    far.broken = True
    await polling.run(NOW)
    far.broken = False
    await polling.run(NOW)
    await polling.run(NOW)
    assert far.firsts == [True, True, False]


async def test_a_key_that_is_refused_is_an_alert_until_it_is_taken_again(database: Database) -> None:
    far = Far()
    polling = Polling(database, nowhere, [far.source()], Hands())
    far.broken = True
    await polling.run(NOW)
    assert await database.alerts.open_of("noor") == []
    far.again = False
    await polling.run(NOW)
    (alert,) = await database.alerts.open_of("noor")
    assert (alert.kind, alert.subject, alert.text) == ("connector", "far/noor", "Aramex could not be asked what has changed: no answer")
    far.broken = False
    await polling.run(NOW + HOUR)
    assert await database.alerts.open_of("noor") == []
