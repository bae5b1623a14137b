from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from bot.connectors.base import Call, Ignored
from bot.connectors.shopify import CONNECTOR
from bot.connectors.shopify.options import ShopifyOptions
from bot.domain.clock import parse_instant
from bot.domain.store_event import OrderEvent, ShipmentEvent
from bot.errors import FetchFailed, Unreadable
from tests.connectors.knocking import NOOR, NOW, delivery
from tests.connectors.shopify.shop import REF, SECRET, TRACKING, AdminApi, call, completed, fulfillment, order, parsed, polled, recorded, step

LIST = "/admin/api/2026-04/orders.json"
TOKEN = "/admin/oauth/access_token"
STEPS = "fulfillment_events/create"
READY = "fulfillment_orders/line_items_prepared_for_pickup"


def page(first: int, count: int) -> tuple[int, object]:
    return 200, {"orders": [order(id=number) for number in range(first, first + count)]}


async def test_changed_orders_are_read_like_deliveries() -> None:
    (found,) = await polled(AdminApi({LIST: [(200, {"orders": [order()]})]}))
    assert (found.lane, found.topic, found.at) == (f"order:noor:{REF}", "orders/updated", parse_instant("2026-11-20T10:00:05+03:00"))
    assert parsed(json.loads(found.body), found.topic) == parsed(order(), "orders/updated")


async def test_the_question_names_time_and_token() -> None:
    api = AdminApi({LIST: [(200, {"orders": []})]})
    assert await polled(api, parse_instant("2026-11-20T07:00:00Z")) == []
    (method, url, params, _) = api.asked[0]
    assert (method, url) == ("GET", "https://noor.myshopify.com/admin/api/2026-04/orders.json")
    assert params == {"status": "any", "updated_at_min": "2026-11-20T07:00:00+00:00", "limit": "250", "since_id": "0", "token": "shpat_1"}


async def test_page_after_page_is_asked_for() -> None:
    api = AdminApi({LIST: [page(1, 250), page(251, 250), page(501, 3)]})
    assert len(await polled(api)) == 503
    assert [params["since_id"] for _, _, params, _ in api.asked] == ["0", "250", "500"]


async def test_a_page_that_comes_again_is_the_last() -> None:
    api = AdminApi({LIST: [page(1, 250)]})
    assert len(await polled(api)) == 500
    assert len(api.asked) == 2


async def test_the_same_state_has_the_same_key() -> None:
    async def key(**changes: object) -> str:
        (found,) = await polled(AdminApi({LIST: [(200, {"orders": [order(**changes)]})]}))
        return found.key

    assert await key() == await key() != await key(updated_at="2026-11-20T11:00:00+03:00")


@pytest.mark.parametrize(("status", "again"), [(401, False), (403, False), (402, False), (429, True), (500, True), (503, True)])
async def test_a_refusal_says_whether_to_try_again(status: int, again: bool) -> None:  # noqa: FBT001
    with pytest.raises(FetchFailed) as error:
        await polled(AdminApi({LIST: [(status, {"errors": "no"})]}))
    assert error.value.again is again


@pytest.mark.parametrize("answer", [b"<html>", {"orders": [{}]}, {"orders": [{"id": None}]}, [], {}])
async def test_an_answer_that_cannot_be_read_is_not_asked_for_again(answer: object) -> None:
    with pytest.raises(FetchFailed) as error:
        await polled(AdminApi({LIST: [(200, answer)]}))
    assert error.value.again is False


async def test_without_access_nothing_is_asked() -> None:
    api = AdminApi({})
    question = Call(api, NOOR, ShopifyOptions(), (SECRET,), NOW)
    assert CONNECTOR.poll is not None
    assert CONNECTOR.complete is not None
    before = delivery(json.dumps(step("delivered")).encode(), STEPS)
    assert [one async for one in CONNECTOR.poll(question, NOW)] == []
    assert await CONNECTOR.complete(question, before) == before
    assert api.asked == []


async def test_an_app_of_the_dev_dashboard_asks_for_a_token_first() -> None:
    api = AdminApi({TOKEN: [(200, {"access_token": "shpat_day", "expires_in": 86399})], LIST: [(200, {"orders": []})]})
    assert CONNECTOR.poll is not None
    assert [one async for one in CONNECTOR.poll(call(api, SECRET, "shpss_old", client_id="c1"), NOW)] == []
    assert api.asked[0][3] == {"client_id": "c1", "client_secret": SECRET, "grant_type": "client_credentials"}
    assert api.asked[1][2]["token"] == "shpat_day"


