"""The sender of a number: its lease, order, pauses, and its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.db.outbox import Outbox
from bot.domain.clock import HOUR
from bot.errors import DatabaseDown
from bot.workers.outbox import BUSY, HOLD_BACK, LEASE_LIVES, SWEEP_EVERY
from tests.workers.clock import NOW, until
from tests.workers.sending import DEADLINE, Number, answer, heard, unknown

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document
    from bot.domain.delivery import OutboxItem


async def test_what_is_handed_over_is_sent_in_order_and_written_down(number: Number) -> None:
    await number.lease.claim()
    await number.queued(answer("1"), answer("2"), answer("3"))
    number.begin()
    await until(lambda: number.sender.waiting == 0)
    assert number.said == ["1", "2", "3"]
    assert await number.state(answer("3")) == "accepted"


async def test_without_the_lease_nothing_is_taken(number: Number) -> None:
    await number.db.leases.claim("number:n1", "another", NOW, LEASE_LIVES)
    await number.lease.claim()
    await number.queued(answer("1"))
    assert number.sender.waiting == 0
    assert await number.state(answer("1")) == "queued"


async def test_a_lease_that_another_has_lost_is_taken_with_what_waits(number: Number) -> None:
    await number.db.leases.claim("number:n1", "another", NOW, LEASE_LIVES)
    await number.stored(answer("1"))
    number.clock.now += LEASE_LIVES
    number.begin()
    number.runner.start("lease", number.sender.hold_lease)
    number.runner.start("sweep", number.sender.sweep)
    await until(lambda: number.said == ["1"])


async def test_deadlines_begin_anew_before_anything_is_settled(number: Number) -> None:
    number.clock.now += 3_600_000
    await number.stored(unknown(answer("1"), NOW))
    number.runner.start("sweep", number.sender.sweep)
    number.runner.start("lease", number.sender.hold_lease)
    await until(lambda: number.lease.held)
    number.begin()
    await number.queued(answer("other", "omar"))
    await until(lambda: number.said == ["other"])

    async def anew() -> bool:
        item = (await number.db.outbox.get_many(["c:1"]))["c:1"]
        assert item.state == "unknown"
        return item.deadline_at == number.clock.now + DEADLINE

    await until(anew)
    assert number.said == ["other"]
    await number.later(HOLD_BACK)
    await until(lambda: number.said == ["other", "1"])


class FailsOnce(Outbox):
    """An outbox that can't be read at first."""

    failed = False

    @override
    async def all_of(self, phone_number_id: str, limit: int) -> list[OutboxItem]:
        if not self.failed:
            self.failed = True
            raise DatabaseDown("nobody answers")
        return await super().all_of(phone_number_id, limit)


