"""What customers say of the help that they got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Score = Literal[1, 2, 3]


@dataclass(frozen=True, slots=True)
class Rating:
    """A score (3 is best), or a comment on one. ``closing`` is when the conversation was closed that it is about, ``staff`` by whom.

    ``id`` is derived from both, so that of two taps the first counts.
    """

    id: str
    store_id: str
    conversation_id: str
    customer_id: str
    closing: int
    at: int
    staff: str | None = None
    score: Score | None = None
    comment: str = ""
