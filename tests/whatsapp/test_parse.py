from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.message import IdentityChange, Text, WireIdentity
from bot.errors import Unreadable
from bot.whatsapp.parse import parse_identity, parse_message, parse_status

if TYPE_CHECKING:
    from collections.abc import Callable

    Stored = Callable[..., bytes]

CONTACT = {"profile": {"name": "Kerry"}, "wa_id": "5678", "user_id": "US.1"}
TEXT = {"from": "5678", "id": "wamid.1", "timestamp": "1454119029", "type": "text", "text": {"body": "hi"}}
STATUS = {"id": "wamid.9", "status": "delivered", "timestamp": "1454119029"}
UPDATE = {"wa_id": "5678", "user_id": {"previous": "US.1", "current": "US.2"}}


def test_a_message_is_read_with_everything_around_it(stored: Stored) -> None:
    context = {"id": "wamid.0", "from": "1"}
    message = parse_message(stored("message", {**TEXT, "context": context, "referral": {"source_id": "AD1"}, "group_id": "G1"}, CONTACT))
    assert (message.id, message.phone_number_id, message.sent_at) == ("wamid.1", "1093849293", 1_454_119_029_000)
    assert (message.sender, message.profile_name) == (WireIdentity("US.1", "5678"), "Kerry")
    assert (message.content, message.reply_to, message.referral, message.group_id) == (Text("hi"), "wamid.0", "AD1", "G1")


def test_what_is_absent_or_odd_around_a_message_does_not_matter(stored: Stored) -> None:
    odd: dict[str, Any] = {**TEXT, "context": {"id": 5}, "referral": [], "group_id": 7, "future": {}}
    message = parse_message(stored("message", odd, {"profile": {"name": " "}}))
    assert (message.reply_to, message.referral, message.group_id, message.profile_name, message.forwarded) == (None, None, None, None, False)


@pytest.mark.parametrize("mark", ["forwarded", "frequently_forwarded"])
def test_a_forwarded_message_says_so(stored: Stored, mark: str) -> None:
    assert parse_message(stored("message", {**TEXT, "context": {mark: True}})).forwarded


def test_a_user_without_a_number_is_known_by_his_bsuid(stored: Stored) -> None:
    message = {key: value for key, value in TEXT.items() if key != "from"} | {"from_user_id": "US.1"}
    assert parse_message(stored("message", message, {"user_id": "US.1"})).sender == WireIdentity(bsuid="US.1")


def test_half_an_emoji_is_shown_as_a_replacement(stored: Stored) -> None:
    body = stored("message", TEXT).replace(b'"hi"', rb'"hi \ud83d"')
    assert parse_message(body).content == Text("hi \ufffd")


def test_the_time_comes_from_the_message_where_the_item_has_none(stored: Stored) -> None:
    assert parse_message(stored("message", TEXT, at=None)).sent_at == 1_454_119_029_000
    with pytest.raises(Unreadable, match="timestamp"):
        parse_message(stored("message", {**TEXT, "timestamp": "soon"}, at=None))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"message":[]}', b"[" * 5000])
def test_what_is_no_item_is_unreadable(body: bytes) -> None:
    for parse in (parse_message, parse_status, parse_identity):
        with pytest.raises(Unreadable, match="stored item"):
            parse(body)


def test_a_status_carries_our_own_id_and_its_price(stored: Stored) -> None:
    pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    status = parse_status(stored("status", {**STATUS, "biz_opaque_callback_data": "co:1:2:0", "pricing": pricing}))
    assert (status.wamid, status.state, status.at) == ("wamid.9", "delivered", 1_454_119_029_000)
    assert (status.outbox_id, status.pricing) == ("co:1:2:0", ("utility", "regular"))


@pytest.mark.parametrize(
    ("pricing", "expected"),
    [(None, None), ({}, None), ({"category": "service"}, ("service", "")), ({"type": "new", "category": "new"}, ("new", "new"))],
)
def test_prices_may_be_absent_or_of_a_new_kind(stored: Stored, pricing: object, expected: object) -> None:
    assert parse_status(stored("status", {**STATUS, "pricing": pricing})).pricing == expected


@pytest.mark.parametrize(("wire", "state"), [("sent", "sent"), ("read", "read"), ("played", "read"), ("failed", "failed"), ("teleported", None)])
def test_a_state_that_is_not_known_is_none(stored: Stored, wire: str, state: str | None) -> None:
    assert parse_status(stored("status", {**STATUS, "status": wire})).state == state


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ({"code": 131026, "title": "t", "message": "m", "error_data": {"details": "d"}}, "d"),
        ({"code": 131026, "title": "t", "message": "m"}, "m"),
        ({"code": 131026, "title": "t"}, "t"),
        ({"code": 131026}, None),
    ],
)
def test_a_failure_says_why_in_the_most_exact_words(stored: Stored, error: dict[str, object], text: str | None) -> None:
    status = parse_status(stored("status", {**STATUS, "status": "failed", "errors": [error]}))
    assert (status.error_code, status.error_text) == (131026, text)


def test_the_recipient_of_a_status_is_completed_from_the_contact(stored: Stored) -> None:
    assert parse_status(stored("status", {**STATUS, "recipient_user_id": "US.1"}, CONTACT)).recipient == WireIdentity("US.1", "5678")


def test_the_recipient_in_a_group_is_the_participant(stored: Stored) -> None:
    group = {**STATUS, "recipient_type": "group", "recipient_id": "99", "recipient_participant_id": "5678"}
    assert parse_status(stored("status", group)).recipient == WireIdentity(wa_id="5678")


@pytest.mark.parametrize("change", [{"id": 5}, {"status": 5}, {"errors": "x"}])
def test_a_malformed_status_is_unreadable(stored: Stored, change: dict[str, object]) -> None:
    with pytest.raises(Unreadable, match=r"status\."):
        parse_status(stored("status", {**STATUS, **change}))


def test_a_new_identity_tells_the_old_one(stored: Stored) -> None:
    assert parse_identity(stored("user_id_update", UPDATE)) == (IdentityChange(wa_id="5678", bsuid="US.2", previous_bsuid="US.1"),)


@pytest.mark.parametrize("ids", ["US.2", {"current": "US.2"}])
def test_the_old_identity_may_be_unknown(stored: Stored, ids: object) -> None:
    assert parse_identity(stored("user_id_update", {"user_id": ids})) == (IdentityChange(bsuid="US.2"),)


@pytest.mark.parametrize("update", [{}, {"user_id": {"previous": "US.1"}}, {**UPDATE, "wa_id": "x"}])
def test_an_update_without_a_new_identity_is_unreadable(stored: Stored, update: dict[str, object]) -> None:
    with pytest.raises(Unreadable, match="user_id_update"):
        parse_identity(stored("user_id_update", update))