async def test_a_take_over_that_failed_is_made_up_for(number: Number, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    number.db.outbox = FailsOnce(motor_database["outbox"])
    await number.stored(answer("1"))
    number.begin()
    number.runner.start("lease", number.sender.hold_lease)
    number.runner.start("sweep", number.sender.sweep)
    await until(lambda: number.said == ["1"])


async def test_a_lease_that_was_renewed_late_wakes_what_waits(number: Number) -> None:
    await number.lease.claim()
    await number.queued(answer("1"))
    number.clock.now += LEASE_LIVES - 1
    number.begin()
    await asyncio.sleep(0.01)
    assert (number.said, number.sender.waiting) == ([], 1)
    number.runner.start("lease", number.sender.hold_lease)
    await until(lambda: number.said == ["1"])


async def test_an_unknown_outcome_holds_later_messages_of_that_customer_back_and_nobody_elses(number: Number) -> None:
    await number.lease.claim()
    number.world.set_switches(drop_next=1)
    number.begin()
    await number.queued(answer("1"))
    await until(number.is_in(answer("1"), "unknown"))
    await number.queued(answer("2", created_at=NOW + 1), answer("other", "omar"))
    await until(lambda: number.said == ["1", "other"])
    await number.later(HOLD_BACK - 1)
    await number.queued(answer("last", "omar"))
    await until(lambda: number.said == ["1", "other", "last"])
    await number.later(1)
    await until(lambda: number.said == ["1", "other", "last", "2"])


async def test_what_another_process_was_sending_when_it_died_holds_later_messages_back(number: Number) -> None:
    await number.stored(replace(answer("1"), state="sending", claim="another"), answer("2", created_at=NOW + 1), answer("other", "omar"))
    number.begin()
    number.runner.start("lease", number.sender.hold_lease)
    number.runner.start("sweep", number.sender.sweep)
    await until(lambda: number.said == ["other"])
    await until(number.is_in(answer("1"), "unknown"))
    await number.later(HOLD_BACK)
    await until(lambda: "2" in number.said)


async def test_after_an_outage_an_unknown_outcome_holds_later_messages_back_no_longer_than_usual(number: Number) -> None:
    # Nobody sent for an hour, so that its deadline is in two.
    await number.db.numbers.alive("n1", NOW - HOUR)
    await number.stored(replace(answer("1"), state="sending", claim="another"), answer("2", created_at=NOW + 1))
    number.begin()
    number.runner.start("lease", number.sender.hold_lease)
    number.runner.start("sweep", number.sender.sweep)
    await until(number.is_in(answer("1"), "unknown"))
    await number.later(HOLD_BACK - 1_000)
    # The sweep looks again meanwhile, and its look must not begin the wait anew.
    await asyncio.sleep(SWEEP_EVERY + 0.2)
    await number.later(1_000)
    await until(lambda: number.said == ["2"])


async def test_what_is_due_later_waits_for_its_instant(number: Number) -> None:
    await number.lease.claim()
    number.begin()
    await number.queued(answer("later", due_at=NOW + 2_000), answer("behind", created_at=NOW + 1), answer("other", "omar"))
    await until(lambda: number.said == ["other"])
    await number.later(1_999)
    await number.queued(answer("more", "omar"))
    await until(lambda: number.said == ["other", "more"])
    await number.later(1)
    await until(lambda: number.said == ["other", "more", "later", "behind"])


async def test_what_graph_asks_to_repeat_is_repeated_when_it_asks(number: Number) -> None:
    await number.lease.claim()
    number.world.set_switches(fail_next={"count": 1, "code": 130429})
    number.begin()
    await number.queued(answer("1"))
    await until(lambda: len(number.world.refused) == 1)
    await until(number.is_in(answer("1"), "queued"))
    again_at = (await number.db.outbox.get_many(["c:1"]))["c:1"].due_at
    await number.later(again_at - NOW - 1)
    await number.queued(answer("other", "omar"))
    await until(lambda: number.said == ["other"])
    await number.later(1)
    await until(lambda: number.said == ["other", "1"])


async def test_draining_waits_for_what_has_begun_and_begins_nothing_more(number: Number) -> None:
    await number.lease.claim()
    number.world.set_switches(latency_ms=100)
    number.begin()
    await number.queued(answer("1"))
    await until(number.is_in(answer("1"), "sending"))
    drained = asyncio.gather(number.sender.drain())
    await asyncio.sleep(0)
    await number.queued(answer("2", "omar"))
    await drained
    assert number.said == ["1"]
    assert (await number.state(answer("1")), await number.state(answer("2"))) == ("accepted", "queued")


async def test_released_the_number_is_free_for_another_process_at_once(number: Number) -> None:
    await number.lease.claim()
    await number.sender.release()
    assert not number.lease.held
    assert await number.db.leases.claim("number:n1", "another", NOW, LEASE_LIVES)


async def test_messages_are_marked_as_read(number: Number) -> None:
    number.runner.start("receipts", number.sender.send_receipts)
    number.sender.read([heard("1")], typing=True)
    number.sender.read([heard("2")], typing=False)
    await until(lambda: len(number.world.receipts) == 2)
    assert [(receipt.message_id, receipt.typing) for receipt in number.world.receipts] == [("wamid.1", True), ("wamid.2", False)]


async def test_courtesies_are_left_out_while_many_answers_wait(number: Number) -> None:
    await number.lease.claim()
    await number.queued(*(answer(str(n), ("sara", "omar")[n % 2]) for n in range(BUSY + 1)))
    number.sender.read([heard("busy")], typing=False)
    number.begin()
    number.runner.start("receipts", number.sender.send_receipts)
    await until(lambda: number.sender.waiting == 0)
    number.sender.read([heard("quiet")], typing=False)
    await until(lambda: len(number.world.receipts) == 1)
    assert number.world.receipts[0].message_id == "wamid.quiet"
