"""What follows from what became of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.happening import Alarm, Failed, Happening, MediaLost, NumberResumed, NumberStopped, OptedOut, Unreachable
from bot.flow.consequences import Consequences, remedy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.conversation import Conversation

NOW = 1_760_000_000_000
WHO = ("noor", "cu", "c", "n1")


def failed(item: str = "notice", *, in_doubt: bool = False) -> Failed:
    return Failed(*WHO, "o:1:0", item, "noor:1", 131026, "gone", NOW, in_doubt)  # type: ignore[arg-type]


async def chat(db: Database) -> Conversation | None:
    return (await db.conversations.get_many(["c"])).get("c")


async def test_nothing_follows_from_nothing(database: Database) -> None:
    heard: list[Happening] = []

    async def listen(happenings: Sequence[Happening]) -> None:
        heard.extend(happenings)

    await Consequences(database, listen).of([])
    assert heard == []
    await Consequences(database, listen).of([failed()])
    assert heard == [failed()]


@pytest.mark.parametrize(("in_doubt", "reason"), [(False, "failed_message"), (True, "unknown_outcome")])
async def test_a_person_is_to_look_at_what_failed(database: Database, in_doubt: bool, reason: str) -> None:  # noqa: FBT001 - a column
    await Consequences(database).of([failed(in_doubt=in_doubt)])
    found = await chat(database)
    assert found is not None
    assert found.flag is not None
    assert (found.flag.reason, found.flag.error_code) == (reason, 131026)


async def test_nobody_need_look_at_a_survey_that_failed(database: Database) -> None:
    await Consequences(database).of([failed("survey")])
    assert await chat(database) is None


async def test_several_things_about_one_customer_are_one_change(database: Database) -> None:
    await Consequences(database).of([OptedOut(*WHO, "marketing", "no", NOW), Unreachable(*WHO, NOW), failed()])
    found = await chat(database)
    assert found is not None
    assert (found.version, found.unreachable_at, [word.given for word in found.consents]) == (1, NOW, [False])


async def test_a_stop_that_many_messages_met_is_one_alert(database: Database) -> None:
    stop = NumberStopped("noor", "n1", 190, "the access token has expired", NOW)
    await Consequences(database).of([stop] * 5)
    (alert,) = await database.alerts.open_of("noor")
    assert (alert.count, "new access token" in alert.text) == (1, True)
    await Consequences(database).of([NumberResumed("noor", "n1", NOW + 5)])
    assert await database.alerts.open_of("noor") == []


async def test_alarms_of_one_kind_and_subject_are_one_alert(database: Database) -> None:
    await Consequences(database).of([Alarm("noor", "daily_limit", "n1", "full", NOW)] * 3 + [Alarm("noor", "template", "x", "bad", NOW)])
    assert sorted((alert.kind, alert.count) for alert in await database.alerts.open_of("noor")) == [("daily_limit", 1), ("template", 1)]


async def test_an_upload_that_meta_lost_is_forgotten(database: Database) -> None:
    await database.media.put("n1", "invoice", "m", NOW * 2)
    await Consequences(database).of([MediaLost("n1", "invoice")])
    assert await database.media.get("n1", "invoice", NOW) is None


@pytest.mark.parametrize(("code", "words"), [(190, "access token"), (219, "system user"), (131042, "payment"), (4711, "WhatsApp Manager")])
def test_each_stop_says_what_to_do(code: int, words: str) -> None:
    assert words in remedy(code)
