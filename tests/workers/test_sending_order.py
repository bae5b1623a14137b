"""Who goes first when not everybody can go at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.number import Stop
from tests.workers.clock import NOW, until
from tests.workers.sending import Number, answer

if TYPE_CHECKING:
    from bot.domain.delivery import OutboxItem


def survey(name: str, *, created_at: int = NOW) -> OutboxItem:
    """Return a survey to somebody of his own."""
    item = answer(name, "sara", created_at=created_at)
    return replace(item, kind="survey", conversation_id=f"c:n1:cu:{name}", customer_id=f"cu:{name}")


async def test_an_answer_overtakes_a_backlog_under_a_rate_limit(number: Number) -> None:
    await number.lease.claim()
    number.sender.pace.learn(10, NOW)
    await number.queued(*(survey(f"s{n}", created_at=NOW - 9_000) for n in range(500)))
    number.begin()
    await until(lambda: number.sender.waiting < 500)
    await number.queued(answer("answer"))
    number.clock.now += 120
    await until(lambda: "answer" in number.said)
    assert number.sender.waiting >= 498


async def test_no_more_go_than_the_number_may_send(number: Number) -> None:
    await number.lease.claim()
    number.sender.pace.learn(20, NOW)
    number.begin()
    await number.queued(*(answer(str(n), ("sara", "omar")[n % 2]) for n in range(9)))
    await until(lambda: len(number.said) == 2)
    number.clock.now += 112
    await until(lambda: len(number.said) == 4)
    await number.later(3_000)
    await until(lambda: len(number.said) >= 6)


async def test_one_customer_gets_no_more_than_meta_allows_and_the_others_all(number: Number) -> None:
    await number.lease.claim()
    number.begin()
    await number.queued(*(answer(f"{n:02}", created_at=NOW + n, due_at=NOW) for n in range(47)), answer("other", "omar"))
    await until(lambda: len(number.said) == 46)
    assert number.said.count("other") == 1
    await number.later(6_000)
    await until(lambda: number.said[-1] == "45")


async def test_a_stopped_number_sends_no_courtesies(number: Number) -> None:
    await number.lease.claim()
    number.sender.pace.stop = Stop(190, "token", NOW)
    number.begin()
    await number.queued(answer("1"))
    assert number.said == []


async def test_a_notice_that_is_not_due_delays_no_answer(number: Number) -> None:
    await number.lease.claim()
    number.begin()
    later = replace(answer("later", created_at=NOW - 5, due_at=NOW + 30_000), kind="notice")
    await number.queued(later, answer("now"))
    await until(lambda: number.said == ["now"])
    await number.later(30_000)
    await until(lambda: number.said == ["now", "later"])
