"""The life of an order, told by the simulated store step by step: placed, paid, prepared, shipped, delivered, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.clock import DAY, SECOND, from_instant
from bot.errors import UserMistake

if TYPE_CHECKING:
    from bot.simulator.people import Person

_CARRIER: Final = "Aramex"
_GOODS: Final = (("Brass coffee pot", "189.00"), ("Cotton cushion", "64.00"), ("Date box, 1 kg", "45.00"), ("Ceramic cup set", "120.00"))


@dataclass(slots=True)
class Story:
    """One order as the store knows it. ``attempts`` counts failed deliveries, ``eta_days`` moves with each delay."""

    number: str
    person: Person
    placed_at: int
    goods: tuple[str, str]
    attempts: int = 0
    eta_days: int = 2

    @property
    def tracking_number(self) -> str:
        """What the carrier calls the parcel."""
        return f"AR{self.number.rpartition('-')[2]}"


Event = tuple[str, dict[str, object]]
Step = Callable[[Story, int], Event]


def begun(person: Person, now: int) -> Story:
    """Return a new order of a person; ``UserMistake`` where the shop could not know where to write."""
    if not person.wa_id:
        raise UserMistake(f"{person.name} hides the phone number, so a checkout could not pass it on: choose somebody else")
    prefix = "".join(word[0] for word in person.store_name.split() if word[0].isalpha()).upper()[:2]
    serial = now // 1_000 % 1_000_000
    return Story(f"{prefix}-{serial}", person, now, _GOODS[serial % len(_GOODS)])


def _order(story: Story, now: int, **changed: object) -> Event:
    return "order.updated", {"id": story.number, "occurred_at": iso(now), **changed}


def _placed(story: Story, now: int) -> Event:
    title, price = story.goods
    person = story.person
    return _order(
        story,
        now,
        number=story.number,
        placed_at=iso(now),
        status="confirmed",
        payment="pending",
        total=price,
        payment_url=f"https://shop.example/pay/{story.number}",
        lines=[{"title": title, "quantity": 1, "price": price}],
        customer={"phone": f"+{person.wa_id}", "name": person.name, "language": person.language, "country": person.country, "consent": True},
    )


def _parcel(story: Story, now: int, status: str, **more: object) -> Event:
    parcel = {
        "order": story.number,
        "status": status,
        "tracking_number": story.tracking_number,
        "carrier": _CARRIER,
        "tracking_url": f"https://www.aramex.com/track/results?ShipmentNumber={story.tracking_number}",
        "occurred_at": iso(now),
        "eta": from_instant(story.placed_at + story.eta_days * DAY).date().isoformat(),
    }
    return "shipment.updated", {**parcel, **more}


def _failed_attempt(story: Story, now: int) -> Event:
    story.attempts += 1
    return _parcel(story, now, "attempt_failed")


def _delayed(story: Story, now: int) -> Event:
    story.eta_days += 2
    return _parcel(story, now, "delayed")


def _invoice(story: Story, now: int) -> Event:
    page = f"https://shop.example/invoices/{story.number}"
    data: dict[str, object] = {
        "order": story.number,
        "number": f"INV-{story.number}",
        "total": story.goods[1],
        "issued_at": iso(now),
        "page_url": page,
    }
    return "invoice.issued", data


def _refund(story: Story, now: int) -> Event:
    return "refund.created", {"order": story.number, "id": f"R-{story.number}", "amount": story.goods[1], "occurred_at": iso(now)}


STEPS: Final[dict[str, Step]] = {
    "place": _placed,
    "pay": lambda story, now: _order(story, now, payment="paid"),
    "decline": lambda story, now: _order(story, now, payment="failed"),
    "prepare": lambda story, now: _order(story, now, status="preparing"),
    "send": lambda story, now: _parcel(story, now, "in_transit", place="Riyadh hub"),
    "out": lambda story, now: _parcel(story, now, "out_for_delivery"),
    "attempt": _failed_attempt,
    "delay": _delayed,
    "deliver": lambda story, now: _parcel(story, now, "delivered"),
    "invoice": _invoice,
    "refund": _refund,
    "cancel": lambda story, now: _order(story, now, status="cancelled"),
}


def iso(instant: int) -> str:
    """Return an instant as events write it."""
    exact: Literal["milliseconds", "seconds"] = "milliseconds" if instant % SECOND else "seconds"
    return from_instant(instant).isoformat(timespec=exact).replace("+00:00", "Z")
