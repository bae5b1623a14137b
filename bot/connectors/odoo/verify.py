"""Who sent this. Odoo signs nothing: whoever knows the secret part of the address is Odoo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import digest
from bot.connectors.odoo.record import read
from bot.connectors.tokens import demand_shared
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the delivery's id: the record and the hash of its body, for Odoo gives none; raise ``Unauthenticated``.

    The time of writing alone would not do: within one second two rules tell of a record, each with fields of its own.
    """
    demand_shared(knock, secrets)
    try:
        record = read(knock.body)
    except Unreadable:
        return digest(knock.body)
    return f"{record.model}:{record.id}:{digest(knock.body)}"
