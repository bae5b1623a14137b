"""Asking Salla's Admin API (https://docs.salla.dev, version 2): the PDF of an invoice, and orders whose events got lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.connectors.asking import ask_json
from bot.connectors.base import Call, Polled
from bot.connectors.items import digest, order_lane
from bot.connectors.reading import check, dump
from bot.connectors.salla.envelope import ZONE, read
from bot.connectors.salla.invoices import is_credit_note
from bot.connectors.salla.mapping import OTHER_MERCHANT
from bot.connectors.salla.payloads import Invoice
from bot.connectors.salla.tokens import access_token
from bot.connectors.times import first_instant, local_day
from bot.connectors.tolerant import web_address
from bot.domain.clock import DAY
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pydantic import SecretStr

    from bot.connectors.base import Delivery, Fetch
    from bot.connectors.salla.envelope import Event
    from bot.connectors.salla.options import SallaOptions

_API: Final = "https://api.salla.dev/admin/v2"
_PAGE: Final = 60  # The most that Salla gives at once (https://docs.salla.dev/421124m0).
_MOST_PAGES: Final = 200
_NOT_THERE: Final = (404, 410, 422)
_NO_SCOPE: Final = (401, 403)


async def complete(call: Call[SallaOptions], delivery: Delivery) -> Delivery:
    """Mark events of another shop than the one in the options, and put the address of its PDF into an invoice without one.

    Raises ``Unreadable`` for what is no event, ``FetchFailed`` where the API gave no usable answer.
    """
    event = read(delivery.body)
    if call.options.merchant and event.merchant != call.options.merchant:
        return replace(delivery, topic=OTHER_MERCHANT)
    token = await access_token(call) if event.name == "invoice.created" else None
    if token is None:
        return delivery
    invoice = check(Invoice, event.data)
    url = None if invoice.url else await _pdf(call.fetch, _headers(token), invoice)
    return delivery if url is None else replace(delivery, body=_with_url(event, url))


async def poll(call: Call[SallaOptions], since: int) -> AsyncIterator[Polled]:
    """Yield the orders and shipments of the last days, each once per state; nothing without an access token.

    Salla filters by the day of creation alone: so it is asked for everything younger than ``look_back_days``. What doesn't say when
    it changed did so after ``since`` at the earliest; at the first look it is as old as itself, so that nobody is told of the past.
    """
    token = await access_token(call)
    if token is None:
        return
    headers = _headers(token)
    day = local_day(call.now - call.options.look_back_days * DAY, ZONE)
    async for order in _pages(call.fetch, headers, "/orders", {"from_date": day, "expanded": "true"}):
        found = _polled(call, "order.updated", order, order.get("id"), since)
        if found:
            yield found
    async for parcel in _pages(call.fetch, headers, "/shipments", {"from_date": day, "shipment_type": "shipment"}, absent=_NO_SCOPE):
        found = _polled(call, "shipment.updated", parcel, parcel.get("order_id"), since)
        if found:
            yield found


async def _pdf(fetch: Fetch, headers: Mapping[str, str], invoice: Invoice) -> str | None:
    """Return where the PDF is, ``None`` when Salla has none; printing makes that of the invoice alone, never of a credit note."""
    details = await ask_json(fetch, "GET", f"{_API}/orders/invoices/{invoice.id}", headers=headers, absent=_NOT_THERE)
    url = _url_in(details)
    if url is None and not is_credit_note(invoice.type):
        printed = f"{_API}/orders/{invoice.order_id}/print-invoice"
        url = _url_in(await ask_json(fetch, "POST", printed, headers=headers, absent=(*_NOT_THERE, *_NO_SCOPE)))
    return url


async def _pages(
    fetch: Fetch, headers: Mapping[str, str], path: str, params: Mapping[str, str], absent: tuple[int, ...] = ()
) -> AsyncIterator[Mapping[str, object]]:
    for page in range(1, _MOST_PAGES + 1):
        asked = {**params, "page": str(page), "per_page": str(_PAGE)}
        answer = await ask_json(fetch, "GET", _API + path, headers=headers, params=asked, absent=absent)
        if answer is None:
            return
        rows = answer.get("data") if isinstance(answer, Mapping) else None
        if not isinstance(answer, Mapping) or not isinstance(rows, list):
            raise FetchFailed(f"Salla answered {path} without a list", again=False)
        for row in rows:
            if isinstance(row, Mapping):
                yield row
        if not rows or page >= _last_page(answer):
            return


def _last_page(answer: Mapping[str, object]) -> int:
    pagination = answer.get("pagination")
    last = pagination.get("totalPages") if isinstance(pagination, Mapping) else None
    return last if isinstance(last, int) else 1


def _polled(call: Call[SallaOptions], name: str, row: Mapping[str, object], ref: object, since: int) -> Polled | None:
    """Return a row as the event that would have told of it."""
    if not isinstance(ref, str | int) or isinstance(ref, bool) or not str(ref).isprintable():
        return None
    made_at = first_instant((row.get("date"), row.get("created_at")), ZONE, call.now)
    at = first_instant((row.get("updated_at"),), ZONE, made_at if call.first else min(max(made_at, since), call.now))
    body = dump({"event": name, "merchant": call.options.merchant, "created_at": at, "data": row})
    return Polled(f"{name}:{digest(dump(row))}", order_lane(call.store.id, str(ref)), body, "", at)


def _headers(token: SecretStr) -> dict[str, str]:
    return {"Authorization": f"Bearer {token.get_secret_value()}", "Accept": "application/json"}


def _url_in(answer: object) -> str | None:
    data = answer.get("data") if isinstance(answer, Mapping) else None
    return web_address(data.get("url") or data.get("pdf_url")) if isinstance(data, Mapping) else None


def _with_url(event: Event, url: str) -> bytes:
    return dump({"event": event.name, "merchant": event.merchant, "created_at": event.created_at, "data": {**event.data, "url": url}})
