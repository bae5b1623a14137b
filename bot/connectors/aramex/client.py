"""Asking Aramex about parcels (Shipments Tracking Services API, ``TrackShipments`` in its JSON form)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.aramex.payloads import Answer, results, time_of
from bot.connectors.asking import ask_json
from bot.connectors.base import Polled
from bot.connectors.items import digest, parcel_lane
from bot.connectors.reading import check, dump
from bot.errors import FetchFailed, Unreadable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from bot.connectors.aramex.options import AramexOptions
    from bot.connectors.base import Call

_TRACK: Final = "https://ws.aramex.net/ShippingAPI.V2/Tracking/Service_1_0.svc/json/TrackShipments"
_AT_ONCE: Final = 50
_HEADERS: Final = {"Accept": "application/json"}


async def poll(call: Call[AramexOptions], since: int) -> AsyncIterator[Polled]:  # noqa: ARG001 - Aramex tells all of a parcel each time
    """Yield what Aramex knows of the parcels under way, each once per state; nothing without an account. Raises ``FetchFailed``."""
    if call.options.username is None:
        return
    parcels = list(dict.fromkeys(call.parcels))
    for start in range(0, len(parcels), _AT_ONCE):
        found = await _track(call, parcels[start : start + _AT_ONCE])
        for waybill, rows in found.items():
            if rows:
                yield _polled(call, waybill, rows)


async def _track(call: Call[AramexOptions], waybills: Sequence[str]) -> Mapping[str, list[Mapping[str, object]]]:
    question = {"ClientInfo": _client(call.options), "Transaction": {}, "Shipments": list(waybills), "GetLastTrackingUpdateOnly": False}
    told = await ask_json(call.fetch, "POST", _TRACK, headers=_HEADERS, json=question)
    try:
        answer = check(Answer, told)
        if answer.HasErrors:
            why = "; ".join(f"{one.Code} {one.Message}" for one in answer.Notifications) or "it does not say why"
            raise FetchFailed(f"Aramex refused: {why}", again=False)
        return results(dump(told))
    except Unreadable as error:
        raise FetchFailed(f"Aramex's answer can't be read: {error}", again=False) from error


def _client(options: AramexOptions) -> dict[str, object]:
    secrets = {"Password": options.password, "AccountPin": options.account_pin}
    return {
        "UserName": options.username,
        **{name: secret.get_secret_value() if secret else None for name, secret in secrets.items()},
        "AccountNumber": options.account_number,
        "AccountEntity": options.account_entity,
        "AccountCountryCode": options.account_country_code,
        "Version": "v1.0",
        "Source": 24,
    }


def _polled(call: Call[AramexOptions], waybill: str, rows: Sequence[Mapping[str, object]]) -> Polled:
    body = dump({"TrackingResults": {waybill: rows}})
    times = [time_of(str(row.get("UpdateDateTime")), call.store.timezone) for row in rows]
    at = max((time for time in times if time is not None), default=call.now)
    return Polled(digest(waybill, body), parcel_lane(call.store.id, waybill), body, "", min(at, call.now))
