"""How well phrases are understood that the matcher has not seen: of a part of them a fifth is kept back, and the rest is learnt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.language.fit import fit, samples
from bot.language.index import read_phrases
from bot.language.intents import OUT_OF_SCOPE, Intents
from bot.language.normalise import normalise
from bot.language.understand import Matcher

if TYPE_CHECKING:
    from bot.language.intents import Intent

FOLDS = 5
PART = 5  # one phrase in so many is looked at: all of them would take minutes
EPOCHS = 5


@dataclass(frozen=True)
class Tried:
    wanted: str
    found: str | None
    tag: str
    language: str

    @property
    def answered(self) -> bool:
        return self.found not in {None, OUT_OF_SCOPE}


def without(intent: Intent) -> Intent:
    kept = {tag: tuple(text for place, text in enumerate(phrases[::PART]) if place % FOLDS) for tag, phrases in intent.phrases.items()}
    return replace(intent, phrases=kept)


@pytest.fixture(scope="module")
def tried(intents: Intents) -> list[Tried]:
    kept = Intents({name: without(intent) for name, intent in intents.by_name.items()}, intents.ideas)
    phrases = read_phrases(kept)
    matcher = Matcher(kept, fit(samples(phrases, kept.ideas), epochs=EPOCHS))
    seen = {phrase.text for phrase in phrases}
    texts = [
        (intent.name, tag, text)
        for intent in intents.by_name.values()
        for tag, spoken in intent.phrases.items()
        for text in spoken[::PART][::FOLDS]
        if normalise(text) not in seen and " " in text
    ]
    return [Tried(name, (read := matcher.understand(text)).intent, tag, read.language) for name, tag, text in texts]


def share(tried: list[Tried]) -> float:
    return sum(one.found == one.wanted for one in tried) / len(tried)


def test_what_is_answered_is_nearly_always_what_was_asked(tried: list[Tried]) -> None:
    answered = [one for one in tried if one.answered and one.wanted != OUT_OF_SCOPE]
    assert share(answered) > 0.83


def test_most_phrases_are_answered(tried: list[Tried]) -> None:
    asked = [one for one in tried if one.wanted != OUT_OF_SCOPE]
    assert sum(one.answered for one in asked) / len(asked) > 0.78


def test_other_things_are_mostly_rejected(tried: list[Tried]) -> None:
    others = [one for one in tried if one.wanted == OUT_OF_SCOPE]
    assert sum(one.answered for one in others) / len(others) < 0.15


def test_no_language_is_left_behind(tried: list[Tried]) -> None:
    by_tag = defaultdict(list)
    for one in tried:
        if one.answered:
            by_tag[one.tag].append(one)
    assert {tag: share(ones) for tag, ones in by_tag.items() if share(ones) < 0.7} == {}


def test_languages_are_told_apart(tried: list[Tried]) -> None:
    right = [one.language == one.tag.partition("-")[0] for one in tried]
    assert sum(right) / len(right) > 0.93
