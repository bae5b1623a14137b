"""``/v1/events``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.inbox import Parked
from tests.connectors.knocking import NOW

if TYPE_CHECKING:
    from tests.web.api.conftest import Api

EVENT = {
    "type": "shipment.out_for_delivery",
    "timestamp": "2026-11-20T09:00:00Z",
    "data": {"order": "NH-1042", "tracking_number": "T1", "occurred_at": "2026-11-23T09:00:00Z"},
}
CLOUD = {"specversion": "1.0", "id": "9", "source": "/shop", "type": "com.x.order.paid", "subject": "NH-1042", "time": "2026-11-20T09:00:00Z"}


async def state(api: Api, key: str) -> tuple[int, str | None]:
    answered = await api.ask("GET", f"/events/{key.replace('/', '%2F')}")
    return answered.status, answered.json.get("state")


async def test_an_event_is_stored_handled_and_its_receipt_says_so(api: Api) -> None:
    (receipt,) = (await api.ask("POST", "/events", json=EVENT)).json["events"]
    assert await state(api, receipt["id"]) == (200, "waiting")
    api.now = NOW + 1_000
    await api.handle()
    assert await state(api, receipt["id"]) == (200, "handled")


async def test_the_same_event_twice_is_one(api: Api) -> None:
    ids = {(await api.ask("POST", "/events", json=EVENT)).json["events"][0]["id"] for _ in range(2)}
    assert len(ids) == len(await api.db.inbox.waiting(NOW + 1, 9)) == 1


async def test_a_batch_may_mix_both_envelopes_and_what_is_none_of_ours_is_ignored(api: Api) -> None:
    answered = await api.ask("POST", "/events", json=[EVENT, CLOUD, {**EVENT, "type": "contact.created"}])
    assert [one["status"] for one in answered.json["events"]] == ["accepted", "accepted", "ignored"]
    assert answered.json["events"][1]["id"] == "standard:noor:/shop|9"
    assert len(await api.db.inbox.waiting(NOW + 1, 9)) == 2


async def test_one_wrong_event_keeps_the_whole_batch_out(api: Api) -> None:
    wrong = {**EVENT, "data": {"order": "1", "eta": "soon"}}
    answered = await api.ask("POST", "/events", json=[EVENT, wrong])
    assert (answered.status, [error["field"] for error in answered.json["errors"]]) == (422, ["1.eta"])
    assert await api.db.inbox.waiting(NOW + 1, 9) == []


async def test_a_wrong_envelope_is_named_where_it_stands(api: Api) -> None:
    answered = await api.ask("POST", "/events", json=[{"type": "order.paid"}])
    assert [error["field"] for error in answered.json["errors"]] == ["0.timestamp"]


async def test_a_cloud_event_in_binary_mode_is_taken(api: Api) -> None:
    headers = {f"ce-{name}": str(value) for name, value in CLOUD.items()}
    answered = await api.ask("POST", "/events", headers=headers, json={"payment": "paid"})
    assert answered.json["events"][0]["id"] == "standard:noor:/shop|9"


async def test_an_event_whose_order_nobody_knows_waits(api: Api) -> None:
    lost = {**EVENT, "data": {"order": "NOBODY"}}
    (receipt,) = (await api.ask("POST", "/events", json=lost)).json["events"]
    await api.handle()
    assert await state(api, receipt["id"]) == (200, "waiting")


async def test_what_was_parked_says_why_and_other_stores_see_nothing(api: Api) -> None:
    await api.db.parked.add_many([Parked("standard:noor:x", "event", NOW, "standard/noor", "it is odd", b"{}")])
    await api.db.parked.add_many([Parked("standard:dar:x", "event", NOW, "standard/dar", "it is odd", b"{}")])
    assert (await api.ask("GET", "/events/standard:noor:x")).json == {"id": "standard:noor:x", "state": "parked", "reason": "it is odd"}
    assert await state(api, "standard:dar:x") == (404, None)
