"""Customers: an internal id, with everything that the outside calls them as mere identities."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.clock import SECOND
from bot.domain.message import WireIdentity


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of one store. Any of ``bsuid``, ``wa_id`` and ``e164`` may be absent, not all of them.

    ``order_ids`` are ids of the ``orders`` collection, newest first, so that orders are loaded by id alone. ``email`` is for people of
    the store, nothing is ever sent there. ``since``: somebody with this identity was erased then, and what is older is none of his.
    """

    id: str
    store_id: str
    name: str | None = None
    language: str | None = None
    country: str | None = None
    bsuid: str | None = None
    wa_id: str | None = None
    e164: str | None = None
    order_ids: tuple[str, ...] = ()
    merged_into: str | None = None
    email: str | None = None
    since: int | None = None

    def owns(self, at: int) -> bool:
        """Tell whether what happened at an instant may be this customer's: nothing from before an erasure is."""
        return self.since is None or after_erasure(at, self.since)

    @property
    def address(self) -> WireIdentity:
        """How to reach the customer on WhatsApp; our own E.164 serves until Meta has told us a wa_id."""
        wa_id = self.wa_id or (self.e164.removeprefix("+") if self.e164 else None)
        return WireIdentity(bsuid=self.bsuid, wa_id=wa_id)


def after_erasure(at: int, erased_at: int) -> bool:
    """Tell whether something happened after an erasure. WhatsApp tells whole seconds, so what fell into the erasure's own counts as later."""
    return at >= erased_at - erased_at % SECOND


def customer_id(store_id: str, identity: WireIdentity) -> str:
    """Return the id that a customer gets who is first heard of under this identity (derived, so that it is made once)."""
    return f"cu:{store_id}:{identity.lane}"
