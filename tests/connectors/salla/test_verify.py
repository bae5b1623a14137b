from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.salla import CONNECTOR
from bot.connectors.signatures import hmac_hex
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

BODY = (Path(__file__).parent / "fixtures" / "constructed_order_created.json").read_bytes()
SECRET, OTHER = "5f0c2d1a9be84f27a6c3d5e1", "another-secret-of-24-char"


def signed(secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    return {"X-Salla-Security-Strategy": "Signature", "X-Salla-Signature": hmac_hex(secret, body)}


def verify(headers: dict[str, str], body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,)) -> str:
    return CONNECTOR.verify(knock(body, headers), secrets)


def test_a_signed_delivery_is_known_by_shop_event_and_body() -> None:
    assert verify(signed()) == f"1305146709:order.created:{hashlib.sha256(BODY).hexdigest()}"


def test_the_signature_alone_is_enough_in_any_case() -> None:
    assert verify({"x-salla-signature": hmac_hex(SECRET, BODY).upper()}) == verify(signed())


@pytest.mark.parametrize("headers", [{"X-Salla-Security-Strategy": "Token", "Authorization": SECRET}, {"authorization": SECRET}])
def test_the_token_strategy_sends_the_secret_itself(headers: dict[str, str]) -> None:
    assert verify(headers) == verify(signed())


@pytest.mark.parametrize("token", [f"Bearer {SECRET}", OTHER, "", "é\udcff"])
def test_the_token_is_compared_as_it_stands(token: str) -> None:
    with pytest.raises(Unauthenticated):
        verify({"X-Salla-Security-Strategy": "Token", "Authorization": token})


def test_a_wrong_signature_is_not_made_good_by_a_token() -> None:
    with pytest.raises(Unauthenticated):
        verify({"X-Salla-Signature": "0" * 64, "Authorization": SECRET})


@pytest.mark.parametrize("headers", [{}, {"X-Salla-Security-Strategy": "none"}, {"X-Salla-Security-Strategy": "none", "Authorization": SECRET}])
def test_an_app_without_protection_is_told_what_to_choose(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthenticated, match="security strategy Signature"):
        verify(headers)


@pytest.mark.parametrize("secrets", [(OTHER, SECRET), (SECRET, OTHER)])
def test_either_secret_is_good_while_it_is_changed(secrets: tuple[str, ...]) -> None:
    assert verify(signed(), secrets=secrets)


@pytest.mark.parametrize("secrets", [(), ("",), (OTHER,)])
def test_without_the_right_secret_nothing_is_let_in(secrets: tuple[str, ...]) -> None:
    with pytest.raises(Unauthenticated):
        verify(signed(), secrets=secrets)


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated):
        verify(signed(), changed)


def test_a_signed_body_that_is_no_json_is_known_by_its_hash() -> None:
    assert verify(signed(body=b"\xff"), b"\xff") == "::" + hashlib.sha256(b"\xff").hexdigest()


@pytest.mark.parametrize("secret", ["none", "signature", "", "too short", "has spaces in its middle"])
def test_the_name_of_a_strategy_is_no_secret(secret: str) -> None:
    assert CONNECTOR.wrong_secret(secret)


def test_a_secret_of_salla_is_one() -> None:
    assert CONNECTOR.wrong_secret(SECRET) is None


def test_salla_takes_200_for_success() -> None:
    assert CONNECTOR.success == 200
