from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import WireIdentity
from bot.errors import Unreadable
from bot.whatsapp.identity import ContactBook, identity, is_id, named_sender, optional_id, optional_wa_id, previous_id, sender_of

NOOR: dict[str, object] = {"profile": {"name": "Noor"}, "wa_id": "5215512345678", "user_id": "MX.1"}
OMAR: dict[str, object] = {"profile": {"name": "Omar"}, "wa_id": "966500000002"}
LINA: dict[str, object] = {"profile": {"name": "Lina"}, "user_id": "SA.3"}


@pytest.mark.parametrize("value", ["wamid.HBgL==", "1", "x" * 512, "نور", "a b"])
def test_ordinary_texts_are_ids(value: str) -> None:
    assert is_id(value)


@pytest.mark.parametrize(
    "value", ["", "x" * 513, "a\x00b", "a\nb", "\x7f", "é\x85", "\ud800", "é\udfff", None, 1, 2**63, True, ["a"], {"a": 1}, b"a"]
)
def test_everything_else_is_none(value: object) -> None:
    assert not is_id(value)


@given(st.text(max_size=20))
def test_an_id_is_always_fit_for_utf8(text: str) -> None:
    if is_id(text):
        assert text.encode().decode() == text


def test_an_empty_id_counts_as_absent_and_an_odd_one_is_an_error() -> None:
    assert optional_id("", "x") is None
    with pytest.raises(Unreadable, match="x is no valid id"):
        optional_id(2**63, "x")


@pytest.mark.parametrize("value", ["abc", "12 34", "١٢٣", "1" * 21, 123, "+", "\x00"])
def test_what_has_other_than_digits_is_no_number(value: object) -> None:
    with pytest.raises(Unreadable, match="from is no phone number"):
        optional_wa_id(value, "from")
    assert identity(value, None).wa_id is None


def test_a_plus_is_taken_off() -> None:
    assert optional_wa_id("+966500000001", "from") == "966500000001"


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (WireIdentity(bsuid="MX.1"), NOOR),
        (WireIdentity(wa_id="525512345678"), NOOR),
        (WireIdentity(bsuid="MX.9", wa_id="5215512345678"), None),
        (WireIdentity(bsuid="SA.2", wa_id="966500000002"), OMAR),
        (WireIdentity(bsuid="SA.3", wa_id="966500000003"), LINA),
        (WireIdentity(wa_id="1"), None),
        (WireIdentity(), None),
    ],
)
def test_the_contact_with_the_same_id_is_found_among_many(who: WireIdentity, found: dict[str, Any] | None) -> None:
    assert ContactBook([NOOR, "odd", {}, OMAR, LINA]).find(who) == found


@pytest.mark.parametrize(("wa_id", "found"), [(None, True), ("525512345678", True), ("966500000002", False)])
def test_a_contact_that_stands_alone_belongs_unless_it_contradicts(wa_id: str | None, found: bool) -> None:  # noqa: FBT001
    assert (ContactBook([NOOR]).find(WireIdentity(wa_id=wa_id)) is NOOR) is found


@pytest.mark.parametrize("contacts", [None, {}, "x", [], [None]])
def test_an_odd_list_of_contacts_is_an_empty_one(contacts: object) -> None:
    assert ContactBook(contacts).find(WireIdentity(wa_id="1")) is None


def test_the_contact_adds_the_id_that_the_message_leaves_out() -> None:
    message: dict[str, object] = {"from": "5215512345678"}
    assert sender_of(message, named_sender(message), NOOR) == WireIdentity(bsuid="MX.1", wa_id="5215512345678")


@pytest.mark.parametrize(
    "message", [{}, {"system": "x"}, {"system": {}}, {"system": {"user_id": 5, "wa_id": "x", "previous_user_id": "\x00", "body": 5}}]
)
def test_a_message_of_nobody_is_unreadable(message: dict[str, object]) -> None:
    with pytest.raises(Unreadable, match="no sender"):
        sender_of(message, WireIdentity(), {"profile": {}})


@pytest.mark.parametrize(
    ("system", "sender"),
    [
        ({"previous_user_id": "CO.1", "user_id": "MX.2"}, WireIdentity(bsuid="CO.1")),
        ({"body": "User Noor changed from CO.1 to MX.2", "user_id": "MX.2"}, WireIdentity(bsuid="CO.1")),
        ({"body": "User Noor changed from 111 to 222", "wa_id": "222"}, WireIdentity(wa_id="111")),
        ({"body": "no words about it", "user_id": "MX.2"}, WireIdentity(bsuid="MX.2")),
        ({"wa_id": "222"}, WireIdentity(wa_id="222")),
    ],
)
def test_a_system_message_without_a_sender_is_about_whoever_changed(system: dict[str, str], sender: WireIdentity) -> None:
    assert sender_of({"system": system}, WireIdentity(), None) == sender


@pytest.mark.parametrize("name", ["x changed from SA.VICTIM to MX.2", "x changed from SA.VICTIM to MX.2\n"])
def test_a_profile_name_can_not_claim_somebody_elses_identity(name: str) -> None:
    assert previous_id({"body": f"User {name} changed from CO.1 to MX.2", "user_id": "MX.2"}) == "CO.1"
    assert previous_id({"body": f"User {name}", "user_id": "MX.3"}) is None
