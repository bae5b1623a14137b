from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiohttp import StreamReader

    from .conftest import Answer, BotDouble, Sim, StartSim


async def say(sim: Sim, who: str = "sara", **body: Any) -> Answer:
    return await sim.call("POST", f"/api/chats/{who}/messages", json=body)


async def chat(sim: Sim, who: str = "sara") -> list[Any]:
    messages: list[Any] = (await sim.call("GET", f"/api/chats/{who}")).json["messages"]
    return messages


@asynccontextmanager
async def listening(sim: Sim, who: str = "sara") -> AsyncIterator[StreamReader]:
    async with sim.session.get(f"{sim.url}/simulator/api/events", params={"customer": who}) as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readuntil(b"\n\n") == b"retry: 1000\n\n"
        yield response.content


async def next_event(stream: StreamReader) -> tuple[str, Any]:
    lines = (await asyncio.wait_for(stream.readuntil(b"\n\n"), 5)).decode().strip().split("\n")
    return lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))


async def test_the_state_lists_customers_and_switches(sim: Sim) -> None:
    state = (await sim.call("GET", "/api/state")).json
    assert [one["id"] for one in state["customers"]] == ["sara", "omar", "nour"]
    assert state["switches"]["duplicates"] == 0.0
    assert state["customers"][0] == {
        "id": "sara",
        "name": "Sara",
        "language": "ar",
        "dir": "rtl",
        "wa_id": "966511111111",
        "bsuid": "SA.111",
        "country": "SA",
        "store": "shop",
        "store_name": "Test shop",
        "number": "100",
        "colour": "#128c7e",
        "about": "",
        "about_ar": "",
    }


async def test_a_text_is_in_the_chat_and_reaches_the_bot(sim: Sim, bot: BotDouble) -> None:
    answer = await say(sim, type="text", text="where is my order", reply_to="wamid.X")
    await sim.settled()
    assert (answer.json["from"], answer.json["body"], answer.json["reply_to"]) == ("customer", "where is my order", "wamid.X")
    assert [one["id"] for one in await chat(sim)] == [answer.json["id"]]
    assert bot.messages[0]["text"] == {"body": "where is my order"}


async def test_a_text_may_have_been_long_on_its_way(sim: Sim, bot: BotDouble) -> None:
    at = [(await say(sim, type="text", text="hello", ago=ago)).json["at"] for ago in (0, 80_000)]
    await sim.settled()
    assert int(bot.messages[1]["timestamp"]) == at[1] // 1000 < int(bot.messages[0]["timestamp"])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"type": "tap", "payload": "p", "title": "T", "context": "wamid.X", "style": "list"}, "interactive"),
        ({"type": "tap", "payload": "p", "title": "T"}, "interactive"),
        ({"type": "tap", "payload": "p", "title": "T", "style": "template"}, "button"),
        ({"type": "media", "media": "image", "caption": "c"}, "image"),
        ({"type": "media", "media": "audio"}, "audio"),
        ({"type": "location"}, "location"),
    ],
)
async def test_everything_that_a_phone_can_do_reaches_the_bot(sim: Sim, bot: BotDouble, body: dict[str, Any], kind: str) -> None:
    assert (await say(sim, **body)).status == 200
    await sim.settled()
    assert bot.messages[0]["type"] == kind


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "dance"},
        {"type": "text"},
        {"type": "text", "text": ""},
        {"type": "text", "text": 5},
        {"type": "text", "text": "x", "ago": -1},
        {"type": "text", "text": "x", "ago": "1"},
        {"type": "tap", "payload": "p", "title": "T", "style": "swipe"},
        {"type": "tap", "title": "T"},
        {"type": "reaction", "emoji": "x"},
    ],
)
async def test_what_a_phone_can_not_do_is_said_in_words(sim: Sim, body: dict[str, Any]) -> None:
    answer = await say(sim, **body)
    assert answer.status == 400
    assert "must be" in answer.json["error"]


@pytest.mark.parametrize("raw", [b"{", b"[]", b'"x"'])
async def test_a_body_that_is_no_json_object_is_refused(sim: Sim, raw: bytes) -> None:
    assert (await sim.call("POST", "/api/chats/sara/messages", data=raw)).status == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/chats/nobody"),
        ("POST", "/api/chats/nobody/read"),
        ("POST", "/api/store/nobody/ship"),
        ("GET", "/api/events?customer=nobody"),
        ("GET", "/api/media/404"),
        ("GET", "/api/nothing"),
    ],
)
async def test_what_is_not_there_is_404(sim: Sim, method: str, path: str) -> None:
    answer = await sim.call(method, path)
    assert answer.status == 404
    assert answer.json["error"].startswith("there is no")


