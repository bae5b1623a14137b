"""What a form brings: texts, and files where the table of routes allows them, each within bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

if TYPE_CHECKING:
    from aiohttp import MultipartReader

Form = dict[str, str]
# The largest file that WhatsApp takes is a document of 100 MB.
LARGEST_FILE: Final = 100 * 1024 * 1024
_LONGEST_TEXT: Final = 256 * 1024
_MOST_PARTS: Final = 50
# What is too large is read to its end so that the browser hears our answer, but not for ever.
_MOST_READ: Final = 4


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser names it; of one that is too large there is the beginning alone."""

    filename: str
    mime_type: str
    data: bytes
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """A form's fields; of one that can't be read there are none, so that it is refused for want of its token."""

    texts: Form = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


async def read_form(request: web.Request, *, files: bool) -> Brought:
    """Return what a form brings; its files only where they are wanted, because they are held in memory."""
    try:
        if files and request.content_type == "multipart/form-data":
            return await _parts(await request.multipart())
        fields = await request.post()
    except (ValueError, LookupError, RuntimeError, HttpProcessingError):
        # The last two come from aiohttp: for an encoding of parts that it doesn't know, and for headers of parts that are none.
        return Brought()
    return Brought({name: value for name, value in fields.items() if isinstance(value, str)})


async def _parts(reader: MultipartReader) -> Brought:
    brought = Brought()
    for _ in range(_MOST_PARTS):
        part = await reader.next()
        if part is None:
            break
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        if part.filename is None:
            brought.texts[part.name] = (await _read(part, _LONGEST_TEXT))[0].decode("utf-8")
            continue
        data, too_large = await _read(part, LARGEST_FILE)
        # A field for a file that was left empty comes without a name.
        if part.filename or data:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            brought.files[part.name] = Upload(part.filename, kind.partition(";")[0].strip().lower(), data, too_large)
    return brought


async def _read(part: BodyPartReader, most: int) -> tuple[bytes, bool]:
    """Return a part's bytes and whether there were more; what is over is thrown away."""
    data, too_large, read = bytearray(), False, 0
    while chunk := await part.read_chunk(64 * 1024):
        read += len(chunk)
        too_large = read > most
        if read > most * _MOST_READ:
            raise web.HTTPRequestEntityTooLarge(most, read)
        if not too_large:
            data += chunk
    return bytes(data), too_large
