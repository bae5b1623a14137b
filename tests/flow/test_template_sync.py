"""Reading Meta's templates and creating what is missing, against the offline Cloud API."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer

from bot.domain.clock import HOUR, MINUTE
from bot.domain.content import TemplateOut
from bot.domain.template import TemplateCopy, template_id
from bot.flow.choose_template import Wish, choose_template
from bot.flow.template_sync import compare, create, may_create, synchronise
from bot.language.notices import template_definitions
from bot.simulator.app import standalone
from bot.simulator.template_acts import change_templates
from bot.simulator.world import SimNumber, World
from bot.whatsapp.client import GraphClient, GraphNumber
from tests.domain.notices import ORDERS, notice_of
from tests.flow.conftest import NOW, STORE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.flow.converse import Mind
    from bot.flow.template_sync import Definition

NUMBER = SimNumber("n1", "w1", "+966500000000", "Noor Home", "token", "secret")


@dataclass
class Meta:
    """The offline Cloud API, and us before it."""

    db: Database
    world: World
    client: GraphClient
    definitions: list[Definition]

    async def synchronised(self) -> list[TemplateCopy]:
        return await synchronise(self.db, self.client, "w1", NOW)

    async def missing(self) -> list[Definition]:
        return [one.definition for one in compare(self.definitions, await self.synchronised()) if one.copy is None]

    async def created(self, *definitions: Definition) -> list[str]:
        made = await create(self.db, self.client, "w1", definitions, lambda: NOW)
        return [one.error or one.status for one in made]


@asynccontextmanager
async def meta_with(db: Database, mind: Mind, templates: list[Definition]) -> AsyncIterator[Meta]:
    world = World(numbers=[NUMBER], templates=templates, clock=lambda: NOW, bot_url="http://127.0.0.1:9")
    server = TestServer(standalone(world))
    await server.start_server()
    async with aiohttp.ClientSession() as session:
        client = GraphClient(session, GraphNumber("n1", "w1", "token", "secret", str(server.make_url("/simulator/graph"))))
        yield Meta(db, world, client, template_definitions(mind.catalogues))
    await server.close()


@pytest_asyncio.fixture
async def empty(database: Database, mind: Mind) -> AsyncIterator[Meta]:
    """An account that has no templates yet."""
    async with meta_with(database, mind, []) as meta:
        yield meta


@pytest_asyncio.fixture
async def full(database: Database, mind: Mind) -> AsyncIterator[Meta]:
    """An account that has all of ours."""
    async with meta_with(database, mind, template_definitions(mind.catalogues)) as meta:
        yield meta


async def test_everything_is_created_once_and_nothing_twice(empty: Meta) -> None:
    missing = await empty.missing()
    assert missing == empty.definitions
    assert await empty.created(*missing) == ["APPROVED"] * len(missing)
    assert await empty.missing() == []


async def test_what_was_created_stands_at_meta_as_it_does_here(empty: Meta) -> None:
    await empty.created(*empty.definitions)
    before = await empty.db.templates.of_account("w1")
    compared = compare(empty.definitions, await empty.synchronised())
    assert [one.differs for one in compared if one.differs] == []
    assert [(copy.parameters, copy.shape, copy.body) for copy in before] == [
        (one.parameters, one.shape, one.body) for one in await empty.db.templates.of_account("w1")
    ]


async def test_what_is_there_can_be_chosen_and_filled(full: Meta, mind: Mind) -> None:
    copies = {(copy.name, copy.language): copy for copy in await full.synchronised()}
    for milestone, order in ORDERS.items():
        wish = Wish(notice_of(milestone), order, "ar")
        found = choose_template(wish, copies, catalogues=mind.catalogues, store=STORE, tap=lambda _order, intent: intent)
        assert isinstance(found, TemplateOut)


async def test_a_synchronisation_forgets_what_is_gone(full: Meta) -> None:
    await full.synchronised()
    full.world.templates.delete("w1", "wasla_order_stuck")
    assert {one["name"] for one in await full.missing()} == {"wasla_order_stuck"}


async def test_a_synchronisation_keeps_what_only_we_know(empty: Meta) -> None:
    await empty.created(empty.definitions[0])
    (copy,) = await empty.db.templates.of_account("w1")
    await empty.db.templates.put_many([replace(copy, coming_category="MARKETING")])
    (after,) = await empty.synchronised()
    assert (after.created_at, after.coming_category) == (NOW, "MARKETING")
    change_templates(empty.world, {"name": copy.name, "category": "MARKETING"})
    (turned,) = await empty.synchronised()
    assert (turned.category, turned.coming_category) == ("MARKETING", None)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"body": "Your order {{order}} from {{store}} is somewhere else by now."}, ("text", "variables")),
        ({"category": "MARKETING"}, ("category",)),
        ({"status": "PAUSED"}, ()),
    ],
)
async def test_differences_are_named_and_left_alone(full: Meta, change: dict[str, str], differs: tuple[str, ...]) -> None:
    change_templates(full.world, {"name": "wasla_order_shipped", "language": "en", **change})
    compared = compare(full.definitions, await full.synchronised())
    (one,) = [one for one in compared if (one.definition["name"], one.definition["language"]) == ("wasla_order_shipped", "en")]
    assert one.differs == differs
    assert one.copy is not None


async def test_what_meta_refuses_is_told_and_the_rest_goes_on(empty: Meta) -> None:
    odd = {**empty.definitions[0], "category": "NEWS"}
    refused, created = await empty.created(odd, empty.definitions[1])
    assert "category must be one of" in refused
    assert created == "APPROVED"


async def test_a_wrong_token_ends_it_at_once(empty: Meta) -> None:
    number = GraphNumber("n1", "w1", "another", graph_url=str(empty.client._base.parent))  # noqa: SLF001 - the same far end
    client = GraphClient(empty.client._session, number)  # noqa: SLF001 - over the same connections
    (made,) = await create(empty.db, client, "w1", empty.definitions, lambda: NOW)
    assert made.over
    assert "190" in made.error or "token" in made.error
    assert await empty.db.templates.of_account("w1") == []


async def test_a_document_header_gets_the_handle_of_an_upload(empty: Meta) -> None:
    wanted = [one for one in empty.definitions if str(one["name"]).endswith("_pdf")]
    assert await empty.created(*wanted) == ["APPROVED"] * len(wanted)
    headers = [one.component("HEADER") for one in empty.world.templates.listed("w1", {})]
    assert {str((header or {}).get("example")) for header in headers} == {"{'header_handle': ['4:upload:1']}"}


@pytest.mark.parametrize(("age", "left"), [(MINUTE, 97), (HOUR, 100)])
def test_meta_takes_so_many_an_hour(age: int, left: int) -> None:
    copies = [TemplateCopy(template_id("w1", str(n), "ar"), "w1", str(n), "ar", "PENDING", "UTILITY", created_at=NOW - age) for n in range(3)]
    assert may_create(copies, NOW) == left
    assert may_create([copy for copy in copies for _ in range(50)], NOW - age + 1) == 0
