"""Whatever comes, it is split without an error, and read, ignored or unreadable."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.bigcommerce import CONNECTOR
from bot.errors import Unauthenticated, Unreadable
from tests.connectors.bigcommerce.shop import FIXTURES, HOOKS, SECRET, fixture, hook, whole
from tests.connectors.knocking import delivery, knock
from tests.connectors.mutations import VALUES, mutated

PATHS = [FIXTURES / f"constructed_{name}.json" for name in HOOKS]
PARTS = ("order", "products", "addresses", "shipments", "refunds")


def holds(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    assert CONNECTOR.verify(knock(content, token=SECRET), [SECRET])
    with contextlib.suppress(Unreadable):
        assert CONNECTOR.parse(delivery(content))


@given(mutated(PATHS))
def test_one_value_gone_wrong_is_borne(content: bytes) -> None:
    holds(content)


@pytest.mark.parametrize("part", PARTS)
@given(value=VALUES)
def test_any_part_may_be_anything(part: str, value: object) -> None:
    for odd in (value, [value], [{"id": 1, "payments": value, "items": value, "name": value}]):
        holds(json.dumps(json.loads(whole(shipments=fixture("shipments"))) | {part: odd}).encode())


@given(VALUES)
def test_any_json_is_borne(value: Any) -> None:
    holds(json.dumps(value).encode())
    holds(hook("status_updated", data={"id": 1, "status": {"new_status_id": value}}))


@given(st.binary(max_size=60))
def test_any_bytes_are_borne(content: bytes) -> None:
    holds(content)
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(content), [SECRET])
