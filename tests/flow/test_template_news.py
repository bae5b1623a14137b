"""Webhooks about templates: copies follow, shops hear of trouble."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from bot.domain.happening import Alarm
from bot.domain.rules import StoreRules
from bot.domain.template import TemplateCopy, TemplateTrouble, template_id
from bot.flow.account import AccountNews
from bot.flow.consequences import Consequences
from bot.flow.rules_book import RulesBook
from bot.flow.template_news import TemplateDesk, alarms
from bot.whatsapp.split import split
from tests.flow.conftest import NOW, STORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.inbox import InboxItem

NAME = "wasla_order_shipped"
ID = template_id("w1", NAME, "ar")
COPY = TemplateCopy(ID, "w1", NAME, "ar", "APPROVED", "UTILITY", "GREEN", ("order",), synced_at=1_000, body="x {{order}} y", shape="QUICK_REPLY")
AT = 1_790_000_000


def told(field: str, time: int = AT, account: str = "w1", **value: Any) -> InboxItem:
    """Return the inbox item of one change of a template."""
    named = {"message_template_name": NAME, "message_template_language": "ar", **value}
    entry = {"id": account, "time": time, "changes": [{"field": field, "value": named}]}
    (item,) = split(orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]}), NOW).items
    return item


def status(event: str, time: int = AT, **value: Any) -> InboxItem:
    return told("message_template_status_update", time, event=event, **value)


class Ear:
    """Hears of trouble and of changes."""

    def __init__(self) -> None:
        self.troubles: list[TemplateTrouble] = []
        self.changes = 0

    async def trouble(self, found: Sequence[TemplateTrouble], _now: int) -> None:
        self.troubles += found

    def changed(self) -> None:
        self.changes += 1


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def news(database: Database, ear: Ear) -> AccountNews:
    return AccountNews(database, {"n1": STORE}, accounts={"w1": ["noor"]}, trouble=ear.trouble, changed=ear.changed)


async def copy(database: Database) -> TemplateCopy:
    return (await database.templates.get_many([ID]))[ID]


async def test_a_copy_follows_and_the_shop_hears_of_it(database: Database, news: AccountNews, ear: Ear) -> None:
    await database.templates.put_many([COPY])
    await news.keep([status("PAUSED", reason="many blocks")], NOW)
    assert await copy(database) == replace(COPY, status="PAUSED", reason="many blocks")
    (trouble,) = ear.troubles
    assert (trouble.store_id, trouble.name, trouble.language, trouble.level) == ("noor", NAME, "ar", "stopped")
    assert ear.changes == 1


async def test_news_that_comes_again_changes_and_says_nothing(database: Database, news: AccountNews, ear: Ear) -> None:
    await database.templates.put_many([COPY])
    for _ in range(2):
        await news.keep([status("PAUSED")], NOW)
    assert (len(ear.troubles), ear.changes) == (1, 1)


async def test_several_of_one_batch_count_in_the_order_of_their_time(database: Database, news: AccountNews, ear: Ear) -> None:
    await database.templates.put_many([COPY])
    await news.keep([status("APPROVED", AT + 60), status("PAUSED", AT)], NOW)
    assert (await copy(database)).status == "APPROVED"
    assert ["paused" in one.what for one in ear.troubles] == [True]


@pytest.mark.parametrize(
    ("item", "field", "value", "said"),
    [
        (told("message_template_quality_update", new_quality_score="RED"), "quality", "RED", ["quality RED"]),
        (told("message_template_quality_update", new_quality_score="YELLOW"), "quality", "YELLOW", []),
        (told("template_category_update", new_category="MARKETING"), "category", "MARKETING", ["from UTILITY to MARKETING"]),
        (told("template_category_update", correct_category="MARKETING"), "coming_category", "MARKETING", ["will be turned to MARKETING"]),
        (told("message_template_components_update", message_template_element="a {{b}} c"), "parameters", ("b",), []),
        (status("REJECTED"), "status", "REJECTED", ["rejected"]),
        (status("DISABLED"), "status", "DISABLED", ["disabled"]),
    ],
)
async def test_every_kind_of_news(
    database: Database, news: AccountNews, ear: Ear, item: InboxItem, field: str, value: object, said: list[str]
) -> None:
    await database.templates.put_many([COPY])
    await news.keep([item], NOW)
    assert getattr(await copy(database), field) == value
    assert len(ear.troubles) == len(said)
    assert all(part in one.what for part, one in zip(said, ear.troubles, strict=True))


async def test_one_that_nobody_knew_is_kept_for_the_next_synchronisation(database: Database, news: AccountNews) -> None:
    await news.keep([status("APPROVED", message_template_category="UTILITY")], NOW)
    assert (await copy(database)).synced_at == 0


async def test_trouble_in_an_account_of_nobody_is_told_all_the_same(database: Database, news: AccountNews, ear: Ear) -> None:
    await news.keep([told("message_template_status_update", account="w9", event="PAUSED")], NOW)
    assert [one.store_id for one in ear.troubles] == [""]
    assert len(await database.templates.of_account("w9")) == 1


async def test_what_can_not_be_read_is_parked_and_the_rest_is_kept(database: Database, news: AccountNews) -> None:
    odd, good, other = told("message_template_status_update"), status("PAUSED"), told("account_update", event="VERIFIED_ACCOUNT")
    await database.inbox.add_many([odd, good, other])
    outcome = await news.keep([odd, good, other], NOW)
    assert [parked.id for parked in outcome.parked] == [odd.id]
    assert await database.events.known([odd.id, good.id, other.id]) == {good.id, other.id}


async def test_further_fields_have_their_own_handlers(database: Database) -> None:
    heard: list[str] = []

    async def handle(items: Sequence[InboxItem], _now: int) -> list[Any]:
        heard.extend(item.id for item in items)
        return []

    news = AccountNews(database, {"n1": STORE}, handlers={"account_update": handle})
    item = told("account_update", event="ACCOUNT_DELETED")
    await news.keep([item, status("PAUSED")], NOW)
    assert heard == [item.id]


def test_troubles_become_alarms_one_per_template_and_language() -> None:
    (alarm,) = alarms([TemplateTrouble("noor", NAME, "ar", "is paused")], NOW)
    assert alarm == Alarm("noor", "template", f"{NAME}:ar", f"The template {NAME} in ar is paused.", NOW)


async def test_the_rules_book_holds_what_the_webhook_told(database: Database) -> None:
    book = RulesBook(database, {"noor": StoreRules(checkout_collects_consent=True), "bare": StoreRules()}, {"noor": "w1", "bare": ""})
    await database.templates.put_many([COPY])
    assert book.rules_of("noor").templates is None
    await AccountNews(database, {"n1": STORE}, changed=book.soon).keep([status("PAUSED")], NOW)
    await book.refresh()
    templates = book.rules_of("noor").templates
    assert templates is not None
    assert templates[NAME, "ar"].status == "PAUSED"
    assert book.rules_of("noor").checkout_collects_consent
    assert book.rules_of("bare").templates is None
    assert book.rules_of("nobody") == StoreRules()


async def shown(database: Database) -> list[str]:
    return [one.text for one in await database.alerts.open_of("noor")]


@pytest.fixture
def desk(database: Database) -> TemplateDesk:
    async def trouble(found: Sequence[TemplateTrouble], now: int) -> None:
        await Consequences(database).of(alarms(found, now))

    return TemplateDesk(database, {"w1": ["noor"]}, trouble)


async def test_an_alert_ends_when_the_template_is_sent_again(database: Database, desk: TemplateDesk) -> None:
    await database.templates.put_many([COPY])
    await desk.handle([status("PAUSED")], NOW)
    assert await shown(database) == [f"The template {NAME} in ar is paused by Meta, because customers blocked or reported it."]
    await desk.handle([status("APPROVED", AT + 60)], NOW)
    assert await shown(database) == []


async def test_what_no_webhook_has_told_is_said_after_a_synchronisation(database: Database, desk: TemplateDesk) -> None:
    paused, others = replace(COPY, status="PAUSED", category="MARKETING"), replace(COPY, id="w1:theirs:ar", name="theirs", status="REJECTED")
    await desk.follow([COPY], [paused, others], NOW)
    (text,) = await shown(database)
    assert "was turned from UTILITY to MARKETING" in text
    await desk.follow([paused], [replace(COPY, synced_at=NOW)], NOW)
    assert await shown(database) == []
