"""The indexes of every collection, and the queries that are asked so often that each needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Fields = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """The shape of a query: fields that equal a value (or one of several), fields within bounds, and the fields that it is sorted by."""

    collection: str
    equal: Fields = ()
    ranges: Fields = ()
    sort: Fields = ()


# Nearly all are of one field: the embedded server makes no use of a second one but to sort by it.
INDEXES: Final[Mapping[str, tuple[Fields, ...]]] = {
    "inbox": (("received_at",), ("kind", "received_at")),
    "outbox": (("phone_number_id", "created_at"), ("queue", "due_at")),
    "transcript": (("conversation_id",), ("wamid",), ("at",)),
    "alerts": (("store_id",), ("closed_at",)),
    "reached": (("portfolio",),),
    "ledger": (("order_id",), ("at",)),
    "events": (("order_id",), ("received_at",)),
    "parked": (("parked_at",),),
    "orders": (("quiet_since",), ("unpaid_since",), ("cod_since",), ("arrived_at",), ("customer_id",), ("placed_at",)),
    "waiting": (("key",), ("since",)),
    "identities": (("customer_id",),),
    "customers": (("merged_into",), ("email",)),
    "erasures": (("settle_at",),),
    "fetches": (("due_at",),),
    "templates": (("business_account_id",),),
    "downloads": (("due_at",),),
    "outgoing": (("due_at",), ("store_id",), ("at",)),
    "documents": (("at",),),
    "media": (("expires_at",),),
    "mentions": (("staff_id",), ("at",)),
    "charges": (("book",), ("order_id",), ("at",)),
    "requests": (("at",),),
    "consents": (("customer_id",), ("at",)),
    "service_requests": (("store_id",), ("at",)),
    "misunderstood": (("at",),),
    "lessons": (("state",),),
    "staff_sessions": (("staff_id",),),
    "entry_tokens": (("staff_id",),),
    "tries": (("stretch",),),
    "audit": (("at",),),
    "ratings": (("conversation_id",), ("at",)),
    "said": (("at",),),
    "desk": (("queue_at",), ("closed_at",), ("changed_at",), ("escalate_from",), ("quiet_from",)),
}

# What is asked for each message, each second, or for each page of the console; look-ups by ``_id`` besides, which need no saying.
HOT: Final[tuple[Query, ...]] = (
    # The sweeps, the gauges and the alarm.
    Query("inbox", ("kind",), ("received_at",), ("received_at",)),
    Query("inbox", ("kind",), ("received_at",)),
    Query("inbox", ("kind",), (), ("received_at",)),
    Query("outbox", ("queue",), (), ("due_at",)),
    Query("outbox", ("phone_number_id",), (), ("created_at",)),
    Query("outbox", (), ("_id",)),
    # What waits for an order to become known, and for its time.
    Query("waiting", ("key",)),
    Query("waiting", (), ("since",)),
    Query("fetches", (), ("due_at",), ("due_at",)),
    Query("downloads", (), ("due_at",)),
    Query("outgoing", (), ("due_at",)),
    Query("orders", (), ("quiet_since",)),
    Query("orders", (), ("unpaid_since",)),
    Query("orders", (), ("cod_since",)),
    Query("orders", (), ("arrived_at",)),
    # Conversations, orders and statuses.
    Query("transcript", ("conversation_id",)),
    Query("transcript", ("conversation_id", "order_id")),
    Query("transcript", ("wamid",)),
    Query("reached", ("portfolio",)),
    Query("templates", ("business_account_id",)),
    Query("ledger", ("order_id",)),
    Query("events", ("order_id",)),
    Query("charges", ("order_id",)),
    Query("charges", ("book",)),
    # The desk.
    Query("desk", (), ("queue_at",), ("queue_at", "_id")),
    Query("desk", (), ("queue_at", "closes_at"), ("queue_at", "_id")),
    Query("desk", (), ("queue_at",)),
    Query("desk", (), ("closed_at",), ("closed_at", "_id")),
    Query("desk", (), ("changed_at",), ("changed_at",)),
    Query("desk", (), ("escalate_from",)),
    Query("desk", (), ("quiet_from",)),
    Query("alerts", ("store_id",)),
    Query("mentions", ("seen_at", "staff_id"), (), ("at",)),
    Query("service_requests", ("store_id",)),
    Query("staff_sessions", ("staff_id",)),
    Query("ratings", ("conversation_id",)),
    # Figures of a day.
    Query("transcript", ("store_id",), ("at",)),
    Query("ledger", (), ("at", "skipped")),
)

# Collections that are read whole or searched without an index, and why they stay small. Every one is looked up by ``_id`` otherwise.
SMALL: Final[Mapping[str, str]] = {
    "leases": "one a process, number and job",
    "numbers": "one a number",
    "alerts": "one a store, kind and subject",
    "parked": "what somebody is to look at",
    "presence": "one a person and open page, for a minute",
    "staff": "the shop's people",
    "api_keys": "one a system",
    "teams": "made by hand",
    "canned_replies": "made by hand",
    "store_choices": "one a store",
    "lessons": "made by hand",
    "daily": "one a store and day",
    "daily_open": "one a store and day",
    "waiting": "what waits for an order to become known",
    "mentions": "notes of a few months that name somebody",
}


def serving(query: Query, indexes: Iterable[Fields]) -> Fields | None:
    """Return the index that finds and sorts what a query asks for, ``None`` where none does: then every document would be read.

    An index serves by its first fields: those that are compared for equality, then the field of the sort, or one within bounds. Once a
    query has found few by equality, they may be sorted without an index.
    """
    for index in (("_id",), *indexes):
        head = 0
        while head < len(index) and index[head] in query.equal:
            head += 1
        behind = index[head : head + 1]
        if query.sort[:1] == behind and behind:
            return index
        if not query.sort and (head or behind[0] in query.ranges):
            return index
        if query.sort and head == len(index):
            return index
    return None
