from __future__ import annotations

import pytest

from bot.language.index import CANDIDATES, Index, Meaning, Phrase, build_index
from bot.language.intents import Intent, Intents


def intents(**phrases: tuple[str, ...]) -> Intents:
    return Intents({name: Intent(name, name, None, waits=False, phrases={"en": texts}) for name, texts in phrases.items()})


def phrase(index: Index, text: str) -> Phrase:
    return next(one for one in index.phrases if one.text == text)


@pytest.fixture
def index() -> Index:
    return build_index(
        intents(
            order_status=("where is my order", "track my order", "my order"),
            invoice_request=("send my invoice", "invoice please"),
            greeting=("hello", "please"),
        )
    )


@pytest.mark.parametrize("text", ["where is my order", "whereis myorder", "whereismyorder"])
def test_exact_spellings_are_known_whatever_their_spaces(index: Index, text: str) -> None:
    assert index.meaning(text) == Meaning("order_status", "en")


def test_other_spellings_are_not_exact(index: Index) -> None:
    assert index.meaning("where was my order") is None


def test_a_phrase_of_several_languages_does_not_tell_which() -> None:
    both = Intents({"greeting": Intent("greeting", "greeting", None, waits=True, phrases={"en": ("ok",), "ar-Latn": ("ok",)})})
    assert build_index(both).meaning("ok") == Meaning("greeting", None)


def test_a_telling_word_weighs_more_than_a_common_one(index: Index) -> None:
    assert index.weights["invoic"] > index.weights["my"]
    assert index.weights["track"] > index.weights["my"]


def test_postings_lead_to_the_phrases(index: Index) -> None:
    assert {index.phrases[place].text for place in index.postings["order"].weights} == {"where is my order", "track my order", "my order"}


def test_a_stem_weighs_more_in_a_phrase_with_little_beside_it(index: Index) -> None:
    weights = {index.phrases[place].text: weight for place, weight in index.postings["order"].weights.items()}
    assert weights["my order"] > weights["track my order"] > weights["where is my order"]


def test_a_common_stem_has_a_floor_that_enough_phrases_reach() -> None:
    posting = build_index(intents(order_status=tuple(f"order {letter}" for letter in "abcdefghijklmnopqrst"))).postings["order"]
    assert sum(weight >= posting.floor for weight in posting.weights.values()) >= CANDIDATES
    assert posting.floor > 0


def test_a_rare_stem_has_no_floor(index: Index) -> None:
    assert index.postings["track"].floor == 0


@pytest.mark.parametrize("slip", ["invoce", "invoicee", "invoive", "inovice", "nvoice", "invoices"])
def test_one_slip_is_mended(index: Index, slip: str) -> None:
    root, sure = index.known(slip)
    assert root == "invoic"
    assert sure > 0


@pytest.mark.parametrize("word", ["invxxce", "elephant", "or", "x" * 40])
def test_words_further_away_stay_unknown(index: Index, word: str) -> None:
    assert index.known(word)[1] == 0


def test_a_phrase_weighs_the_sum_of_its_words(index: Index) -> None:
    found = phrase(index, "send my invoice")
    assert found.weight == pytest.approx(sum(found.parts.values()))


def test_one_intent_alone_can_be_indexed() -> None:
    assert len(build_index(intents(greeting=("hello",))).phrases) == 1


def test_no_intents_can_be_indexed() -> None:
    assert build_index(Intents({})).phrases == ()
