from __future__ import annotations

import pytest

from bot.language.intents import Intent, Intents
from bot.language.suggest import EXAMPLES, suggest
from bot.language.understand import Matcher

GIFTS = ["do you wrap gifts", "can you wrap gifts", "do you wrap the gifts"]
VEGAN = ["is it vegan", "vegan?"]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    phrases = {"presales": ("do you wrap presents", "is it organic"), "out_of_scope": ("tell me a joke",)}
    made = {name: Intent(name, name, None, waits=False, phrases={"en": texts}) for name, texts in phrases.items()}
    return Matcher(Intents(made))


def test_messages_about_one_thing_come_together_the_most_first(matcher: Matcher) -> None:
    found = suggest([*VEGAN, *GIFTS], matcher)
    assert [set(one.examples) for one in found] == [set(GIFTS), set(VEGAN)]
    assert [one.count for one in found] == [3, 2]


def test_what_was_said_often_counts_so_often(matcher: Matcher) -> None:
    found = suggest(["is it vegan"] * 5 + GIFTS, matcher)
    assert (found[0].count, found[0].examples) == (5, ("is it vegan",))


def test_the_likeliest_intents_and_the_language_are_named(matcher: Matcher) -> None:
    found = suggest(GIFTS, matcher)[0]
    assert found.intents[0] == "presales"
    assert found.language == "en"


def test_only_some_examples_are_shown(matcher: Matcher) -> None:
    found = suggest([f"do you wrap gifts {word}" for word in "now today soon here there please".split()], matcher)  # noqa: SIM905
    assert found[0].count == 6
    assert len(found[0].examples) == EXAMPLES


@pytest.mark.parametrize("texts", [[], ["", "  ", "?!"]])
def test_nothing_gives_nothing(matcher: Matcher, texts: list[str]) -> None:
    assert suggest(texts, matcher) == []
