"""Asking BigCommerce's REST API (https://developer.bigcommerce.com/docs/rest-management/orders): what its events leave out.

Version 2 answers an empty list with 204 and nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.connectors.asking import ask_json
from bot.connectors.base import Polled
from bot.connectors.bigcommerce.envelope import LISTED, REFUND, ZONE, Event, read
from bot.connectors.bigcommerce.mapping import is_foreign
from bot.connectors.items import digest, order_lane
from bot.connectors.reading import dump
from bot.connectors.times import first_instant
from bot.domain.clock import SECOND, from_instant
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.connectors.base import Call, Delivery
    from bot.connectors.bigcommerce.envelope import Object
    from bot.connectors.bigcommerce.options import BigCommerceOptions

_API: Final = "https://api.bigcommerce.com/stores"
_PAGE: Final = 250
_MOST_PAGES: Final = 400
_ID: Final = re.compile(r"\d{1,20}", re.ASCII)
_NOTHING: Final = (204, 404)
_LEFT: Final = frozenset((2, 3, 10))
_BACK: Final = frozenset((4, 14))


async def complete(call: Call[BigCommerceOptions], delivery: Delivery) -> Delivery:
    """Put the order and what belongs to it beside an event that names it; as it is when there is nobody or nothing to ask.

    Raises ``Unreadable`` for what is no event, ``FetchFailed`` where the API gave no usable answer.
    """
    event = read(delivery.body)
    ref = event.ref or ""
    if call.options.access_token is None or not event.known or is_foreign(event, call.options) or not _ID.fullmatch(ref):
        return delivery
    order = await _ask(call, f"v2/orders/{ref}")
    if order is None:
        return delivery
    if not isinstance(order, Mapping):
        raise FetchFailed(f"BigCommerce answered order {ref} with something else than an object", again=False)
    return replace(delivery, body=dump(await _whole(call, event, ref, order)))


async def poll(call: Call[BigCommerceOptions], since: int) -> AsyncIterator[Polled]:
    """Yield the orders that have changed since an instant, each as ``store/order/updated`` would name it; nothing without access.

    They come by their ids: what changes while the pages are turned may then come twice, but is never passed over.
    """
    if call.options.access_token is None:
        return
    wanted = {"min_date_modified": from_instant(since).isoformat(timespec="milliseconds"), "sort": "id:asc", "limit": str(_PAGE)}
    for page in range(1, _MOST_PAGES + 1):
        rows = await _rows(call, "v2/orders", {**wanted, "page": str(page)})
        for order in rows:
            if (found := _polled(call, order)) is not None:
                yield found
        if len(rows) < _PAGE:
            return


async def _whole(call: Call[BigCommerceOptions], event: Event, ref: str, order: Object) -> dict[str, object]:
    found = order.get("status_id")
    status = found if isinstance(found, int) else None
    left = status in _LEFT or bool(order.get("items_shipped")) or event.scope.startswith("store/shipment/")
    back = status in _BACK or "refunded" in str(order.get("payment_status")).casefold() or event.scope == REFUND
    return {
        "scope": event.scope,
        "producer": event.producer,
        "created_at": event.created_at,
        "data": event.data,
        "order": order,
        "products": await _rows(call, f"v2/orders/{ref}/products", {"limit": str(_PAGE)}),
        "addresses": await _rows(call, f"v2/orders/{ref}/shipping_addresses"),
        "shipments": await _rows(call, f"v2/orders/{ref}/shipments") if left else [],
        "refunds": await _rows(call, f"v3/orders/{ref}/payment_actions/refunds") if back else [],
    }


async def _rows(call: Call[BigCommerceOptions], path: str, params: Mapping[str, str] | None = None) -> list[Object]:
    """Return the objects of a list: version 3 wraps it in ``data``."""
    answer = await _ask(call, path, params)
    rows = answer.get("data") if isinstance(answer, Mapping) else answer
    if rows is not None and not isinstance(rows, list):
        raise FetchFailed(f"BigCommerce answered {path} without a list", again=False)
    return [row for row in rows or [] if isinstance(row, Mapping)]


async def _ask(call: Call[BigCommerceOptions], path: str, params: Mapping[str, str] | None = None) -> object:
    token = call.options.access_token.get_secret_value() if call.options.access_token else ""
    headers = {"X-Auth-Token": token, "Accept": "application/json"}
    return await ask_json(call.fetch, "GET", f"{_API}/{call.options.store_hash}/{path}", headers=headers, params=params, absent=_NOTHING)


def _polled(call: Call[BigCommerceOptions], order: Object) -> Polled | None:
    ref = order.get("id")
    if not isinstance(ref, int) or isinstance(ref, bool) or not _ID.fullmatch(str(ref)):
        return None
    at = first_instant((order.get("date_modified"), order.get("date_created")), ZONE, call.now)
    body = {"scope": LISTED, "producer": f"stores/{call.options.store_hash}", "created_at": at // SECOND, "data": {"type": "order", "id": ref}}
    return Polled(digest(dump(order)), order_lane(call.store.id, str(ref)), dump(body), "", at)
