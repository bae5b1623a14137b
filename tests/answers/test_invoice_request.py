from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers.invoice_request import answer
from tests.answers.conftest import DELIVERED, INVOICE, NOW, ORDER, PREPARING, facts

if TYPE_CHECKING:
    from bot.domain.order import OrderState
    from tests.answers.conftest import Words

NO_INVOICE = replace(ORDER, invoices=())


def test_the_invoice_of_the_chosen_order_is_sent(words: Words) -> None:
    said = answer(facts(PREPARING, ORDER, DELIVERED, chosen=DELIVERED))
    assert said.document == ("d3", "Invoice-INV-3.pdf")
    assert "invoice INV-3 for your order #0900 (SAR\u00a0259.00)" in words(said)


def test_the_only_invoice_is_sent(words: Words) -> None:
    said = answer(facts(PREPARING, ORDER))
    assert (said.document, said.order_id) == (("d1", "Invoice-INV-7.pdf"), ORDER.id)
    assert "Need another one?" not in words(said)


def test_with_one_open_order_the_newest_invoice_is_sent(words: Words) -> None:
    said = answer(facts(ORDER, DELIVERED))
    assert said.order_id == ORDER.id
    assert "Need another one?" in words(said)


def test_with_several_open_orders_the_customer_chooses() -> None:
    said = answer(facts(PREPARING, ORDER, DELIVERED))
    assert said.asks == "invoice_request"
    assert [option.id for option in said.options] == ["order:noura:1|invoice_request", "order:noura:3|invoice_request", "ask:all_invoices"]


def test_the_newest_of_several_invoices_is_sent() -> None:
    older = replace(INVOICE, number="INV-1", issued_at=NOW - 10, document_id="d0")
    newer = replace(INVOICE, number="INV-9", issued_at=NOW, document_id="d9")
    order = replace(ORDER, invoices=(newer, older))
    assert answer(facts(order)).document == ("d9", "Invoice-INV-9.pdf")


@pytest.mark.parametrize("state", ["received", "confirmed", "preparing", "ready"])
def test_an_invoice_that_is_not_issued_says_when(words: Words, state: OrderState) -> None:
    said = answer(facts(replace(NO_INVOICE, state=state, shipments=())))
    assert "hasn't been issued yet" in words(said)
    assert "when the order ships" in words(said)
    assert said.flag is None


def test_an_invoice_that_should_be_there_is_looked_for_by_a_person(words: Words) -> None:
    said = answer(facts(NO_INVOICE))
    assert said.flag == "asked_for_person"
    assert "asked our team" in words(said)


def test_an_invoice_without_its_file_is_sent_by_a_person(words: Words) -> None:
    order = replace(ORDER, invoices=(replace(INVOICE, document_id=None),))
    said = answer(facts(order))
    assert (said.document, said.flag) == (None, "asked_for_person")
    assert "has been issued" in words(said)


def test_a_cancelled_order_has_no_invoice(words: Words) -> None:
    order = replace(NO_INVOICE, state="cancelled")
    assert "there's no invoice" in words(answer(facts(order)))


def test_without_orders_help_is_offered(words: Words) -> None:
    assert "can't find any orders" in words(answer(facts()))


def test_an_invoice_that_only_has_a_page_is_a_link() -> None:
    said = answer(facts(replace(ORDER, invoices=(replace(INVOICE, document_id=None, page_url="https://shop.example/i/1"),))))
    assert said.link is not None
    assert (said.link[0], said.flag) == ("https://shop.example/i/1", None)


def test_an_invoice_without_an_amount_has_the_orders(words: Words) -> None:
    assert "259.00" in words(answer(facts(replace(ORDER, invoices=(replace(INVOICE, total=None),)))))
