"""Media that Graph keeps: what may be uploaded, and how long an address works."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.clock import DAY, MINUTE
from bot.simulator.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

URL_LIFE = 5 * MINUTE
UPLOAD_LIFE = 30 * DAY
MB = 1024 * 1024
# https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types: kind -> (bytes, mime types)
ACCEPTED: dict[str, tuple[int, frozenset[str]]] = {
    "audio": (16 * MB, frozenset(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"))),
    "document": (
        100 * MB,
        frozenset(
            (
                "application/pdf",
                "text/plain",
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ),
        ),
    ),
    "image": (5 * MB, frozenset(("image/jpeg", "image/png"))),
    "sticker": (500 * 1024, frozenset(("image/webp",))),
    "video": (16 * MB, frozenset(("video/3gpp", "video/mp4"))),
}
LARGEST = 100 * MB


def kind_of(mime_type: str) -> str | None:
    """Return which kind of message carries this MIME type, or ``None`` when WhatsApp carries it in none."""
    bare = mime_type.partition(";")[0].strip().lower()
    return next((kind for kind, (_, types) in ACCEPTED.items() if bare in types), None)


@dataclass(frozen=True, slots=True)
class MediaItem:
    """Stored bytes with what Graph tells about them."""

    id: str
    phone_number_id: str
    data: bytes
    mime_type: str
    filename: str | None
    sha256: str
    created_at: int


class MediaStore:
    """Media by id. The oldest give way when there are more than ``limit``."""

    def __init__(self, clock: Callable[[], int], *, limit: int = 2_000) -> None:
        self._clock = clock
        self._limit = limit
        self._items: dict[str, MediaItem] = {}
        self._last = 700_000_000_000_000

    def put(self, phone_number_id: str, data: bytes, mime_type: str, filename: str | None = None) -> MediaItem:
        """Store bytes; raises ``Fault`` 131053 for a type or a size that WhatsApp doesn't take."""
        kind = kind_of(mime_type)
        if kind is None:
            raise Fault(131053, f"Unsupported file type {mime_type}.")
        if not 0 < len(data) <= ACCEPTED[kind][0]:
            raise Fault(131053, f"The {kind} has {len(data)} bytes; 1 to {ACCEPTED[kind][0]} are allowed.")
        self._last += 1
        digest = hashlib.sha256(data).hexdigest()
        item = MediaItem(str(self._last), phone_number_id, data, mime_type, filename, digest, self._clock())
        self._items[item.id] = item
        if len(self._items) > self._limit:
            del self._items[next(iter(self._items))]
        return item

    def find(self, media_id: str) -> MediaItem | None:
        """Return what is stored and has not expired."""
        item = self._items.get(media_id)
        return item if item is not None and self._clock() < item.created_at + UPLOAD_LIFE else None

    def delete(self, media_id: str) -> bool:
        """Forget an item; tells whether there was one."""
        return self._items.pop(media_id, None) is not None
