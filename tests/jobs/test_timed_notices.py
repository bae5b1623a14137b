"""Reminders, confirmations and reviews: told once, in their time, to those whom they concern."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, HOUR
from bot.flow.order_changes import OrderChanges
from bot.jobs.cod_confirm import of_cod_confirm
from bot.jobs.payment_reminder import of_payment_reminder
from bot.jobs.review import of_review
from tests.jobs.test_stuck_parcels import NOW, ORDER, PARCEL, SARA, STORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.order import Order
    from bot.jobs.timed_notices import TimedNotices

UNPAID = replace(ORDER, placed_at=NOW, state="received", payment="pending", shipments=())
AT_THE_DOOR = replace(UNPAID, cash_on_delivery=True)
ARRIVED = replace(ORDER, shipments=(replace(PARCEL, state="delivered", state_at=NOW),))


class Shop:
    """A shop whose jobs hand their notices to a list."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.handed: list[OutboxItem] = []
        self.changes = OrderChanges(db, {"noor": STORE})

    async def has(self, *orders: Order) -> None:
        await self.db.customers.put_many([SARA])
        await self.db.orders.put_many(orders)

    def hand_over(self, items: Sequence[OutboxItem]) -> None:
        self.handed.extend(items)

    @property
    def told(self) -> list[str]:
        return [item.notice.milestone for item in self.handed if item.notice]

    def jobs(self) -> dict[str, TimedNotices]:
        return {
            "payment_reminder": of_payment_reminder(self.db, self.changes, self.hand_over, after=2 * HOUR, times=2),
            "cod_confirm": of_cod_confirm(self.db, self.changes, self.hand_over, after=HOUR),
            "review": of_review(self.db, self.changes, self.hand_over, after=3 * DAY),
        }


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


async def test_an_unpaid_order_is_reminded_of_as_often_as_is_set(shop: Shop) -> None:
    await shop.has(UNPAID)
    job = shop.jobs()["payment_reminder"]
    assert [await job.run(NOW + hours * HOUR) for hours in (1, 2, 3, 4, 9)] == [0, 1, 0, 1, 0]
    assert shop.told == ["payment_reminder"] * 2


async def test_who_pays_at_the_door_is_asked_once_whether_he_means_it(shop: Shop) -> None:
    await shop.has(AT_THE_DOOR)
    jobs = shop.jobs()
    assert [await jobs["cod_confirm"].run(NOW + minutes * HOUR // 60) for minutes in (30, 60, 90)] == [0, 1, 0]
    assert await jobs["payment_reminder"].run(NOW + 3 * HOUR) == 0


async def test_a_review_is_asked_for_some_days_after_everything_has_arrived(shop: Shop) -> None:
    await shop.has(ARRIVED)
    job = shop.jobs()["review"]
    assert [await job.run(NOW + days * DAY) for days in (2, 3, 4)] == [0, 1, 0]


@pytest.mark.parametrize("job", ["payment_reminder", "cod_confirm", "review"])
@pytest.mark.parametrize(
    "order",
    [
        replace(UNPAID, payment="paid"),
        replace(AT_THE_DOOR, state="cancelled"),
        replace(ARRIVED, payment="refunded"),
        replace(ORDER, shipments=(PARCEL, replace(PARCEL, id="T2", state="delivered"))),
    ],
    ids=["paid", "cancelled", "refunded", "one parcel missing"],
)
async def test_nobody_else_hears_of_it(shop: Shop, job: str, order: Order) -> None:
    await shop.has(order)
    assert await shop.jobs()[job].run(NOW + 3 * DAY + HOUR) == 0


@pytest.mark.parametrize(("job", "order"), [("payment_reminder", UNPAID), ("cod_confirm", AT_THE_DOOR), ("review", ARRIVED)])
async def test_switching_a_job_on_does_not_write_to_the_customers_of_years(shop: Shop, job: str, order: Order) -> None:
    await shop.has(order)
    assert await shop.jobs()[job].run(NOW + 90 * DAY) == 0
