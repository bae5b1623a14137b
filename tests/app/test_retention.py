"""A running bot from which the old is taken away still answers, and repeats nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.app import clock
from bot.domain.clock import DAY
from bot.domain.message import WireIdentity
from tests.app.conftest import SARA, until

if TYPE_CHECKING:
    from tests.app.conftest import Bot

WIRE = WireIdentity(SARA.bsuid, SARA.wa_id)


async def _quiet(bot: Bot) -> bool:
    """Tell whether nothing is under way."""
    return not await bot.db.inbox.waiting(clock() + DAY, 9) and not await bot.db.outbox.all_of(SARA.phone_number_id, 9)


@pytest.mark.embedded
async def test_after_a_year_a_bot_answers_and_after_two_it_knows_nobody_and_never_says_anything_twice(bot: Bot) -> None:
    await bot.order()
    bot.phone("sara").says("where is my order")
    await until(lambda: _quiet(bot))
    await until(lambda: bot.db.ledger.of_order("noor:NH-1"))
    announced = len(await bot.db.ledger.of_order("noor:NH-1"))
    assert await bot.run_job("retention", clock() + 400 * DAY)
    assert await bot.db.transcript.first_at() is None
    assert await bot.written("noor:NH-1")
    # The store tells the same once more: the event was forgotten, what it announced was not.
    await bot.order(state="confirmed")
    await until(lambda: _quiet(bot))
    assert [line.kind for line in await bot.db.transcript.sent_between("noor", 0, clock() + DAY, 0, 9)].count("notice") == 0
    assert len(await bot.db.ledger.of_order("noor:NH-1")) == announced
    await bot.run_job("retention", clock() + 800 * DAY)
    assert not await bot.written("noor:NH-1")
    assert await bot.db.identities.resolve(WIRE.keys("noor")) == {}
    bot.phone("sara").says("hello")
    await until(lambda: bot.db.transcript.sent_between("noor", 0, clock() + DAY, 0, 9))
    (line,) = await bot.db.transcript.sent_between("noor", 0, clock() + DAY, 0, 9)
    assert line.kind == "answer"
