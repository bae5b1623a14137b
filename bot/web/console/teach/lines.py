"""A line of what was not understood, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bot.flow.conversing.unclear import SURE
from bot.flow.teaching.propose import phrase_of
from bot.language.intents import OUT_OF_SCOPE
from bot.web.console.guard import PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.delivery import TranscriptEntry
    from bot.flow.teaching.unknown import Unknown
    from bot.language.guesses import Guess
    from bot.language.understand import Matcher, Understanding

GUESSES: Final = 3
_LEAST: Final = 0.05
_SHARES: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """Words that were not understood: the phrase that they may become, the language tag it would have, the likeliest intents with per cent.

    ``now`` is the intent that they are taken for as things stand, ``None`` where that is still not clear.
    """

    one: Unknown
    phrase: str
    tag: str
    guesses: tuple[tuple[str, int], ...]
    now: str | None
    chat: str | None


def lines(groups: Sequence[Unknown], matcher: Matcher, said: Mapping[str, TranscriptEntry]) -> list[Line]:
    """Return lines; ``said`` are the messages in their conversations by id, of those that are still kept."""
    return [_line(group, matcher, said.get(group.newest.id)) for group in groups]


def _line(group: Unknown, matcher: Matcher, said: TranscriptEntry | None) -> Line:
    phrase = phrase_of(group.text)
    read = matcher.understand(phrase)
    sure = read.intent if read.ranked and read.ranked[0].confidence >= SURE and read.intent != OUT_OF_SCOPE else None
    return Line(
        one=group,
        phrase=phrase,
        tag=_tag(read, group.language, matcher.intents.languages),
        guesses=tuple((guess.intent, round(guess.confidence * _SHARES)) for guess in _likely(read.ranked)),
        now=sure,
        chat=f"{PREFIX}/chats/{quote(said.conversation_id, safe='')}" if said is not None else None,
    )


def _likely(ranked: Sequence[Guess]) -> Sequence[Guess]:
    return [guess for guess in ranked if guess.confidence >= _LEAST and guess.intent != OUT_OF_SCOPE][:GUESSES]


def _tag(read: Understanding, language: str, tags: Sequence[str]) -> str:
    return next((tag for tag in (read.variety, language, "en") if tag in tags), tags[0])
