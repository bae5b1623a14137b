"""STOP, START, and what speaks of offers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.consent_words import speaks_of_offers, stop_or_start

STOPS = [
    "STOP",
    "stop",
    " Stop! ",
    "please stop",
    "توقف",
    "إيقاف",
    "وقف",
    "Baja",
    "Arrêt",
    "ARRET",
    "Stopp",
    "Sair",
    "Dur",
    "बंद करो",
    "berhenti",
    "بند کرو",
]
STARTS = ["START", "start.", "ابدأ", "Reprendre", "fortsetzen", "mulai", "başlat", "शुरू करो", "شروع کریں", "alta"]


@pytest.mark.parametrize("text", STOPS)
def test_a_word_that_stops(text: str) -> None:
    assert stop_or_start(text) == "stop"


@pytest.mark.parametrize("text", STARTS)
def test_a_word_that_starts(text: str) -> None:
    assert stop_or_start(text) == "start"


@pytest.mark.parametrize(
    "text", ["where is my order", "stop the delivery", "don't stop", "cancel", "أبدا", "", "🛑", "wait", "bus stop near the shop", "s" * 5_000]
)
def test_other_messages_are_neither(text: str) -> None:
    assert stop_or_start(text) is None


@pytest.mark.parametrize(
    "text",
    ["stop sending me offers", "no more ads please", "لا ترسلوا عروض", "no quiero publicidad", "keine Werbung mehr", "reklam istemiyorum", "iklan"],
)
def test_offers_are_heard_of(text: str) -> None:
    assert speaks_of_offers(text)


@pytest.mark.parametrize("text", ["stop messaging me", "unsubscribe", "don't contact me again", "توقف"])
def test_nothing_is_said_of_offers(text: str) -> None:
    assert not speaks_of_offers(text)


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert stop_or_start(text) in {None, "stop", "start"}
    assert speaks_of_offers(text) in {True, False}
