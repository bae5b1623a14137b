"""An order of three parcels, as a store, a carrier and an invoicing system tell it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from bot.domain.clock import DAY, HOUR
from bot.domain.money import Money
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent

if TYPE_CHECKING:
    from bot.domain.order import ShipmentFlag, ShipmentState

T0 = 1_795_000_000_000 // DAY * DAY
TOTAL = Money(90_000, "SAR")


def _scan(state: ShipmentState, tracking: str, hours: int, *flags: ShipmentFlag, ref: str | None = None) -> ShipmentEvent:
    return ShipmentEvent("noor", ref, T0 + hours * HOUR, state, tracking, "SMSA" if ref is None else None, flags=flags)


STORE: list[StoreEvent] = [
    OrderEvent("noor", "1", T0, "received", "pending", "NH-1", T0, TOTAL, buyer=Buyer("+966501234567", "Sara", language="ar")),
    OrderEvent("noor", "1", T0 + 1, "confirmed", "paid", status_url="https://shop.example/1"),
    OrderEvent("noor", "1", T0 + 5 * HOUR, "preparing", "paid"),
    *(_scan("in_transit", tracking, 21 + n, ref="1") for n, tracking in enumerate(("A1", "A2", "A3"))),
    OrderEvent("noor", "1", T0 + 24 * HOUR, "fulfilled", "paid"),
    RefundEvent("noor", "1", T0 + 90 * HOUR, "R1", Money(10_000, "SAR")),
]
CARRIER: list[StoreEvent] = [
    *(_scan("label_created", tracking, 20) for tracking in ("A1", "A2", "A3")),
    *(_scan("picked_up", tracking, 22) for tracking in ("A1", "A2", "A3")),
    _scan("out_for_delivery", "A1", 46),
    _scan("delivered", "A1", 50),
    _scan("out_for_delivery", "A2", 46),
    _scan("unknown", "A2", 51, "attempt_failed"),
    _scan("in_transit", "A2", 55),
    _scan("out_for_delivery", "A2", 70),
    _scan("in_transit", "A3", 60, "delayed"),
]
PAPERS: list[StoreEvent] = [
    InvoiceEvent("noor", "NH-1", T0 + 2 * HOUR, "INV-1", total=TOTAL, held="not cleared"),
    InvoiceEvent("noor", "NH-1", T0 + 3 * HOUR, "INV-1", total=TOTAL, pdf_url="https://books.example/1.pdf"),
    InvoiceEvent("noor", "NH-1", T0 + 91 * HOUR, "CN-1", "credit_note", pdf_url="https://books.example/2.pdf"),
]
EVERYTHING = [*STORE, *CARRIER, *PAPERS]


def interleaved(seed: int) -> list[list[StoreEvent]]:
    """Return the events in some order, some of them twice, in commits of one to four."""
    chance = Random(seed)  # noqa: S311 - the same every time
    events = [*EVERYTHING, *chance.sample(EVERYTHING, 9)]
    chance.shuffle(events)
    commits = []
    while events:
        size = chance.randint(1, 4)
        commits.append(events[:size])
        events = events[size:]
    return commits
