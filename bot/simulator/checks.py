"""Checking a send as Graph does: the envelope, and every type that is not interactive or a template.

Limits: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages. Lengths are counted in characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.faults import Fault
from bot.simulator.media import MediaStore, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

Box = dict[str, object]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_LIMIT = 512


def box(owner: Box, key: str, path: str) -> Box:
    """Return the object under a key; raises ``Fault`` when it is absent or something else."""
    value = owner.get(key)
    if value is None:
        raise Fault(131008, f"The parameter {path}['{key}'] is required.")
    if not isinstance(value, dict):
        raise Fault(100, f"Param {path}['{key}'] must be a JSON object.")
    return value


def boxes(owner: Box, key: str, path: str, *, most: int) -> list[Box]:
    """Return the objects of a list with one to ``most`` entries."""
    value = owner.get(key)
    if value is None:
        raise Fault(131008, f"The parameter {path}['{key}'] is required.")
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise Fault(131009, f"{path}['{key}'] must be an array of 1 to {most} entries.")
    if not all(isinstance(one, dict) for one in value):
        raise Fault(100, f"Param {path}['{key}'] must hold JSON objects.")
    return value


def text(owner: Box, key: str, path: str, *, most: int, code: int = 131009) -> str:
    """Return the text of 1 to ``most`` characters under a key; ``code`` is what Graph says when it is too long."""
    value = owner.get(key)
    if value is None or value == "":
        raise Fault(131008, f"The parameter {path}['{key}'] is required.")
    if not isinstance(value, str):
        raise Fault(100, f"Param {path}['{key}'] must be a string.")
    if len(value) > most:
        raise Fault(code, f"Param {path}['{key}'] must be at most {most} characters long; it has {len(value)}.")
    return value


def optional_text(owner: Box, key: str, path: str, *, most: int, code: int = 131009) -> str | None:
    """Return the text under a key or ``None`` when there is none; an empty one is refused."""
    return None if owner.get(key) is None else text(owner, key, path, most=most, code=code)


def address(owner: Box, key: str, path: str, *, most: int = 2000) -> str:
    """Return a web address."""
    value = text(owner, key, path, most=most)
    if not value.startswith(("https://", "http://")):
        raise Fault(131009, f"{path}['{key}'] is not a web address.")
    return value


def envelope(body: Box) -> str:
    """Check what all sends share; returns the type."""
    if body.get("messaging_product") != "whatsapp":
        raise Fault(100, "The parameter messaging_product is required and must be whatsapp.")
    if body.get("recipient_type", "individual") not in ("individual", "group"):
        raise Fault(100, "Param recipient_type must be one of individual, group.")
    kind = body.get("type", "text")
    if not isinstance(kind, str):
        raise Fault(100, "Param type must be a string.")
    context = body.get("context")
    if context is not None:
        if kind == "reaction":
            raise Fault(100, "A reaction can't have a context.")
        text(box(body, "context", "body"), "message_id", "context", most=512)
    optional_text(body, "biz_opaque_callback_data", "body", most=CALLBACK_LIMIT, code=100)
    return kind


def media_reference(content: Box, kind: str, path: str, media: MediaStore | None) -> None:
    """Check an ``id`` or a ``link``; without a store (``None``) ids are taken as they are."""
    media_id, link = content.get("id"), content.get("link")
    if media_id is None and link is None:
        raise Fault(131008, f"{path} needs an id or a link.")
    if media_id is not None and link is not None:
        raise Fault(100, f"{path} can't have both an id and a link.")
    if link is not None:
        address(content, "link", path)
    elif media is not None:
        item = media.find(str(media_id))
        if item is None:
            raise Fault(100, f"There is no media with the id {media_id}.")
        if kind_of(item.mime_type) != kind:
            raise Fault(131053, f"Media of type {item.mime_type} can't be sent as {kind}.")


def simple(body: Box, kind: str, media: MediaStore | None) -> None:
    """Check the content of a type in this module; an unknown type is ``Fault`` 100."""
    check = _CHECKS.get(kind)
    if check is None:
        raise Fault(100, f"Param type must be one of {{{', '.join([*_CHECKS, 'interactive', 'template'])}}} - got {kind!r}.")
    check(body, kind, media)


def _text(body: Box, kind: str, _media: MediaStore | None) -> None:
    text(box(body, kind, "body"), "body", "text", most=TEXT_LIMIT, code=100)


def _media(body: Box, kind: str, media: MediaStore | None) -> None:
    content = box(body, kind, "body")
    media_reference(content, kind, kind, media)
    if kind in {"audio", "sticker"} and content.get("caption") is not None:
        raise Fault(100, f"Param {kind}['caption'] is not supported.")
    optional_text(content, "caption", kind, most=CAPTION_LIMIT, code=100)
    if kind == "document":
        optional_text(content, "filename", kind, most=240, code=100)


def _location(body: Box, kind: str, _media: MediaStore | None) -> None:
    content = box(body, kind, "body")
    for key, most in (("latitude", 90), ("longitude", 180)):
        try:
            degrees = float(str(content.get(key)))
        except ValueError:
            raise Fault(131008 if content.get(key) is None else 131009, f"location['{key}'] must be a number of degrees.") from None
        if not -most <= degrees <= most:
            raise Fault(131009, f"location['{key}'] must be between -{most} and {most}.")


def _contacts(body: Box, kind: str, _media: MediaStore | None) -> None:
    for card in boxes(body, kind, "body", most=257):
        text(box(card, "name", "contacts"), "formatted_name", "contacts['name']", most=1024)


def _reaction(body: Box, kind: str, _media: MediaStore | None) -> None:
    content = box(body, kind, "body")
    text(content, "message_id", "reaction", most=512)
    if not isinstance(content.get("emoji"), str):
        raise Fault(131008, "The parameter reaction['emoji'] is required (empty takes the reaction back).")


_CHECKS: dict[str, Callable[[Box, str, MediaStore | None], None]] = {
    "text": _text,
    "image": _media,
    "video": _media,
    "audio": _media,
    "document": _media,
    "sticker": _media,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
}
