from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from bot.connectors.base import Call
from bot.connectors.bigcommerce import CONNECTOR
from bot.connectors.bigcommerce.options import BigCommerceOptions
from bot.domain.clock import parse_instant
from bot.domain.store_event import OrderEvent, RefundEvent, ShipmentEvent
from bot.errors import FetchFailed, Unreadable
from tests.connectors.answering import Far, answer
from tests.connectors.bigcommerce.shop import ACCESS, FIXTURES, HOOKS, SECRET, answers, body, completed, hook, ignored, order, parsed, whole
from tests.connectors.knocking import NOOR, NOW, delivery
from tests.connectors.mutations import mutated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Polled, Response

API = "https://api.bigcommerce.com/stores/noor1a2b"
SENT: dict[str, Any] = {"status_id": 14, "items_shipped": 3, "payment_status": "partially refunded"}


async def polled(far: Far, since: int = NOW, options: Mapping[str, object] = ACCESS) -> list[Polled]:
    assert CONNECTOR.poll is not None
    call = Call(far, NOOR, BigCommerceOptions.model_validate(options), (SECRET,), NOW)
    return [one async for one in CONNECTOR.poll(call, since)]


@pytest.mark.parametrize("name", HOOKS)
async def test_every_event_brings_the_whole_order(name: str) -> None:
    found, far = await completed(body(name), answers(**SENT))
    assert {type(event) for event in parsed(found.body, **ACCESS)} == {OrderEvent, ShipmentEvent, RefundEvent}
    assert {asked.headers["X-Auth-Token"] for asked in far.asked} == {"t"}


async def test_what_was_put_together_is_read_as_it_was_answered() -> None:
    found, _ = await completed(body("order_created"), answers())
    assert parsed(found.body) == parsed(whole())


async def test_it_is_asked_for_by_its_id_and_nothing_more_than_there_is() -> None:
    _, far = await completed(body("order_created"), answers())
    assert [asked.url for asked in far.asked] == [f"{API}/v2/orders/250{part}" for part in ("", "/products", "/shipping_addresses")]


@pytest.mark.parametrize(
    ("name", "part"), [("shipment_created", "/v2/orders/250/shipments"), ("refund_created", "/v3/orders/250/payment_actions/refunds")]
)
async def test_what_the_event_is_about_is_asked_for(name: str, part: str) -> None:
    _, far = await completed(body(name), answers())
    assert far.asked[-1].url == API + part


async def test_empty_lists_come_without_content() -> None:
    nothing = {"/products": answer(b"", 204), "/shipping_addresses": answer(b"", 204), "/v2/orders/250": order(status_id=2)}
    found, _ = await completed(body("order_created"), nothing)
    event = parsed(found.body)[0]
    assert isinstance(event, OrderEvent)
    assert (event.lines, event.state) == (None, "fulfilled")


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (body("order_created"), {}),
        (hook("order_created", scope="store/cart/created"), ACCESS),
        (hook("order_created", producer="stores/other5x"), ACCESS),
        (hook("order_created", data={"type": "order", "id": "../hooks"}), ACCESS),
        (hook("order_created", data=None), ACCESS),
    ],
)
async def test_sometimes_there_is_nobody_or_nothing_to_ask(content: bytes, options: Mapping[str, object]) -> None:
    found, far = await completed(content, answers(), options)
    assert (found, far.asked) == (delivery(content), [])


async def test_an_order_that_is_not_there_leaves_the_event_as_it_is() -> None:
    found, _ = await completed(body("order_created"), {})
    assert found == delivery(body("order_created"))
    assert ignored(found.body)


@pytest.mark.parametrize(("status", "again"), [(401, False), (403, False), (429, True), (503, True)])
async def test_a_refusal_says_whether_to_try_again(status: int, again: bool) -> None:  # noqa: FBT001 - a value under test
    with pytest.raises(FetchFailed) as error:
        await completed(body("order_created"), {"/v2/orders/250": answer(status=status)})
    assert error.value.again is again


@pytest.mark.parametrize(
    "odd", [{"/v2/orders/250": answer([])}, {"/v2/orders/250": answer(b"<html>")}, {**answers(), "/v2/orders/250/products": answer(5)}]
)
async def test_an_odd_answer_is_not_asked_for_again(odd: dict[str, object]) -> None:
    with pytest.raises(FetchFailed) as error:
        await completed(body("order_created"), odd)
    assert error.value.again is False


@given(mutated([FIXTURES / "constructed_order.json"]))
async def test_an_order_with_one_value_gone_wrong_is_unreadable_at_worst(content: bytes) -> None:
    found, _ = await completed(body("refund_created"), {**answers(), "/v2/orders/250": answer(content)})
    try:
        assert CONNECTOR.parse(found)
    except Unreadable:
        return


async def test_changed_orders_are_named_like_events_do() -> None:
    (found,) = await polled(Far((answer([order()]),)))
    assert (found.lane, found.at) == ("order:noor:250", parse_instant("2026-11-20T07:00:03Z"))
    whole_one, _ = await completed(found.body, answers())
    assert parsed(whole_one.body, **ACCESS) == parsed(whole())


async def test_the_question_names_the_time_of_change() -> None:
    far = Far((answer(b"", 204),))
    assert await polled(far, parse_instant("2026-11-20T10:00:00+03:00")) == []
    (asked,) = far.asked
    assert asked.url == f"{API}/v2/orders"
    assert asked.params == {"min_date_modified": "2026-11-20T07:00:00.000+00:00", "sort": "id:asc", "limit": "250", "page": "1"}


async def test_page_after_page_is_asked_for_until_one_is_not_full() -> None:
    far = Far((answer([order(id=number) for number in range(250)]), answer([order(id=251), "odd", {"id": "x"}, {"id": True}])))
    assert len(await polled(far)) == 251
    assert [asked.params["page"] for asked in far.asked] == ["1", "2"]


async def test_the_same_state_has_the_same_key() -> None:
    async def key(**changes: object) -> str:
        (found,) = await polled(Far((answer([order(**changes)]),)))
        return found.key

    assert await key() == await key() != await key(status_id=5)


async def test_without_access_nothing_is_asked() -> None:
    far = Far((answer([order()]),))
    assert (await polled(far, options={}), far.asked) == ([], [])


@pytest.mark.parametrize("odd", [answer({"data": {}}), answer("x"), answer(status=500)])
async def test_a_list_that_is_none_is_a_failure(odd: Response) -> None:
    with pytest.raises(FetchFailed):
        await polled(Far((odd,)))


@pytest.mark.parametrize(
    "options", [{"store_hash": "noor1a2b"}, {"access_token": "t"}, {**ACCESS, "store_hash": "noor/../x"}, {"completed": "perhaps"}, {"colour": "red"}]
)
def test_options_that_cannot_be_right_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BigCommerceOptions.model_validate(options)