@pytest.mark.parametrize(
    ("answer", "again"), [((400, {"error": "shop_not_permitted"}), False), ((429, {}), True), ((502, {}), True), ((200, {}), False)]
)
async def test_a_token_that_is_refused_says_whether_to_try_again(answer: tuple[int, object], again: bool) -> None:  # noqa: FBT001
    assert CONNECTOR.poll is not None
    with pytest.raises(FetchFailed, match="access token") as error:
        [one async for one in CONNECTOR.poll(call(AdminApi({TOKEN: [answer]}), client_id="c1"), NOW)]
    assert error.value.again is again


async def test_a_step_gets_the_tracking_number_of_its_fulfillment() -> None:
    api = AdminApi({f"/admin/api/2026-04/orders/{REF}/fulfillments/123456.json": [(200, {"fulfillment": fulfillment()})]})
    found = await completed(api, step("delivered"), STEPS)
    assert isinstance(found, tuple)
    assert isinstance(found[0], ShipmentEvent)
    assert (found[0].tracking_number, found[0].state) == (TRACKING, "delivered")


async def test_an_edit_gets_the_order_that_it_made() -> None:
    edit = {"order_edit": {"order_id": int(REF)}}
    found = await completed(AdminApi({f"/admin/api/2026-04/orders/{REF}.json": [(200, {"order": order()})]}), edit, "orders/edited")
    assert found == parsed(order(), "orders/updated")


async def test_what_is_ready_gets_its_order() -> None:
    api = AdminApi({"/admin/api/2026-04/fulfillment_orders/1.json": [(200, {"fulfillment_order": {"id": 1, "order_id": int(REF)}})]})
    found = await completed(api, recorded("fulfillment_orders_line_items_prepared_for_pickup.json"), READY)
    assert found == (ShipmentEvent("noor", REF, NOW, "available_for_pickup"),)


async def test_a_hold_gets_its_order() -> None:
    api = AdminApi({"/admin/api/2026-04/fulfillment_orders/1.json": [(200, {"fulfillment_order": {"id": 1, "order_id": REF}})]})
    found = await completed(api, recorded("fulfillment_orders_placed_on_hold.json"), "fulfillment_orders/placed_on_hold")
    assert found == (OrderEvent("noor", REF, NOW, held=True),)


async def test_what_is_gone_is_taken_as_it_came() -> None:
    found = await completed(AdminApi({}), step("delivered"), STEPS)
    assert isinstance(found, tuple)
    assert isinstance(found[0], ShipmentEvent)
    assert found[0].tracking_number is None
    assert isinstance(await completed(AdminApi({}), {"order_edit": {"order_id": 1}}, "orders/edited"), Ignored)


@pytest.mark.parametrize(
    ("document", "topic"),
    [
        (step("delivered", order_id="../../users"), STEPS),
        (step("delivered", fulfillment_id=None), STEPS),
        ({"order_edit": {"order_id": "1/../2"}}, "orders/edited"),
        ({"fulfillment_order": {"id": "gid://shopify/Order/1"}}, READY),
    ],
)
async def test_odd_ids_never_become_part_of_an_address(document: object, topic: str) -> None:
    api = AdminApi({})
    await completed(api, document, topic)
    assert api.asked == []


async def test_a_whole_order_needs_no_completion() -> None:
    api = AdminApi({})
    assert await completed(api, order(), "orders/create") == parsed(order(), "orders/create")
    assert api.asked == []


async def test_a_body_that_cannot_be_read_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        await completed(AdminApi({}), {}, STEPS)


def test_the_shop_is_read_whatever_its_case() -> None:
    assert ShopifyOptions.model_validate({"shop": " Noor.myshopify.com "}).shop == "noor.myshopify.com"


@pytest.mark.parametrize(
    "options",
    [
        {"shop": "noor.example.com"},
        {"shop": "noor.myshopify.com.evil.example"},
        {"access_token": "shpat_1"},
        {"client_id": "c1"},
        {"shop": "noor.myshopify.com", "api_version": "2026-05"},
        {"colour": "red"},
    ],
)
def test_options_that_cannot_be_right_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ShopifyOptions.model_validate(options)
