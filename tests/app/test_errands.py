"""The small work beside answering: files are fetched both ways, and the shop hears what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.app import clock
from bot.db.downloads import inbound_document_id
from bot.db.fetches import WantedDocument
from bot.db.versioned import Change
from bot.domain.order import Invoice
from bot.simulator.media_samples import sample
from tests.app.conftest import NOOR, until

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.simulator.chats import ChatMessage
    from tests.app.conftest import Bot, Start

pytestmark = pytest.mark.embedded
PDF = b"%PDF-1.7 the original"


async def wanted(bot: Bot, path: str) -> str:
    """Let an order have an invoice that is to be fetched from the shop; return the id that its file will have."""
    await bot.order("NH-1")
    document_id = "invoice:noor:NH-1:INV-1"
    (loaded,) = (await bot.db.orders.load(["noor:NH-1"])).values()
    await bot.db.orders.finish([loaded])
    url = f"{bot.shop.url}{path}"
    order = replace(loaded.value, invoices=(Invoice("INV-1", clock(), pdf_url=url),), version=loaded.value.version + 1)
    fetch = bot.db.fetches.to_doc(WantedDocument(document_id, url, "noor", "noor:NH-1", "INV-1", clock()))
    await bot.db.orders.finish(await bot.db.orders.commit([Change(order, pending={"fetches": [fetch]})]))
    return document_id


async def test_an_invoice_is_fetched_from_a_host_that_is_named_and_sent_as_it_is(bot: Bot) -> None:
    bot.shop.files["/invoices/1.pdf"] = PDF
    document_id = await wanted(bot, "/invoices/1.pdf")
    await until(lambda: bot.db.documents.get(document_id))
    bot.phone("sara").says("send invoice")
    sent = await bot.world.wait_for(lambda sent: any(one.type == "document" for one in sent), timeout=30)
    (media_id,) = [one.body["document"]["id"] for one in sent if one.type == "document"]  # type: ignore[index]
    item = bot.world.media.find(media_id)
    assert item is not None
    assert (item.data, item.mime_type) == (PDF, "application/pdf")


@pytest.mark.parametrize("path", ["/missing.pdf", "/page.pdf"])
async def test_what_is_no_invoice_is_given_up(path: str, bot: Bot) -> None:
    bot.shop.files["/page.pdf"] = b"<html>please log in</html>"
    document_id = await wanted(bot, path)
    await until(lambda: nothing_to_fetch(bot))
    assert bot.shop.asked.count(path) == 1
    found = await bot.db.documents.get(document_id)
    assert found is not None
    assert (found.data, bool(found.refused)) == (b"", True)


async def nothing_to_fetch(bot: Bot) -> bool:
    return await bot.db.fetches.due(2**52, 9) == []


async def test_a_host_that_is_not_named_is_never_asked(start: Start, settings: Settings) -> None:
    async with start(settings.model_copy(update={"allowed_hosts": ()})) as bot:
        bot.shop.files["/invoices/1.pdf"] = PDF
        await wanted(bot, "/invoices/1.pdf")
        await until(lambda: nothing_to_fetch(bot))
        assert bot.shop.asked == []


async def kept(bot: Bot, message: ChatMessage) -> bool:
    return await bot.db.documents.get(inbound_document_id(message.id)) is not None


@pytest.mark.parametrize("media", ["image", "audio", "document", "video", "sticker"])
async def test_a_customers_file_is_kept_byte_for_byte(media: str, bot: Bot) -> None:
    message = bot.phone("sara").sends(media)
    await until(lambda: kept(bot, message))
    found = await bot.db.documents.get(inbound_document_id(message.id))
    assert found is not None
    assert (found.data, found.mime_type, found.refused) == (sample(media)[0], sample(media)[1].partition(";")[0], None)


async def test_a_file_that_the_scanner_finds_bad_is_turned_away(start: Start, settings: Settings) -> None:
    async with start(settings.model_copy(update={"media_scan": "false"})) as bot:
        message = bot.phone("sara").sends("image")
        await until(lambda: kept(bot, message))
        found = await bot.db.documents.get(inbound_document_id(message.id))
    assert found is not None
    assert (found.data, bool(found.refused)) == (b"", True)


async def test_the_shop_hears_that_a_person_is_asked_for_with_a_good_signature(bot: Bot) -> None:
    bot.phone("sara").says("I want to talk to a human")
    await until(lambda: heard(bot, "conversation.flagged"))
    (flag,) = bot.shop.heard("conversation.flagged")
    assert (flag["store"], flag["reason"]) == ("noor", "asked_for_person")
    assert flag["conversation"].startswith(f"c:{NOOR.phone_number_id}:")


async def heard(bot: Bot, kind: str) -> bool:
    return bool(bot.shop.heard(kind))


async def test_it_is_told_once_under_one_id_until_it_has_taken_it(bot: Bot) -> None:
    bot.shop.answers = [500]
    bot.phone("sara").says("I want to talk to a human")
    await until(lambda: heard(bot, "conversation.flagged"))
    (event,) = [one for one in await bot.db.outgoing.of_store("noor") if one.type == "conversation.flagged"]
    await until(lambda: tries(bot, 2))
    assert {one.headers["webhook-id"] for one in bot.shop.told if one.json["type"] == "conversation.flagged"} == {event.id}


async def tries(bot: Bot, times: int) -> bool:
    return len(bot.shop.heard("conversation.flagged")) >= times


async def test_a_message_that_failed_is_told_and_looked_at(bot: Bot) -> None:
    bot.world.set_switches(fail={"131026": 1.0}, fail_how="status")
    bot.phone("sara").says("hello")
    await until(lambda: heard(bot, "message.failed"))
    (failed,) = bot.shop.heard("message.failed")
    assert (failed["store"], failed["code"]) == ("noor", 131026)


async def test_a_store_without_a_receiver_tells_nobody(bot: Bot) -> None:
    bot.phone("omar").says("I want to talk to a human")
    await until(lambda: bot.db.outgoing.of_store("dar"))
    await until(lambda: all_settled(bot))
    assert bot.shop.told == []


async def all_settled(bot: Bot) -> bool:
    return {one.state for one in await bot.db.outgoing.of_store("dar")} == {"delivered"}
