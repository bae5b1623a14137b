"""What a conversation is about, in some sentences made from facts: the order, what was asked and said, and who waits for what. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.answers.parts.orders import order_state
from bot.domain.answer import Moment, Ref, Say, Value
from bot.domain.order import MOVING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation
    from bot.domain.delivery import TranscriptEntry
    from bot.domain.order import Order
    from bot.domain.request import Request

_LONGEST: Final = 160
# What the customer did not say: then the flag tells facts.
_OURS: Final = frozenset(("delivery_exception", "failed_message", "unknown_outcome", "loop"))


def summary(chat: Conversation, orders: Sequence[Order], lines: Sequence[TranscriptEntry], requests: Sequence[Request]) -> tuple[Say, ...]:
    """Return the sentences; ``orders`` are the customer's, the newest first, ``lines`` the newest of the transcript in their order."""
    order = _meant(chat, orders)
    said = (*_order(order), *_question(chat, lines), *_answer(lines))
    pending = sum(1 for one in requests if one.pending)
    if pending:
        said = (*said, Say("summary.requests", {"number": pending}))
    if chat.waiting_since is not None:
        said = (*said, Say("summary.waits", {"when": Moment(chat.waiting_since)}))
    return said


def _meant(chat: Conversation, orders: Sequence[Order]) -> Order | None:
    """Return the order that was spoken of last; where none was, the newest that the customer still waits for, or the newest."""
    by_id = {order.id: order for order in orders}
    spoken = (chat.focus_order, chat.said.order_id if chat.said else None)
    named = next((by_id[one] for one in spoken if one in by_id), None)
    return named or next((order for order in orders if order.open), None) or next(iter(orders), None)


def _order(order: Order | None) -> tuple[Say, ...]:
    if order is None:
        return (Say("summary.no_order"),)
    facts: dict[str, Value] = {"order": Ref(order.number), "state": order_state(order), "total": order.total, "when": Moment(order.placed_at)}
    told = Say("summary.order", facts)
    parcel = next((one for one in order.shipments if one.state in MOVING and one.carrier and one.scan_at is not None), None)
    if parcel is None or parcel.scan_at is None:
        return (told,)
    return (told, Say("summary.parcel", {"carrier": Ref(parcel.carrier or ""), "when": Moment(parcel.scan_at)}))


def _question(chat: Conversation, lines: Sequence[TranscriptEntry]) -> tuple[Say, ...]:
    """Say what the customer wrote when a person was called, and what he has written last, where that is something else."""
    heard = [line.text for line in lines if line.direction == "in" and line.text.strip()]
    first = chat.flag.summary if chat.flag and chat.flag.reason not in _OURS else ""
    last = heard[-1] if heard and heard[-1] != first else ""
    asked = (Say("summary.asked", {"text": _quoted(first)}),) if first else ()
    return (*asked, Say("summary.last", {"text": _quoted(last)})) if last else asked


def _answer(lines: Sequence[TranscriptEntry]) -> tuple[Say, ...]:
    """Say who answered last, and what."""
    ours = [line for line in lines if line.direction == "out" and line.kind in {"answer", "staff"} and line.text.strip()]
    if not ours:
        return ()
    text, by = _quoted(ours[-1].text), ours[-1].by
    return (Say("summary.person_said", {"name": Ref(by.name), "text": text}) if by else Say("summary.bot_said", {"text": text}),)


def _quoted(text: str) -> Ref:
    line = " ".join(text.split())
    return Ref(line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…")
