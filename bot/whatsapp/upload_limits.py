"""What WhatsApp takes as a file, by kind of message: sizes and MIME types.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
"""

from __future__ import annotations

from typing import Final

from bot.errors import OverLimit

_KB: Final = 1024
_MB: Final = 1024 * _KB
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# Kind of message to the most bytes that it may have; its MIME types name it.
_LARGEST: Final = {"document": 100 * _MB, "image": 5 * _MB, "sticker": 500 * _KB, "audio": 16 * _MB, "video": 16 * _MB}
_KINDS: Final = {
    **dict.fromkeys(("application/pdf", "text/plain", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"), "document"),
    **dict.fromkeys((f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet", f"{_OFFICE}.presentationml.presentation"), "document"),
    **dict.fromkeys(("image/jpeg", "image/png"), "image"),
    "image/webp": "sticker",
    **dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), "audio"),
    **dict.fromkeys(("video/mp4", "video/3gpp"), "video"),
}


def check_upload(filename: str, mime_type: str, size: int) -> None:
    """Raise ``OverLimit`` for a file that WhatsApp would not take, before it is carried there; ``size`` is in bytes."""
    kind = _KINDS.get(mime_type.partition(";")[0].strip().lower())
    if kind is None:
        raise OverLimit(f"{filename} is of the type {mime_type}, which WhatsApp does not carry")
    if size > _LARGEST[kind]:
        raise OverLimit(f"{filename} has {_shown(size)}, and WhatsApp takes {kind}s of up to {_shown(_LARGEST[kind])}")


def _shown(size: int) -> str:
    return f"{size / _MB:.3g} MB" if size >= _MB else f"{size / _KB:.3g} KB"
