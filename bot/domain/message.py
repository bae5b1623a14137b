"""What customers send: one frozen value per kind of content, with Meta's wire format already left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.phone import canonical


@dataclass(frozen=True, slots=True)
class WireIdentity:
    """A user as the wire names him: at least one of business-scoped user id and wa_id (digits, no plus)."""

    bsuid: str | None = None
    wa_id: str | None = None

    @property
    def lane(self) -> str:
        """The key that keeps one user's messages together: the BSUID where there is one, else the canonical wa_id."""
        return f"bsuid:{self.bsuid}" if self.bsuid else f"wa:{canonical(self.wa_id or '')}"

    def keys(self, store_id: str) -> tuple[str, ...]:
        """The ``identities`` ids that may resolve this user to a customer of a store, the strongest first."""
        bsuid = (f"{store_id}:bsuid:{self.bsuid}",) if self.bsuid else ()
        wa_id = (f"{store_id}:wa:{canonical(self.wa_id)}",) if self.wa_id else ()
        return bsuid + wa_id


@dataclass(frozen=True, slots=True)
class Text:
    """Typed words."""

    body: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Tapped:
    """A reply button, list row or template button; ``payload`` is the id that we gave it."""

    payload: str
    title: str
    kind: Literal["tapped"] = "tapped"


@dataclass(frozen=True, slots=True)
class FlowReply:
    """A filled-in form; ``response`` is its JSON text as received."""

    name: str
    response: str
    kind: Literal["flow_reply"] = "flow_reply"


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video, document, audio or sticker; the bytes are fetched by ``media_id``."""

    media: Literal["image", "video", "document", "audio", "sticker"]
    media_id: str
    mime_type: str
    caption: str | None = None
    filename: str | None = None
    sha256: str | None = None
    voice: bool = False
    kind: Literal["media"] = "media"


@dataclass(frozen=True, slots=True)
class Location:
    """A place, in degrees."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    kind: Literal["location"] = "location"


@dataclass(frozen=True, slots=True)
class SharedContact:
    """One contact card; ``wa_ids`` are digits without plus."""

    name: str | None
    phones: tuple[str, ...] = ()
    wa_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contact cards; ``requested`` when they answer our request for the customer's own number."""

    contacts: tuple[SharedContact, ...]
    requested: bool = False
    kind: Literal["contacts"] = "contacts"


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji on a message; ``None`` takes it back."""

    message_id: str
    emoji: str | None
    kind: Literal["reaction"] = "reaction"


@dataclass(frozen=True, slots=True)
class CatalogueOrder:
    """A basket sent from the WhatsApp catalogue: (retailer id, quantity) pairs."""

    catalogue_id: str
    items: tuple[tuple[str, int], ...]
    text: str | None = None
    kind: Literal["catalogue_order"] = "catalogue_order"


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """The user has a new number or a new BSUID; what did not change or is unknown is ``None``."""

    wa_id: str | None = None
    bsuid: str | None = None
    previous_bsuid: str | None = None
    kind: Literal["identity_change"] = "identity_change"


@dataclass(frozen=True, slots=True)
class Edit:
    """The customer changed an earlier message; ``body`` is its new text or caption, if it has one."""

    original_id: str
    body: str | None
    kind: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class Revoke:
    """The customer deleted an earlier message."""

    original_id: str
    kind: Literal["revoke"] = "revoke"


@dataclass(frozen=True, slots=True)
class Welcome:
    """The customer opened the chat for the first time and has not written yet."""

    kind: Literal["welcome"] = "welcome"


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something that WhatsApp does not pass on, or that is newer than this program; ``what`` names it."""

    what: str
    code: int | None = None
    kind: Literal["unsupported"] = "unsupported"


Content = Text | Tapped | FlowReply | Media | Location | Contacts | Reaction | CatalogueOrder | IdentityChange | Edit | Revoke | Welcome | Unsupported


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a customer. ``id`` is the wamid, ``reply_to`` the wamid of the message that it quotes."""

    id: str
    phone_number_id: str
    sender: WireIdentity
    sent_at: int
    content: Content
    profile_name: str | None = None
    reply_to: str | None = None
    forwarded: bool = False
    referral: str | None = None
    group_id: str | None = None


DeliveryState = Literal["accepted", "sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message of ours. ``outbox_id`` is our own id, echoed by Meta; absent for messages of others.

    ``state`` is ``None`` for a state that this program doesn't know; ``pricing`` is ``(category, type)`` where given. ``trace`` is what
    its message belongs to (``bot.domain.tracing``), once that is known.
    """

    wamid: str
    state: DeliveryState | None
    at: int
    outbox_id: str | None = None
    recipient: WireIdentity = WireIdentity()
    error_code: int | None = None
    error_text: str | None = None
    pricing: tuple[str, str] | None = None
    trace: str | None = None
