"""How customers differ: most have one order and a few very many, few orders are new, and a minority has ever written.

Every function takes draws from 0 to 1 (1 excluded), so that what comes out is a law and not an accident.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from bot.domain.clock import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.order import OrderState, PaymentState, ShipmentState

MOST_ORDERS = 60
MOST_EXCHANGES = 20
# Of all customers so many wait for something, and so many have written.
WAITING = 0.08
WRITING = 0.4
# Younger ones have no parcel yet, older ones have arrived.
PACKED_AFTER = DAY
ARRIVED_AFTER = 6 * DAY
_MEAN_AGE = 250 * DAY
_MEAN_GAP = 90 * DAY
# As the retention job would have left it: of what is older nothing is there, neither lines (a year) nor orders (two).
NEWEST_WITHIN = 350 * DAY
OLDEST_WITHIN = 700 * DAY
_FATES: tuple[tuple[float, OrderState, PaymentState, ShipmentState | None], ...] = (
    (0.90, "fulfilled", "paid", "delivered"),
    (0.93, "fulfilled", "paid", "returned"),
    (0.98, "cancelled", "refunded", None),
    (1.00, "fulfilled", "partially_refunded", "delivered"),
)


def how_many(draw: float, most: int) -> int:
    """Return how many of something somebody has: at least ``n`` for one in n squared, up to ``most``."""
    return min(most, int((1 - draw) ** -0.5))


def ages(draws: Sequence[float], *, waits: bool) -> list[int]:
    """Return the ages of a customer's orders in milliseconds, the newest first, one for each draw.

    Only the newest may be under way: the others are at least a week older, if all of them have room within what is kept.
    """
    newest = int(draws[0] * ARRIVED_AFTER) if waits else ARRIVED_AFTER + _waited(draws[0], _MEAN_AGE) % (NEWEST_WITHIN - ARRIVED_AFTER)
    found, least = [newest], min(7 * DAY, (OLDEST_WITHIN - newest) // len(draws))
    gap = min(_MEAN_GAP, (OLDEST_WITHIN - newest) // len(draws) - least)
    for left, draw in zip(range(len(draws) - 2, -1, -1), draws[1:], strict=True):
        found.append(min(found[-1] + least + _waited(draw, gap), OLDEST_WITHIN - left * least))
    return found


def fate(age: int, draw: float) -> tuple[OrderState, PaymentState, ShipmentState | None]:
    """Return how far an order has come: its state, its payment, and its parcel's state if it has one."""
    if age < PACKED_AFTER:
        return "confirmed", "paid", None
    if age < ARRIVED_AFTER:
        return "fulfilled", "paid", "out_for_delivery" if draw > 0.85 else "in_transit"  # noqa: PLR2004 (about one day in six)
    return next((order, payment, parcel) for most, order, payment, parcel in _FATES if draw < most)


def _waited(draw: float, mean: int) -> int:
    """Return an exponentially spread length of time."""
    return int(-log(1 - draw) * mean)
