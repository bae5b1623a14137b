"""Everyday sentences in Latin letters, in languages with a script of their own and in others: what each is answered in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bot.domain.conversation import Conversation
from bot.domain.customer import Customer
from bot.domain.store import Store
from bot.flow.conversing.wish import Wish
from bot.flow.reply_language import Tongue, reply_language
from tests.flow.conftest import heard

if TYPE_CHECKING:
    from bot.flow.converse import Mind

INDIAN, PAKISTANI, NEPALI, EMIRATI = "919812345678", "923012345678", "9779812345678", "971501234567"
CHAT = Conversation("c:n1:cu:x", "shop", "cu:x", "n1")
SHOP = Store("shop", "Shop", "n1", language="en")
BOTH = frozenset(("hi", "ur"))
# A model that is fitted anew judges a few sentences differently.
MOSTLY = 0.94


class Line(NamedTuple):
    """A sentence: which language its writer speaks, and what it is answered in where nothing else tells."""

    spoken: str
    answered: str
    text: str


LINES = [Line(*row.split("\t")) for row in Path(__file__).with_name("romanised.tsv").read_text(encoding="utf-8").splitlines()]
HINDUSTANI = [line for line in LINES if line.spoken in BOTH]
ARABIC = [line for line in LINES if line.spoken == "ar"]
OTHERS = [line for line in LINES if line.spoken not in {*BOTH, "ar"}]
MIXED = [
    ("hi", "bhai mera order where is it"),
    ("hi", "order status batao please, when will it come"),
    ("hi", "please cancel my order mujhe nahi chahiye"),
    ("hi", "sir my parcel is not delivered abhi tak"),
    ("hi", "tracking link not working bhai"),
    ("hi", "kindly send invoice yaar"),
    ("ur", "bhai jaan please check my order"),
    ("ur", "order kab deliver hoga its urgent"),
    ("ur", "please send rider again ghar pe hoon"),
    ("en", "refund kab milega its been 10 days"),
    ("en", "please tell me kab tak aayega"),
    ("en", "very bad service paise wapas karo"),
    ("ar", "is there any update 3an el talab"),
    ("ar", "please el talab et2akhar"),
]


def answered(mind: Mind, text: str, phone: str, chat: Conversation = CHAT, language: str | None = None) -> Tongue:
    wish = Wish(heard(text), "order_status", understanding=mind.matcher.understand(text, preferred=chat.language))
    return reply_language(chat, Customer("cu:x", "shop", wa_id=phone, language=language), SHOP, [wish], mind.catalogues.languages)


def known(mind: Mind, lines: list[Line], phone: str) -> dict[Line, str]:
    """Return the language of each sentence that is certain enough to be remembered."""
    return {line: tag for line in lines if (tag := answered(mind, line.text, phone).known) is not None}


@pytest.mark.parametrize(("phone", "language"), [(PAKISTANI, "ur"), (INDIAN, "hi"), (NEPALI, "hi")])
def test_hindustani_is_answered_in_what_the_phone_s_country_reads(mind: Mind, phone: str, language: str) -> None:
    found = known(mind, HINDUSTANI, phone)
    assert set(found.values()) == {language}
    assert len(found) >= MOSTLY * len(HINDUSTANI)


def test_elsewhere_its_words_tell(mind: Mind) -> None:
    found = known(mind, HINDUSTANI, EMIRATI)
    assert [line for line, tag in found.items() if tag != line.answered] == []
    assert len(found) >= MOSTLY * len(HINDUSTANI)


@pytest.mark.parametrize("language", sorted(BOTH))
@pytest.mark.parametrize("phone", [PAKISTANI, INDIAN, EMIRATI])
def test_the_one_that_is_known_stays(mind: Mind, language: str, phone: str) -> None:
    chat = replace(CHAT, language=language)
    assert {answered(mind, line.text, phone, chat).language for line in HINDUSTANI} == {language}
    assert {answered(mind, line.text, phone, language=language).language for line in HINDUSTANI} == {language}


@pytest.mark.parametrize("language", sorted(BOTH))
def test_against_one_that_was_chosen_the_other_is_not_offered(mind: Mind, language: str) -> None:
    chat = replace(CHAT, language=language, language_chosen=True)
    assert {answered(mind, line.text, EMIRATI, chat).offer for line in HINDUSTANI} == {None}


def test_arabic_in_latin_letters_is_answered_in_arabic(mind: Mind) -> None:
    found = known(mind, ARABIC, PAKISTANI)
    assert set(found.values()) == {"ar"}
    assert len(found) >= MOSTLY * len(ARABIC)


def test_other_languages_are_not_taken_for_hindustani_or_arabic(mind: Mind) -> None:
    found = known(mind, OTHERS, EMIRATI)
    assert [line for line, tag in found.items() if tag != line.spoken] == []
    assert len(found) >= MOSTLY * len(OTHERS)


@pytest.mark.parametrize(("language", "text"), MIXED)
def test_a_message_in_two_languages_changes_neither(mind: Mind, language: str, text: str) -> None:
    assert answered(mind, text, EMIRATI, replace(CHAT, language=language)).known == language
    assert answered(mind, text, EMIRATI, replace(CHAT, language=language, language_chosen=True)).offer is None


def test_a_whole_sentence_of_another_language_does(mind: Mind) -> None:
    assert answered(mind, "where is my parcel, it has been ten days", INDIAN, replace(CHAT, language="hi")).known == "en"
    assert answered(mind, "mera parcel kahan hai, das din ho gaye", INDIAN, replace(CHAT, language="en")).known == "hi"


def test_in_their_own_scripts_the_two_are_two(mind: Mind) -> None:
    assert answered(mind, "मेरा ऑर्डर कहाँ है", PAKISTANI, replace(CHAT, language="ur")).known == "hi"
    assert answered(mind, "میرا آرڈر کہاں ہے", INDIAN, replace(CHAT, language="hi")).known == "ur"


def test_a_word_of_thanks_is_answered_in_what_its_writer_reads(mind: Mind) -> None:
    assert answered(mind, "shukriya", PAKISTANI).language == "ur"
    assert answered(mind, "dhanyavaad", EMIRATI).language == "hi"


def test_of_somebody_without_a_number_his_country_tells(mind: Mind) -> None:
    wish = Wish(heard("mera order kahan hai"), "order_status", understanding=mind.matcher.understand("mera order kahan hai"))
    nameless = Customer("cu:x", "shop", bsuid="PK.1", country="PK")
    assert reply_language(CHAT, nameless, SHOP, [wish], mind.catalogues.languages).known == "ur"
