"""Asking the Admin API: what events leave out, and which orders have changed since.

REST (https://shopify.dev/docs/api/admin-rest), because it answers in the form of the webhooks. Apps of the Dev Dashboard have no
lasting token: one is asked for with the client's id and secret, and lives for a day
(https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

from bot.connectors.asking import ask_json
from bot.connectors.base import Polled
from bot.connectors.items import digest, order_lane
from bot.connectors.reading import Line, Model, Payload, Ref, check, dump, load
from bot.connectors.shopify.payloads import Edited, FulfillmentEvent, FulfillmentOrderChange
from bot.connectors.times import first_instant
from bot.connectors.tolerant import ONLY_OBJECTS
from bot.domain.clock import from_instant
from bot.errors import FetchFailed, Unreadable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from bot.connectors.base import Call, Delivery
    from bot.connectors.shopify.options import ShopifyOptions

_PAGE: Final = 250
_MOST_PAGES: Final = 1_000
_ID: Final = re.compile(r"\d{1,20}", re.ASCII)
_GLOBAL_ID: Final = re.compile(r"(?:gid://shopify/FulfillmentOrder/)?(\d{1,20})", re.ASCII)
_BROKEN: Final = 500
_TOO_OFTEN: Final = 429
_FINE: Final = 200


class _Token(Payload):
    access_token: Line


class _Listed(Payload):
    id: Ref
    updated_at: object = None


class _Orders(Payload):
    orders: Annotated[tuple[dict[str, object], ...], ONLY_OBJECTS]


async def poll(call: Call[ShopifyOptions], since: int) -> AsyncIterator[Polled]:
    """Yield the orders that have changed since an instant, each as ``orders/updated`` would bring it; nothing without access."""
    api = await _Api.open(call)
    if api is None:
        return
    params = {"status": "any", "updated_at_min": from_instant(since).isoformat(timespec="seconds"), "limit": str(_PAGE)}
    last = "0"
    for _ in range(_MOST_PAGES):
        found = _read(_Orders, await api.ask("orders.json", {**params, "since_id": last}))
        before = last
        for order in found.orders:
            listed = _read(_Listed, order)
            last = listed.id
            yield _polled(call, listed, order)
        # In ascending order of ids; a page that ends where the one before it ended would come for ever.
        if len(found.orders) < _PAGE or last == before:
            return


async def complete(call: Call[ShopifyOptions], delivery: Delivery) -> Delivery:
    """Return a delivery with what its body leaves out; as it is when nothing is left out, or there is nobody or nothing to ask."""
    completer = _COMPLETERS.get(delivery.topic)
    api = await _Api.open(call) if completer else None
    return delivery if completer is None or api is None else await completer(api, delivery)


class _Api:
    """The Admin API of one shop, with a token that it accepts."""

    def __init__(self, call: Call[ShopifyOptions], token: str) -> None:
        self._call = call
        self._headers = {"X-Shopify-Access-Token": token}

    @classmethod
    async def open(cls, call: Call[ShopifyOptions]) -> _Api | None:
        options = call.options
        if options.access_token is not None:
            return cls(call, options.access_token.get_secret_value())
        if options.client_id is None or not call.secrets:
            return None
        return cls(call, await _new_token(call, options.client_id))

    async def ask(self, path: str, params: Mapping[str, str] | None = None) -> object:
        """Return the JSON of an answer, ``None`` where there is no such thing."""
        url = f"https://{self._call.options.shop}/admin/api/{self._call.options.api_version}/{path}"
        return await ask_json(self._call.fetch, "GET", url, headers=self._headers, params=params, absent=(404,))


async def _new_token(call: Call[ShopifyOptions], client_id: str) -> str:
    question = {"client_id": client_id, "client_secret": call.secrets[0], "grant_type": "client_credentials"}
    response = await call.fetch("POST", f"https://{call.options.shop}/admin/oauth/access_token", json=question)
    if response.status != _FINE:
        again = response.status == _TOO_OFTEN or response.status >= _BROKEN
        raise FetchFailed(f"Shopify gives no access token for client_id and the first secret (HTTP {response.status})", again=again)
    try:
        return check(_Token, load(response.body)).access_token
    except Unreadable as error:
        raise FetchFailed(f"Shopify's answer holds no access token: {error}", again=False) from error


def _read(model: type[Model], document: object) -> Model:
    try:
        return check(model, document)
    except Unreadable as error:
        raise FetchFailed(f"Shopify's list of orders can't be read: {error}", again=False) from error


def _polled(call: Call[ShopifyOptions], listed: _Listed, order: Mapping[str, object]) -> Polled:
    at = first_instant((listed.updated_at,), call.store.timezone, call.now)
    return Polled(digest("order", listed.id, str(listed.updated_at)), order_lane(call.store.id, listed.id), dump(order), "orders/updated", at)


async def _with_order(api: _Api, delivery: Delivery) -> Delivery:
    edited = check(Edited, load(delivery.body)).order_edit.order_id
    order = _inside(await api.ask(f"orders/{edited}.json"), "order") if _ID.fullmatch(edited) else None
    return delivery if order is None else replace(delivery, body=dump(order), topic="orders/updated")


async def _with_fulfillment(api: _Api, delivery: Delivery) -> Delivery:
    document = load(delivery.body)
    event = check(FulfillmentEvent, document)
    if not _ID.fullmatch(event.order_id) or not _ID.fullmatch(event.fulfillment_id or ""):
        return delivery
    found = _inside(await api.ask(f"orders/{event.order_id}/fulfillments/{event.fulfillment_id}.json"), "fulfillment")
    return _extended(delivery, document, "fulfillment", found)


async def _with_order_id(api: _Api, delivery: Delivery) -> Delivery:
    document = load(delivery.body)
    named = _GLOBAL_ID.fullmatch(check(FulfillmentOrderChange, document).fulfillment_order.id)
    found = _inside(await api.ask(f"fulfillment_orders/{named[1]}.json"), "fulfillment_order") if named else None
    return _extended(delivery, document, "order_id", found.get("order_id") if found else None)


def _inside(document: object, name: str) -> dict[str, object] | None:
    inner = document.get(name) if isinstance(document, dict) else None
    return inner if isinstance(inner, dict) else None


def _extended(delivery: Delivery, document: object, name: str, value: object) -> Delivery:
    if value is None or not isinstance(document, dict):
        return delivery
    return replace(delivery, body=dump({**document, name: value}))


_COMPLETERS: Final[dict[str, Callable[[_Api, Delivery], Awaitable[Delivery]]]] = {
    "orders/edited": _with_order,
    "fulfillment_events/create": _with_fulfillment,
    "fulfillment_orders/line_items_prepared_for_pickup": _with_order_id,
    "fulfillment_orders/placed_on_hold": _with_order_id,
    "fulfillment_orders/hold_released": _with_order_id,
}
