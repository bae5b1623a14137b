"""The objects inside Meta's messages and statuses: what a program relies on, and nothing that it doesn't.

Unknown fields are let through and ignored. Whatever Meta may leave out is optional, and sets of values stay open.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.whatsapp.identity import is_id


def _id(value: str) -> str:
    if not is_id(value):
        raise ValueError("no valid id")
    return value


Id = Annotated[str, AfterValidator(_id)]
Degrees = Annotated[float, Field(allow_inf_nan=False)]


class Payload(BaseModel):
    """An object on the wire."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class TextPayload(Payload):
    """``text``."""

    body: str


class MediaPayload(Payload):
    """``image``, ``video``, ``document``, ``audio``, ``sticker`` and the former ``voice``."""

    id: Id
    mime_type: str = "application/octet-stream"
    sha256: str | None = None
    caption: str | None = None
    filename: str | None = None
    voice: bool | None = None


class LocationPayload(Payload):
    """``location``, in degrees."""

    latitude: Degrees
    longitude: Degrees
    name: str | None = None
    address: str | None = None


class CardNamePayload(Payload):
    """``name`` of a contact card."""

    formatted_name: str | None = None


class CardPhonePayload(Payload):
    """One of the ``phones`` of a contact card."""

    phone: str | None = None
    wa_id: str | None = None


class CardPayload(Payload):
    """One of ``contacts``; ``origin`` is ``contact_request`` when WhatsApp itself gave the number at our request."""

    name: CardNamePayload | None = None
    phones: list[CardPhonePayload] | None = None
    origin: str | None = None


class ReactionPayload(Payload):
    """``reaction``; an absent or empty emoji takes it back."""

    message_id: Id
    emoji: str | None = None


class OrderLinePayload(Payload):
    """One of ``product_items``."""

    product_retailer_id: str
    quantity: int = 1


class OrderPayload(Payload):
    """``order``."""

    catalog_id: str = ""
    text: str | None = None
    product_items: list[OrderLinePayload]


class ButtonPayload(Payload):
    """``button``: the quick reply of a template; without a payload its text is the payload."""

    text: str
    payload: str | None = None


class ReplyPayload(Payload):
    """``button_reply`` and ``list_reply``."""

    id: str
    title: str = ""


class FlowPayload(Payload):
    """``nfm_reply``; ``response_json`` is meant to be JSON in a string."""

    name: str = "flow"
    response_json: object = None


class InteractivePayload(Payload):
    """``interactive``; its type says which of the others is there."""

    type: str | None = None
    button_reply: ReplyPayload | None = None
    list_reply: ReplyPayload | None = None
    nfm_reply: FlowPayload | None = None


class SystemPayload(Payload):
    """``system``; the number is ``wa_id`` or, formerly, ``new_wa_id``."""

    type: str | None = None
    wa_id: str | None = None
    new_wa_id: str | None = None
    user_id: Id | None = None


class CaptionPayload(Payload):
    """Any content that may have a caption."""

    caption: str | None = None


class EditedPayload(Payload):
    """The new content in an ``edit``."""

    text: TextPayload | None = None
    image: CaptionPayload | None = None
    video: CaptionPayload | None = None
    document: CaptionPayload | None = None


class EditPayload(Payload):
    """``edit``."""

    original_message_id: Id
    message: EditedPayload | None = None


class RevokePayload(Payload):
    """``revoke``."""

    original_message_id: Id


class UserIdChangePayload(Payload):
    """``user_id`` of an update: the BSUID before and now."""

    previous: Id | None = None
    current: Id


class UserIdUpdatePayload(Payload):
    """One of ``user_id_update``."""

    wa_id: str | None = None
    user_id: UserIdChangePayload


class ErrorDataPayload(Payload):
    """``error_data``."""

    details: str | None = None


class ErrorPayload(Payload):
    """One of ``errors``, in messages and statuses alike."""

    code: int | None = None
    title: str | None = None
    message: str | None = None
    error_data: ErrorDataPayload | None = None


class PricingPayload(Payload):
    """``pricing``; ``type`` is absent under the former conversation-based model."""

    category: str | None = None
    type: str | None = None


class StatusPayload(Payload):
    """One of ``statuses``."""

    id: Id
    status: str
    biz_opaque_callback_data: str | None = None
    recipient_type: str | None = None
    errors: list[ErrorPayload] | None = None
    pricing: PricingPayload | None = None
