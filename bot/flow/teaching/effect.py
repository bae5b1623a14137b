"""What a lesson would change: the same messages read without it and with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.domain.lesson import MOST_SHOWN, Alike, Effect, Shift
from bot.language.evaluate import REJECTED, Row, as_predicted
from bot.language.examples import alike, slips
from bot.language.taught import Taught

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.lesson import Lesson
    from bot.language.understand import Matcher

_MOST_UNCLEAR: Final = 500
_SHARES: Final = 100


def taught_of(lessons: Iterable[Lesson]) -> tuple[Taught, ...]:
    """Return lessons as a matcher takes them."""
    return tuple(Taught(one.intent, one.tag, one.phrase) for one in lessons)


def rows_for(matcher: Matcher, lesson: Lesson, examples: Sequence[Row], applied: Sequence[Lesson], unclear: Sequence[str]) -> list[Row]:
    """Return the messages to read: labelled ones, slips in the phrases, what was taught before, and what nobody has labelled.

    What has been taught has to stay as it was: it counts like a labelled message.
    """
    before = [Row(one.phrase, as_predicted(one.intent), one.tag, "taught") for one in applied]
    others = [Row(text) for text in dict.fromkeys(unclear) if text != lesson.said]
    return [*examples, *before, *slips(matcher.intents, lesson.phrase), *others[:_MOST_UNCLEAR]]


@dataclass
class Comparison:
    """Counts how messages are read without a lesson and with it."""

    before: Matcher
    after: Matcher
    messages: int = 0
    right_before: int = 0
    right_after: int = 0
    shifts: list[Shift] = field(default_factory=list)
    unclear: list[Shift] = field(default_factory=list)

    def read(self, rows: Sequence[Row]) -> None:
        """Read some messages both ways."""
        for row in rows:
            shift = Shift(row.text, row.intent, self._intent(self.before, row.text), self._intent(self.after, row.text))
            if row.intent:
                self.messages += 1
                self.right_before += shift.before == row.intent
                self.right_after += shift.after == row.intent
            if shift.before != shift.after:
                (self.shifts if row.intent else self.unclear).append(shift)

    def effect(self, lesson: Lesson, against: str) -> Effect:
        """Return what was found; the worst changes first."""
        order = {"worse": 0, "better": 1, "open": 2}
        near = alike(self.before.intents, lesson.phrase, lesson.intent)
        return Effect(
            against=against,
            messages=self.messages,
            right_before=self.right_before,
            right_after=self.right_after,
            before=self._intent(self.before, lesson.phrase),
            after=self._intent(self.after, lesson.phrase),
            sure_before=_sure(self.before, lesson.phrase),
            sure_after=_sure(self.after, lesson.phrase),
            shifted=len(self.shifts),
            shifts=tuple(sorted(self.shifts, key=lambda one: order[one.worth])[:MOST_SHOWN]),
            unclear=tuple(self.unclear[:MOST_SHOWN]),
            alike=tuple(Alike(text, intent) for text, intent in near),
        )

    def _intent(self, matcher: Matcher, text: str) -> str:
        return as_predicted(matcher.understand(text).intent)


def _sure(matcher: Matcher, text: str) -> int:
    """Return how sure a reading is, in per cent; nothing where it is rejected."""
    read = matcher.understand(text)
    return 0 if as_predicted(read.intent) == REJECTED else round(read.ranked[0].confidence * _SHARES)
