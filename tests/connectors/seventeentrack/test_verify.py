from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.seventeentrack import CONNECTOR
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

BODY = (Path(__file__).parent / "fixtures" / "constructed_tracking_updated_out_for_delivery.json").read_bytes()
KEY = "C1B3A5D7E9F1"


def signed(body: bytes = BODY, key: str = KEY) -> str:
    return hashlib.sha256(body + f"/{key}".encode()).hexdigest()


def verify(body: bytes, header: str | None, keys: list[str]) -> str:
    return CONNECTOR.verify(knock(body, {} if header is None else {"Sign": header}), keys)


def test_a_signed_webhook_is_known_by_its_bytes() -> None:
    assert verify(BODY, signed(), [KEY]) == verify(BODY, signed(), [KEY])
    assert verify(b"{}", signed(b"{}"), [KEY]) != verify(BODY, signed(), [KEY])


@pytest.mark.parametrize("header", [signed().upper(), f" {signed()} "])
def test_the_digits_may_be_written_in_any_case(header: str) -> None:
    assert verify(BODY, header, [KEY])


@pytest.mark.parametrize("keys", [["other", KEY], [KEY, "other"], ["", KEY]])
def test_one_good_key_among_several_is_enough(keys: list[str]) -> None:
    assert verify(BODY, signed(), keys)


@pytest.mark.parametrize("keys", [[], [""], ["other"]])
def test_without_the_right_key_nothing_is_let_in(keys: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY, signed(), keys)


def test_the_digest_of_an_empty_key_opens_nothing() -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY, signed(key=""), [""])


@pytest.mark.parametrize("header", [None, "", "é", "\ud800", hashlib.sha256(BODY).hexdigest()])
def test_any_other_header_is_refused(header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY, header, [KEY])


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :], signed(), [KEY])
