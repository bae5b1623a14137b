"""What is the matter with an order that a person should look at: kept as facts, and said in the language of whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.domain.notice import Milestone

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Concern:
    """``order`` is its number, ``what`` has happened (``after_delivery``: something came up after it), ``subject`` the parcel, if it is of one."""

    order: str
    what: Milestone | Literal["after_delivery"]
    subject: str = ""


def for_systems(concerns: Sequence[Concern]) -> str:
    """Return one line of English, as other systems and the API are told: ``NH-1: attempt failed (T1); delayed``."""
    return f"{concerns[0].order}: {'; '.join(map(_words, concerns))}" if concerns else ""


def _words(one: Concern) -> str:
    if one.what == "after_delivery":
        return f"parcel {one.subject}: something came up after its delivery"
    return f"{one.what.replace('_', ' ')}{f' ({one.subject})' if one.subject else ''}"
