"""The classroom: what is applied counts in every process, and nothing is applied that was not measured."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.misunderstood import Misunderstood
from bot.domain.clock import MINUTE
from bot.domain.lesson import Lesson, NotTaught
from bot.domain.staff import StaffMember
from bot.flow.converse import Mind
from bot.flow.teaching.classroom import Classroom
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.evaluate import Row
from bot.language.intents import Intent, Intents
from bot.language.understand import Matcher

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
MONA = StaffMember("s:mona", "mona@noor.example", "Mona", "admin", NOW)
WORDS = "zorp blimfang gorp"


SPOKEN = {
    "order_status": ("where is my order", "track my parcel"),
    "thanks": ("thank you so much",),
    "greeting": ("hi", "hello"),
    "out_of_scope": ("tell me a joke", "what is the weather"),
}


@pytest.fixture(scope="module")
def mind() -> Mind:
    """A mind that understands little, so that measuring takes no time."""
    intents = {name: Intent(name, name, None, waits=False, phrases={"en": texts}) for name, texts in SPOKEN.items()}
    return Mind(Matcher(Intents(intents)), Catalogues.load(data_folder("locales")), {})


@pytest.fixture
def own(mind: Mind) -> Mind:
    """A mind that a test may change."""
    return replace(mind)


@pytest.fixture
def room(database: Database, own: Mind) -> Classroom:
    return Classroom(database, own, [Row("where is my order", "order_status", "en")], lambda: NOW)


async def proposed(room: Classroom, said: str = WORDS, intent: str = "order_status") -> Lesson:
    lesson = await room.propose(MONA, "noor", said, said, intent, "en")
    assert isinstance(lesson, Lesson)
    return lesson


async def measured(room: Classroom, database: Database, lesson: Lesson) -> Lesson:
    await room.measure()
    found = await database.lessons.get(lesson.id)
    assert found is not None
    return found


async def test_a_proposal_teaches_nothing_and_names_who_made_it(room: Classroom, own: Mind, database: Database) -> None:
    lesson = await proposed(room)
    await room.refresh()
    assert (lesson.by, lesson.at, lesson.store_id) == ("s:mona", NOW, "noor")
    assert own.matcher.understand(WORDS).intent != "order_status"
    assert await database.lessons.of_state("proposed") == [lesson]


async def test_what_was_not_measured_is_not_applied(room: Classroom, own: Mind) -> None:
    assert await room.apply(MONA, await proposed(room)) == NotTaught("unchecked")
    assert own.taught == ()


async def test_what_is_applied_counts_here_at_once_and_elsewhere_at_the_next_look(room: Classroom, own: Mind, mind: Mind, database: Database) -> None:
    elsewhere = replace(mind)
    lesson = await measured(room, database, await proposed(room))
    assert isinstance(await room.apply(MONA, lesson), Lesson)
    assert own.matcher.understand(WORDS).intent == "order_status"
    await Classroom(database, elsewhere, [], lambda: NOW).refresh()
    assert elsewhere.matcher.understand(WORDS).intent == "order_status"
    assert mind.matcher.understand(WORDS).intent != "order_status"


async def test_what_is_undone_counts_no_more_and_can_be_proposed_again(room: Classroom, own: Mind, database: Database) -> None:
    applied = await room.apply(MONA, await measured(room, database, await proposed(room)))
    assert isinstance(applied, Lesson)
    await room.undo(MONA, applied)
    assert (own.taught, own.matcher.understand(WORDS).intent != "order_status") == ((), True)
    assert (await proposed(room, intent="thanks")).state == "proposed"


async def test_an_effect_is_measured_anew_when_something_else_was_applied(room: Classroom, database: Database) -> None:
    first, second = await proposed(room), await proposed(room, "quux frobnicate xyzzy", "thanks")
    await room.measure()
    assert isinstance(await room.apply(MONA, await measured(room, database, first)), Lesson)
    stale = await database.lessons.get(second.id)
    assert stale is not None
    assert await room.apply(MONA, stale) == NotTaught("unchecked")
    fresh = await measured(room, database, second)
    assert fresh.effect != stale.effect
    assert isinstance(await room.apply(MONA, fresh), Lesson)


async def test_the_effect_tells_which_other_messages_of_the_store_would_be_read_otherwise(room: Classroom, database: Database) -> None:
    texts = [("noor", f"hi {WORDS}"), ("noor", "where is my order"), ("dar", f"hello {WORDS}")]
    await database.misunderstood.add_many([Misunderstood(f"wa:{n}", store, NOW, text, "en") for n, (store, text) in enumerate(texts)])
    effect = (await measured(room, database, await proposed(room))).effect
    assert effect is not None
    assert [one.text for one in effect.unclear] == [f"hi {WORDS}"]
    assert (effect.messages, effect.right_after) == (6, effect.right_before)


async def test_what_another_process_is_measuring_is_left_to_it_unless_it_died(room: Classroom, database: Database, own: Mind) -> None:
    lesson = await proposed(room)
    assert await database.lessons.claim(lesson, NOW, 100)
    assert (await measured(room, database, lesson)).effect is None
    later = Classroom(database, own, [], lambda: NOW + MINUTE)
    assert (await measured(later, database, lesson)).effect is not None


async def test_words_have_one_lesson_until_it_is_put_back(room: Classroom, database: Database) -> None:
    dismissed = await room.dismiss(MONA, "noor", f"{WORDS} 1042")
    assert isinstance(dismissed, Lesson)
    assert await room.propose(MONA, "noor", WORDS, WORDS, "thanks", "en") == NotTaught("there")
    assert await room.put_back(dismissed) == dismissed
    assert await room.put_back(dismissed) == NotTaught("decided")
    assert (await proposed(room)).state == "proposed"
    assert len(await database.lessons.all()) == 1


async def test_what_waits_or_counts_is_not_put_back(room: Classroom) -> None:
    assert await room.put_back(await proposed(room)) == NotTaught("decided")


async def test_of_two_decisions_the_first_one_counts(room: Classroom, database: Database, own: Mind) -> None:
    lesson = await measured(room, database, await proposed(room))
    assert isinstance(await room.refuse(MONA, lesson), Lesson)
    assert await room.apply(MONA, lesson) == NotTaught("decided")
    assert own.taught == ()


async def test_a_proposal_is_measured_at_once_by_whoever_keeps_the_room(room: Classroom, database: Database) -> None:
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        keeping = group.create_task(room.keep_fresh())
        lesson = await proposed(room)
        while (found := await database.lessons.get(lesson.id)) is None or found.effect is None:  # noqa: ASYNC110 - the room tells nobody
            await asyncio.sleep(0.02)
        keeping.cancel()
    assert (found.done, found.effect.after) == (found.to_do, "order_status")


async def test_of_two_processes_one_measures(room: Classroom, database: Database, own: Mind) -> None:
    lesson = await proposed(room)
    other = Classroom(database, replace(own), [], lambda: NOW + 1)
    await asyncio.gather(room.measure(), other.measure())
    found = await database.lessons.get(lesson.id)
    assert found is not None
    assert found.effect is not None
    assert (found.checking_at, found.effect.messages) in {(NOW, 6), (NOW + 1, 5)}


async def test_nothing_is_built_anew_while_nothing_is_taught_anew(room: Classroom, own: Mind, database: Database) -> None:
    await room.apply(MONA, await measured(room, database, await proposed(room)))
    before = own.matcher
    await room.refresh()
    assert own.matcher is before


async def test_what_is_known_is_not_measured_again(room: Classroom, database: Database) -> None:
    lesson = await measured(room, database, await proposed(room))
    again = await measured(room, database, lesson)
    assert again == lesson
    assert again.checking_at == NOW


async def test_what_was_refused_is_neither_measured_nor_taught(room: Classroom, database: Database, own: Mind) -> None:
    refused = await room.refuse(MONA, await proposed(room))
    assert isinstance(refused, Lesson)
    assert ((await measured(room, database, refused)).effect, own.taught) == (None, ())
    assert await room.propose(MONA, "noor", WORDS, WORDS, "thanks", "en") == NotTaught("there")


async def test_what_is_decided_while_it_is_measured_stays_decided(room: Classroom, database: Database) -> None:
    lesson = await proposed(room)
    async with asyncio.TaskGroup() as group:
        group.create_task(room.measure())
        refused = group.create_task(room.refuse(MONA, lesson))
    assert isinstance(refused.result(), Lesson)
    found = await database.lessons.get(lesson.id)
    assert found is not None
    assert (found.state, found.effect) == ("refused", None)


async def test_a_phrase_of_an_intent_that_is_gone_does_no_harm(room: Classroom, own: Mind, database: Database) -> None:
    gone = Lesson("l:gone", WORDS, "applied", "noor", "s:1", NOW, WORDS, "gift_wrapping", "en")
    await database.lessons.add(gone)
    await room.refresh()
    assert own.matcher.understand("where is my order").intent == "order_status"
    assert own.matcher.understand(WORDS).intent != "gift_wrapping"
    assert isinstance(await room.undo(MONA, gone), Lesson)


async def test_the_same_phrase_is_not_taught_with_two_meanings(room: Classroom, database: Database) -> None:
    await room.apply(MONA, await measured(room, database, await proposed(room)))
    second = await room.propose(MONA, "noor", "something else", WORDS.upper(), "thanks", "en")
    assert isinstance(second, Lesson)
    assert await room.apply(MONA, await measured(room, database, second)) == NotTaught("taught_otherwise")
