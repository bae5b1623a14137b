from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from pydantic import ValidationError

from bot.connectors.base import Call
from bot.connectors.magento import CONNECTOR
from bot.connectors.magento.options import MagentoOptions
from bot.domain.clock import parse_instant
from bot.domain.store_event import OrderEvent, RefundEvent, ShipmentEvent
from bot.errors import FetchFailed, Unreadable
from tests.connectors.answering import Far, Shelf, answer
from tests.connectors.knocking import NOOR, NOW, delivery
from tests.connectors.magento.shop import ACCESS, FIXTURES, SECRET, completed, fixture, order, parsed, saved, whole
from tests.connectors.mutations import mutated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Fetch, Polled, Response

SENT = order(state="complete", items=[{**fixture("order")["items"][0], "qty_shipped": 2}], total_refunded=57.5)
ANSWERS = {"/V1/orders/42": SENT, "/V1/shipments": fixture("shipments"), "/V1/creditmemos": fixture("creditmemos")}


async def polled(fetch: Fetch, since: int = NOW, options: Mapping[str, object] = ACCESS) -> list[Polled]:
    assert CONNECTOR.poll is not None
    call = Call(fetch, NOOR, MagentoOptions.model_validate(options), (SECRET,), NOW)
    return [one async for one in CONNECTOR.poll(call, since)]


def page(first: int, count: int, total: int) -> Response:
    return answer({"items": [order(entity_id=number) for number in range(first, first + count)], "total_count": total})


@pytest.mark.parametrize("name", ["order", "shipment", "track", "invoice", "creditmemo"])
async def test_every_event_brings_the_whole_order(name: str) -> None:
    found, shelf = await completed(saved(name), ANSWERS)
    assert {type(event) for event in parsed(found.body)} == {OrderEvent, ShipmentEvent, RefundEvent}
    assert {asked.headers["Authorization"] for asked in shelf.asked} == {"Bearer t"}


async def test_it_is_asked_for_by_its_id() -> None:
    _, shelf = await completed(saved("order"), ANSWERS)
    assert [asked.url.removeprefix("https://noor.example/shop") for asked in shelf.asked] == [
        "/rest/V1/orders/42",
        "/rest/V1/shipments",
        "/rest/V1/creditmemos",
    ]
    assert shelf.asked[1].params == {
        "searchCriteria[filter_groups][0][filters][0][field]": "order_id",
        "searchCriteria[filter_groups][0][filters][0][value]": "42",
        "searchCriteria[filter_groups][0][filters][0][condition_type]": "eq",
    }


async def test_without_the_id_it_is_asked_for_by_its_number() -> None:
    found, shelf = await completed(saved("order", entity_id=None), {"/V1/orders": {"items": [order()], "total_count": 1}})
    assert shelf.asked[0].params["searchCriteria[filter_groups][0][filters][0][value]"] == "000000042"
    assert parsed(found.body) == parsed(whole())


async def test_nothing_more_is_asked_for_than_there_is() -> None:
    _, shelf = await completed(saved("order"), {"/V1/orders/42": order()})
    assert len(shelf.asked) == 1


@pytest.mark.parametrize(("content", "options"), [(saved("order"), {}), (b'{"type": "catalog_product_save_after"}', ACCESS)])
async def test_sometimes_there_is_nobody_or_nothing_to_ask(content: bytes, options: Mapping[str, object]) -> None:
    found, shelf = await completed(content, ANSWERS, options)
    assert (found, shelf.asked) == (delivery(content), [])


@pytest.mark.parametrize(
    "content", [saved("order"), saved("order", entity_id=None), saved("order", entity_id="../x"), saved("shipment"), saved("shipment", order_id=None)]
)
async def test_an_order_that_is_not_there_leaves_the_event_as_it_is(content: bytes) -> None:
    found, _ = await completed(content, {})
    assert found == delivery(content)


@pytest.mark.parametrize("odd", [{"total_refunded": "much"}, {"items": [{"qty_shipped": "1e999"}, {"qty_shipped": []}]}, {"items": 5}])
async def test_odd_figures_are_no_reason_to_ask(odd: dict[str, object]) -> None:
    _, shelf = await completed(saved("order"), {**ANSWERS, "/V1/orders/42": order(**odd)})
    assert all("creditmemos" not in asked.url for asked in shelf.asked)


async def test_an_order_without_an_id_is_not_put_beside_an_event() -> None:
    found, _ = await completed(saved("order"), {"/V1/orders/42": order(entity_id=None)})
    assert found == delivery(saved("order"))


