"""The demo's world in the simulator: its people, parcels and templates all work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.simulator.phone import Phone
from bot.simulator.sample import sample
from bot.simulator.store import SimStore
from bot.simulator.templates import TemplateStore, filled, variables

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim, StartSim

NOW = 1_790_000_000_000
SAMPLE = sample(NOW)
NUMBERS = SAMPLE.sim_numbers("token", "app secret")
TEMPLATES = template_definitions(Catalogues.load(data_folder("locales")))
SECRETS = {store.id: "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" for store in SAMPLE.stores}


@pytest_asyncio.fixture
async def demo(start_sim: StartSim) -> Sim:
    return await start_sim(numbers=NUMBERS, people=SAMPLE.persons, shippables=SAMPLE.shippables, templates=TEMPLATES, store_secrets=SECRETS)


async def test_everybody_can_write(demo: Sim, bot: BotDouble) -> None:
    said = {Phone(demo.world, person).says(f"I am {person.id}").id for person in SAMPLE.persons}
    await demo.settled()
    assert {message["id"] for message in bot.messages} == said


async def test_everybody_can_be_answered(demo: Sim) -> None:
    for person in SAMPLE.persons:
        Phone(demo.world, person).says("hi")
        to = {"to": f"+{person.wa_id}"} if person.wa_id else {"recipient": person.bsuid}
        body = {"messaging_product": "whatsapp", "type": "text", "text": {"body": f"Hello {person.name}"}} | to
        await demo.graph("POST", f"{person.phone_number_id}/messages", json=body)
    assert [sent.to for sent in demo.world.sent] == [person.id for person in SAMPLE.persons]


@pytest.mark.parametrize("person_id", sorted(SAMPLE.shippables))
async def test_every_parcel_can_be_shipped(demo: Sim, bot: BotDouble, person_id: str) -> None:
    store = SimStore(demo.world)
    waiting = [parcel for parcel in SAMPLE.shippables[person_id] if not parcel.in_transit]
    outcomes = [await store.ship(person_id) for _ in waiting]
    assert [outcome.order for outcome in outcomes] == [parcel.order_number for parcel in waiting]
    assert {post.path for post in bot.posts} <= {f"/webhooks/standard/{store.id}" for store in SAMPLE.stores}


@pytest.mark.parametrize("person_id", sorted(person_id for person_id, parcels in SAMPLE.shippables.items() if parcels))
async def test_every_customer_with_parcels_can_wait_for_one_in_vain(demo: Sim, bot: BotDouble, person_id: str) -> None:
    outcome = await SimStore(demo.world).silence(person_id)
    assert outcome.status == 200
    assert outcome.order in {parcel.order_number for parcel in SAMPLE.shippables[person_id]}
    assert bot.posts[0].json["data"]["order"] == outcome.order


async def test_the_page_shows_every_customer(demo: Sim) -> None:
    customers = (await demo.call("GET", "/api/state")).json["customers"]
    assert [one["id"] for one in customers] == [person.id for person in SAMPLE.persons]
    assert {one["store"] for one in customers} == {store.id for store in SAMPLE.stores}


@pytest.mark.parametrize("spec", TEMPLATES, ids=lambda spec: f"{spec['name']}-{spec['language']}")
def test_meta_would_take_every_template(spec: dict[str, object]) -> None:
    created = TemplateStore().create("200", spec)
    body = created.text("BODY")
    # Meta refuses a body that begins or ends with a variable, because nobody could tell what it says.
    assert not body.startswith("{{")
    assert not body.endswith("}}")
    assert len(filled(body, dict.fromkeys(variables(body), "x" * 20))) <= 1024
