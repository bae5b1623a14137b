from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.zoho_books import CONNECTOR
from bot.domain.clock import parse_instant
from bot.errors import Unauthenticated, Unreadable
from tests.connectors.knocking import NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated
from tests.connectors.telling import through_the_door, told
from tests.connectors.zoho_books.records import RECORDS, SECRET, body, changed

BODY = body("invoice_sent")
SIGNATURE = "X-Zoho-Webhook-Signature"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


def sign(message: bytes) -> str:
    return hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest()


def test_a_signed_body_is_known_by_its_bytes() -> None:
    request = knock(BODY, {SIGNATURE.lower(): sign(BODY).upper()})
    assert len(CONNECTOR.verify(request, ["other", SECRET])) == 64


def test_the_query_is_signed_in_order_of_its_names_before_the_body() -> None:
    request = knock(BODY, {SIGNATURE: sign(b"namebasicsubscription_id90343" + BODY)}, query={"subscription_id": "90343", "name": "basic"})
    assert CONNECTOR.verify(request, [SECRET])


def test_of_a_form_the_names_and_values_are_signed() -> None:
    content = urlencode({"zeta": "1", "JSONString": '{"a": "ب"}'}).encode()
    message = 'JSONString{"a": "ب"}queryxzeta1'.encode()
    assert CONNECTOR.verify(knock(content, {**FORM, SIGNATURE: sign(message)}, query={"query": "x"}), [SECRET])


def test_the_secret_in_the_address_needs_no_signature() -> None:
    assert CONNECTOR.verify(knock(BODY, {SIGNATURE: "of another making"}, token=SECRET), [SECRET])


def test_a_wrong_secret_in_the_address_is_not_made_good_by_a_signature() -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, {SIGNATURE: sign(BODY)}, token="x" * 24), [SECRET])


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    forged = BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(forged, {SIGNATURE: sign(BODY)}), [SECRET])


@pytest.mark.parametrize("secrets", [[], [""], ["other"]])
def test_without_the_right_secret_nothing_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, {SIGNATURE: sign(BODY)}), secrets)


@given(st.text(max_size=40), st.text(max_size=10))
def test_whatever_a_stranger_sends_is_refused(text: str, value: str) -> None:
    with pytest.raises(Unauthenticated):
        CONNECTOR.verify(knock(BODY, {**FORM, SIGNATURE: text}, query={"a": value}), [SECRET])


@pytest.mark.parametrize("name", ["invoice_sent", "invoice_paid", "invoice_void", "creditnote_open"])
def test_a_record_waits_in_the_lane_of_its_order(name: str) -> None:
    (item,) = CONNECTOR.split(knock(body(name)), "d1").items
    assert (item.id, item.lane, item.source) == ("zoho_books:noor:d1", "order:noor:NH-1042", "zoho_books/noor")


def test_its_time_is_that_of_the_last_change() -> None:
    assert CONNECTOR.split(knock(BODY), "d1").items[0].at == parse_instant("2026-11-20T12:21:48+03:00")


def test_a_record_of_no_order_has_a_lane_of_its_own() -> None:
    (item,) = CONNECTOR.split(knock(body("contact_updated")), "d1").items
    assert (item.lane, item.at) == ("event:zoho_books:noor:d1", NOW)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"JSONString=%7B"])
def test_what_is_no_record_is_kept_aside(content: bytes) -> None:
    assert len(CONNECTOR.split(knock(content), "d1").parked) == 1


def test_the_customer_hears_of_each_step_once() -> None:
    life = [body(name) for name in ("invoice_business_pending", "invoice_sent", "invoice_paid", "creditnote_open")]
    later = changed(
        "invoice_sent", tax_treatment="vat_registered", einvoice_details={"status": "Cleared"}, last_modified_time="2026-11-20T13:00:00+0300"
    )
    assert told(CONNECTOR, [(life[0], "")]).heard == ()
    assert told(CONNECTOR, [(content, "") for content in (life[0], later, *life[2:], *life[2:])]).heard == ("invoice", "confirmed", "credit_note")


def test_what_comes_through_the_door_is_what_was_sent() -> None:
    _, events = through_the_door(CONNECTOR, BODY, [SECRET], {"X-Wasla-Token": SECRET})
    assert events[0].order_ref == "NH-1042"


@given(mutated(RECORDS))
def test_one_value_gone_wrong_is_unreadable_at_worst(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert len(taken.items) + len(taken.parked) == 1
    with contextlib.suppress(Unreadable):
        CONNECTOR.parse(delivery(content))


@given(VALUES, st.binary(max_size=30))
def test_anything_at_all_is_unreadable_at_worst(value: object, data: bytes) -> None:
    for content in (json.dumps(value).encode(), json.dumps({"invoice": value}).encode(), data, b"JSONString=" + data):
        CONNECTOR.split(knock(content), "d1")
        with contextlib.suppress(Unreadable):
            CONNECTOR.parse(delivery(content))
