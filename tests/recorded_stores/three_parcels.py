"""An order of three parcels in the bodies of Shopify, AfterShip and Stripe, made of the samples; each part of the story once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND, from_instant
from tests.recorded_stores.providers import Request, request
from tests.recorded_stores.retelling import sample

if TYPE_CHECKING:
    from collections.abc import Sequence

T0: Final = 1_795_000_000_000 // DAY * DAY
ORDER: Final = 6021847392511234567
PARCELS: Final = ("290123450001", "290123450002", "290123450003")
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


def everything() -> list[Request]:
    """Return every request of the story."""
    told = [*_store(), *_invoicing()]
    for parcel, journey in zip(PARCELS, _JOURNEYS, strict=True):
        told += [_carrier(parcel, journey[:count]) for count in range(1, len(journey) + 1)]
    return told


def _iso(hours: float) -> str:
    return from_instant(T0 + round(hours * HOUR)).isoformat()


def _body(connector: str, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(sample(connector, f"constructed_{name}"))
    return document


def _store() -> list[Request]:
    fulfillments = [_fulfillment(n, parcel) for n, parcel in enumerate(PARCELS)]
    pending, paid, fulfilled = ("pending", 0.0), ("paid", 3.1), ("paid", 24.0)
    told: list[tuple[str, object]] = [
        ("orders/create", _order(*pending)),
        ("orders/paid", _order(*paid)),
        *(("fulfillments/create", one) for one in fulfillments),
        ("orders/fulfilled", {**_order(*fulfilled), "fulfillment_status": "fulfilled", "fulfillments": fulfillments}),
        ("refunds/create", {**_body("shopify", "refund"), "order_id": ORDER, "created_at": _iso(90), "processed_at": _iso(90)}),
    ]
    return [request("shopify", _dumped(body), topic=topic, key=f"shopify-{n}") for n, (topic, body) in enumerate(told)]


def _order(payment: str, hours: float) -> dict[str, Any]:
    times = {"created_at": _iso(0), "processed_at": _iso(0), "updated_at": _iso(hours)}
    return {**_body("shopify", "order"), **times, "name": "#NH-1042", "financial_status": payment, "payment_gateway_names": ["stripe"]}


def _fulfillment(n: int, parcel: str) -> dict[str, Any]:
    named = {"id": 4021847392 + n, "name": f"#NH-1042.{n + 1}", "tracking_number": parcel, "tracking_numbers": [parcel]}
    where = {"tracking_url": f"https://www.aramex.com/track/{parcel}", "tracking_urls": [f"https://www.aramex.com/track/{parcel}"]}
    return {**_body("shopify", "fulfillment"), **named, **where, "created_at": _iso(21), "updated_at": _iso(21)}


def _carrier(parcel: str, journey: Sequence[tuple[str, float]]) -> Request:
    body, (last, hours) = _body("aftership", "tracking_update_delivered"), journey[-1]
    tag, subtag = _TAGS[last]
    about = {"title": "NH-1042", "order_number": "NH-1042", "order_id": None, "tracking_number": parcel, "latest_estimated_delivery": None}
    checkpoints = [_checkpoint(body["msg"]["checkpoints"][0], *step) for step in journey]
    body |= {"event_id": f"{parcel}-{len(journey)}", "ts": (T0 + round(hours * HOUR) + 5 * MINUTE) // SECOND}
    body["msg"] |= {**about, "tag": tag, "subtag": subtag, "checkpoints": checkpoints}
    return request("aftership", _dumped(body))


def _checkpoint(like: dict[str, Any], what: str, hours: float) -> dict[str, Any]:
    tag, subtag = _TAGS[what]
    return {**like, "tag": tag, "subtag": subtag, "checkpoint_time": _iso(hours)}


def _invoicing() -> list[Request]:
    told = (("invoice_finalized", 2.0), ("invoice_payment_failed", 2.5), ("invoice_paid", 3.0), ("credit_note_created", 91.0))
    return [request("stripe", _dumped(_stripe(name, hours))) for name, hours in told]


def _stripe(name: str, hours: float) -> dict[str, Any]:
    body, at = _body("stripe", name), (T0 + round(hours * HOUR)) // SECOND
    issued = (T0 + 2 * HOUR) // SECOND
    about = body["data"]["object"]
    about["created"] = at if name == "credit_note_created" else issued
    if "status_transitions" in about:
        paid = at if name == "invoice_paid" else None
        about["status_transitions"] |= {"finalized_at": issued, "paid_at": paid}
    return body | {"created": at}


def _dumped(document: object) -> bytes:
    return json.dumps(document).encode()
