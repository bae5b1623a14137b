"""What holds for every webhook, however Meta puts it together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.whatsapp.parse import parse_identity, parse_message, parse_status
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from bot.domain.inbox import InboxItem

Json = dict[str, Any]

NOW = 1_800_000_000_000
FIELDS = [
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "automatic_events",
    "business_capability_update",
    "business_username_update",
    "calls",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "history",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
    "user_preferences",
]
ids = st.text(st.characters(codec="ascii", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=12)
digits = st.text("0123456789", min_size=1, max_size=15)
moments = st.integers(1, 4_000_000_000).map(str)
people = st.fixed_dictionaries({}, optional={"from": digits, "from_user_id": ids.map(lambda name: f"US.{name}")}).filter(bool)
contents = st.sampled_from(
    [
        {"type": "text", "text": {"body": "وين طلبي؟"}},
        {"type": "image", "image": {"id": "9", "mime_type": "image/jpeg"}},
        {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}}},
        {"type": "hologram", "hologram": {"depth": 3}},
    ],
)
messages = st.builds(lambda wamid, at, who, what: {"id": wamid, "timestamp": at, **who, **what}, ids, moments, people, contents)
states = st.sampled_from(["sent", "delivered", "read", "failed", "played", "new"])
statuses = st.builds(lambda wamid, at, state: {"id": wamid, "timestamp": at, "status": state}, ids, moments, states)
updates = st.builds(lambda bsuid, at: {"user_id": {"current": bsuid}, "timestamp": at}, ids, moments)


def change(field: str, number: str = "1", **parts: object) -> Json:
    return {"field": field, "value": {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, **parts}}


def envelope(*changes: Json) -> bytes:
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "8856", "changes": list(changes)}]})


def items(*changes: Json, received_at: int = NOW) -> tuple[InboxItem, ...]:
    result = split(envelope(*changes), received_at)
    assert result.parked == ()
    return result.items


@given(st.lists(messages, min_size=1, max_size=5), st.lists(statuses, min_size=1, max_size=5))
def test_nothing_is_lost_and_nothing_is_added(sent: list[Json], reported: list[Json]) -> None:
    found = items(change("messages", messages=sent, statuses=reported))
    assert [item.id for item in found if item.kind == "message"] == [f"wa:{message['id']}" for message in sent]
    assert [item.id for item in found if item.kind == "status"] == [f"wa:{status['id']}:{status['status']}" for status in reported]


@given(st.lists(messages, min_size=1, max_size=5))
def test_it_does_not_matter_how_messages_are_bundled(sent: list[Json]) -> None:
    together = items(change("messages", messages=sent))
    apart = items(*(change("messages", messages=[message]) for message in sent))
    assert [(item.id, item.lane, item.body) for item in together] == [(item.id, item.lane, item.body) for item in apart]


@given(messages, st.integers(0, 10**6))
def test_a_redelivery_has_the_same_ids_lanes_and_bodies(message: Json, later: int) -> None:
    first = items(change("messages", messages=[message]))
    again = items(change("messages", messages=[message]), received_at=NOW + later)
    assert [(item.id, item.lane, item.at, item.body) for item in first] == [(item.id, item.lane, item.at, item.body) for item in again]


@given(messages)
def test_what_is_split_can_be_parsed_to_the_same_user_and_time(message: Json) -> None:
    (item,) = items(change("messages", messages=[message]))
    parsed = parse_message(item.body)
    assert item.lane == f"{parsed.phone_number_id}:{parsed.sender.lane}"
    assert (item.id, item.at, item.source) == (f"wa:{parsed.id}", parsed.sent_at, parsed.phone_number_id)


@given(statuses)
def test_what_is_reported_can_be_parsed(status: Json) -> None:
    (item,) = items(change("messages", statuses=[status]))
    assert parse_status(item.body).wamid == status["id"]


@given(updates)
def test_a_new_identity_can_be_parsed(update: Json) -> None:
    (item,) = items(change("user_id_update", user_id_update=[update]))
    (changed,) = parse_identity(item.body)
    assert item.lane == f"1:bsuid:{changed.bsuid}"


@given(messages, digits, digits)
def test_each_number_of_ours_has_lanes_of_its_own(message: Json, one: str, other: str) -> None:
    (first,), (second,) = items(change("messages", one, messages=[message])), items(change("messages", other, messages=[message]))
    assert (first.lane == second.lane) is (one == other)


@given(updates, st.sampled_from(["1", "2"]))
def test_a_change_of_identity_counts_for_each_number_of_ours(update: Json, number: str) -> None:
    (first,), (second,) = items(change("user_id_update", user_id_update=[update])), items(change("user_id_update", number, user_id_update=[update]))
    assert (first.id == second.id) is (number == "1")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, [], {}, "text", 5, {"event": "ANYTHING", "timestamp": 1}])
def test_every_other_field_with_any_value_is_one_account_item(field: str, value: object) -> None:
    (item,) = items({"field": field, "value": value})
    assert (item.kind, item.lane) == ("account", f"8856:{field}")
    assert orjson.loads(item.body)["value"] == value


@given(st.lists(messages, min_size=1, max_size=4), st.lists(st.none() | st.booleans() | st.text(max_size=3), min_size=1, max_size=4))
def test_every_element_is_either_an_item_or_parked(sent: list[Json], odd: list[object]) -> None:
    result = split(envelope(change("messages", messages=[*sent, *odd])), NOW)
    assert (len(result.items), len(result.parked)) == (len(sent), len(odd))
    assert all(parked.error.endswith("is no object") for parked in result.parked)
