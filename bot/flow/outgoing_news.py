"""Which happenings a shop's own systems are told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import DAY
from bot.domain.happening import Alarm, Failed, Happening, NumberStopped, OptedOut
from bot.domain.outgoing import OutgoingEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation


def news_of(happenings: Sequence[Happening]) -> list[OutgoingEvent]:
    """Return the events of happenings; ids are derived, so that what is reported twice is told once."""
    return [event for one in happenings if (event := _event(one)) is not None]


def flagged(before: Conversation, after: Conversation) -> OutgoingEvent | None:
    """Return the event of a conversation that a person should look at from now on."""
    if after.flag is None or before.flag == after.flag:
        return None
    data = {"conversation": after.id, "customer": after.customer_id, "reason": after.flag.reason, "summary": after.flag.summary}
    return OutgoingEvent(f"flagged:{after.id}:{after.version}", after.store_id, "conversation.flagged", after.flag.at, data, after.flag.at)


def _event(one: Happening) -> OutgoingEvent | None:
    match one:
        case Failed():
            failed = {"message": one.outbox_id, "customer": one.customer_id, "order": one.order_id, "code": one.code, "reason": one.reason}
            return OutgoingEvent(f"failed:{one.outbox_id}", one.store_id, "message.failed", one.at, failed, one.at)
        case OptedOut():
            gone: dict[str, str | int | None] = {"customer": one.customer_id, "category": one.category, "wording": one.wording}
            return OutgoingEvent(f"opted_out:{one.conversation_id}:{one.category}:{one.at}", one.store_id, "customer.opted_out", one.at, gone, one.at)
        case Alarm():
            # The same alarm rings again and again while its cause lasts; once a day is enough for another system.
            alarm: dict[str, str | int | None] = {"alert": one.alert, "subject": one.subject, "text": one.text}
            key = f"alert:{one.store_id}:{one.alert}:{one.subject}:{one.at // DAY}"
            return OutgoingEvent(key, one.store_id, "alert.raised", one.at, alarm, one.at)
        case NumberStopped():
            stopped: dict[str, str | int | None] = {"alert": "number_stopped", "subject": one.phone_number_id, "text": one.reason}
            key = f"alert:{one.store_id}:number_stopped:{one.phone_number_id}:{one.at // DAY}"
            return OutgoingEvent(key, one.store_id, "alert.raised", one.at, stopped, one.at)
        case _:
            return None
