from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import ANSWERS
from bot.answers.payloads import LanguagePayload, parse_payload, speak
from bot.domain.answer import Ref
from tests.answers.conftest import STORE, facts

if TYPE_CHECKING:
    from bot.domain.answer import Facts

SPOKEN = ("ar", "de", "en", "tr")


def about(wanted: str | None, *, language: str = "tr", spoken: tuple[str, ...] = SPOKEN) -> Facts:
    return replace(facts(store=replace(STORE, language="en")), language=language, languages=spoken, wants_language=wanted)


@pytest.mark.parametrize(("wanted", "message"), [("de", "changed"), ("ar-Latn", "changed"), (None, "which"), ("it", "not_yet")])
def test_what_is_asked_for_is_spoken_or_may_be_chosen(wanted: str | None, message: str) -> None:
    said = ANSWERS["change_language"](about(wanted))
    assert [line.message for line in said.lines] == [f"change_language.{message}"]
    assert bool(said.options) == (message != "changed")


def test_the_stores_language_and_the_one_spoken_now_come_first() -> None:
    said = ANSWERS["change_language"](about(None))
    assert [option.id for option in said.options] == [speak(tag) for tag in ("en", "tr", "ar", "de")]
    assert said.options[0].title == Ref("English")


def test_a_list_has_ten_rows_at_most() -> None:
    said = ANSWERS["change_language"](about(None, spoken=("en", *(f"x{letter}" for letter in "abcdefghijkl"))))
    assert (len(said.options), said.as_list) == (10, True)


@pytest.mark.parametrize(("payload", "read"), [("language:pt", LanguagePayload("pt")), ("language:", None), ("language", None)])
def test_a_row_comes_back_as_a_language(payload: str, read: LanguagePayload | None) -> None:
    assert parse_payload(payload) == read
