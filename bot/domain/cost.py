"""What messages cost: Meta's word on category and kind of billing, put against a price table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.domain.clock import from_instant
from bot.domain.message import WireIdentity
from bot.domain.phone import country_of

REST: Final = "*"
# What Meta charges for: everything else is free (customer service or free entry point). Both words are open: new ones may come.
REGULAR: Final = "regular"
# Our own word beside Meta's: a notice that another one made superfluous, and that was never sent.
MERGED: Final = "merged"
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
    """What one message cost, as Meta told it, or a merged one would have.

    ``id`` is its outbox id; ``month`` ``2026-11`` (UTC); ``micros`` ``None``: no price known.
    """

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
    """A sum of charges; ``unpriced`` counts those without a price.

    ``saved_free`` is what the free messages would have cost (the customer service window, the free tier, entry points),
    ``saved_merged`` what the ``merged`` notices would have.
    """

    messages: int
    billable: int
    micros: int
    saved_free: int
    saved_merged: int
    merged: int
    unpriced: int
    by_category: Mapping[str, int]

    @property
    def saved(self) -> int:
        """What all that was not paid for would have cost."""
        return self.saved_free + self.saved_merged


def month_of(at: int) -> str:
    """Return the month of an instant as Meta bills it (UTC)."""
    return from_instant(at).strftime("%Y-%m")


def dollars(micros: int) -> str:
    """Return an amount of millionths in US dollars, to the hundredth of a cent."""
    return f"{Decimal(micros).scaleb(-6):.4f}"


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


def merged(outbox_id: str, store_id: str, phone_number_id: str, at: int, recipient: WireIdentity, order_id: str | None) -> Charge:
    """Return the entry of a notice that was not sent because another one of its order says more; it costs nothing."""
    return Charge(outbox_id, store_id, phone_number_id, at, month_of(at), "utility", MERGED, False, billed_country(recipient), order_id, 0)  # noqa: FBT003


def billed_country(recipient: WireIdentity) -> str | None:
    """Return the recipient's country: of the phone number, else the first two letters of the business-scoped user id."""
    if recipient.wa_id:
        return country_of(recipient.wa_id)
    return recipient.bsuid.partition(".")[0] if recipient.bsuid else None


def total(charges: Sequence[Charge], prices: PriceTable) -> Bill:
    """Return the sum of charges."""
    by_category: dict[str, int] = {}
    sent = [one for one in charges if one.type != MERGED]
    for one in sent:
        by_category[one.category] = by_category.get(one.category, 0) + (one.micros or 0)
    free = [one for one in sent if not one.billable]
    spared = [one for one in charges if one.type == MERGED]
    return Bill(
        messages=len(sent),
        billable=len(sent) - len(free),
        micros=sum(by_category.values()),
        saved_free=_worth(free, prices),
        saved_merged=_worth(spared, prices),
        merged=len(spared),
        unpriced=sum(one.micros is None for one in sent),
        by_category=by_category,
    )


def _worth(charges: Sequence[Charge], prices: PriceTable) -> int:
    return sum(prices.rate(one.category, one.country) or 0 for one in charges)


def unexpected(expected: str, told: str) -> bool:
    """Tell whether Meta put a message into a dearer category than its template was made for."""
    order = ("service", "utility", "authentication", "marketing")
    told = told.removesuffix("_lite").removesuffix("-international")
    return told in order and expected in order and order.index(told) > order.index(expected)
