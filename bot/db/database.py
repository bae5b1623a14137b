"""All collections of one database, and the way to open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError

from bot.db.customers import Customers, Identities
from bot.db.documents import Documents, MediaIds
from bot.db.inbox import Inbox
from bot.db.leases import Leases
from bot.db.orders import Orders
from bot.db.outbox import Outbox
from bot.db.parked import ParkedItems
from bot.db.records import Events, Ledger
from bot.db.transcript import Transcript
from bot.db.versioned import Versioned
from bot.domain.conversation import Conversation
from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

SELECT_WITHIN = 3_000
ANSWER_WITHIN = 10_000
# One field each: the embedded server scans for anything more, and hot paths look things up by id anyway.
INDEXES = {
    "inbox": ("received_at",),
    "outbox": ("phone_number_id",),
    "transcript": ("conversation_id", "wamid"),
    "ledger": ("order_id",),
    "events": ("order_id",),
    "orders": ("number", "quiet_since"),
}


class Database:
    """The collections as attributes; each of them speaks in domain values."""

    def __init__(self, database: AsyncIOMotorDatabase[Document]) -> None:
        self._database = database
        targets = {name: database[name] for name in ("ledger", "outbox", "transcript", "events")}
        self.inbox = Inbox(database["inbox"])
        self.parked = ParkedItems(database["parked"])
        self.identities = Identities(database["identities"])
        self.customers = Customers(database["customers"], self.identities)
        self.conversations = Versioned(database["conversations"], Conversation, targets, self.inbox)
        self.orders = Orders(database["orders"], targets, self.inbox)
        self.outbox = Outbox(database["outbox"])
        self.transcript = Transcript(database["transcript"])
        self.ledger = Ledger(database["ledger"])
        self.events = Events(database["events"])
        self.leases = Leases(database["leases"])
        self.documents = Documents(database["documents"])
        self.media = MediaIds(database["media"])

    async def ping(self) -> None:
        """Ask the server for a sign of life; raise ``DatabaseDown`` when there is none."""
        try:
            await self._database.command("ping")
        except PyMongoError as error:
            raise DatabaseDown(str(error)) from error

    async def make_indexes(self) -> None:
        """Make the indexes; those that are there stay."""
        for collection, fields in INDEXES.items():
            for name in fields:
                await self._database[collection].create_index(name)

    async def close(self) -> None:
        """Close every connection."""
        self._database.client.close()


async def open_database(uri: str, name: str = "wasla") -> Database:
    """Connect, check that somebody answers within some seconds, and make the indexes.

    Writes are acknowledged by a majority and journaled, reads come from the primary. Raises ``DatabaseDown``.
    """
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
        uri,
        w="majority",
        journal=True,
        # A sender that waits for its 200 gives up after some seconds: better to refuse in time and let it repeat.
        serverSelectionTimeoutMS=SELECT_WITHIN,
        connectTimeoutMS=SELECT_WITHIN,
        socketTimeoutMS=ANSWER_WITHIN,
    )
    database = Database(client[name])
    try:
        await database.ping()
        await database.make_indexes()
    except (PyMongoError, DatabaseDown) as error:
        await database.close()
        raise DatabaseDown(str(error)) from error
    return database
