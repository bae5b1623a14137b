"""The demo: the bot with a sample store and the offline WhatsApp, on one machine and one port."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from secrets import token_hex
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.app import clock, running
from bot.app.behind import BotsRecords
from bot.db.documents import Document
from bot.domain.conversation import conversation_id
from bot.domain.message import WireIdentity
from bot.domain.order import MOVING, TERMINAL, order_id
from bot.domain.staff import Role, StaffMember, staff_id
from bot.flow.staff_access import StaffAccess
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.settings.model import ConnectorSettings, JobSettings, NoticeSettings, OverviewSettings, StoreSettings, StuckParcelsSettings, WhatsAppSettings
from bot.simulator.app import build_simulator, to_page
from bot.simulator.chats import ChatMessage, Sender, State
from bot.simulator.history import history
from bot.simulator.sample import Sample, sample
from bot.simulator.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

    from bot.db import Database
    from bot.settings import Settings
    from bot.simulator.people import Person

_SHOWN: dict[str, State] = {"delivered": "delivered", "read": "read", "failed": "failed"}
# Long enough to see two notices become one, short enough not to be taken for a fault.
NOTICE_DELAY = 1.0
# Nobody watches a demo for an hour.
SOON = StuckParcelsSettings(every_minutes=0.1, days=3)
COUNTED = OverviewSettings(every_minutes=0.2)


# Who may try the console, by role: the demo prints a link for each.
PEOPLE: dict[Role, tuple[str, str]] = {"admin": ("mona@wasla.example", "Mona"), "agent": ("tariq@wasla.example", "Tariq")}


@asynccontextmanager
async def demonstrating(settings: Settings, invited: dict[Role, str] | None = None) -> AsyncIterator[World]:
    """Run the demo until the context ends; the offline WhatsApp speaks to the bot over the bot's own port and nothing else.

    ``invited`` is filled with a one-time link into the support console per role.
    """
    shown = sample(clock())
    access_token, app_secret = token_hex(16), token_hex(16)
    store_secrets = {store.id: f"whsec_{token_hex(24)}" for store in shown.stores}
    url = f"http://{settings.host}:{settings.port}"
    shops = _shops(shown, url, access_token, app_secret, store_secrets)
    settings = settings.model_copy(
        update={"stores": shops, "jobs": JobSettings(stuck_parcels=SOON, overview=COUNTED), "circling_answers": 60, "daily_answers": 1_000}
    )
    world = World(
        numbers=shown.sim_numbers(access_token, app_secret),
        people=shown.persons,
        shippables=shown.shippables,
        store_secrets=store_secrets,
        templates=template_definitions(Catalogues.load(data_folder("locales"))),
        bot_url=url,
        silent_days=settings.jobs.stuck_parcels.days,
    )

    async def attach(application: web.Application, db: Database) -> None:
        world.behind = BotsRecords(db, shops)
        await load_sample(db, shown)
        # What was counted in a former run stays: only days that nobody knows are made up.
        await db.daily.add_new(history(shown.stores, clock()))
        for person in shown.persons:
            await remember(world, db, person)
            await remember_parcels(world, db, person)
        application.add_subapp("/simulator", build_simulator(world))
        application.router.add_get("/", to_page)
        if invited is not None and settings.console.enabled:
            invited.update({role: f"{url}/console/enter/{secret}" for role, secret in (await invite(db)).items()})

    async with running(settings, attach):
        yield world


def _shops(shown: Sample, url: str, access_token: str, app_secret: str, store_secrets: dict[str, str]) -> tuple[StoreSettings, ...]:
    numbers = {number.phone_number_id: number for number in shown.numbers}
    return tuple(
        StoreSettings(
            store=store,
            whatsapp=WhatsAppSettings(
                app_secret=SecretStr(app_secret),
                verify_token=SecretStr(token_hex(8)),
                access_token=SecretStr(access_token),
                phone_number_id=store.phone_number_id,
                business_account_id=numbers[store.phone_number_id].business_account_id,
                graph_url=f"{url}/simulator/graph",
            ),
            connectors={"standard": ConnectorSettings(secrets=(SecretStr(store_secrets[store.id]),))},
            notices=NoticeSettings(checkout_collects_consent=True, delay=NOTICE_DELAY),
        )
        for store in shown.stores
    )


async def load_sample(db: Database, shown: Sample) -> None:
    """Load the sample store. Orders that nothing has happened to are brought up to date, so that their dates stay near."""
    await load_customers(db, shown)
    missing = [item for item in shown.documents if await db.documents.get(item.id) is None]
    made = await asyncio.to_thread(lambda: [Document(item.id, item.filename, item.mime_type, item.make()) for item in missing])
    await db.documents.put_new(made)


async def load_customers(db: Database, shown: Sample) -> None:
    """Load the sample store's customers and orders, without their files."""
    await db.customers.add_new(shown.customers)
    there = await db.orders.get_many([order.id for order in shown.orders])
    await db.orders.put_many([order for order in shown.orders if order.id not in there or there[order.id].version <= 1])


async def invite(db: Database) -> dict[Role, str]:
    """Let the demo's people into the console; return the secret of a one-time link for each."""
    access, secrets = StaffAccess(db), {}
    for role, (email, name) in PEOPLE.items():
        member = StaffMember(staff_id(email), email, name, role, clock())
        await db.staff.add(member)
        secrets[role] = await access.invite(member, clock())
    return secrets


async def remember(world: World, db: Database, person: Person) -> None:
    """Give the offline WhatsApp back what a former run knew of a customer: his chat, in plain words, and his open window."""
    owners = await db.identities.resolve(WireIdentity(person.bsuid, person.wa_id).keys(person.store_id))
    ids = [conversation_id(person.phone_number_id, owner) for owner in dict.fromkeys(owners.values())]
    for chat in (await db.conversations.get_many(ids)).values():
        if chat.last_inbound_at is not None:
            world.open_window(person.phone_number_id, person.id, chat.last_inbound_at)
        for line in await db.transcript.of_conversation(chat.id):
            if line.direction == "desk":
                continue
            sender: Sender = "customer" if line.direction == "in" else "business"
            state: State = _SHOWN.get(line.state or "read", "sent")
            world.chats.add(person.id, ChatMessage(line.wamid or line.id, sender, line.at, "text", line.text or f"({line.content})", status=state))


async def remember_parcels(world: World, db: Database, person: Person) -> None:
    """Let the simulated store know which of its parcels have left in a former run, so that none leaves twice."""
    parcels = world.shippables.get(person.id, [])
    orders = await db.orders.get_many([order_id(person.store_id, parcel.order_number) for parcel in parcels])
    left = {shipment.tracking_number for order in orders.values() for shipment in order.shipments if shipment.state in MOVING | TERMINAL}
    world.gone.update((person.id, number) for number in left if number is not None)
