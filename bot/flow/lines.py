"""The transcript's lines of what leaves the outbox. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.domain.content import document_of
from bot.domain.delivery import RANK, Letter, OutboxItem, TranscriptEntry
from bot.domain.spoken import spoken_text
from bot.flow.beside_words import sent_file

if TYPE_CHECKING:
    from bot.domain.delivery import FinalState


def accepted(item: OutboxItem, now: int, wamid: str | None) -> TranscriptEntry:
    """Return the transcript line of an item that Meta has taken; it carries what it takes to send it again."""
    return _line(item, now, "accepted", wamid=wamid, letter=_letter(item))


def final(item: OutboxItem, now: int, state: FinalState, *, reason: str | None = None, code: int | None = None) -> TranscriptEntry:
    """Return the transcript line of an item that leaves the outbox in ``state`` without having been accepted."""
    return _line(item, now, state, reason=reason, code=code)


def waiting(item: OutboxItem) -> TranscriptEntry:
    """Return an item that is still in the outbox as it is shown among the lines: its state is ``pending``."""
    return _line(item, item.created_at, "pending", reason=item.reason)


def _line(
    item: OutboxItem,
    now: int,
    state: FinalState | Literal["pending"],
    *,
    wamid: str | None = None,
    reason: str | None = None,
    code: int | None = None,
    letter: Letter | None = None,
) -> TranscriptEntry:
    return TranscriptEntry(
        id=item.id,
        conversation_id=item.conversation_id,
        customer_id=item.customer_id,
        store_id=item.store_id,
        direction="out",
        at=now,
        text=spoken_text(item.content) if item.content else "",
        content=item.content.kind if item.content else "notice",
        wamid=wamid,
        state=state,
        rank=RANK.get(state, 0),
        reason=reason,
        error_code=code,
        order_id=item.order_id,
        letter=letter,
        by=item.by,
        kind=item.kind,
        milestone=item.notice.milestone if item.notice is not None else None,
        quotes=item.reply_to,
        attached=sent_file(item.content) if item.content is not None else None,
        trace=item.trace,
    )


def _letter(item: OutboxItem) -> Letter:
    return Letter(
        kind=item.kind,
        phone_number_id=item.phone_number_id,
        to=item.to,
        created_at=item.created_at,
        language=item.language,
        content=None if item.notice is not None else item.content,
        notice=item.notice,
        reply_to=item.reply_to,
        template_only=item.template_only,
        by=item.by,
        document_id=document_of(item.content) if item.content is not None else None,
    )
