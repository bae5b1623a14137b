"""Unknown outcomes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import TextOut
from bot.domain.delivery import OutboxItem
from bot.domain.inbox import InboxItem
from bot.domain.message import WireIdentity
from bot.flow.consequences import Consequences
from bot.flow.settle import LONGEST_SILENCE, judge, restart_deadlines, settle

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
ITEM = OutboxItem("c:1:0", "answer", "noor", "cu", "c", "n", WireIdentity(wa_id="1"), NOW, NOW, content=TextOut("hi"))
SENDING = replace(ITEM, state="sending", claim="somebody")
UNKNOWN = replace(ITEM, state="unknown", doubted_at=NOW - 100, deadline_at=NOW)


def test_what_nobody_is_sending_any_more_becomes_unknown() -> None:
    assert judge([SENDING], NOW, frozenset(), "staff").orphaned == ("c:1:0",)


def test_what_is_being_sent_is_left_alone() -> None:
    verdict = judge([SENDING, ITEM], NOW, frozenset({"c:1:0"}), "staff")
    assert verdict == judge([], NOW, frozenset(), "staff")


def test_before_its_deadline_an_unknown_item_waits() -> None:
    assert judge([UNKNOWN], NOW - 1, frozenset(), "staff") == judge([], NOW, frozenset(), "staff")


def test_an_answer_is_resent_once() -> None:
    assert judge([UNKNOWN], NOW, frozenset(), "staff").resend == ("c:1:0",)
    assert judge([replace(UNKNOWN, resent=True)], NOW, frozenset(), "staff").resend == ()


@pytest.mark.parametrize(("setting", "resent"), [("staff", 0), ("resend", 1)])
def test_a_notice_goes_where_the_setting_says(setting: str, resent: int) -> None:
    verdict = judge([replace(UNKNOWN, kind="notice")], NOW, frozenset(), "resend" if setting == "resend" else "staff")
    assert len(verdict.resend) == resent
    assert len(verdict.give_up) == 1 - resent


async def stored(db: Database, *items: OutboxItem) -> None:
    await db.outbox._collection.insert_many([db.outbox.to_doc(item) for item in items])  # noqa: SLF001 - only commits write here


async def act(db: Database, now: int) -> OutboxItem | None:
    items = await db.outbox.all_of("n", 10)
    await settle(db, items, now, active=frozenset(), deadline=100, notices="staff")
    return (await db.outbox.get_many(["c:1:0"])).get("c:1:0")


async def test_the_way_of_an_answer_whose_sender_died(database: Database) -> None:
    await stored(database, SENDING)
    states = [await act(database, NOW), await act(database, NOW + 99), await act(database, NOW + 100)]
    assert [item.state for item in states if item] == ["unknown", "unknown", "queued"]
    assert states[-1] is not None
    assert states[-1].resent


async def test_nothing_is_decided_while_statuses_wait_to_be_read(database: Database) -> None:
    await stored(database, UNKNOWN)
    await database.inbox.add_many([InboxItem("wa:1:sent", "status", "l", NOW, NOW, "n", b"{}")])
    item = await act(database, NOW + 5_000)
    assert item is not None
    assert item.state == "unknown"
    await database.inbox.remove(["wa:1:sent"])
    item = await act(database, NOW + 5_000)
    assert item is not None
    assert item.state == "queued"


async def test_what_is_given_up_stands_in_the_transcript_with_the_reason(database: Database) -> None:
    await stored(database, replace(UNKNOWN, kind="notice"))
    assert await act(database, NOW) is None
    entry = (await database.transcript.get_many(["c:1:0"]))["c:1:0"]
    assert entry.state == "failed"
    assert "no answer" in (entry.reason or "")


async def test_deadlines_begin_anew_after_an_outage(database: Database) -> None:
    await stored(database, UNKNOWN)
    await restart_deadlines(database, [UNKNOWN], NOW + 3_600_000, 100)
    assert await act(database, NOW + 3_600_099) is not None
    item = await act(database, NOW + 3_600_100)
    assert item is not None
    assert item.state == "queued"


async def test_while_no_status_comes_at_all_nothing_is_decided_for_half_an_hour(database: Database) -> None:
    await stored(database, UNKNOWN)
    late = NOW + LONGEST_SILENCE
    for now, heard_at in ((NOW + 500, NOW - 100), (late, NOW - 100)):
        await settle(database, [UNKNOWN], now, active=frozenset(), deadline=100, notices="staff", heard_at=heard_at)
    assert (await database.outbox.get_many(["c:1:0"]))["c:1:0"].state == "unknown"
    await settle(database, [UNKNOWN], late + 1, active=frozenset(), deadline=100, notices="staff", heard_at=NOW - 100)
    assert (await database.outbox.get_many(["c:1:0"]))["c:1:0"].state == "queued"


async def test_a_status_of_another_message_proves_that_we_would_have_heard(database: Database) -> None:
    await stored(database, UNKNOWN)
    await settle(database, [UNKNOWN], NOW, active=frozenset(), deadline=100, notices="staff", heard_at=NOW - 99)
    assert (await database.outbox.get_many(["c:1:0"]))["c:1:0"].state == "queued"


async def test_however_long_the_deadline_after_an_outage_the_first_status_proves_that_somebody_listens(database: Database) -> None:
    await stored(database, UNKNOWN)
    await restart_deadlines(database, [UNKNOWN], NOW + 1_000, 60_000)
    (item,) = (await database.outbox.get_many(["c:1:0"])).values()
    assert (item.doubted_at, item.deadline_at) == (NOW + 1_000, NOW + 61_000)
    for now, state in ((NOW + 60_999, "unknown"), (NOW + 61_000, "queued")):
        await settle(database, [item], now, active=frozenset(), deadline=100, notices="staff", heard_at=NOW + 1_001)
        assert (await database.outbox.get_many(["c:1:0"]))["c:1:0"].state == state


async def test_what_is_given_up_in_doubt_is_shown_to_staff(database: Database) -> None:
    item = replace(UNKNOWN, kind="notice")
    await stored(database, item)
    await settle(database, [item], NOW, active=frozenset(), deadline=100, notices="staff", consequences=Consequences(database))
    chat = (await database.conversations.get_many(["c"]))["c"]
    assert chat.flag is not None
    assert chat.flag.reason == "unknown_outcome"


async def test_what_was_being_sent_when_its_sender_died_waits_as_long_as_the_rest(database: Database) -> None:
    await stored(database, SENDING, replace(SENDING, id="mine"))
    await restart_deadlines(database, [SENDING, replace(SENDING, id="mine")], NOW, 500, {"mine"})
    found = await database.outbox.get_many(["c:1:0", "mine"])
    assert (found["c:1:0"].state, found["c:1:0"].deadline_at, found["mine"].state) == ("unknown", NOW + 500, "sending")
