from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.records import Receipt, Records, Refused, Sent


def sent(**body: Any) -> Sent:
    return Sent("wamid.1", "100", body, 0, None, "sara")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"text": {"body": "hi"}}, "hi"),
        ({"type": "interactive", "interactive": {"body": {"text": "choose"}}}, "choose"),
        ({"type": "interactive", "interactive": {}}, ""),
        ({"type": "document", "document": {"caption": "invoice"}}, "invoice"),
        ({"type": "image", "image": {}}, ""),
        ({"type": "reaction", "reaction": {"emoji": "👍"}}, "👍"),
        ({"type": "template", "template": {"name": "t"}}, "t"),
        ({"type": "template", "template": {"name": "t", "components": [{"parameters": [{"text": "a"}, {"payload": "x"}]}]}}, "t a"),
        ({"type": "contacts", "contacts": []}, ""),
    ],
)
def test_what_can_be_read_in_a_send(body: dict[str, Any], text: str) -> None:
    assert sent(**body).text == text


def test_the_type_is_text_unless_it_says_otherwise() -> None:
    assert (sent().type, sent(type="image").type) == ("text", "image")


def test_records_can_be_cleared() -> None:
    records = Records()
    records.add_sent(sent())
    records.add_receipt(Receipt("100", "w", typing=False, at=0))
    records.add_refused(Refused("100", {}, 100, "no", 0))
    records.clear()
    assert (records.sent, records.receipts, records.refused, records.sent_count) == ([], [], [], 0)


async def test_what_holds_already_needs_no_waiting() -> None:
    await Records().wait_until(lambda: True, timeout=0.01)


async def test_waiters_are_forgotten_when_their_time_is_up() -> None:
    records = Records()
    with pytest.raises(TimeoutError):
        await records.wait_until(lambda: False, timeout=0.01)
    records.wake()
    assert not records.waited_for
