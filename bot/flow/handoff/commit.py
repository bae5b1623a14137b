"""What a deed becomes in the database: one commit of its conversation, with everything that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.versioned import Change

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.flow.handoff.acts import Act


def change_of(act: Act, db: Database) -> Change[Conversation]:
    """Return the commit of a deed; nothing is written yet."""
    return Change(
        act.chat,
        pending={
            "outbox": [db.outbox.to_doc(item) for item in act.outbox],
            "transcript": [db.transcript.to_doc(line) for line in act.lines],
            "outgoing": [db.outgoing.to_doc(event) for event in act.news],
        },
    )
