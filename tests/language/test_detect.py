from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.detect import UNKNOWN, Detector
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from bot.language.intents import Intents

SENTENCES = [
    ("where is my order", "en"),
    ("i never got the parcel you sent last monday", "en"),
    ("can someone ring me back about the delivery", "en"),
    ("وين طلبي", "ar"),
    ("فين الاوردر بتاعي", "ar"),
    ("لماذا تأخر الطلب كل هذا الوقت", "ar"),
    ("شو صار بالطلبية", "ar"),
    ("fen el order bta3i", "ar-Latn"),
    ("wen talabi ya jama3a", "ar-Latn"),
    ("3ayez a3raf el order wesel wala la2", "ar-Latn"),
    ("bghit n3ref fin wslat la commande", "ar-Latn"),
    ("abi el fatoora law sama7t", "ar-Latn"),
]


@pytest.fixture(scope="module")
def detector(intents: Intents) -> Detector:
    by_tag: dict[str, list[str]] = {}
    for intent in intents.by_name.values():
        for tag, phrases in intent.phrases.items():
            by_tag.setdefault(tag, []).extend(map(normalise, phrases))
    return Detector(by_tag)


@pytest.mark.parametrize(("text", "tag"), SENTENCES)
def test_languages_are_told_apart(detector: Detector, text: str, tag: str) -> None:
    detected = detector.detect(normalise(text))
    assert (detected.tag, detected.confident) == (tag, True)


@pytest.mark.parametrize("text", ["", "1001", "👍", "12 34"])
def test_without_letters_nothing_tells(detector: Detector, text: str) -> None:
    assert detector.detect(normalise(text)).tag == UNKNOWN


@pytest.mark.parametrize("text", ["где мой заказ", "我的订单在哪里", "ποῦ εἶναι"])
def test_scripts_that_nobody_has_phrases_in_are_unknown(detector: Detector, text: str) -> None:
    detected = detector.detect(normalise(text))
    assert (detected.tag, detected.confident) == (UNKNOWN, False)


def test_the_script_of_most_letters_counts(detector: Detector) -> None:
    assert detector.detect("وين طلبي order").tag == "ar"
    assert detector.detect("where is my order طلب").tag == "en"


@pytest.mark.parametrize("text", ["kde je moje objednavka", "xqzt wvkp"])
def test_latin_letters_in_unfamiliar_groups_are_unknown(detector: Detector, text: str) -> None:
    assert detector.detect(text).tag == UNKNOWN


@pytest.mark.parametrize("text", ["ok", "hi", "no", "la"])
def test_a_word_that_everybody_uses_is_not_certain(detector: Detector, text: str) -> None:
    assert not detector.detect(text).confident


def test_the_language_used_before_tips_the_balance(detector: Detector) -> None:
    assert detector.detect("la", "en").tag != detector.detect("la", "ar").tag or detector.detect("la").tag == "ar-Latn"
    assert detector.detect("where is my order", "ar").tag == "en"


def test_one_language_alone_needs_no_comparison() -> None:
    assert Detector({"en": ["where is my order"]}).detect("where is it").tag == "en"


def test_two_languages_in_one_script_are_compared() -> None:
    detector = Detector({"en": ["where is my order"], "de": ["wo ist meine bestellung"]})
    assert detector.detect("meine bestellung").tag == "de"


def test_without_phrases_nothing_is_known() -> None:
    assert Detector({}).detect("where is my order").tag == UNKNOWN


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    detector = Detector({"en": ["where is my order"], "ar": ["وين طلبي"]})
    assert detector.detect(normalise(text)).tag in {"en", "ar", UNKNOWN}
