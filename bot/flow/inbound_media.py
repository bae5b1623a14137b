"""Fetching what customers have sent, in time: WhatsApp keeps it for seven days, an address of it for five minutes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.db.downloads import WantedMedia, inbound_document_id
from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.message import InboundMessage, Media
from bot.errors import GraphError, OverLimit, Permanent
from bot.flow.scan import ScanFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database
    from bot.db.documents import Document
    from bot.whatsapp.client import MediaFile

log = logging.getLogger(__name__)

# Meta drops customers' files after 7 days; what has not been fetched by then never will be.
KEPT_BY_META = 7 * DAY
BATCH = 20
_PAUSES = (5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR)
_NAMES = {"image": "picture", "video": "video", "audio": "audio", "sticker": "sticker", "document": "document"}
# What a browser shows or plays, and papers; programs and archives are turned away.
ALLOWED = frozenset(
    (
        *("image/jpeg", "image/png", "image/webp", "image/gif", "image/heic"),
        *("video/mp4", "video/3gpp", "video/quicktime"),
        *("audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/opus"),
        *("application/pdf", "text/plain", "text/csv", "text/vcard", "text/x-vcard"),
        *("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    )
)


class Scan(Protocol):
    """Looks at a file before anybody opens it."""

    async def __call__(self, data: bytes) -> str | None:
        """Return why the file must not be kept, ``None`` when nothing speaks against it."""


class Download(Protocol):
    """Fetches a customer's file for one number."""

    async def __call__(self, media_id: str, *, limit: int) -> MediaFile:
        """Return the file or raise a ``GraphError`` or ``OverLimit``."""


@dataclass(frozen=True, slots=True)
class MediaRules:
    """``largest`` is in bytes."""

    largest: int
    scan: Scan | None = None


def wanted_media(message: InboundMessage, now: int) -> WantedMedia | None:
    """Return what is to be fetched of a message, ``None`` when there is nothing."""
    content = message.content
    if not isinstance(content, Media):
        return None
    mime_type = content.mime_type.partition(";")[0].strip().lower()
    filename = content.filename or _NAMES[content.media]
    return WantedMedia(inbound_document_id(message.id), content.media_id, message.phone_number_id, mime_type, filename, message.sent_at, now)


class InboundMedia:
    """Fetches what is due; ``downloads`` are by phone number id. A repetition after a crash fetches again and changes nothing."""

    def __init__(self, db: Database, downloads: Mapping[str, Download], rules: MediaRules) -> None:
        self._db = db
        self._downloads = downloads
        self._rules = rules

    async def run(self, now: int) -> int:
        """Fetch a batch and return how many files were dealt with for good."""
        due = await self._db.downloads.due(now, BATCH)
        done = [wanted.id for wanted in due if await self._fetch(wanted, now)]
        await self._db.downloads.remove(done)
        return len(done)

    async def file(self, wanted: WantedMedia, now: int) -> Document | None:
        """Return a customer's file for somebody who wants to see it, fetched at once where it has not been yet.

        One that was turned away has a reason for it; ``None`` where there is none any more, or WhatsApp doesn't answer.
        """
        kept = await self._db.documents.get(wanted.id)
        if kept is not None or now > wanted.sent_at + KEPT_BY_META:
            return kept
        if await self._fetch(wanted, now):
            await self._db.downloads.remove([wanted.id])
        return await self._db.documents.get(wanted.id)

    async def _fetch(self, wanted: WantedMedia, now: int) -> bool:
        """Tell whether this one is settled: kept, or refused with a reason."""
        download = self._downloads.get(wanted.phone_number_id)
        if wanted.mime_type not in ALLOWED:
            return await self._refuse(wanted, now, f"files of type {wanted.mime_type} are not taken")
        if download is None:
            return await self._refuse(wanted, now, "no store has this number any more")
        try:
            found = await download(wanted.media_id, limit=self._rules.largest)
        except OverLimit:
            return await self._refuse(wanted, now, f"it is larger than {self._rules.largest // 1024 // 1024} MB")
        except Permanent as error:
            return await self._refuse(wanted, now, f"WhatsApp does not give it out: {error}")
        except GraphError as error:
            return await self._later(wanted, now, error)
        try:
            reason = await self._rules.scan(found.data) if self._rules.scan else None
        except ScanFailed as error:
            return await self._later(wanted, now, error)
        if reason is not None:
            return await self._refuse(wanted, now, reason)
        await self._db.documents.put(wanted.id, wanted.filename, wanted.mime_type, found.data, at=now)
        return True

    async def _later(self, wanted: WantedMedia, now: int, error: Exception) -> bool:
        if now > wanted.sent_at + KEPT_BY_META:
            return await self._refuse(wanted, now, "WhatsApp had deleted it before it could be fetched")
        log.info("a customer's file will be fetched again: %s", error)
        await self._db.downloads.postpone(wanted, now + _PAUSES[min(wanted.attempts, len(_PAUSES) - 1)])
        return False

    async def _refuse(self, wanted: WantedMedia, now: int, reason: str) -> bool:
        await self._db.documents.refuse(wanted.id, wanted.filename, wanted.mime_type, reason, at=now)
        return True
