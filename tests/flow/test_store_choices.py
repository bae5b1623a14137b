"""Stores as they have decided in the console, at hand in every process."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import business_hours
from bot.domain.answer import Facts
from bot.domain.customer import Customer
from bot.domain.hours import Hours, Span
from bot.domain.rules import StoreRules
from bot.domain.store import Store
from bot.domain.store_choices import StoreChoices, WeekHours, with_switch, with_words
from bot.flow.rules_book import RulesBook
from bot.flow.store_choices import StoreBook

if TYPE_CHECKING:
    from bot.db import Database

NOOR, DAR = Store("noor", "Noor Home", "n1"), Store("dar", "Dar", "n2")
WEEK = ((Span(540, 1020),),) * 7
RULES = {"noor": StoreRules(off=frozenset(("review",)), wording={("shipped", "en"): "file"})}


@pytest.fixture
def book(database: Database) -> StoreBook:
    return StoreBook(database, [NOOR, DAR], RULES)


def opened(choices: StoreChoices) -> StoreChoices:
    return replace(choices, hours=WeekHours(WEEK), away={"en": "Back soon"})


async def test_whoever_holds_a_dict_sees_what_is_chosen_later(book: StoreBook) -> None:
    stores, numbers, rules, off = book.stores, book.numbers, book.rules, book.off
    assert (stores["noor"], numbers["n1"], rules["noor"], off["noor"]) == (NOOR, NOOR, RULES["noor"], RULES["noor"].off)
    await book.change("noor", lambda one: with_switch(with_switch(opened(one), "review", wanted=True), "shipped", wanted=False))
    assert stores["noor"] is numbers["n1"]
    assert stores["noor"].hours == Hours(WEEK, "Asia/Riyadh")
    assert rules["noor"].off == off["noor"] == {"shipped"}
    assert stores["dar"] == DAR


async def test_another_process_knows_after_a_refresh_and_hears_of_news_alone(database: Database, book: StoreBook) -> None:
    heard: list[str] = []
    other = StoreBook(database, [NOOR, DAR], RULES, lambda: heard.append("news"))
    await book.change("noor", opened)
    for _ in range(2):
        await other.refresh()
    assert (other.stores["noor"], other.choices("noor"), heard) == (book.stores["noor"], book.choices("noor"), ["news"])


async def test_it_keeps_itself_fresh(database: Database, book: StoreBook) -> None:
    await StoreBook(database, [NOOR]).change("noor", opened)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        task = group.create_task(book.keep_fresh())
        while book.stores["noor"] == NOOR:  # noqa: ASYNC110 - the book tells nobody when it has read
            await asyncio.sleep(0.01)
        task.cancel()
    assert book.stores["noor"].support_hours == "Sun-Sat 09:00-17:00"


async def test_the_last_look_before_sending_has_the_chosen_wording(database: Database) -> None:
    book = StoreBook(database, [NOOR], RULES)
    rules = RulesBook(database, book.rules, {"noor": ""})
    await book.change("noor", lambda one: with_words(one, "shipped", "en", "own"))
    await rules.refresh()
    assert rules.rules_of("noor").wording == {("shipped", "en"): "own"}


async def test_who_goes_back_to_the_file_has_the_files_again(book: StoreBook) -> None:
    await book.change("noor", lambda one: with_words(opened(one), "shipped", "en", "own"))
    await book.change("noor", lambda one: with_words(replace(one, hours=None, away=None), "shipped", "en", None))
    assert (book.stores["noor"], book.rules["noor"]) == (NOOR, RULES["noor"])


async def test_a_refusal_and_what_changes_nothing_save_nothing(database: Database, book: StoreBook) -> None:
    assert await book.change("noor", lambda _: None) is None
    assert await book.change("noor", lambda one: one) == StoreChoices("noor")
    assert await database.store_choices.all() == {}


async def test_the_later_one_decides_anew_over_what_the_first_has_saved(database: Database, book: StoreBook) -> None:
    other, seen = StoreBook(database, [NOOR]), []
    await book.change("noor", opened)

    def decide(one: StoreChoices) -> StoreChoices:
        seen.append(one.version)
        return with_switch(one, "shipped", wanted=False)

    saved = await other.change("noor", decide)
    assert (seen, saved) == ([1], with_switch(replace(book.choices("noor"), version=2), "shipped", wanted=False))


async def test_two_changes_at_once_are_both_kept(database: Database, book: StoreBook) -> None:
    other = StoreBook(database, [NOOR])
    await asyncio.gather(
        book.change("noor", opened),
        other.change("noor", lambda one: with_switch(one, "shipped", wanted=False)),
        other.change("noor", lambda one: with_words(one, "delivered", "en", "x")),
    )
    await book.refresh()
    kept = book.choices("noor")
    assert (kept.away, kept.wanted, kept.wording, kept.version) == ({"en": "Back soon"}, {"shipped": False}, {"delivered": {"en": "x"}}, 3)


async def test_choices_of_a_store_that_is_gone_are_left_alone(database: Database, book: StoreBook) -> None:
    await StoreBook(database, [replace(NOOR, id="gone")]).change("gone", opened)
    await book.refresh()
    assert {*book.stores} == {"noor", "dar"}


async def test_the_rules_are_read_anew_when_a_store_has_changed_its_mind(database: Database) -> None:
    book = StoreBook(database, [NOOR], dict(RULES), lambda: rules.soon())  # noqa: PLW0108 - they are made after it
    rules = RulesBook(database, book.rules, {"noor": ""})
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        task = group.create_task(rules.keep_fresh())
        await book.change("noor", lambda one: with_switch(one, "shipped", wanted=False))
        while "shipped" not in rules.rules_of("noor").off:  # noqa: ASYNC110 - the book tells nobody when it has read
            await asyncio.sleep(0.01)
        task.cancel()


async def test_who_asks_for_the_hours_hears_the_chosen_ones(database: Database) -> None:
    told = replace(NOOR, support_hours="from nine", policies=(("hours", "Come by from nine."),))
    book = StoreBook(database, [told])
    facts = Facts(told, Customer("cu:sara", "noor"), (), 0)
    assert "Come by" in str(business_hours.answer(facts))
    await book.change("noor", opened)
    said = str(business_hours.answer(replace(facts, store=book.stores["noor"])))
    assert ("Sun-Sat 09:00-17:00" in said, "nine" in said) == (True, False)
