from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.grams import Cut, cut
from bot.language.ideas import NO_IDEAS
from bot.language.model import IDEAS_SHARE, LETTERS_SHARE, WORDS_SHARE, Model, Weights, places, small, values
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.fixture
def model() -> Model:
    """Two intents and two languages, told apart by a few words."""
    slots = np.unique(np.concatenate([cut(word, NO_IDEAS).letters for word in ("invoice", "track")]))
    invoices = np.isin(slots, cut("invoice", NO_IDEAS).letters)
    weights = np.where(invoices[:, None], [4.0, -4.0, 4.0, -4.0], [-4.0, 4.0, -4.0, 4.0]).astype(np.float32)
    table, scale = small(weights)
    ones = np.ones(len(slots), dtype=np.float32)
    learnt = Weights(slots, table, scale, ones, 1.0, np.zeros(4, dtype=np.float32), (1.0, 1.0))
    return Model(("invoice_request", "order_status"), ("en", "es"), learnt)


def test_slots_speak_for_their_intent_and_language(model: Model) -> None:
    judged = model.judge(cut("invoice", NO_IDEAS))
    assert judged.intents[0] > 0.9
    assert judged.tags[0] > 0.9


def test_two_words_are_weighed_against_each_other(model: Model) -> None:
    one, both, other = (model.judge(cut(text, NO_IDEAS)).intents[0] for text in ("invoice", "invoice track", "track"))
    assert one > both > other


def test_what_was_never_seen_leaves_things_open(model: Model) -> None:
    judged = model.judge(cut("zzzz", NO_IDEAS))
    assert judged.intents == pytest.approx([0.5, 0.5])
    assert judged.known == 0


def test_known_is_the_share_of_what_was_seen(model: Model) -> None:
    assert model.judge(cut("invoice", NO_IDEAS)).known == pytest.approx(1.0)
    assert 0.2 < model.judge(cut("invoice zzzz", NO_IDEAS)).known < 0.8


def test_nothing_at_all_can_be_judged(model: Model) -> None:
    assert model.judge(cut("", NO_IDEAS)).intents.sum() == pytest.approx(1.0)


@given(st.text(max_size=200))
def test_probabilities_add_up_to_one(text: str) -> None:
    slots = cut("invoice", NO_IDEAS).letters
    table, scale = small(np.ones((len(slots), 3), dtype=np.float32))
    ones = np.ones(len(slots), dtype=np.float32)
    model = Model(("a", "b"), ("en",), Weights(slots, table, scale, ones, 1.0, np.zeros(3, dtype=np.float32), (1.0, 1.0)))
    judged = model.judge(cut(normalise(text), NO_IDEAS, text))
    assert judged.intents.sum() == pytest.approx(1.0, abs=1e-5)
    assert judged.tags.sum() == pytest.approx(1.0, abs=1e-5)


def test_cooler_odds_are_less_sure(model: Model) -> None:
    learnt = model.weights
    cool = Weights(learnt.slots, learnt.table, learnt.scale, learnt.rarity, 1.0, learnt.bias, (4.0, 1.0))
    assert Model(model.intents, model.tags, cool).judge(cut("invoice", NO_IDEAS)).intents[0] < model.judge(cut("invoice", NO_IDEAS)).intents[0]


def test_small_numbers_are_near_the_true_ones() -> None:
    weights = np.array([[0.5, -1.0, 0.25], [0.0, 0.0, 0.0], [3.0, 100.0, -7.0]], dtype=np.float32)
    table, scale = small(weights)
    assert table.dtype == np.int8
    assert np.allclose(table * scale[:, None], weights, atol=0.5)


def length(numbers: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.square(numbers).sum()))


def test_letters_words_and_ideas_each_have_their_share() -> None:
    some = np.arange(4, dtype=np.uint32)
    counted = values(np.arange(1, 13, dtype=np.float32), Cut(some, some, some))
    assert [length(counted[:4]), length(counted[4:8]), length(counted[8:])] == pytest.approx([LETTERS_SHARE, WORDS_SHARE, IDEAS_SHARE])


def test_the_rarer_a_slot_the_more_it_counts_and_ideas_count_alike() -> None:
    two = np.arange(2, dtype=np.uint32)
    counted = values(np.array([3, 4, 4, 3, 1, 9], dtype=np.float32), Cut(two, two, two))
    assert counted[:4] == pytest.approx([0.6 * LETTERS_SHARE, 0.8 * LETTERS_SHARE, 0.8 * WORDS_SHARE, 0.6 * WORDS_SHARE])
    assert counted[4] == counted[5]


def test_without_words_and_ideas_letters_are_all() -> None:
    none = np.empty(0, dtype=np.uint32)
    assert length(values(np.ones(3, dtype=np.float32), Cut(np.arange(3, dtype=np.uint32), none, none))) == pytest.approx(LETTERS_SHARE)


def test_places_tell_what_is_there() -> None:
    found, there = places(np.array([9, 5, 1, 7], dtype=np.uint32), np.array([1, 5, 8], dtype=np.uint32))
    assert there.tolist() == [False, True, True, False]
    assert found[there].tolist() == [1, 0]
