"""What users tell WhatsApp about marketing messages, as Meta's documentation shows it and as it may go wrong."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import WireIdentity
from bot.errors import Unreadable
from bot.whatsapp.preferences import Preference, parse_preferences

NOW = 1_790_000_000_000
STOP = {"wa_id": "16505551234", "detail": "User requested to stop", "category": "marketing_messages", "value": "stop", "timestamp": 1_731_705_721}
SARA = {"profile": {"name": "Sara"}, "wa_id": "16505551234", "user_id": "US.13491208655302741918"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*STOP, "user_id", "contacts", "user_preferences"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def stored(*told: object, contacts: object = (SARA,), number: object = "1093849293", **more: object) -> bytes:
    value = {"contacts": list(contacts) if isinstance(contacts, tuple) else contacts, "user_preferences": list(told)}
    return orjson.dumps({"at": NOW, "metadata": {"phone_number_id": number}, "value": value, **more})


def one(**changes: Any) -> Preference:
    (found,) = parse_preferences(stored({**STOP, **changes}))
    return found


def test_a_stop_says_who_when_and_in_which_words() -> None:
    user = WireIdentity("US.13491208655302741918", "16505551234")
    assert one() == Preference("1093849293", user, False, 1_731_705_721_000, "User requested to stop")  # noqa: FBT003 - not given


@pytest.mark.parametrize(("value", "given_"), [("stop", False), ("resume", True), ("signup", True)])
def test_three_words_are_known(value: str, given_: bool) -> None:  # noqa: FBT001 - a column of the table
    assert one(value=value).given is given_


@pytest.mark.parametrize("changes", [{"value": "pause"}, {"value": None}, {"value": ["stop"]}, {"category": "utility_messages"}, {"category": None}])
def test_what_is_newer_than_this_program_is_left_out(changes: dict[str, object]) -> None:
    assert parse_preferences(stored({**STOP, **changes}, STOP)) == parse_preferences(stored(STOP, contacts=()))


def test_without_words_of_its_own_the_value_is_the_wording() -> None:
    assert one(detail=None).wording == "stop"
    assert one(detail=7, value="resume").wording == "resume"


@pytest.mark.parametrize("timestamp", [None, "soon", -1, 0, True, 10**15])
def test_without_a_usable_time_it_is_of_when_it_arrived(timestamp: object) -> None:
    assert one(timestamp=timestamp).at == NOW


def test_the_contact_completes_only_the_user_whom_it_is_about() -> None:
    assert one(wa_id=None).user == WireIdentity("US.13491208655302741918", "16505551234")
    assert one(wa_id="966501234567").user == WireIdentity(None, "966501234567")
    assert one(wa_id=None, user_id="SA.1").user == WireIdentity("SA.1")


def test_of_several_preferences_no_contact_completes_any() -> None:
    found = parse_preferences(stored(STOP, {**STOP, "wa_id": "966501234567"}, contacts=(SARA, SARA)))
    assert [preference.user for preference in found] == [WireIdentity(None, "16505551234"), WireIdentity(None, "966501234567")]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"{", "not JSON"),
        (b"[]", "no list"),
        (orjson.dumps({"value": {"user_preferences": {}}}), "no list"),
        (stored(STOP, number=None), "phone_number_id"),
        (stored(STOP, number=110), "phone_number_id"),
        (stored({**STOP, "wa_id": "Sara"}, contacts=()), "neither wa_id nor user_id"),
        (stored({**STOP, "wa_id": None}, contacts=[7]), "neither wa_id nor user_id"),
    ],
)
def test_what_is_malformed_is_unreadable_and_says_why(body: bytes, wrong: str) -> None:
    with pytest.raises(Unreadable, match=wrong):
        parse_preferences(body)


@given(ANYTHING, ANYTHING)
def test_arbitrary_objects_are_preferences_of_somebody_or_unreadable(told: object, contacts: object) -> None:
    with suppress(Unreadable):
        for preference in parse_preferences(stored(told, contacts=contacts)):
            assert preference.user.wa_id or preference.user.bsuid
            assert preference.at > 0
