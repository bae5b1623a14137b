"""Lessons: phrases that somebody proposes to teach the bot, what they would change, and what was decided."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

LessonState = Literal["proposed", "applied", "refused", "dismissed", "undone"]
LessonRefusal = Literal["no_words", "unknown_intent", "unknown_language", "too_long", "known", "there", "decided", "unchecked", "taught_otherwise"]
LONGEST_PHRASE: Final = 200
MOST_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Shift:
    """A message that would be read otherwise; ``wanted`` is what it means, empty where nobody has said. ``none``: rejected."""

    text: str
    wanted: str
    before: str
    after: str

    @property
    def worth(self) -> Literal["better", "worse", "open"]:
        """Whether the change is for the better; ``open`` where what it means is not known, or was wrong and stays so."""
        if self.wanted and self.after == self.wanted:
            return "better"
        return "worse" if self.wanted and self.before == self.wanted else "open"


@dataclass(frozen=True, slots=True)
class Alike:
    """A phrase of another intent that hardly differs from the one proposed."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a lesson would change, measured beside the lessons that ``against`` stands for: how many of ``messages`` are read rightly.

    ``shifts`` are the first of ``shifted`` labelled messages that would be read otherwise, ``unclear`` those of customers' that
    nobody has labelled. ``before`` and ``after`` are how the phrase itself is read, and how surely, in per cent.
    """

    against: str
    messages: int
    right_before: int
    right_after: int
    before: str
    after: str
    sure_before: int = 0
    sure_after: int = 0
    shifted: int = 0
    shifts: tuple[Shift, ...] = ()
    unclear: tuple[Shift, ...] = ()
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A phrase, its intent and its language tag; ``said`` is what it was made from, without what points to a person.

    ``checking_at`` is when somebody began to measure its effect, of which ``done`` of ``to_do`` messages have been read.
    """

    id: str
    said: str
    state: LessonState
    store_id: str
    by: str
    at: int
    phrase: str = ""
    intent: str = ""
    tag: str = ""
    decided_by: str | None = None
    decided_at: int | None = None
    effect: Effect | None = None
    checking_at: int | None = None
    done: int = 0
    to_do: int = 0


@dataclass(frozen=True, slots=True)
class NotTaught:
    """Why something was not done."""

    why: LessonRefusal


def lesson_id(key: str) -> str:
    """Return the id of the lesson on what was said, given in normal spelling: there is one lesson on it at a time."""
    return f"l:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def mark_of(applied: Iterable[Lesson]) -> str:
    """Return what changes when other lessons are applied."""
    known = sorted(f"{one.id} {one.intent} {one.tag} {one.phrase}" for one in applied)
    return hashlib.sha256("\n".join(known).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def apply_lesson(lesson: Lesson, applied: Iterable[Lesson], by: str, now: int) -> Lesson | NotTaught:
    """Let a lesson count. Only what was measured against what is applied now can be: its effect has been seen."""
    applied = tuple(applied)
    if lesson.state != "proposed":
        return NotTaught("decided")
    if any(one.phrase.casefold() == lesson.phrase.casefold() and one.intent != lesson.intent for one in applied):
        return NotTaught("taught_otherwise")
    if lesson.effect is None or lesson.effect.against != mark_of(applied):
        return NotTaught("unchecked")
    return replace(lesson, state="applied", decided_by=by, decided_at=now)


def refuse_lesson(lesson: Lesson, by: str, now: int) -> Lesson | NotTaught:
    """Turn a proposal down."""
    return replace(lesson, state="refused", decided_by=by, decided_at=now) if lesson.state == "proposed" else NotTaught("decided")


def undo_lesson(lesson: Lesson, by: str, now: int) -> Lesson | NotTaught:
    """Let an applied lesson count no more."""
    return replace(lesson, state="undone", decided_by=by, decided_at=now) if lesson.state == "applied" else NotTaught("decided")
