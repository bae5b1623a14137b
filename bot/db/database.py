"""All collections of one database, and the way to open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError

from bot.db.alerts import Alerts
from bot.db.api_keys import ApiKeys
from bot.db.audit import Audit
from bot.db.canned_replies import CannedReplies, Teams
from bot.db.charges import Charges
from bot.db.consents import ConsentLedger
from bot.db.conversations import Conversations
from bot.db.cursors import Cursors
from bot.db.customers import Customers, Identities
from bot.db.daily import DailyFigures
from bot.db.desk import DeskBook
from bot.db.documents import Documents, MediaIds
from bot.db.downloads import Downloads
from bot.db.erased import Erased, Erasures
from bot.db.fetches import Fetches
from bot.db.inbox import Inbox
from bot.db.indexes import INDEXES
from bot.db.leases import Leases
from bot.db.lessons import Lessons
from bot.db.mentions import Mentions
from bot.db.misunderstood import MisunderstoodMessages
from bot.db.names import Names
from bot.db.numbers import Numbers, Reached
from bot.db.orders import Orders
from bot.db.outbox import Outbox
from bot.db.outgoing import Outgoing
from bot.db.parked import ParkedItems
from bot.db.personal import PersonalData
from bot.db.presence import PresenceBook
from bot.db.ratings import Ratings
from bot.db.records import Events, Ledger
from bot.db.requests import Requests
from bot.db.said import SaidBook
from bot.db.service_requests import ServiceRequests
from bot.db.shelf import Shelf
from bot.db.staff import Staff
from bot.db.staff_sessions import EntryTokens, StaffSessions, Tries
from bot.db.store_choices import StoreChoiceBook
from bot.db.templates import Templates
from bot.db.tokens import KeptTokens
from bot.db.transcript import Transcript
from bot.db.versioned import COPY_ORDER
from bot.db.waiting import WaitingRoom
from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

SELECT_WITHIN = 3_000
ANSWER_WITHIN = 10_000


class Database:
    """The collections as attributes; each of them speaks in domain values."""

    def __init__(self, database: AsyncIOMotorDatabase[Document]) -> None:  # noqa: PLR0915 - one line a collection
        self._database = database
        targets = {name: database[name] for name in COPY_ORDER}
        self.inbox = Inbox(database["inbox"])
        self.parked = ParkedItems(database["parked"])
        self.identities = Identities(database["identities"])
        self.customers = Customers(database["customers"], self.identities)
        self.canned_replies = CannedReplies(database["canned_replies"])
        self.teams = Teams(database["teams"])
        self.ratings = Ratings(database["ratings"])
        self.desk = DeskBook(database["desk"])
        self.said = SaidBook(database["said"], database["transcript"])
        self.conversations = Conversations(database["conversations"], targets, self.inbox, database["desk"], self.customers, self.said)
        self.waiting = WaitingRoom(database["waiting"], self.inbox)
        self.names = Names(database["names"])
        self.orders = Orders(database["orders"], targets, self.inbox, self.waiting)
        self.fetches = Fetches(database["fetches"])
        self.outbox = Outbox(database["outbox"])
        self.transcript = Transcript(database["transcript"])
        self.ledger = Ledger(database["ledger"])
        self.events = Events(database["events"])
        self.numbers = Numbers(database["numbers"])
        self.reached = Reached(database["reached"])
        self.alerts = Alerts(database["alerts"])
        self.leases = Leases(database["leases"])
        self.cursors = Cursors(database["cursors"])
        self.tokens = KeptTokens(database["tokens"])
        self.outgoing = Outgoing(database["outgoing"])
        self.downloads = Downloads(database["downloads"])
        self.charges = Charges(database["charges"])
        self.service_requests = ServiceRequests(database["service_requests"])
        self.lessons = Lessons(database["lessons"])
        self.misunderstood = MisunderstoodMessages(database["misunderstood"])
        self.consents = ConsentLedger(database["consents"])
        self.api_keys = ApiKeys(database["api_keys"])
        self.requests = Requests(database["requests"])
        self.documents = Documents(database["documents"], database["document_pieces"])
        self.media = MediaIds(database["media"])
        self.templates = Templates(database["templates"])
        self.staff = Staff(database["staff"])
        self.staff_sessions = StaffSessions(database["staff_sessions"])
        self.entry_tokens = EntryTokens(database["entry_tokens"])
        self.tries = Tries(database["tries"])
        self.audit = Audit(database["audit"])
        self.store_choices = StoreChoiceBook(database["store_choices"])
        self.mentions = Mentions(database["mentions"])
        self.presence = PresenceBook(database["presence"])
        self.erased = Erased(database["erased"], database["erased_key"])
        self.erasures = Erasures(database["erasures"])
        self.personal, self.shelf = PersonalData(database), Shelf(database)
        self.daily = DailyFigures(database["daily"], database["daily_open"])

    async def ping(self) -> None:
        """Ask the server for a sign of life; raise ``DatabaseDown`` when there is none."""
        try:
            await self._database.command("ping")
        except PyMongoError as error:
            raise DatabaseDown(str(error)) from error

    async def make_indexes(self) -> None:
        """Make the indexes; those that are there stay."""
        for collection, indexes in INDEXES.items():
            for fields in indexes:
                await self._database[collection].create_index([(name, 1) for name in fields])

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
