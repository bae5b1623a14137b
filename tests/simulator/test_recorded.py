"""What the simulator posts has the same shape as what others have recorded from Meta (``tests/fixtures/whatsapp``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim

RECORDED = Path(__file__).parents[1] / "fixtures" / "whatsapp"
# What these recordings predate or leave to chance: v24 dropped the conversation, BSUIDs came in 2026, parents are for enterprises.
LATER = {"from_user_id", "recipient_user_id"}
NO_MORE = {"conversation", "parent_user_id"}
Json = dict[str, Any]


def recorded(name: str) -> Json:
    body: Json = json.loads((RECORDED / name).read_text(encoding="utf-8"))
    return body


def shape(value: object) -> object:
    """Return a value with its names kept and its contents replaced by their types."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items() if key not in LATER | NO_MORE}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return type(value).__name__


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("pywa/msg-text__message__reply.json", lambda phone: phone.says("replied text", reply_to="wamid.X")),
        ("pywa/msg-interactive.list_reply__callback_selection__callback.json", lambda phone: phone.taps("a", "A", context="wamid.X", style="list")),
        ("piusalfred/msg-button__webhooks_test__4.json", lambda phone: phone.taps("a", "A", context="wamid.X", style="template")),
        ("pywa/msg-image__message__image.json", lambda phone: phone.sends("image")),
        ("pywa/msg-sticker__message__animated_sticker.json", lambda phone: phone.sends("sticker")),
    ],
)
async def test_messages_have_the_recorded_shape(sim: Sim, bot: BotDouble, name: str, act: Any) -> None:
    act(sim.phone())
    await sim.settled()
    ours, theirs = bot.posts[0].json, recorded(name)
    for body in (ours, theirs):
        for contact in body["entry"][0]["changes"][0]["value"]["contacts"]:
            contact.pop("user_id", None)
    assert shape(ours) == shape(theirs)


async def test_statuses_have_the_recorded_fields(open_sim: Sim, bot: BotDouble) -> None:
    await open_sim.send(biz_opaque_callback_data="some data")
    await open_sim.settled()
    theirs = recorded("pywa/status-sent__message_status__with_tracker.json")["entry"][0]["changes"][0]["value"]["statuses"][0]
    ours = next(status for status in bot.statuses if status["status"] == "sent")
    assert set(ours) - LATER == set(theirs) - NO_MORE
    assert set(theirs["pricing"]) <= set(ours["pricing"])


async def test_failures_have_the_recorded_shape(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(fail_next={"count": 1, "code": 130472}, fail_how="status")
    await open_sim.send()
    await open_sim.settled()
    theirs = recorded("pywa/status-failed__message_status__failed.json")["entry"][0]["changes"][0]["value"]["statuses"][0]
    assert shape(bot.statuses[0]) == shape(theirs)
    assert bot.statuses[0]["errors"][0]["title"] == theirs["errors"][0]["title"]


async def test_news_of_templates_have_the_recorded_fields(sim: Sim, bot: BotDouble) -> None:
    spec = {"name": "fact", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "It is."}]}
    await sim.graph("POST", "200/message_templates", json=spec)
    await sim.settled()
    (change,) = recorded("piusalfred/field-message_template_status_update-APPROVED__business_test.json")["entry"][0]["changes"]
    (ours,) = bot.posts[0].json["entry"][0]["changes"]
    assert ours["field"] == change["field"]
    assert set(ours["value"]) <= set(change["value"]) | {"message_template_category", "reason"}


async def test_a_recorded_send_is_understood(open_sim: Sim) -> None:
    body = recorded("sends/pywa/text__all_options.json") | {"to": "+966511111111"}
    answer = await open_sim.graph("POST", "100/messages", json=body)
    assert answer.status == 200
    assert open_sim.world.sent[0].outbox_id == "tracker"


@pytest.mark.parametrize("name", sorted(path.name for path in (RECORDED / "sends" / "pywa_template_create").glob("*.json")))
async def test_recorded_templates_can_be_created(sim: Sim, name: str) -> None:
    answer = await sim.graph("POST", "200/message_templates", json=recorded(f"sends/pywa_template_create/{name}"))
    assert answer.json["status"] == "APPROVED"
