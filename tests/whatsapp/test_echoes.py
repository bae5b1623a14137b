"""What people of the shop write in the Business app: as Meta's documentation shows it and as it may go wrong."""

from __future__ import annotations

from contextlib import suppress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import Media, Text, Unsupported, WireIdentity
from bot.errors import Unreadable
from bot.whatsapp.echoes import Echo, parse_echoes

NOW = 1_790_000_000_000
OURS = {"display_phone_number": "+966 55 000 1111", "phone_number_id": "1093849293"}
SAID = {
    "from": "966550001111",
    "to": "966501234567",
    "id": "wamid.HBg",
    "timestamp": "1739321024",
    "type": "text",
    "text": {"body": "We'll have a look 🙂"},
}
PARTS = st.dictionaries(
    st.sampled_from([*SAID, "to_user_id", "image"]), st.none() | st.integers(-(2**63), 2**63) | st.text(max_size=9) | st.just({"body": "x"})
)


def stored(*told: object, metadata: object = OURS, at: object = NOW) -> bytes:
    return orjson.dumps({"at": at, "metadata": metadata, "value": {"message_echoes": list(told)}})


def one(**changes: object) -> Echo:
    (found,) = parse_echoes(stored({**SAID, **changes}))
    return found


def test_an_echo_says_what_went_to_whom() -> None:
    assert one() == Echo("wamid.HBg", "1093849293", WireIdentity(wa_id="966501234567"), 1_739_321_024_000, Text("We'll have a look 🙂"))


def test_one_that_has_both_ends_turned_goes_to_the_customer_all_the_same() -> None:
    turned = one(**{"from": "966501234567", "to": "+966550001111", "from_user_id": "SA.1"})
    assert turned.user == WireIdentity("SA.1", "966501234567")


def test_a_user_without_a_number_is_known_by_his_id() -> None:
    assert one(to=None, to_user_id="SA.1").user == WireIdentity("SA.1")


def test_without_our_own_number_the_ends_are_as_documented() -> None:
    (found,) = parse_echoes(stored(SAID, metadata={"phone_number_id": "110"}))
    assert found.user == WireIdentity(wa_id="966501234567")


@pytest.mark.parametrize("timestamp", [None, "", "yesterday", "0", [1]])
def test_without_a_usable_time_it_is_of_when_it_arrived(timestamp: object) -> None:
    assert one(timestamp=timestamp).at == NOW


def test_pictures_and_what_is_newer_than_this_program_are_told_apart() -> None:
    picture = one(type="image", image={"id": "m1", "mime_type": "image/jpeg", "caption": "this one?"}).content
    assert isinstance(picture, Media)
    assert (picture.media, picture.caption) == ("image", "this one?")
    assert one(type="poll", poll={}).content == Unsupported("poll")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"\xff", "not JSON"),
        (b"7", "no list"),
        (orjson.dumps({"value": {"message_echoes": "x"}}), "no list"),
        (stored(SAID, metadata=None), "phone_number_id"),
        (stored(SAID, metadata={"phone_number_id": "\x00"}), "phone_number_id"),
        (stored({**SAID, "to": "Sara"}), "nobody"),
        (stored({**SAID, "to": None}), "nobody"),
        (stored("hello"), "nobody"),
        (stored({**SAID, "id": None}), "id is missing"),
        (stored({**SAID, "id": "a\nb"}), "id is no valid id"),
        (stored({**SAID, "text": {}}), r"text\.body"),
    ],
)
def test_what_is_malformed_is_unreadable_and_says_why(body: bytes, wrong: str) -> None:
    with pytest.raises(Unreadable, match=wrong):
        parse_echoes(body)


@given(st.lists(PARTS, max_size=3), st.none() | st.integers(-(2**63), 2**63) | st.booleans())
def test_arbitrary_objects_are_echoes_to_somebody_or_unreadable(told: list[object], at: object) -> None:
    with suppress(Unreadable):
        for echo in parse_echoes(stored(*told, at=at)):
            assert echo.user.wa_id or echo.user.bsuid
            assert echo.wamid
