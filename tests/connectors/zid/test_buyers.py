from __future__ import annotations

import pytest

from bot.connectors.zid.buyers import buyer_of
from bot.connectors.zid.payloads import Order
from bot.domain.store import Store
from bot.domain.store_event import Buyer
from tests.connectors.knocking import NOOR

KUWAIT = Store("dar", "Dar", "110000000000002", country="KW", currency="KWD")
BUYER = {"name": "Bader", "mobile": "96550123456"}
CONSIGNEE = {"name": "Dana", "mobile": "96555111222"}


def buyer(store: Store = NOOR, **order: object) -> Buyer | None:
    return buyer_of(Order.model_validate({"id": 1, **order}), store)


@pytest.mark.parametrize(
    ("different", "gift", "name"),
    [(1, 0, "Dana"), ("1", None, "Dana"), (True, False, "Dana"), (1, 1, "Bader"), (1, True, "Bader"), (0, 0, "Bader"), (None, None, "Bader")],
)
def test_the_consignee_is_told_unless_it_is_a_gift(different: object, gift: object, name: str) -> None:
    found = buyer(customer=BUYER, consignee=CONSIGNEE, has_different_consignee=different, is_gift_order=gift)
    assert found is not None
    assert found.name == name


def test_a_gift_without_a_buyer_reaches_nobody() -> None:
    assert buyer(consignee=CONSIGNEE, has_different_consignee=1, is_gift_order=1) is None


def test_a_consignee_alone_is_enough_otherwise() -> None:
    assert buyer(consignee=CONSIGNEE, has_different_consignee=1) == Buyer("+96555111222", "Dana")


def test_a_national_number_is_one_of_where_it_goes() -> None:
    address = {"address": {"country": {"code": "KW"}}}
    assert buyer(customer={"mobile": "50123456"}, shipping=address) == Buyer("+96550123456", country="KW")
    assert buyer(KUWAIT, customer={"mobile": 50123456}) == Buyer("+96550123456")


def test_without_any_number_the_buyer_is_named() -> None:
    assert buyer(customer={"name": "Bader"}, consignee={"name": "Dana"}, has_different_consignee=1) == Buyer(None, "Bader")


def test_consent_is_not_made_up() -> None:
    found = buyer(customer=BUYER)
    assert found is not None
    assert (found.consent, found.marketing) == (None, None)
