"""Fetching invoices from where they were issued. The original is passed on as it is: nothing of it may be rebuilt."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.versioned import Change
from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.happening import Alarm
from bot.errors import FetchFailed
from bot.flow.consequences import Consequences

if TYPE_CHECKING:
    from bot.connectors.base import Fetch, Response
    from bot.db import Database
    from bot.db.fetches import WantedDocument
    from bot.domain.order import Order

log = logging.getLogger(__name__)

BATCH = 20
_PAUSES = (2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, DAY)
_OK = 200
_GONE = frozenset((400, 401, 403, 404, 410))
_PDF = b"%PDF-"
_HEAD = 1024


class InvoiceFiles:
    """Fetches what is due, keeps it, and notes at the order that it is there; of what can't be had it keeps the reason, and says so."""

    def __init__(self, db: Database, fetch: Fetch, consequences: Consequences | None = None) -> None:
        self._db = db
        self._fetch = fetch
        self._consequences = consequences or Consequences(db)

    async def run(self, now: int) -> int:
        """Fetch a batch and return how many invoices were dealt with for good."""
        done = [wanted.id for wanted in await self._db.fetches.due(now, BATCH) if await self._one(wanted, now)]
        await self._db.fetches.remove(done)
        return len(done)

    async def _one(self, wanted: WantedDocument, now: int) -> bool:
        try:
            data = _pdf(await self._fetch("GET", wanted.url, headers={"Accept": "application/pdf"}))
        except FetchFailed as error:
            if not error.again or wanted.attempts >= len(_PAUSES):
                await self._give_up(wanted, str(error), now)
                return True
            await self._db.fetches.postpone(wanted.id, now + _PAUSES[wanted.attempts])
            return False
        await self._db.documents.put(wanted.id, _filename(wanted.number), "application/pdf", data)
        await self._note(wanted)
        return True

    async def _give_up(self, wanted: WantedDocument, why: str, now: int) -> None:
        reason = f"The invoice {wanted.number} of the order {wanted.order_id} can't be fetched and goes out without its PDF: {why}."
        log.warning(reason)
        await self._db.documents.refuse(wanted.id, _filename(wanted.number), "application/pdf", why, at=now)
        mend = "Hand it over with PUT /api/v1/orders/{id}/invoices/{number}, or mend its address."
        await self._consequences.of([Alarm(wanted.store_id, "document", wanted.id, f"{reason} {mend}", now)])

    async def _note(self, wanted: WantedDocument) -> None:
        """Let the order know its file; whoever changes the order at the same time wins, and this is tried again."""
        while True:
            loaded = (await self._db.orders.load([wanted.order_id])).get(wanted.order_id)
            if loaded is None:
                return
            await self._db.orders.complete([loaded])
            changed = _with_file(loaded.value, wanted)
            if changed == loaded.value:
                return
            if await self._db.orders.commit([Change(replace(changed, version=changed.version + 1))]):
                return


def _with_file(order: Order, wanted: WantedDocument) -> Order:
    invoices = tuple(replace(one, document_id=wanted.id) if one.number == wanted.number else one for one in order.invoices)
    return replace(order, invoices=invoices)


def _pdf(response: Response) -> bytes:
    """Return the PDF of an answer, or raise ``FetchFailed``."""
    if response.status != _OK:
        raise FetchFailed(f"HTTP {response.status}", again=response.status not in _GONE)
    if _PDF not in response.body[:_HEAD]:
        raise FetchFailed("what is there is no PDF", again=False)
    return response.body


def _filename(number: str) -> str:
    safe = "".join(char if char.isalnum() or char in "-_." else "-" for char in number)
    return f"invoice-{safe}.pdf"
