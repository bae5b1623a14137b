"""Writing down what somebody has done in the administration."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from bot.domain.staff import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.staff import Fact
    from bot.web.console.guard import Visit


async def note(db: Database, visit: Visit, what: str, about: str, store_id: str | None = None, facts: Sequence[Fact] = ()) -> None:
    """Write a deed into the audit log: ``what`` is a name of a text (``deed.<what>``), ``about`` says of which thing, perhaps of a store.

    ``facts`` are what people read in the place of ``about``.
    """
    entry = AuditEntry(f"{visit.now}:{token_hex(8)}", visit.now, what, visit.member.id, about, visit.visitor.address, store_id, tuple(facts))
    await db.audit.add([entry])
