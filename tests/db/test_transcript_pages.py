"""The transcript in pages, and what of a chat still waits in the outbox."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import TextOut
from bot.domain.delivery import Attached, OutboxItem, TranscriptEntry
from bot.domain.message import WireIdentity

if TYPE_CHECKING:
    from bot.db import Database

CHAT = "c:1:cu"


def line(place: int, chat: str = CHAT) -> TranscriptEntry:
    return TranscriptEntry(f"{chat}:{place}", chat, "cu", "shop", "in", place, f"line {place}", "text", wamid=f"w{place}")


def waits(key: str, chat: str = CHAT) -> OutboxItem:
    return OutboxItem(key, "answer", "shop", "cu", chat, "1", WireIdentity(wa_id="201"), 1, 1, content=TextOut("hello"))


@pytest.fixture
async def said(database: Database) -> Database:
    """A chat of ten lines, beside another one."""
    await database.transcript.add([line(place) for place in (3, 1, 2, *range(4, 11))])
    await database.transcript.add([line(5, "c:1:other")])
    return database


@pytest.mark.parametrize(
    ("until", "inclusive", "places", "earlier"),
    [
        (None, False, [8, 9, 10], 7),
        ("c:1:cu:8", False, [5, 6, 7], 4),
        ("c:1:cu:8", True, [6, 7, 8], 5),
        ("c:1:cu:2", False, [1], 0),
        ("c:1:cu:1", False, [], 0),
        ("unknown", False, [], 0),
    ],
)
async def test_a_page_ends_where_it_is_asked_to(said: Database, until: str | None, inclusive: bool, places: list[int], earlier: int) -> None:  # noqa: FBT001
    lines, before = await said.transcript.page_of(CHAT, 3, until, inclusive=inclusive)
    assert ([one.at for one in lines], before) == (places, earlier)


async def test_lines_are_found_by_what_whatsapp_calls_them_within_their_chat(said: Database) -> None:
    assert [one.id for one in await said.transcript.of_wamids(CHAT, ["w5", "w99"])] == ["c:1:cu:5"]
    assert await said.transcript.of_wamids(CHAT, []) == []


async def test_what_belongs_to_a_line_is_kept(database: Database) -> None:
    kept = TranscriptEntry(
        "i1", CHAT, "cu", "shop", "in", 1, "", "media", quotes="w0", language="ar", attached=Attached("voice", "in:w1", "audio/ogg")
    )
    await database.transcript.add([kept])
    assert (await database.transcript.get_many(["i1"]))["i1"] == kept


async def test_a_line_that_a_status_wrote_gets_its_file_with_its_words(database: Database) -> None:
    faster = replace(line(1), direction="out", text="", content="notice", state="delivered", rank=30, order_id="shop:1")
    await database.transcript.add([faster])
    file = Attached("document", "doc:1", filename="invoice.pdf")
    await database.transcript.settle([replace(faster, text="Your invoice", content="document", state="accepted", rank=10, attached=file)])
    found = (await database.transcript.get_many([faster.id]))[faster.id]
    assert (found.text, found.content, found.attached, found.state, found.rank) == ("Your invoice", "document", file, "delivered", 30)


async def test_of_a_chat_waits_what_bot_and_people_say(database: Database) -> None:
    others = [waits("c:1:cux:1:0", "c:1:cux"), waits("shop:1:1:0")]
    await database.outbox.add([waits(f"{CHAT}:4:0"), waits(f"staff:{CHAT}:form"), *others])
    assert [one.id for one in await database.outbox.of_conversation(CHAT)] == [f"{CHAT}:4:0", f"staff:{CHAT}:form"]
