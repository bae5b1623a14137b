"""A customer's phone: everything that a person can do in the chat, each told to the bot as Meta would tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.simulator.bubbles import media_json
from bot.simulator.chats import ChatMessage, Json
from bot.simulator.directory import user_of
from bot.simulator.faults import Fault
from bot.simulator.media_samples import sample
from bot.simulator.wire import Update, contact, message

if TYPE_CHECKING:
    from bot.simulator.people import Person
    from bot.simulator.world import World

TapStyle = Literal["button", "list", "template"]
# Where customers are when they share their location: degrees, and the name of the place.
_PLACES = {"EG": (30.0444, 31.2357, "Cairo"), "DE": (52.52, 13.405, "Berlin"), "SA": (24.7136, 46.6753, "Riyadh")}
_DEFAULT_PLACE = (25.2048, 55.2708, "Dubai")


class Phone:
    """The phone of one person of the world (by id, or a :class:`Person` that the world need not know)."""

    def __init__(self, world: World, who: str | Person) -> None:
        self._world = world
        self.person = world.person(who) if isinstance(who, str) else who
        self._user = user_of(self.person)
        self._number = world.number_of(self.person)

    @property
    def messages(self) -> list[ChatMessage]:
        """What stands in the chat, the oldest first."""
        return self._world.chats.messages(self.person.id)

    def says(self, text: str, *, reply_to: str | None = None, ago: int = 0) -> ChatMessage:
        """Write words, if wanted as a reply to a message; ``ago`` milliseconds before now, where it took so long to get out."""
        return self._send("text", {"body": text}, ChatMessage("", "customer", 0, "text", body=text, reply_to=reply_to), ago)

    def taps(self, payload: str, title: str, *, context: str | None, style: TapStyle = "button") -> ChatMessage:
        """Tap a reply button, a list row or a template's button; ``payload`` is its id, ``context`` the message it is on."""
        bubble = ChatMessage("", "customer", 0, "text", body=title, reply_to=context)
        if style == "template":
            return self._send("button", {"payload": payload, "text": title}, bubble)
        kind = "button_reply" if style == "button" else "list_reply"
        return self._send("interactive", {"type": kind, kind: {"id": payload, "title": title}}, bubble)

    def sends(self, media: str, *, caption: str | None = None) -> ChatMessage:
        """Send a sample ``image``, ``audio``, ``document``, ``sticker`` or ``video``; anything else raises ``KeyError``."""
        data, mime_type, filename = sample(media)
        item = self._world.media.put(self._number.phone_number_id, data, mime_type, filename)
        content: Json = {"id": item.id, "mime_type": mime_type, "sha256": item.sha256}
        content |= {"caption": caption} if caption else {}
        extras: dict[str, Json] = {"document": {"filename": filename}, "audio": {"voice": True}, "sticker": {"animated": False}}
        content |= extras.get(media, {})
        return self._send(media, content, ChatMessage("", "customer", 0, media, body=caption or "", media=media_json(item.id, self._world.media)))

    def shares_location(self) -> ChatMessage:
        """Share where the person is: a place in the person's country."""
        latitude, longitude, name = _PLACES.get(self.person.country, _DEFAULT_PLACE)
        content: Json = {"latitude": latitude, "longitude": longitude, "name": name}
        return self._send("location", content, ChatMessage("", "customer", 0, "location", body=f"{name} ({latitude}, {longitude})"))

    def reacts(self, message_id: str, emoji: str) -> ChatMessage:
        """React to a message; an empty emoji takes the reaction back. Returns that message; ``KeyError`` when it is not in the chat."""
        target = self._world.chats.find(self.person.id, message_id)
        if target is None:
            raise KeyError(message_id)
        target.react("customer", emoji)
        self._world.chats.changed(self.person.id, target)
        self._post(self._world.new_wamid(), self._world.clock(), "reaction", {"message_id": message_id, "emoji": emoji}, None)
        return target

    def tells(self, kind: str, content: object) -> ChatMessage:
        """Send a message of any other type (``contacts``, ``unsupported``, ``request_welcome`` ...) with this content (JSON)."""
        return self._send(kind, content, ChatMessage("", "customer", 0, "unsupported", body=kind))

    def prefers(self, *, marketing: bool) -> None:
        """Stop or resume marketing messages in WhatsApp's own menu: no message, but the business is told.

        https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
        """
        value, detail = (
            ("resume", "User requested to resume marketing messages") if marketing else ("stop", "User requested to stop marketing messages")
        )
        told: Json = {"category": "marketing_messages", "value": value, "detail": detail, "timestamp": self._world.clock() // 1000}
        told |= {"wa_id": self._user.wa_id} if self._user.wa_id else {"user_id": self._user.bsuid}
        metadata: Json = {"display_phone_number": self._number.digits, "phone_number_id": self._number.phone_number_id}
        value_of_change: Json = {"messaging_product": "whatsapp", "metadata": metadata, "contacts": [contact(self._user)], "user_preferences": [told]}
        self._world.postman.put(Update(self._number, "user_preferences", value_of_change))

    def reads(self) -> int:
        """Read everything that the business wrote; returns how many messages were unread."""
        unread = [one for one in self.messages if one.sender == "business" and one.status != "failed" and one.advance("read")]
        outbox_ids = {sent.wamid: sent.outbox_id for sent in self._world.sent} if unread else {}
        for one in unread:
            self._world.chats.changed(self.person.id, one)
            self._world.read(self._number, self._user, one.id, outbox_ids.get(one.id))
        return len(unread)

    def _send(self, kind: str, content: object, bubble: ChatMessage, ago: int = 0) -> ChatMessage:
        bubble.id, bubble.at = self._world.new_wamid(), self._world.clock() - ago
        self._world.chats.add(self.person.id, bubble)
        self._post(bubble.id, bubble.at, kind, content, bubble.reply_to)
        return bubble

    def _post(self, wamid: str, at: int, kind: str, content: object, reply_to: str | None) -> None:
        world, hidden = self._world, self._world.switches.bsuid_only
        world.open_window(self._number.phone_number_id, self._user.key, at)
        world.heard(self.person, wamid)
        context: Json | None = {"from": self._number.digits, "id": reply_to} if reply_to else None
        item = message(self._user, wamid, at, kind, content, context=context, hide_phone=hidden)
        if kind == "unsupported":
            item["errors"] = [Fault(131051, "Message type is not currently supported").in_status()]
        who = contact(self._user, hide_phone=hidden)
        world.postman.put(Update(self._number, "messages", item, who, wamid, self.person.id))
