from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from bot.connectors.woocommerce.options import WooOptions
from bot.domain.clock import parse_instant
from bot.errors import FetchFailed
from tests.connectors.knocking import NOW
from tests.connectors.woocommerce.shop import FIXTURES, Shop, order, parsed, polled

SITE = {"site": "https://dar.example", "consumer_key": "ck_1", "consumer_secret": "cs_1"}


def page(first: int) -> tuple[int, object]:
    return 200, [order(id=number) for number in range(first, first + 100)]


async def test_changed_orders_are_read_like_deliveries() -> None:
    (found,) = await polled(Shop([(200, [order()])]))
    assert (found.lane, found.topic, found.at) == ("order:noor:2042", "order.updated", parse_instant("2026-11-21T09:30:00Z"))
    assert parsed(json.loads(found.body), found.topic) == parsed(order())


async def test_the_documented_list_is_read() -> None:
    found = await polled(Shop([(200, (FIXTURES / "list_all_orders.json").read_bytes())]))
    assert [one.lane for one in found] == ["order:noor:727", "order:noor:723"]


async def test_the_question_names_the_second_before_and_the_key() -> None:
    shop = Shop([(200, [])])
    assert await polled(shop, parse_instant("2026-11-20T07:00:00Z")) == []
    (method, url, headers, params) = shop.asked[0]
    assert (method, url) == ("GET", "https://dar.example/shop/wp-json/wc/v3/orders")
    assert headers == {"Authorization": "Basic Y2tfMTpjc18x"}
    assert params == {
        "modified_after": "2026-11-20T06:59:59",
        "dates_are_gmt": "true",
        "status": "any",
        "orderby": "id",
        "order": "asc",
        "per_page": "100",
        "page": "1",
    }


async def test_page_after_page_is_asked_for() -> None:
    shop = Shop([page(0), page(100), (200, [order()])])
    assert len(await polled(shop)) == 201
    assert [params["page"] for *_, params in shop.asked] == ["1", "2", "3"]


async def test_a_page_that_comes_again_is_the_last() -> None:
    shop = Shop([page(0)])
    assert len(await polled(shop)) == 100
    assert len(shop.asked) == 2


async def test_the_same_state_has_the_same_key() -> None:
    async def key(**changes: object) -> str:
        (found,) = await polled(Shop([(200, [order(**changes)])]))
        return found.key

    assert await key() == await key() != await key(status="cancelled")


async def test_without_a_time_the_present_holds() -> None:
    (found,) = await polled(Shop([(200, [{"id": 1}])]))
    assert found.at == NOW


async def test_without_access_nothing_is_asked() -> None:
    shop = Shop([(200, [order()])])
    assert await polled(shop, options={}) == []
    assert shop.asked == []


@pytest.mark.parametrize(("status", "again"), [(401, False), (403, False), (404, False), (429, True), (500, True), (503, True)])
async def test_a_refusal_says_whether_to_try_again(status: int, again: bool) -> None:  # noqa: FBT001
    with pytest.raises(FetchFailed) as error:
        await polled(Shop([(status, {"code": "woocommerce_rest_cannot_view"})]))
    assert error.value.again is again


@pytest.mark.parametrize("answer", [b"<html>", {"orders": []}, [{}], [{"id": None}]])
async def test_an_answer_that_cannot_be_read_is_not_asked_for_again(answer: object) -> None:
    with pytest.raises(FetchFailed) as error:
        await polled(Shop([(200, answer)]))
    assert error.value.again is False


@pytest.mark.parametrize("site", ["https://dar.example", "https://dar.example/shop/", "http://localhost:8080"])
def test_a_site_is_an_address(site: str) -> None:
    assert WooOptions.model_validate({**SITE, "site": site}).site == site


@pytest.mark.parametrize(
    "options",
    [
        {"site": "https://dar.example"},
        {"consumer_key": "ck_1", "consumer_secret": "cs_1"},
        {**SITE, "site": "dar.example"},
        {**SITE, "site": "https://dar.example/?lang=ar"},
        {"statuses": ["completed"]},
        {"statuses": ["completed=arrived"]},
        {"statuses": ["=shipped"]},
        {"colour": "red"},
    ],
)
def test_options_that_cannot_be_right_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WooOptions.model_validate(options)
