"""Split a webhook body into items that stand alone, so that an odd one never sinks its neighbours.

The stored body of an item is ``{"at", "metadata", "contact", <part>}`` where the part is ``message``, ``status`` or
``user_id_update``; account items have ``{"at", "metadata", "contact", "entry", "time", "field", "value"}``. What can't be split
is parked as a webhook body of its own, so that splitting it again is its replay.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.inbox import InboxItem, InboxKind, Parked
from bot.domain.message import WireIdentity
from bot.errors import Unreadable
from bot.whatsapp.identity import ContactBook, identity, is_id, named_sender, optional_wa_id, required_id, sender_of
from bot.whatsapp.wire import Json, dumps, instant, loads

if TYPE_CHECKING:
    from collections.abc import Callable

OBJECT = "whatsapp_business_account"
SOURCE = "whatsapp"
_HANDLED = frozenset({"messaging_product", "metadata", "contacts", "messages", "statuses"})


@dataclass(frozen=True, slots=True)
class Split:
    """What a webhook body holds: items for the inbox, and what can't be understood."""

    items: tuple[InboxItem, ...]
    parked: tuple[Parked, ...]


def split(body: bytes, received_at: int) -> Split:
    """Return every message, status and update of a webhook body; never raise.

    ``received_at`` (milliseconds) stands in for timestamps that are missing or odd.
    """
    splitter = _Splitter(body, received_at)
    splitter.run()
    return Split(tuple(splitter.items), tuple(splitter.parked))


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of one entry; ``number`` is the phone number id, where there is one."""

    entry: Json
    field: str
    value: object
    metadata: object
    number: str | None
    contacts: ContactBook


class _Splitter:
    """Walks through one body; each element that raises ``Unreadable`` is parked alone."""

    def __init__(self, body: bytes, received_at: int) -> None:
        self.items: list[InboxItem] = []
        self.parked: list[Parked] = []
        self._body = body
        self._received_at = received_at

    def run(self) -> None:
        try:
            envelope = loads(self._body)
        except ValueError as error:
            self._park_bytes(self._body, f"the body is not JSON: {error}", SOURCE)
            return
        if not isinstance(envelope, dict) or envelope.get("object") != OBJECT:
            self._park_bytes(self._body, f"the body is no object of the kind {OBJECT}", SOURCE)
        elif not isinstance(envelope.get("entry"), list):
            self._park_bytes(self._body, "the body has no list of entries", SOURCE)
        else:
            for entry in envelope["entry"]:
                self._entry(entry)

    def _entry(self, entry: object) -> None:
        if not isinstance(entry, dict) or not isinstance(entry.get("changes"), list):
            self._park(entry, "an entry has no list of changes", SOURCE)
            return
        for change in entry["changes"]:
            try:
                self._change(entry, change)
            except Unreadable as error:
                self._park(_entry_with(entry, change), str(error), SOURCE)

    def _change(self, entry: Json, change: object) -> None:
        opened = _opened(entry, change)
        found = len(self.items) + len(self.parked)
        if opened.field not in {"messages", "user_id_update"}:
            self._account(opened, opened.value)
        elif not isinstance(opened.value, dict):
            raise Unreadable(f"the value of {opened.field} is no object")
        elif opened.field == "messages":
            self._each(opened, opened.value, "messages", self._message)
            self._each(opened, opened.value, "statuses", self._status)
            if rest := opened.value.keys() - _HANDLED:
                self._account(opened, {key: opened.value[key] for key in opened.value if key in rest})
        else:
            self._each(opened, opened.value, "user_id_update", self._identity)
        if len(self.items) + len(self.parked) == found:
            self._account(opened, opened.value)

    def _each(self, change: _Change, value: Json, key: str, handle: Callable[[_Change, Json], None]) -> None:
        elements = value.get(key)
        if elements is None:
            return
        if not isinstance(elements, list):
            odd = {"field": change.field, "value": {"metadata": change.metadata, key: elements}}
            self._park(_entry_with(change.entry, odd), f"{key} is no list", change.number or SOURCE)
            return
        for element in elements:
            try:
                handle(change, _object(element, key))
            except Unreadable as error:
                self._park(_alone(change, key, element), str(error), change.number or SOURCE)

    def _message(self, change: _Change, message: Json) -> None:
        wamid = required_id(message.get("id"), "id")
        number = _number(change)
        named = named_sender(message)
        contact = change.contacts.find(named)
        sender = sender_of(message, named, contact)
        self._add(f"wa:{wamid}", "message", f"{number}:{sender.lane}", change, ("message", message, contact))

    def _status(self, change: _Change, status: Json) -> None:
        wamid = required_id(status.get("id"), "id")
        state = required_id(status.get("status"), "status")
        if status.get("type") == "call":
            self._account(change, {"statuses": [status]})
            return
        _number(change)
        contact = change.contacts.find(identity(status.get("recipient_id"), status.get("recipient_user_id")))
        item_id = f"wa:{wamid}:{state}"
        if status.get("recipient_type") == "group":
            item_id += f":{required_id(_participant(status), 'recipient_participant_id')}"
        self._add(item_id, "status", f"status:{wamid}", change, ("status", status, contact))

    def _identity(self, change: _Change, update: Json) -> None:
        number = _number(change)
        ids = update.get("user_id")
        bsuid = required_id(ids.get("current") if isinstance(ids, dict) else ids, "user_id.current")
        new = WireIdentity(bsuid=bsuid, wa_id=optional_wa_id(update.get("wa_id"), "wa_id"))
        item_id = f"wa:{change.field}:{_digest([number, update])}"
        self._add(item_id, "identity", f"{number}:{new.lane}", change, ("user_id_update", update, change.contacts.find(new)))

    def _account(self, change: _Change, value: object) -> None:
        entry_id, time = change.entry.get("id"), change.entry.get("time")
        source = change.number or (entry_id if is_id(entry_id) else SOURCE)
        at = instant(time) or self._received_at
        body = {
            "at": at,
            "metadata": change.metadata,
            "contact": None,
            "entry": entry_id,
            "time": time,
            "field": change.field,
            "value": value,
        }
        item_id = f"wa:{change.field}:{_digest([entry_id, time, change.metadata, value])}"
        self.items.append(InboxItem(item_id, "account", f"{source}:{change.field}", at, self._received_at, source, _bytes(body)))

    def _add(self, item_id: str, kind: InboxKind, lane: str, change: _Change, part: tuple[str, Json, Json | None]) -> None:
        name, element, contact = part
        at = instant(element.get("timestamp")) or self._received_at
        body = _bytes({"at": at, "metadata": change.metadata, "contact": contact, name: element})
        self.items.append(InboxItem(item_id, kind, lane, at, self._received_at, change.number or SOURCE, body))

    def _park(self, entry: object, error: str, source: str) -> None:
        try:
            body = dumps({"object": OBJECT, "entry": [entry]})
        except ValueError:
            body = self._body
        self._park_bytes(body, error, source)

    def _park_bytes(self, body: bytes, error: str, source: str) -> None:
        item_id = f"parked:{hashlib.sha256(body).hexdigest()}"
        self.parked.append(Parked(item_id, "unknown", self._received_at, source, error, body, at=self._received_at))


def _opened(entry: Json, change: object) -> _Change:
    if not isinstance(change, dict):
        raise Unreadable("a change is no object")
    value = change.get("value")
    metadata, contacts = (value.get("metadata"), value.get("contacts")) if isinstance(value, dict) else (None, None)
    number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
    field = required_id(change.get("field"), "field")
    return _Change(entry, field, value, metadata, number if is_id(number) else None, ContactBook(contacts))


def _object(element: object, key: str) -> Json:
    if not isinstance(element, dict):
        raise Unreadable(f"an element of {key} is no object")
    return element


def _number(change: _Change) -> str:
    return required_id(change.number, "a valid metadata.phone_number_id")


def _participant(status: Json) -> object:
    return status.get("recipient_participant_id") or status.get("recipient_user_id") or status.get("recipient_id")


def _digest(value: object) -> str:
    return hashlib.sha256(_bytes(value, sort_keys=True)).hexdigest()


def _bytes(value: object, *, sort_keys: bool = False) -> bytes:
    try:
        return dumps(value, sort_keys=sort_keys)
    except ValueError as error:
        raise Unreadable(f"it can't be stored: {error}") from error


def _entry_with(entry: Json, change: object) -> Json:
    return {"id": entry.get("id"), "time": entry.get("time"), "changes": [change]}


def _alone(change: _Change, key: str, element: object) -> Json:
    """Return an entry that holds one odd element, with the contact that seems to be its own."""
    who = identity(element.get("from"), element.get("from_user_id")) if isinstance(element, dict) else WireIdentity()
    contact = change.contacts.find(who)
    value: Json = {"messaging_product": "whatsapp", "metadata": change.metadata, "contacts": [] if contact is None else [contact]}
    return _entry_with(change.entry, {"field": change.field, "value": {**value, key: [element]}})
