"""Several invoices, several orders in one sentence, and orders that are named where something is asked of people."""

# ruff: noqa: RUF001 (customers write in many letters)

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY
from bot.domain.content import DocumentOut, ListOut
from bot.domain.message import Tapped
from bot.domain.order import Invoice
from bot.language.all_of import asks_for_all
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING
from tests.flow.conversing.expecting import says
from tests.flow.conversing.test_dialogue import ARRIVED, Talk
from tests.flow.conversing.test_verify import THEIRS
from tests.flow.conversing.test_verify import Talk as StrangersTalk

if TYPE_CHECKING:
    from bot.domain.order import Order
    from bot.flow.converse import Mind


def invoiced(n: int) -> Order:
    """Return an order with an invoice that is there as a file."""
    invoice = Invoice(f"INV-{n}", NOW, document_id=f"noor/invoice/{n}.pdf")
    return replace(ON_ITS_WAY, id=f"noor:{n}", number=f"NH-{1000 + n}", placed_at=NOW - n * DAY, invoices=(invoice,))


ORDERS = tuple(map(invoiced, range(1, 8)))


def files(talk: Talk) -> list[str]:
    return [item.content.document_id for item in talk.last.outbox if isinstance(item.content, DocumentOut)]


@pytest.mark.parametrize("words", ["send me all my invoices", "ابعتلي كل الفواتير", "todas mis facturas por favor", "bütün faturalarımı gönderin"])
def test_all_invoices_are_the_five_newest(mind: Mind, words: str) -> None:
    talk = Talk(mind, *ORDERS)
    answer = talk.say(words)
    assert files(talk) == [f"noor/invoice/{n}.pdf" for n in range(1, 6)]
    assert sum(says(mind, language, "invoice.newest", answer) for language in ("en", "ar", "es", "tr")) == 1


def test_all_of_two_are_two_and_no_more_is_promised(mind: Mind) -> None:
    talk = Talk(mind, *ORDERS[:2], PREPARING)
    assert not says(mind, "en", "invoice.newest", talk.say("all my invoices please"))
    assert len(files(talk)) == 2


def test_all_of_none_is_told_as_for_one(mind: Mind) -> None:
    assert says(mind, "en", "invoice.not_issued", Talk(mind, PREPARING).say("send me all my invoices"))


def test_asked_which_invoice_all_of_them_is_a_row(mind: Mind) -> None:
    talk = Talk(mind, *ORDERS[:2])
    talk.say("send me the invoice")
    content = talk.last.outbox[0].content
    assert isinstance(content, ListOut)
    last = content.sections[0].rows[-1]
    talk.say(Tapped(last.id, last.title))
    assert len(files(talk)) == 2


def test_each_order_that_is_named_gets_its_own_invoice(mind: Mind) -> None:
    talk = Talk(mind, *ORDERS)
    talk.say("send me the invoices for NH-1003 and NH-1006")
    assert files(talk) == ["noor/invoice/3.pdf", "noor/invoice/6.pdf"]


def test_each_order_that_is_named_gets_its_own_answer(mind: Mind) -> None:
    talk = Talk(mind, PREPARING, ON_ITS_WAY)
    answer = talk.say("where are my orders 1041 and 1042?")
    assert "NH-1041" in answer
    assert "NH-1042" in answer


def test_where_and_when_are_one_answer(mind: Mind) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    talk.say("is my order on its way?? when will it arrive")
    assert len(talk.last.outbox) == 1


@pytest.mark.parametrize(
    ("text", "yes"),
    [("todas las facturas", True), ("semua invoice saya", True), ("all", True), ("call me", False), ("la factura", False), ("", False)],
)
def test_words_for_all(text: str, *, yes: bool) -> None:
    assert asks_for_all(text) == yes


@pytest.mark.parametrize(
    "words", ["cancel order NH-7000", "I want to return order #7000", "where is the refund for order 7000", "الغي الطلب رقم 7000"]
)
def test_nothing_is_asked_of_people_for_an_order_that_is_not_shown(mind: Mind, words: str) -> None:
    talk = StrangersTalk(mind, PREPARING)
    answer = talk.say(words)
    assert "7000" in answer
    assert "NH-1042" not in answer
    assert talk.chat.question is not None
    assert talk.chat.question.kind == "second_fact"


def test_shown_it_is_asked_for_that_order(mind: Mind) -> None:
    talk = StrangersTalk(mind, PREPARING)
    talk.say("cancel order NH-7000")
    assert says(mind, "en", "request.confirm", talk.say("8877"))
    talk.say("yes")
    assert [one.order_id for one in talk.last.requests] == [THEIRS.id]


@pytest.mark.parametrize("words", ["change the address to building 7234 on King Road", "I paid 4500 twice"])
def test_other_numbers_are_no_orders(mind: Mind, words: str) -> None:
    talk = StrangersTalk(mind, PREPARING)
    assert not says(mind, "en", "verify.not_yours", talk.say(words))


@pytest.mark.parametrize("words", ["cancel my order", "I want to return it", "show my orders", "where is my refund", "change my delivery address"])
def test_without_any_order_the_number_is_asked_for(mind: Mind, words: str) -> None:
    talk = StrangersTalk(mind)
    assert says(mind, "en", "verify.which_number", talk.say(words))


def test_the_interrupted_question_is_recalled_once(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED)
    talk.say("I want to return my order")
    assert says(mind, "en", "request.go_on", talk.say("where is my order"))
    assert not says(mind, "en", "request.go_on", talk.say("send me the invoice"))
    talk.say("the blue does not suit our kitchen")
    talk.say("yes")
    assert [kind for kind, *_ in talk.opened] == ["return"]
