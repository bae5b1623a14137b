"""``/v1/orders``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.money import Money
from bot.domain.order import Order

if TYPE_CHECKING:
    from tests.web.api.conftest import Api

NEW = {
    "number": "NH-2000",
    "placed_at": "2026-11-18T09:00:00Z",
    "total": "10.5",
    "currency": "KWD",
    "payment": "paid",
    "customer": {"phone": "+966559999999", "name": "Mona"},
    "shipments": [{"tracking_number": "T9", "status": "in_transit"}],
}


async def test_a_new_order_is_stored_before_it_is_accepted_and_made_as_webhooks_make_it(api: Api) -> None:
    answered = await api.ask("PUT", "/orders/6000", json=NEW)
    assert (answered.status, answered.json["status"]) == (202, "accepted")
    assert [item.id for item in await api.db.inbox.waiting(api.now + 1, 9)] == [answered.json["id"]]
    await api.handle()
    order = (await api.db.orders.get_many(["noor:6000"]))["noor:6000"]
    assert (order.number, order.total, order.phone) == ("NH-2000", Money(10_500, "KWD"), "+966559999999")
    assert [parcel.state for parcel in order.shipments] == ["in_transit"]


async def test_what_is_left_out_stays_as_it_is(api: Api) -> None:
    assert (await api.ask("PUT", "/orders/5001", json={"status": "cancelled"})).status == 202
    await api.handle()
    order = (await api.db.orders.get_many(["noor:5001"]))["noor:5001"]
    assert (order.state, order.number) == ("cancelled", "NH-1042")


async def test_a_new_order_needs_what_makes_one(api: Api) -> None:
    answered = await api.ask("PUT", "/orders/6000", json={"status": "confirmed", "number": "NH-2000"})
    assert [error["field"] for error in answered.json["errors"]] == ["placed_at", "total"]
    assert (answered.status, await api.db.inbox.waiting(api.now + 1, 9)) == (422, [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"customer": {"phone": "12"}}, "customer.phone"),
        ({"status": "teleported"}, "status"),
        ({"total": -1}, "total"),
        ({"invoices": [{"number": "I", "pdf_url": "http://shop.example/1.pdf"}]}, "invoices.0.pdf_url"),
        ({"placed_at": "2026-11-18T09:00:00"}, "placed_at"),
        ({"lines": [{"quantity": 1}]}, "lines.0.title"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_stored(wrong: dict[str, object], field: str, api: Api) -> None:
    answered = await api.ask("PUT", "/orders/6000", json={**NEW, **wrong})
    assert (answered.status, [error["field"] for error in answered.json["errors"]]) == (422, [field])
    assert field in answered.json["detail"]
    assert await api.db.inbox.waiting(api.now + 1, 9) == []


@pytest.mark.parametrize("ref", ["5001", "NH-1042", "%231042", "nh-1042"])
async def test_an_order_is_read_by_id_or_number(ref: str, api: Api) -> None:
    answered = await api.ask("GET", f"/orders/{ref}")
    assert answered.status == (404 if ref == "%231042" else 200)
    if answered.status == 200:
        assert (answered.json["id"], answered.json["total"]) == ("5001", {"amount": "199.00", "currency": "SAR"})


async def test_everything_of_it_is_shown(api: Api) -> None:
    shown = (await api.ask("GET", "/orders/5001")).json
    assert (shown["status"], shown["payment"], shown["open"]) == ("fulfilled", "paid", True)
    assert [(parcel["id"], parcel["status"], parcel["place"]) for parcel in shown["shipments"]] == [("T1", "in_transit", "Riyadh")]
    assert [(invoice["number"], invoice["stored"]) for invoice in shown["invoices"]] == [("INV-1", True)]
    assert [(refund["id"], refund["amount"]["amount"]) for refund in shown["refunds"]] == [("R-1", "10.00")]


async def test_an_order_that_is_not_there_is_not_found(api: Api) -> None:
    answered = await api.ask("GET", "/orders/1")
    assert (answered.status, answered.headers["Content-Type"]) == (404, "application/problem+json")


async def test_a_slash_in_an_id_is_part_of_it(api: Api) -> None:
    assert (await api.ask("PUT", "/orders/2026%2F7", json=NEW)).status == 202
    await api.handle()
    assert (await api.ask("GET", "/orders/2026%2F7")).json["id"] == "2026/7"


async def test_orders_are_listed_page_by_page_and_only_the_stores_own(api: Api) -> None:
    others = [Order(f"{store}:{n}", store, f"N{n}", 1, "received", "paid", Money(1, "SAR")) for store in ("noor", "noor2", "a") for n in range(1, 4)]
    await api.db.orders.put_many(others)
    seen, cursor = [], ""
    for _ in range(4):
        page = (await api.ask("GET", f"/orders?limit=3{cursor}")).json
        seen.append([order["id"] for order in page["orders"]])
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [["1", "2", "3"], ["5001"]]


@pytest.mark.parametrize("cursor", ["x", "%F0", "bm9vcjI6MQ", "a b", "é"])
async def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str, api: Api) -> None:
    assert (await api.ask("GET", f"/orders?cursor={cursor}")).status == 422


async def test_the_orders_of_a_customer_are_found_by_phone_number(api: Api) -> None:
    assert [order["id"] for order in (await api.ask("GET", "/orders?phone=0501234567")).json["orders"]] == ["5001"]
    assert (await api.ask("GET", "/orders?phone=0551111111")).status == 404
    assert (await api.ask("GET", "/orders?phone=x")).status == 422


async def test_a_customer_is_told_once_more(api: Api) -> None:
    answered = await api.ask("POST", "/orders/NH-1042/notices", json={"milestone": "shipped"})
    assert [(notice["milestone"], notice["subject"]) for notice in answered.json["notices"]] == [("shipped", "T1")]
    assert [item.id for item in api.queued] == [answered.json["notices"][0]["id"]]
    assert list(await api.db.outbox.get_many([api.queued[0].id])) == [api.queued[0].id]


async def test_each_request_tells_once(api: Api) -> None:
    for name in ("a", "a", "b"):
        assert (await api.ask("POST", "/orders/5001/notices", headers={"Idempotency-Key": name}, json={"milestone": "shipped"})).status == 202
    assert len(api.queued) == 2


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"milestone": "delivered"}, "delivered is not true of this order as it stands; what is: "),
        ({"milestone": "shipped", "subject": "T2"}, "what is: invoice (INV-1), refunded (R-1), shipped (T1)"),
        ({"milestone": "payment_reminder"}, "not told"),
    ],
)
async def test_only_what_is_true_is_told(wanted: dict[str, str], why: str, api: Api) -> None:
    answered = await api.ask("POST", "/orders/5001/notices", json=wanted)
    assert answered.status == 409
    assert why in answered.json["detail"]
    assert api.queued == []


async def test_an_order_without_a_customer_has_nobody_to_tell(api: Api) -> None:
    await api.db.orders.put_many([Order("noor:7", "noor", "N7", 1, "received", "paid", Money(1, "SAR"))])
    answered = await api.ask("POST", "/orders/7/notices", json={"milestone": "confirmed"})
    assert (answered.status, "without a phone number" in answered.json["detail"]) == (409, True)


async def test_a_milestone_that_does_not_exist_is_refused(api: Api) -> None:
    answered = await api.ask("POST", "/orders/5001/notices", json={"milestone": "teleported", "extra": 1})
    assert [error["field"] for error in answered.json["errors"]] == ["milestone", "extra"]
