"""Alerts, on every kind of server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.alerts import Alerts
from bot.domain.alert import alert

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.domain.alert import Alert

NOW = 1_760_000_000_000
ID = "noor:number_stopped:n1"


async def one(db: Database) -> Alert:
    return (await db.alerts.get_many([ID]))[ID]


async def test_an_alert_that_comes_again_counts_and_says_the_newest(database: Database) -> None:
    await database.alerts.put([alert("noor", "number_stopped", "n1", "the token", NOW)])
    await database.alerts.put([alert("noor", "number_stopped", "n1", "the policy", NOW + 5)])
    found = await one(database)
    assert (found.first_at, found.last_at, found.count, found.text, found.closed_at) == (NOW, NOW + 5, 2, "the policy", None)


async def test_a_closed_alert_is_not_open_and_one_that_comes_back_begins_anew(database: Database) -> None:
    await database.alerts.put([alert("noor", "number_stopped", "n1", "the token", NOW)] * 2)
    await database.alerts.close([ID, "noor:other:x"], NOW + 9)
    assert (await one(database)).closed_at == NOW + 9
    assert await database.alerts.open_of("noor") == []
    await database.alerts.put([alert("noor", "number_stopped", "n1", "the token", NOW + 20)])
    found = await one(database)
    assert (found.first_at, found.count, found.closed_at) == (NOW + 20, 1, None)


async def test_a_store_sees_its_own_open_alerts_the_newest_first(database: Database) -> None:
    await database.alerts.put([alert("noor", "template", name, "", NOW + n) for n, name in enumerate("ab")])
    await database.alerts.put([alert("other", "template", "c", "", NOW)])
    assert [found.subject for found in await database.alerts.open_of("noor")] == ["b", "a"]


async def test_a_kind_that_a_newer_release_has_written_is_passed_over(motor_database: AsyncIOMotorDatabase[Document]) -> None:
    alerts = Alerts(motor_database["alerts"])
    await alerts.put([alert("noor", "number_stopped", "n1", "the token", NOW)])
    doc = await motor_database["alerts"].find_one({"_id": ID})
    assert doc is not None
    await motor_database["alerts"].insert_one({**doc, "_id": "noor:of_tomorrow:x", "kind": "of_tomorrow"})
    assert [found.id for found in await alerts.open()] == [found.id for found in await alerts.open_of("noor")] == [ID]
    assert list(await alerts.get_many([ID, "noor:of_tomorrow:x"])) == [ID]
