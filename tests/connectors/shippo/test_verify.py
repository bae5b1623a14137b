from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.shippo import CONNECTOR
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

BODY = (Path(__file__).parent / "fixtures" / "constructed_track_updated_out_for_delivery.json").read_bytes()
SECRET = "0123456789abcdef0123"


def signature(body: bytes = BODY, secret: str = SECRET, at: str = "1794999999") -> dict[str, str]:
    return {"shippo-auth-signature": f"t={at},v1={hmac.digest(secret.encode(), at.encode() + b'.' + body, hashlib.sha256).hex()}"}


def at_address(token: str | None, secrets: list[str], body: bytes = BODY) -> str:
    return CONNECTOR.verify(knock(body, token=token), secrets)


def test_whoever_knows_the_address_is_let_in() -> None:
    assert at_address(SECRET, [SECRET]) == at_address(SECRET, ["other", SECRET])
    assert CONNECTOR.verify(knock(BODY, query={"token": SECRET}), [SECRET]) == at_address(SECRET, [SECRET])


@pytest.mark.parametrize("token", [None, "", SECRET[:-1], SECRET + "0", "\ud800"])
@pytest.mark.parametrize("secrets", [[], [""], [SECRET]])
def test_nobody_else_is(token: str | None, secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        at_address(token, secrets)


def test_a_signature_stands_in_for_the_address() -> None:
    assert CONNECTOR.verify(knock(BODY, signature()), ["other", SECRET]) == at_address(SECRET, [SECRET])


def test_a_wrong_address_is_not_made_good_by_a_signature() -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, signature(), token="guessed"), [SECRET])


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_of_a_signed_body_is_noticed(place: int, change: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(changed, signature()), [SECRET])


def test_the_time_is_signed_too() -> None:
    header = signature()["shippo-auth-signature"].replace("t=1794999999", "t=1795000000")
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, {"Shippo-Auth-Signature": header}), [SECRET])


@given(st.text(max_size=80))
def test_whatever_a_stranger_sends_as_a_signature_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, {"Shippo-Auth-Signature": text}), [SECRET])


def test_the_same_news_in_another_dress_is_the_same_delivery() -> None:
    document = json.loads(BODY)
    document["data"]["messages"] = ["again"]
    assert at_address(SECRET, [SECRET], json.dumps(document).encode()) == at_address(SECRET, [SECRET])


@pytest.mark.parametrize("path", [("eta",), ("carrier",), ("metadata",), ("tracking_status", "object_id"), ("tracking_status", "substatus", "code")])
def test_other_news_is_another_delivery(path: tuple[str, ...]) -> None:
    document = json.loads(BODY)
    inner = document["data"]
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = "other"
    assert at_address(SECRET, [SECRET], json.dumps(document).encode()) != at_address(SECRET, [SECRET])


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}"])
def test_a_body_without_a_parcel_is_known_by_its_bytes(body: bytes) -> None:
    assert len(at_address(SECRET, [SECRET], body)) == 64


def test_a_secret_that_can_be_guessed_is_none() -> None:
    assert CONNECTOR.wrong_secret(SECRET) is None
    assert CONNECTOR.wrong_secret("123abc") == "at least 16 random characters"
