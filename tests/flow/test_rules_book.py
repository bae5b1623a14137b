"""Rules at hand, and fresh."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.rules import StoreRules
from bot.flow.rules_book import RulesBook
from tests.flow.test_template_news import COPY

if TYPE_CHECKING:
    from bot.db import Database


def status(book: RulesBook) -> str | None:
    templates = book.rules_of("noor").templates
    return templates["wasla_order_shipped", "ar"].status if templates else None


async def until(book: RulesBook, wanted: str) -> None:
    async with asyncio.timeout(5):
        while status(book) != wanted:  # noqa: ASYNC110 - the book tells nobody when it has read
            await asyncio.sleep(0.01)


async def test_it_is_refreshed_at_once_when_something_has_changed(database: Database) -> None:
    book = RulesBook(database, {"noor": StoreRules()}, {"noor": "w1"})
    await database.templates.put_many([COPY])
    async with asyncio.TaskGroup() as group:
        task = group.create_task(book.keep_fresh())
        await until(book, "APPROVED")
        await database.templates.put_many([replace(COPY, status="PAUSED")])
        book.soon()
        await until(book, "PAUSED")
        task.cancel()


async def test_two_stores_of_one_account_share_its_templates(database: Database) -> None:
    book = RulesBook(database, {"noor": StoreRules(), "dar": StoreRules(checkout_collects_consent=True)}, {"noor": "w1", "dar": "w1"})
    await database.templates.put_many([COPY])
    await book.refresh()
    assert book.rules_of("noor").templates == book.rules_of("dar").templates
    assert book.rules_of("dar").checkout_collects_consent
