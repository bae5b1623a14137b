"""The simulated webhooks against Wasla's own reader: what a customer does arrives as what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.message import Contacts, Location, Media, Reaction, SharedContact, Tapped, Text, Unsupported, Welcome, WireIdentity
from bot.whatsapp.parse import parse_message, parse_status
from bot.whatsapp.signature import verify
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.inbox import InboxItem, InboxKind
    from bot.domain.message import Content, InboundMessage, StatusUpdate
    from bot.simulator.phone import Phone

    from .conftest import BotDouble, Sim


def items(bot: BotDouble, kind: InboxKind) -> list[InboxItem]:
    """Return what the hook would have stored of a kind; nothing may be left over that it can't read."""
    found: list[InboxItem] = []
    for post in bot.posts:
        verify(post.body, post.headers["X-Hub-Signature-256"], ["app secret"])
        result = split(post.body, 0)
        assert result.parked == ()
        found += [item for item in result.items if item.kind == kind]
    return found


async def heard(sim: Sim, bot: BotDouble) -> InboundMessage:
    await sim.settled()
    (item,) = items(bot, "message")
    return parse_message(item.body)


async def told(sim: Sim, bot: BotDouble) -> list[StatusUpdate]:
    await sim.settled()
    return [parse_status(item.body) for item in items(bot, "status")]


@pytest.mark.parametrize(
    ("act", "content"),
    [
        (lambda phone: phone.says("وين طلبي"), Text("وين طلبي")),
        (lambda phone: phone.taps("track", "Track", context="wamid.X"), Tapped("track", "Track")),
        (lambda phone: phone.taps("track", "Track", context="wamid.X", style="list"), Tapped("track", "Track")),
        (lambda phone: phone.taps("track", "Track", context="wamid.X", style="template"), Tapped("track", "Track")),
        (lambda phone: phone.shares_location(), Location(24.7136, 46.6753, "Riyadh")),
        (lambda phone: phone.tells("request_welcome", {}), Welcome()),
        (
            lambda phone: phone.tells("contacts", [{"origin": "contact_request", "phones": [{"phone": "+1"}]}]),
            Contacts((SharedContact(None, ("+1",)),), requested=True),
        ),
    ],
)
async def test_what_a_customer_does_is_understood(sim: Sim, bot: BotDouble, act: Callable[[Phone], object], content: Content) -> None:
    act(sim.phone())
    message = await heard(sim, bot)
    assert message.content == content
    assert message.sender == WireIdentity(bsuid="SA.111", wa_id="966511111111")


@pytest.mark.parametrize("kind", ["image", "audio", "document", "sticker", "video"])
async def test_media_are_understood(sim: Sim, bot: BotDouble, kind: str) -> None:
    sim.phone().sends(kind)
    content = (await heard(sim, bot)).content
    assert isinstance(content, Media)
    assert (content.media, content.voice, content.filename) == (kind, kind == "audio", "document.pdf" if kind == "document" else None)
    assert sim.world.media.find(content.media_id) is not None


async def test_a_reaction_is_understood(open_sim: Sim, bot: BotDouble) -> None:
    wamid = (await open_sim.send()).json["messages"][0]["id"]
    open_sim.phone().reacts(wamid, "👍")
    assert (await heard(open_sim, bot)).content == Reaction(wamid, "👍")


async def test_a_reaction_that_is_taken_back_is_understood(open_sim: Sim, bot: BotDouble) -> None:
    wamid = (await open_sim.send()).json["messages"][0]["id"]
    open_sim.phone().reacts(wamid, "")
    assert (await heard(open_sim, bot)).content == Reaction(wamid, None)


async def test_what_whatsapp_does_not_pass_on_is_understood_as_such(sim: Sim, bot: BotDouble) -> None:
    sim.phone().tells("unsupported", {"type": "poll"})
    assert (await heard(sim, bot)).content == Unsupported("poll", 131051)


async def test_a_message_carries_name_time_and_quote(sim: Sim, bot: BotDouble) -> None:
    sim.phone().says("this one", reply_to="wamid.X")
    message = await heard(sim, bot)
    assert (message.profile_name, message.reply_to, message.phone_number_id) == ("Sara", "wamid.X", "100")
    assert message.sent_at == sim.world.clock() // 1000 * 1000


async def test_a_hidden_number_leaves_the_bsuid(sim: Sim, bot: BotDouble) -> None:
    sim.world.set_switches(bsuid_only=True)
    sim.phone().says("hi")
    assert (await heard(sim, bot)).sender == WireIdentity(bsuid="SA.111")


async def test_statuses_come_back_to_their_message(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(auto_read=True)
    await open_sim.send(biz_opaque_callback_data="co:1:2:0")
    updates = await told(open_sim, bot)
    assert sorted(str(update.state) for update in updates) == ["delivered", "read", "sent"]
    assert {update.outbox_id for update in updates} == {"co:1:2:0"}
    assert {update.recipient for update in updates} == {WireIdentity(bsuid="SA.111", wa_id="966511111111")}


async def test_what_a_message_cost_is_told_once(open_sim: Sim, bot: BotDouble) -> None:
    await open_sim.send()
    prices = [update.pricing for update in await told(open_sim, bot) if update.pricing]
    assert prices == [("service", "free_customer_service")]


async def test_a_failure_is_told_with_its_code(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(fail_next={"count": 1, "code": 131049}, fail_how="status")
    await open_sim.send(biz_opaque_callback_data="o1")
    (update,) = await told(open_sim, bot)
    assert (update.state, update.error_code, update.outbox_id) == ("failed", 131049, "o1")


async def test_a_batch_is_split_into_its_items(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(batch=50)
    for person in ("sara", "omar", "nour"):
        open_sim.phone(person).says(f"I am {person}")
        await open_sim.send()
    await open_sim.settled()
    messages = [parse_message(item.body) for item in items(bot, "message")]
    assert {message.profile_name: message.content for message in messages} == {
        "Sara": Text("I am sara"),
        "Omar": Text("I am omar"),
        "Nour": Text("I am nour"),
    }
    assert len(items(bot, "status")) == 6


async def test_a_redelivery_has_the_same_ids(sim: Sim, bot: BotDouble) -> None:
    sim.world.set_switches(duplicates=1.0)
    sim.phone().says("hi")
    await sim.settled()
    first, second = items(bot, "message")
    assert first.id == second.id


async def test_news_of_a_template_is_kept_as_news_of_the_account(sim: Sim, bot: BotDouble) -> None:
    spec = {"name": "fact", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "It is."}]}
    await sim.graph("POST", "200/message_templates", json=spec)
    await sim.settled()
    assert len(items(bot, "account")) == 1
