"""An order of three parcels in the bodies of Shopify, AfterShip and Stripe, made of the samples; each part of the story once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND, from_instant
from tests.recorded_stores.providers import Request, request
from tests.recorded_stores.retelling import renamed, retold, sample

if TYPE_CHECKING:
    from collections.abc import Sequence

T0: Final = 1_795_000_000_000 // DAY * DAY
# Hours after the order, when all of it has happened, and nothing that is still true is too old to be told.
ENDS: Final = 73
_ORDER: Final = 6021847392511234567
# The first arrives, the second is on its second way to the door, the third is under way.
PARCELS: Final = ("290123456789", "290012345678", "47384200001")
# Tag and subtag of a checkpoint by what it says.
_TAGS: Final = {
    "label": ("InfoReceived", "InfoReceived_001"),
    "picked up": ("InTransit", "InTransit_002"),
    "moving": ("InTransit", "InTransit_003"),
    "out": ("OutForDelivery", "OutForDelivery_001"),
    "failed": ("AttemptFail", "AttemptFail_002"),
    "delivered": ("Delivered", "Delivered_004"),
}
# Hours after the order at which each parcel is scanned.
_JOURNEYS: Final = (
    (("label", 20.0), ("picked up", 22.0), ("out", 46.0), ("delivered", 50.0)),
    (("label", 20.0), ("picked up", 22.0), ("out", 46.0), ("failed", 51.0), ("moving", 55.0), ("out", 70.0)),
    (("label", 20.0), ("picked up", 22.0), ("moving", 60.0)),
)
_INVOICING: Final = (("invoice_finalized", 2.0), ("invoice_payment_failed", 2.5), ("invoice_paid", 3.0), ("credit_note_created", 72.0))


def order_ref(number: int) -> str:
    """Return what Shopify calls the ``number``-th order of this kind."""
    return renamed(str(_ORDER), number)


def everything(number: int = 42, *, later: int = 0, files: str = "https://files.noor.example") -> list[Request]:
    """Return every request of the ``number``-th order's story, ``later`` seconds after ``T0``; PDFs are at the address ``files``."""
    told = [*_store(), *(("stripe", "", _stripe(name, hours)) for name, hours in _INVOICING)]
    for parcel, journey in zip(PARCELS, _JOURNEYS, strict=True):
        told += [("aftership", "", _scans(parcel, journey[:count])) for count in range(1, len(journey) + 1)]
    bodies = [retold(json.dumps(body).encode(), number=number, later=later, files=files) for _, _, body in told]
    return [request(told[n][0], body, topic=told[n][1], key=f"{number}-{n}") for n, body in enumerate(bodies)]


def _iso(hours: float) -> str:
    return from_instant(T0 + round(hours * HOUR)).isoformat()


def _body(connector: str, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(sample(connector, f"constructed_{name}"))
    return document


def _store() -> list[tuple[str, str, dict[str, Any]]]:
    parcels = [_fulfillment(n, parcel) for n, parcel in enumerate(PARCELS)]
    fulfilled = {**_order("paid", 24.0), "fulfillment_status": "fulfilled", "fulfillments": parcels}
    refund = {**_body("shopify", "refund"), "order_id": _ORDER, "created_at": _iso(71), "processed_at": _iso(71)}
    told = [("orders/create", _order("pending", 0.0)), ("orders/paid", _order("paid", 3.1))]
    told += [*(("fulfillments/create", one) for one in parcels), ("orders/fulfilled", fulfilled), ("refunds/create", refund)]
    return [("shopify", topic, body) for topic, body in told]


def _order(payment: str, hours: float) -> dict[str, Any]:
    times = {"created_at": _iso(0), "processed_at": _iso(0), "updated_at": _iso(hours)}
    return {**_body("shopify", "order"), **times, "name": "#NH-1042", "financial_status": payment, "payment_gateway_names": ["stripe"]}


def _fulfillment(n: int, parcel: str) -> dict[str, Any]:
    named = {"id": 4021847392 + n, "name": f"#NH-1042.{n + 1}", "tracking_number": parcel, "tracking_numbers": [parcel]}
    where = {"tracking_url": f"https://www.aramex.com/track/{parcel}", "tracking_urls": [f"https://www.aramex.com/track/{parcel}"]}
    return {**_body("shopify", "fulfillment"), **named, **where, "created_at": _iso(21), "updated_at": _iso(21)}


def _scans(parcel: str, journey: Sequence[tuple[str, float]]) -> dict[str, Any]:
    body, (last, hours) = _body("aftership", "tracking_update_delivered"), journey[-1]
    tag, subtag = _TAGS[last]
    about = {"title": "NH-1042", "order_number": "NH-1042", "order_id": None, "tracking_number": parcel, "latest_estimated_delivery": None}
    checkpoints = [_checkpoint(body["msg"]["checkpoints"][0], *step) for step in journey]
    body |= {"event_id": f"{parcel}-{len(journey)}", "ts": (T0 + round(hours * HOUR) + 5 * MINUTE) // SECOND}
    body["msg"] |= {**about, "tag": tag, "subtag": subtag, "checkpoints": checkpoints}
    return body


def _checkpoint(like: dict[str, Any], what: str, hours: float) -> dict[str, Any]:
    tag, subtag = _TAGS[what]
    return {**like, "tag": tag, "subtag": subtag, "checkpoint_time": _iso(hours)}


def _stripe(name: str, hours: float) -> dict[str, Any]:
    body, at = _body("stripe", name), (T0 + round(hours * HOUR)) // SECOND
    issued = (T0 + 2 * HOUR) // SECOND
    about = body["data"]["object"]
    about["created"] = at if name == "credit_note_created" else issued
    if "status_transitions" in about:
        paid = at if name == "invoice_paid" else None
        about["status_transitions"] |= {"finalized_at": issued, "paid_at": paid}
    return body | {"created": at}
