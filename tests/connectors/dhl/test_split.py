from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from bot.connectors.base import Call
from bot.connectors.dhl import CONNECTOR
from bot.connectors.dhl.options import DhlOptions
from bot.domain.clock import parse_instant
from bot.errors import FetchFailed, Unauthenticated, Unreadable
from tests.connectors.answering import Far, answer
from tests.connectors.knocking import NOOR, NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated
from tests.connectors.telling import through_the_door, told

FIXTURES = Path(__file__).parent / "fixtures"
BODIES = sorted(FIXTURES.glob("*.json"))
SECRET = "7f0c2d1a9be84f27a6c3d5e18b"
OUT = (FIXTURES / "constructed_push_out_for_delivery.json").read_bytes()
TWO = (FIXTURES / "constructed_push_two_parcels.json").read_bytes()
VALIDATE = (FIXTURES / "constructed_subscription_validate.json").read_bytes()
URL = "https://api-eu.dhl.com/tracking/push/v1/subscription/6f9d0b1c-25c6-4be1-8c57-8b6f0a3f1c11"


async def completed(content: bytes, far: Far, key: str | None = "k3y") -> bytes:
    assert CONNECTOR.complete is not None
    call = Call(far, NOOR, DhlOptions.model_validate({"api_key": key}), (SECRET,), NOW)
    return (await CONNECTOR.complete(call, delivery(content))).body


def validation(**fields: object) -> bytes:
    return json.dumps(json.loads(VALIDATE) | fields).encode()


def test_the_token_of_the_subscription_lets_dhl_in() -> None:
    assert len(CONNECTOR.verify(knock(OUT, {"x-wasla-token": SECRET}), [SECRET])) == 64


@pytest.mark.parametrize("headers", [{}, {"X-Wasla-Token": "other"}, {"DHL-API-Key": SECRET}])
def test_nobody_else_is_let_in(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(OUT, headers), [SECRET])


def test_a_repetition_is_the_same_delivery() -> None:
    ids = {CONNECTOR.verify(knock(OUT, at=NOW + later, token=SECRET), [SECRET]) for later in (0, 3_600_000)}
    assert len(ids) == 1


def test_a_parcel_waits_in_the_lane_of_its_order_as_it_came() -> None:
    (item,) = CONNECTOR.split(knock(OUT), "d1").items
    assert (item.id, item.lane, item.body) == ("dhl:noor:d1", "order:noor:NH-1042", OUT)
    assert item.at == parse_instant("2026-11-22T08:15:00+03:00")


def test_several_parcels_are_items_of_their_own() -> None:
    first, second = CONNECTOR.split(knock(TWO), "d1").items
    assert [(one.id, one.lane) for one in (first, second)] == [("dhl:noor:d1:0", "order:noor:NH-1042"), ("dhl:noor:d1:1", "order:noor:NH-1050")]
    assert told(CONNECTOR, [(second.body, "")]).heard == ("delivered",)


def test_one_parcel_that_cannot_be_read_does_not_hold_up_the_others() -> None:
    push = json.loads(TWO)
    push["shipments"][0]["id"] = None
    taken = CONNECTOR.split(knock(json.dumps(push).encode()), "d1")
    assert ([item.lane for item in taken.items], len(taken.parked)) == (["order:noor:NH-1050"], 1)


def test_a_parcel_without_a_reference_has_the_lane_of_its_number() -> None:
    push = json.loads(OUT)
    push["shipments"][0]["details"] = {}
    assert CONNECTOR.split(knock(json.dumps(push).encode()), "d1").items[0].lane == "parcel:noor:7777777770"


def test_what_comes_through_the_door_is_what_was_sent() -> None:
    item, events = through_the_door(CONNECTOR, OUT, [SECRET], {"X-Wasla-Token": SECRET})
    assert (item.startswith("dhl:noor:"), {event.order_ref for event in events}) == (True, {"NH-1042"})


def test_the_customer_hears_the_last_step_alone() -> None:
    assert told(CONNECTOR, [(OUT, ""), (OUT, "")]).heard[-1] == "out_for_delivery"


async def test_a_subscription_is_confirmed_when_dhl_asks() -> None:
    far = Far((answer(status=202),))
    assert await completed(VALIDATE, far) == VALIDATE
    assert (far.asked[0].method, far.asked[0].url) == ("POST", URL)
    assert far.asked[0].headers == {"DHL-API-Key": "k3y", "DHL-API-Hook-Secret": "i5b65gX4CC3j6E8OO6NuQJoQuQelx6c9"}


@pytest.mark.parametrize(
    "content",
    [
        *(OUT, validation(secret=None), validation(secret="é"), validation(self=None), validation(self="https://evil.example/subscription/a?b=c")),
        validation(scope="subscription.ready"),
    ],
)
async def test_nothing_else_is_confirmed(content: bytes) -> None:
    far = Far((answer(),))
    assert (await completed(content, far), far.asked) == (content, [])


async def test_the_key_goes_to_dhl_alone_whatever_the_push_names() -> None:
    far = Far((answer(),))
    await completed(validation(self="https://evil.example/tracking/push/v1/subscription/abc"), far)
    assert far.asked[0].url == "https://api-eu.dhl.com/tracking/push/v1/subscription/abc"


async def test_without_a_key_nothing_is_confirmed() -> None:
    far = Far((answer(),))
    assert (await completed(VALIDATE, far, None), far.asked) == (VALIDATE, [])


@pytest.mark.parametrize(("status", "again"), [(401, False), (404, False), (429, True), (503, True)])
async def test_a_confirmation_that_fails_is_tried_again_where_that_helps(status: int, again: bool) -> None:  # noqa: FBT001
    with pytest.raises(FetchFailed, match=str(status)) as error:
        await completed(VALIDATE, Far((answer(status=status),)))
    assert error.value.again is again


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"shipments": []}', b'{"packages": []}'])
def test_what_has_another_form_is_kept_aside(content: bytes) -> None:
    assert len(CONNECTOR.split(knock(content), "d1").parked) == 1


@given(mutated(BODIES))
def test_one_value_gone_wrong_is_unreadable_at_worst(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert len(taken.items) + len(taken.parked) >= 1
    for item in taken.items:
        CONNECTOR.parse(replace(delivery(item.body), at=item.at))


@given(VALUES)
def test_any_value_is_unreadable_at_worst(value: object) -> None:
    parcel = {"id": "1", "status": value, "events": [value], "details": value, "service": value}
    for content in (json.dumps(value).encode(), json.dumps({"shipments": value}).encode(), json.dumps(parcel).encode()):
        CONNECTOR.split(knock(content), "d1")
        with contextlib.suppress(Unreadable):
            CONNECTOR.parse(delivery(content))
