"""The files of a conversation: shown or played where a browser does so safely, handed over as a download otherwise."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aiohttp import web

from bot.db.downloads import WantedMedia
from bot.domain.clock import DAY
from bot.language.render import safe_filename
from bot.web.console.guard import Route
from bot.web.console.transcript import PDF, SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.db.documents import Document
    from bot.domain.delivery import TranscriptEntry
    from bot.flow.inbound_media import InboundMedia
    from bot.web.console.conversation import ConversationPages
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
# Viewers look for this mark in the first kilobyte.
_MARK, _MARK_WITHIN = b"%PDF-", 1024
_NOTHING: Final = "application/octet-stream"


class MediaFiles:
    """Serves files to who may see the conversation that they belong to. Without ``inbound`` nothing is fetched from WhatsApp."""

    def __init__(self, db: Database, chats: ConversationPages, pages: Pages, inbound: InboundMedia | None) -> None:
        self._db = db
        self._chats = chats
        self._pages = pages
        self._inbound = inbound

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/chats/{chat}/media", "read", self.send, passive=True),)

    async def send(self, visit: Visit) -> web.StreamResponse:
        """Send the file of the line that the address names, or say why there is none."""
        chat = await self._chats.chat(visit)
        key = visit.request.query.get("line", "")
        line = (await self._db.transcript.get_many([key])).get(key)
        if line is None or line.conversation_id != chat.id or line.attached is None:
            raise web.HTTPNotFound
        found = await self._file(line, chat.phone_number_id, visit.now)
        if found is None or found.refused is not None or not found.data:
            return self._pages.show(visit, "media_gone.html", status=404, refused=found.refused if found else None)
        return answer(visit.request, found)

    async def _file(self, line: TranscriptEntry, phone_number_id: str, now: int) -> Document | None:
        file = line.attached
        if file is None or file.media_id is None or self._inbound is None:
            return await self._db.documents.get(file.document_id) if file is not None else None
        name = file.filename or file.kind
        return await self._inbound.file(WantedMedia(file.document_id, file.media_id, phone_number_id, file.mime_type, name, line.at, now + DAY), now)


def answer(request: web.Request, document: Document) -> web.Response:
    """Return a file, or the part of it that a player asks for (RFC 9110, 14); with ``save`` in the address it is a download in any case.

    Shown are pictures, sounds, films and PDFs: what can't carry a script that runs as ours. What only calls itself a PDF is none.
    """
    paper = document.mime_type == PDF and _MARK in document.data[:_MARK_WITHIN]
    shown = (document.mime_type in SHOWN or paper) and "save" not in request.query
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": _POLICY,
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(_named(document), safe='')}",
    }
    kind = document.mime_type if document.mime_type in SHOWN or paper else _NOTHING
    try:
        wanted = request.http_range
    except ValueError:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(document.data)}"})
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=document.data, content_type=kind, headers=headers)
    start, stop, _ = wanted.indices(len(document.data))
    if start >= stop:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(document.data)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(document.data)}"
    return web.Response(status=206, body=document.data[start:stop], content_type=kind, headers=headers)


def _named(document: Document) -> str:
    """Return a file's name with the ending of its kind, which customers' pictures and voice notes come without."""
    name = safe_filename(document.filename)
    ending = mimetypes.guess_extension(document.mime_type) or ""
    return name if "." in name or not ending else f"{name}{ending}"
