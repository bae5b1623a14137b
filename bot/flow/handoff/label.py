"""Labels, by which conversations are found and counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.flow.handoff.acts import Act, Refused, marker, touched

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.conversation import Conversation
    from bot.domain.delivery import Author

MOST_LABELS: Final = 20
LONGEST_LABEL: Final = 40


def label(chat: Conversation, by: Author, add: Collection[str], remove: Collection[str], now: int) -> Act | Refused:
    """Put labels on a conversation and take others off it; they are kept in lower case, on one line, each once."""
    added, removed = {_tidy(one) for one in add} - {""}, {_tidy(one) for one in remove}
    if any(len(one) > LONGEST_LABEL for one in added):
        return Refused("too_long", detail=f"a label has at most {LONGEST_LABEL} characters")
    labels = tuple(sorted((set(chat.labels) | added) - removed))
    if len(labels) > MOST_LABELS:
        return Refused("too_many", detail=f"a conversation has at most {MOST_LABELS} labels")
    if labels == chat.labels:
        return Act(chat)
    after = replace(touched(chat, now), labels=labels)
    return Act(after, lines=(marker(after, "labelled", by, now, ", ".join(labels)),))


def _tidy(text: str) -> str:
    return " ".join(text.split()).lower()
