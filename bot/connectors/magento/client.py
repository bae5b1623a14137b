"""Asking the shop's REST API (https://developer.adobe.com/commerce/webapi/rest/): what events leave out, and which orders have changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.connectors.asking import ask_json
from bot.connectors.base import Polled
from bot.connectors.items import digest, order_lane
from bot.connectors.magento.envelope import LISTED, ZONE, Event, read
from bot.connectors.reading import dump
from bot.connectors.times import first_instant
from bot.domain.clock import from_instant
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.connectors.base import Call, Delivery
    from bot.connectors.magento.envelope import Object
    from bot.connectors.magento.options import MagentoOptions

_PAGE: Final = 100
_MOST_PAGES: Final = 1_000
_ID: Final = re.compile(r"\d{1,20}", re.ASCII)
_SHIPPING: Final = frozenset(("shipment", "track"))


async def complete(call: Call[MagentoOptions], delivery: Delivery) -> Delivery:
    """Put the whole order, its shipments and its credit memos beside the fields of an event; as it is when there is nobody to ask.

    Raises ``Unreadable`` for what is no event, ``FetchFailed`` where the API gave no usable answer.
    """
    event = read(delivery.body)
    if call.options.access_token is None or event.kind is None:
        return delivery
    order = event.order or await _order(call, event)
    ref = _id(order.get("entity_id")) if order else None
    if order is None or ref is None:
        return delivery
    left = event.kind in _SHIPPING or any(_amount(item, "qty_shipped") for item in _rows(order))
    back = event.kind == "creditmemo" or _amount(order, "total_refunded")
    whole = {
        "type": event.type,
        "time": event.time,
        "data": {"value": event.value},
        "order": order,
        "shipments": await _of_order(call, "shipments", ref) if left else [],
        "creditmemos": await _of_order(call, "creditmemos", ref) if back else [],
    }
    return replace(delivery, body=dump(whole))


async def poll(call: Call[MagentoOptions], since: int) -> AsyncIterator[Polled]:
    """Yield the orders that have changed since an instant; nothing without access.

    They come by their ids: what changes while the pages are turned may then come twice, but is never passed over.
    """
    if call.options.access_token is None:
        return
    wanted = _criteria("updated_at", from_instant(since).strftime("%Y-%m-%d %H:%M:%S"), "gteq")
    ordered = {"searchCriteria[sortOrders][0][field]": "entity_id", "searchCriteria[sortOrders][0][direction]": "ASC"}
    for page in range(1, _MOST_PAGES + 1):
        turned = {"searchCriteria[pageSize]": str(_PAGE), "searchCriteria[currentPage]": str(page)}
        answer = await _ask(call, "orders", {**wanted, **ordered, **turned})
        rows = _rows(answer or {})
        for order in rows:
            if (found := _polled(call, order)) is not None:
                yield found
        # A page behind the last one is the last one once more: only the count tells where the end is.
        if len(rows) < _PAGE or page * _PAGE >= (_amount(answer or {}, "total_count") or 0):
            return


async def _order(call: Call[MagentoOptions], event: Event) -> Object | None:
    ref = _id(event.order_id)
    if ref is not None:
        return await _ask(call, f"orders/{ref}")
    if event.number is None:
        return None
    return next(iter(_rows(await _ask(call, "orders", _criteria("increment_id", event.number, "eq")) or {})), None)


async def _of_order(call: Call[MagentoOptions], what: str, ref: str) -> list[Object]:
    return _rows(await _ask(call, what, _criteria("order_id", ref, "eq")) or {})


async def _ask(call: Call[MagentoOptions], path: str, params: Mapping[str, str] | None = None) -> Object | None:
    """Return the JSON object of an answer, ``None`` where there is no such thing."""
    token = call.options.access_token.get_secret_value() if call.options.access_token else ""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    url = f"{(call.options.site or '').rstrip('/')}/rest/V1/{path}"
    found = await ask_json(call.fetch, "GET", url, headers=headers, params=params, absent=(404,))
    if found is None or isinstance(found, Mapping):
        return found
    raise FetchFailed(f"Magento answered {path} with something else than an object", again=False)


def _criteria(field: str, value: str, condition: str) -> dict[str, str]:
    start = "searchCriteria[filter_groups][0][filters][0]"
    return {f"{start}[field]": field, f"{start}[value]": value, f"{start}[condition_type]": condition}


def _rows(answer: Object) -> list[Object]:
    rows = answer.get("items")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _polled(call: Call[MagentoOptions], order: Object) -> Polled | None:
    ref = _id(order.get("entity_id"))
    if ref is None:
        return None
    at = first_instant((order.get("updated_at"), order.get("created_at")), ZONE, call.now)
    body = dump({"type": LISTED, "order": order})
    return Polled(digest(body), order_lane(call.store.id, ref), body, "", at)


def _id(value: object) -> str | None:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _ID.fullmatch(text) else None


def _amount(row: Object, name: str) -> float | None:
    """Return a number of a row, ``None`` where it says none."""
    value = row.get(name)
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None
