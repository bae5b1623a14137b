"""In which language the bot answers: chosen, written, guessed; and how it comes to another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import ButtonsOut, ListOut
from bot.domain.conversation import Conversation
from bot.domain.customer import Customer
from bot.domain.message import Tapped
from bot.flow.converse import Decision, converse
from bot.flow.conversing.wish import Wish
from bot.flow.reply_language import Tongue, reply_language
from bot.language.slots import Slots
from bot.language.understand import Understanding
from tests.flow.conftest import ON_ITS_WAY, STORE, heard, scene
from tests.flow.conversing.expecting import says
from tests.flow.conversing.test_dialogue import Talk

if TYPE_CHECKING:
    from bot.flow.converse import Mind

SPOKEN = ("en", "ar", "pt", "hi")
CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1")
NOBODY = Customer("cu:x", "noor", bsuid="SA.1")


def wish(language: str, *, sure: bool = True, words: str = "some words", wants: str | None = None, intent: str | None = "order_status") -> Wish:
    reading = Understanding(language, sure, (), Slots(), "made")
    return Wish(heard(words), intent, understanding=reading, language=wants)


def tongue(*wishes: Wish, chat: Conversation = CHAT, customer: Customer = NOBODY) -> Tongue:
    return reply_language(chat, customer, STORE, wishes, SPOKEN)


@pytest.mark.parametrize(
    ("chat", "customer", "said", "language"),
    [
        (CHAT, NOBODY, wish("en"), "en"),
        (CHAT, NOBODY, wish("en", sure=False), "ar"),
        (CHAT, NOBODY, wish("it"), "ar"),
        (CHAT, replace(NOBODY, language="pt-BR"), wish("en", sure=False), "pt"),
        (CHAT, replace(NOBODY, language="pt-BR"), wish("en"), "en"),
        (replace(CHAT, language="en"), NOBODY, wish("ar"), "ar"),
        (replace(CHAT, language="en"), NOBODY, wish("ar", sure=False), "en"),
        (replace(CHAT, language="en"), NOBODY, wish("ar", words="where is my طلبي رقم وين"), "en"),
        (replace(CHAT, language="en"), NOBODY, wish("tr", intent=None), "en"),
        (replace(CHAT, language="en", language_chosen=True), NOBODY, wish("ar"), "en"),
        (replace(CHAT, language="en", language_chosen=True), NOBODY, wish("en", wants="hi-Latn"), "hi"),
        (CHAT, replace(NOBODY, wa_id="5511987654321"), wish("und", sure=False), "pt"),
        (CHAT, replace(NOBODY, wa_id="3932123456"), wish("und", sure=False), "ar"),
        (CHAT, replace(NOBODY, wa_id="919812345678"), wish("und", sure=False), "hi"),
    ],
)
def test_choice_then_message_then_what_is_known_then_the_store(chat: Conversation, customer: Customer, said: Wish, language: str) -> None:
    assert tongue(said, chat=chat, customer=customer).language == language


def test_a_guess_is_not_remembered() -> None:
    assert tongue(wish("und", sure=False)) == Tongue("ar", None)
    assert tongue(wish("en")).known == "en"


def test_against_a_choice_another_language_is_offered_once() -> None:
    chosen = replace(CHAT, language="en", language_chosen=True)
    assert tongue(wish("ar"), chat=chosen).offer == "ar"
    assert tongue(wish("ar"), chat=replace(chosen, offered_language="ar")).offer is None
    assert tongue(wish("en"), chat=chosen).offer is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("in english please", "en"),
        ("بالعربي لو سمحت", "ar"),
        ("ممكن تكلموني بالانجليزي", "en"),
        ("türkçe lütfen", "tr"),
        ("hindi me baat karo", "hi"),
    ],
)
def test_a_language_asked_for_by_name_is_spoken_from_then_on(mind: Mind, words: str, language: str) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    assert says(mind, language, "change_language.changed", talk.say(words))
    assert (talk.chat.language, talk.chat.language_chosen) == (language, True)


def test_without_a_name_the_languages_that_there_are_can_be_chosen_by_their_own_names(mind: Mind) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    assert says(mind, "en", "change_language.which", talk.say("I want to change the language"))
    content = talk.last.outbox[0].content
    assert isinstance(content, ListOut)
    rows = {row.id: row.title for row in content.sections[0].rows}
    assert next(iter(rows)) == f"language:{STORE.language}"
    assert rows["language:ar"] == "العربية"
    assert len(rows) == min(10, len(mind.catalogues.languages))


def test_a_chosen_row_is_stored(mind: Mind) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    talk.say("change language")
    assert says(mind, "ar", "change_language.changed", talk.say(Tapped("language:ar", "العربية")))
    assert (talk.chat.language, talk.chat.language_chosen) == ("ar", True)


@pytest.mark.parametrize("tag", ["xx", "", "ar|x", "tlh"])
def test_a_language_that_nobody_speaks_here_leads_to_the_list(mind: Mind, tag: str) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    talk.say("where is my order")
    talk.say(Tapped(f"language:{tag}", "?"))
    assert (talk.chat.language, talk.chat.language_chosen) == ("en", False)


def test_a_switch_is_offered_and_not_forced(mind: Mind) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    talk.say("بالعربي لو سمحت")
    answer = talk.say("please send me the order history of my account")
    assert says(mind, "en", "language.offer", answer)
    assert talk.chat.language == "ar"
    assert not says(mind, "en", "language.offer", talk.say("when will my order arrive this week"))


def test_the_offer_can_be_tapped_where_there_is_room(mind: Mind) -> None:
    chosen = replace(CHAT, language="ar", language_chosen=True)
    decision = converse(scene("what are your opening hours on friday", conversation=chosen), mind, 0)
    assert isinstance(decision, Decision)
    content = decision.outbox[0].content
    assert isinstance(content, ButtonsOut)
    assert content.buttons[-1].id == "language:en"


@pytest.mark.parametrize(
    ("words", "language"), [("wen talabi", "ar"), ("mera order kahan hai bhai", "hi"), ("mera order kahan hai batao zara", "hi")]
)
def test_romanised_words_are_answered_in_the_language_s_own_script(mind: Mind, words: str, language: str) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    assert says(mind, language, "order_status.in_transit", talk.say(words))


@pytest.mark.parametrize(("words", "language"), [("hola", "es"), ("merhaba", "tr"), ("bonjour", "fr")])
def test_one_word_is_enough_to_be_greeted_in_its_language(mind: Mind, words: str, language: str) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    assert says(mind, language, "greeting.offer", talk.say(words))