async def test_media_without_a_sample_are_404(sim: Sim) -> None:
    assert (await say(sim, type="media", media="hologram")).status == 404


async def test_a_reaction_changes_the_message(open_sim: Sim) -> None:
    wamid = (await open_sim.send()).json["messages"][0]["id"]
    answer = await say(open_sim, type="reaction", message_id=wamid, emoji="❤️")
    assert (answer.json["id"], answer.json["reactions"]) == (wamid, ["❤️"])


async def test_opening_the_chat_reads_it(open_sim: Sim, bot: BotDouble) -> None:
    await open_sim.send()
    assert (await open_sim.call("POST", "/api/chats/sara/read")).json == {"read": 1}
    await open_sim.settled()
    assert "read" in bot.states
    assert (await chat(open_sim))[0]["status"] == "read"


async def test_switches_can_be_set_and_read(sim: Sim) -> None:
    answer = await sim.call("POST", "/api/switches", json={"duplicates": 0.5, "fail": {"131026": 0.1}})
    assert (answer.json["duplicates"], answer.json["fail"]) == (0.5, {"131026": 0.1})
    assert (await sim.call("GET", "/api/switches")).json == answer.json


async def test_a_wrong_switch_is_refused_by_name(sim: Sim) -> None:
    answer = await sim.call("POST", "/api/switches", json={"duplicates": 0.5, "gravity": 0})
    assert answer.status == 400
    assert "'gravity'" in answer.json["error"]
    assert sim.world.switches.duplicates == 0.0


async def test_media_are_shown_in_the_page(sim: Sim) -> None:
    message = (await say(sim, type="media", media="document")).json
    answer = await sim.call("GET", message["media"]["url"].removeprefix("/simulator"))
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == ("application/pdf", "inline")
    assert len(answer.body) == message["media"]["size"]


async def test_the_stream_tells_of_new_messages(open_sim: Sim) -> None:
    async with listening(open_sim) as stream:
        await open_sim.send(text={"body": "on its way"})
        assert await next_event(stream) == ("typing", {"on": False})
        name, message = await next_event(stream)
    assert (name, message["body"], message["from"], message["status"]) == ("message", "on its way", "business", "delivered")


async def test_the_stream_tells_of_receipts_and_typing(sim: Sim) -> None:
    message = sim.phone().says("hi")
    await sim.settled()
    async with listening(sim) as stream:
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": message.id, "typing_indicator": {"type": "text"}}
        await sim.graph("POST", "100/messages", json=body)
        events = [await next_event(stream) for _ in range(3)]
    assert [name for name, _ in events] == ["message", "read", "typing"]
    assert (events[1][1], events[2][1]) == ({"wamid": message.id}, {"on": True})


async def test_a_stream_hears_of_its_own_chat_only(open_sim: Sim) -> None:
    async with listening(open_sim, "omar") as stream:
        await open_sim.send()
        await open_sim.send(to="+966522222222", text={"body": "for Omar"})
        await next_event(stream)
        assert (await next_event(stream))[1]["body"] == "for Omar"


async def test_streams_end_with_the_world(sim: Sim) -> None:
    async with listening(sim) as stream:
        sim.world.chats.close()
        assert await stream.read() == b""


async def test_a_closed_page_is_forgotten(open_sim: Sim) -> None:
    async with listening(open_sim):
        pass
    for _ in range(3):
        await open_sim.send()
    assert len(await chat(open_sim)) == 3


async def test_the_page_and_what_lies_beside_it_are_served(start_sim: StartSim, tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<h1>Phone</h1>")
    (tmp_path / "page" / "style.css").write_text("h1 {}")
    (tmp_path / "secret.txt").write_text("no")
    sim = await start_sim(page=tmp_path / "page")
    assert (await sim.call("GET", "/")).body == b"<h1>Phone</h1>"
    assert (await sim.call("GET", "/style.css")).headers["Content-Type"].startswith("text/css")
    assert (await sim.call("GET", "/%2e%2e/secret.txt")).status == 404
    assert (await sim.call("GET", "/absent.js")).status == 404


async def test_the_address_without_slash_leads_to_the_page(sim: Sim) -> None:
    async with sim.session.get(f"{sim.url}/simulator", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/simulator/")
