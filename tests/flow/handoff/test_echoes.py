"""Who answers from the WhatsApp Business app has taken over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.conversation import Closed, Conversation
from bot.domain.message import Reaction, Text, WireIdentity
from bot.errors import Unreadable
from bot.flow.account import AccountNews
from bot.flow.handoff.echoes import Echoes, answered_elsewhere
from bot.whatsapp.echoes import Echo, parse_echoes
from tests.flow.conftest import NOW, SARA, STORE
from tests.flow.handoff.stage import CHAT, FLAGGED, LINA, LINAS
from tests.flow.test_account import told

if TYPE_CHECKING:
    from bot.db import Database

SAID: dict[str, object] = {
    "from": "966500000000",
    "to": "966501234567",
    "id": "wamid.E1",
    "timestamp": str(NOW // 1000),
    "type": "text",
    "text": {"body": "I'll call you now"},
}
ECHO = Echo("wamid.E1", "n1", WireIdentity(wa_id="966501234567"), NOW, Text("I'll call you now"))


async def take(db: Database, *echoes: object, number: str = "n1") -> list[str]:
    item = told("smb_message_echoes", number, message_echoes=list(echoes))
    await db.inbox.add_many([item])
    news = AccountNews(db, {"n1": STORE}, handlers={"smb_message_echoes": Echoes(db, {"n1": STORE}).handle})
    return [parked.error for parked in (await news.keep([item], NOW)).parked]


async def stored(db: Database) -> Conversation:
    return (await db.conversations.get_many([CHAT.id]))[CHAT.id]


async def test_the_bot_is_quiet_and_nobody_waits(database: Database) -> None:
    await database.customers.put_many([SARA])
    await database.conversations.put_many([FLAGGED])
    assert await take(database, SAID) == []
    chat = await stored(database)
    assert (chat.owner, chat.assignee, chat.waiting_since, chat.staff_said_at) == ("staff", None, None, NOW)
    assert (await database.desk.get_many([CHAT.id]))[CHAT.id].preview == "I'll call you now"


async def test_what_was_said_stands_in_the_transcript(database: Database) -> None:
    await database.customers.put_many([SARA])
    await take(database, SAID)
    lines = await database.transcript.of_conversation(CHAT.id)
    assert {(line.direction, line.kind, line.text) for line in lines} == {("desk", None, "answered_elsewhere"), ("out", "staff", "I'll call you now")}
    assert [event.type for event in await database.outgoing.of_store("noor")] == ["conversation.taken_over"]


async def test_told_twice_it_counts_once(database: Database) -> None:
    await database.customers.put_many([SARA])
    for echo in (SAID, SAID, {**SAID, "timestamp": "1"}):
        await take(database, echo)
    assert (await stored(database)).version == 1


async def test_a_stranger_to_whom_somebody_writes_becomes_known(database: Database) -> None:
    await take(database, {**SAID, "to": "966509999999"})
    owners = await database.identities.resolve(WireIdentity(wa_id="966509999999").keys("noor"))
    assert len(owners) == 1


@pytest.mark.parametrize("odd", ["x", {**SAID, "to": ""}, {**SAID, "id": None}])
async def test_what_cant_be_read_is_parked(database: Database, odd: object) -> None:
    assert len(await take(database, odd)) == 1


async def test_numbers_of_others_are_none_of_our_business(database: Database) -> None:
    assert await take(database, SAID, number="n9") == []
    assert await database.conversations.get_many([CHAT.id]) == {}


def test_who_has_it_on_the_desk_keeps_it() -> None:
    act = answered_elsewhere(LINAS, ECHO, NOW)
    assert (act.chat.assignee, act.chat.waiting_since, act.news) == (LINA.id, None, ())


def test_what_was_closed_is_open_again() -> None:
    chat = answered_elsewhere(replace(CHAT, assignee=LINA.id, closed=Closed(NOW, "solved", LINA.id)), ECHO, NOW).chat
    assert (chat.owner, chat.closed, chat.assignee) == ("staff", None, None)


def test_a_reaction_is_noted_and_takes_nothing_over() -> None:
    act = answered_elsewhere(FLAGGED, replace(ECHO, content=Reaction("wamid.1", "👍")), NOW)
    assert (act.chat.owner, act.chat.waiting_since, len(act.lines)) == ("bot", FLAGGED.waiting_since, 1)


def test_an_item_without_echoes_is_unreadable() -> None:
    for body in (b"{", b"[]", told("smb_message_echoes", message_echoes=[]).body.replace(b'"n1"', b"1")):
        with pytest.raises(Unreadable):
            parse_echoes(body)


def test_the_user_is_whoever_is_not_our_number() -> None:
    turned = told("smb_message_echoes", message_echoes=[{**SAID, "from": SAID["to"], "to": "966500000000"}])
    body = turned.body.replace(b'"phone_number_id":"n1"', b'"phone_number_id":"n1","display_phone_number":"+966 50 000 0000"')
    assert [echo.user.wa_id for echo in parse_echoes(body)] == ["966501234567"]
