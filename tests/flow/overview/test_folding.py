"""Counting days from the books, on every kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.db.misunderstood import Misunderstood
from bot.domain.clock import DAY, HOUR, MINUTE, SECOND, parse_instant
from bot.domain.cost import PriceTable, charge
from bot.domain.daily import Day, blank_day, day_id
from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.message import StatusUpdate
from bot.domain.outgoing import OutgoingEvent
from bot.domain.rating import Rating
from bot.domain.store import Store
from bot.flow.overview.figures import figures
from bot.flow.overview.fold import most_frequent
from bot.flow.overview.folding import Folding

if TYPE_CHECKING:
    from bot.db import Database

NOW = parse_instant("2026-11-24T12:00:00Z")
TODAY, YESTERDAY = date(2026, 11, 24), date(2026, 11, 23)
NOOR = Store("noor", "Noor", "n1", timezone="Asia/Riyadh")
FAR = Store("far", "Far", "n2", timezone="America/Los_Angeles")
PRICES = PriceTable({("*", "utility"): 10_000})


def line(key: str, chat: str = "c:1", at: int = NOW, store: str = "noor", **more: object) -> TranscriptEntry:
    told = {"direction": "in", "text": "", "content": "text", **more}
    return TranscriptEntry(key, chat, "cu:1", store, at=at, **told)  # type: ignore[arg-type]


def notice(key: str, state: str, at: int = NOW, **more: str | int) -> TranscriptEntry:
    return line(key, at=at, direction="out", kind="notice", milestone="shipped", state=state, rank=RANK[state], **more)  # type: ignore[arg-type]


def flag(chat: str, at: int) -> OutgoingEvent:
    return OutgoingEvent(f"flagged:{chat}:{at}", "noor", "conversation.flagged", at, {"conversation": chat, "reason": "complaint"}, at)


async def counted(database: Database, *stores: Store, now: int = NOW, day: date = TODAY) -> list[Day]:
    await Folding(database, {store.id: store for store in stores or (NOOR,)}, PRICES).run(now)
    ids = [day_id(store.id, day) for store in stores or (NOOR,)]
    found = await database.daily.get_many(ids)
    return [found[key] for key in ids]


async def test_alone_is_where_no_person_spoke_and_none_was_asked_for(database: Database) -> None:
    chats = ("c:bot", "c:flagged", "c:person")
    await database.transcript.add([line(f"i:{chat}", chat) for chat in chats])
    await database.transcript.add([line("o:1", "c:person", direction="out", kind="staff", state="sent", rank=20)])
    await database.outgoing.add([flag("c:flagged", NOW)])
    (day,) = await counted(database)
    assert (day.conversations, day.alone, day.flags, day.said) == (3, 1, {"complaint": 1}, {"staff": 1})


async def test_counting_again_changes_nothing(database: Database) -> None:
    await database.transcript.add([line("i:1"), notice("o:1", "read")])
    first = await counted(database)
    assert await counted(database, now=NOW) == first


async def test_a_late_status_changes_the_day_of_its_message(database: Database) -> None:
    await database.transcript.add([notice("o:1", "accepted", NOW - DAY)])
    before = await counted(database, day=YESTERDAY)
    status = StatusUpdate("w:1", "read", NOW, outbox_id="o:1")
    await database.transcript.apply_statuses([("o:1", status)])
    after = await counted(database, now=NOW + 6 * HOUR, day=YESTERDAY)
    assert (before[0].notices, after[0].notices) == ({"shipped": {"accepted": 1}}, {"shipped": {"read": 1}})


async def test_each_store_has_its_own_lines_and_its_own_calendar(database: Database) -> None:
    at = parse_instant("2026-11-24T05:00:00Z")
    await database.transcript.add([line("i:1", at=at), line("i:2", "c:2", at, "far")])
    today = await counted(database, NOOR, FAR)
    yesterday = await counted(database, FAR, day=YESTERDAY)
    assert ([day.conversations for day in today], [day.conversations for day in yesterday]) == ([1, 0], [1])


async def test_what_people_have_not_finished_goes_on_the_next_day(database: Database) -> None:
    evening = NOW - DAY
    marker = {"direction": "desk", "content": "marker"}
    await database.transcript.add(
        [line("i:1", "c:9", evening), line("o:1", "c:9", evening + DAY, direction="out", kind="staff", state="read", rank=40)]
    )
    await database.transcript.add([line("m:1", "c:9", evening + DAY + MINUTE, text="closed", **marker)])
    await database.outgoing.add([flag("c:9", evening)])
    (day,) = await counted(database)
    assert (day.responses, day.resolutions) == ((DAY // SECOND,), ((DAY + MINUTE) // SECOND,))
    assert await database.daily.cases(day_id("noor", TODAY)) == ()


async def test_a_flag_that_is_told_of_late_changes_the_next_day_too(database: Database) -> None:
    await database.transcript.add([line("i:1", "c:9", NOW - DAY), line("i:2", "c:9", NOW)])
    assert [day.alone for day in await counted(database)] == [1]
    await database.outgoing.add([flag("c:9", NOW - DAY)])
    assert [day.alone for day in await counted(database, now=NOW + 6 * HOUR)] == [0]


async def test_a_notice_that_was_not_said_is_counted_with_its_reason_and_a_failed_one_with_its_code(database: Database) -> None:
    await database.transcript.add([notice("o:1", "skipped", reason="no consent: it was not given at the checkout")])
    await database.transcript.add([notice("o:2", "superseded", reason="replaced by the notice delivered of the same order (o:9)")])
    await database.transcript.add([notice("o:3", "failed", error_code=131026, wamid="w:3"), notice("o:4", "failed")])
    (day,) = await counted(database)
    assert day.notices == {"shipped": {"skipped": 1, "superseded": 1, "bounced": 1, "failed": 1}}
    assert (day.skips, day.codes) == ({"shipped": {"no_consent": 1, "merged": 1}}, {"shipped": {"131026": 1, "none": 1}})


async def test_costs_and_what_was_saved_come_from_the_cost_book(database: Database) -> None:
    told = [("o:1", ("utility", "regular")), ("o:2", ("service", "free_customer_service"))]
    await database.transcript.add([line("i:1")])
    await database.charges.add([charge(key, "noor", "n1", NOW, pricing, "SA", None, PRICES) for key, pricing in told])
    (day,) = await counted(database)
    assert (day.billed, day.paid, day.micros, day.saved) == (2, 1, 10_000, {"free_customer_service": 10_000})


async def test_unclear_texts_are_kept_until_they_are_forgotten(database: Database) -> None:
    texts = ("where is it", "Where is it?!", "hmm")
    await database.transcript.add([line("i:1")])
    await database.misunderstood.add_many([Misunderstood(f"i:{n}", "noor", NOW + n, text, "en") for n, text in enumerate(texts)])
    (day,) = await counted(database)
    assert (day.misunderstood, day.unclear) == (3, (("where is it", 2), ("hmm", 1)))
    await database.daily.forget_texts_before(day.ends_at + 1)
    (left,) = (await database.daily.get_many([day.id])).values()
    assert (left.misunderstood, left.unclear) == (3, ())


async def test_older_figures_never_replace_newer_ones(database: Database) -> None:
    day = replace(blank_day("noor", TODAY, "UTC"), folded_at=10, conversations=2)
    await database.daily.put(day, ())
    await database.daily.put(replace(day, folded_at=9, conversations=1), ())
    assert (await database.daily.get_many([day.id]))[day.id].conversations == 2


async def test_comments_come_with_their_scores_the_newest_first(database: Database) -> None:
    score = Rating("rating:c:1", "noor", "c", "cu", 1, NOW, score=3)
    said = [score, replace(score, id="rating:c:1:comment", score=None, comment="Thank you", at=NOW + 1)]
    await database.ratings._collection.insert_many([database.ratings.to_doc(one) for one in said])  # noqa: SLF001 - as a commit copies it
    (found,) = await database.ratings.comments(["noor"], 0, NOW + DAY, 9)
    assert (found.comment, found.score) == ("Thank you", 3)


def test_days_of_stores_are_added_up_by_date() -> None:
    days = [replace(blank_day(store, TODAY, "UTC"), conversations=2, scores={"3": 1}, notices={"shipped": {"read": 1}}) for store in ("a", "b")]
    found = figures(days, [YESTERDAY, TODAY])
    assert ([day.conversations for day in found.days], found.total.scores) == ([0, 4], {"3": 2})
    assert [(one.queued, one.read) for one in found.stages] == [(2, 2)]


def test_texts_that_differ_in_dress_alone_are_one() -> None:
    assert most_frequent([("Hi!", 1), ("??", 1), ("hi", 2)], 1) == (("Hi!", 3),)
