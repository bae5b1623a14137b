"""The customers of the measurements, each with one parcel on its way, and how they get into the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.clock import DAY, HOUR
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.order import Line, Order, Shipment, ShipmentState, order_id

if TYPE_CHECKING:
    from bot.db import Database

STORE_ID = "default"
_FIRST_NUMBER = 500_000
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Asker:
    """A customer who asks; ``order_number`` has the same length for all, so that none is part of another."""

    id: str
    name: str
    wa_id: str
    bsuid: str
    order_number: str


def crowd(size: int) -> tuple[Asker, ...]:
    """Return the first ``size`` askers, always the same ones."""
    return tuple(_asker(index) for index in range(size))


def _asker(index: int) -> Asker:
    return Asker(
        id=f"cu:{STORE_ID}:bench{index}",
        name=f"Customer {index}",
        wa_id=f"9665{_FIRST_NUMBER * 100 + index:08d}",
        bsuid=f"SA.{_FIRST_NUMBER + index}0{index:06d}",
        order_number=str(_FIRST_NUMBER + index),
    )


def customer(asker: Asker) -> Customer:
    """Return the asker as the database knows them; without a language, because the sentence decides it."""
    return Customer(
        id=asker.id,
        store_id=STORE_ID,
        name=asker.name,
        country="SA",
        bsuid=asker.bsuid,
        wa_id=asker.wa_id,
        e164=f"+{asker.wa_id}",
        order_ids=(order_id(STORE_ID, asker.order_number),),
    )


def order(asker: Asker, now: int, parcel_state: ShipmentState = "in_transit") -> Order:
    """Return the asker's only order, placed two days before ``now`` and paid, with one parcel."""
    parcel = Shipment(
        id=f"parcel of {asker.id}",
        state=parcel_state,
        state_at=now - 20 * HOUR,
        carrier="SMSA",
        tracking_number=tracking_number(asker),
        scan_at=now - 5 * HOUR,
        scan_place="Riyadh",
    )
    return Order(
        id=order_id(STORE_ID, asker.order_number),
        store_id=STORE_ID,
        number=asker.order_number,
        placed_at=now - 2 * DAY,
        state="fulfilled",
        payment="paid",
        total=Money(19_900, "SAR"),
        customer_id=asker.id,
        lines=(Line("Linen shirt", 1, Money(19_900, "SAR")),),
        shipments=(parcel,),
        state_at=now - 2 * DAY,
    )


def tracking_number(asker: Asker) -> str:
    """Return the number of the asker's parcel, which doesn't give the order number away."""
    return f"SM{asker.wa_id[::-1]}"


async def seed(database: Database, askers: tuple[Asker, ...], now: int, parcel_state: ShipmentState = "in_transit") -> None:
    """Write the askers with their orders; raises ``DatabaseDown`` when the database refuses them."""
    for start in range(0, len(askers), _BATCH):
        batch = askers[start : start + _BATCH]
        await database.customers.put_many([customer(asker) for asker in batch])
        await database.orders.put_many([order(asker, now, parcel_state) for asker in batch])


def address_book(askers: tuple[Asker, ...]) -> dict[str, Asker]:
    """Return who is meant by each address that a send may carry, as the offline Cloud API names it (``Sent.to``)."""
    return {f"wa:{asker.wa_id}": asker for asker in askers} | {f"bsuid:{asker.bsuid}": asker for asker in askers}
