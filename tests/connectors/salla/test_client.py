from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from bot.connectors.base import Call, Ignored
from bot.connectors.salla import CONNECTOR
from bot.connectors.salla.options import SallaOptions
from bot.domain.clock import parse_instant
from bot.domain.store_event import InvoiceEvent, OrderEvent
from bot.errors import FetchFailed, Unreadable
from tests.connectors.answering import Far, answer
from tests.connectors.knocking import NOOR, delivery
from tests.connectors.salla.bodies import ORDER, body

if TYPE_CHECKING:
    from bot.connectors.base import Delivery, Polled, Response
    from bot.domain.store_event import StoreEvent

PDF = "https://cdn.example/10442.pdf"
HERE = parse_instant("2026-11-22T00:00:00+03:00")
PAGE: dict[str, Any] = json.loads(body("orders_page"))
ROW: dict[str, Any] = PAGE["data"][0]
NOTHING = answer({"data": [], "pagination": []})


def call(far: Far, **options: object) -> Call[SallaOptions]:
    return Call(far, NOOR, SallaOptions.model_validate(options), ("a secret",), HERE)


async def completed(name: str, *answers: Response, **options: object) -> tuple[tuple[StoreEvent, ...] | Ignored, Far]:
    far = Far(answers)
    assert CONNECTOR.complete is not None
    found: Delivery = await CONNECTOR.complete(call(far, **options), delivery(body(name)))
    return CONNECTOR.parse(found), far


async def polled(*answers: Response, since: int = 0, key: str | None = "t", first: bool = False) -> tuple[list[Polled], Far]:
    far = Far(answers)
    assert CONNECTOR.poll is not None
    return [one async for one in CONNECTOR.poll(replace(call(far, access_token=key), first=first), since)], far


async def test_an_invoice_gets_the_address_of_its_pdf() -> None:
    found, far = await completed("invoice_created", answer({"data": {"url": PDF}}), access_token="t")
    assert isinstance(found, tuple)
    assert isinstance(found[0], InvoiceEvent)
    assert found[0].pdf_url == PDF
    assert (far.asked[0].url, far.asked[0].headers["Authorization"]) == ("https://api.salla.dev/admin/v2/orders/invoices/1692688589", "Bearer t")


async def test_where_the_invoice_has_none_it_is_printed() -> None:
    found, far = await completed("invoice_created", answer(status=404), answer({"data": {"url": PDF}}), access_token="t")
    assert isinstance(found, tuple)
    assert isinstance(found[0], InvoiceEvent)
    assert found[0].pdf_url == PDF
    assert (far.asked[1].method, far.asked[1].url) == ("POST", f"https://api.salla.dev/admin/v2/orders/{ORDER}/print-invoice")


async def test_a_credit_note_never_gets_the_print_of_the_invoice() -> None:
    found, far = await completed("credit_note_created", answer({"data": {}}), access_token="t")
    assert found == CONNECTOR.parse(delivery(body("credit_note_created")))
    assert len(far.asked) == 1


@pytest.mark.parametrize("printed", [answer({"data": {"url": "temp/order.pdf"}}), answer({"data": []}), answer(status=403), answer([])])
async def test_without_an_address_the_invoice_stays_as_it_was(printed: Response) -> None:
    found, _ = await completed("invoice_created", answer({"data": {}}), printed, access_token="t")
    assert found == CONNECTOR.parse(delivery(body("invoice_created")))


async def test_without_a_token_nothing_is_asked() -> None:
    found, far = await completed("invoice_created")
    assert (found, far.asked) == (CONNECTOR.parse(delivery(body("invoice_created"))), [])


async def test_a_token_that_has_run_out_is_said_so() -> None:
    with pytest.raises(FetchFailed, match="access token") as error:
        await completed("invoice_created", answer(status=401), access_token="t")
    assert not error.value.again


@pytest.mark.parametrize("merchant", ["1305146709", 1305146709])
async def test_events_of_the_shop_that_the_store_is_tied_to_pass(merchant: object) -> None:
    found, _ = await completed("order_created", merchant=merchant)
    assert isinstance(found, tuple)


