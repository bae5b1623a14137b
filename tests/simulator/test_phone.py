from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from bot.simulator.phone import Phone
from bot.simulator.world import Person

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim


async def heard(sim: Sim, bot: BotDouble) -> dict[str, Any]:
    """Return the one message that the bot has heard."""
    await sim.settled()
    assert len(bot.messages) == 1
    return bot.messages[0]


async def test_words_arrive_with_name_number_and_bsuid(sim: Sim, bot: BotDouble) -> None:
    message = sim.phone().says("وين طلبي؟")
    wire = await heard(sim, bot)
    assert (wire["text"], wire["id"]) == ({"body": "وين طلبي؟"}, message.id)
    assert (wire["from"], wire["from_user_id"]) == ("966511111111", "SA.111")
    assert bot.values[0]["contacts"] == [{"profile": {"name": "Sara"}, "wa_id": "966511111111", "user_id": "SA.111"}]
    assert bot.values[0]["metadata"] == {"display_phone_number": "966500000000", "phone_number_id": "100"}


async def test_a_person_without_bsuid_shows_none(sim: Sim, bot: BotDouble) -> None:
    sim.phone("omar").says("hi")
    assert "from_user_id" not in await heard(sim, bot)


async def test_a_person_without_number_shows_none(sim: Sim, bot: BotDouble) -> None:
    sim.phone("nour").says("bonjour")
    wire = await heard(sim, bot)
    assert "from" not in wire
    assert bot.values[0]["contacts"] == [{"profile": {"name": "Nour"}, "user_id": "FR.333"}]


async def test_numbers_can_be_hidden_everywhere(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(bsuid_only=True)
    open_sim.phone().says("hi")
    await open_sim.send(to=None, recipient="SA.111")
    await open_sim.settled()
    assert all(b"966511111111" not in post.body for post in bot.posts)
    assert {status["recipient_user_id"] for status in bot.statuses} == {"SA.111"}


async def test_a_reply_quotes_the_message(sim: Sim, bot: BotDouble) -> None:
    message = sim.phone().says("this one", reply_to="wamid.X")
    assert (await heard(sim, bot))["context"] == {"from": "966500000000", "id": "wamid.X"}
    assert message.reply_to == "wamid.X"


@pytest.mark.parametrize(
    ("style", "kind", "content"),
    [
        ("button", "interactive", {"type": "button_reply", "button_reply": {"id": "track", "title": "Track"}}),
        ("list", "interactive", {"type": "list_reply", "list_reply": {"id": "track", "title": "Track"}}),
        ("template", "button", {"payload": "track", "text": "Track"}),
    ],
)
async def test_a_tap_arrives_in_the_form_of_what_was_tapped(sim: Sim, bot: BotDouble, style: Any, kind: str, content: object) -> None:
    sim.phone().taps("track", "Track", context="wamid.X", style=style)
    wire = await heard(sim, bot)
    assert (wire["type"], wire[kind], wire["context"]["id"]) == (kind, content, "wamid.X")


@pytest.mark.parametrize(
    ("media", "extra"),
    [("image", {}), ("audio", {"voice": True}), ("document", {"filename": "document.pdf"}), ("sticker", {"animated": False}), ("video", {})],
)
async def test_media_arrive_with_id_type_and_checksum(sim: Sim, bot: BotDouble, media: str, extra: dict[str, object]) -> None:
    sim.phone().sends(media)
    content = (await heard(sim, bot))[media]
    item = sim.world.media.find(content["id"])
    assert item is not None
    assert content == {"id": item.id, "mime_type": item.mime_type, "sha256": hashlib.sha256(item.data).hexdigest()} | extra


async def test_media_can_have_a_caption(sim: Sim, bot: BotDouble) -> None:
    message = sim.phone().sends("image", caption="broken")
    assert (await heard(sim, bot))["image"]["caption"] == "broken"
    assert message.body == "broken"


async def test_a_place_is_in_the_persons_country(sim: Sim, bot: BotDouble) -> None:
    sim.phone().shares_location()
    assert (await heard(sim, bot))["location"]["name"] == "Riyadh"


async def test_a_reaction_is_told_and_seen(open_sim: Sim, bot: BotDouble) -> None:
    wamid = (await open_sim.send()).json["messages"][0]["id"]
    open_sim.phone().reacts(wamid, "👍")
    await open_sim.settled()
    assert bot.messages[0]["reaction"] == {"message_id": wamid, "emoji": "👍"}
    assert open_sim.phone().messages[0].reactions == {"customer": "👍"}


async def test_a_reaction_can_be_taken_back(open_sim: Sim) -> None:
    wamid = (await open_sim.send()).json["messages"][0]["id"]
    open_sim.phone().reacts(wamid, "👍")
    open_sim.phone().reacts(wamid, "")
    assert open_sim.phone().messages[0].reactions == {}


async def test_there_is_no_reaction_to_what_is_not_there(sim: Sim) -> None:
    with pytest.raises(KeyError):
        sim.phone().reacts("wamid.none", "👍")


async def test_reading_is_told_once_for_every_message(open_sim: Sim, bot: BotDouble) -> None:
    for number in range(2):
        await open_sim.send(biz_opaque_callback_data=f"o{number}")
    assert [open_sim.phone().reads(), open_sim.phone().reads()] == [2, 0]
    await open_sim.settled()
    assert sorted(one["biz_opaque_callback_data"] for one in bot.statuses if one["status"] == "read") == ["o0", "o1"]


async def test_any_other_type_can_be_sent(sim: Sim, bot: BotDouble) -> None:
    sim.phone().tells("contacts", {"phones": []})
    assert (await heard(sim, bot))["type"] == "contacts"


async def test_somebody_whom_the_world_does_not_list_can_write(sim: Sim, bot: BotDouble) -> None:
    guest = Person("guest", "Guest", "en", "966533333333", None, "SA", "shop", "Shop", "100")
    Phone(sim.world, guest).says("hi")
    assert (await heard(sim, bot))["from"] == "966533333333"


async def test_somebody_unknown_has_no_phone(sim: Sim) -> None:
    with pytest.raises(KeyError):
        sim.phone("nobody")


async def test_a_message_is_pending_until_the_bot_has_it(sim: Sim) -> None:
    message = sim.phone().says("hi")
    assert message.status == "pending"
    await sim.settled()
    assert message.to_json()["status"] == "delivered"
