from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import business_hours, complaint, greeting, help_menu, needs_person, not_understood, order_not_found, talk_to_human
from bot.domain.clock import parse_instant
from bot.domain.hours import Hours, Span
from tests.answers.conftest import BARE_STORE, CUSTOMER, ORDER, facts

if TYPE_CHECKING:
    from tests.answers.conftest import Words

MENU = ["ask:order_status", "ask:invoice_request", "ask:talk_to_human"]
NEVER_SAID = ("has been cancelled", "I've cancelled", "I've changed", "has been refunded", "I've refunded", "تم الإلغاء", "تم التعديل")


def test_a_greeting_names_customer_and_store(words: Words) -> None:
    said = greeting.answer(facts())
    assert "Hello Sara, welcome to Noura's Home" in words(said)
    assert [option.id for option in said.options] == MENU


def test_a_nameless_customer_is_greeted_too(words: Words) -> None:
    said = greeting.answer(facts(customer=replace(CUSTOMER, name=None)))
    assert words(said).startswith("Hello, and welcome")


def test_help_says_what_can_be_asked(words: Words) -> None:
    said = help_menu.answer(facts())
    assert "Where is my order?" in words(said)
    assert [option.id for option in said.options] == MENU


def test_while_nobody_is_there_it_is_said_from_when_on(words: Words) -> None:
    opens = Hours(((Span(9 * 60, 18 * 60),),) * 7, "Asia/Riyadh")
    at = facts(store=replace(BARE_STORE, hours=opens))
    away = replace(at, now=parse_instant("2026-11-24T20:00+03:00"))
    assert "Our team will answer from Wednesday 25 November, 9:00" in words(talk_to_human.answer(away)).replace("\u202f", " ")
    assert "will answer from" not in words(talk_to_human.answer(replace(away, now=parse_instant("2026-11-24T10:00+03:00"))))


@pytest.mark.parametrize(("language", "said"), [("en", "Back soon."), ("ar", "نعود قريبًا"), ("de", "Back soon.")])
def test_what_the_shop_says_while_nobody_is_there_stands_behind_it(words: Words, language: str, said: str) -> None:
    hours = Hours(((Span(9 * 60, 18 * 60),),) * 7, "Asia/Riyadh")
    store = replace(BARE_STORE, hours=hours, away=(("ar", "نعود قريبًا"), ("en", "Back soon.")), support_hours="9-18")
    away = replace(facts(store=store), now=parse_instant("2026-11-24T20:00+03:00"), language=language)
    answer = talk_to_human.answer(away)
    assert answer.flag == "asked_for_person"
    assert words(answer).endswith(said)
    assert said not in words(talk_to_human.answer(replace(away, now=parse_instant("2026-11-24T10:00+03:00"))))


def test_who_does_not_say_when_somebody_is_back_says_what_he_has_written(words: Words) -> None:
    closed = replace(BARE_STORE, hours=Hours(((),) * 7, "Asia/Riyadh"), away=(("", "Closed for good."),))
    assert words(talk_to_human.answer(facts(store=closed))).endswith("Closed for good.")


def test_a_person_is_called_and_said_to_be(words: Words) -> None:
    said = talk_to_human.answer(facts())
    assert said.flag == "asked_for_person"
    assert "Our team answers Sun-Thu 9:00-18:00." in words(said)


def test_without_hours_none_are_told(words: Words) -> None:
    assert "answers" not in words(talk_to_human.answer(facts(store=BARE_STORE)))


def test_a_complaint_gets_an_apology_and_a_flag(words: Words) -> None:
    said = complaint.answer(facts())
    assert said.flag == "complaint"
    assert words(said).startswith("I'm truly sorry")


def test_the_first_miss_asks_for_other_words(words: Words) -> None:
    said = not_understood.answer(facts())
    assert said.flag is None
    assert [option.id for option in said.options] == MENU
    assert "other words" in words(said)


@pytest.mark.parametrize("misses", [1, 2, 7])
def test_further_misses_call_a_person(words: Words, misses: int) -> None:
    said = not_understood.answer(facts(), misses)
    assert said.flag == "misunderstood"
    assert said.options[0].id == "ask:talk_to_human"
    assert "someone from our team" in words(said)


def test_hours_are_told_with_the_website() -> None:
    said = business_hours.answer(facts())
    assert said.flag is None
    assert said.link is not None
    assert said.link[0] == "https://noura.example"


def test_hours_without_website_offer_a_person(words: Words) -> None:
    said = business_hours.answer(facts(store=replace(BARE_STORE, support_hours="9-17")))
    assert "9-17" in words(said)
    assert [option.id for option in said.options] == ["ask:talk_to_human"]


def test_unknown_hours_are_asked_of_a_person() -> None:
    assert business_hours.answer(facts(store=BARE_STORE)).flag == "asked_for_person"


def test_an_order_that_is_not_the_customers_is_not_found(words: Words) -> None:
    said = order_not_found.answer(facts(ORDER, text="where is order #9999"))
    assert "can't find order 9999" in words(said)
    assert [option.id for option in said.options] == ["ask:list_orders", "ask:talk_to_human"]


def test_an_unnamed_order_is_not_found_either(words: Words) -> None:
    said = order_not_found.answer(facts(text="the blue one"))
    assert "can't find that order" in words(said)
    assert [option.id for option in said.options] == ["ask:talk_to_human"]


@pytest.mark.parametrize("intent", needs_person.INTENTS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_a_person_does_is_passed_on_and_never_claimed_to_be_done(words: Words, intent: str, language: str) -> None:
    said = needs_person.for_intent(intent)(facts(ORDER))
    assert said.flag == "asked_for_person"
    assert not any(claim in words(said, language) for claim in NEVER_SAID)


def test_the_order_is_named_when_it_is_known(words: Words) -> None:
    said = needs_person.for_intent("delivery_time")(facts(ORDER, chosen=ORDER))
    assert "a new delivery time (order #1001)" in words(said)
    assert said.order_id == ORDER.id
