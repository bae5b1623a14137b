"""A note of the shop's people for one another: the customer never sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.domain.delivery import TranscriptEntry
from bot.flow.handoff.acts import Act, Refused, touched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation
    from bot.domain.delivery import Author
    from bot.domain.staff import StaffMember

LONGEST_NOTE: Final = 4_000


def mentioned(text: str, people: Sequence[StaffMember]) -> tuple[str, ...]:
    """Return the ids of the people whom a note names with ``@name``, in whatever case; of names that begin alike the longest is meant."""
    by_name = {member.name.casefold(): member.id for member in people if member.name}
    names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    found = re.findall(rf"(?<!\w)@({names})(?!\w)", text.casefold()) if names else []
    return tuple(dict.fromkeys(by_name[name] for name in found))


def note(chat: Conversation, by: Author, note_id: str, text: str, mentions: tuple[str, ...], now: int, order_id: str | None = None) -> Act | Refused:
    """Write a note down; ``note_id`` is the same when the same note is sent again, ``mentions`` are staff ids, ``order_id`` what it is about."""
    if not text.strip():
        return Refused("empty")
    if len(text) > LONGEST_NOTE:
        return Refused("too_long", detail=f"a note has at most {LONGEST_NOTE} characters")
    line = TranscriptEntry(
        id=f"note:{chat.id}:{note_id}",
        conversation_id=chat.id,
        customer_id=chat.customer_id,
        store_id=chat.store_id,
        direction="desk",
        at=now,
        text=text.strip(),
        content="note",
        by=by,
        mentions=mentions,
        order_id=order_id,
    )
    return Act(touched(chat, now), lines=(line,))
