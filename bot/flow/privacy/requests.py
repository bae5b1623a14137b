"""What systems of a shop ask for its customers: to be given their data, or to erase them."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from bot.domain.staff import AuditEntry
from bot.flow.privacy.erase import Eraser
from bot.flow.privacy.trace import meant_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database
    from bot.domain.privacy import PrivacyRequest
    from bot.domain.store import Store


class PrivacyRequests:
    """Erases by itself whom a store's system names; what a person has to do it says in words. ``stores`` are by id."""

    def __init__(self, db: Database, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._stores = stores

    async def answer(self, source: str, request: PrivacyRequest, now: int) -> tuple[str, bool]:
        """Do what is asked, and return what came of it, and whether a person has still to act; it may be repeated."""
        store_id = source.partition("/")[2]
        found = await meant_by(self._db, store_id, request)
        where = ", ".join(request.orders) or request.phone or ""
        if request.kind == "erase_all":
            return "the data of the whole store are to be erased: wasla customer erase --store S --everybody", True
        if not found:
            return "nobody is known by that phone number or those orders: nothing is kept of him", False
        if request.kind == "export":
            return f"the customer asks for his data: the console gives them out under Administration, Customer data, by {where}", True
        for one in found:
            eraser = Eraser(self._db, store_id, [self._stores[store_id].phone_number_id])
            erasure = await eraser.erase(one, now, source)
            await self._db.audit.add([AuditEntry(f"{now}:{token_hex(8)}", now, "customer_erased", None, erasure.id, source)])
        return "the customer is erased", False
