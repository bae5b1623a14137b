"""The classroom: keeps the bot's mind at what has been taught, and measures what proposals would change."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.clock import MINUTE
from bot.domain.lesson import Lesson, NotTaught, apply_lesson, mark_of, refuse_lesson, undo_lesson
from bot.flow.teaching.effect import Comparison, rows_for, taught_of
from bot.flow.teaching.propose import dismissal, proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.db import Database
    from bot.domain.staff import StaffMember
    from bot.flow.conversing.scene import Mind
    from bot.language.evaluate import Row

EVERY: Final = 20.0
_AGAIN_AFTER: Final = MINUTE  # whoever began to measure and has not ended by then is taken for dead
_STEP: Final = 60  # messages that are read at a time: some milliseconds
_PAUSE: Final = 0.02  # between them, for customers who want their answers
_TELL: Final = 8  # steps between two words on how far it is
_UNCLEAR: Final = 2_000


class Classroom:
    """One per process. Every process follows what is applied within ``EVERY`` seconds, that of the decision at once.

    ``examples`` are labelled messages, beside those that are made from the phrases.
    """

    def __init__(self, db: Database, mind: Mind, examples: Sequence[Row], clock: Callable[[], int]) -> None:
        self._db = db
        self._mind = mind
        self._examples = examples
        self._clock = clock
        self._wanted = asyncio.Event()

    @property
    def mind(self) -> Mind:
        """What understands at this moment."""
        return self._mind

    async def refresh(self) -> None:
        """Understand by what is applied now."""
        taught = taught_of(await self._db.lessons.of_state("applied"))
        if taught != self._mind.taught:
            self._mind.taught = taught
            self._mind.matcher = self._mind.matcher.with_taught(taught)

    async def keep_fresh(self) -> None:
        """Follow what is applied, and measure what is proposed, for ever; at once when it is wanted."""
        while True:
            self._wanted.clear()
            await self.refresh()
            await self.measure()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), EVERY)

    async def propose(self, member: StaffMember, store_id: str, said: str, phrase: str, intent: str, tag: str) -> Lesson | NotTaught:
        """Put a phrase on the list of what is to be reviewed; it teaches nothing yet."""
        lesson = proposal(self._mind.matcher, said, phrase, intent, tag)
        return lesson if isinstance(lesson, NotTaught) else await self._put(replace(lesson, store_id=store_id, by=member.id, at=self._clock()))

    async def dismiss(self, member: StaffMember, store_id: str, said: str) -> Lesson | NotTaught:
        """Note that some words are nothing to learn from."""
        return await self._put(replace(dismissal(said), store_id=store_id, by=member.id, at=self._clock()))

    async def apply(self, member: StaffMember, lesson: Lesson) -> Lesson | NotTaught:
        """Let a proposal count, whose effect was measured and seen."""
        applied = await self._db.lessons.of_state("applied")
        return await self._move(lesson, apply_lesson(lesson, applied, member.id, self._clock()))

    async def refuse(self, member: StaffMember, lesson: Lesson) -> Lesson | NotTaught:
        """Turn a proposal down."""
        return await self._move(lesson, refuse_lesson(lesson, member.id, self._clock()))

    async def undo(self, member: StaffMember, lesson: Lesson) -> Lesson | NotTaught:
        """Let an applied lesson count no more."""
        return await self._move(lesson, undo_lesson(lesson, member.id, self._clock()))

    async def put_back(self, lesson: Lesson) -> Lesson | NotTaught:
        """Put words that were decided upon back to what may be taught."""
        if lesson.state in {"proposed", "applied"} or not await self._db.lessons.remove(lesson):
            return NotTaught("decided")
        return lesson

    async def measure(self) -> None:
        """Measure what proposals would change whose effect nobody knows, or not as things stand now, one after the other."""
        while True:
            applied = await self._db.lessons.of_state("applied")
            against = mark_of(applied)
            lesson = next((one for one in await self._db.lessons.of_state("proposed") if self._is_due(one, against)), None)
            if lesson is None:
                return
            await self._measure(lesson, applied, against)
            await self.refresh()

    def _is_due(self, lesson: Lesson, against: str) -> bool:
        known = lesson.effect is not None and lesson.effect.against == against
        busy = lesson.checking_at is not None and self._clock() - lesson.checking_at < _AGAIN_AFTER and lesson.done < lesson.to_do
        return not known and not busy

    async def _measure(self, lesson: Lesson, applied: Sequence[Lesson], against: str) -> None:
        """Read all messages both ways, a few at a time on another thread, so that answering goes on."""
        before = self._mind.matcher
        unclear = [message.text for message in await self._db.misunderstood.newest(_UNCLEAR) if message.store_id == lesson.store_id]
        rows = await asyncio.to_thread(rows_for, before, lesson, self._examples, applied, unclear)
        if not await self._db.lessons.claim(lesson, self._clock(), len(rows)):
            return
        found = Comparison(before, before.with_taught((*taught_of(applied), *taught_of([lesson]))))
        for number, start in enumerate(range(0, len(rows), _STEP)):
            await asyncio.to_thread(found.read, rows[start : start + _STEP])
            if number % _TELL == 0:
                await self._db.lessons.progress(lesson.id, start)
            await asyncio.sleep(_PAUSE)
        effect = await asyncio.to_thread(found.effect, lesson, against)
        await self._db.lessons.measured(lesson, effect, len(rows))

    async def _put(self, lesson: Lesson) -> Lesson | NotTaught:
        """Keep a new lesson, in the place of one on the same words that was undone."""
        before = await self._db.lessons.get(lesson.id)
        if before is not None and before.state == "undone":
            await self._db.lessons.remove(before)
        if not await self._db.lessons.add(lesson):
            return NotTaught("there")
        self._wanted.set()
        return lesson

    async def _move(self, before: Lesson, after: Lesson | NotTaught) -> Lesson | NotTaught:
        if isinstance(after, NotTaught):
            return after
        if not await self._db.lessons.move(after, before.state):
            return NotTaught("decided")
        await self.refresh()
        self._wanted.set()
        return after
