from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.inbox import Parked
from bot.flow.parked import readable, redacted, store_ids

ITEM = Parked("x", "message", 1, "n1", "odd", b"{}")
JSONS = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda one: st.lists(one) | st.dictionaries(st.text(), one))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ('{"wa_id": "966501234567"}', "966501234567"),
        ('{"wa_id": 966501234567}', "966501234567"),
        ('{"966501234567": 1}', "966501234567"),
        ('{"a": [{"text": "call +966 50 123-4567"}]}', "123-4567"),
        ('{"client_secret": {"x": "abc"}}', "abc"),
        ('{"Authorization": "Bearer abc"}', "abc"),
        ('{"mail": "sara@noor.example"}', "sara@"),
        ("access_token=abc&x=1", "abc"),
        ('{"token": "abc", broken', "abc"),
        ("from 966501234567", "966501234567"),
    ],
)
def test_secrets_numbers_and_addresses_are_not_shown(text: str, gone: str) -> None:
    assert gone not in redacted(text)


@pytest.mark.parametrize("text", ['{"order": "1042", "total": 19900}', '{"at": "2025-10-09"}', '{"ok": true, "none": null}'])
def test_what_points_to_nobody_stays(text: str) -> None:
    assert json.loads(redacted(text)) == json.loads(text)


@given(JSONS)
def test_every_json_can_be_shown(value: object) -> None:
    json.loads(redacted(json.dumps(value)))


@given(st.binary(max_size=200))
def test_all_bytes_can_be_shown(body: bytes) -> None:
    redacted(readable(Parked("x", "unknown", 1, "whatsapp", "odd", body)))


@pytest.mark.parametrize(("source", "stores"), [("n1", ("noor", "dar")), ("standard/noor", ("noor",)), ("whatsapp", ()), ("", ())])
def test_an_item_belongs_to_the_stores_of_its_source(source: str, stores: tuple[str, ...]) -> None:
    assert store_ids(Parked("x", "event", 1, source, "", b""), {"n1": ["noor", "dar"]}) == stores
