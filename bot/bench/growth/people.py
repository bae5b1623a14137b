"""The customers of a shop that has grown: each with orders, and those who have written with a conversation and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.bench.crowd import STORE_ID, Asker
from bot.bench.growth.skew import ARRIVED_AFTER, MOST_EXCHANGES, MOST_ORDERS, WAITING, WRITING, ages, fate, how_many
from bot.bench.webhooks import Number
from bot.domain.clock import HOUR, MINUTE
from bot.domain.conversation import Conversation, Said, conversation_id
from bot.domain.customer import Customer
from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.money import Money
from bot.domain.order import MOVING, Line, Order, Shipment, order_id

# A customer is the same in a shop of any size: it is drawn with its neighbours.
TOGETHER = 500
_FIRST_NUMBER = 50_000_000
_KEPT_ANSWERS = 8
_CURRENCY = "SAR"
_THINGS = ("Linen shirt", "Coffee beans 1 kg", "Running shoes", "Phone case", "Oud perfume 50 ml", "Desk lamp")
_PHONE_NUMBER_ID = Number().phone_number_id


@dataclass(frozen=True, slots=True)
class Person:
    """A customer with orders, newest first; ``chat`` and ``lines`` are there for who has written."""

    customer: Customer
    orders: tuple[Order, ...]
    chat: Conversation | None = None
    lines: tuple[TranscriptEntry, ...] = ()

    @property
    def asker(self) -> Asker:
        """Return who asks about the newest order."""
        customer = self.customer
        return Asker(customer.id, customer.name or "", customer.wa_id or "", customer.bsuid or "", self.orders[0].number)


def people(start: int, now: int) -> list[Person]:
    """Return the ``TOGETHER`` people from ``start`` on, a multiple of it; always the same ones, but for ``now``."""
    draws = Random(start)  # noqa: S311 (nothing is secret here)
    return [_person(index, draws, now) for index in range(start, start + TOGETHER)]


def _person(index: int, draws: Random, now: int) -> Person:
    count = how_many(draws.random(), MOST_ORDERS)
    waits, writes = draws.random() < WAITING, draws.random() < WRITING
    all_ages = ages([draws.random() for _ in range(count)], waits=waits)
    orders = tuple(_order(index, rank, age, draws.random(), now) for rank, age in enumerate(all_ages))
    customer = _customer(index, orders, writes=writes)
    if not writes:
        return Person(customer, orders)
    lines = _lines(customer, orders[0], how_many(draws.random(), MOST_EXCHANGES), now)
    return Person(customer, orders, _chat(customer, orders[0], lines), lines)


def _customer(index: int, orders: tuple[Order, ...], *, writes: bool) -> Customer:
    """Return a customer; WhatsApp's own names are known of those only who have written."""
    wa_id = f"9665{_FIRST_NUMBER + index:08d}"
    return Customer(
        id=f"cu:{STORE_ID}:grown{index}",
        store_id=STORE_ID,
        name=f"Customer {index}",
        country="SA",
        bsuid=f"SA.7{index:015d}" if writes else None,
        wa_id=wa_id if writes else None,
        e164=f"+{wa_id}",
        order_ids=tuple(order.id for order in orders),
        email=f"customer{index}@shop.example",
    )


def _order(index: int, rank: int, age: int, draw: float, now: int) -> Order:
    # All numbers have the same length, so that none is part of another.
    number, placed_at = f"{10 + rank}{index:07d}", now - age
    state, payment, parcel = fate(age, draw)
    total = Money(1_900 + int(draw * 100) * 500, _CURRENCY)
    arrived_at = min(now - HOUR, placed_at + ARRIVED_AFTER)
    state_at = now - HOUR - int(draw * 20 * HOUR) if parcel in MOVING else arrived_at
    shipments = (_parcel(number, parcel, state_at),) if parcel is not None else ()
    return Order(
        id=order_id(STORE_ID, number),
        store_id=STORE_ID,
        number=number,
        placed_at=placed_at,
        state=state,
        payment=payment,
        total=total,
        customer_id=f"cu:{STORE_ID}:grown{index}",
        lines=(Line(_THINGS[index % len(_THINGS)], 1 + index % 2, total, sku=f"SKU-{index % 997}"),),
        shipments=shipments,
        refunded=Money(total.minor // 2, _CURRENCY) if payment == "partially_refunded" else None,
        state_at=placed_at + HOUR,
        version=1 + len(shipments) * 3,
        phone=f"+9665{_FIRST_NUMBER + index:08d}",
        language="ar",
        country="SA",
    )


def _parcel(number: str, state: str, at: int) -> Shipment:
    return Shipment(
        id=f"parcel of {number}",
        state=state,  # type: ignore[arg-type]
        state_at=at,
        carrier="SMSA",
        tracking_number=f"SM{number[::-1]}",
        scan_at=at,
        scan_place="Riyadh",
        marks=(("picked_up", at - 2 * HOUR), ("in_transit", at - HOUR)),
    )


def _lines(customer: Customer, order: Order, exchanges: int, now: int) -> tuple[TranscriptEntry, ...]:
    """Return questions and answers, the last of them some hours after the order was placed."""
    last, found = min(now - HOUR, order.placed_at + 30 * HOUR), list[TranscriptEntry]()
    for exchange in range(exchanges):
        at = last - (exchanges - 1 - exchange) * HOUR
        found += (_line(customer, order, exchange, at, ours=False), _line(customer, order, exchange, at + MINUTE, ours=True))
    return tuple(found)


def _line(customer: Customer, order: Order, exchange: int, at: int, *, ours: bool) -> TranscriptEntry:
    chat = conversation_id(_PHONE_NUMBER_ID, customer.id)
    wamid = f"wamid.GROWN{'O' if ours else 'I'}{customer.id}:{exchange}"
    return TranscriptEntry(
        id=f"{chat}:{exchange + 1}:0" if ours else f"wa:{wamid}",
        conversation_id=chat,
        customer_id=customer.id,
        store_id=STORE_ID,
        direction="out" if ours else "in",
        at=at,
        text=f"Order {order.number} is on its way with SMSA. It was last seen in Riyadh." if ours else "where is my order please?",
        content="text",
        wamid=wamid,
        state="read" if ours else None,
        rank=RANK["read"] if ours else 0,
        order_id=order.id if ours else None,
        understood=None if ours else "order_status",
        kind="answer" if ours else None,
        language=None if ours else "en",
    )


def _chat(customer: Customer, order: Order, lines: tuple[TranscriptEntry, ...]) -> Conversation:
    answered = [line.at for line in lines if line.direction == "out"]
    return Conversation(
        conversation_id(_PHONE_NUMBER_ID, customer.id),
        STORE_ID,
        customer.id,
        _PHONE_NUMBER_ID,
        language="en",
        last_inbound_at=lines[-2].at,
        focus_order=order.id,
        answered_at=tuple(answered[-_KEPT_ANSWERS:]),
        answered_to=tuple(f"order_status:{order.id}" for _ in answered)[-_KEPT_ANSWERS:],
        answers_on_day=1,
        said=Said(f"digest of {order.id}", "order_status", order.id),
        touched_at=answered[-1],
        preview=lines[-1].text,
        version=len(answered),
    )
