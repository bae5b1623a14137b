from __future__ import annotations

import json
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.whatsapp.split import split

if TYPE_CHECKING:
    from collections.abc import Callable

    Webhook = Callable[..., bytes]

NOW = 1_800_000_000_000
GOOD = {"from": "966500000002", "id": "wamid.good", "timestamp": "1454119029", "type": "text", "text": {"body": "hi"}}
STATUS = {"id": "wamid.9", "status": "sent", "timestamp": "1", "recipient_id": "1"}
BAD_MESSAGES = [
    (None, "no object"),
    ("text", "no object"),
    ({**GOOD, "id": None}, "id is missing"),
    ({**GOOD, "id": ""}, "id is no valid id"),
    ({**GOOD, "id": 2**63}, "id is no valid id"),
    ({**GOOD, "id": "a\x00b"}, "id is no valid id"),
    ({**GOOD, "id": "x" * 513}, "id is no valid id"),
    ({**GOOD, "from": 966500000002}, "from is no phone number"),
    ({**GOOD, "from": "nobody"}, "from is no phone number"),
    ({**GOOD, "from": None}, "no sender"),
    ({**GOOD, "from_user_id": "US.\n1"}, "from_user_id is no valid id"),
]
TEXT = st.characters(codec=None, exclude_categories=())
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**65) | st.floats(allow_nan=False, allow_infinity=False) | st.text(TEXT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(TEXT, max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("message", "why"), BAD_MESSAGES)
def test_a_malformed_message_is_parked_alone(webhook: Webhook, message: object, why: str) -> None:
    result = split(webhook(messages=[GOOD, message, {**GOOD, "id": "wamid.2"}]), NOW)
    (parked,) = result.parked
    assert [item.id for item in result.items] == ["wa:wamid.good", "wa:wamid.2"]
    assert why in parked.error
    assert (parked.kind, parked.source, parked.parked_at) == ("unknown", "1093849293", NOW)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ([], "no object"),
        ({**STATUS, "id": 5}, "id is no valid"),
        ({**STATUS, "status": None}, "status is missing"),
        ({**STATUS, "recipient_type": "group", "recipient_participant_id": 5}, "recipient_participant_id is no valid"),
    ],
)
def test_a_malformed_status_is_parked_alone(webhook: Webhook, status: object, why: str) -> None:
    result = split(webhook(statuses=[STATUS, status]), NOW)
    assert [item.id for item in result.items] == ["wa:wamid.9:sent"]
    assert why in result.parked[0].error


@pytest.mark.parametrize("update", [{}, {"user_id": {"current": 1}}, {"user_id": {"current": "US.1"}, "wa_id": 5}])
def test_a_malformed_change_of_identity_is_parked(webhook: Webhook, update: object) -> None:
    result = split(webhook(field="user_id_update", user_id_update=[update]), NOW)
    assert (len(result.items), len(result.parked)) == (0, 1)


@pytest.mark.parametrize("metadata", [None, [], {}, {"phone_number_id": 1}, {"phone_number_id": "\x00"}])
def test_a_message_for_no_number_of_ours_is_parked(webhook: Webhook, metadata: object) -> None:
    result = split(webhook(value={"metadata": metadata, "messages": [GOOD], "statuses": [STATUS]}), NOW)
    assert [parked.error for parked in result.parked] == ["a valid metadata.phone_number_id is missing"] * 2


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b"[]", "no object"),
        (b'"text"', "no object"),
        (b'{"object":"page","entry":[]}', "no object of the kind"),
        (b'{"object":"whatsapp_business_account"}', "no list of entries"),
        (b'{"object":"whatsapp_business_account","entry":{}}', "no list of entries"),
    ],
)
def test_another_kind_of_body_is_parked_whole(body: bytes, why: str) -> None:
    result = split(body, NOW)
    (parked,) = result.parked
    assert result.items == ()
    assert why in parked.error
    assert parked.body == body


@pytest.mark.parametrize(
    "entry", [None, 1, {}, {"changes": None}, {"changes": [None]}, {"changes": [{}]}, {"changes": [{"field": "messages", "value": 1}]}]
)
def test_a_malformed_entry_is_parked_alone(webhook: Webhook, entry: object) -> None:
    envelope = orjson.loads(webhook(messages=[GOOD]))
    envelope["entry"].insert(0, entry)
    result = split(orjson.dumps(envelope), NOW)
    assert [item.id for item in result.items] == ["wa:wamid.good"]
    assert len(result.parked) == 1


