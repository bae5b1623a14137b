"""How long each collection keeps what it holds. Pure but for the looks that ``Spare`` takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.flow.retention.spare import chats_of_lines, idle_chats, ledger_of_orders, open_requests, owned_consents, unsettled

if TYPE_CHECKING:
    from bot.db import Database
    from bot.db.codec import Document

Spare = Callable[["Database", Sequence["Document"], int], Awaitable[set[Any]]]


async def nothing(_db: Database, _docs: Sequence[Document], _before: int) -> set[Any]:
    """Spare nothing."""
    return set()


@dataclass(frozen=True, slots=True)
class Rule:
    """What is older than ``period`` by its ``field`` goes, but for what ``spare`` returns the ids of.

    ``fields`` are what that looks at; a document of which ``guard`` has changed meanwhile stays.
    """

    collection: str
    field: str
    period: str
    spare: Spare = nothing
    fields: tuple[str, ...] = ()
    guard: str = ""


# In this order: what stands in the way of others goes before them.
RULES: Final[Sequence[Rule]] = (
    Rule("outgoing", "at", "told", unsettled, ("due_at",)),
    Rule("misunderstood", "at", "files"),
    Rule("mentions", "at", "told"),
    Rule("desk", "closed_at", "told"),
    Rule("said", "at", "told"),
    Rule("audit", "at", "audit"),
    Rule("transcript", "at", "transcript", chats_of_lines, ("conversation_id",)),
    Rule("charges", "at", "charges"),
    Rule("ratings", "at", "ratings"),
    Rule("service_requests", "at", "requests", open_requests, ("state",), "state"),
    Rule("events", "received_at", "events"),
    Rule("parked", "parked_at", "parked"),
    Rule("alerts", "closed_at", "alerts"),
    Rule("erasures", "ended_at", "erasures", unsettled, ("settle_at",)),
    Rule("erased", "at", "erasures"),
)
# These after the customers who go with what they have left: see ``bot.flow.retention.leaving``.
CHATS: Final = Rule("conversations", "last_inbound_at", "conversations", idle_chats, (), "version")
LAST: Final[Sequence[Rule]] = (
    Rule("ledger", "at", "ledger", ledger_of_orders, ("order_id",)),
    Rule("consents", "at", "consents", owned_consents, ("customer_id",)),
)
# What has a period by itself: the collection, the field, and the days after it.
FIXED: Final[Mapping[str, tuple[str, int]]] = {
    # A request that names itself is known by its name for a day, and no longer.
    "requests": ("at", 1),
    # Longer than anybody may stay signed in (90 days), and than a link leads anywhere.
    "staff_sessions": ("seen_at", 91),
    "entry_tokens": ("expires_at", 1),
    "presence": ("until", 1),
}
