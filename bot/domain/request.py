"""What customers ask of a shop's people: cancel, change, return, and so on. Opened in the chat, settled by a person or the store's system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

RequestKind = Literal["cancel", "change", "change_address", "return", "exchange", "refund", "damaged", "missing", "payment"]
RequestState = Literal["open", "accepted", "refused", "done"]
Outcome = Literal["accepted", "refused", "done"]
_OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that an answer opens; ``media`` are ids of stored pictures."""

    kind: RequestKind
    order_id: str | None = None
    text: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request. ``id`` is derived from the message that asked, so that it is opened once; ``text`` is what the customer wrote.

    ``media`` are ids of the ``documents`` collection. ``outcome`` is what the shop's people have written to the customer about it,
    ``resolved_at`` when, ``decided_by`` who of them (a staff id; ``None``: a program). ``accepted`` may still become ``done``;
    ``refused`` and ``done`` are final.
    """

    id: str
    store_id: str
    conversation_id: str
    customer_id: str
    kind: RequestKind
    at: int
    order_id: str | None = None
    text: str = ""
    media: tuple[str, ...] = ()
    state: RequestState = "open"
    outcome: str = ""
    resolved_at: int | None = None
    decided_by: str | None = None

    @property
    def pending(self) -> bool:
        """Whether the shop's people have still to do something."""
        return self.state in {"open", "accepted"}


def outcomes(state: RequestState) -> tuple[Outcome, ...]:
    """Return what a request in a state may still become."""
    return tuple(one for one in _OUTCOMES if one != state and may_become(state, one))


def may_become(state: RequestState, outcome: Outcome) -> bool:
    """Tell whether a request in a state may get an outcome; the same one again changes nothing and is no mistake."""
    return state == "open" or (state == "accepted" and outcome != "accepted")
