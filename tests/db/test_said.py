"""The words of conversations on the desk, on every kind of server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.said import MOST_WORDS, Spoken, texts_in, words_of
from bot.db.versioned import Change
from bot.domain.clock import DAY
from bot.domain.content import TextOut
from bot.domain.conversation import Conversation, Flag
from bot.domain.delivery import OutboxItem, TranscriptEntry
from bot.domain.message import WireIdentity

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", last_inbound_at=NOW, touched_at=NOW, version=1)
FLAGGED = replace(CHAT, flag=Flag("complaint", NOW))
ONE = Spoken("c", "noor", NOW, ("Where is my blue parcel?",))


def line(text: str, n: int = 0, content: str = "text") -> TranscriptEntry:
    return TranscriptEntry(f"in:{n}", CHAT.id, CHAT.customer_id, "noor", "in", NOW + n, text, content)


async def commit(db: Database, chat: Conversation, *lines: TranscriptEntry, item: OutboxItem | None = None) -> Change[Conversation]:
    pending = {"transcript": [db.transcript.to_doc(one) for one in lines], "outbox": [db.outbox.to_doc(item)] if item else []}
    change = Change(chat, pending=pending)
    await db.conversations.finish(await db.conversations.commit([change]))
    return change


async def found(db: Database, text: str, *stores: str) -> list[str]:
    return await db.said.find(words_of(text), stores or ("noor",), 50)


@pytest.mark.parametrize("text", ["parcel", "PARC", "blue where", "my blue parcel", "w", "par parcel", "párcel"])
async def test_words_are_found_in_any_order_by_their_beginnings(database: Database, text: str) -> None:
    await database.said.keep([ONE])
    assert await found(database, text) == ["c"]


@pytest.mark.parametrize("text", ["arcel", "red parcel", "", ".*", "parcel.", "x" * 500, "parcels"])
async def test_other_words_find_nothing_and_signs_mean_nothing(database: Database, text: str) -> None:
    await database.said.keep([ONE])
    assert await found(database, text) == (["c"] if text == "parcel." else [])


@pytest.mark.parametrize(
    ("said", "asked"), [("أين طَلَبي؟", "طلبي اين"), ("مكسورة الآن", "مكسوره"), ("Ürün geldi", "urun"), ("रंग गलत है", "गलत"), ("१२३", "123")]
)
async def test_every_way_of_writing_a_word_finds_it(database: Database, said: str, asked: str) -> None:
    await database.said.keep([replace(ONE, texts=(said,))])
    assert await found(database, asked) == ["c"]


async def test_the_newest_come_first_and_other_stores_are_left_out(database: Database) -> None:
    places = ((1, "noor"), (3, "noor"), (2, "noor"), (4, "dar"))
    await database.said.keep([replace(ONE, conversation_id=f"c{n}", store_id=store, at=NOW + n) for n, store in places])
    assert await found(database, "parcel") == ["c3", "c2", "c1"]
    assert await database.said.find(["parcel"], ["noor"], 2) == ["c3", "c2"]
    assert await database.said.find(["parcel"], [], 50) == []


async def test_what_the_bot_alone_sees_to_is_not_kept(database: Database) -> None:
    await commit(database, CHAT, line("blue parcel"))
    assert await found(database, "parcel") == []


async def test_what_was_said_before_the_flag_is_found_too_but_no_markers(database: Database) -> None:
    await commit(database, CHAT, line("blue parcel"), line("reopened", 1, "marker"))
    await commit(database, replace(FLAGGED, version=2), line("it is broken", 2))
    assert [await found(database, text) for text in ("blue", "broken", "blue broken", "reopened")] == [[CHAT.id]] * 3 + [[]]


async def test_what_a_person_answers_is_found_before_it_is_sent(database: Database) -> None:
    item = OutboxItem("o:1", "staff", "noor", "cu:sara", CHAT.id, "n1", WireIdentity(wa_id="1"), NOW, NOW, content=TextOut("a voucher"))
    await commit(database, FLAGGED, item=item)
    assert await found(database, "voucher") == [CHAT.id]


async def test_a_commit_that_is_finished_again_changes_nothing(database: Database) -> None:
    change = await commit(database, FLAGGED, line("blue parcel"))
    await commit(database, replace(FLAGGED, version=2), line("broken", 1))
    await database.conversations.finish([change])
    assert await found(database, "blue broken") == [CHAT.id]


async def test_of_two_who_write_at_once_both_are_found(database: Database) -> None:
    await database.said.keep([ONE])
    await asyncio.gather(*(database.said.keep([replace(ONE, texts=(word,))]) for word in ("first", "second")))
    assert await found(database, "first second parcel") == ["c"]


async def test_of_a_very_long_conversation_the_newest_words_are_kept(database: Database) -> None:
    lines = [line(" ".join(f"word{n}a{m}" for m in range(100)), n) for n in range(8)]
    await commit(database, FLAGGED, *lines)
    await commit(database, replace(FLAGGED, version=2), line("last", 9))
    assert MOST_WORDS < 800
    assert [await found(database, word) for word in ("last", "word7a1", "word0a1")] == [[CHAT.id], [CHAT.id], []]


async def test_what_is_long_ago_is_forgotten_unless_it_was_said_again(database: Database) -> None:
    await database.said.keep([ONE, replace(ONE, conversation_id="d")])
    await database.said.keep([replace(ONE, at=NOW + 2 * DAY)])
    assert await database.said.forget_before(NOW + DAY) == 1
    assert await found(database, "parcel") == ["c"]


def test_lines_without_words_say_nothing() -> None:
    lines: list[dict[str, object]] = [
        {"at": 2, "text": "b"},
        {"at": 1, "text": "a"},
        {"at": 3, "text": ""},
        {"at": 4},
        {"at": 5, "text": "closed", "content": "marker"},
    ]
    assert texts_in(lines) == [(1, "a"), (2, "b")]
