from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from bot.connectors.base import Call
from bot.connectors.zid import CONNECTOR
from bot.connectors.zid.client import ZidOptions
from bot.domain.clock import parse_instant
from bot.errors import FetchFailed
from tests.connectors.answering import Far, answer
from tests.connectors.knocking import NOOR, delivery
from tests.connectors.zid.bodies import ORDER, all_of, body

if TYPE_CHECKING:
    from bot.connectors.base import Polled, Response

NOW = parse_instant("2026-11-22T12:00:00Z")
KEYS = {"authorization": "Bearer a", "manager_token": "m"}
ROW = json.loads(body("order_create"))
CHANGED = parse_instant("2026-11-20T09:21:48Z")


async def polled(*answers: Response, since: int = 0, keys: dict[str, str] | None = None) -> tuple[list[Polled], Far]:
    far = Far(answers)
    assert CONNECTOR.poll is not None
    call = Call(far, NOOR, ZidOptions.model_validate(KEYS if keys is None else keys), ("a secret",), NOW)
    return [one async for one in CONNECTOR.poll(call, since)], far


async def test_listed_orders_are_read_like_events() -> None:
    (found,), _ = await polled(answer({"orders": [ROW]}))
    assert CONNECTOR.parse(delivery(found.body, found.topic)) == all_of(body("order_create"))
    assert (found.lane, found.at) == (f"order:noor:{ORDER}", CHANGED)


async def test_they_are_asked_for_with_both_keys() -> None:
    _, far = await polled(answer({"orders": []}))
    (asked,) = far.asked
    assert asked.url == "https://api.zid.sa/v1/managers/store/orders"
    assert (asked.headers["Authorization"], asked.headers["X-Manager-Token"], asked.headers["Accept-Language"]) == ("Bearer a", "m", "ar")
    assert asked.params == {"date_from": "2026-11-08", "per_page": "100", "payload_type": "default", "page": "1"}


async def test_the_same_state_has_the_same_key_whenever_it_is_met() -> None:
    (first,), _ = await polled(answer({"orders": [ROW]}))
    (again,), _ = await polled(answer({"orders": [ROW]}), since=CHANGED)
    (other,), _ = await polled(answer({"orders": [{**ROW, "payment_status": "refunded"}]}))
    assert first.key == again.key != other.key


async def test_what_has_not_changed_since_is_left_out() -> None:
    assert (await polled(answer({"orders": [ROW]}), since=CHANGED + 1))[0] == []


async def test_pages_are_asked_for_until_one_is_not_full() -> None:
    full = [{**ROW, "id": place} for place in range(100)]
    found, far = await polled(answer({"orders": full}), answer({"orders": [ROW, "odd", {"name": "lamp"}]}))
    assert (len(found), [asked.params["page"] for asked in far.asked]) == (101, ["1", "2"])


@pytest.mark.parametrize("keys", [{}, {"authorization": "a"}, {"manager_token": "m"}])
async def test_without_both_keys_nothing_is_asked(keys: dict[str, str]) -> None:
    found, far = await polled(answer(), keys=keys)
    assert (found, far.asked) == ([], [])


@pytest.mark.parametrize("odd", [answer([]), answer({"orders": {}}), answer(b"<html>"), answer(status=401), answer(status=503)])
async def test_an_odd_answer_is_a_failure(odd: Response) -> None:
    with pytest.raises(FetchFailed):
        await polled(odd)


@pytest.mark.parametrize("options", [{"look_back_days": 91}, {"store": "noor"}])
def test_options_that_cannot_be_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ZidOptions.model_validate(options)
