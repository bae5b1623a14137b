"""Asking Zid's Merchant API (https://docs.zid.sa, List Orders) for orders whose events got lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import Field, SecretStr

from bot.connectors.asking import ask_json
from bot.connectors.base import Call, Options, Polled
from bot.connectors.items import digest, order_lane
from bot.connectors.reading import dump
from bot.connectors.times import first_instant, local_day
from bot.connectors.zid.envelope import ZONE, ref_of
from bot.domain.clock import DAY
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_ORDERS: Final = "https://api.zid.sa/v1/managers/store/orders"
_PAGE: Final = 100  # The most that Zid gives at once.
_MOST_PAGES: Final = 200
# An order that is only listed counts as looked at again: unlike a status update, a custom status is no reason to leave it out.
_TOPIC: Final = "order.listed"


class ZidOptions(Options):
    """What a store may set for Zid: both keys, or neither."""

    authorization: SecretStr | None = Field(None, description="the Authorization key of the Zid app, for asking the API; needs manager_token as well")
    manager_token: SecretStr | None = Field(None, description="the X-Manager-Token of the shop (the OAuth access_token), with the scope orders.read")
    look_back_days: int = Field(14, ge=1, le=90, description="how old an order may be that is asked for again")


async def poll(call: Call[ZidOptions], since: int) -> AsyncIterator[Polled]:
    """Yield the orders of the last days that have changed since an instant, each once per state; nothing without both keys.

    Zid filters by the day of creation alone: so everything younger than ``look_back_days`` is asked for.
    """
    headers = _headers(call)
    if headers is None:
        return
    params = {
        "date_from": local_day(call.now - call.options.look_back_days * DAY, ZONE),
        "per_page": str(_PAGE),
        "payload_type": "default",
    }
    for page in range(1, _MOST_PAGES + 1):
        rows = _rows(await ask_json(call.fetch, "GET", _ORDERS, headers=headers, params={**params, "page": str(page)}))
        for row in rows:
            found = _polled(call, row)
            if found is not None and found.at >= since:
                yield found
        if len(rows) < _PAGE:
            return


def _headers(call: Call[ZidOptions]) -> dict[str, str] | None:
    key, token = call.options.authorization, call.options.manager_token
    if key is None or token is None:
        return None
    return {
        "Authorization": f"Bearer {key.get_secret_value().removeprefix('Bearer ')}",
        "X-Manager-Token": token.get_secret_value(),
        "Accept": "application/json",
        "Accept-Language": "ar" if call.store.language.startswith("ar") else "en",
    }


def _rows(answer: object) -> list[Mapping[str, object]]:
    rows = answer.get("orders") if isinstance(answer, Mapping) else None
    if not isinstance(rows, list):
        raise FetchFailed("Zid answered without a list of orders", again=False)
    return [row if isinstance(row, Mapping) else {} for row in rows]


def _polled(call: Call[ZidOptions], row: Mapping[str, object]) -> Polled | None:
    ref = ref_of(row)
    if ref is None:
        return None
    body = dump(row)
    at = first_instant((row.get("updated_at"), row.get("created_at")), ZONE, call.now)
    return Polled(digest(_TOPIC, body), order_lane(call.store.id, ref), body, _TOPIC, at)
