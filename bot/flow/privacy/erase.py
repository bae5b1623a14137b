"""Erasing a customer: what leads to him goes, what is the store's own stays without him.

First it is noted, as keyed hashes, that his identities were erased: what is older makes him anew no more, and who writes later begins
under an id of his own. Then his conversations go, completed before, so that no paused writer can commit to them; then his orders lose
him; then whatever follows from both; his records and identities go last, so that after a crash everything is found again. Every step
may be repeated. Some minutes later a second look removes what a paused writer may have brought back meanwhile (``settle``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.db.versioned import Change
from bot.domain.clock import MINUTE
from bot.domain.privacy import ERASED, Erasure, Finder, Trace, is_erased, without_person
from bot.errors import WaslaError
from bot.flow.privacy.trace import left_over, owner_of, trace_of
from bot.language.masking import masked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.db import Database
    from bot.db.codec import Document

# Longer than a writer may be paused and still have its connection; nothing that was begun before is written later.
SETTLES: Final = 5 * MINUTE
_MOST_TRIES: Final = 10
# Of a lesson that was taken the phrase is the shop's own.
_TAUGHT: Final = frozenset(("applied", "undone"))
# In this order: what is found through others before those.
_GONE: Final = (
    *("inbox", "waiting", "parked", "outbox", "fetches", "downloads", "requests", "outgoing", "alerts", "presence"),
    *("mentions", "ratings", "service_requests", "reached", "misunderstood"),
)
_LAST: Final = ("said", "transcript", "desk")


class Unerased(WaslaError):
    """Others wrote to what is being erased, again and again: try once more."""


class Eraser:
    """Erases customers of a store. ``numbers`` are the phone number ids that they may have written to."""

    def __init__(self, db: Database, store_id: str, numbers: Sequence[str]) -> None:
        self._db = db
        self._store_id = store_id
        self._numbers = numbers

    async def erase(self, heir: str, now: int, by: str = "") -> Erasure:
        """Erase a customer with every record that became part of his, and return what was removed; it may be repeated at will."""
        counted: Counter[str] = Counter()
        owner = await owner_of(self._db, heir)
        before = await trace_of(self._db, self._store_id, heir, self._numbers)
        # Without a store too: of a status nobody knows the store that it is about.
        names = [*before.identities, *(key.removeprefix(self._store_id) for key in before.identities)]
        await self._db.erased.note(names, now)
        begun = await self._begin(before, owner, now, by)
        counted["conversations"] = await self._conversations(before.chats)
        counted["orders"] = await self._orders(before.orders, owner, counted)
        # Looked for again: completing what was half done may have written more.
        trace = await trace_of(self._db, self._store_id, heir, self._numbers)
        await self._sweep(replace(trace, files=tuple(dict.fromkeys((*begun.files, *trace.files)))), owner, counted)
        return await self._end(begun, counted, now)

    async def settle(self, erasure: Erasure) -> int:
        """Remove what paused writers have brought back since a customer was erased; return how much that was."""
        counted: Counter[str] = Counter()
        trace = await left_over(self._db, erasure)
        counted["conversations"] = await self._conversations(trace.chats)
        await self._sweep(trace, erasure.id, counted)
        return counted.total()

    async def _sweep(self, trace: Trace, owner: str, counted: Counter[str]) -> None:
        """Remove whatever is left when conversations and orders are done."""
        await self._take_out(trace, owner, counted)
        for name in (*_GONE, *_LAST):
            if name == "misunderstood":
                counted["daily"] += await self._days(trace)
                counted["lessons"] += await self._lessons(trace)
            counted[name] += await self._db.personal.remove(name, await self._db.personal.found(name, trace))
        await self._records(trace, counted)

    async def _take_out(self, trace: Trace, owner: str, counted: Counter[str]) -> None:
        """Take him out of what stays: the proof of consents, what was announced, what it cost, and who did what."""
        steps: dict[str, Callable[[Trace, str], Awaitable[int]]] = {
            "media": self._media,
            "documents": self._files,
            "consents": self._consents,
            "ledger": self._ledger,
            "events": self._events,
            "charges": self._charges,
            "audit": self._audit,
        }
        for name, step in steps.items():
            counted[name] += await step(trace, owner)

    async def _conversations(self, chats: Sequence[str]) -> int:
        """Remove conversations, each as nobody has written it since it was completed."""
        removed = 0
        left = list(chats)
        for _ in range(_MOST_TRIES):
            loaded = await self._db.conversations.load(left)
            if not loaded:
                return removed
            await self._db.conversations.complete(loaded.values())
            gone = [key for key, one in loaded.items() if await self._db.personal.remove_version("conversations", key, one.value.version)]
            removed += len(gone)
            left = [key for key in loaded if key not in gone]
        raise Unerased(f"the conversations {left} changed all the time")

    async def _orders(self, orders: Sequence[str], owner: str, counted: Counter[str]) -> int:
        """Take him out of orders; those that are without him stay as they are."""
        left, done = list(orders), 0
        for _ in range(_MOST_TRIES):
            loaded = await self._db.orders.load(left)
            await self._db.orders.complete(loaded.values())
            mine = [one.value for one in loaded.values() if not is_erased(one.value.customer_id)]
            if not mine:
                return done
            papers = [one.document_id or "" for order in mine for one in order.invoices]
            papers += [f"invoice:{order.id}:{one.number}" for order in mine for one in order.invoices]
            there = await self._db.documents.about(list(dict.fromkeys(papers)))
            await self._db.documents.remove(list(there))
            counted["documents"] += len(there)
            changes = [Change(replace(without_person(order, owner), version=order.version + 1)) for order in mine]
            done += len(await self._db.orders.commit(changes))
            left = [order.id for order in mine]
        raise Unerased(f"the orders {left} changed all the time")

    async def _media(self, trace: Trace, _owner: str) -> int:
        keys = {f"{number}:{file}" for number in {chat.split(":")[1] for chat in trace.chats} for file in trace.files}
        return await self._db.personal.remove("media", await self._db.personal.with_field("media", "_id", keys))

    async def _files(self, trace: Trace, _owner: str) -> int:
        """Remove files; the pieces of large ones first, for they are found by the files' ids."""
        there = await self._db.documents.about(trace.files)
        there = await self._db.documents.about(trace.files)
        pieces = await self._db.personal.ids_holding("document_pieces", [f"{file}:" for file in trace.files])
        await self._db.documents.remove(list(there))
        await self._db.personal.remove("document_pieces", [{"_id": piece} for piece in pieces])
        return len(there)

    async def _consents(self, trace: Trace, owner: str) -> int:
        """Keep that somebody has agreed or stopped, when and where, but neither who nor his words."""
        docs = await self._db.personal.found("consents", trace)
        kept = [{**doc, "customer_id": owner, "conversation_id": owner, "wording": "", "_id": await self._other(doc)} for doc in docs]
        return await self._db.personal.replace("consents", docs, kept)

    async def _ledger(self, trace: Trace, owner: str) -> int:
        """Keep what was announced, under keys that hold the hash in the place of the recipient: nothing is announced again."""
        docs = [doc for doc in await self._db.personal.found("ledger", trace) if any(f":{one}" in doc["_id"] for one in trace.customers)]
        longest = sorted(trace.customers, key=len, reverse=True)
        kept = [{**doc, "_id": _replaced(doc["_id"], longest, owner)} for doc in docs]
        return await self._db.personal.replace("ledger", docs, kept)

    async def _events(self, trace: Trace, _owner: str) -> int:
        """Empty the events of his orders, whose ids tell repeats; remove what other events say of him."""
        emptied = [doc for doc in await self._db.personal.found("events", trace) if doc.get("body")]
        for doc in emptied:
            await self._db.personal.set("events", doc["_id"], body="")
        return len(emptied) + await self._db.personal.remove("events", await self._db.personal.loose_events(trace))

    async def _charges(self, trace: Trace, _owner: str) -> int:
        """Keep what his messages have cost, without the ids of the messages."""
        docs = await self._db.personal.found("charges", trace)
        return await self._db.personal.replace("charges", docs, [{**doc, "_id": await self._other(doc)} for doc in docs])

    async def _audit(self, trace: Trace, owner: str) -> int:
        """Keep who did what and when; of whom it was done stands the hash alone."""
        finder, docs = Finder(trace.pointers), await self._db.personal.found("audit", trace)
        for doc in docs:
            await self._db.personal.set("audit", doc["_id"], about=finder.replaced(doc.get("about", ""), owner))
        return len(docs)

    async def _texts(self, trace: Trace) -> set[str]:
        """Return what he has written as it is shown to those who teach: also what is no longer kept as not understood."""
        unclear = await self._db.personal.found("misunderstood", trace)
        said = [doc for doc in await self._db.personal.found("transcript", trace) if doc.get("direction") == "in"]
        return {doc["text"] for doc in unclear} | {masked(doc["text"]) for doc in said if doc.get("text")}

    async def _days(self, trace: Trace) -> int:
        """Take his words out of the days in figures, and his conversations out of what was open when they ended."""
        texts = await self._texts(trace)
        changed = 0
        for day in await self._db.personal.days_with_texts(trace.store_id):
            left = [one for one in day["unclear"] if one[0] not in texts]
            if len(left) < len(day["unclear"]):
                await self._db.personal.set("daily", day["_id"], unclear=left)
                changed += 1
        for day in await self._db.personal.open_days(trace.store_id):
            cases = [case for case in day.get("cases", ()) if case["conversation_id"] not in trace.chats]
            if len(cases) < len(day.get("cases", ())):
                await self._db.personal.set("daily_open", day["_id"], cases=cases)
                changed += 1
        return changed

    async def _lessons(self, trace: Trace) -> int:
        """Forget of what was taught that it was made from his words; what was only proposed goes."""
        texts = await self._texts(trace)
        changed = 0
        for doc in await self._db.personal.lessons():
            effect = doc.get("effect")
            shown = effect.get("unclear", ()) if effect else ()
            left = [one for one in shown if one["text"] not in texts]
            if doc["said"] in texts and doc["state"] not in _TAUGHT:
                changed += await self._db.personal.remove("lessons", [doc])
            elif doc["said"] in texts or len(left) < len(shown):
                said = "" if doc["said"] in texts else doc["said"]
                await self._db.personal.set("lessons", doc["_id"], said=said, **({"effect": {**effect, "unclear": left}} if effect else {}))
                changed += 1
        return changed

    async def _other(self, doc: Document) -> str:
        known = str(doc["_id"])
        return known if known.startswith(ERASED) else f"{ERASED}{await self._db.erased.token(known)}"

    async def _records(self, trace: Trace, counted: Counter[str]) -> None:
        """Remove his records and what leads to them, the joined ones first: until the end his own lead to all that is left."""
        personal, joined = self._db.personal, [one for one in trace.customers if one != trace.heir]
        counted["identities"] += await personal.remove("identities", await personal.with_field("identities", "customer_id", joined))
        for ids in (joined, [trace.heir]):
            counted["customers"] += await personal.remove("customers", await personal.with_field("customers", "_id", ids))
        counted["identities"] += await personal.remove("identities", await personal.found("identities", trace))

    async def _begin(self, trace: Trace, owner: str, now: int, by: str) -> Erasure:
        """Write down whom we are about to erase, so that it is taken up again should we be interrupted."""
        known = await self._db.erasures.get(owner)
        customers = tuple(dict.fromkeys((*trace.customers, *(known.customers if known else ()))))
        chats = tuple(dict.fromkeys((*trace.chats, *(known.chats if known else ()))))
        files = tuple(dict.fromkeys((*trace.files, *(known.files if known else ()))))
        removed = dict(known.removed) if known else {}
        erasure = Erasure(owner, trace.store_id, now, by, removed, 0, now + SETTLES, customers, chats, files)
        await self._db.erasures.put(erasure)
        return erasure

    async def _end(self, begun: Erasure, counted: Counter[str], now: int) -> Erasure:
        """Write down that it was done, and what was removed now and by earlier tries."""
        removed = Counter(begun.removed) + counted
        erasure = replace(begun, removed={name: removed[name] for name in sorted(removed) if removed[name]}, ended_at=now)
        await self._db.erasures.put(erasure)
        return erasure


async def settle(db: Database, now: int) -> int:
    """Take up erasures that ended half way; of the others remove what paused writers have brought back, and forget who they were.

    Return how much was removed, or taken up.
    """
    removed = 0
    for one in await db.erasures.due(now):
        eraser = Eraser(db, one.store_id, list(dict.fromkeys(chat.split(":")[1] for chat in one.chats)))
        if one.ended_at == 0:
            await eraser.erase(one.customers[0], now, one.by)
            removed += 1
        else:
            removed += await eraser.settle(one)
            await db.erasures.put(replace(one, settle_at=0, customers=(), chats=(), files=()))
    return removed


def _replaced(key: str, ids: Sequence[str], owner: str) -> str:
    """Return a key of the ledger, which ends with its recipient, with another one."""
    recipient = next((one for one in ids if key.endswith(f":{one}")), None)
    return key if recipient is None else f"{key.removesuffix(recipient)}{owner}"
