"""What follows from what became of our messages: notes on conversations, stopped numbers, alerts, and who else wants to know.

Everything here may be done twice: whoever reports a happening does so before the message's own record says that it is done with.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from bot.domain.alert import alert, alert_id
from bot.domain.conversation import Conversation, Flag
from bot.domain.cost import merged
from bot.domain.happening import Alarm, Failed, Happening, MediaLost, Merged, NumberResumed, NumberStopped, OptedOut, Unreachable
from bot.domain.number import Stop
from bot.flow.chat_notes import both, edit_chats, flagged, unreachable, withdrawn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.db import Database
    from bot.domain.conversation import FlagReason
    from bot.flow.chat_notes import Edit

    Listener = Callable[[Sequence[Happening]], Awaitable[None]]

# What somebody has to do, by Graph's code; for other codes the meaning must do.
_REMEDIES: Final[dict[int, str]] = {
    0: "Make a new access token in Meta Business Suite (System users) and put it into the settings.",
    190: "Make a new access token in Meta Business Suite (System users) and put it into the settings.",
    3: "Give the app the permission whatsapp_business_messaging in the App Dashboard.",
    10: "Give the system user access to the WhatsApp account in Meta Business Suite, with whatsapp_business_messaging.",
    33: "Compare the phone number id in the settings with the one in WhatsApp Manager.",
    368: "Look at Account quality in WhatsApp Manager: the account is restricted; ask for a review there.",
    131031: "Look at Account quality in WhatsApp Manager: the account is locked; ask for a review there.",
    131037: "Have the number's display name approved in WhatsApp Manager.",
    131042: "Put the payment method in order in WhatsApp Manager (Billing and payments).",
    131045: "Register the number again: WhatsApp Manager, phone numbers.",
    133010: "Register the number: WhatsApp Manager, phone numbers.",
}
_ELSE: Final = "Look at the number in WhatsApp Manager."


async def nobody_listens(_happenings: Sequence[Happening]) -> None:
    """Stand in for a listener."""


class Consequences:
    """Carries out what follows; ``listener`` hears of everything afterwards."""

    def __init__(self, db: Database, listener: Listener = nobody_listens) -> None:
        self._db = db
        self._listener = listener

    async def of(self, happenings: Sequence[Happening]) -> None:
        """Do what follows from these happenings; nothing at all where there are none."""
        if not happenings:
            return
        await self._note(happenings)
        # A stop that many messages have met is one stop.
        for one in {(one.kind, one.phone_number_id): one for one in happenings if isinstance(one, NumberStopped | NumberResumed)}.values():
            await self._on_number(one)
        for lost in {one for one in happenings if isinstance(one, MediaLost)}:
            await self._db.media.forget(lost.phone_number_id, lost.document_id)
        alarms = [alert(one.store_id, one.alert, one.subject, one.text, one.at) for one in happenings if isinstance(one, Alarm)]
        await self._db.alerts.put(list({one.id: one for one in alarms}.values()))
        spared = [one for one in happenings if isinstance(one, Merged)]
        if spared:
            await self._db.charges.add([merged(one.outbox_id, one.store_id, one.phone_number_id, one.at, one.to, one.order_id) for one in spared])
        await self._listener(happenings)

    async def _note(self, happenings: Sequence[Happening]) -> None:
        edits: dict[str, Edit] = {}
        blanks: dict[str, Conversation] = {}
        for one in happenings:
            edit = _edit(one)
            if edit is not None and isinstance(one, Failed | OptedOut | Unreachable):
                blanks[one.conversation_id] = Conversation(one.conversation_id, one.store_id, one.customer_id, one.phone_number_id)
                before = edits.get(one.conversation_id)
                edits[one.conversation_id] = edit if before is None else partial(both, before, edit)
        if edits:
            await edit_chats(self._db, blanks, edits)

    async def _on_number(self, one: NumberStopped | NumberResumed) -> None:
        if isinstance(one, NumberResumed):
            await self._db.alerts.close([alert_id(one.store_id, "number_stopped", one.phone_number_id)], one.at)
            return
        await self._db.numbers.stop(one.phone_number_id, Stop(one.code, one.reason, one.at, one.by_status))
        what = f"Nothing can be sent for the number {one.phone_number_id}: {one.reason} (code {one.code})."
        text = f"{what} {remedy(one.code)} What waits goes on by itself."
        await self._db.alerts.put([alert(one.store_id, "number_stopped", one.phone_number_id, text, one.at)])


def remedy(code: int) -> str:
    """Return what somebody has to do about a code."""
    permission = code in range(200, 300)
    return _REMEDIES.get(10 if permission else code, _ELSE)


def _edit(one: Happening) -> Edit | None:
    match one:
        case Failed(item="survey"):
            return None
        case Failed():
            reason: FlagReason = "unknown_outcome" if one.in_doubt else "failed_message"
            return partial(flagged, flag=Flag(reason, one.at, one.reason, error_code=one.code))
        case OptedOut():
            return lambda chat: withdrawn(chat, one.category, one.at, one.wording)
        case Unreachable():
            return lambda chat: unreachable(chat, one.at)
        case _:
            return None
