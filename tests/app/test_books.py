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
    await until(lambda: bot.db.outgoing.of_store("noor"))
    assert await bot.run_job("retention", clock() + 400 * DAY) > 0
    assert await bot.db.outgoing.of_store("noor") == []