def test_a_list_that_is_none_is_parked_and_its_neighbours_are_not(webhook: Webhook) -> None:
    result = split(webhook(messages={"id": "x"}, statuses=[STATUS]), NOW)
    assert [item.id for item in result.items] == ["wa:wamid.9:sent"]
    assert result.parked[0].error == "messages is no list"


@pytest.mark.parametrize(("message", "_why"), BAD_MESSAGES)
def test_what_is_parked_can_be_split_again_and_parks_the_same(webhook: Webhook, message: object, _why: str) -> None:
    (parked,) = split(webhook(messages=[message]), NOW).parked
    assert split(parked.body, NOW).parked == (parked,)


def test_what_is_parked_keeps_its_contact_for_a_replay(webhook: Webhook) -> None:
    contacts = [{"wa_id": "1"}, {"wa_id": "966500000002", "profile": {"name": "Omar"}}]
    (parked,) = split(webhook(messages=[{**GOOD, "id": 5}], contacts=contacts), NOW).parked
    repaired = parked.body.replace(b'"id":5', b'"id":"wamid.5"')
    assert orjson.loads(split(repaired, NOW).items[0].body)["contact"] == contacts[1]


def test_half_an_emoji_in_a_text_is_no_reason_to_park(webhook: Webhook) -> None:
    body = webhook(messages=[{**GOOD, "text": {"body": "HALF"}}, {**GOOD, "id": "ID"}, GOOD])
    result = split(body.replace(b"HALF", rb"\ud83d").replace(b'"ID"', rb'"\ud83d"'), NOW)
    assert [item.id for item in result.items] == ["wa:wamid.good", "wa:wamid.good"]
    assert rb'"body":"\ud83d"' in result.items[0].body
    assert "id is no valid" in result.parked[0].error


@pytest.mark.parametrize("depth", [100, 300, 900, 1000])
@pytest.mark.parametrize("odd", ['{"id":"wamid.deep","from":"1","text":DEEP}', '{"type":"call","id":"wacid.1","status":"X","session":DEEP}'])
def test_a_deeply_nested_element_does_not_sink_its_neighbours(webhook: Webhook, odd: str, depth: int) -> None:
    part = "statuses" if "call" in odd else "messages"
    body = webhook(**{part: ["ODD"]}, errors=[{"code": 1}]).replace(b'"ODD"', odd.encode().replace(b"DEEP", b"[" * depth + b"]" * depth))
    result = split(body, NOW)
    assert [item.kind for item in result.items][-1] == "account"
    assert len(result.items) + len(result.parked) == 2


def test_of_a_thousand_messages_ten_odd_ones_are_parked(webhook: Webhook) -> None:
    messages = [{**GOOD, "id": number if number % 100 == 7 else f"wamid.{number}"} for number in range(1000)]
    result = split(webhook(messages=messages), NOW)
    assert (len(result.items), len(result.parked)) == (990, 10)
    assert len({parked.id for parked in result.parked}) == 10


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_parked_whole_or_understood(body: bytes) -> None:
    assert len(split(body, NOW).parked) == 1


@given(
    json_values, st.sampled_from(["messages", "user_id_update", "calls"]), st.sampled_from(["messages", "statuses", "contacts", "metadata", "errors"])
)
def test_arbitrary_json_in_any_place_never_raises(value: object, field: str, part: str) -> None:
    odd: dict[str, object] = {"metadata": {"phone_number_id": "1"}, part: [value], "user_id_update": value}
    entries = [value, {"id": value, "time": value, "changes": [value, {"field": field, "value": odd}, {"field": field, "value": value}]}]
    result = split(_json({"object": "whatsapp_business_account", "entry": entries}), NOW)
    names = [name for item in result.items for name in (item.id, item.lane, item.source)]
    assert all(name.encode().decode() == name for name in [*names, *(parked.id for parked in result.parked)])


@given(st.lists(json_values, max_size=4), st.integers(0, 4))
def test_odd_neighbours_change_nothing_about_a_good_message(neighbours: list[object], position: int) -> None:
    metadata = {"phone_number_id": "1"}
    alone = split(_envelope({"metadata": metadata, "messages": [GOOD]}), NOW).items
    crowded = split(_envelope({"metadata": metadata, "messages": [*neighbours[:position], GOOD, *neighbours[position:]]}), NOW).items
    assert [item for item in crowded if item.id == "wa:wamid.good"] == list(alone)


def _envelope(value: object) -> bytes:
    return _json({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]})


def _json(value: object) -> bytes:
    """Return JSON of any value, half emojis and huge numbers included."""
    return json.dumps(value).encode()
