"""Rules of WhatsApp that hold across the parts of the simulator, seen from outside."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.simulator.media_samples import sample
from bot.simulator.world import Person

from .conftest import NUMBER, OTHER

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.simulator.phone import Phone

    from .conftest import Answer, BotDouble, Clock, Sim, StartSim

DAY = 24 * 3_600_000
KINDS = ["image", "audio", "document", "sticker", "video"]
SPEC: dict[str, Any] = {"name": "fact", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "It is."}]}
ACTS: dict[str, Callable[[Phone], object]] = {
    "words": lambda phone: phone.says("hi"),
    "button": lambda phone: phone.taps("a", "A", context=None),
    "row": lambda phone: phone.taps("a", "A", context=None, style="list"),
    "picture": lambda phone: phone.sends("image"),
    "place": lambda phone: phone.shares_location(),
    "card": lambda phone: phone.tells("contacts", []),
}


def template(name: str = "order_shipped", *components: dict[str, Any], language: str = "en") -> dict[str, Any]:
    return {"type": "template", "text": None, "template": {"name": name, "language": {"code": language}, "components": list(components)}}


def parameters(kind: str, *texts: str, **others: str) -> dict[str, Any]:
    return {"type": kind, "parameters": [{"type": "text", "text": text} for text in texts]} | others


HEADER = parameters("header", "1001")
BODY = parameters("body", "Sara", "1001")
URL = parameters("button", "X1", sub_type="url", index="0")


async def upload(sim: Sim, kind: str, *, number: str = "100", token: str = "token") -> Answer:  # noqa: S107 - made up
    data, mime_type, filename = sample(kind)
    form = aiohttp.FormData({"messaging_product": "whatsapp", "type": mime_type})
    form.add_field("file", io.BytesIO(data), filename=filename, content_type=mime_type)
    return await sim.graph("POST", f"{number}/media", token=token, data=form)


# The window


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
async def test_whatever_a_customer_sends_opens_the_window(sim: Sim, act: Callable[[Phone], object]) -> None:
    assert (await sim.send()).code == 131047
    act(sim.phone())
    assert (await sim.send()).status == 200


async def test_a_reaction_opens_the_window_too(open_sim: Sim, clock: Clock) -> None:
    wamid = (await open_sim.send()).json["messages"][0]["id"]
    clock.now += DAY
    open_sim.phone().reacts(wamid, "👍")
    assert (await open_sim.send()).status == 200


async def test_reading_does_not_open_the_window(open_sim: Sim, clock: Clock) -> None:
    await open_sim.send()
    clock.now += DAY
    open_sim.phone().reads()
    assert (await open_sim.send()).code == 131047


async def test_every_message_starts_the_window_anew(sim: Sim, clock: Clock) -> None:
    for _ in range(3):
        sim.phone().says("still here")
        clock.now += DAY - 1
    assert (await sim.send()).status == 200


async def test_a_template_needs_no_window_and_opens_none(sim: Sim) -> None:
    assert (await sim.send(**template("order_shipped", HEADER, BODY, URL))).status == 200
    assert (await sim.send()).code == 131047


async def test_the_window_is_the_same_by_number_and_by_bsuid(sim: Sim) -> None:
    sim.phone().says("hi")
    assert (await sim.send(to=None, recipient="SA.111")).status == 200
    assert (await sim.send(to="+966511111111")).status == 200


async def test_two_numbers_have_two_windows(start_sim: StartSim) -> None:
    same_app = NUMBER.__class__("102", "200", "+966500000002", "Second", "token", "app secret")
    sim = await start_sim(numbers=(NUMBER, same_app))
    sim.phone().says("hi")
    body = {"messaging_product": "whatsapp", "to": "+966511111111", "type": "text", "text": {"body": "x"}}
    assert (await sim.graph("POST", "102/messages", json=body)).code == 131047
    assert (await sim.graph("POST", "100/messages", json=body)).status == 200


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"type": "dance", "text": None}, 100),
        ({"text": {"body": "x" * 4097}}, 100),
        ({"to": None}, 131008),
        ({"type": "interactive", "interactive": {"type": "button"}, "text": None}, 131008),
    ],
)
async def test_content_is_checked_before_the_window(sim: Sim, fields: dict[str, Any], code: int) -> None:
    assert (await sim.send(**fields)).code == code


# Templates


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        (template("absent"), 404, 132001),
        (template("order_shipped", HEADER, BODY, URL, language="ar"), 404, 132001),
        (template("order_shipped", HEADER, URL), 400, 132000),
        (template("order_shipped", HEADER, parameters("body", "a\nb", "c"), URL), 400, 132012),
        (template("order_shipped", HEADER, BODY), 400, 131008),
        ({"type": "template", "text": None}, 400, 131008),
    ],
)
async def test_a_wrong_template_is_refused_with_its_code(sim: Sim, fields: dict[str, Any], status: int, code: int) -> None:
    answer = await sim.send(**fields)
    assert (answer.status, answer.code) == (status, code)
    assert sim.phone().messages == []


async def test_a_deleted_template_can_not_be_sent(sim: Sim) -> None:
    await sim.graph("DELETE", "200/message_templates", params={"name": "order_shipped"})
    assert (await sim.send(**template("order_shipped", HEADER, BODY, URL))).code == 132001


async def test_accounts_do_not_share_templates(sim: Sim) -> None:
    await sim.graph("POST", "200/message_templates", json=SPEC)
    body = {"messaging_product": "whatsapp", "to": "+966511111111"} | template("fact")
    assert (await sim.graph("POST", "101/messages", token="other token", json=body)).code == 132001
    assert (await sim.send(**template("fact"))).status == 200


async def test_a_quick_reply_of_a_template_can_be_tapped(sim: Sim, bot: BotDouble) -> None:
    reply = {"type": "button", "sub_type": "quick_reply", "index": "1", "parameters": [{"type": "payload", "payload": "stop:1001"}]}
    await sim.send(**template("order_shipped", HEADER, BODY, URL, reply))
    shown = sim.phone().messages[0]
    assert shown.buttons == [{"id": "stop:1001", "title": "Stop updates"}]
    sim.phone().taps("stop:1001", "Stop updates", context=shown.id, style="template")
    await sim.settled()
    assert bot.messages[0]["button"] == {"payload": "stop:1001", "text": "Stop updates"}


# Media


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_media_can_be_uploaded_sent_and_seen(open_sim: Sim, kind: str) -> None:
    media_id = (await upload(open_sim, kind)).json["id"]
    assert (await open_sim.send(type=kind, text=None, **{kind: {"id": media_id}})).status == 200
    shown = open_sim.phone().messages[0]
    assert shown.media is not None
    assert (shown.type, shown.media["size"]) == (kind, len(sample(kind)[0]))


@pytest.mark.parametrize("kind", KINDS)
async def test_media_are_not_what_they_are_not(open_sim: Sim, kind: str) -> None:
    media_id = (await upload(open_sim, kind)).json["id"]
    other = KINDS[KINDS.index(kind) - 1]
    assert (await open_sim.send(type=other, text=None, **{other: {"id": media_id}})).code == 131053


async def test_deleted_media_can_not_be_sent(open_sim: Sim) -> None:
    media_id = (await upload(open_sim, "image")).json["id"]
    await open_sim.graph("DELETE", media_id)
    assert (await open_sim.send(type="image", text=None, image={"id": media_id})).code == 100


async def test_a_fast_world_does_not_look_for_media(start_sim: StartSim) -> None:
    sim = await start_sim(strict=False)
    sim.world.set_switches(window="off")
    assert (await sim.send(type="image", text=None, image={"id": "404"})).status == 200


# Apps and people


async def test_apps_do_not_see_each_other(sim: Sim) -> None:
    assert (await upload(sim, "image", number="101", token="other token")).status == 200
    assert (await upload(sim, "image", number="101")).code == 100
    assert (await sim.graph("GET", "101", token="other token")).json["verified_name"] == OTHER.verified_name


async def test_people_of_both_numbers_live_side_by_side(start_sim: StartSim, bot: BotDouble) -> None:
    there = Person("jonas", "Jonas", "de", "4915200000001", None, "DE", "other", "Other shop", "101")
    sim = await start_sim(people=(Person("sara", "Sara", "ar", "966511111111", None, "SA", "shop", "Shop", "100"), there))
    sim.phone("sara").says("one")
    sim.phone("jonas").says("zwei")
    await sim.settled()
    assert {value["metadata"]["phone_number_id"]: value["messages"][0]["text"]["body"] for value in bot.values} == {"100": "one", "101": "zwei"}
    assert sorted(post.signed_with("app secret") for post in bot.posts) == [False, True]


async def test_a_quote_is_seen_on_the_phone(open_sim: Sim) -> None:
    question = open_sim.phone().says("where is it")
    await open_sim.send(context={"message_id": question.id})
    assert open_sim.phone().messages[-1].reply_to == question.id


async def test_the_bots_reaction_is_seen_and_taken_back(open_sim: Sim) -> None:
    message = open_sim.phone().says("thanks")
    for emoji, seen in (("❤️", {"business": "❤️"}), ("", {})):
        await open_sim.send(type="reaction", text=None, reaction={"message_id": message.id, "emoji": emoji})
        assert message.reactions == seen


async def test_a_reaction_to_something_forgotten_is_accepted(open_sim: Sim) -> None:
    assert (await open_sim.send(type="reaction", text=None, reaction={"message_id": "wamid.old", "emoji": "❤️"})).status == 200
    assert open_sim.phone().messages == []


async def test_strangers_are_reached_but_have_no_phone(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.open_window("100", "wa:966599999999")
    await open_sim.send(to="+966599999999", biz_opaque_callback_data="o1")
    await open_sim.settled()
    assert {status["recipient_id"] for status in bot.statuses} == {"966599999999"}
    assert bot.values[0]["contacts"] == [{"profile": {"name": "Customer"}, "wa_id": "966599999999"}]


# The world's own life


async def test_what_is_said_before_the_world_runs_leaves_when_it_does(start_sim: StartSim, bot: BotDouble) -> None:
    sim = await start_sim()
    await sim.world.postman.stop()
    sim.phone().says("early")
    assert bot.posts == []
    await sim.world.postman.start()
    await sim.settled()
    assert [message["text"]["body"] for message in bot.messages] == ["early"]


async def test_a_world_can_be_stopped_twice(sim: Sim) -> None:
    await sim.world.postman.stop()
    await sim.world.postman.stop()
    assert sim.world.postman.posted == 0


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "100/messages"), ("GET", "100/messages"), ("GET", "100/nothing"), ("POST", ""), ("GET", "a/b/c")]
)
async def test_what_graph_does_not_have_is_refused_in_its_own_words(sim: Sim, method: str, path: str) -> None:
    answer = await sim.graph(method, path)
    assert (answer.status, answer.code) == (404, 2500)
    assert "Unknown path components" in answer.details
