from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.bigcommerce import CONNECTOR
from bot.domain.money import Money
from bot.errors import Unauthenticated
from tests.connectors.bigcommerce.shop import HOOKS, NUMBER, SECRET, body, fixture, ignored, shipment, signed, whole
from tests.connectors.telling import Told, begins, through_the_door, told

REFUNDS = fixture("refunds")["data"]
LIFE = (
    whole(status_id=7, payment_status="pending"),
    whole(),
    whole(status_id=9, date_modified="Fri, 20 Nov 2026 12:00:00 +0000"),
    whole(status_id=2, date_modified="Sat, 21 Nov 2026 06:05:01 +0000", shipments=[shipment()]),
    whole(
        status_id=14, date_modified="Wed, 25 Nov 2026 08:30:01 +0000", shipments=[shipment()], refunds=REFUNDS, payment_status="partially refunded"
    ),
)


def story(*contents: bytes) -> Told:
    return told(CONNECTOR, [(content, "") for content in contents])


def test_the_customer_hears_of_each_step_once() -> None:
    assert story(*LIFE, *LIFE).heard == ("confirmed", "prepared", "shipped", "refunded")


def test_the_order_knows_all_of_it_in_the_end() -> None:
    order = story(*LIFE).order
    assert (order.number, order.state, order.payment, order.total) == ("250", "fulfilled", "partially_refunded", Money(17_250, "SAR"))
    assert (order.phone, order.language, [parcel.tracking_number for parcel in order.shipments]) == ("+966559876543", "ar", [NUMBER])


@given(st.permutations(LIFE), st.lists(st.sampled_from(LIFE), max_size=4))
def test_any_sequence_and_repetition_ends_in_the_same_order(contents: list[bytes], repeated: list[bytes]) -> None:
    assert story(*contents, *repeated).order == story(*LIFE).order


def test_a_cancelled_order_is_told_to_be() -> None:
    assert story(LIFE[1], whole(status_id=5, date_modified="Fri, 20 Nov 2026 12:00:00 +0000")).heard == ("confirmed", "cancelled")


def test_every_whole_order_may_begin_it() -> None:
    assert all(begins(CONNECTOR, content) for content in LIFE)
    assert not begins(CONNECTOR, body("status_updated"))


@pytest.mark.parametrize("name", HOOKS)
@pytest.mark.parametrize("signs", [True, False])
def test_a_repeated_delivery_is_the_same_item(name: str, signs: bool) -> None:  # noqa: FBT001 - a value under test
    headers = signed(body(name)) if signs else {"X-Wasla-Token": SECRET}
    first, second = (through_the_door(CONNECTOR, body(name), [SECRET], headers) for _ in range(2))
    assert first == second
    assert first[1] or ignored(body(name))


def test_nobody_comes_through_the_door_without_the_secret() -> None:
    with pytest.raises(Unauthenticated):
        through_the_door(CONNECTOR, body("order_created"), [SECRET], {"X-Wasla-Token": "guessed"})
