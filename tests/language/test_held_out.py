"""How well phrases are understood that the matcher has not seen: a fifth of them at a time is kept back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.language.intents import OUT_OF_SCOPE, Intents
from bot.language.normalise import normalise
from bot.language.understand import Matcher

if TYPE_CHECKING:
    from bot.language.intents import Intent

FOLDS = 5


@dataclass(frozen=True)
class Tried:
    wanted: str
    found: str | None
    tag: str

    @property
    def answered(self) -> bool:
        return self.found not in {None, OUT_OF_SCOPE}


def without(intent: Intent, fold: int) -> Intent:
    kept = {tag: tuple(text for place, text in enumerate(phrases) if place % FOLDS != fold) for tag, phrases in intent.phrases.items()}
    return replace(intent, phrases=kept)


def held_out(intents: Intents, fold: int) -> list[Tried]:
    kept = Intents({name: without(intent, fold) for name, intent in intents.by_name.items()})
    matcher = Matcher(kept)
    seen = {normalise(text) for intent in kept.by_name.values() for phrases in intent.phrases.values() for text in phrases}
    return [
        Tried(intent.name, matcher.understand(text).intent, tag)
        for intent in intents.by_name.values()
        for tag, phrases in intent.phrases.items()
        for text in phrases[fold::FOLDS]
        if normalise(text) not in seen and " " in text
    ]


@pytest.fixture(scope="module")
def tried(intents: Intents) -> list[Tried]:
    return [one for fold in range(2) for one in held_out(intents, fold)]


def share(tried: list[Tried]) -> float:
    return sum(one.found == one.wanted for one in tried) / len(tried)


def test_what_is_answered_is_nearly_always_what_was_asked(tried: list[Tried]) -> None:
    answered = [one for one in tried if one.answered and one.wanted != OUT_OF_SCOPE]
    assert share(answered) > 0.85


def test_most_phrases_are_answered(tried: list[Tried]) -> None:
    asked = [one for one in tried if one.wanted != OUT_OF_SCOPE]
    assert sum(one.answered for one in asked) / len(asked) > 0.7


def test_other_things_are_mostly_rejected(tried: list[Tried]) -> None:
    others = [one for one in tried if one.wanted == OUT_OF_SCOPE]
    assert sum(one.answered for one in others) / len(others) < 0.2


def test_no_language_is_left_behind(tried: list[Tried]) -> None:
    by_tag = defaultdict(list)
    for one in tried:
        if one.answered:
            by_tag[one.tag].append(one)
    assert all(share(ones) > 0.75 for ones in by_tag.values()), {tag: share(ones) for tag, ones in by_tag.items()}
