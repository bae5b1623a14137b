from __future__ import annotations

import json
from typing import Any

from bot.simulator.directory import user_of
from bot.simulator.faults import Fault
from bot.simulator.people import Person, SimNumber, User
from bot.simulator.wire import Update, contact, envelope, message, status

AT = 1_790_000_000_999
NUMBER = SimNumber("100", "200", "+966 50 000 0000", "Test shop", "token", "secret")
SHOP = {"store_id": "shop", "store_name": "Shop", "phone_number_id": "100"}
BOTH = user_of(Person("sara", "Sara", "ar", "966511111111", "SA.111", "SA", **SHOP))
PHONE = User("wa:966522222222", "966522222222", None)
BSUID = User("bsuid:SA.3", None, "SA.3")


def read(*updates: Update) -> Any:
    return json.loads(envelope(list(updates)))


def test_a_contact_has_what_is_known_and_nothing_empty() -> None:
    assert contact(BOTH) == {"profile": {"name": "Sara"}, "wa_id": "966511111111", "user_id": "SA.111"}
    assert contact(PHONE) == {"profile": {"name": "Customer"}, "wa_id": "966522222222"}
    assert contact(BSUID) == {"profile": {"name": "Customer"}, "user_id": "SA.3"}


def test_a_hidden_phone_is_absent_unless_there_is_nothing_else() -> None:
    assert contact(BOTH, hide_phone=True) == {"profile": {"name": "Sara"}, "user_id": "SA.111"}
    assert "wa_id" in contact(PHONE, hide_phone=True)
    assert "from" not in message(BOTH, "w", AT, "text", {}, hide_phone=True)


def test_a_message_has_its_time_in_seconds_as_text() -> None:
    assert message(BOTH, "wamid.1", AT, "text", {"body": "hi"}) == {
        "from": "966511111111",
        "from_user_id": "SA.111",
        "id": "wamid.1",
        "timestamp": "1790000000",
        "type": "text",
        "text": {"body": "hi"},
    }


def test_a_reply_carries_its_context() -> None:
    reply = message(PHONE, "wamid.2", AT, "text", {"body": "yes"}, context={"from": "966500000000", "id": "wamid.1"})
    assert reply["context"] == {"from": "966500000000", "id": "wamid.1"}


def test_a_status_names_the_recipient_by_all_known_ids() -> None:
    assert status(BOTH, "wamid.1", "delivered", AT, outbox_id="o1") == {
        "id": "wamid.1",
        "status": "delivered",
        "timestamp": "1790000000",
        "recipient_id": "966511111111",
        "recipient_user_id": "SA.111",
        "biz_opaque_callback_data": "o1",
    }


def test_a_failed_status_names_no_bsuid_beside_a_number() -> None:
    fault = Fault(131026, "no")
    assert "recipient_user_id" not in status(BOTH, "w", "failed", AT, fault=fault)
    assert status(BSUID, "w", "failed", AT, fault=fault)["recipient_user_id"] == "SA.3"


def test_a_failed_status_carries_the_error() -> None:
    failed: Any = status(PHONE, "w", "failed", AT, fault=Fault(131026, "not on WhatsApp"))
    error = failed["errors"][0]
    assert (error["code"], error["title"], error["error_data"]) == (131026, "Message undeliverable", {"details": "not on WhatsApp"})


def test_one_update_makes_one_change() -> None:
    body = read(Update(NUMBER, "messages", {"id": "m"}, {"wa_id": "1"}))
    assert body == {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "200",
                "changes": [
                    {
                        "value": {
                            "messaging_product": "whatsapp",
                            "metadata": {"display_phone_number": "966500000000", "phone_number_id": "100"},
                            "contacts": [{"wa_id": "1"}],
                            "messages": [{"id": "m"}],
                        },
                        "field": "messages",
                    },
                ],
            },
        ],
    }


def test_updates_of_a_kind_and_number_share_a_change() -> None:
    other = SimNumber("101", "200", "+966500000001", "Shop", "token", "secret")
    body = read(*(Update(number, kind, {"id": f"{kind}{n}"}) for n in range(2) for number in (NUMBER, other) for kind in ("messages", "statuses")))
    changes = body["entry"][0]["changes"]
    assert len(changes) == 4
    assert [one["id"] for one in changes[0]["value"]["messages"]] == ["messages0", "messages1"]


def test_accounts_have_entries_of_their_own() -> None:
    other = SimNumber("101", "201", "+966500000001", "Shop", "token", "secret")
    body = read(Update(NUMBER, "statuses", {"id": "a"}), Update(other, "statuses", {"id": "b"}))
    assert [entry["id"] for entry in body["entry"]] == ["200", "201"]


def test_a_status_without_contact_has_no_contacts_array() -> None:
    assert "contacts" not in read(Update(NUMBER, "statuses", {"id": "a"}))["entry"][0]["changes"][0]["value"]


def test_other_fields_stand_for_themselves() -> None:
    body = read(Update(NUMBER, "message_template_status_update", {"event": "APPROVED"}))
    assert body["entry"][0]["changes"] == [{"value": {"event": "APPROVED"}, "field": "message_template_status_update"}]
