from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from bot.whatsapp.split import Split, split

if TYPE_CHECKING:
    from collections.abc import Callable

    Webhook = Callable[..., bytes]

NOW = 1_800_000_000_000
NOOR = {"profile": {"name": "Noor"}, "wa_id": "5215512345678", "user_id": "MX.1"}
OMAR = {"profile": {"name": "Omar"}, "wa_id": "966500000002"}


def text(wamid: str = "wamid.1", **more: object) -> dict[str, Any]:
    return {"from": "966500000002", "id": wamid, "timestamp": "1454119029", "type": "text", "text": {"body": "hi"}, **more}


def status(state: str = "read", **more: object) -> dict[str, Any]:
    return {"id": "wamid.9", "status": state, "timestamp": "1454119029", "recipient_id": "966500000002", **more}


def ids(result: Split) -> list[str]:
    return [item.id for item in result.items]


def test_a_message_becomes_an_item_that_stands_alone(webhook: Webhook) -> None:
    (item,) = split(webhook(messages=[text()], contacts=[OMAR]), NOW).items
    body = orjson.loads(item.body)
    assert (item.id, item.kind, item.source, item.received_at, item.attempts) == ("wa:wamid.1", "message", "1093849293", NOW, 0)
    assert (item.lane, item.at) == ("1093849293:wa:966500000002", 1_454_119_029_000)
    assert (body["metadata"]["phone_number_id"], body["contact"], body["message"]) == ("1093849293", OMAR, text())


def test_each_message_gets_its_own_contact(webhook: Webhook) -> None:
    messages = [text("a"), text("b", **{"from": "525512345678"}), text("c", **{"from": "1"})]
    result = split(webhook(messages=messages, contacts=[NOOR, OMAR]), NOW)
    assert [orjson.loads(item.body)["contact"] for item in result.items] == [OMAR, NOOR, None]
    assert [item.lane for item in result.items] == ["1093849293:wa:966500000002", "1093849293:bsuid:MX.1", "1093849293:wa:1"]


def test_a_sender_without_a_number_has_the_lane_of_his_bsuid(webhook: Webhook) -> None:
    message = {"from_user_id": "US.1", "id": "wamid.1", "timestamp": "1", "type": "text", "text": {"body": "hi"}}
    (item,) = split(webhook(messages=[message]), NOW).items
    assert item.lane == "1093849293:bsuid:US.1"


def test_two_spellings_of_a_number_share_a_lane(webhook: Webhook) -> None:
    result = split(webhook(messages=[text("a", **{"from": "5215512345678"}), text("b", **{"from": "525512345678"})]), NOW)
    assert len({item.lane for item in result.items}) == 1


def test_a_group_message_keeps_its_group(webhook: Webhook) -> None:
    (item,) = split(webhook(messages=[text(group_id="G1")]), NOW).items
    assert orjson.loads(item.body)["message"]["group_id"] == "G1"


@pytest.mark.parametrize("timestamp", [None, "soon", 2**63, "1e3"])
def test_an_odd_timestamp_is_replaced_by_the_time_of_arrival(webhook: Webhook, timestamp: object) -> None:
    (item,) = split(webhook(messages=[text(timestamp=timestamp)]), NOW).items
    assert item.at == NOW
    assert orjson.loads(item.body)["at"] == NOW


def test_each_state_of_a_message_is_an_item(webhook: Webhook) -> None:
    result = split(webhook(statuses=[status("sent"), status("read"), status("teleported")], contacts=[OMAR]), NOW)
    assert ids(result) == ["wa:wamid.9:sent", "wa:wamid.9:read", "wa:wamid.9:teleported"]
    assert {(item.kind, item.lane) for item in result.items} == {("status", "status:wamid.9")}
    assert orjson.loads(result.items[0].body)["contact"] == OMAR


@pytest.mark.parametrize(
    ("recipient", "suffix"), [({"recipient_participant_id": "111"}, "111"), ({"recipient_user_id": "US.2"}, "US.2"), ({}, "966500000002")]
)
def test_in_a_group_each_reader_has_a_status_of_his_own(webhook: Webhook, recipient: dict[str, str], suffix: str) -> None:
    result = split(webhook(statuses=[status(recipient_type="group", **recipient)]), NOW)
    assert ids(result) == [f"wa:wamid.9:read:{suffix}"]


