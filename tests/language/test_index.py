from __future__ import annotations

import pytest

from bot.language.index import Index, build_index
from bot.language.intents import Intent, Intents


def intents(**phrases: tuple[str, ...]) -> Intents:
    return Intents({name: Intent(name, name, None, waits=False, phrases={"en": texts}) for name, texts in phrases.items()})


@pytest.fixture
def index() -> Index:
    return build_index(
        intents(
            order_status=("where is my order", "track my order", "my order"),
            invoice_request=("send my invoice", "invoice please"),
            greeting=("hello", "please"),
        )
    )


def test_exact_spellings_are_kept(index: Index) -> None:
    (place,) = index.exact["where is my order"]
    assert index.phrases[place].intent == "order_status"
    assert index.squeezed["whereismyorder"] == place


def test_a_telling_word_weighs_more_than_a_common_one(index: Index) -> None:
    assert index.weights["invoic"] > index.weights["my"]
    assert index.weights["track"] > index.weights["my"]


def test_postings_lead_to_the_phrases(index: Index) -> None:
    assert {index.phrases[place].text for place in index.postings["order"]} == {"where is my order", "track my order", "my order"}


@pytest.mark.parametrize("slip", ["invoce", "invoicee", "invoive", "inovice", "nvoice", "invoices"])
def test_one_slip_is_mended(index: Index, slip: str) -> None:
    root, sure = index.known(slip)
    assert root == "invoic"
    assert sure > 0


@pytest.mark.parametrize("word", ["invxxce", "elephant", "or", "x" * 40])
def test_words_further_away_stay_unknown(index: Index, word: str) -> None:
    assert index.known(word)[1] == 0


def test_a_phrase_weighs_the_sum_of_its_words(index: Index) -> None:
    phrase = index.phrases[index.exact["send my invoice"][0]]
    assert phrase.weight == pytest.approx(sum(weight for _, weight in phrase.parts))


def test_one_intent_alone_can_be_indexed() -> None:
    assert len(build_index(intents(greeting=("hello",))).phrases) == 1


def test_no_intents_can_be_indexed() -> None:
    assert build_index(Intents({})).phrases == ()
