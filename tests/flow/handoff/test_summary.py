"""What a conversation is about, in some sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db.versioned import Change
from bot.domain.answer import Ref
from bot.domain.conversation import Flag, Said
from bot.domain.delivery import TranscriptEntry
from bot.domain.request import Request
from bot.flow.handoff.summary import summary
from bot.language.trim import FSI, PDI
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING
from tests.flow.handoff.stage import CHAT, FLAGGED, LINA, opened

if TYPE_CHECKING:
    from bot.db import Database
    from bot.flow.converse import Mind

HEARD = TranscriptEntry("i1", CHAT.id, "cu:sara", "noor", "in", NOW, "where is it?", "text")
SAID = TranscriptEntry("o1", CHAT.id, "cu:sara", "noor", "out", NOW, "On its way", "text", kind="answer")
CANCEL = Request("r", "noor", CHAT.id, "cu:sara", "cancel", NOW)


def names(*arguments: object) -> list[str]:
    return [say.message.removeprefix("summary.") for say in summary(*arguments)]  # type: ignore[arg-type]


def test_it_tells_of_order_parcel_question_answer_and_wait() -> None:
    told = names(FLAGGED, [ON_ITS_WAY], [HEARD, SAID], [CANCEL, replace(CANCEL, state="done")])
    assert told == ["order", "parcel", "asked", "last", "bot_said", "requests", "waits"]


def test_what_is_not_known_is_not_told() -> None:
    assert names(CHAT, [], [], []) == ["no_order"]
    assert names(CHAT, [PREPARING], [replace(SAID, kind="notice")], []) == ["order"]


def test_facts_of_ours_are_no_words_of_the_customers() -> None:
    about = replace(FLAGGED, flag=Flag("delivery_exception", NOW, "NH-1: stuck"))
    assert names(about, [], [], []) == ["no_order", "waits"]


def test_a_person_is_named() -> None:
    (_, said) = summary(CHAT, [PREPARING], [SAID, replace(SAID, kind="staff", by=LINA)], [])
    assert (said.message, said.values["name"]) == ("summary.person_said", Ref("Lina"))


def test_it_is_about_the_order_that_was_spoken_of() -> None:
    both = [PREPARING, ON_ITS_WAY]
    spoken = replace(CHAT, said=Said("d", "order_status", ON_ITS_WAY.id))
    assert [summary(chat, both, [], [])[0].values["order"] for chat in (CHAT, spoken)] == [
        summary(CHAT, [one], [], [])[0].values["order"] for one in both
    ]


@given(st.text(max_size=400))
def test_quotations_are_short(text: str) -> None:
    for say in summary(CHAT, [], [replace(HEARD, text=text)], []):
        assert len(str(say.values.get("text", ""))) < 500


@pytest.mark.parametrize(("language", "words"), [("en", "Order"), ("ar", "الطلب"), ("xx", "الطلب")])
async def test_it_is_a_paragraph_in_the_readers_language(database: Database, mind: Mind, language: str, words: str) -> None:
    floor = await opened(database, mind)
    await database.transcript.add([HEARD, SAID])
    told = await floor.desk.summary(CHAT.id, language)
    assert told is not None
    assert told.startswith(words)
    assert "where is it?" in told


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_words_of_others_do_not_turn_the_sentence_round(database: Database, mind: Mind, language: str) -> None:
    floor = await opened(database, mind)
    await database.transcript.add([replace(HEARD, text="أين طلبي؟ NH-7"), SAID])
    told = await floor.desk.summary(CHAT.id, language)
    assert told is not None
    assert f"{FSI}أين طلبي؟ NH-7{PDI}" in told
    assert told.count(FSI) == told.count(PDI)


async def test_what_is_unknown_has_none(database: Database, mind: Mind) -> None:
    assert await (await opened(database, mind)).desk.summary("c:x", "en") is None


async def test_a_request_and_a_wait_are_told_in_words(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind, replace(FLAGGED, requests=("r",), focus_order=ON_ITS_WAY.id))
    change = Change(replace(FLAGGED, requests=("r",), version=2), (), {"service_requests": [database.service_requests.to_doc(CANCEL)]})
    await database.conversations.finish(await database.conversations.commit([change]))
    told = await floor.desk.summary(CHAT.id, "en")
    assert told is not None
    assert f"The customer wrote: “{FSI}help{PDI}”." in told
    assert "Open requests: 1." in told
    assert "Waiting for a person since" in told
