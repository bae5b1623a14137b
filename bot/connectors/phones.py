"""Which of an order's phone numbers may receive messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.phone import to_e164

if TYPE_CHECKING:
    from collections.abc import Iterable


def first_phone(candidates: Iterable[str | int | None], region: str | None) -> str | None:
    """Return the first usable number as E.164; ``region`` (ISO 3166) is assumed for those in national form.

    Give them from the one nearest to the delivery to the farthest: shipping address, order, customer, billing address.
    """
    for candidate in candidates:
        found = to_e164(str(candidate), region) if candidate not in {None, ""} else None
        if found is not None:
            return found
    return None
