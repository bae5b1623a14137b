from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from bot.connectors.aramex import CONNECTOR
from bot.connectors.aramex.options import AramexOptions
from bot.connectors.base import Call, Polled, Response
from bot.domain.clock import HOUR
from bot.errors import FetchFailed, Unauthenticated, Unreadable
from tests.connectors.answering import Far, answer
from tests.connectors.knocking import NOOR, NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated
from tests.connectors.telling import through_the_door, told

FIXTURES = Path(__file__).parent / "fixtures"
BODIES = sorted(FIXTURES.glob("*answer*.json"))
SECRET = "8f0c2d1a9be84f27a6c3d5e18b"
ACCOUNT = {
    "username": "ops@noor.example",
    "password": "pa55",
    "account_number": "20016",
    "account_pin": "331421",
    "account_entity": "RUH",
    "account_country_code": "SA",
}
START = NOW - 100 * HOUR


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"constructed_{name}.json").read_bytes())


async def polled(*answers: Response, parcels: tuple[str, ...] = ("47384200001", "47384200002"), **changes: object) -> tuple[list[Polled], Far]:
    far = Far(answers or (answer(fixture("answer")),))
    options = AramexOptions.model_validate({**ACCOUNT, **changes})
    assert CONNECTOR.poll is not None
    return [one async for one in CONNECTOR.poll(Call(far, NOOR, options, (SECRET,), NOW, parcels), 0)], far


async def test_what_aramex_knows_of_a_parcel_is_read_like_a_delivery() -> None:
    (first, second), _ = await polled()
    assert [(one.lane, one.at) for one in (first, second)] == [
        ("parcel:noor:47384200001", START + 50 * HOUR),
        ("parcel:noor:47384200002", START + 90 * HOUR),
    ]
    assert told(CONNECTOR, [(second.body, "")]).heard == ("returning", "returned")


async def test_the_account_and_all_updates_are_asked_for() -> None:
    _, far = await polled()
    assert far.asked[0].url == "https://ws.aramex.net/ShippingAPI.V2/Tracking/Service_1_0.svc/json/TrackShipments"
    question = far.asked[0].json
    assert isinstance(question, dict)
    assert (question["Shipments"], question["GetLastTrackingUpdateOnly"]) == (["47384200001", "47384200002"], False)
    client = question["ClientInfo"]
    assert (client["UserName"], client["Password"], client["AccountPin"], client["AccountEntity"]) == ("ops@noor.example", "pa55", "331421", "RUH")


async def test_the_same_state_has_the_same_key_and_another_state_another() -> None:
    (first, _), _ = await polled()
    (again, _), _ = await polled()
    (later,), _ = await polled(answer(fixture("answer_delivered")))
    assert (first.key == again.key, first.key == later.key) == (True, False)


async def test_many_parcels_are_asked_about_fifty_at_a_time_and_each_once() -> None:
    numbers = tuple(str(one) for one in range(120))
    _, far = await polled(parcels=(*numbers, *numbers))
    asked = [question["Shipments"] for one in far.asked if isinstance(question := one.json, dict)]
    assert [len(batch) for batch in asked] == [50, 50, 20]
    assert [number for batch in asked for number in batch] == list(numbers)


async def test_without_parcels_or_without_an_account_nothing_is_asked() -> None:
    assert (await polled(parcels=()))[1].asked == []
    assert (await polled(username=None, password=None, account_number=None, account_pin=None, account_entity=None, account_country_code=None))[
        1
    ].asked == []


async def test_an_account_that_is_refused_is_said_so() -> None:
    with pytest.raises(FetchFailed, match="ERR01 Invalid username or password") as error:
        await polled(answer(fixture("refused")))
    assert not error.value.again


@pytest.mark.parametrize(("status", "again"), [(503, True), (500, True), (404, False)])
async def test_a_service_that_is_down_is_asked_again(status: int, again: bool) -> None:  # noqa: FBT001 - a value under test
    with pytest.raises(FetchFailed) as error:
        await polled(answer(status=status))
    assert error.value.again is again


@pytest.mark.parametrize("document", [[], {}, {"TrackingResults": None}, b"<xml/>", {"HasErrors": True}])
async def test_an_answer_of_another_form_is_a_failure(document: object) -> None:
    with pytest.raises(FetchFailed):
        await polled(answer(document))


async def test_a_parcel_without_updates_is_left_out() -> None:
    found, _ = await polled(answer({"TrackingResults": [{"Key": "1", "Value": []}, {"Key": "2", "Value": None}, None, {"Key": None}]}))
    assert found == []


async def test_an_update_without_a_time_is_as_old_as_the_answer_and_none_is_younger() -> None:
    rows = [{"UpdateCode": "SH003", "UpdateDateTime": None}]
    ahead = [{"UpdateCode": "SH003", "UpdateDateTime": f"/Date({NOW + HOUR})/"}]
    found, _ = await polled(answer({"TrackingResults": {"1": rows, "2": ahead}}))
    assert [one.at for one in found] == [NOW, NOW]


@pytest.mark.parametrize("missing", ACCOUNT)
def test_an_account_is_whole_or_absent(missing: str) -> None:
    with pytest.raises(ValidationError, match="together, or none of them"):
        AramexOptions.model_validate({name: value for name, value in ACCOUNT.items() if name != missing})


def test_a_country_is_a_code() -> None:
    with pytest.raises(ValidationError):
        AramexOptions.model_validate({**ACCOUNT, "account_country_code": "Saudi Arabia"})


def test_a_push_by_agreement_is_taken_apart_by_waybill() -> None:
    taken = CONNECTOR.split(knock((FIXTURES / "constructed_answer.json").read_bytes()), "d1")
    assert [(item.id, item.lane) for item in taken.items] == [
        ("aramex:noor:d1:47384200001", "parcel:noor:47384200001"),
        ("aramex:noor:d1:47384200002", "parcel:noor:47384200002"),
    ]


def test_a_push_of_one_parcel_is_kept_as_it_came() -> None:
    content = (FIXTURES / "constructed_answer_delivered.json").read_bytes()
    item, events = through_the_door(CONNECTOR, content, [SECRET], {}, token=SECRET)
    assert (item.startswith("aramex:noor:"), {event.order_ref for event in events}) == (True, {None})
    assert told(CONNECTOR, [(content, "")]).heard == ("shipped", "out_for_delivery", "attempt_failed", "delivered")


def test_nobody_is_let_in_without_the_secret() -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(b"{}"), [SECRET])


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff"])
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
    row = {"UpdateCode": value, "UpdateDescription": value, "UpdateDateTime": value, "UpdateLocation": value, "WaybillNumber": value}
    for document in (value, {"TrackingResults": value}, {"TrackingResults": [{"Key": "1", "Value": [value, row]}]}, row):
        content = json.dumps(document).encode()
        CONNECTOR.split(knock(content), "d1")
        with contextlib.suppress(Unreadable):
            CONNECTOR.parse(delivery(content))
