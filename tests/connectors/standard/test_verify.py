from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from bot.connectors.standard import CONNECTOR
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

SECRET = "whsec_" + base64.b64encode(b"the secret of the house of light").decode()
OTHER = "whsec_" + base64.b64encode(b"some other secret of 24 byte").decode()
BODY = '{"type": "shipment.updated", "data": {"place": "الرياض"}}'.encode()


def verify(headers: dict[str, str], body: bytes, secrets: list[str]) -> str:
    return CONNECTOR.verify(knock(body, headers), secrets)


def signed(secret: str = SECRET, body: bytes = BODY, webhook_id: str = "msg_1", minutes_ago: float = 0) -> dict[str, str]:
    at = datetime.fromtimestamp(round(datetime.now(UTC).timestamp() - 60 * minutes_ago), UTC)  # noqa: TID251 - the package reads the clock
    signature = Webhook(secret).sign(webhook_id, at, body.decode())
    return {"webhook-id": webhook_id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


def test_a_signed_request_is_known_by_its_id() -> None:
    assert verify(signed(), BODY, [SECRET]) == "msg_1"


def test_the_signature_is_the_one_that_the_specification_describes() -> None:
    headers = signed()
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + BODY
    digest = hmac.new(base64.b64decode(SECRET.removeprefix("whsec_")), content, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_header_names_may_be_written_in_any_case() -> None:
    headers = {name.title(): value for name, value in signed().items()}
    assert verify(headers, BODY, [SECRET]) == "msg_1"


@pytest.mark.parametrize("secrets", [[OTHER, SECRET], [SECRET, OTHER], ["", SECRET], ["whsec_é", SECRET]])
def test_one_good_secret_among_several_is_enough(secrets: list[str]) -> None:
    assert verify(signed(), BODY, secrets) == "msg_1"


def test_a_secret_without_its_prefix_and_padding_is_the_same_secret() -> None:
    assert verify(signed(), BODY, [SECRET.removeprefix("whsec_").rstrip("=")]) == "msg_1"


@pytest.mark.parametrize("rest", ["v1,AAAA", "v1", "v1a,xyz=", "", "v1,a,b", "v1,####", "v1,é"])
def test_one_good_signature_among_odd_ones_is_enough(rest: str) -> None:
    headers = signed()
    headers["webhook-signature"] = f"{rest} {headers['webhook-signature']} {rest}"
    assert verify(headers, BODY, [SECRET]) == "msg_1"


def test_both_signatures_of_a_secret_that_is_being_changed_are_good() -> None:
    headers = signed(OTHER)
    headers["webhook-signature"] += " " + signed()["webhook-signature"]
    assert verify(headers, BODY, [SECRET]) == "msg_1"


@pytest.mark.parametrize("secrets", [[], [""], ["whsec_"], ["not base64 at all: é"], [OTHER]])
def test_without_the_right_secret_nothing_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        verify(signed(), BODY, secrets)


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated):
        verify(signed(), changed, [SECRET])


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_every_header_is_needed_and_signed(name: str) -> None:
    headers = signed()
    for value in ("", "msg_2" if name == "webhook-id" else "1795000000"):
        with pytest.raises(Unauthenticated):
            verify({**headers, name: value}, BODY, [SECRET])
    del headers[name]
    with pytest.raises(Unauthenticated):
        verify(headers, BODY, [SECRET])


@pytest.mark.parametrize("minutes", [6, -6])
def test_old_requests_cannot_be_replayed_nor_early_ones_made(minutes: int) -> None:
    with pytest.raises(Unauthenticated, match="too"):
        verify(signed(minutes_ago=minutes), BODY, [SECRET])


def test_a_few_minutes_of_clock_difference_are_fine() -> None:
    assert verify(signed(minutes_ago=timedelta(minutes=4).seconds / 60), BODY, [SECRET]) == "msg_1"


@pytest.mark.parametrize("stamp", ["soon", "nan", "inf", "1e400", "-1", "99999999999999999999", "\ud800"])
def test_odd_timestamps_are_refused(stamp: str) -> None:
    with pytest.raises(Unauthenticated):
        verify({**signed(), "webhook-timestamp": stamp}, BODY, [SECRET])


def test_a_body_that_is_no_text_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        verify(signed(), b"\xff\xfe", [SECRET])


@pytest.mark.parametrize("webhook_id", ["a b", "a\nb", "é", "x" * 201, "\x00", "\ud800"])
def test_an_id_that_is_not_fit_to_be_stored_is_refused(webhook_id: str) -> None:
    with pytest.raises(Unauthenticated, match="webhook-id"):
        verify({**signed(), "webhook-id": webhook_id}, BODY, [SECRET])


def test_a_signed_body_need_not_be_json_to_be_the_senders() -> None:
    assert verify(signed(body=b"hello"), b"hello", [SECRET]) == "msg_1"


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text(max_size=60)), st.binary(max_size=60))
def test_whatever_a_stranger_sends_is_refused_and_nothing_else_happens(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(Unauthenticated):
        verify(headers, body, [SECRET, "odd", ""])
