"""Conversations from the wire to what is stored: each line goes in as WhatsApp hands it over, and out as an item to be sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.clock import MINUTE
from bot.domain.content import ContactRequestOut, DocumentOut
from bot.domain.names import names_of
from bot.domain.spoken import spoken_text
from bot.flow.chat import Chats
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING, SARA, STORE
from tests.flow.conversing.expecting import says
from tests.flow.conversing.test_not_sure import Fixed
from tests.flow.test_chat import items, shop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import OutboxItem
    from bot.flow.converse import Mind

Wire = dict[str, Any]
THEIRS = replace(PREPARING, id="noor:7", number="NH-7000", customer_id="cu:omar", phone="+966509998877")
PHONE, USER = {"from": "966501234567"}, {"from_user_id": "SA.77"}


def text(body: str) -> Wire:
    return {"type": "text", "text": {"body": body}}


def media(kind: str, caption: str | None = None, **more: object) -> Wire:
    return {"type": kind, kind: {"id": f"m-{kind}", "mime_type": f"{kind}/any", "sha256": "x", "caption": caption, **more}}


def row(payload: str, title: str) -> Wire:
    return {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": payload, "title": title}}}


SHARED: Wire = {"type": "contacts", "contacts": [{"origin": "contact_request", "phones": [{"phone": "+966501234567", "wa_id": "966501234567"}]}]}
KINDS: dict[str, tuple[Wire, str]] = {
    "voice note": (media("audio", voice=True), "kind.voice"),
    "song": (media("audio"), "kind.voice"),
    "picture": (media("image"), "kind.picture"),
    "picture with words": (media("image", "where is my order"), "order_status.in_transit"),
    "picture with an empty caption": (media("image", ""), "kind.picture"),
    "video": (media("video"), "kind.video"),
    "document": (media("document", filename="receipt.pdf"), "kind.document"),
    "sticker": (media("sticker", animated=False), "kind.sticker"),
    "location": ({"type": "location", "location": {"latitude": 24.7, "longitude": 46.7}}, "kind.location"),
    "contact": ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Omar"}, "phones": [{"phone": "+966500000000"}]}]}, "kind.contacts"),
    "basket": ({"type": "order", "order": {"catalog_id": "1", "product_items": [{"product_retailer_id": "cup", "quantity": 2}]}}, "kind.basket"),
    "form": (
        {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"}}},
        "kind.form",
    ),
    "unsupported": ({"type": "unsupported", "errors": [{"code": 131051}], "unsupported": {"type": "poll"}}, "unsupported_message.please_write"),
    "too large": ({"type": "video", "errors": [{"code": 131052}]}, "unsupported_message.send_again"),
    "welcome": ({"type": "request_welcome"}, "greeting.offer"),
    "something new": ({"type": "hologram", "hologram": {}}, "unsupported_message.please_write"),
    "edited": (
        {"type": "edit", "edit": {"original_message_id": "wamid.1", "message": {"context": {"id": "1"}, **text("send me the invoice")}}},
        "invoice.here",
    ),
}
SILENT: dict[str, Wire] = {
    "reaction": {"type": "reaction", "reaction": {"message_id": "wamid.ours", "emoji": "👍"}},
    "reaction taken back": {"type": "reaction", "reaction": {"message_id": "wamid.ours"}},
    "deleted": {"type": "revoke", "revoke": {"original_message_id": "wamid.1"}},
}


@dataclass
class Line:
    """A customer's line to the bot, with a database behind it."""

    db: Database
    mind: Mind
    who: Mapping[str, str]
    now: int = NOW
    count: int = 0

    async def send(self, *messages: Wire) -> list[OutboxItem]:
        """Send messages together; return what is to be sent back."""
        self.now += MINUTE
        full = []
        for message in messages:
            self.count += 1
            full.append({"id": f"wamid.{self.count}", "timestamp": str(self.now // 1_000), **self.who, **message})
        waiting = items(*full)
        await self.db.inbox.add_many(waiting)
        outcome = await Chats(self.db, {"n1": STORE}, self.mind, 0).handle(waiting, self.now)
        assert (outcome.parked, outcome.retry) == ([], [])
        return list(outcome.outbox)

    async def holds(self, language: str, turns: Sequence[tuple[Wire, str]]) -> None:
        """Hold a dialogue whose answers have to say these messages of the catalogue."""
        for message, expected in turns:
            answer = "\n".join(spoken_text(item.content) for item in await self.send(message) if item.content)
            for name in expected.split():
                assert says(self.mind, language, name, answer), f"{message} was answered {answer!r}, without {name}"

    async def chat(self) -> Conversation:
        customer = SARA.id if self.who == PHONE else "cu:noor:bsuid:SA.77"
        key = f"c:n1:{customer}"
        return (await self.db.conversations.get_many([key]))[key]


@pytest.fixture
async def line(database: Database, mind: Mind) -> Line:
    await shop(database)
    await database.orders.put_many([THEIRS])
    await database.names.claim(dict.fromkeys(names_of(THEIRS), THEIRS.id))
    return Line(database, mind, PHONE)


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_of_message_in_the_customers_language(line: Line, kind: str) -> None:
    message, expected = KINDS[kind]
    await line.db.customers.put_many([replace(SARA, order_ids=("noor:1",))])
    await line.holds("en", [(text("where is my order please"), "order_status.in_transit"), (message, expected)])


@pytest.mark.parametrize("kind", SILENT)
async def test_some_messages_are_only_written_down(line: Line, kind: str) -> None:
    await line.send(text("cancel order 1042"))
    before = await line.chat()
    assert await line.send(SILENT[kind]) == []
    after = await line.chat()
    assert (after.question, after.version) == (before.question, before.version + 1)
    assert [one.content for one in await line.db.transcript.of_conversation(after.id)][-1] in {"reaction", "revoke"}


async def test_a_language_is_chosen_from_the_list_and_kept(line: Line) -> None:
    await line.holds("ar", [(text("اريد تغيير اللغة"), "change_language.which")])
    await line.holds("tr", [(row("language:tr", "Türkçe"), "change_language.changed"), (text("1041"), "order_status.in_transit")])
    chat = await line.chat()
    assert (chat.language, chat.language_chosen) == ("tr", True)


async def test_somebody_elses_order_takes_its_number_and_the_phones_last_digits(line: Line) -> None:
    await line.holds("en", [(text("please cancel my order NH-7000"), "verify.not_yours"), (text("1234"), "verify.wrong")])
    await line.holds("en", [(text("8877"), "request.confirm"), (text("yes"), "request.passed")])
    (request,) = await line.db.service_requests.of_store("noor")
    assert (request.order_id, request.text) == (THEIRS.id, "please cancel my order NH-7000")
    assert (await line.chat()).shown_orders == (THEIRS.id,)


async def test_an_unknown_order_is_answered_like_somebody_elses(line: Line) -> None:
    for number in ("NH-7000", "NH-7001"):
        await line.holds("en", [(text(f"where is my order {number}"), "verify.not_yours verify.last_digits"), (text("1234"), "verify.wrong")])


async def test_who_hides_his_number_may_share_it_and_is_known_by_it(line: Line) -> None:
    line.who = USER
    (asked,) = await line.send(text("where is my order please"))
    assert isinstance(asked.content, ContactRequestOut)
    await line.holds("en", [(SHARED, "kind.own_number kind.own_orders")])
    line.who = {**USER}
    (told,) = await line.send(text("where is order 1041"))
    assert (told.order_id, told.customer_id) == ("noor:1", SARA.id)


async def test_a_broken_thing_with_its_picture_is_a_request_with_a_file(line: Line) -> None:
    arrived = replace(ON_ITS_WAY, version=1, shipments=(replace(ON_ITS_WAY.shipments[0], state="delivered"),))
    await line.db.orders.put_many([arrived])
    await line.holds("en", [(text("the cup from my order 1041 arrived broken"), "request.send_photo"), (media("image"), "request.passed")])
    await line.holds("en", [(media("image"), "request.added")])
    (request,) = await line.db.service_requests.of_store("noor")
    assert (request.kind, request.order_id, request.media) == ("damaged", "noor:1", ("in:wamid.2",))
    assert "arrived broken" in request.text


async def test_all_invoices_come_one_by_one(line: Line) -> None:
    sent = await line.send(text("send me all my invoices"))
    assert [item.content.document_id for item in sent if isinstance(item.content, DocumentOut)] == ["noor/invoice/1.pdf"]


async def test_what_nobody_understood_is_kept_masked(line: Line) -> None:
    line.mind = replace(line.mind, matcher=Fixed(("order_status", 0.2)))  # type: ignore[arg-type]
    await line.send(text("blorp frobnicate 55512345 sara@shop.example"))
    (kept,) = await line.db.misunderstood.newest()
    assert (kept.id, kept.store_id) == ("wa:wamid.1", "noor")
    assert "555" not in kept.text
    assert "@" not in kept.text


async def test_a_message_that_is_taken_back_at_once_is_never_answered(line: Line) -> None:
    assert await line.send(text("cancel order 1042"), SILENT["deleted"]) == []
    assert await line.db.service_requests.of_store("noor") == []


async def test_an_advertisement_brings_a_visitor_to_people(line: Line) -> None:
    line.who = USER
    advert = {"source_id": "ad-1", "source_type": "ad", "source_url": "https://fb.example/1"}
    await line.holds("ar", [({**text("زقزوق فشفش"), "referral": advert}, "kind.ad")])
    chat = await line.chat()
    assert chat.flag is not None
    assert chat.flag.reason == "asked_for_person"
