"""The webhooks that Meta would post, as JSON values (Graph v26.0: no ``conversation`` in statuses, identities may be partial)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from bot.simulator.faults import Fault
    from bot.simulator.people import SimNumber, User

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Update:
    """One thing to tell the bot. ``kind`` is ``messages``, ``statuses`` or the name of another webhook field.

    ``contact`` goes into the ``contacts`` of the change; ``wamid`` and ``person_id`` say whose bubble waits for the delivery.
    """

    number: SimNumber
    kind: str
    item: Json
    contact: Json | None = None
    wamid: str | None = None
    person_id: str | None = None


def contact(user: User, *, hide_phone: bool = False) -> Json:
    """Return the contact of a user; what is absent is left out, never empty."""
    entry: Json = {"profile": {"name": user.name}}
    if user.wa_id and not (hide_phone and user.bsuid):
        entry["wa_id"] = user.wa_id
    if user.bsuid:
        entry["user_id"] = user.bsuid
    return entry


def message(user: User, wamid: str, at: int, kind: str, content: object, *, context: Json | None = None, hide_phone: bool = False) -> Json:
    """Return a customer's message; ``at`` is an instant and goes out in seconds, as a string."""
    entry: Json = {}
    if user.wa_id and not (hide_phone and user.bsuid):
        entry["from"] = user.wa_id
    if user.bsuid:
        entry["from_user_id"] = user.bsuid
    entry |= {"id": wamid, "timestamp": str(at // 1000), "type": kind, kind: content}
    if context:
        entry["context"] = context
    return entry


def status(
    user: User,
    wamid: str,
    state: str,
    at: int,
    *,
    outbox_id: str | None = None,
    pricing: Json | None = None,
    fault: Fault | None = None,
    hide_phone: bool = False,
) -> Json:
    """Return a status. A ``failed`` one names no BSUID when the message went to a phone number."""
    entry: Json = {"id": wamid, "status": state, "timestamp": str(at // 1000)}
    if user.wa_id and not (hide_phone and user.bsuid):
        entry["recipient_id"] = user.wa_id
    if user.bsuid and (fault is None or "recipient_id" not in entry):
        entry["recipient_user_id"] = user.bsuid
    if outbox_id is not None:
        entry["biz_opaque_callback_data"] = outbox_id
    if pricing is not None:
        entry["pricing"] = pricing
    if fault is not None:
        entry["errors"] = [fault.in_status()]
    return entry


def envelope(updates: list[Update]) -> bytes:
    """Return the body of one POST: an entry per account, a change per number and kind, all updates of it in one list."""
    entries: dict[str, dict[tuple[str, str], Json]] = {}
    for update in updates:
        changes = entries.setdefault(update.number.waba_id, {})
        if update.kind in {"messages", "statuses"}:
            _merge(changes, update)
        else:
            changes[(update.kind, str(len(changes)))] = {"value": update.item, "field": update.kind}
    body = [{"id": waba_id, "changes": list(changes.values())} for waba_id, changes in entries.items()]
    return orjson.dumps({"object": "whatsapp_business_account", "entry": body})


def _merge(changes: dict[tuple[str, str], Json], update: Update) -> None:
    key = (update.number.phone_number_id, update.kind)
    change = changes.get(key)
    if change is None:
        metadata = {"display_phone_number": update.number.digits, "phone_number_id": update.number.phone_number_id}
        change = changes[key] = {"value": {"messaging_product": "whatsapp", "metadata": metadata}, "field": "messages"}
    value = change["value"]
    if isinstance(value, dict):
        if update.contact is not None:
            value.setdefault("contacts", []).append(update.contact)
        value.setdefault(update.kind, []).append(update.item)
