from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.language.fit import LEARNERS, Sample, fit, samples
from bot.language.grams import cut
from bot.language.ideas import NO_IDEAS, read_ideas
from bot.language.index import Phrase
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from bot.language.model import Model

PHRASES = [
    ("order_status", "en", "where is my order"),
    ("order_status", "en", "track my parcel"),
    ("order_status", "es", "donde esta mi pedido"),
    ("invoice_request", "en", "send the invoice"),
    ("invoice_request", "en", "i need a receipt"),
    ("invoice_request", "es", "necesito la factura"),
    ("out_of_scope", "en", "tell me a joke"),
    ("out_of_scope", "es", "cuentame un chiste"),
]


def made(phrases: list[tuple[str, str, str]], epochs: int = 30) -> Model:
    return fit([Sample(cut(text, NO_IDEAS), intent, tag, number) for number, (intent, tag, text) in enumerate(phrases)], epochs=epochs)


@pytest.fixture(scope="module")
def model() -> Model:
    return made(PHRASES)


def best(model: Model, text: str) -> tuple[str, str]:
    judged = model.judge(cut(text, NO_IDEAS))
    return model.intents[int(judged.intents.argmax())], model.tags[int(judged.tags.argmax())]


@pytest.mark.parametrize(("intent", "tag", "text"), PHRASES)
def test_what_was_learnt_is_known(model: Model, intent: str, tag: str, text: str) -> None:
    assert best(model, text) == (intent, tag)


@pytest.mark.parametrize(
    ("text", "intent"), [("invoicce", "invoice_request"), ("my order where is it", "order_status"), ("facturas", "invoice_request")]
)
def test_what_is_alike_is_recognised(model: Model, text: str, intent: str) -> None:
    assert best(model, text)[0] == intent


def test_the_same_phrases_give_the_same_model(model: Model) -> None:
    again = made(PHRASES)
    assert np.array_equal(again.weights.table, model.weights.table)
    assert np.array_equal(again.weights.slots, model.weights.slots)


def test_progress_is_told_up_to_the_end() -> None:
    told: list[float] = []
    fit([Sample(cut("hi", NO_IDEAS), "greeting", "en")], told.append, epochs=4)
    assert told == sorted(told)
    assert (len(told), told[-1]) == (4 * LEARNERS, 1.0)


def test_more_learners_are_one_model_of_the_same_size(model: Model) -> None:
    assert model.weights.table.shape == (len(model.weights.slots), len(model.intents) + len(model.tags))
    assert np.abs(model.weights.table).max() == 127


def test_a_phrase_of_which_every_slot_is_hidden_keeps_one() -> None:
    assert best(made([("greeting", "en", ""), ("thanks", "en", "thanks a lot")]), "thanks") == ("thanks", "en")


def many(count: int) -> list[tuple[str, str, str]]:
    return [(intent, tag, f"{text} {number}") for number in range(count) for intent, tag, text in PHRASES]


def test_of_many_phrases_what_one_alone_has_is_left_out() -> None:
    phrases = [*many(125), ("order_status", "en", "zzyx")]
    assert np.intersect1d(made(phrases, epochs=1).weights.slots, cut("zzyx", NO_IDEAS).words).size == 0


def test_a_phrase_of_which_nothing_is_left_does_no_harm() -> None:
    learnt = made([*many(125), ("out_of_scope", "en", "\u4f60")], epochs=2)
    assert best(learnt, "where is my order 7") == ("order_status", "en")


def test_one_intent_alone_can_be_learnt() -> None:
    model = made([("greeting", "en", "hello")])
    assert best(model, "anything") == ("greeting", "en")


def test_many_batches_are_learnt_like_one() -> None:
    assert best(made(many(40), epochs=4), "where is my order") == ("order_status", "en")


def phrase(intent: str, raw: str) -> Phrase:
    return Phrase(intent, "en", normalise(raw), raw)


def test_requests_are_also_learnt_in_a_wrapping_and_small_talk_is_not() -> None:
    asked = [phrase("refund_request", f"give me money number{number}") for number in range(40)]
    polite = [phrase("greeting", f"hello dear number{number}") for number in range(40)]
    assert 45 < len(samples(asked, NO_IDEAS)) < 75
    assert len(samples(polite, NO_IDEAS)) == 40


def test_order_numbers_are_not_learnt() -> None:
    assert np.array_equal(samples([phrase("greeting", "order #1001")], NO_IDEAS)[0].cut.letters, cut("order", NO_IDEAS).letters)


def test_a_phrase_that_is_a_number_alone_stays() -> None:
    assert len(samples([phrase("greeting", "1001")], NO_IDEAS)[0].cut.letters) > 2


def test_what_is_learnt_in_one_language_helps_in_another() -> None:
    ideas = read_ideas(["invoice: invoice* factura*", "order: order* pedido*", "where: where donde"])
    english = [Sample(cut(text, ideas), intent, tag) for intent, tag, text in PHRASES if tag == "en"]
    model = fit(english, epochs=30)
    judged = model.judge(cut("donde pedido", ideas))
    assert model.intents[int(judged.intents.argmax())] == "order_status"
