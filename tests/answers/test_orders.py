from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers.list_orders import answer
from bot.answers.parts.orders import choose_order, meant_order, open_orders, order_state
from bot.domain.answer import Say
from bot.domain.content import ListOut
from bot.language.render import render
from tests.answers.conftest import DELIVERED, LATE_PARCEL, ORDER, PARCEL, PREPARING, STORE, facts

if TYPE_CHECKING:
    from bot.domain.order import ShipmentState
    from bot.language.catalogue import Catalogues
    from tests.answers.conftest import Words

STATES: list[tuple[ShipmentState, str]] = [
    ("label_created", "state.ready"),
    ("in_transit", "state.in_transit"),
    ("delivered", "state.delivered"),
    ("lost", "state.lost"),
]


def test_open_orders_are_those_still_awaited() -> None:
    assert open_orders(facts(PREPARING, DELIVERED, ORDER)) == (PREPARING, ORDER)


def test_the_order_that_is_meant_is_known_or_asked_for() -> None:
    assert meant_order(facts(PREPARING, ORDER)) is None
    assert meant_order(facts(PREPARING, ORDER, chosen=ORDER)) == ORDER
    assert meant_order(facts(DELIVERED, ORDER)) == ORDER
    assert meant_order(facts(DELIVERED)) == DELIVERED
    assert meant_order(facts()) is None


@pytest.mark.parametrize(("state", "message"), STATES)
def test_a_shipped_order_has_the_state_of_its_parcel(state: ShipmentState, message: str) -> None:
    assert order_state(replace(ORDER, shipments=(replace(PARCEL, state=state),))).message == message


def test_several_parcels_have_the_state_of_the_last_to_come() -> None:
    order = replace(ORDER, shipments=(replace(PARCEL, state="delivered"), LATE_PARCEL))
    assert order_state(order).message == "state.in_transit"


def test_a_cancelled_order_is_cancelled_whatever_its_parcels_say() -> None:
    assert order_state(replace(ORDER, state="cancelled")).message == "state.cancelled"


def test_rows_show_number_state_and_total(catalogues: Catalogues) -> None:
    content = render(answer(facts(PREPARING, ORDER)), catalogues=catalogues, language="en", store=STORE)
    assert isinstance(content, ListOut)
    assert [(row.title, row.description) for row in content.sections[0].rows] == [
        ("#1002", "Being prepared · SAR 50.00"),
        ("#1001", "On its way · SAR 259.00"),
    ]


def test_at_most_ten_orders_are_shown(words: Words) -> None:
    many = [replace(PREPARING, id=f"noura:{number}", number=f"#{number}") for number in range(30)]
    said = answer(facts(*many))
    assert len(said.options) == 10
    assert "10 latest orders" in words(said)


def test_one_order_is_listed_too(words: Words) -> None:
    said = answer(facts(ORDER))
    assert (len(said.options), said.as_list) == (1, True)
    assert "هذا طلبك" in words(said, "ar")


def test_without_orders_help_is_offered(words: Words) -> None:
    assert "can't find any orders" in words(answer(facts()))


def test_an_order_whose_id_fits_no_row_is_left_out() -> None:
    long = replace(ORDER, id="noura:" + "x" * 300)
    assert len(choose_order((long, PREPARING), "order_status", Say("x")).options) == 1
