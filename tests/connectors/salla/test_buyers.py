from __future__ import annotations

import pytest

from bot.connectors.salla.buyers import buyer_of, mobiles
from bot.connectors.salla.payloads import Customer, Order, named_in
from bot.domain.store import Store
from bot.domain.store_event import Buyer
from tests.connectors.knocking import NOOR

KUWAIT = Store("dar", "Dar", "110000000000002", country="KW", currency="KWD")


def buyer(store: Store = NOOR, **order: object) -> Buyer | None:
    return buyer_of(Order.model_validate({"id": 1, **order}), store)


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ({"mobile": 501234567, "mobile_code": "+966"}, ["+966501234567", "501234567"]),
        ({"mobile": "+966501234567", "mobile_code": "+966"}, ["+966501234567"]),
        ({"mobile": 501234567}, ["501234567"]),
        ({"mobile_code": "+966"}, [None]),
    ],
)
def test_a_number_may_have_been_meant_in_several_ways(customer: dict[str, object], expected: list[str | None]) -> None:
    assert mobiles(Customer.model_validate(customer)) == expected


def test_a_number_without_any_country_is_one_of_where_it_goes() -> None:
    going = {"address": {"country_code": "sa"}}
    assert buyer(KUWAIT, customer={"mobile": 501234567}, shipping=going) == Buyer("+966501234567", country="SA")


def test_else_of_the_buyers_country_and_else_of_the_stores() -> None:
    assert buyer(customer={"mobile": 50123456, "country_code": "KW"}) == Buyer("+96550123456", country="KW")
    assert buyer(KUWAIT, customer={"mobile": 50123456}) == Buyer("+96550123456")


def test_a_receivers_number_that_is_none_leaves_it_to_the_buyer() -> None:
    shipping = {"receiver": {"name": "نورة", "phone": "call me"}}
    assert buyer(customer={"mobile": "+966501234567"}, shipping=shipping) == Buyer("+966501234567", "نورة")


@pytest.mark.parametrize(
    ("names", "name"),
    [({"first_name": "Sara", "last_name": "Ali"}, "Sara Ali"), ({"first_name": "Sara"}, "Sara"), ({"name": "Sara Ali"}, "Sara Ali"), ({}, None)],
)
def test_a_name_is_put_together(names: dict[str, str], name: str | None) -> None:
    found = buyer(customer=names)
    assert found is not None
    assert found.name == name


def test_neither_language_nor_consent_is_made_up() -> None:
    found = buyer(customer={"first_name": "Sara"})
    assert found is not None
    assert (found.language, found.consent, found.marketing) == (None, None, None)


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"merchant": 42, "event": " Order.Created "}, ("42", "order.created")),
        ({"merchant": "42"}, ("42", "")),
        ({"merchant": True, "event": 7}, ("", "")),
        ([], ("", "")),
        (None, ("", "")),
    ],
)
def test_merchant_and_event_are_found_in_whatever_comes(document: object, names: tuple[str, str]) -> None:
    assert named_in(document) == names
