"""Whole conversations as tables: what the customer says, and what the answer has to say."""

# ruff: noqa: RUF001 (customers write in many letters)

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.money import Money
from bot.domain.order import Refund
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING
from tests.flow.conversing.expecting import Turn, hold
from tests.flow.conversing.test_dialogue import ARRIVED, PICTURE

if TYPE_CHECKING:
    from bot.flow.converse import Mind

WAYS_TO_CANCEL: dict[str, tuple[Turn, ...]] = {
    "en": (
        ("hello", "greeting.offer"),
        ("cancel my order", "request.confirm matter.cancel_order"),
        ("yes please", "request.passed request.will_hear"),
    ),
    "ar": (("مرحبا", "greeting.offer"), ("ابي الغي طلبي", "request.confirm matter.cancel_order"), ("ايوه", "request.passed request.will_hear")),
    "es": (("hola", "greeting.offer"), ("quiero cancelar mi pedido", "request.confirm matter.cancel_order"), ("sí", "request.passed")),
    "tr": (("merhaba", "greeting.offer"), ("siparişimi iptal etmek istiyorum", "request.confirm"), ("evet", "request.passed")),
    "hi": (("नमस्ते", "greeting.offer"), ("मेरा ऑर्डर कैंसिल कर दो", "request.confirm"), ("हाँ", "request.passed")),
}
CHANGES_OF_MIND: dict[str, tuple[Turn, ...]] = {
    "en": (
        ("cancel my order", "request.confirm"),
        ("no", "request.left"),
        ("where is my order", "order_status.preparing"),
        ("thanks", "thanks.welcome"),
    ),
    "ar": (("الغي طلبي لو سمحت", "request.confirm"), ("لا خلاص", "request.left"), ("وين طلبي", "order_status.preparing"), ("شكرا", "thanks.welcome")),
    "es": (("quiero cancelar mi pedido", "request.confirm"), ("no gracias", "request.left"), ("dónde está mi pedido", "order_status.preparing")),
}
INTERRUPTIONS: dict[str, tuple[Turn, ...]] = {
    "en": (
        ("I want to change my delivery address", "request.which_address"),
        ("where is my order", "order_status.preparing request.go_on matter.change_address"),
        ("when will it arrive", "order_eta.not_shipped"),
        ("King Fahd Road 12, Jeddah", "request.echo request.confirm"),
        ("what?", "request.echo request.confirm"),
        (0, "request.passed needs_person.nothing_changed"),
    ),
    "ar": (
        ("ابي اغير عنوان التوصيل", "request.which_address"),
        ("وين طلبي", "order_status.preparing request.go_on matter.change_address"),
        ("شارع الملك فهد ١٢ جدة", "request.echo request.confirm"),
        ("وش قلت", "request.echo request.confirm"),
        (0, "request.passed needs_person.nothing_changed"),
    ),
}
BROKEN: dict[str, tuple[Turn, ...]] = {
    "en": (
        ("my item arrived broken", "request.send_photo needs_person.sorry"),
        (PICTURE, "request.passed"),
        ("my item arrived broken", "request.known"),
    ),
    "ar": (("المنتج وصلني مكسور", "request.send_photo needs_person.sorry"), (PICTURE, "request.passed"), ("المنتج وصلني مكسور", "request.known")),
    "tr": (("ürün kırık geldi", "request.send_photo"), (PICTURE, "request.passed")),
}
MISUNDERSTOOD: dict[str, tuple[Turn, ...]] = {
    "en": (
        ("where is my order", "order_status.preparing"),
        ("qwrt zxcvb", "not_understood.first|out_of_scope.only_orders"),
        ("plmk nbvc", "not_understood.again"),
        ("wqx vbn", "not_understood.again_waiting"),
    ),
    "ar": (
        ("وين طلبي", "order_status.preparing"),
        ("ضصثق ظطكمن", "not_understood.first|out_of_scope.only_orders"),
        ("غفعه خحجد", "not_understood.again"),
    ),
}
UNSURE_OF_A_QUESTION: dict[str, tuple[Turn, ...]] = {
    "en": (("cancel my order", "request.confirm"), ("qwrt zxcvb", "not_understood.first request.confirm"), ("yes", "request.passed")),
    "ar": (("الغي طلبي", "request.confirm"), ("ضصثق ظطكمن", "not_understood.first request.confirm"), ("نعم", "request.passed")),
}
TOLD_TWICE: dict[str, tuple[Turn, ...]] = {
    "en": (("hello", "greeting.offer"), ("hello", "greeting.offer_again"), ("hello", "greeting.offer")),
    "ar": (("وين طلبي", "order_status.preparing"), ("وين طلبي", "again.still order_status.preparing"), ("وين طلبي", "order_status.preparing")),
    "hi": (("धन्यवाद", "thanks.welcome"), ("धन्यवाद", "thanks.welcome_again")),
}


