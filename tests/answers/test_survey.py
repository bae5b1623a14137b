"""The question how the help was, and what is said to the taps under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answers import ANSWERS
from bot.answers.payloads import AskPayload, parse_payload
from bot.answers.survey import COMMENT, SCORES, question
from bot.domain.content import ButtonsOut
from bot.language.render import render
from bot.whatsapp.limits import check
from tests.answers.conftest import STORE, facts

if TYPE_CHECKING:
    from bot.language.catalogue import Catalogues
    from tests.answers.conftest import Words

LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "id", "pt", "tr", "ur")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_three_buttons_in_every_language(catalogues: Catalogues, language: str) -> None:
    asked = render(question(), catalogues=catalogues, language=language, store=STORE)
    assert isinstance(asked, ButtonsOut)
    assert len({button.title for button in asked.buttons}) == 3
    check(asked)


def test_every_button_is_a_score_that_is_answered() -> None:
    payloads = [parse_payload(option.id) for option in question().options]
    intents = [payload.intent for payload in payloads if isinstance(payload, AskPayload)]
    assert [SCORES[intent] for intent in intents] == [3, 2, 1]
    assert set(intents) <= set(ANSWERS)


@pytest.mark.parametrize("intent", SCORES)
def test_a_score_is_thanked_for_and_leaves_room_for_words(words: Words, intent: str) -> None:
    said = ANSWERS[intent](facts())
    assert said.ask is not None
    assert (said.ask.intent, said.ask.kind, said.flag) == (COMMENT, "details", None)
    assert "Thank you" in words(said)


def test_the_words_are_thanked_for_and_ask_nothing_more(words: Words) -> None:
    said = ANSWERS[COMMENT](facts())
    assert (said.ask, said.options) == (None, ())
    assert "passed that on" in words(said)
