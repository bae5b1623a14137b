from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.index import COMMON, Index, Meaning, Phrase, read_phrases
from bot.language.intents import Intent, Intents
from bot.language.normalise import normalise


def index(*phrases: tuple[str, str, str]) -> Index:
    return Index([Phrase(intent, tag, text, text) for intent, tag, text in phrases])


INDEX = index(
    ("order_status", "en", "where is my order"),
    ("order_status", "en", "track my order"),
    ("greeting", "en", "ok"),
    ("greeting", "ar-Latn", "ok"),
    ("presales", "en", "no w"),
    ("deny", "en", "now"),
)


@pytest.mark.parametrize("text", ["where is my order", "whereis myorder", "whereismyorder"])
def test_exact_spellings_are_known_whatever_their_spaces(text: str) -> None:
    assert INDEX.meaning(text) == Meaning("order_status", "en")


def test_other_spellings_are_not_exact() -> None:
    assert INDEX.meaning("where was my order") is None


def test_a_phrase_of_several_languages_does_not_tell_which() -> None:
    assert INDEX.meaning("ok") == Meaning("greeting", None)


def test_spaces_count_where_they_tell_two_intents_apart() -> None:
    assert INDEX.meaning("no w") == Meaning("presales", "en")
    assert INDEX.meaning("now") == Meaning("deny", "en")


def test_a_word_leads_to_its_phrases() -> None:
    assert {INDEX.texts[place] for place in INDEX.rare("order")} == {"where is my order", "track my order"}
    assert INDEX.rare("elephant") == []


def test_a_word_in_too_many_phrases_leads_nowhere() -> None:
    full = index(*(("order_status", "en", f"order {number}") for number in range(COMMON + 1)))
    assert full.rare("order") == []
    assert len(full.rare("7")) == 1


def phrases_of(tag: str, *texts: str) -> list[Phrase]:
    return read_phrases(Intents({"help": Intent("help", "help", None, waits=False, phrases={tag: texts})}))


def test_a_phrase_is_kept_once_however_often_it_is_written() -> None:
    assert [phrase.text for phrase in phrases_of("en", "Help me!", "help me")] == ["help me"]


def test_german_is_also_known_without_umlauts() -> None:
    assert [phrase.text for phrase in phrases_of("de", "Zurück")] == ["zuruck", "zurueck"]
    assert [phrase.text for phrase in phrases_of("tr", "Ürün")] == ["urun"]


def test_no_phrases_can_be_indexed() -> None:
    assert index().meaning("where is my order") is None


@given(st.lists(st.text(alphabet="abc ", min_size=1, max_size=8), min_size=1, max_size=20))
def test_every_phrase_means_what_it_was_written_for(texts: list[str]) -> None:
    distinct = {normalise(text): f"intent{number}" for number, text in enumerate(texts) if normalise(text)}
    made = index(*((intent, "en", text) for text, intent in distinct.items()))
    assert all((found := made.meaning(text)) is not None and found.intent == intent for text, intent in distinct.items())