async def test_events_of_another_shop_are_ignored() -> None:
    found, _ = await completed("order_created", merchant="42")
    assert isinstance(found, Ignored)
    assert "1305146709" in found.reason


async def test_what_is_no_event_cannot_be_completed() -> None:
    assert CONNECTOR.complete is not None
    with pytest.raises(Unreadable):
        await CONNECTOR.complete(call(Far((NOTHING,))), delivery(b"[]"))


@pytest.mark.parametrize("options", [{"merchant": "noor"}, {"merchant": True}, {"look_back_days": 0}, {"token": "t"}])
def test_options_that_cannot_be_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SallaOptions.model_validate(options)


async def test_listed_orders_are_read_like_events() -> None:
    (found,), far = await polled(answer(PAGE), NOTHING)
    told = CONNECTOR.parse(delivery(found.body, found.topic, at=found.at))
    assert isinstance(told, tuple)
    assert isinstance(told[0], OrderEvent)
    assert (told[0].order_ref, told[0].state, told[0].lines, found.lane) == (ORDER, "preparing", None, f"order:noor:{ORDER}")
    assert far.asked[0].params == {"from_date": "2026-11-08", "expanded": "true", "page": "1", "per_page": "60"}


async def test_the_same_state_has_the_same_key_whenever_it_is_met() -> None:
    (first,), _ = await polled(answer(PAGE), NOTHING)
    (again,), _ = await polled(answer(PAGE), NOTHING, since=HERE - 1)
    (other,), _ = await polled(answer({**PAGE, "data": [{**ROW, "status": {"slug": "completed"}}]}), NOTHING)
    assert first.key == again.key != other.key


async def test_a_change_without_a_time_is_as_old_as_the_order_or_the_last_look() -> None:
    placed = parse_instant("2026-11-20T12:21:40+03:00")
    moments = [(await polled(answer(PAGE), NOTHING, since=HERE - 5, first=first))[0][0].at for first in (True, False)]
    assert moments == [placed, HERE - 5]


async def test_a_change_with_a_time_keeps_it() -> None:
    row = {**ROW, "updated_at": {"date": "2026-11-21 10:00:00.000000", "timezone": "Asia/Riyadh"}}
    (found,), _ = await polled(answer({**PAGE, "data": [row]}), NOTHING)
    assert found.at == parse_instant("2026-11-21T10:00:00+03:00")


async def test_a_row_without_an_id_is_left_out() -> None:
    assert (await polled(answer({"data": [{"reference_id": 7}, {"id": True}]}), NOTHING))[0] == []


async def test_every_page_is_asked_for() -> None:
    pages = [{"data": [{**ROW, "id": page}], "pagination": {"totalPages": 3}} for page in (1, 2, 3)]
    found, far = await polled(*map(answer, pages), NOTHING)
    assert ([one.lane for one in found], len(far.asked)) == ([f"order:noor:{page}" for page in (1, 2, 3)], 4)


async def test_listed_shipments_are_read_as_well() -> None:
    shipment = json.loads(body("shipment_updated"))["data"]
    (found,), _ = await polled(NOTHING, answer({"data": [shipment, {"id": 1}, "odd"]}))
    assert CONNECTOR.parse(delivery(found.body, found.topic, at=found.at)) != ()
    assert found.lane == f"order:noor:{ORDER}"


async def test_without_the_scope_for_shipments_orders_are_listed_all_the_same() -> None:
    found, _ = await polled(answer(PAGE), answer(status=403))
    assert len(found) == 1


async def test_without_a_token_nothing_is_listed() -> None:
    found, far = await polled(NOTHING, key=None)
    assert (found, far.asked) == ([], [])


@pytest.mark.parametrize("odd", [answer([]), answer({"data": {}}), answer(b"<html>"), answer(status=500)])
async def test_an_odd_answer_is_a_failure(odd: Response) -> None:
    with pytest.raises(FetchFailed):
        await polled(odd)
