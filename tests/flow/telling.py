"""A system that tells whatever a test wants it to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Connector, Delivery, Ignored, Split
from bot.domain.clock import DAY, HOUR
from bot.domain.inbox import InboxItem
from bot.domain.money import Money
from bot.domain.store import Store
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent
from bot.errors import Unreadable
from bot.flow.batch import Outcome
from bot.flow.store_events import StoreEvents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.notice import Milestone
    from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState
    from bot.flow.read_events import Complete

NOW = 1_795_000_000_000
NOOR = Store("noor", "Noor Home", "n1", language="ar")
SARA, MONA = "+966501234567", "+966559999999"


def placed(
    ref: str = "1", number: str = "NH-1", *, phone: str | None = SARA, at: int = NOW, placed_at: int = NOW, payment: PaymentState | None = None
) -> OrderEvent:
    """Return the event that makes an order."""
    buyer = Buyer(phone, "Sara", language="ar", country="SA")
    return OrderEvent("noor", ref, at, "received", payment, number, placed_at, Money(10_000, "SAR"), buyer=buyer)


def changed(state: OrderState | None = None, payment: PaymentState | None = None, ref: str = "1", at: int = NOW) -> OrderEvent:
    """Return news of the order itself."""
    return OrderEvent("noor", ref, at, state, payment)


def parcel(
    state: ShipmentState, *flags: ShipmentFlag, ref: str | None = "1", tracking: str | None = "T1", at: int = NOW, eta: str | None = None
) -> ShipmentEvent:
    """Return news of a parcel."""
    return ShipmentEvent("noor", ref, at, state, tracking, "Aramex", eta=eta, flags=flags)


def refund(refund_id: str = "R1", minor: int = 2_000, at: int = NOW) -> RefundEvent:
    """Return news of money that goes back."""
    return RefundEvent("noor", "1", at, refund_id, Money(minor, "SAR"))


def invoice(number: str = "INV-1", *, pdf_url: str | None = "https://shop.example/1.pdf", held: str | None = None, at: int = NOW) -> InvoiceEvent:
    """Return news of an invoice."""
    return InvoiceEvent("noor", "1", at, number, total=Money(10_000, "SAR"), pdf_url=pdf_url, held=held)


@dataclass
class Teller:
    """A connector's other end. ``thin`` bodies have to be completed before they can be read."""

    db: Database
    complete: Complete | None = None
    now: int = NOW
    delays: dict[str, int] = field(default_factory=dict)
    off: frozenset[Milestone] = frozenset()
    said: dict[bytes, tuple[StoreEvent, ...] | Ignored] = field(default_factory=dict)
    count: int = 0

    def item(self, *events: StoreEvent, name: str = "") -> InboxItem:
        """Return an inbox item that tells these events; without events it can't be read."""
        self.count += 1
        name = name or f"e{self.count}"
        body = f'"{name}"'.encode()
        if events:
            self.said[body] = events
        return InboxItem(f"told:noor:{name}", "event", f"event:{name}", self.now, self.now, "told/noor", body, attempts=1)

    def parse(self, delivery: Delivery) -> tuple[StoreEvent, ...] | Ignored:
        """Read a body."""
        if delivery.body not in self.said:
            raise Unreadable("nobody said that")
        return self.said[delivery.body]

    @property
    def connector(self) -> Connector[Any]:
        """Return the connector at whose other end this is."""
        return Connector("told", "Told", "store", lambda knock, secrets: "", lambda knock, delivery_id: Split(), self.parse)  # noqa: ARG005

    @property
    def events(self) -> StoreEvents:
        """Return the handler of what is told."""
        thin = replace(self.connector, name="thin", complete=lambda call, delivery: _never(delivery))  # noqa: ARG005
        return StoreEvents(self.db, {"noor": NOOR}, {"told": self.connector, "thin": thin}, self.complete, self.delays, off={"noor": self.off})

    async def hear(self, items: Sequence[InboxItem]) -> Outcome:
        """Receive items and handle them."""
        await self.db.inbox.add_many(items)
        return await self.events.handle(items, self.now)

    async def tell(self, *events: StoreEvent) -> Outcome:
        """Tell each event in an item of its own, one after the other."""
        outcome = Outcome()
        for event in events:
            outcome = await self.hear([self.item(event)])
        return outcome

    async def come_back(self) -> Outcome:
        """Handle what has come back to the inbox."""
        return await self.events.handle(await self.db.inbox.waiting(self.now + DAY, 100), self.now)

    async def said_of(self, order_id: str = "noor:1") -> set[str]:
        """Return what has been announced about an order, as milestone and subject."""
        docs = await self.db.ledger.of_order(order_id)
        return {":".join(doc["_id"].removeprefix(f"{order_id}:").split(":")[:2]).rstrip(":") for doc in docs if doc["skipped"] is None}


async def _never(delivery: Delivery) -> Delivery:
    return delivery


__all__ = ["DAY", "HOUR", "MONA", "NOOR", "NOW", "SARA", "Teller", "changed", "invoice", "parcel", "placed", "refund"]
