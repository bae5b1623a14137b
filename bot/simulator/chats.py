"""What a customer sees on the phone: messages with their state, and who is watching them change."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Literal

import orjson

Sender = Literal["customer", "business"]
State = Literal["pending", "sent", "delivered", "read", "failed"]
Json = dict[str, object]
_RANK: dict[State, int] = {"pending": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4}


@dataclass(slots=True)
class ChatMessage:
    """One bubble; ``at`` is an instant. Fields that a kind of message has no use for are ``None`` and left out of the JSON."""

    id: str
    sender: Sender
    at: int
    type: str
    body: str = ""
    header: str | None = None
    footer: str | None = None
    buttons: list[Json] | None = None
    list: Json | None = None
    link: Json | None = None
    media: Json | None = None
    reply_to: str | None = None
    template: str | None = None
    status: State = "pending"
    error: str | None = None
    reactions: dict[Sender, str] = field(default_factory=dict)

    def advance(self, status: State) -> bool:
        """Move the state forward, never back; tells whether it changed."""
        if _RANK[status] <= _RANK[self.status]:
            return False
        self.status = status
        return True

    def react(self, who: Sender, emoji: str) -> None:
        """Put an emoji on the message; an empty one takes it back."""
        self.reactions.pop(who, None)
        if emoji:
            self.reactions[who] = emoji

    def to_json(self) -> Json:
        """Return the message as the page reads it."""
        fields = asdict(self)
        del fields["sender"]
        fields["reactions"] = list(self.reactions.values()) or None
        return {"id": self.id, "from": self.sender, **{name: value for name, value in fields.items() if value is not None}}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the page should hear of: ``message``, ``typing`` or ``read``."""

    name: Literal["message", "typing", "read"]
    data: Json

    @property
    def line(self) -> bytes:
        """The event as ``text/event-stream`` writes it."""
        return b"event: %s\ndata: %s\n\n" % (self.name.encode(), orjson.dumps(self.data))


class Chats:
    """The chats of all people, with at most ``limit`` messages each."""

    def __init__(self, *, limit: int = 500) -> None:
        self._limit = limit
        self._messages: defaultdict[str, dict[str, ChatMessage]] = defaultdict(dict)
        self._listeners: defaultdict[str, set[asyncio.Queue[Event | None]]] = defaultdict(set)

    def messages(self, person_id: str) -> list[ChatMessage]:
        """Return a person's messages, the oldest first."""
        return list(self._messages[person_id].values())

    def find(self, person_id: str, message_id: str) -> ChatMessage | None:
        """Return one message of a chat."""
        return self._messages[person_id].get(message_id)

    def add(self, person_id: str, message: ChatMessage) -> None:
        """Append a message and tell who listens."""
        chat = self._messages[person_id]
        chat[message.id] = message
        if len(chat) > self._limit:
            del chat[next(iter(chat))]
        self.changed(person_id, message)

    def changed(self, person_id: str, message: ChatMessage) -> None:
        """Tell who listens that a message is new or different."""
        if self._listeners[person_id]:
            self.publish(person_id, Event("message", message.to_json()))

    def publish(self, person_id: str, event: Event) -> None:
        """Pass an event on to everybody who listens to this chat."""
        for queue in self._listeners[person_id]:
            queue.put_nowait(event)

    def listen(self, person_id: str) -> asyncio.Queue[Event | None]:
        """Start listening to a chat; ``None`` in the queue means that the world ends."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._listeners[person_id].add(queue)
        return queue

    def leave(self, person_id: str, queue: asyncio.Queue[Event | None]) -> None:
        """Stop listening."""
        self._listeners[person_id].discard(queue)

    def close(self) -> None:
        """Send everybody home, so that open event streams end before the server waits for them."""
        for queues in self._listeners.values():
            for queue in queues:
                queue.put_nowait(None)
