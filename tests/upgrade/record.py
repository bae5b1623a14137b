"""Records what a release leaves behind when it is stopped at a bad moment. Run it in that release's tree, before it is released::

    PYTHONPATH=. python tests/upgrade/record.py tests/upgrade/last.jsonl tests/upgrade/schema.json

It uses only what releases have in common: the demo, the embedded database, and the classes of ``bot.db`` and ``bot.domain``. Customers
are left in one state each; ``tests/upgrade/test_upgrade.py`` says what the next release makes of it.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import orjson
from bson.json_util import CANONICAL_JSON_OPTIONS, dumps
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import TypeAdapter

from bot.app import clock
from bot.db import open_database
from bot.db.codec import Codec
from bot.db.embedded import start_embedded
from bot.db.versioned import Change
from bot.demo import demonstrating
from bot.domain.clock import HOUR
from bot.domain.content import TextOut
from bot.domain.conversation import conversation_id
from bot.domain.message import WireIdentity
from bot.settings import load_settings
from bot.simulator.directory import user_of
from bot.simulator.phone import Phone
from bot.simulator.store import SimStore
from bot.simulator.wire import message, status
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.settings import Settings
    from bot.simulator.people import Person
    from bot.simulator.world import World

NUMBERS = ("110000000000001", "110000000000002")
QUESTION = "where is my order"
# Of the sample's history only the customers, orders and chats matter here.
LEFT_OUT = ("daily", "daily_open", "audit", "tries", "entry_tokens", "presence", "leases")


@asynccontextmanager
async def demo(settings: Settings) -> AsyncIterator[World]:
    """Run the release's demo."""
    async with demonstrating(settings) as world:
        yield world
        await asyncio.sleep(0.5)


async def chat_of(db: Database, person: Person) -> str:
    """Return the id of a customer's conversation."""
    owners = await db.identities.resolve(WireIdentity(person.bsuid, person.wa_id).keys(person.store_id))
    return conversation_id(person.phone_number_id, next(iter(owners.values())))


async def queued_for(db: Database, person: Person) -> OutboxItem:
    """Return what waits to be sent to a customer."""
    chat = await chat_of(db, person)
    async with asyncio.timeout(20):
        while not (found := [item for item in await db.outbox.all_of(person.phone_number_id, 99) if item.conversation_id == chat]):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.1)
    return found[0]


def webhook(person: Person, name: str, item: object) -> bytes:
    """Return the body of a webhook with one message or status."""
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": person.phone_number_id}, name: [item]}
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]})


async def history(settings: Settings) -> None:
    """Let customers talk, and one of them ask for a person."""
    async with demo(settings) as world:
        Phone(world, "mohammed").says(QUESTION)
        Phone(world, "camille").says(QUESTION)
        Phone(world, "james").says("I want to talk to a human")
        Phone(world, "jonas").says("hello")
        await world.wait_for(4, timeout=20)


async def nothing_is_sent(settings: Settings, db: Database) -> None:
    """Leave answers and a notice in the outbox: queued, claimed by a sender that is dead, and of unknown outcome."""
    now = clock()
    for number in NUMBERS:
        await db.leases.claim(f"number:{number}", "dead", now, HOUR)
        await db.numbers.alive(number, now)
    async with demo(settings) as world:
        for name in ("mona", "sara", "omar"):
            Phone(world, name).says("where is NH-1051?" if name == "sara" else QUESTION)
        await SimStore(world).ship("jonas")
        items = {name: await queued_for(db, world.person(name)) for name in ("mona", "sara", "omar", "jonas")}
        await db.outbox.claim([items["sara"].id, items["omar"].id], "dead:1")
        await db.outbox.mark_unknown([items["omar"].id], clock(), 120_000, claim="dead:1")
        omar = world.person("omar")
        arrived = status(user_of(omar), "wamid.omar", "delivered", clock(), outbox_id=items["omar"].id)
        await db.inbox.add_many(split(webhook(omar, "statuses", arrived), clock()).items)
        later = replace(items["jonas"], id=f"{items['jonas'].id}:later", due_at=clock() + 9 * HOUR)
        await db.outbox.add([later])


async def nothing_is_handled(settings: Settings, db: Database) -> None:
    """Leave a message and an event in the inbox, and a commit that nobody has finished."""
    for number in range(16):
        await db.leases.claim(f"inbox:{number}", "dead", clock(), HOUR)
    async with demo(settings) as world:
        Phone(world, "lucia").says(QUESTION)
        await SimStore(world).ship("ayse")
        camille = world.person("camille")
        chat = (await db.conversations.get_many([await chat_of(db, camille)]))[await chat_of(db, camille)]
        said = message(user_of(camille), "wamid.applied", clock(), "text", {"body": QUESTION})
        taken = split(webhook(camille, "messages", said), clock()).items
        await db.inbox.add_many(taken)
        version = chat.version + 1
        some = (await db.outbox.all_of(camille.phone_number_id, 1))[0]
        words = replace(
            some,
            id=f"{chat.id}:{version}:0",
            kind="answer",
            notice=None,
            customer_id=chat.customer_id,
            conversation_id=chat.id,
            to=WireIdentity(camille.bsuid, camille.wa_id),
            content=TextOut("This was decided before."),
            state="queued",
            due_at=clock(),
            created_at=clock(),
        )
        pending = {"outbox": [db.outbox.to_doc(words)]}
        assert await db.conversations.commit([Change(replace(chat, version=version), tuple(one.id for one in taken), pending)])


async def dump(uri: str, out: Path) -> None:
    """Write every collection as extended JSON: a line with the instant, then one for each document."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(uri)
    lines = [dumps({"made_at": clock()})]
    for name in sorted(await client["wasla"].list_collection_names()):
        async for doc in client["wasla"][name].find({}):
            if name in LEFT_OUT or name.startswith("system."):
                continue
            if name in {"documents", "document_pieces"}:
                doc["data"] = b"%PDF-1.4"
            lines.append(dumps({"in": name, "doc": doc}, json_options=CANONICAL_JSON_OPTIONS, ensure_ascii=False, separators=(",", ":")))
    client.close()
    await asyncio.to_thread(out.write_text, "\n".join(lines) + "\n", "utf-8")


async def record(out: Path) -> None:
    """Play everything on a database of its own."""
    with TemporaryDirectory() as folder:
        embedded = await start_embedded(Path(folder) / "server")
        environ = {"WASLA_PORT": "18231", "WASLA_DATA_DIR": folder, "WASLA_MONGODB_URI": embedded.uri}
        settings = load_settings(environ, None, demo=True)
        await history(settings)
        db = await open_database(embedded.uri)
        await nothing_is_sent(settings, db)
        await nothing_is_handled(settings, db)
        for number in NUMBERS:
            await db.numbers.alive(number, clock())
        await dump(embedded.uri, out)
        await db.close()
        await embedded.stop()


def schema(out: Path) -> None:
    """Write what this release expects of each document that it reads."""
    known = {cls.__name__: TypeAdapter(cls).json_schema(mode="validation") for cls in Codec._made}  # noqa: SLF001 - whatever is read is made there
    out.write_bytes(orjson.dumps(known, option=orjson.OPT_SORT_KEYS))


if __name__ == "__main__":
    asyncio.run(record(Path(sys.argv[1])))
    schema(Path(sys.argv[2]))
