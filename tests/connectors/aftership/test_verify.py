from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.aftership import CONNECTOR
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

SECRET = "a1b2c3d4e5f6"
BODY = (Path(__file__).parent / "fixtures" / "constructed_tracking_update_out_for_delivery.json").read_bytes()


def signed(body: bytes = BODY, secret: str = SECRET) -> dict[str, str]:
    return {"Aftership-Hmac-Sha256": base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()}


def verify(body: bytes, headers: dict[str, str], secrets: list[str]) -> str:
    return CONNECTOR.verify(knock(body, headers), secrets)


def test_a_signed_webhook_is_known_by_its_event_id() -> None:
    assert verify(BODY, signed(), [SECRET]) == "7c0f2f0e-3a55-4f7e-9f52-1f7d1f6f0001"


@pytest.mark.parametrize("secrets", [["other", SECRET], [SECRET, "other"], ["", SECRET]])
def test_one_good_secret_among_several_is_enough(secrets: list[str]) -> None:
    assert verify(BODY, signed(), secrets)


@pytest.mark.parametrize("secrets", [[], [""], ["other"]])
def test_without_the_right_secret_nothing_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY, signed(), secrets)


@pytest.mark.parametrize("header", ["as-signature-hmac-sha256", "am-webhook-signature"])
def test_sister_products_sign_under_other_names(header: str) -> None:
    with pytest.raises(Unauthenticated, match="missing"):
        verify(BODY, {header: signed()["Aftership-Hmac-Sha256"]}, [SECRET])


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :], signed(), [SECRET])


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"event": "tracking_update"}', b'{"event_id": {}}'])
def test_a_body_without_an_event_id_is_known_by_its_bytes(body: bytes) -> None:
    found = verify(body, signed(body), [SECRET])
    assert len(found) == 64
    assert found == verify(body, signed(body), [SECRET])


@given(st.text(max_size=60))
def test_whatever_a_stranger_sends_as_a_signature_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY, {"aftership-hmac-sha256": text}, [SECRET])
