"""Media over Graph: upload, look up, download by a short-lived address, delete."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web

from bot.simulator.faults import Fault, answer, refusal
from bot.simulator.gate import Gate, missing
from bot.simulator.media import LARGEST, URL_LIFE, MediaItem

if TYPE_CHECKING:
    from bot.simulator.people import SimNumber
    from bot.simulator.world import World

_CHUNK = 64 * 1024


class GraphMedia:
    """Handlers of media; ``find`` and ``delete`` are called by the handler of plain objects."""

    def __init__(self, world: World, gate: Gate) -> None:
        self._world = world
        self._gate = gate

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """``POST /{phone_number_id}/media``, multipart with ``messaging_product``, ``type`` and ``file`` -> ``{"id"}``."""
        try:
            number = self._gate.number(request)
            item = await self._store(request, number)
        except Fault as fault:
            return refusal(fault)
        return answer({"id": item.id})

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Return the bytes behind an address that :meth:`described` gave; 401 without a token, 404 when it has expired."""
        item = self._world.media.find(request.match_info["media_id"])
        try:
            self._gate.caller(request)
        except Fault as fault:
            return refusal(fault)
        expires = request.query.get("oe", "")
        if item is None or not hmac.compare_digest(_seal(item, expires), request.query.get("hash", "")):
            return web.Response(status=404, text="URL signature mismatch")
        if not expires.isdigit() or self._world.clock() >= int(expires):
            return web.Response(status=404, text="URL expired")
        return web.Response(body=item.data, headers={"Content-Type": item.mime_type})

    def described(self, request: web.Request, item: MediaItem) -> web.Response:
        """Return what Graph tells about an item, with an address that works for five minutes."""
        wanted = request.query.get("phone_number_id")
        if wanted is not None and wanted != item.phone_number_id:
            return refusal(missing(item.id))
        expires = str(self._world.clock() + URL_LIFE)
        path = request.path.removesuffix(f"/{item.id}")
        return answer(
            {
                "messaging_product": "whatsapp",
                "url": f"{request.url.origin()}{path}/attachments/{item.id}?oe={expires}&hash={_seal(item, expires)}",
                "mime_type": item.mime_type,
                "sha256": item.sha256,
                "file_size": len(item.data),
                "id": item.id,
            },
        )

    async def _store(self, request: web.Request, number: SimNumber) -> MediaItem:
        if not request.content_type.startswith("multipart/"):
            raise Fault(100, "An upload is multipart/form-data.")
        fields: dict[str, str] = {}
        data, mime_type, filename = b"", "", None
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise Fault(100, "Nested parts are not supported.")
            if part.name == "file":
                data, mime_type, filename = await _limited(part), part.headers.get("Content-Type", ""), part.filename
            elif part.name is not None:
                fields[part.name] = await part.text()
        if fields.get("messaging_product") != "whatsapp":
            raise Fault(100, "(#100) The parameter messaging_product is required.")
        if filename is None:
            raise Fault(100, "(#100) The parameter file is required.")
        return self._world.media.put(number.phone_number_id, data, fields.get("type") or mime_type, filename)


async def _limited(part: BodyPartReader) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        data += chunk
        if len(data) > LARGEST:
            raise Fault(131053, f"The file is larger than {LARGEST} bytes.")
    return bytes(data)


def _seal(item: MediaItem, expires: str) -> str:
    return hashlib.sha256(f"{item.id}:{item.sha256}:{expires}".encode()).hexdigest()[:32]
