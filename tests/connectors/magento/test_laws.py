"""Whatever comes, it is split without an error, and read, ignored or unreadable."""

from __future__ import annotations

import contextlib
import json

from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.magento import CONNECTOR
from bot.errors import Unreadable
from tests.connectors.knocking import delivery, knock
from tests.connectors.magento.shop import EVENTS, SAVED
from tests.connectors.mutations import VALUES, mutated

TYPES = st.sampled_from([SAVED, *(SAVED.replace("order_save_commit", f"order_{name}_save") for name in ("shipment", "shipment_track", "creditmemo"))])


def holds(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    for item in taken.items:
        with contextlib.suppress(Unreadable):
            assert CONNECTOR.parse(delivery(item.body))


@given(mutated(EVENTS))
def test_one_value_gone_wrong_is_borne(content: bytes) -> None:
    holds(content)


@given(VALUES, TYPES)
def test_any_json_is_borne(value: object, event_type: str) -> None:
    holds(json.dumps(value).encode())
    holds(json.dumps({"type": event_type, "time": value, "data": {"value": value}}).encode())
    holds(json.dumps({"type": event_type, "order": {"entity_id": 1, "items": value}, "shipments": value, "creditmemos": [value]}).encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_borne(body: bytes) -> None:
    holds(body)
