"""A number that is stopped, and how it goes on; what it learns of its allowances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.delivery import TranscriptEntry
from bot.domain.number import Stop
from bot.workers.number_watch import TRIAL_LASTS, verdict
from tests.workers.clock import NOW, until
from tests.workers.sending import Number, answer

if TYPE_CHECKING:
    from bot.domain.delivery import OutboxItem

MINUTE = 60_000
LINE = TranscriptEntry("x", "c", "cu", "noor", "out", NOW, "", "text", state="accepted", rank=10)


@pytest.mark.parametrize(
    ("line", "waited", "found"),
    [
        (replace(LINE, state="sent", rank=20), 0, "resume"),
        (replace(LINE, state="read", rank=40), 0, "resume"),
        (replace(LINE, state="failed", rank=25), TRIAL_LASTS, "stay"),
        (LINE, TRIAL_LASTS - 1, "wait"),
        (LINE, TRIAL_LASTS, "resume"),
        (None, 0, "wait"),
    ],
)
def test_a_trial_is_judged_by_what_becomes_of_it(line: TranscriptEntry | None, waited: int, found: str) -> None:
    assert verdict(line, waited) == found


async def stop(number: Number, code: int = 190, *items: OutboxItem) -> None:
    """Begin with a far end that refuses everything, and let the first message find out."""
    await number.lease.claim()
    number.world.set_switches(fail={code: 1.0})
    number.begin()
    await number.queued(answer("1"), *items)
    await until(lambda: len(number.world.refused) >= 1)
    await until(number.is_in(answer("1"), "queued"))


async def minute_later(number: Number) -> None:
    await number.later(MINUTE)
    await number.sender.watcher.tick()


async def test_a_stopped_number_tries_nothing_else_and_costs_no_attempt(number: Number) -> None:
    await stop(number)
    await number.queued(answer("2"), answer("other", "omar"))
    await number.later(3_000)
    item = (await number.db.outbox.get_many(["c:1"]))["c:1"]
    assert (len(number.world.refused), item.attempts, "token" in (item.reason or "")) == (1, 0, True)
    assert [alert.kind for alert in await number.db.alerts.open_of("noor")] == ["number_stopped"]


async def test_while_the_cause_is_there_one_message_a_minute_is_tried(number: Number) -> None:
    await stop(number)
    for _ in range(3):
        await minute_later(number)
        await number.sender.watcher.tick()
    assert len(number.world.refused) == 4
    assert (await number.db.numbers.get("n1")).stop is not None


async def test_when_the_cause_is_gone_everything_goes_in_order_and_the_alert_is_closed(number: Number) -> None:
    await stop(number, 190, answer("2", created_at=NOW + 1), answer("other", "omar", created_at=NOW + 2))
    number.world.set_switches(fail={})
    await minute_later(number)
    await until(lambda: sorted(number.said) == ["1", "2", "other"])
    assert number.said.index("1") < number.said.index("2")
    assert await number.db.alerts.open_of("noor") == []
    assert (await number.db.numbers.get("n1")).stop is None


async def test_a_stop_that_was_told_by_a_status_waits_for_the_status_of_its_trial(number: Number) -> None:
    await number.lease.claim()
    await number.db.numbers.stop("n1", Stop(131042, "payment", NOW, by_status=True))
    await number.sender.watcher.tick()
    number.begin()
    await number.queued(answer("1"), answer("other", "omar"))
    await minute_later(number)
    assert number.said == ["1"]
    await number.sender.watcher.tick()
    assert number.said == ["1"]
    await minute_later(number)
    await until(lambda: number.said == ["1", "other"])


async def test_a_number_without_messages_goes_on_when_meta_speaks_to_it(number: Number) -> None:
    await number.lease.claim()
    await number.db.numbers.stop("n1", Stop(190, "token", NOW))
    await minute_later(number)
    assert (await number.db.numbers.get("n1")).stop is None


async def test_what_another_process_has_stopped_or_lifted_counts_here(number: Number) -> None:
    await number.lease.claim()
    number.begin()
    await number.db.numbers.stop("n1", Stop(190, "token", NOW))
    await number.sender.watcher.tick()
    await number.queued(answer("1"))
    assert number.said == []
    await number.db.numbers.resume("n1", NOW)
    await number.later(6_000)
    await number.sender.watcher.tick()
    await until(lambda: number.said == ["1"])


async def test_what_meta_says_of_the_number_is_learnt_and_kept(number: Number) -> None:
    await number.lease.claim()
    await number.sender.watcher.tick()
    state = await number.db.numbers.get("n1")
    assert (state.per_second, state.tier, state.quality, state.name) == (80, "TIER_100K", "GREEN", "Noor Home")


async def test_an_upgrade_that_a_webhook_tells_counts_at_once(number: Number) -> None:
    await number.lease.claim()
    await number.sender.watcher.tick()
    await number.db.numbers.learn("n1", per_second=1_000)
    await number.sender.watcher.tick()
    assert number.sender.pace.available(NOW) == 100
