"""Asking the shop which orders have changed: WooCommerce delivers each event once, and never again when that fails."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated, Final

from bot.connectors.asking import ask_json
from bot.connectors.base import Polled
from bot.connectors.items import digest, order_lane
from bot.connectors.reading import Payload, Ref, check, dump
from bot.connectors.times import first_instant
from bot.connectors.tolerant import ONLY_OBJECTS
from bot.domain.clock import SECOND, from_instant
from bot.errors import FetchFailed, Unreadable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.connectors.base import Call
    from bot.connectors.woocommerce.options import WooOptions

_PAGE: Final = 100
_MOST_PAGES: Final = 1_000


class _Listed(Payload):
    id: Ref
    date_modified_gmt: object = None


class _Page(Payload):
    orders: Annotated[tuple[dict[str, object], ...], ONLY_OBJECTS]


async def poll(call: Call[WooOptions], since: int) -> AsyncIterator[Polled]:
    """Yield the orders that have changed since an instant, each as ``order.updated`` would bring it; nothing without access.

    They come by their ids: what changes while the pages are turned may then come twice, but is never passed over.
    """
    if call.options.site is None:
        return
    # ``modified_after`` leaves out the second that it names.
    after = from_instant(since - SECOND).strftime("%Y-%m-%dT%H:%M:%S")
    params = {"modified_after": after, "dates_are_gmt": "true", "status": "any", "orderby": "id", "order": "asc", "per_page": str(_PAGE)}
    before: tuple[dict[str, object], ...] | None = None
    for number in range(1, _MOST_PAGES + 1):
        orders = await _page(call, {**params, "page": str(number)})
        # A page that is the one before it once more would come for ever: some cache does not look at the question.
        if orders == before:
            return
        for order in orders:
            yield _polled(call, order)
        if len(orders) < _PAGE:
            return
        before = orders


async def _page(call: Call[WooOptions], params: dict[str, str]) -> tuple[dict[str, object], ...]:
    url = f"{(call.options.site or '').rstrip('/')}/wp-json/wc/v3/orders"
    found = await ask_json(call.fetch, "GET", url, headers={"Authorization": _basic(call.options)}, params=params)
    if not isinstance(found, list):
        raise FetchFailed("WooCommerce answered something else than a list of orders", again=False)
    return check(_Page, {"orders": found}).orders


def _basic(options: WooOptions) -> str:
    parts = [secret.get_secret_value() if secret else "" for secret in (options.consumer_key, options.consumer_secret)]
    return f"Basic {base64.b64encode(':'.join(parts).encode()).decode()}"


def _polled(call: Call[WooOptions], order: dict[str, object]) -> Polled:
    try:
        listed = check(_Listed, order)
    except Unreadable as error:
        raise FetchFailed(f"WooCommerce's list of orders can't be read: {error}", again=False) from error
    at = first_instant((listed.date_modified_gmt,), "UTC", call.now)
    body = dump(order)
    # Two changes within one second leave the same time behind.
    return Polled(digest("order", listed.id, body), order_lane(call.store.id, listed.id), body, "order.updated", at)
