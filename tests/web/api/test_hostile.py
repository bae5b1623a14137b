"""Whoever writes odd things into an address, a query or a body is told so, and nobody else notices."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from bot.domain.clock import DAY, MINUTE, from_instant
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.delivery import TranscriptEntry
from bot.web.api.paging import cursor, place
from bot.web.api.problems import Problem
from tests.connectors.knocking import NOOR, NOW
from tests.web.api.conftest import SHIPPED

if TYPE_CHECKING:
    from tests.web.api.conftest import Answered, Api

CHAT = conversation_id(NOOR.phone_number_id, "cu:sara")
ODD = [
    "%ff",
    "%ed%a0%80",
    "%00",
    "%0a",
    "..%2f..%2fetc",
    "x" * 201,
    "%F0%9F%92%A9",
    "%E2%80%AE",
    "$ne",
    "%7B%22%24gt%22%3A1%7D",
    "a:b:c",
    "noor%3A5001",
]
PLACES = ["/orders/{}", "/orders/{}/invoices/1", "/conversations/{}", "/events/{}", "/orders?cursor={}", "/conversations?phone={}", "/costs?order={}"]


async def get(api: Api, path: str) -> Answered:
    """Ask for an address as it is, without the client mending it."""
    return await api.ask("GET", str(URL(f"http://x{path}", encoded=True).raw_path_qs))


@pytest.mark.parametrize("odd", ODD)
async def test_an_odd_part_of_an_address_is_not_found_or_refused(odd: str, api: Api) -> None:
    for path in PLACES:
        answered = await get(api, path.format(odd))
        assert answered.status in {404, 405, 422}, path
        assert answered.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("given", ["!", "AAA", "4pyT4pyT", "_-_-", base64.urlsafe_b64encode(b"\xff\xfe").decode(), "a" * 501, "MQ==", "KysrKys"])
@pytest.mark.parametrize("path", ["/orders", "/conversations", "/deliveries"])
async def test_a_cursor_that_nobody_was_given_is_refused(path: str, given: str, api: Api) -> None:
    answered = await api.ask("GET", f"{path}?cursor={given}")
    assert (answered.status, answered.json["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize("said", ["noor:5001", "", "مكان", "1760000000000+3"])
def test_a_cursor_leads_back_to_its_place_and_needs_no_escaping(said: str) -> None:
    assert place(cursor(said)) == said
    assert set(cursor(said)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("at", ["1760000000000", "+3", "1+2+3", "-1+0", "1e9+0", "٣+0", "9" * 19 + "+0", "1+" + "9" * 19])
async def test_neither_is_one_that_somebody_made_up(at: str, api: Api) -> None:
    assert (await api.ask("GET", f"/deliveries?cursor={cursor(at)}")).status == 422


async def test_a_chat_of_another_number_is_no_place_to_go_on_from(api: Api) -> None:
    assert (await api.ask("GET", f"/conversations?cursor={cursor('c:999:cu:sara')}")).status == 422


@pytest.mark.parametrize(
    "query", ["since=1999-12-31T23:59:59Z", "until=2100-01-01T00:00:00Z", "since=2026-11-20T00:00:00", "since=now", "since=9e99"]
)
async def test_a_time_that_can_not_be_meant_is_refused(query: str, api: Api) -> None:
    answered = await api.ask("GET", f"/deliveries?{query}")
    assert (answered.status, answered.json["errors"][0]["field"]) == (422, query.partition("=")[0])


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_what_no_operation_takes_is_said_with_what_it_takes(method: str, api: Api) -> None:
    answered = await api.ask(method, "/orders/5001")
    assert (answered.status, answered.headers["Allow"]) == (405, "GET, PUT")


@pytest.mark.parametrize(
    "body", ["[" * 5_000, '{"a":' * 5_000, '"\\ud800"', "NaN", "Infinity", '{"number": 1e999}', "1" * 5_000, "\x00", "\ufeff{}", ""]
)
async def test_a_body_that_is_no_order_is_refused_before_anything_is_stored(body: str, api: Api) -> None:
    answered = await api.ask("PUT", "/orders/77", data=body.encode(), headers={"Content-Type": "application/json"})
    assert answered.status in {400, 422}
    assert await api.db.inbox.waiting(NOW + 1, 9) == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_only_says_that_it_is_packed_is_refused(encoding: str, api: Api) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    answered = await api.ask("PUT", "/orders/77", data=b"not packed at all", headers=headers)
    assert answered.status in {400, 415, 422}
    assert await api.db.inbox.waiting(NOW + 1, 9) == []


async def said(api: Api, *lines: tuple[str, int]) -> None:
    await api.db.conversations.put_many([Conversation(CHAT, "noor", "cu:sara", NOOR.phone_number_id, last_inbound_at=NOW - MINUTE)])
    entries = [TranscriptEntry(f"o:{text}", CHAT, "cu:sara", "noor", "out", at, text, "text", state="sent", rank=20) for text, at in lines]
    await api.db.transcript.add(entries)


async def test_pages_of_deliveries_leave_nothing_out_and_repeat_nothing(api: Api) -> None:
    await said(api, *((f"{n:02}", NOW - DAY // 2 + n // 4) for n in range(25)))
    seen: list[str] = []
    path = "/deliveries?limit=3"
    while path:
        answered = (await api.ask("GET", path)).json
        seen += [one["id"] for one in answered["deliveries"]]
        path = f"/deliveries?limit=3&cursor={answered['next']}" if answered["next"] else ""
    assert seen == [f"o:{n:02}" for n in range(25)]


@pytest.mark.parametrize(("hours", "there"), [(0, True), (23, True), (25, False)])
async def test_without_a_time_the_last_day_is_meant(hours: int, there: bool, api: Api) -> None:  # noqa: FBT001 - a column of the table
    await said(api, ("x", NOW - hours * 60 * MINUTE))
    assert bool((await api.ask("GET", "/deliveries")).json["deliveries"]) is there


async def test_times_are_told_with_their_offset(api: Api) -> None:
    await said(api, ("x", NOW))
    (found,) = (await api.ask("GET", "/deliveries")).json["deliveries"]
    assert datetime.fromisoformat(found["at"]).astimezone(UTC) == from_instant(NOW)


async def test_what_staff_note_among_themselves_is_told_to_no_program(api: Api) -> None:
    await said(api, ("hello", NOW))
    await api.db.transcript.add([TranscriptEntry("note:1", CHAT, "cu:sara", "noor", "desk", NOW, "a difficult customer", "note")])
    told = (await api.ask("GET", f"/conversations/{CHAT}")).json
    assert [line["text"] for line in told["messages"]] == ["hello"]
    assert "difficult" not in str((await api.ask("GET", "/deliveries")).json)


@pytest.mark.parametrize("path", [f"/conversations/{CHAT}", "/conversations?phone=0501234567"])
async def test_a_chat_of_another_store_is_not_there(path: str, api: Api) -> None:
    await said(api, ("hello", NOW))
    assert (await api.ask("GET", path)).status == 200
    await api.db.conversations.put_many([Conversation(CHAT, "dar", "cu:sara", NOOR.phone_number_id, last_inbound_at=NOW)])
    assert (await api.ask("GET", path)).status == 404


@pytest.mark.parametrize("path", ["/orders/5001", "/orders/NH-1042", "/costs?order=5001", "/deliveries?order=5001"])
async def test_neither_is_an_order_of_another_store(path: str, api: Api) -> None:
    assert (await api.ask("GET", path)).status == 200
    await api.db.orders.put_many([replace(SHIPPED, store_id="dar")])
    assert (await api.ask("GET", path)).status == 404


def test_wrong_cursors_are_problems_and_nothing_else() -> None:
    for given in ("*", "A", "é"):
        with pytest.raises(Problem, match="use the next of the page before"):
            place(given)
