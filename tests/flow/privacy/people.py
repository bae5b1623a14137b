"""People who have left something in every collection, and a walk through all that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.db.downloads import WantedMedia
from bot.db.fetches import WantedDocument
from bot.db.misunderstood import Misunderstood
from bot.db.said import Spoken
from bot.db.versioned import Change
from bot.domain.alert import alert
from bot.domain.consent import Consent, ConsentChange
from bot.domain.content import TextOut
from bot.domain.conversation import Conversation, Flag, conversation_id
from bot.domain.cost import Charge
from bot.domain.customer import Customer, customer_id
from bot.domain.daily import Day
from bot.domain.delivery import Letter, OutboxItem, TranscriptEntry
from bot.domain.desk import Mention
from bot.domain.inbox import InboxItem, Parked
from bot.domain.lesson import Effect, Lesson, Shift
from bot.domain.message import WireIdentity
from bot.domain.money import Money
from bot.domain.names import names_of
from bot.domain.notice import Notice, Skipped, ledger_key
from bot.domain.order import Invoice, Order, Shipment
from bot.domain.outgoing import OutgoingEvent
from bot.domain.presence import Presence
from bot.domain.rating import Rating
from bot.domain.request import Request
from bot.domain.staff import AuditEntry
from tests.flow.conftest import NOW

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document

NUMBERS = ("n1",)


@dataclass(frozen=True)
class Person:
    """Somebody with all that he is known by, and ``words`` that nobody else writes; ``n`` makes his ids his own."""

    name: str
    digits: str
    bsuid: str
    email: str
    words: str
    n: str

    @property
    def wire(self) -> WireIdentity:
        return WireIdentity(self.bsuid, self.digits)

    @property
    def id(self) -> str:
        return customer_id("noor", WireIdentity(wa_id=self.digits))

    @property
    def other_id(self) -> str:
        """The record under which he wrote before the shop knew his number; it became part of the other one."""
        return customer_id("noor", self.wire)

    @property
    def chat(self) -> str:
        return conversation_id("n1", self.id)

    @property
    def order(self) -> str:
        return f"noor:{self.n}"

    @property
    def personal(self) -> tuple[str, ...]:
        """What must not be found when he was erased."""
        return (self.name, self.digits, self.digits[3:], self.bsuid, self.email, self.words)


SARA = Person("Sara Alharbi", "966501234567", "SA.13491208655302741918", "sara@example.com", "my grandmother's red kettle", "5001")
OMAR = Person("Omar Haddad", "966507654321", "SA.99991208655302741999", "omar@example.com", "the green bicycle of my uncle", "5002")


def body(person: Person) -> bytes:
    """Return what a far end says of a person."""
    return f'{{"from": "{person.digits}", "name": "{person.name}", "email": "{person.email}", "text": "{person.words}"}}'.encode()


def order(person: Person) -> Order:
    return Order(
        person.order,
        "noor",
        f"NH-{person.n}",
        NOW - 10,
        "fulfilled",
        "paid",
        Money(19_900, "SAR"),
        customer_id=person.id,
        shipments=(Shipment(f"T{person.n}", "in_transit", NOW, "Aramex", f"T{person.n}", f"https://track.example/{person.digits}", NOW, "Riyadh"),),
        invoices=(Invoice(f"INV-{person.n}", NOW, None, f"invoice:{person.order}:INV-{person.n}", pdf_url=f"https://shop.example/{person.email}"),),
        phone=f"+{person.digits}",
        payment_url=f"https://pay.example/{person.email}",
        status_url=f"https://shop.example/{person.name}",
        language="ar",
        country="SA",
    )


def line(person: Person, chat: str, n: str = "1") -> TranscriptEntry:
    key = f"wa:wamid.{person.n}{n}"
    return TranscriptEntry(key, chat, person.id, "noor", "in", NOW, person.words, "text", wamid=f"wamid.{person.n}{n}", understood="x")


def sent(person: Person) -> TranscriptEntry:
    letter = Letter("staff", "n1", person.wire, NOW, content=TextOut(person.words), document_id=f"staff:{person.chat}:f1")
    key, text = f"{person.chat}:3:0", f"Dear {person.name}"
    return TranscriptEntry(key, person.chat, person.id, "noor", "out", NOW, text, "text", state="read", order_id=person.order, letter=letter)


async def _of_the_chat(db: Database, person: Person) -> None:
    heir = Customer(person.id, "noor", person.name, "ar", "SA", person.bsuid, person.digits, f"+{person.digits}", (person.order,), None, person.email)
    joined = Customer(person.other_id, "noor", person.name, bsuid=person.bsuid, merged_into=person.id)
    await db.customers.put_many([heir, joined])
    consent = Consent("marketing", given=False, at=NOW, source="chat", wording=person.words)
    flag = Flag("complaint", NOW, person.words)
    chat = Conversation(person.chat, "noor", person.id, "n1", last_inbound_at=NOW, flag=flag, consents=(consent,), preview=person.words, version=1)
    flagged = Conversation(conversation_id("n1", person.other_id), "noor", person.other_id, "n1", flag=flag, touched_at=NOW, version=1)
    # The second one is left as a crash leaves it: committed, and nothing of what follows done.
    await db.conversations.finish(await db.conversations.commit([Change(chat)]))
    late = line(person, flagged.id, "2")
    await db.conversations.commit([Change(flagged, (), {"transcript": [db.transcript.to_doc(late)]})])
    await db.transcript.add([line(person, person.chat), sent(person)])
    item = OutboxItem(f"{person.chat}:4:0", "answer", "noor", person.id, person.chat, "n1", person.wire, NOW, NOW, content=TextOut(person.words))
    await db.outbox.add([item])
    key = f"{person.chat}:2:marketing"
    words = ConsentChange(key, "noor", person.id, person.chat, "marketing", given=False, at=NOW, source="chat", wording=person.words)
    await db.personal.replace("consents", [], [db.consents.to_doc(words)])
    key, picture = f"wa:wamid.{person.n}1:return", f"in:wamid.{person.n}1"
    asked = Request(key, "noor", person.chat, person.id, "return", NOW, person.order, person.words, (picture,))
    await db.personal.replace("service_requests", [], [db.service_requests.to_doc(asked)])
    rated = Rating(f"rated:{person.chat}:{NOW}", "noor", person.chat, person.id, NOW, NOW, score=1, comment=person.words)
    await db.personal.replace("ratings", [], [db.ratings.to_doc(rated)])
    await db.mentions.add([Mention(f"note:{person.chat}:s:1", "s:1", person.chat, "noor", NOW, "Tariq")])
    await db.misunderstood.add_many([Misunderstood(f"wa:wamid.{person.n}1", "noor", NOW, person.words, "en")])
    await db.reached.note("w1", {person.id: NOW})
    await db.said.keep([Spoken(person.chat, "noor", NOW, (person.words,))])
    await db.lessons.add(Lesson(f"l:{person.n}", person.words, "proposed", "noor", "s:1", NOW))
    shift = Shift(person.words, "", "a", "b")
    effect = Effect("x", 1, 1, 1, "a", "b", unclear=(shift,))
    await db.lessons.add(Lesson(f"l:{person.n}:2", person.words, "applied", "noor", "s:1", NOW, "where is it", effect=effect))
    await db.presence.put([Presence(f"p:{person.n}", person.chat, "s:1", "Tariq", "looks", NOW)])


async def _of_the_shop(db: Database, person: Person) -> None:
    bought = order(person)
    await db.orders.put_many([bought])
    await db.names.claim(dict.fromkeys(names_of(bought), bought.id))
    key = ledger_key(bought.id, "shipped", "", 0, person.id)
    skipped = Skipped(ledger_key(bought.id, "delivered", "", 0, person.id), "delivered", bought.id, "too old")
    await db.personal.replace("ledger", [], [db.ledger.to_doc(one, NOW) for one in (Notice(key, "shipped", bought.id, ""), skipped)])
    told = InboxItem(f"shopify:noor:{person.n}", "event", "order:x", NOW, NOW, "shopify/noor", body(person))
    strange = InboxItem(f"wa:wamid.odd{person.n}:sent", "status", "x", NOW, NOW, "n1", body(person))
    await db.events.add([db.events.to_doc(told, "applied", bought.id), db.events.to_doc(strange, "matches no message of ours")])
    await db.charges.add([Charge(f"{person.chat}:3:0", "noor", "n1", NOW, "2025-10", "utility", "regular", billable=True, country="SA", micros=100)])
    url = f"https://shop.example/{person.email}"
    wanted = WantedDocument(f"invoice:{bought.id}:INV-{person.n}", url, "noor", bought.id, f"INV-{person.n}", NOW)
    await db.personal.replace("fetches", [], [db.fetches.to_doc(wanted)])


async def _files(db: Database, person: Person, times: int) -> None:
    media = WantedMedia(f"in:wamid.{person.n}1", "m1", "n1", "image/jpeg", f"{person.name}.jpg", NOW, NOW)
    await db.personal.replace("downloads", [], [db.downloads.to_doc(media)])
    large = person.words.encode() * times
    for name, data in ((f"in:wamid.{person.n}1", large), (f"staff:{person.chat}:f1", b"x"), (f"invoice:{person.order}:INV-{person.n}", b"y")):
        await db.documents.put(name, f"{person.name}.pdf", "application/pdf", data, at=NOW)
        await db.media.put("n1", name, "m", NOW)


async def _of_others(db: Database, person: Person) -> None:
    """Let everybody else write of him, too."""
    await db.inbox.add_many([InboxItem(f"wa:wamid.new{person.n}", "message", f"n1:{person.wire.lane}", NOW, NOW, "n1", body(person))])
    await db.waiting.put([(f"noor:order:X{person.n}", InboxItem(f"s:{person.n}", "event", "o", NOW, NOW, "standard/noor", body(person)))], NOW)
    await db.parked.add_many([Parked(f"parked:{person.n}", "unknown", NOW, "n1", "odd", body(person))])
    answered = {"_id": f"k:{person.n}", "fingerprint": "f", "at": NOW, "status": 200, "answer": body(person).decode()}
    await db.personal.replace("requests", [], [answered])
    told: dict[str, str | int | None] = {"conversation": person.chat, "customer": person.id, "summary": person.words}
    await db.outgoing.add([OutgoingEvent(f"flagged:{person.chat}:1", "noor", "conversation.flagged", NOW, told, NOW)])
    await db.alerts.put([alert("noor", "privacy", f"a{person.n}", f"{person.email} wants his data", NOW)])
    await db.audit.add([AuditEntry(f"{NOW}:{person.n}", NOW, "chat_replied", "s:1", person.chat)])
    left = {"_id": f"noor:{person.n}", "ends_at": NOW, "folded_at": NOW, "cases": [{"conversation_id": person.chat, "since": NOW}]}
    await db.personal.replace("daily_open", [], [left])


async def stand(db: Database, *people: Person, times: int = 330_000) -> None:
    """Let people leave something everywhere, with a file so many times as large as their words: by itself, one that lies in pieces."""
    for person in people:
        await _of_the_chat(db, person)
        await _of_the_shop(db, person)
        await _files(db, person, times)
        await _of_others(db, person)
    unclear = tuple((person.words, 1) for person in people)
    await db.daily.put(Day("noor:2025-10-09", "noor", "2025-10-09", NOW - 10, NOW, NOW, unclear=unclear), [])


async def walk(database: AsyncIOMotorDatabase[Document]) -> dict[str, list[Document]]:
    """Return everything that is kept, by collection."""
    names = await database.list_collection_names()
    return {name: await database[name].find({}).to_list(None) for name in sorted(names)}


def about(kept: dict[str, list[Document]], person: Person) -> dict[str, list[str]]:
    """Return which collections still hold something personal, with the ids of the documents."""
    found = {name: [str(doc["_id"]) for doc in docs if any(text in repr(doc) for text in person.personal)] for name, docs in kept.items()}
    return {name: ids for name, ids in found.items() if ids}
