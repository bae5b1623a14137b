"""A key of one store learns nothing of another's orders: what is not there and what is not his is answered alike, to the byte."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.web.api.conftest import SARA, SHIPPED

if TYPE_CHECKING:
    from tests.web.api.conftest import Api

FOREIGN, UNKNOWN = "5001", "6001"
ASKED = [
    ("GET", "/orders/{}"),
    ("GET", "/orders?number={}"),
    ("GET", "/costs?order={}"),
    ("GET", "/deliveries?order={}"),
    ("POST", "/orders/{}/notices"),
    ("GET", "/orders/noor:{}"),
]


async def told(api: Api, method: str, path: str, order: str) -> tuple[int, str, list[str]]:
    """Return all of an answer that could tell something: its status, its text without the number that was asked for, its headers."""
    data = {"data": b'{"milestone": "shipped"}', "headers": {"Content-Type": "application/json"}} if method == "POST" else {}
    answered = await api.ask(method, path.format(order), **data)  # type: ignore[arg-type]  # as the conftest takes them
    return answered.status, str(answered.json).replace(order, "N"), sorted(answered.headers)


@pytest.mark.parametrize(("method", "path"), ASKED)
async def test_an_order_of_another_store_is_answered_like_one_that_is_not_there(method: str, path: str, api: Api) -> None:
    await api.db.customers.put_many([replace(SARA, store_id="dar")])
    await api.db.orders.put_many([replace(SHIPPED, store_id="dar", number="5001")])
    foreign, unknown = [await told(api, method, path, order) for order in (FOREIGN, UNKNOWN)]
    assert foreign == unknown
    assert foreign[0] < 500


@pytest.mark.parametrize("phone", ["%2B966501234567", "%2B966509999999"])
async def test_so_is_a_customer_of_another_store(phone: str, api: Api) -> None:
    await api.db.customers.put_many([replace(SARA, store_id="dar")])
    answered = await api.ask("GET", f"/conversations?phone={phone}")
    assert (answered.status, "Sara" in str(answered.json)) == (404, False)


async def test_without_a_key_every_address_says_the_same(api: Api) -> None:
    said = {str((await api.ask(method, path.format(order), "wk_nobody_x")).json) for method, path in ASKED for order in (FOREIGN, UNKNOWN)}
    assert len(said) == 1


async def test_guessing_keys_is_limited_by_address_and_a_good_one_still_opens(api: Api) -> None:
    good = await api.ask("GET", "/orders/5001")
    statuses = [(await api.ask("GET", "/orders/5001", f"wk_{n}_x")).status for n in range(25)]
    assert (good.status, statuses[0], statuses[-1]) == (200, 401, 429)
    assert (await api.ask("GET", "/orders/5001")).status == 200