@pytest.mark.parametrize("language", WAYS_TO_CANCEL)
def test_cancelling(mind: Mind, language: str) -> None:
    talk = hold(mind, language, WAYS_TO_CANCEL[language], PREPARING)
    assert [one[:2] for one in talk.opened] == [("cancel", PREPARING.id)]


@pytest.mark.parametrize("language", CHANGES_OF_MIND)
def test_changing_ones_mind(mind: Mind, language: str) -> None:
    assert hold(mind, language, CHANGES_OF_MIND[language], PREPARING).chat.requests == ()


@pytest.mark.parametrize("language", INTERRUPTIONS)
def test_interruption_and_return(mind: Mind, language: str) -> None:
    talk = hold(mind, language, INTERRUPTIONS[language], PREPARING)
    assert [(kind, "12" in text or "١٢" in text) for kind, _, text, _ in talk.opened] == [("change_address", True)]


@pytest.mark.parametrize("language", BROKEN)
def test_what_came_broken(mind: Mind, language: str) -> None:
    assert len(hold(mind, language, BROKEN[language], ARRIVED).chat.requests) == 1


@pytest.mark.parametrize("language", MISUNDERSTOOD)
def test_after_two_misunderstandings_there_is_a_person(mind: Mind, language: str) -> None:
    flag = hold(mind, language, MISUNDERSTOOD[language], PREPARING).chat.flag
    assert flag is not None
    assert flag.reason == "misunderstood"


@pytest.mark.parametrize("language", UNSURE_OF_A_QUESTION)
def test_an_unclear_reply_brings_the_question_back(mind: Mind, language: str) -> None:
    assert len(hold(mind, language, UNSURE_OF_A_QUESTION[language], PREPARING).opened) == 1


@pytest.mark.parametrize("language", TOLD_TWICE)
def test_nothing_is_said_twice_in_a_row(mind: Mind, language: str) -> None:
    hold(mind, language, TOLD_TWICE[language], PREPARING)


REFUNDED = replace(ARRIVED, refunds=(Refund("r", NOW, Money(10_000, "SAR")),), refunded=Money(10_000, "SAR"), payment="refunded")
NOTHING_LEFT = replace(PREPARING, state="cancelled")
SINGLE_QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("en", "when will my order arrive", "order_eta.order"),
    ("ar", "متى يوصل طلبي", "order_eta.order"),
    ("es", "cuándo llega mi pedido", "order_eta.order"),
    ("tr", "siparişim nerede", "order_status.in_transit parcel.tracking"),
    ("hi", "मेरा ऑर्डर कहाँ है", "order_status.in_transit"),
    ("en", "my orders", "list_orders.shown"),
    ("ar", "طلباتي", "list_orders.shown"),
    ("en", "send me the invoice", "invoice.here"),
    ("ar", "ابعتلي الفاتورة", "invoice.here"),
    ("en", "what is your return policy", "needs_person.passed matter.return_policy"),
    ("ar", "كيف ادفع", "needs_person.passed matter.payment_methods"),
    ("en", "I was charged twice", "needs_person.sorry request.confirm_any matter.payment_issue"),
    ("ar", "انخصم مني المبلغ مرتين", "needs_person.sorry request.confirm_any matter.payment_issue"),
    ("en", "what are your opening hours", "business_hours.unknown"),
    ("en", "this is the worst service ever, I want to complain", "complaint.sorry complaint.passed"),
    ("ar", "اريد التحدث مع موظف", "talk_to_human.called"),
    ("en", "what can you do", "help_menu.can"),
    ("en", "tell me a joke", "out_of_scope.only_orders"),
    ("ar", "قل لي نكتة", "out_of_scope.only_orders"),
    ("en", "stop sending me offers", "opt_out.offers"),
    ("ar", "توقف", "opt_out.everything"),
)


@pytest.mark.parametrize(("language", "words", "expected"), SINGLE_QUESTIONS)
def test_single_questions(mind: Mind, language: str, words: str, expected: str) -> None:
    hold(mind, language, [(words, expected)], ON_ITS_WAY)


@pytest.mark.parametrize(
    ("words", "order", "expected"),
    [
        ("where is my refund", REFUNDED, "refund_status.refund refund_status.bank"),
        ("where is my refund", ARRIVED, "refund_status.none"),
        ("I want my money back", REFUNDED, "request.refunded"),
        ("I want to return my order", PREPARING, "request.not_left request.cancel_instead"),
        ("cancel my order", ON_ITS_WAY, "request.has_left request.return_instead"),
        ("I want to exchange it for a bigger size", ARRIVED, "request.what_instead"),
        ("something is missing from my order", ARRIVED, "needs_person.sorry request.what_missing"),
        ("cancel my order", NOTHING_LEFT, "order_status.cancelled"),
        ("send me the invoice", PREPARING, "invoice.not_issued invoice.not_issued_hint"),
    ],
)
def test_what_can_be_done_depends_on_the_order(mind: Mind, words: str, order: object, expected: str) -> None:
    hold(mind, "en", [(words, expected)], order)  # type: ignore[arg-type]