def test_the_state_of_a_call_is_no_state_of_a_message(webhook: Webhook) -> None:
    (item,) = split(webhook(statuses=[status("RINGING", type="call")]), NOW).items
    assert item.kind == "account"
    assert orjson.loads(item.body)["value"]["statuses"] == [status("RINGING", type="call")]


def test_a_status_may_say_that_it_is_of_a_message(webhook: Webhook) -> None:
    assert split(webhook(statuses=[status(type="message")]), NOW).items[0].kind == "status"


def test_each_new_identity_is_an_item_in_its_own_lane(webhook: Webhook) -> None:
    update = {"wa_id": "5678", "user_id": {"previous": "US.1", "current": "US.2"}, "timestamp": "1454119029"}
    first, second = split(webhook(field="user_id_update", user_id_update=[update, {"user_id": {"current": "US.3"}}]), NOW).items
    assert (first.kind, first.lane, first.at) == ("identity", "1093849293:bsuid:US.2", 1_454_119_029_000)
    assert first.id.startswith("wa:user_id_update:")
    assert second.lane == "1093849293:bsuid:US.3"


def test_a_system_message_is_a_message_in_the_lane_of_the_former_identity(webhook: Webhook) -> None:
    system = {"type": "user_changed_user_id", "user_id": "MX.2", "previous_user_id": "CO.1", "body": "x"}
    (item,) = split(webhook(messages=[{"id": "wamid.1", "timestamp": "1", "type": "system", "system": system}]), NOW).items
    assert (item.kind, item.lane) == ("message", "1093849293:bsuid:CO.1")


def test_a_field_of_tomorrow_is_kept_whole(webhook: Webhook) -> None:
    (item,) = split(webhook(field="telepathy", value=["anything"]), NOW).items
    body = orjson.loads(item.body)
    assert (item.kind, item.source, item.lane) == ("account", "8856", "8856:telepathy")
    assert (body["field"], body["entry"], body["value"]) == ("telepathy", "8856", ["anything"])


def test_the_same_update_at_another_time_is_another_item() -> None:
    def body(time: int) -> bytes:
        change = {"field": "account_update", "value": {"event": "DISABLED_UPDATE"}}
        return orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "time": time, "changes": [change]}]})

    assert ids(split(body(1), NOW)) == ids(split(body(1), NOW + 1))
    assert ids(split(body(1), NOW)) != ids(split(body(2), NOW))


def test_the_order_of_keys_does_not_make_another_update(webhook: Webhook) -> None:
    one, two = {"event": "APPROVED", "message_template_id": 1}, {"message_template_id": 1, "event": "APPROVED"}
    field = "message_template_status_update"
    assert ids(split(webhook(field=field, value=one), NOW)) == ids(split(webhook(field=field, value=two), NOW))


def test_errors_and_unknown_parts_beside_messages_are_kept(webhook: Webhook) -> None:
    message, account = split(webhook(messages=[text()], errors=[{"code": 130429}], polls=[1]), NOW).items
    assert (message.kind, account.kind) == ("message", "account")
    assert orjson.loads(account.body)["value"] == {"errors": [{"code": 130429}], "polls": [1]}


def test_a_change_without_content_leaves_a_trace(webhook: Webhook) -> None:
    (item,) = split(webhook(contacts=[OMAR], messages=[]), NOW).items
    assert item.kind == "account"


def test_a_body_without_entries_holds_nothing() -> None:
    assert split(b'{"object":"whatsapp_business_account","entry":[]}', NOW) == Split((), ())


def test_every_entry_and_every_change_is_read(webhook: Webhook) -> None:
    entries = [orjson.loads(webhook(messages=[text(str(number))]))["entry"][0] for number in range(3)]
    entries[0]["changes"] += orjson.loads(webhook(statuses=[status()]))["entry"][0]["changes"]
    body = orjson.dumps({"object": "whatsapp_business_account", "entry": entries})
    assert ids(split(body, NOW)) == ["wa:0", "wa:wamid.9:read", "wa:1", "wa:2"]
