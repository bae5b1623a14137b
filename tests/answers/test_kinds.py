"""Messages that are no words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import kinds
from bot.answers.payloads import ConfirmPayload, parse_payload
from tests.answers.conftest import ORDER, facts

if TYPE_CHECKING:
    from tests.answers.conftest import Words


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", kinds.BY_KIND)
def test_every_kind_has_words_of_its_own(words: Words, kind: str, language: str) -> None:
    said = words(kinds.BY_KIND[kind](facts(ORDER)), language)
    assert len(said) > 20
    assert "{" not in said


@pytest.mark.parametrize("kind", ["voice", "image", "document", "location", "contacts", "sticker", "unsupported"])
def test_what_is_not_passed_on_offers_a_person(kind: str) -> None:
    said = kinds.BY_KIND[kind](facts(ORDER))
    assert "ask:talk_to_human" in [option.id for option in said.options]


@pytest.mark.parametrize("kind", ["catalogue_order", "flow_reply"])
def test_what_only_people_can_use_reaches_them(kind: str) -> None:
    assert kinds.BY_KIND[kind](facts(ORDER)).flag == "request"


def test_a_picture_may_be_of_something_broken() -> None:
    said = kinds.picture(replace(facts(ORDER), media=("in:1",)))
    assert said.ask is not None
    assert (said.ask.intent, said.ask.media) == ("damaged_or_wrong_item", ("in:1",))
    assert parse_payload(said.options[0].id) == ConfirmPayload(None, "damaged_or_wrong_item", agreed=True)


def test_a_place_may_be_an_address() -> None:
    said = kinds.location(replace(facts(ORDER), details="Home, 24.7, 46.7"))
    assert said.ask is not None
    assert (said.ask.intent, said.ask.text) == ("change_address", "Home, 24.7, 46.7")


def test_a_shared_number_tells_what_is_under_it(words: Words) -> None:
    assert "found your order" in words(kinds.own_number(facts(ORDER)))
    assert "can't find any orders" in words(kinds.own_number(facts()))
