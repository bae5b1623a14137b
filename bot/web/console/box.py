"""What stands below a conversation: whose turn it is, and everything that helps with writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.domain import window
from bot.domain.canned import CannedReply, filled, gaps
from bot.domain.staff import may
from bot.flow.handoff.assign import can_have
from bot.flow.handoff.offers import offers
from bot.flow.sign_in import new_secret

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.canned import Team
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.delivery import TranscriptEntry
    from bot.domain.staff import StaffMember
    from bot.domain.store import Store
    from bot.flow.handoff.offers import Offer
    from bot.web.console.guard import Visit

# ``free``: nobody in particular has it, ``taken``: somebody else has, ``templates``: mine, and the window has closed.
State = Literal["read", "free", "taken", "write", "templates"]
# What templates call the same things by; whoever sends sees and may change what stands in the fields.
_KNOWN = {"name": "customer", "customer_name": "customer", "order_number": "order", "shop": "store", "agent": "staff"}


@dataclass(frozen=True, slots=True)
class Ready:
    """A kept reply as it would be sent: in the customer's language, with what is known filled in; ``gaps`` is what is not."""

    shortcut: str
    text: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What the page shows of it. ``typed`` comes back after a refusal; ``left`` are milliseconds until the window closes."""

    state: State
    form_id: str
    left: int | None = None
    typed: str = ""
    noted: str = ""
    ready: tuple[Ready, ...] = ()
    quoted: TranscriptEntry | None = None
    offers: tuple[Offer, ...] = ()
    chosen: Offer | None = None
    values: Mapping[str, str] | None = None
    people: tuple[StaffMember, ...] = ()
    teams: tuple[Team, ...] = ()
    labels: tuple[str, ...] = ()


class Boxes:
    """Makes them. ``accounts`` is the business account of each store, by which its templates are found."""

    def __init__(self, db: Database, stores: Mapping[str, Store], accounts: Mapping[str, str]) -> None:
        self._db = db
        self._stores = stores
        self._accounts = accounts

    async def of(self, visit: Visit, chat: Conversation, customer: Customer | None, *, refused: bool = False) -> Box:
        """Return what a person sees below a conversation."""
        state = state_of(visit.member, chat, visit.now)
        closes_at = window.closes_at(chat.last_inbound_at)
        left = None if closes_at is None else closes_at - visit.now
        if state == "read":
            return Box(state, "", left)
        known = await self.known(visit.member, chat, customer)
        offered = await self.offers(chat, customer) if state == "templates" else ()
        chosen = _chosen(offered, visit.form.get("template") or visit.request.query.get("template", ""))
        is_note = visit.request.path.endswith("/note")
        typed = visit.form.get("text", "") if refused else ""
        ready = await self._ready(chat, customer, known) if state == "write" else ()
        wanted = visit.request.query.get("canned")
        return Box(
            state,
            new_secret()[:24],
            left,
            ("" if is_note else typed) or next((one.text for one in ready if one.shortcut == wanted), ""),
            typed if is_note else "",
            ready,
            await self.quoted(chat, visit.form.get("quote") or visit.request.query.get("quote", "")),
            offered,
            chosen,
            _values(chosen, known, visit.form if refused else {}),
            await self.people(chat),
            tuple(await self._db.teams.of_stores([chat.store_id])),
            tuple(one for one in await self._db.desk.labels_of(chat.store_id) if one not in chat.labels),
        )

    async def known(self, member: StaffMember, chat: Conversation, customer: Customer | None) -> dict[str, str | None]:
        """Return what the variables of kept replies stand for in a conversation."""
        ids = [one for one in (chat.focus_order, *(customer.order_ids[:1] if customer else ())) if one][:1]
        order = next(iter((await self._db.orders.get_many(ids)).values()), None)
        name = customer.name if customer else None
        return {"customer": name, "order": order.number if order else None, "store": self._stores[chat.store_id].name, "staff": member.name}

    async def people(self, chat: Conversation) -> tuple[StaffMember, ...]:
        """Return who may have a conversation, by name."""
        found = [member for member in await self._db.staff.all() if can_have(member, chat.store_id)]
        return tuple(sorted(found, key=lambda member: member.name.casefold()))

    async def offers(self, chat: Conversation, customer: Customer | None) -> tuple[Offer, ...]:
        """Return the templates that may be sent, each in the best language for the customer."""
        copies = await self._db.templates.of_account(self._accounts.get(chat.store_id, ""))
        languages = (chat.language, customer.language if customer else None, self._stores[chat.store_id].language)
        return offers(copies, chat.consents, languages)

    async def quoted(self, chat: Conversation, line_id: str) -> TranscriptEntry | None:
        """Return the line that is quoted, ``None`` for one that WhatsApp doesn't know or of another conversation."""
        line = (await self._db.transcript.get_many([line_id])).get(line_id) if line_id else None
        return line if line is not None and line.conversation_id == chat.id and wamid_of(line) else None

    async def _ready(self, chat: Conversation, customer: Customer | None, known: Mapping[str, str | None]) -> tuple[Ready, ...]:
        store = self._stores[chat.store_id]
        language = chat.language or (customer.language if customer else None)
        kept = await self._db.canned_replies.of_stores([chat.store_id])
        return tuple(_filled(one, one.text(language, store.language), known) for one in kept)


def state_of(member: StaffMember, chat: Conversation, now: int) -> State:
    """Tell what a person can do in a conversation as it is."""
    if not may(member.role, "reply"):
        return "read"
    if chat.assignee not in {None, member.id} and chat.closed is None:
        return "taken"
    if chat.owner != "staff":
        return "free"
    return "write" if window.is_open(chat.last_inbound_at, now) else "templates"


def wamid_of(line: TranscriptEntry) -> str | None:
    """Return the id under which WhatsApp knows a line; a customer's message carries it in its own."""
    kind, _, wamid = line.id.partition(":")
    return line.wamid or (wamid if line.direction == "in" and kind == "wa" else None) or None


def _filled(kept: CannedReply, text: str, known: Mapping[str, str | None]) -> Ready:
    words = filled(text, known)
    return Ready(kept.shortcut, words, gaps(words))


def _chosen(offered: Sequence[Offer], name: str) -> Offer | None:
    return next((one for one in offered if one.copy.name == name), offered[0] if len(offered) == 1 else None)


def _values(chosen: Offer | None, known: Mapping[str, str | None], typed: Mapping[str, str]) -> dict[str, str]:
    names = chosen.copy.parameters if chosen else ()
    return {name: typed.get(f"value:{name}", known.get(_KNOWN.get(name, name)) or "") for name in names}
