from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.domain.cost import PriceTable
from bot.domain.delivery import Letter, TranscriptEntry
from bot.domain.message import StatusUpdate, WireIdentity
from bot.flow.consequences import Consequences
from bot.flow.cost_book import CostBook

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.delivery import Kind

NOW = 1_795_000_000_000
PRICES = PriceTable({("SA", "utility"): 10_000, ("SA", "marketing"): 50_000, ("*", "utility"): 20_000})
SAUDI = WireIdentity(wa_id="966501234567")


@pytest_asyncio.fixture
async def book(database: Database) -> CostBook:
    return CostBook(database, PRICES, {"noor": "n1"}, {"noor": 0.025}, Consequences(database))


def told(category: str = "utility", kind: str = "regular", recipient: WireIdentity = SAUDI) -> StatusUpdate:
    return StatusUpdate("wamid.1", "sent", NOW, recipient=recipient, pricing=(category, kind))


async def test_a_notice_costs_its_order(database: Database, book: CostBook) -> None:
    await book.record({"noor:1001:3:0": told(), "noor:1001:4:0~2": told("utility", "free_customer_service")}, NOW)
    charges = await database.charges.of_order("noor:1001")
    assert sorted((one.micros, one.country) for one in charges) == [(0, "SA"), (10_000, "SA")]


async def test_an_answer_costs_the_order_that_it_was_about(database: Database, book: CostBook) -> None:
    about = "c:n1:cu:noor:wa:966501234567:7:0"
    await database.transcript.add([TranscriptEntry(about, "c", "cu", "noor", "out", NOW, "", "text", order_id="noor:7")])
    await book.record({about: told("service")}, NOW)
    assert [one.id for one in await database.charges.of_order("noor:7")] == [about]


@pytest.mark.parametrize(
    "written",
    [
        "api:noor:0f3a",
        "request:c:n1:cu:noor:wa:966501234567:7:0:accepted",
    ],
)
async def test_what_programs_and_people_have_written_costs_as_well(database: Database, book: CostBook, written: str) -> None:
    await database.transcript.add([TranscriptEntry(written, "c", "cu", "noor", "out", NOW, "", "text", order_id="noor:7")])
    await book.record({written: told()}, NOW)
    assert [(one.id, one.micros, one.order_id) for one in await database.charges.of_month("noor", "2026-11")] == [(written, 10_000, "noor:7")]


@pytest.mark.parametrize(("kind", "rings"), [("survey", False), ("notice", True)])
async def test_an_offer_that_was_meant_as_one_surprises_nobody(database: Database, book: CostBook, kind: Kind, rings: bool) -> None:  # noqa: FBT001
    letter = Letter(kind, "n1", SAUDI, NOW, "ar")
    await database.transcript.add([TranscriptEntry("api:noor:1", "c", "cu", "noor", "out", NOW, "", "template", letter=letter)])
    await book.record({"api:noor:1": told("marketing")}, NOW)
    assert any("as marketing" in one.text for one in await database.alerts.open_of("noor")) == rings


@pytest.mark.parametrize(("kind", "rings"), [("survey", False), ("notice", True)])
async def test_a_question_about_an_order_may_be_an_offer_too(database: Database, book: CostBook, kind: Kind, rings: bool) -> None:  # noqa: FBT001
    line = TranscriptEntry("noor:7:3:0", "c", "cu", "noor", "out", NOW, "", "template", order_id="noor:7", letter=Letter(kind, "n1", SAUDI, NOW))
    await database.transcript.add([line])
    await book.record({"noor:7:3:0": told("marketing")}, NOW)
    assert [one.micros for one in await database.charges.of_order("noor:7")] == [50_000]
    assert any(one.kind == "category" for one in await database.alerts.open_of("noor")) == rings


async def test_a_status_that_comes_again_costs_nothing_more(database: Database, book: CostBook) -> None:
    for _ in range(2):
        await book.record({"noor:1:1:0": told()}, NOW)
    assert len(await database.charges.of_month("noor", "2026-11")) == 1


async def test_a_status_without_a_price_and_a_message_of_nobody_cost_nothing(database: Database, book: CostBook) -> None:
    await book.record({"noor:1:1:0": StatusUpdate("w", "delivered", NOW), "else:1:1:0": told()}, NOW)
    assert await database.charges.of_month("noor", "2026-11") == []


@pytest.mark.parametrize(
    ("recipient", "country"), [(WireIdentity(bsuid="FR.123"), "FR"), (WireIdentity(), None), (WireIdentity(wa_id="96550001111"), "KW")]
)
async def test_the_country_is_the_recipients(database: Database, book: CostBook, recipient: WireIdentity, country: str | None) -> None:
    await book.record({"noor:1:1:0": told(recipient=recipient)}, NOW)
    (one,) = await database.charges.of_order("noor:1")
    assert (one.country, one.micros) == (country, 20_000)


async def test_a_dearer_category_rings(database: Database, book: CostBook) -> None:
    await book.record({"noor:1:1:0": told("marketing")}, NOW)
    texts = [one.text for one in await database.alerts.open_of("noor")]
    assert any("as marketing" in text for text in texts)


async def test_a_price_that_is_missing_rings(database: Database, book: CostBook) -> None:
    await book.record({"noor:1:1:0": told("marketing", recipient=WireIdentity(bsuid="FR.1"))}, NOW)
    assert any("no price for marketing messages to FR" in one.text for one in await database.alerts.open_of("noor"))


async def test_spending_more_than_the_budget_rings_once_it_is_passed(database: Database, book: CostBook) -> None:
    rung = []
    for n in range(3):
        await book.record({f"noor:{n}:1:0": told()}, NOW)
        rung.append(any("more than its budget of" in one.text for one in await database.alerts.open_of("noor")))
    assert rung == [False, False, True]


async def test_after_a_restart_what_was_spent_before_counts(database: Database, book: CostBook) -> None:
    for n in range(2):
        await book.record({f"noor:{n}:1:0": told()}, NOW)
    again = CostBook(database, PRICES, {"noor": "n1"}, {"noor": 0.025}, Consequences(database))
    await again.record({"noor:9:1:0": told()}, NOW)
    assert any("0.03 US dollars" in one.text for one in await database.alerts.open_of("noor"))
