"""Reading requests: the body within its limit, JSON, forms, and the fields of a model with every wrong one named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson
from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.connectors.reading import load
from bot.errors import Unreadable
from bot.web.api.operations import Upload
from bot.web.api.problems import MEDIA_TYPE, TOO_LARGE, UNREADABLE, Problem, invalid

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pydantic import ValidationError

MEGABYTE: Final = 1_000_000
LARGEST_JSON: Final = 3 * MEGABYTE
LARGEST_FILE: Final = 15 * MEGABYTE
JSON: Final = "application/json"
PDF: Final = "application/pdf"
FORM: Final = "multipart/form-data"
_FILE, _FIELDS = "file", "invoice"


async def read_json(request: web.Request) -> object:
    """Return the JSON of a body; raise the problem that answers what is too large, of another type, or no JSON."""
    if request.content_type != JSON and not request.content_type.endswith("+json"):
        raise Problem(MEDIA_TYPE, f"Send {JSON}; this came as {request.content_type}.")
    body = await _limited(request.content.iter_any(), LARGEST_JSON)
    try:
        document = load(body)
    except Unreadable as error:
        raise Problem(UNREADABLE, f"{error}. Nothing was stored.") from error
    _refuse_odd(document)
    return document


def _refuse_odd(document: object) -> None:
    """Refuse what can be neither stored nor answered; here the sender can mend it."""
    try:
        orjson.dumps(document)
    except TypeError as error:
        detail = "The body holds half a surrogate pair or a whole number of more than 64 bits. Nothing was stored."
        raise Problem(UNREADABLE, detail) from error


async def read_upload(request: web.Request) -> Upload:
    """Return a PDF that came as the body, or in a form."""
    if request.content_type == PDF:
        return Upload(await _limited(request.content.iter_any(), LARGEST_FILE))
    try:
        return await _from_form(request)
    except (ValueError, LookupError, RuntimeError, AssertionError, HttpProcessingError) as error:
        raise Problem(UNREADABLE, "The form can't be read: it has to be multipart/form-data with a boundary. Nothing was stored.") from error


async def _from_form(request: web.Request) -> Upload:
    parts: dict[str, bytes] = {}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name in {_FILE, _FIELDS}:
            parts[part.name] = await _limited(_chunks(part), LARGEST_FILE if part.name == _FILE else LARGEST_JSON)
    if _FILE not in parts:
        raise invalid([(_FILE, "the form has no part of this name with the PDF")])
    return Upload(parts[_FILE], parts.get(_FIELDS))


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk():
        yield chunk


async def _limited(chunks: AsyncIterator[bytes], most: int) -> bytes:
    body = bytearray()
    try:
        async for chunk in chunks:
            body += chunk
            if len(body) > most:
                raise Problem(TOO_LARGE, f"The body is larger than {most // MEGABYTE} MB. Nothing was stored.")
    except (web.RequestPayloadError, HttpProcessingError) as error:
        raise Problem(UNREADABLE, "The body is cut off, or not compressed as its Content-Encoding says. Nothing was stored.") from error
    return bytes(body)


def _named(loc: tuple[str | int, ...]) -> list[str]:
    """Return a place in the body without the names of the alternatives that were tried, which stand in brackets."""
    return [str(part) for part in loc if not str(part).startswith("(")]


def field_errors(error: ValidationError, prefix: str = "") -> list[tuple[str, str]]:
    """Return where and what is wrong, without the values."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [(f"{prefix}{'.'.join(_named(one['loc']))}" or "body", one["msg"].removeprefix("Value error, ")) for one in found]
