"""A desk that is as full as it can get, and the people who sit at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.crowd import STORE_ID
from bot.domain.clock import HOUR, MINUTE
from bot.domain.conversation import Conversation, Flag, conversation_id
from bot.domain.staff import StaffMember, staff_id
from bot.flow.staff_access import LetIn, StaffAccess, Visitor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.conversation import FlagReason

_BATCH = 500
_REASONS: tuple[FlagReason, ...] = ("complaint", "misunderstood", "delivery_exception", "request", "failed_message")
_LANGUAGES = ("ar", "en", "tr")
_LABELS: tuple[tuple[str, ...], ...] = ((), ("vip",), ("late parcel",), ("vip", "refund"))
# Within the last hours, so that no window has closed and somebody who asks for a person now is more urgent than all of them.
_SPREAD = 6 * HOUR
_BY_THE_BOT = 4
TEAMS = 2


def people(size: int, now: int) -> list[StaffMember]:
    """Return so many people of the shop: agents who see every store."""
    addresses = [f"agent{index}@shop.example" for index in range(size)]
    return [StaffMember(staff_id(address), address, f"Agent {index}", "agent", now) for index, address in enumerate(addresses)]


def busy(index: int, agents: Sequence[StaffMember], phone_number_id: str, now: int) -> Conversation:
    """Return a conversation that a person has answered and that may go on; every fourth is flagged and has nobody yet."""
    customer, at = f"cu:{STORE_ID}:busy{index}", now - MINUTE - index * 7_919 % _SPREAD
    free = index % _BY_THE_BOT == 0
    return Conversation(
        conversation_id(phone_number_id, customer),
        STORE_ID,
        customer,
        phone_number_id,
        language=_LANGUAGES[index % len(_LANGUAGES)],
        last_inbound_at=at,
        owner="staff",
        flag=Flag(_REASONS[index % len(_REASONS)], at, "what happened in a line") if free else None,
        assignee=None if free else agents[index % len(agents)].id,
        labels=_LABELS[index % len(_LABELS)],
        taken_at=at,
        staff_said_at=at,
        touched_at=at,
        preview=f"and what was said last in conversation {index}",
        version=1,
    )


async def fill(database: Database, size: int, agents: Sequence[StaffMember], phone_number_id: str, now: int) -> None:
    """Put so many conversations on the desk."""
    for start in range(0, size, _BATCH):
        batch = range(start, min(size, start + _BATCH))
        await database.conversations.put_many([busy(index, agents, phone_number_id, now) for index in batch])


async def cookies(database: Database, agents: Sequence[StaffMember], now: int) -> list[str]:
    """Take people in and sign them in; return what their browsers send."""
    access, found = StaffAccess(database), []
    for member in agents:
        await database.staff.add(member)
        link = await access.invite(member, now)
        let_in = await access.with_link(link, Visitor("127.0.0.1"), now)
        if not isinstance(let_in, LetIn) or let_in.cookie is None:
            raise TypeError(f"{member.email} was not let in")
        found.append(f"wasla={let_in.cookie}")
    return found
