"""What messages cost: Meta's word on category and kind of billing, put against a price table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.clock import from_instant

REST: Final = "*"
# What Meta charges for: everything else is free (customer service or free entry point). Both words are open: new ones may come.
REGULAR: Final = "regular"
# Free-form messages cost the utility rate since 1 October 2026.
_RATE: Final[dict[str, str]] = {
    "service": "utility",
    "utility": "utility",
    "marketing": "marketing",
    "marketing_lite": "marketing",
    "authentication": "authentication",
    "authentication-international": "authentication",
}


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Millionths of a US dollar per delivered message, by country (``*``: any other) and rate."""

    micros: Mapping[tuple[str, str], int]

    def rate(self, category: str, country: str | None) -> int | None:
        """Return the price of a message, ``None`` when the table has neither the country nor a rest, or not the category."""
        name = _RATE.get(category)
        if name is None:
            return None
        return self.micros.get((country or REST, name), self.micros.get((REST, name)))


@dataclass(frozen=True, slots=True)
class Charge:
    """What one message cost, as Meta told it. ``id`` is its outbox id; ``month`` ``2026-11`` (UTC); ``micros`` ``None``: no price known."""

    id: str
    store_id: str
    phone_number_id: str
    at: int
    month: str
    category: str
    type: str
    billable: bool
    country: str | None = None
    order_id: str | None = None
    micros: int | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """A sum of charges. ``saved`` is what free and merged messages would have cost; ``unpriced`` counts those without a price."""

    messages: int
    billable: int
    micros: int
    saved: int
    free_service: int
    unpriced: int
    by_category: Mapping[str, int]


def month_of(at: int) -> str:
    """Return the month of an instant as Meta bills it (UTC)."""
    return from_instant(at).strftime("%Y-%m")


def charge(
    outbox_id: str,
    store_id: str,
    phone_number_id: str,
    at: int,
    pricing: tuple[str, str],
    country: str | None,
    order_id: str | None,
    prices: PriceTable,
) -> Charge:
    """Return what a message cost; ``pricing`` is Meta's (category, type)."""
    category, kind = pricing[0].casefold(), pricing[1].casefold()
    billable = kind == REGULAR
    micros = prices.rate(category, country) if billable else 0
    return Charge(outbox_id, store_id, phone_number_id, at, month_of(at), category, kind, billable, country, order_id, micros)


def total(charges: tuple[Charge, ...], merged: int, prices: PriceTable, country: str | None) -> Bill:
    """Return the sum of charges; ``merged`` notices were superseded and would have cost a utility message to ``country`` each."""
    by_category: dict[str, int] = {}
    for one in charges:
        by_category[one.category] = by_category.get(one.category, 0) + (one.micros or 0)
    free = [one for one in charges if not one.billable]
    return Bill(
        messages=len(charges),
        billable=len(charges) - len(free),
        micros=sum(by_category.values()),
        saved=sum(prices.rate(one.category, one.country) or 0 for one in free) + merged * (prices.rate("utility", country) or 0),
        free_service=sum(one.category == "service" for one in free),
        unpriced=sum(one.micros is None for one in charges),
        by_category=by_category,
    )


def unexpected(expected: str, told: str) -> bool:
    """Tell whether Meta put a message into a dearer category than its template was made for."""
    order = ("service", "utility", "authentication", "marketing")
    told = told.removesuffix("_lite").removesuffix("-international")
    return told in order and expected in order and order.index(told) > order.index(expected)
