# ruff: noqa: RUF001 (letters of other scripts are what is tested)
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import replies
from bot.language.normalise import normalise
from bot.language.replies import language_named, yes_or_no

YES = ["yes", "Yes please!", "yep", "ok 👍", "👍", "sí", "sí, gracias", "oui", "d'accord", "ja bitte", "sim", "evet", "tamam", "iya kak", "نعم"]
YES += ["ايوه", "aywa", "हाँ", "जी हाँ", "haan ji", "ہاں", "جی", "yes, cancel it please", "sure, go ahead with that"]
NO = ["no", "No thanks", "nope", "no gracias", "non merci", "nein", "não", "hayır", "tidak", "لا", "لا شكرا", "la shukran", "नहीं", "nahi", "نہیں"]
NO += ["👎"]
NEITHER = ["", "no me ha llegado", "si me lo cancelas", "where is my order", "not delivered", "yes where is my order and who has it now", "1001"]
NEITHER += ["la commande"]
LANGUAGES = [
    ("in english please", "en"),
    ("en español por favor", "es"),
    ("parlez français", "fr"),
    ("auf deutsch bitte", "de"),
    ("em português", "pt"),
    ("türkçe konuş", "tr"),
    ("हिंदी में बात करो", "hi"),
    ("bahasa indonesia", "id"),
    ("اردو میں بات کریں", "ur"),
    ("تكلم عربي", "ar"),
    ("ممكن بالعربي مو بالانجليزي", "ar"),
    ("not in arabic, english please", "en"),
    ("i do not speak spanish", None),
    ("change the language", None),
]


@pytest.mark.parametrize("text", YES)
def test_yes_is_understood_in_every_language(text: str) -> None:
    assert yes_or_no(text) == "yes"


@pytest.mark.parametrize("text", NO)
def test_no_is_understood_in_every_language(text: str) -> None:
    assert yes_or_no(text) == "no"


@pytest.mark.parametrize("text", NEITHER)
def test_other_texts_answer_nothing(text: str) -> None:
    assert yes_or_no(text) is None


@pytest.mark.parametrize(("text", "tag"), LANGUAGES)
def test_a_language_that_is_asked_for_is_known(text: str, tag: str | None) -> None:
    assert language_named(normalise(text).split()) == tag


@pytest.mark.parametrize("name", ["_YES", "_NO", "_FILLERS", "_LANGUAGES", "_DENIED"])
def test_all_words_are_in_their_normal_spelling(name: str) -> None:
    words = getattr(replies, name)
    assert [word for word in words if normalise(word) != word] == []


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert yes_or_no(text) in {"yes", "no", None}