async def test_nothing_is_listed_where_lists_are_empty() -> None:
    found, shelf = await completed(saved("creditmemo"), {"/V1/orders/42": order(), "/V1/creditmemos": {"items": None, "total_count": 0}})
    assert len(shelf.asked) == 2
    assert [type(event) for event in parsed(found.body)] == [OrderEvent, RefundEvent]


@pytest.mark.parametrize(("status", "again"), [(401, False), (500, True)])
async def test_a_refusal_says_whether_to_try_again(status: int, again: bool) -> None:  # noqa: FBT001 - a value under test
    with pytest.raises(FetchFailed) as error:
        await completed(saved("order"), {"/V1/orders/42": answer(status=status)})
    assert error.value.again is again


@pytest.mark.parametrize("odd", [answer([]), answer(5), answer(b"<html>")])
async def test_an_odd_answer_is_not_asked_for_again(odd: Response) -> None:
    with pytest.raises(FetchFailed) as error:
        await completed(saved("order"), {"/V1/orders/42": odd})
    assert error.value.again is False


@given(mutated([FIXTURES / "constructed_order.json"]))
async def test_an_order_with_one_value_gone_wrong_is_unreadable_at_worst(content: bytes) -> None:
    found, _ = await completed(saved("order"), {**ANSWERS, "/V1/orders/42": answer(content)})
    try:
        assert CONNECTOR.parse(found)
    except Unreadable:
        return


async def test_changed_orders_are_read_like_events() -> None:
    (found,) = await polled(Far((answer({"items": [order()], "total_count": 1}),)))
    assert (found.lane, found.at) == ("order:noor:42", parse_instant("2026-11-20T07:00:03Z"))
    assert parsed(found.body) == parsed(whole())


async def test_what_was_listed_is_not_asked_for_again() -> None:
    (listed,) = await polled(Far((answer({"items": [SENT], "total_count": 1}),)))
    found, shelf = await completed(listed.body, ANSWERS)
    assert [asked.url.rpartition("/")[2] for asked in shelf.asked] == ["shipments", "creditmemos"]
    assert {type(event) for event in parsed(found.body)} == {OrderEvent, ShipmentEvent, RefundEvent}


async def test_the_question_names_the_time_in_utc() -> None:
    far = Far((answer({"items": [], "total_count": 0}),))
    assert await polled(far, parse_instant("2026-11-20T10:00:00+03:00")) == []
    assert far.asked[0].url == "https://noor.example/shop/rest/V1/orders"
    assert far.asked[0].params == {
        "searchCriteria[filter_groups][0][filters][0][field]": "updated_at",
        "searchCriteria[filter_groups][0][filters][0][value]": "2026-11-20 07:00:00",
        "searchCriteria[filter_groups][0][filters][0][condition_type]": "gteq",
        "searchCriteria[sortOrders][0][field]": "entity_id",
        "searchCriteria[sortOrders][0][direction]": "ASC",
        "searchCriteria[pageSize]": "100",
        "searchCriteria[currentPage]": "1",
    }


async def test_page_after_page_is_asked_for_until_all_have_come() -> None:
    far = Far((page(0, 100, 201), page(100, 100, 201), page(200, 1, 201)))
    assert len(await polled(far)) == 201
    assert [asked.params["searchCriteria[currentPage]"] for asked in far.asked] == ["1", "2", "3"]


async def test_a_full_page_may_be_the_last() -> None:
    far = Far((page(0, 100, 100),))
    assert (len(await polled(far)), len(far.asked)) == (100, 1)


async def test_the_same_state_has_the_same_key() -> None:
    async def key(**changes: object) -> str:
        (found,) = await polled(Far((answer({"items": [order(**changes)], "total_count": 1}),)))
        return found.key

    assert await key() == await key() != await key(state="canceled")


async def test_rows_that_are_no_orders_are_passed_over() -> None:
    assert await polled(Far((answer({"items": ["odd", {"entity_id": True}, {}], "total_count": "3"}),))) == []
    assert await polled(Shelf({})) == []


async def test_without_access_nothing_is_asked() -> None:
    far = Far((answer({"items": [order()]}),))
    assert (await polled(far, options={}), far.asked) == ([], [])


@pytest.mark.parametrize(
    "options",
    [
        {"site": "https://noor.example"},
        {"access_token": "t"},
        {**ACCESS, "site": "noor.example"},
        {"statuses": ["packed"]},
        {"store_views": ["ar"]},
        {"store_views": ["1=Arabic (SA)"]},
        {"colour": "red"},
    ],
)
def test_options_that_cannot_be_right_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MagentoOptions.model_validate(options)
