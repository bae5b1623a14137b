"""The Hindi and Urdu texts: what they ask customers to write is understood, values fit into them, and Urdu keeps its direction."""

# ruff: noqa: RUF001 (letters of other scripts are what this module is about)

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from bot.domain.answer import Ref, Say, Value
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.language.consent_words import stop_or_start
from bot.language.trim import FSI, PDI
from bot.language.voice import Voice
from bot.language.when import when
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from bot.language.catalogue import Catalogues
    from bot.language.understand import Matcher

BOTH = ("hi", "ur")
NOW = parse_instant("2026-11-24T12:00:00+03:00")
ASKED_FOR = {"talk_to_human", "order_status", "invoice_request", "change_language"}
# "Kal" is yesterday and tomorrow alike: what stands around it has to tell.
DAYS = [
    ("hi", "parcel.expected", "2026-11-25", "इसके कल पहुँचने की उम्मीद है।"),
    ("hi", "parcel.expected", "2026-11-26", "इसके गुरुवार, 26 नवंबर को पहुँचने की उम्मीद है।"),
    ("hi", "parcel_of.delivered", "2026-11-23", "कल डिलीवर हो गया ✅"),
    ("ur", "parcel.expected", "2026-11-25", "اس کے کل پہنچنے کی امید ہے۔"),
    ("ur", "parcel.expected", "2026-11-26", "اس کے جمعرات، 26 نومبر کو پہنچنے کی امید ہے۔"),
    ("ur", "parcel_of.delivered", "2026-11-23", "کل ڈیلیور ہو گیا ✅"),
]
COUNTS = [
    ("hi", 1, "आपका एक ऑर्डर चल रहा है।"),
    ("hi", 2, "आपके 2 ऑर्डर चल रहे हैं।"),
    ("ur", 1, "آپ کا ایک آرڈر چل رہا ہے۔"),
    ("ur", 2, "آپ کے 2 آرڈرز چل رہے ہیں۔"),
]
# "You can" and "you want" tell a man from a woman.
GENDERED = {"hi": r"आप [^।]*(?:सकत|चाहत)[ेी] हैं", "ur": r"آپ (?!ک[اےیو])[^۔]*(?:سکت|چاہت)[ےی] ہیں"}


def texts(catalogues: Catalogues, language: str) -> dict[str, str]:
    """Return the forms of every message on lines of their own, values in braces."""
    messages = catalogues.best(language, "en").messages
    return {
        name: "\n".join("".join(f"{piece.text}{{{piece.name}}}" if piece.name else piece.text for piece in form) for form in one.forms)
        for name, one in messages.items()
    }


@pytest.mark.parametrize("language", BOTH)
def test_what_customers_are_asked_to_write_is_understood(catalogues: Catalogues, matcher: Matcher, language: str) -> None:
    quoted = {phrase for text in texts(catalogues, language).values() for phrase in re.findall("“([^”{]+)”", text)}
    understood = {phrase: matcher.understand(phrase, preferred=language).intent for phrase in quoted}
    assert set(understood.values()) == ASKED_FOR, understood


@pytest.mark.parametrize("language", BOTH)
def test_the_words_that_end_and_begin_messages_do_so(catalogues: Catalogues, language: str) -> None:
    said = texts(catalogues, language)
    assert "STOP" in said["opt_in.offers"]
    assert "START" in said["opt_out.still_here"]
    assert (stop_or_start("STOP"), stop_or_start("START")) == ("stop", "start")


@pytest.mark.parametrize(("language", "script"), [("hi", "DEVANAGARI"), ("ur", "ARABIC")])
def test_texts_are_in_the_script_of_their_language(catalogues: Catalogues, language: str, script: str) -> None:
    plain = {name: re.sub(r"\{\w+\}|STOP|START|WhatsApp", "", text) for name, text in texts(catalogues, language).items()}
    letters = {name: [char for char in text if char.isalpha()] for name, text in plain.items()}
    assert [name for name, found in letters.items() if any(script not in unicodedata.name(char) for char in found)] == []


@pytest.mark.parametrize("language", BOTH)
def test_customers_are_addressed_neither_as_men_nor_as_women(catalogues: Catalogues, language: str) -> None:
    assert [name for name, text in texts(catalogues, language).items() if re.search(GENDERED[language], text)] == []


@pytest.mark.parametrize(("language", "message", "day", "expected"), DAYS)
def test_days_fit_into_their_sentence(catalogues: Catalogues, language: str, message: str, day: str, expected: str) -> None:
    assert Voice(catalogues, language, STORE).text(Say(message, {"when": when(day, NOW, STORE)})) == expected


@pytest.mark.parametrize(("language", "count", "expected"), COUNTS)
def test_counts_choose_their_form(catalogues: Catalogues, language: str, count: int, expected: str) -> None:
    assert Voice(catalogues, language, STORE).text(Say("order_status.choose", {}, count=count)).startswith(expected)


def test_values_are_isolated_in_urdu_and_not_in_hindi(catalogues: Catalogues) -> None:
    values: dict[str, Value] = {"order": Ref("#NH-1042"), "amount": Money(25900, "PKR")}
    said = {language: Voice(catalogues, language, STORE).text(Say("refund_status.refund_some_time", values)) for language in BOTH}
    assert f"{FSI}#NH-1042{PDI}" in said["ur"]
    assert f"{FSI}Rs\u00a0259.00{PDI}" in said["ur"]
    assert FSI not in said["hi"]


@pytest.mark.parametrize("language", BOTH)
def test_romanised_speech_is_answered_in_the_script(catalogues: Catalogues, language: str) -> None:
    assert catalogues.best(f"{language}-Latn", "en").language == language
