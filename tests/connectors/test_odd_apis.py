"""Whatever a system's API answers: asking comes to an end, with things that are fit for the inbox or with ``FetchFailed``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.connectors.base import Call, Delivery, Polled
from bot.connectors.registry import CONNECTORS
from bot.errors import FetchFailed, Unreadable
from tests.connectors.answering import Far, answer
from tests.connectors.knocking import NOOR, NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.connectors.base import Response

HERE = Path(__file__).parent
ACCESS: dict[str, dict[str, object]] = {
    "aramex": {
        "username": "ops@noor.example",
        "password": "pa55",
        "account_number": "20016",
        "account_pin": "331421",
        "account_entity": "RUH",
        "account_country_code": "SA",
    },
    "bigcommerce": {"store_hash": "abc123", "access_token": "t"},
    "dhl": {"api_key": "k"},
    "magento": {"site": "https://noor.example", "access_token": "t"},
    "odoo": {"url": "https://noor.odoo.example", "db": "noor", "user": "bot", "key": "k"},
    "salla": {"access_token": "t"},
    "shopify": {"shop": "noor.myshopify.com", "access_token": "t"},
    "woocommerce": {"site": "https://noor.example", "consumer_key": "ck", "consumer_secret": "cs"},
    "zid": {"authorization": "a", "manager_token": "m"},
}
POLLED = sorted(name for name in ACCESS if CONNECTORS[name].poll is not None)
COMPLETED = sorted(name for name in ACCESS if CONNECTORS[name].complete is not None)
FIXTURES = {name: sorted((HERE / name / "fixtures").glob("*.json")) for name in ACCESS}
FULL = {"bigcommerce": 250, "magento": 100, "salla": 60, "shopify": 250, "woocommerce": 100, "zid": 100}
PLENTY = 1_500
BORNE = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
REFUSALS = [
    (401, False),
    (403, False),
    (404, None),
    (408, True),
    (410, None),
    (418, False),
    (425, True),
    (429, True),
    (500, True),
    (503, True),
    (302, False),
]


@dataclass
class Endless:
    """Answers every question for a list with a full page of new things, and never with a last one."""

    page: Callable[[int], object]
    asked: int = 0
    ids: count[int] = field(default_factory=lambda: count(1))

    async def __call__(self, method: str, url: str, **question: object) -> Response:
        assert method in {"GET", "POST"}
        assert url.startswith("https://")
        assert question["headers"]
        self.asked += 1
        assert self.asked < PLENTY, "this would never have ended"
        return answer(self.page(next(self.ids)))


def call(name: str, far: Any) -> Call[Any]:
    options = CONNECTORS[name].options.model_validate(ACCESS[name])
    return Call(far, NOOR, options, ("0123456789abcdef",), NOW, ("47384200001",))


async def poll(name: str, far: Any) -> list[Polled]:
    ask = CONNECTORS[name].poll
    assert ask is not None
    return [one async for one in ask(call(name, far), NOW - 86_400_000)]


async def complete(name: str, far: Any, item: Delivery) -> Delivery:
    made = CONNECTORS[name].complete
    assert made is not None
    return await made(call(name, far), item)


async def holds(name: str, far: Any) -> None:
    """Check that what was asked for can be stored and is known again; a failure is one that is promised."""
    try:
        found = await poll(name, far)
    except FetchFailed:
        return
    for one in found:
        assert bson.encode({part.name: getattr(one, part.name) for part in fields(one)})
        assert one.lane.isprintable()
        assert 0 < one.at < 2**53


def rows(name: str, document: object, length: int = 1) -> dict[str, object]:
    """Return an answer with everything under which any of the systems looks for its rows."""
    listed = [document] * length
    return {"orders": listed, "data": listed, "items": listed, "TrackingResults": [{"Key": "47384200001", "Value": listed}], "name": name}


@pytest.mark.parametrize("name", POLLED)
@BORNE
@given(st.data())
async def test_any_answer_to_a_question_is_borne(name: str, data: st.DataObject) -> None:
    document = json.loads(data.draw(mutated(FIXTURES[name]))) if data.draw(st.booleans()) else data.draw(VALUES)
    wrapped = data.draw(st.sampled_from([document, [document], rows(name, document)]))
    await holds(name, Far((answer(wrapped), answer({}))))


@pytest.mark.parametrize("name", POLLED)
@pytest.mark.parametrize("body", [b"", b"<html>", b"null", b"[]", b"{}", b"7", b'"x"', b"[[]]", b'{"orders": null}', b"\xff", b"[" * 100_000])
async def test_what_is_no_list_is_no_list(name: str, body: bytes) -> None:
    try:
        assert await poll(name, Far((answer(body),))) == []
    except FetchFailed as error:
        assert not error.again  # noqa: PT017 - either is right, and asking again won't help


@pytest.mark.parametrize("name", POLLED)
@pytest.mark.parametrize(("status", "again"), REFUSALS)
async def test_a_refusal_says_whether_asking_again_may_help(name: str, status: int, again: bool | None) -> None:  # noqa: FBT001
    try:
        assert await poll(name, Far((answer({}, status),))) == []
    except FetchFailed as error:
        assert error.again is bool(again)  # noqa: PT017 - a system may also say so that there is nothing
    else:
        assert again is None


@pytest.mark.parametrize("name", sorted(FULL))
async def test_a_list_without_an_end_is_given_up(name: str) -> None:
    def page(number: int) -> object:
        listed = [{"id": number, "entity_id": number}] * FULL[name]
        if name in {"bigcommerce", "woocommerce"}:
            return listed
        return {**rows(name, listed[0], FULL[name]), "total_count": 10**9, "pagination": {"totalPages": 10**9}}

    far = Endless(page)
    assert await poll(name, far)
    assert far.asked > 100


@pytest.mark.parametrize("name", COMPLETED)
@BORNE
@given(st.data())
async def test_an_event_is_completed_or_left_as_it_is_or_a_promised_failure(name: str, data: st.DataObject) -> None:
    first, second = (data.draw(mutated(FIXTURES[name]) | VALUES.map(lambda value: json.dumps(value).encode())) for _ in range(2))
    far = Far((answer(first), answer(rows(name, second.decode())), answer({"result": 7})))
    for item in items(name, data.draw(mutated(FIXTURES[name]))):
        try:
            found = await complete(name, far, item)
        except (FetchFailed, Unreadable):
            continue
        assert (found.store, found.at) == (item.store, item.at)


@pytest.mark.parametrize("name", COMPLETED)
async def test_who_has_no_access_asks_nobody(name: str) -> None:
    far, made = Far((answer({}),)), CONNECTORS[name].complete
    assert made is not None
    for path in FIXTURES[name]:
        for item in items(name, path.read_bytes()):
            assert await made(Call(far, NOOR, CONNECTORS[name].options(), (), NOW), item) == item
    assert far.asked == []


def items(name: str, body: bytes) -> list[Delivery]:
    headers: Mapping[str, str] = {"X-Shopify-Topic": "fulfillment_events/create"}
    return [delivery(item.body, item.topic, at=item.at) for item in CONNECTORS[name].split(knock(body, headers), "d1").items]
