"""A worker dies over an event that makes an order, and over one that is about two: each is applied, and told once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.flow.telling import NOW, parcel, placed
from tests.protocol.waiting import Rules, Scene

if TYPE_CHECKING:
    from bot.domain.inbox import InboxItem

MOST_STEPS = 60


async def begun(steps: int, *, two: bool) -> tuple[Scene, InboxItem, int]:
    """Let a worker die after some steps and another one do the rest; tell how many steps the first one made."""
    async with asyncio.TaskGroup() as group:
        scene = Scene(group, Rules())
        await scene.truth.inbox.add_many([scene.late])
        item = scene.late
        if two:
            await scene.come_to_rest()
            await scene.teller.tell(placed("2", "NH-2"))
            item = scene.teller.item(parcel("in_transit"), parcel("in_transit", ref="2", tracking="T2"), name="both")
            await scene.truth.inbox.add_many([item])
        worker = scene.worker([item])
        made = await worker.go(steps)
        await worker.crash()
    await scene.come_to_rest()
    return scene, item, made


async def told(scene: Scene) -> list[str]:
    """Return what is going to be said, as order and milestone."""
    items = await scene.truth.outbox.all_of("n1", 100)
    return sorted(f"{item.order_id} {item.notice.milestone}" for item in items if item.notice)


async def test_an_order_is_made_once_with_its_customer() -> None:
    for step in range(MOST_STEPS):
        scene, _, made = await begun(step, two=False)
        order = (await scene.truth.orders.get_many(["noor:1"]))["noor:1"]
        customer = (await scene.truth.customers.get_many([order.customer_id or ""]))[order.customer_id or ""]
        assert (order.version, customer.order_ids) == (1, ("noor:1",))
        assert await told(scene) == ["noor:1 prepared"]
        if made < step:
            return
    raise AssertionError("it never ends")


async def test_an_event_about_two_orders_is_applied_to_both() -> None:
    for step in range(MOST_STEPS):
        scene, item, made = await begun(step, two=True)
        orders = await scene.truth.orders.get_many(["noor:1", "noor:2"])
        assert {key: {one.id: one.state for one in order.shipments} for key, order in orders.items()} == {
            "noor:1": {"T1": "in_transit"},
            "noor:2": {"T2": "in_transit"},
        }
        assert [line for line in await told(scene) if "shipped" in line] == ["noor:1 shipped", "noor:2 shipped"]
        assert await scene.truth.events.known([item.id]) == {item.id}
        assert await scene.truth.inbox.waiting(2 * NOW, 9) == []
        if made < step:
            return
    raise AssertionError("it never ends")
