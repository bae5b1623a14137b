from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import answer_of
from bot.language.intents import Intent
from tests.answers.conftest import facts

if TYPE_CHECKING:
    from bot.domain.answer import Facts

WORDING = {"en": "{customer}, {store} wraps gifts: {website}", "ar": "نغلّف الهدايا في {store} ({support_hours})."}


def said(about: Facts) -> str:
    """Return what a question of the shop's own is answered."""
    (line,) = answer_of(Intent("gift", None, None, waits=False, phrases={}, wording=WORDING))(about).lines
    return str(line.values["text"])


def test_values_of_the_shop_are_filled_in() -> None:
    at = facts()
    about = replace(
        at, language="en", store=replace(at.store, name="Noor", website="https://noor.example"), customer=replace(at.customer, name="Sara")
    )
    assert said(about) == "Sara, Noor wraps gifts: https://noor.example"


def test_names_in_right_to_left_text_are_isolated_and_what_is_not_known_is_left_out() -> None:
    at = facts()
    assert said(replace(at, language="ar", store=replace(at.store, name="Noor", support_hours=None))) == "نغلّف الهدايا في \u2068Noor\u2069 ()."


@pytest.mark.parametrize(("language", "store_language", "letter"), [("ar-Latn", "en", "ن"), ("tr", "ar", "ن"), ("tr", "de", "w"), (None, "ar", "ن")])
def test_it_is_said_in_the_next_best_language(language: str | None, store_language: str, letter: str) -> None:
    at = facts()
    assert letter in said(replace(at, language=language, store=replace(at.store, language=store_language)))
