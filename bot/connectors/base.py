"""What every connector gives to the doors and the workers, whatever its system speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.domain.inbox import InboxItem, Parked
    from bot.domain.store_event import StoreEvent


@dataclass(frozen=True, slots=True)
class Split:
    """One request taken apart: what can be handled, and what is kept aside with the reason."""

    items: tuple[InboxItem, ...] = ()
    parked: tuple[Parked, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A well-formed event that says nothing to a customer; ``reason`` is a line for the log."""

    reason: str


@dataclass(frozen=True, slots=True)
class Connector:
    """The three steps of a connector.

    ``verify(headers, body, secrets)`` returns the delivery's id or raises ``Unauthenticated``;
    ``split(headers, body, store_id, received_at, delivery_id)`` never raises;
    ``parse(body, store_id)`` reads the body of one inbox item or raises ``Unreadable``.
    """

    verify: Callable[[Mapping[str, str], bytes, Sequence[str]], str]
    split: Callable[[Mapping[str, str], bytes, str, int, str], Split]
    parse: Callable[[bytes, str], StoreEvent | Ignored]
