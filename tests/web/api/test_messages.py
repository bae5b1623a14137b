"""``/v1/messages`` and what becomes of them, ``/v1/deliveries``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, HOUR, from_instant
from bot.domain.consent import Consent
from bot.domain.content import TemplateOut, TextOut
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.delivery import TranscriptEntry
from bot.domain.notice import Skipped
from tests.connectors.knocking import NOOR, NOW

if TYPE_CHECKING:
    from tests.web.api.conftest import Api

CHAT = conversation_id(NOOR.phone_number_id, "cu:sara")
TEMPLATE = {"name": "we_have_moved", "language": "ar", "parameters": {"city": "Jeddah"}}
TO_SARA = {"to": {"phone": "0501234567"}}


async def chat(api: Api, wrote_at: int | None, *consents: Consent) -> None:
    stored = Conversation(CHAT, "noor", "cu:sara", NOOR.phone_number_id, last_inbound_at=wrote_at, consents=consents)
    await api.db.conversations.put_many([stored])


async def test_a_template_goes_into_the_outbox(api: Api) -> None:
    answered = await api.ask("POST", "/messages", json={**TO_SARA, "template": TEMPLATE, "order": "NH-1042"})
    (item,) = api.queued
    assert (answered.status, answered.json) == (202, {"id": item.id, "conversation_id": CHAT})
    assert (item.content, item.kind) == (TemplateOut("we_have_moved", "ar", (("city", "Jeddah"),)), "notice")
    assert (item.order_id, list(await api.db.outbox.get_many([item.id]))) == ("noor:5001", [item.id])


async def test_a_text_goes_while_the_window_is_open(api: Api) -> None:
    await chat(api, NOW - HOUR)
    assert (await api.ask("POST", "/messages", json={"to": {"customer_id": "cu:sara"}, "text": "Hello"})).status == 202
    assert (api.queued[0].content, api.queued[0].kind) == (TextOut("Hello"), "staff")


@pytest.mark.parametrize("wrote_at", [None, NOW - DAY])
async def test_and_not_once_it_has_closed(wrote_at: int | None, api: Api) -> None:
    await chat(api, wrote_at)
    answered = await api.ask("POST", "/messages", json={**TO_SARA, "text": "Hello"})
    assert (answered.status, "send one of those" in answered.json["detail"], api.queued) == (409, True, [])


async def test_who_has_stopped_messages_gets_none(api: Api) -> None:
    await chat(api, None, Consent("utility", given=False, at=NOW, source="chat", wording="STOP"))
    answered = await api.ask("POST", "/messages", json={**TO_SARA, "template": TEMPLATE})
    assert (answered.status, "STOP" in answered.json["detail"]) == (409, True)


@pytest.mark.parametrize(("given", "status"), [(True, 202), (False, 409)])
async def test_offers_need_consent(given: bool, status: int, api: Api) -> None:  # noqa: FBT001
    await chat(api, None, Consent("marketing", given=given, at=NOW, source="api"))
    assert (await api.ask("POST", "/messages", json={**TO_SARA, "template": {**TEMPLATE, "category": "marketing"}})).status == status


async def test_a_repeated_request_sends_once(api: Api) -> None:
    for _ in range(2):
        await api.ask("POST", "/messages", headers={"Idempotency-Key": "k"}, json={**TO_SARA, "template": TEMPLATE})
    assert len(api.queued) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"to": {"phone": "0559999999"}, "template": TEMPLATE}, 404),
        ({"to": {"customer_id": "cu:nobody"}, "template": TEMPLATE}, 404),
        ({**TO_SARA, "template": TEMPLATE, "order": "1"}, 404),
        ({"to": {}, "template": TEMPLATE}, 422),
        ({"to": {"phone": "0501234567", "customer_id": "cu:sara"}, "template": TEMPLATE}, 422),
        ({"to": {"phone": "x"}, "template": TEMPLATE}, 422),
        ({**TO_SARA, "template": TEMPLATE, "text": "Hello"}, 422),
        ({**TO_SARA}, 422),
        ({**TO_SARA, "text": " "}, 422),
        ({**TO_SARA, "text": "x" * 4_097}, 422),
        ({**TO_SARA, "template": {**TEMPLATE, "name": "We Have Moved"}}, 422),
    ],
)
async def test_what_can_not_be_sent_is_refused(body: dict[str, object], status: int, api: Api) -> None:
    assert (await api.ask("POST", "/messages", json=body)).status == status
    assert api.queued == []


def line(name: str, at: int, *, store: str = "noor", order: str | None = None) -> TranscriptEntry:
    return TranscriptEntry(name, CHAT, "cu:sara", store, "out", at, "words", "text", state="read", rank=40, order_id=order)


async def test_an_orders_deliveries_are_those_that_were_sent_and_those_that_wait(api: Api) -> None:
    await api.db.transcript.add([line("a", NOW - 5, order="noor:5001"), line("b", NOW - 4, order="noor:1")])
    await api.ask("POST", "/messages", json={**TO_SARA, "template": TEMPLATE, "order": "5001"})
    shown = (await api.ask("GET", "/deliveries?order=NH-1042")).json["deliveries"]
    assert [(one["state"], one["order_id"]) for one in shown] == [("read", "5001"), ("queued", "5001")]


async def test_what_was_never_to_be_said_stands_there_with_its_reason(api: Api) -> None:
    skipped = Skipped("noor:5001:shipped:T1:1:nobody", "shipped", "noor:5001", "the order has no customer whom WhatsApp could reach")
    await api.db.ledger._collection.insert_one(api.db.ledger.to_doc(skipped, NOW))  # noqa: SLF001 - only commits write here
    (shown,) = (await api.ask("GET", "/deliveries?order=NH-1042")).json["deliveries"]
    assert (shown["id"], shown["state"], shown["reason"], shown["conversation_id"]) == (skipped.key, "skipped", skipped.reason, None)


async def test_deliveries_of_a_time_come_page_by_page(api: Api) -> None:
    await api.db.transcript.add([line(f"m{n}", NOW - 9 + n // 3) for n in range(8)] + [line("x", NOW - 9, store="dar"), line("old", NOW - 2 * DAY)])
    seen, cursor = [], ""
    for _ in range(9):
        page = (await api.ask("GET", f"/deliveries?limit=2{cursor}")).json
        seen += [one["id"] for one in page["deliveries"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [f"m{n}" for n in range(8)]


async def test_a_time_may_be_given(api: Api) -> None:
    await api.db.transcript.add([line("old", NOW - 2 * DAY), line("new", NOW)])
    query = {"since": from_instant(NOW - 3 * DAY).isoformat(), "until": from_instant(NOW).isoformat()}
    assert [one["id"] for one in (await api.ask("GET", "/deliveries", params=query)).json["deliveries"]] == ["old"]


@pytest.mark.parametrize(
    "query", ["since=1890-01-01T00:00:00Z", "since=yesterday", "cursor=eA", "cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkrMQ", "order="]
)
async def test_a_query_that_makes_no_sense_is_refused(query: str, api: Api) -> None:
    assert (await api.ask("GET", f"/deliveries?{query}")).status in {404, 422}
