"""Bad input to a running bot: each ends with a reason that a person understands, and what comes after it goes its way."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from bot.app import clock
from bot.db.downloads import inbound_document_id
from bot.domain.api_key import token
from bot.domain.clock import from_instant
from tests.app.conftest import API_SECRET, NOOR, SARA, until
from tests.app.test_books import SPEC, TEMPLATE
from tests.app.test_errands import wanted

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

pytestmark = pytest.mark.embedded
MEGABYTE = 1024 * 1024


async def delivery(bot: Bot, order: str, state: str) -> dict[str, Any]:
    """Wait until a message about an order is in a state, and return it as the REST API shows it."""
    found: list[dict[str, Any]] = []

    async def there() -> bool:
        _, page = await bot.api("GET", f"/deliveries?order={order}")
        found[:] = [one for one in page.get("deliveries", ()) if one["state"] == state]
        return bool(found)

    await until(there)
    return found[0]


async def alert(bot: Bot, words: str) -> str:
    """Wait for an open alert with these words, and return what it says."""
    texts: list[str] = []

    async def rung() -> bool:
        texts[:] = [one.text for one in await bot.db.alerts.open() if words in one.text]
        return bool(texts)

    await until(rung)
    return texts[0]


async def the_queue_goes_on(bot: Bot, number: str = "NH-9") -> None:
    """Let the next order leave the shop, and wait for its notice at the customer's phone."""
    await bot.order(number)
    assert await bot.event("shipment.updated", {"order": number, "status": "out_for_delivery", "tracking_number": f"T-{number}"}) == 200
    await bot.world.wait_for(lambda sent: any(number in str(one.body) for one in sent), timeout=30)


@pytest.mark.parametrize("parameters", [{}, {"city": "Jeddah", "street": "Palestine Street"}])
async def test_a_template_with_a_wrong_number_of_parameters(bot: Bot, parameters: dict[str, str]) -> None:
    bot.world.templates.create(NOOR.waba_id, SPEC)
    await bot.order("NH-1")
    body = {"to": {"phone": f"+{SARA.wa_id}"}, "template": {**TEMPLATE, "parameters": parameters}, "order": "NH-1"}
    assert (await bot.api("POST", "/messages", json=body))[0] == 202
    found = await delivery(bot, "NH-1", "failed")
    assert (found["error_code"], "the number of template parameters is wrong" in found["reason"]) == (132000, True)
    assert "The template we_have_moved can't be sent" in await alert(bot, "132000")
    assert [one for one in bot.world.sent if "we_have_moved" in str(one.body)] == []
    await the_queue_goes_on(bot)


async def test_a_price_table_without_the_customers_country(start: Start, settings: Settings, tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("market,countries,marketing,utility,authentication\nEmirates,AE,0.05,0.01,0.01\n", "utf-8")
    async with start(settings.model_copy(update={"prices": prices})) as bot:
        await the_queue_goes_on(bot, "NH-1")
        assert await alert(bot, "no price") == "There is no price for utility messages to SA: put a line into your price table (WASLA_PRICES)."
        _, shown = await bot.api("GET", "/costs?order=NH-1")
        assert (shown["messages"] > 0, shown["unpriced"], shown["total"]) == (True, shown["messages"], "0.0000")
        await the_queue_goes_on(bot)


@pytest.mark.parametrize(
    ("data", "why"), [(b"%PDF-" + bytes(101 * MEGABYTE), "sent more than 16 MB"), (b"<html>please log in</html>", "what is there is no PDF")]
)
async def test_an_invoice_of_101_megabytes_and_one_of_the_wrong_kind(bot: Bot, data: bytes, why: str) -> None:
    bot.shop.files["/invoices/1.pdf"] = data
    document_id = await wanted(bot, "/invoices/1.pdf")
    assert why in await alert(bot, "The invoice INV-1 of the order noor:NH-1 can't be fetched and goes out without its PDF")
    kept = await bot.db.documents.get(document_id)
    assert kept is not None
    assert (why in (kept.refused or ""), kept.data) == (True, b"")
    await the_queue_goes_on(bot)


async def test_an_upload_of_101_megabytes(bot: Bot) -> None:
    await bot.order("NH-1")
    headers = {"Authorization": f"Bearer {token('noor', API_SECRET)}", "Content-Type": "application/pdf"}
    url = f"{bot.url}/api/v1/orders/NH-1/invoices/INV-1"
    async with bot.session.put(url, data=BytesIO(b"%PDF-" + bytes(101 * MEGABYTE)), headers=headers) as response:
        assert (response.status, (await response.json(content_type=None))["detail"]) == (413, "The body is larger than 15 MB. Nothing was stored.")
    await the_queue_goes_on(bot)


async def test_a_customers_file_of_a_kind_that_is_not_taken(bot: Bot) -> None:
    content = {"id": "123", "mime_type": "application/x-msdownload", "sha256": "0" * 64, "filename": "setup.exe"}
    message = bot.phone("sara").tells("document", content)

    async def refused() -> str | None:
        found = (await bot.db.documents.about([inbound_document_id(message.id)])).get(inbound_document_id(message.id))
        return found.refused if found else None

    await until(refused)
    assert await refused() == "files of type application/x-msdownload are not taken"
    bot.phone("sara").says("hello")
    await bot.world.wait_for(1, timeout=30)


async def test_a_message_of_a_kind_that_whatsapp_does_not_carry(bot: Bot) -> None:
    bot.phone("sara").tells("unsupported", {"type": "poll"})
    bot.phone("sara").says("hello")
    await bot.world.wait_for(1, timeout=30)
    assert await bot.db.parked.all() == []


@pytest.mark.parametrize("customer", [{}, {"customer": {"name": "Sara", "email": "sara@example.com"}}])
async def test_a_customer_whom_nobody_can_reach(bot: Bot, customer: dict[str, object]) -> None:
    order = {"id": "NH-1", "number": "NH-1", "placed_at": from_instant(clock()).isoformat(), "total": "199.00", "payment": "paid", **customer}
    assert await bot.event("order.updated", order) == 200
    await until(lambda: bot.written("noor:NH-1"))
    await bot.event("shipment.updated", {"order": "NH-1", "status": "out_for_delivery", "tracking_number": "T1"})
    found = await delivery(bot, "NH-1", "skipped")
    assert (found["reason"], found["customer_id"]) == ("the order has no customer whom WhatsApp could reach", None)
    await the_queue_goes_on(bot)


async def test_a_number_that_is_not_registered(bot: Bot) -> None:
    bot.world.set_switches(fail={"133010": 1.0})
    await bot.order("NH-1")
    await bot.event("shipment.updated", {"order": "NH-1", "status": "out_for_delivery", "tracking_number": "T1"})
    text = await alert(bot, NOOR.phone_number_id)
    assert ("the number is not registered (code 133010)" in text, "Register the number: WhatsApp Manager" in text) == (True, True)
    assert "the number is not registered" in (await delivery(bot, "NH-1", "queued"))["reason"]
    # The other store's number is in order.
    bot.world.set_switches(fail={})
    bot.phone("omar").says("hello")
    assert [one.to for one in await bot.world.wait_for(1, timeout=30)] == ["omar"]
