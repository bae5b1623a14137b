"""The real mind, and a chat to try it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.app import load_mind
from bot.domain.clock import DAY
from bot.domain.conversation import Conversation
from bot.domain.customer import Customer
from bot.domain.message import Content, InboundMessage, Text, WireIdentity
from bot.domain.money import Money
from bot.domain.order import Invoice, Order, Shipment
from bot.domain.store import Store
from bot.flow.converse import Heard, Mind, Scene

NOW = 1_760_000_000_000
STORE = Store("noor", "Noor Home", "n1", language="ar")
SARA = Customer("cu:sara", "noor", "Sara", e164="+966501234567", order_ids=("noor:1", "noor:2"))
ON_ITS_WAY = Order(
    "noor:1",
    "noor",
    "NH-1041",
    NOW - 2 * DAY,
    "fulfilled",
    "paid",
    Money(10_000, "SAR"),
    customer_id="cu:sara",
    shipments=(Shipment("T1", "in_transit", NOW, "Aramex", "T1", "https://example.com/T1", NOW, "Riyadh"),),
    invoices=(Invoice("INV-1", NOW - DAY, Money(10_000, "SAR"), "noor/invoice/1.pdf"),),
)
PREPARING = replace(ON_ITS_WAY, id="noor:2", number="NH-1042", placed_at=NOW - DAY, state="preparing", shipments=(), invoices=())
Say = Callable[..., Scene]


@pytest.fixture(scope="session")
def mind() -> Mind:
    """What the program understands and says, read from its own files."""
    return load_mind()


def heard(content: Content | str, n: int = 0, **more: str) -> Heard:
    """Return a message received now; a string is typed text."""
    words = Text(content) if isinstance(content, str) else content
    message = InboundMessage(f"wamid.{n}", "n1", WireIdentity(wa_id="966501234567"), NOW, words)
    return Heard(f"wa:wamid.{n}", NOW, message, **more)


def scene(*contents: Content | str | Heard, orders: tuple[Order, ...] = (ON_ITS_WAY,), conversation: Conversation | None = None) -> Scene:
    """Return a chat in which these messages wait."""
    waiting = tuple(content if isinstance(content, Heard) else heard(content, n) for n, content in enumerate(contents))
    return Scene(conversation or Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1"), STORE, SARA, orders, waiting, NOW)
