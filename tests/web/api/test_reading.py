"""``/v1/conversations`` and ``/v1/costs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import DAY
from bot.domain.conversation import Conversation, Flag, conversation_id
from bot.domain.cost import Charge
from bot.domain.delivery import Author, TranscriptEntry
from tests.connectors.knocking import NOOR, NOW

if TYPE_CHECKING:
    from tests.web.api.conftest import Api

NUMBER = NOOR.phone_number_id
CHAT = Conversation(conversation_id(NUMBER, "cu:sara"), "noor", "cu:sara", NUMBER, last_inbound_at=NOW, flag=Flag("complaint", NOW, "it broke"))


def charge(n: int, category: str, micros: int | None, *, month: str = "2026-11", order: str | None = None) -> Charge:
    kind = "regular" if micros != 0 else "free_customer_service"
    return Charge(f"o{n}", "noor", NUMBER, NOW, month, category, kind, micros != 0, "SA", order, micros)


async def test_conversations_are_listed_page_by_page(api: Api) -> None:
    others = [Conversation(conversation_id(NUMBER, f"cu:{n}"), "noor", f"cu:{n}", NUMBER) for n in range(3)]
    foreign = Conversation(conversation_id(NUMBER, "cu:x"), "dar", "cu:x", NUMBER)
    await api.db.conversations.put_many([CHAT, *others, foreign])
    first = (await api.ask("GET", "/conversations?limit=3")).json
    rest = (await api.ask("GET", f"/conversations?limit=3&cursor={first['next']}")).json
    assert [[one["customer_id"] for one in page["conversations"]] for page in (first, rest)] == [["cu:0", "cu:1", "cu:2"], ["cu:sara"]]
    assert rest["next"] is None


async def test_a_conversation_is_found_by_phone_number(api: Api) -> None:
    assert (await api.ask("GET", "/conversations?phone=0501234567")).status == 404
    await api.db.conversations.put_many([CHAT])
    (shown,) = (await api.ask("GET", "/conversations?phone=0501234567")).json["conversations"]
    assert (shown["flag"]["reason"], shown["owner"]) == ("complaint", "bot")
    assert (await api.ask("GET", "/conversations?cursor=eA")).status == 422


async def test_it_is_shown_with_what_was_said(api: Api) -> None:
    await api.db.conversations.put_many([CHAT])
    lines = [("in", "where is it", None), ("out", "on its way", "read")]
    await api.db.transcript.add(
        [TranscriptEntry(f"l{n}", CHAT.id, "cu:sara", "noor", way, NOW + n, text, "text", state=state) for n, (way, text, state) in enumerate(lines)]  # type: ignore[arg-type]
    )
    shown = (await api.ask("GET", f"/conversations/{CHAT.id}")).json
    assert [(one["direction"], one["text"], one["state"]) for one in shown["messages"]] == lines


async def test_what_the_shops_people_note_for_one_another_is_not_shown(api: Api) -> None:
    await api.db.conversations.put_many([CHAT])
    by = Author("s:1", "Lina")
    lines = [("desk", "note", "he is difficult"), ("desk", "marker", "taken_over"), ("out", "text", "We have a look")]
    await api.db.transcript.add(
        [TranscriptEntry(f"l{n}", CHAT.id, "cu:sara", "noor", way, NOW + n, said, kind, by=by) for n, (way, kind, said) in enumerate(lines)]  # type: ignore[arg-type]
    )
    shown = (await api.ask("GET", f"/conversations/{CHAT.id}")).json
    assert [one["text"] for one in shown["messages"]] == ["We have a look"]


async def test_another_stores_conversation_is_not_there(api: Api) -> None:
    await api.db.conversations.put_many([Conversation("c:1:x", "dar", "x", "1")])
    assert (await api.ask("GET", "/conversations/c:1:x")).status == 404


async def test_the_costs_of_a_month_are_added_up(api: Api) -> None:
    await api.db.charges.add([charge(1, "utility", 10_700), charge(2, "marketing", 45_500), charge(3, "service", 0), charge(4, "utility", None)])
    await api.db.charges.add([charge(5, "utility", 1, month="2026-10")])
    shown = (await api.ask("GET", "/costs?month=2026-11")).json
    assert (shown["total"], shown["messages"], shown["billable"], shown["unpriced"]) == ("0.0562", 4, 3, 1)
    assert shown["by_category"] == {"marketing": "0.0455", "service": "0.0000", "utility": "0.0107"}
    assert (await api.ask("GET", "/costs")).json["month"] == "2026-11"


async def test_so_are_those_of_an_order(api: Api) -> None:
    await api.db.charges.add([charge(1, "utility", 10_700, order="noor:5001"), charge(2, "utility", 10_700)])
    shown = (await api.ask("GET", "/costs?order=NH-1042")).json
    assert (shown["month"], shown["total"]) == (None, "0.0107")


async def test_a_month_that_is_none_is_refused(api: Api) -> None:
    api.now += DAY
    assert (await api.ask("GET", "/costs?month=2026-13")).status == 422
