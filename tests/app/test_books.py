"""What a running bot writes down of itself: costs, templates, numbers, and what its jobs have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.app import clock
from bot.domain.alert import alert_id
from bot.domain.clock import DAY, from_instant
from bot.settings import JobSettings
from tests.app.conftest import DAR, NOOR, SARA, until

if TYPE_CHECKING:
    from tests.app.conftest import Bot

pytestmark = pytest.mark.embedded
TEMPLATE = {"name": "we_have_moved", "language": "en", "parameters": {"city": "Jeddah"}}
SPEC = {
    "name": "we_have_moved",
    "language": "en",
    "category": "UTILITY",
    "parameter_format": "NAMED",
    "components": [{"type": "BODY", "text": "We have moved to {{city}}."}],
}


async def costs(bot: Bot, wanted: int, query: str = "") -> bool:
    return int((await bot.api("GET", f"/costs{query}"))[1].get("messages", 0)) >= wanted


async def test_what_a_notice_costs_is_noted_at_its_order(bot: Bot) -> None:
    await bot.order("NH-1")
    await bot.event("shipment.updated", {"order": "NH-1", "status": "out_for_delivery", "tracking_number": "T1"})
    await until(lambda: costs(bot, 1, "?order=NH-1"))
    _, shown = await bot.api("GET", "/costs?order=NH-1")
    assert (shown["billable"] > 0, float(shown["total"]) > 0, list(shown["by_category"])) == (True, True, ["utility"])


async def test_an_answer_in_the_window_is_free_and_counted(bot: Bot) -> None:
    bot.phone("sara").says("hello")
    await until(lambda: costs(bot, 1))
    _, shown = await bot.api("GET", "/costs")
    assert (shown["messages"], shown["billable"], shown["total"], shown["by_category"]) == (1, 0, "0.0000", {"service": "0.0000"})


async def test_what_the_shops_program_sends_costs_as_well(bot: Bot) -> None:
    bot.world.templates.create(NOOR.waba_id, SPEC)
    await bot.order("NH-1")
    status, accepted = await bot.api("POST", "/messages", json={"to": {"phone": f"+{SARA.wa_id}"}, "template": TEMPLATE, "order": "NH-1"})
    assert status == 202, accepted

    async def charged() -> bool:
        return accepted["id"] in {one.id for one in await bot.db.charges.of_order("noor:NH-1")}

    await until(charged)


async def test_spending_more_than_the_budget_rings_once_for_the_month(bot: Bot) -> None:
    await bot.order("NH-1")
    await bot.event("shipment.updated", {"order": "NH-1", "status": "out_for_delivery", "tracking_number": "T1"})
    month = from_instant(clock()).strftime("%Y-%m")
    await until(lambda: bot.db.alerts.get_many([alert_id("noor", "spending", month)]))
    (found,) = [one for one in await bot.db.alerts.open_of("noor") if one.subject == month]
    assert "more than its budget" in found.text
    await until(lambda: rung(bot))


async def rung(bot: Bot) -> bool:
    return any(data["alert"] == "spending" for data in bot.shop.heard("alert.raised"))


async def test_a_number_learns_what_meta_allows_it(bot: Bot) -> None:
    await until(lambda: learnt(bot))
    state = await bot.db.numbers.get(NOOR.phone_number_id)
    assert (state.tier, state.name, state.stop) == ("TIER_100K", "Noor Home", None)


async def learnt(bot: Bot) -> bool:
    return (await bot.db.numbers.get(NOOR.phone_number_id)).tier is not None


async def test_a_stuck_parcel_is_told_of_by_its_job_once(bot: Bot) -> None:
    await bot.order("NH-1")
    long_ago = from_instant(clock() - 20 * DAY).isoformat()
    await bot.event("shipment.updated", {"order": "NH-1", "status": "in_transit", "tracking_number": "T1", "occurred_at": long_ago})
    await until(lambda: shipped(bot))
    assert [await bot.run_job("stuck_parcels") for _ in range(2)] == [1, 0]
    await bot.world.wait_for(lambda sent: any("delay" in str(one.body) or "stuck" in str(one.body) for one in sent), timeout=30)


async def shipped(bot: Bot) -> bool:
    return bool((await bot.db.orders.get_many(["noor:NH-1"]))["noor:NH-1"].shipments)


async def test_templates_are_copied_from_every_account(bot: Bot) -> None:
    assert await bot.run_job("template_sync") > 0
    copies = await bot.db.templates.of_account(NOOR.waba_id)
    assert {copy.status for copy in copies} == {"APPROVED"}
    assert await bot.db.templates.of_account(DAR.waba_id)


async def test_what_no_webhook_has_told_of_a_template_rings_when_it_is_read(bot: Bot) -> None:
    await bot.run_job("template_sync")
    template = bot.world.templates.find(NOOR.waba_id, "wasla_order_shipped", "en")
    assert template is not None
    bot.world.templates.change(template, status="PAUSED")
    await bot.run_job("template_sync")
    assert [one.subject for one in await bot.db.alerts.open_of("noor") if one.kind == "template"] == ["wasla_order_shipped:en"]


async def test_a_stop_in_whatsapp_itself_is_kept_with_its_wording(bot: Bot) -> None:
    bot.phone("sara").says("hello")
    await bot.world.wait_for(1, timeout=30)
    bot.phone("sara").prefers(marketing=False)

    async def kept() -> list[tuple[str, bool, str]]:
        _, found = await bot.api("GET", "/conversations", params={"phone": f"+{SARA.wa_id}"})
        words = await bot.db.consents.of_customer(found["conversations"][0]["customer_id"])
        return [(word.category, word.given, word.source) for word in words]

    await until(kept)
    assert await kept() == [("marketing", False, "whatsapp")]


@pytest.mark.parametrize(("marketing", "asked"), [(True, 1), (None, 0)])
async def test_only_who_ticked_the_box_for_offers_is_asked_how_it_was(bot: Bot, marketing: bool | None, asked: int) -> None:  # noqa: FBT001
    long_ago = from_instant(clock() - 4 * DAY).isoformat()
    order = {"id": "NH-1", "number": "NH-1", "placed_at": long_ago, "total": "9.00", "payment": "paid", "occurred_at": long_ago}
    await bot.event("order.updated", {**order, "customer": {"phone": f"+{SARA.wa_id}", "consent": True, "marketing": marketing}})
    await until(lambda: bot.written("noor:NH-1"))
    await bot.event("shipment.updated", {"order": "NH-1", "status": "delivered", "tracking_number": "T1", "occurred_at": long_ago})
    await until(lambda: shipped(bot))
    assert await bot.run_job("review") == 1
    await until(lambda: settled(bot, "noor:NH-1"))
    assert sum("review" in str(one.body) for one in bot.world.sent) == asked
    await until(lambda: costs(bot, asked, "?order=NH-1"))
    assert [one for one in await bot.db.alerts.open_of("noor") if one.kind == "category"] == []


async def settled(bot: Bot, order: str) -> bool:
    """Tell whether nothing about an order waits to be sent any more."""
    return not any(item.order_id == order for item in await bot.db.outbox.all_of(NOOR.phone_number_id, 99))


async def test_a_shop_is_asked_what_its_webhooks_have_left_out(bot: Bot) -> None:
    at = from_instant(clock()).strftime("%Y-%m-%dT%H:%M:%S")
    order = {"id": 7, "number": "7", "status": "processing", "currency": "AED", "total": "9.00", "date_created_gmt": at, "date_modified_gmt": at}
    bot.shop.orders = [{**order, "billing": {"phone": "+971501234567", "country": "AE"}}]
    assert await bot.run_job("reconcile") == 1
    await until(lambda: bot.written("dar:7"))
    assert "/wp-json/wc/v3/orders" in bot.shop.asked


@pytest.mark.parametrize("name", list(JobSettings.model_fields))
async def test_every_job_runs_on_an_empty_database(name: str, bot: Bot) -> None:
    assert await bot.run_job(name) >= 0


async def test_what_is_too_old_is_forgotten(bot: Bot) -> None:
    bot.phone("sara").says("I want to talk to a human")

    async def told() -> bool:
        events = await bot.db.outgoing.of_store("noor")
        return bool(events) and all(event.state != "waiting" for event in events)

    await until(told)
    assert await bot.run_job("retention", clock() + 400 * DAY) > 0
    assert await bot.db.outgoing.of_store("noor") == []
