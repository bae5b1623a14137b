"""Meta, the store and the customers: what comes in, and what arrives at the far end."""

from __future__ import annotations

import json
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.domain.clock import from_instant
from bot.domain.customer import Customer
from bot.domain.inbox import InboxItem
from bot.domain.money import Money
from bot.domain.order import Order
from bot.domain.store import Store
from bot.errors import NoAnswer
from bot.whatsapp.codes import refused
from bot.whatsapp.graph import Accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.protocol.gates import Gate

NOW = 1_760_000_000_000
NUMBER = "n1"
STORE = Store("noor", "Noor Home", NUMBER, language="en")
SARA = Customer("cu:sara", "noor", "Sara", language="en", e164="+966501234567", wa_id="966501234567", order_ids=("noor:1",))
ORDER = Order("noor:1", "noor", "NH-1", NOW, "preparing", "paid", Money(100, "SAR"), customer_id="cu:sara")

# What the connection does to the next request: lost on the way there, on the way back, or there and no status will ever come.
# Or Meta itself refuses it, for the moment or for good, or takes it and reports later that it failed, for the moment or for good.
Cut = Literal["lost on the way", "answer lost", "answer and statuses lost", "refused", "failed later", "refused for good", "failed for good"]
FOR_THE_MOMENT = 131016
FOR_GOOD = 131026


def message(number: int, at: int) -> InboxItem:
    """Return the item of the customer's n-th message."""
    wire = {"id": f"wamid.m{number}", "from": SARA.wa_id, "timestamp": str(at // 1000), "type": "text", "text": {"body": f"question {number}"}}
    whole = {"metadata": {"phone_number_id": NUMBER}, "contact": {"wa_id": SARA.wa_id}, "message": wire}
    return InboxItem(f"wa:wamid.m{number}", "message", f"wa:{SARA.wa_id}", at, at, NUMBER, json.dumps(whole).encode())


def shipment(number: int, at: int) -> InboxItem:
    """Return the item of the store's n-th report that the order is on its way; they all say the same."""
    data = {"order": ORDER.number, "status": "in_transit", "tracking_number": "T1", "occurred_at": from_instant(NOW).isoformat()}
    body = {"type": "shipment.updated", "timestamp": from_instant(NOW).isoformat(), "data": data}
    return InboxItem(f"standard:noor:e{number}", "event", "order:noor:NH-1", at, at, "standard/noor", json.dumps(body).encode())


def status(outbox_id: str, state: str, at: int) -> InboxItem:
    """Return the item that says what became of a message of ours."""
    wamid = f"wamid.{outbox_id}"
    told = state.partition(" ")[0]
    wire: dict[str, object] = {"id": wamid, "status": told, "timestamp": str(at // 1000), "recipient_id": SARA.wa_id}
    wire["biz_opaque_callback_data"] = outbox_id
    if told == "failed":
        wire["errors"] = [{"code": FOR_THE_MOMENT if state == told else FOR_GOOD, "title": "Not delivered"}]
    whole = {"metadata": {"phone_number_id": NUMBER}, "contact": None, "status": wire}
    return InboxItem(f"wa:{wamid}:{told}", "status", f"status:{wamid}", at, at, NUMBER, json.dumps(whole).encode())


@dataclass
class Meta:
    """Takes messages, and later says what became of them; ``told`` are the statuses that were, ``gone`` what never will arrive."""

    accepted: Counter[str] = field(default_factory=Counter)
    statuses: deque[tuple[str, str]] = field(default_factory=deque)
    told: list[tuple[str, str]] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    cut: Cut | None = None

    def accept(self, outbox_id: str, cut: Cut | None) -> None:
        """Take a request that has arrived."""
        self.accepted[outbox_id] += 1
        if cut == "answer and statuses lost":
            self.silent.add(outbox_id)
        elif cut == "failed later":
            self.failed.add(outbox_id)
            self.statuses += [(outbox_id, "sent"), (outbox_id, "failed")]
        elif cut == "failed for good":
            self.gone.add(outbox_id)
            self.statuses += [(outbox_id, "sent"), (outbox_id, "failed for good")]
        else:
            self.statuses += [(outbox_id, "sent"), (outbox_id, "delivered"), (outbox_id, "read")]

    def tell(self, which: int) -> tuple[str, str]:
        """Return one of the statuses that have not been told yet."""
        index = which % len(self.statuses)
        told = self.statuses[index]
        del self.statuses[index]
        self.told.append(told)
        return told


@dataclass(frozen=True, slots=True)
class Connection:
    """A sender's way to Meta: arriving there and being answered are two steps."""

    meta: Meta
    gate: Gate

    async def send(self, body: Mapping[str, object]) -> Accepted:
        """Do what ``GraphClient.send`` does, as far as a sender sees it."""
        outbox_id = str(body["biz_opaque_callback_data"])
        cut, self.meta.cut = self.meta.cut, None
        await self.gate.turn(f"Meta gets {outbox_id}")
        if cut == "lost on the way":
            raise NoAnswer("the connection was cut")
        if cut == "refused":
            raise refused(FOR_THE_MOMENT, "busy", 500)
        if cut == "refused for good":
            self.meta.gone.add(outbox_id)
            raise refused(FOR_GOOD, "nobody there", 400)
        self.meta.accept(outbox_id, cut)
        await self.gate.turn(f"Meta answers {outbox_id}")
        if cut not in (None, "failed later", "failed for good"):
            raise NoAnswer("the connection was cut")
        return Accepted(f"wamid.{outbox_id}")
