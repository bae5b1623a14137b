"""One event of Stripe's as its readers get it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Case:
    """``about`` is the event's object, ``before`` what of it was otherwise before; ``ref`` is the order, ``at`` the event's time."""

    about: Mapping[str, object]
    before: Mapping[str, object]
    ref: str
    store_id: str
    at: int
