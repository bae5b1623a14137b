"""A customer's data: found, shown, given out, and erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.staff import may
from bot.flow.privacy.erase import Eraser, Unerased
from bot.flow.privacy.export import export
from bot.flow.privacy.trace import named, who
from bot.web.console.admin.noted import note
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.store import Store
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_HERE: Final = f"{PREFIX}/admin/customer"
_WRONG: Final = 422
_CONFLICT: Final = 409
_LONGEST: Final = 120
# What of his stays without him: the store's own records, and proofs.
KEPT: Final = frozenset(("orders", "ledger", "consents", "charges", "events", "audit", "daily", "lessons"))


@dataclass(frozen=True, slots=True)
class Match:
    """A customer who may be meant; ``word`` is what has to be typed to erase him."""

    id: str
    store: Store
    name: str | None
    phone: str | None
    bsuid: str | None
    orders: int

    @property
    def word(self) -> str:
        """What he is called, as it is shown."""
        return self.name or self.phone or self.bsuid or self.id


class CustomerPages:
    """The page ``/admin/customer``."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/admin/customer", "export", self.page),
            Route("POST", "/admin/customer/export", "export", self.export),
            Route("POST", "/admin/customer/erase", "erase", self.erase),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show whom a text means, what is kept of the one who is meant, or what was removed of one who was."""
        return await self._show(visit)

    async def export(self, visit: Visit) -> web.StreamResponse:
        """Give the data out as a file."""
        match = await self._meant(visit)
        packed = visit.form.get("form") == "zip"
        found = await export(self._db, match.store.id, match.id, [match.store.phone_number_id], visit.now, files=packed)
        await note(self._db, visit, "customer_exported", await self._db.erased.token(match.id))
        kind, ending = ("application/zip", "zip") if packed else ("application/json", "json")
        headers = {"Content-Disposition": f'attachment; filename="customer-data.{ending}"'}
        return web.Response(body=found.zip if packed else found.json, content_type=kind, headers=headers)

    async def erase(self, visit: Visit) -> web.StreamResponse:
        """Erase a customer whose name was typed, and tell what was removed."""
        match = await self._meant(visit)
        if " ".join(visit.form.get("typed", "").split()).casefold() != " ".join(match.word.split()).casefold():
            return await self._show(visit, match, wrong="not_typed")
        try:
            erasure = await Eraser(self._db, match.store.id, [match.store.phone_number_id]).erase(match.id, visit.now, visit.member.id)
        except Unerased:
            return await self._show(visit, match, wrong="overtaken", status=_CONFLICT)
        await note(self._db, visit, "customer_erased", erasure.id)
        return web.Response(status=303, headers={"Location": f"{_HERE}?{urlencode({'erased': erasure.id})}"})

    async def _show(self, visit: Visit, one: Match | None = None, wrong: str | None = None, status: int = _WRONG) -> web.StreamResponse:
        query = visit.request.query
        text = "" if wrong else query.get("find", "").strip()[:_LONGEST]
        found = [one] if one else await self._found(visit, text)
        if one is None and len(found) > 1:
            one = next((match for match in found if match.id == query.get("id") and match.store.id == query.get("store")), None)
        chosen = one or (found[0] if len(found) == 1 else None)
        kept = await export(self._db, chosen.store.id, chosen.id, [chosen.store.phone_number_id], visit.now, files=False) if chosen else None
        erasure = await self._db.erasures.get(query.get("erased", ""))
        return self._pages.show(
            visit,
            "customer.html",
            status=status if wrong else 200,
            text=text,
            found=[(match, f"{_HERE}?{urlencode({'find': text, 'store': match.store.id, 'id': match.id})}") for match in found],
            chosen=chosen,
            counts=kept.counts() if kept else {},
            files=bool(kept and kept.file_count),
            erasure=erasure if erasure and visit.member.sees(erasure.store_id) else None,
            kept=KEPT,
            stores=len(self._stores),
            wrong=wrong,
            may_erase=may(visit.member.role, "erase"),
            zone=next((store.timezone for store in self._stores.values() if visit.member.sees(store.id)), "UTC"),
        )

    async def _found(self, visit: Visit, text: str) -> list[Match]:
        """Return the customers whom a text means, in the stores that he may see; by name where it means nobody otherwise."""
        stores = [store for store in self._stores.values() if visit.member.sees(store.id)]
        meant = [(store, one) for store in stores for one in await who(self._db, store.id, text)]
        if text and not meant:
            meant = [(store, one) for store in stores for one in await named(self._db, store.id, text)]
        records = await self._db.customers.get_many([one for _, one in meant])
        return [_match(store, records[one]) for store, one in meant if one in records]

    async def _meant(self, visit: Visit) -> Match:
        """Return the customer whom a form names; one of a store that he may not see is not there."""
        store = self._stores.get(visit.form.get("store", ""))
        customer_id = visit.form.get("id", "")
        record = (await self._db.customers.get_many([customer_id])).get(customer_id)
        if store is None or record is None or record.store_id != store.id or record.merged_into or not visit.member.sees(store.id):
            raise web.HTTPNotFound
        return _match(store, record)


def _match(store: Store, record: Customer) -> Match:
    phone = record.e164 or (f"+{record.wa_id}" if record.wa_id else None)
    return Match(record.id, store, record.name, phone, record.bsuid, len(record.order_ids))
