"""What the shop says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import ANSWERS
from bot.answers.policies import ANSWERS as POLICIES
from tests.answers.conftest import BARE_STORE, STORE, facts

if TYPE_CHECKING:
    from tests.answers.conftest import Words

TEXTS = (("returns", "Within 14 days."), ("returns.ar", "خلال 14 يومًا."), ("payment", "Cards and cash."))


@pytest.mark.parametrize(("intent", "text"), [("return_policy", "Within 14 days."), ("payment_methods", "Cards and cash.")])
def test_the_shops_own_words_are_said(words: Words, intent: str, text: str) -> None:
    said = ANSWERS[intent](facts(store=replace(STORE, policies=TEXTS)))
    assert words(said) == text
    assert said.flag is None


@pytest.mark.parametrize(("language", "text"), [("ar", "خلال 14 يومًا."), ("ar-SA", "خلال 14 يومًا."), ("fr", "Within 14 days.")])
def test_in_the_customers_language_where_there_is_one(words: Words, language: str, text: str) -> None:
    made = replace(facts(store=replace(STORE, policies=TEXTS)), language=language)
    assert words(POLICIES["return_policy"](made)) == text


@pytest.mark.parametrize("intent", POLICIES)
def test_without_words_a_person_answers_and_the_website_helps(words: Words, intent: str) -> None:
    said = POLICIES[intent](facts())
    assert said.flag == "asked_for_person"
    assert said.link is not None
    assert "on our website" in words(said)


@pytest.mark.parametrize("intent", POLICIES)
def test_without_website_none_is_spoken_of(words: Words, intent: str) -> None:
    said = POLICIES[intent](facts(store=BARE_STORE))
    assert said.link is None
    assert "website" not in words(said)


@pytest.mark.parametrize(("texts", "said"), [((("returns.en", "14 days."),), "14 days."), ((("returns.ar", "خلال 14 يومًا."),), "خلال 14 يومًا.")])
def test_another_language_beats_silence(words: Words, texts: tuple[tuple[str, str], ...], said: str) -> None:
    made = replace(facts(store=replace(STORE, policies=texts)), language="tr")
    assert words(POLICIES["return_policy"](made)) == said


def test_hours_and_place_of_the_shop_are_told_together(words: Words) -> None:
    texts = (("hours", "Every day from ten to ten."), ("location.en", "Olaya Street 7, Riyadh."))
    said = ANSWERS["business_hours"](replace(facts(store=replace(BARE_STORE, policies=texts)), language="en"))
    assert words(said) == "Every day from ten to ten.\n\nOlaya Street 7, Riyadh."
    assert said.flag is None
