"""A record as a webhook brings it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.connectors.amounts import amount
from bot.connectors.odoo.payloads import Partner
from bot.connectors.reading import check, load
from bot.connectors.references import reference
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.odoo.options import OdooOptions
    from bot.domain.money import Money
    from bot.domain.store import Store


@dataclass(frozen=True, slots=True)
class Record:
    """``fields`` are those of the body, ``id`` the record's number as text."""

    model: str
    id: str
    fields: Mapping[str, object]

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The contacts that were fetched: where it goes, then who buys."""
        found = self.fields.get("_partners")
        return tuple(check(Partner, one) for one in found if isinstance(one, Mapping)) if isinstance(found, list) else ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a record is read in: the store with its options, and when it arrived."""

    store: Store
    options: OdooOptions
    at: int

    def money(self, value: float | None, currency: str | None) -> Money | None:
        """Return an amount, ``None`` where nobody says in which currency."""
        code = currency or (self.store.currency if self.options.one_currency else None)
        return None if value is None or code is None else amount(value, code)


def read(body: bytes) -> Record:
    """Return the record of a body, or raise ``Unreadable``."""
    document = load(body)
    if not isinstance(document, Mapping):
        raise Unreadable("the body is not an object")
    model, number = document.get("_model"), reference(document.get("_id") or document.get("id"))
    if not isinstance(model, str) or not model or number is None:
        raise Unreadable("_model, _id: Odoo's webhooks have both")
    return Record(model, number, document)
