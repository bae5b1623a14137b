"""What the Graph API answers: values, and the one function that turns a response into a value or an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import NeedsStaff, NoAnswer, Refused, Retryable
from bot.whatsapp.codes import refused
from bot.whatsapp.wire import Json, loads_clean

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_OK = range(200, 300)
_SERVER_ERROR = 500
_INVALID = 100
_NO_SUCH_OBJECT = 33
_TRY_LATER = frozenset({408, 425, 429})
_LONGEST_CODE = 18
# Nothing of ours waits longer than a day for its turn, whatever is asked for.
_LONGEST_WAIT = 86_400.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """Graph took a message: its wamid, what it knows of the recipient, and whether a new template is ``held`` for a while."""

    wamid: str
    wa_id: str | None = None
    bsuid: str | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A downloaded file."""

    data: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template as it is at Meta; ``parameters`` are the names (or numbers) of its body's variables, in order.

    ``body`` is its text, ``shape`` its header and the types of its buttons in one line, ``reason`` why Meta rejected it.
    """

    name: str
    language: str
    status: str
    category: str
    quality: str | None
    parameters: tuple[str, ...]
    body: str = ""
    shape: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """How a phone number stands: its name, quality (GREEN, YELLOW, RED, UNKNOWN) and throughput level.

    ``messaging_limit`` is Meta's name for how many users its portfolio may write to in 24 hours, ``on_business_app`` whether the
    number is used in the WhatsApp Business app, too. ``name_status`` is Meta's word on the display name (APPROVED, DECLINED, ...).
    """

    verified_name: str | None
    quality_rating: str | None
    throughput: str | None
    messaging_limit: str | None = None
    on_business_app: bool = False
    name_status: str | None = None


def answer(status: int, retry_after: str | None, raw: bytes) -> Json:
    """Return the object that Graph answered with, or raise what its error code stands for.

    Without an error code from Graph, a 5xx or an unreadable success is ``NoAnswer`` (it may have been carried out), and
    anything else comes from something between us and Graph, which did not carry it out.
    """
    body = _body(raw)
    error = body.get("error") if body is not None else None
    code = _code(error)
    if code is not None and isinstance(error, dict):
        raise refused(code, _text(error), status, transient=error.get("is_transient") is True, retry_after=_seconds(retry_after))
    if body is not None and error is None and status in _OK:
        return body
    if status in _OK or status >= _SERVER_ERROR:
        raise NoAnswer(f"HTTP {status} without an answer of Graph's")
    raise _stranger(status, _seconds(retry_after))


def _stranger(status: int, retry_after: float | None) -> Refused:
    text = "the answer is not Graph's; look at the Graph address and at proxies in between"
    outcome = Retryable if status in _TRY_LATER else NeedsStaff
    return outcome(text, code=0, http_status=status, retry_after=retry_after)


def _body(raw: bytes) -> Json | None:
    try:
        body = loads_clean(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _code(error: object) -> int | None:
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(error, dict) and code == _INVALID and error.get("error_subcode") == _NO_SUCH_OBJECT:
        return _NO_SUCH_OBJECT  # the number or account itself, and not some parameter
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) <= _LONGEST_CODE:
        return int(code)
    return code if type(code) is int else None


def _text(error: Json) -> str:
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else None
    said = (error.get("message"), details, error.get("error_user_title"), error.get("error_user_msg"))
    parts = [part for part in said if isinstance(part, str) and part]
    return ": ".join(dict.fromkeys(parts))


def _seconds(header: str | None) -> float | None:
    return min(float(header), _LONGEST_WAIT) if header is not None and header.isascii() and header.isdigit() else None


def accepted_of(body: Json) -> Accepted:
    """Return what the answer to a send says; raise ``NoAnswer`` when it names no message, because it may have been sent."""
    message, contact = _first(body.get("messages")), _first(body.get("contacts"))
    wamid = string(message, "id")
    if wamid is None:
        raise NoAnswer("Graph accepted a message without naming it")
    held = message.get("message_status") == "held_for_quality_assessment"
    return Accepted(wamid, string(contact, "wa_id"), string(contact, "user_id"), held)


def template_of(item: Json) -> TemplateInfo:
    """Return one element of a list of templates."""
    quality = item.get("quality_score")
    components = item.get("components")
    parts = [part for part in components if isinstance(part, dict)] if isinstance(components, list) else []
    body = " ".join(string(part, "text") or "" for part in parts if part.get("type") == "BODY")
    reason = string(item, "rejected_reason")
    return TemplateInfo(
        name=string(item, "name") or "",
        language=string(item, "language") or "",
        status=string(item, "status") or "",
        category=string(item, "category") or "",
        quality=string(quality, "score") if isinstance(quality, dict) else None,
        parameters=variables_of(body),
        body=body,
        shape=_shape(parts),
        reason=None if reason == "NONE" else reason,
    )


def variables_of(text: str) -> tuple[str, ...]:
    """Return the names (or numbers) of a template text's variables, in order of appearance."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))


def _shape(parts: list[Json]) -> str:
    """Return the header's format and the types of the buttons in one line: ``DOCUMENT QUICK_REPLY QUICK_REPLY``."""
    headers = [string(part, "format") or "TEXT" for part in parts if part.get("type") == "HEADER"]
    lists = [part.get("buttons") for part in parts if part.get("type") == "BUTTONS"]
    buttons = [string(one, "type") or "" for found in lists if isinstance(found, list) for one in found if isinstance(one, dict)]
    return " ".join([*headers, *buttons])


def phone_number_of(body: Json) -> PhoneNumber:
    """Return how a phone number stands; ``None`` for what Graph leaves out."""
    throughput = body.get("throughput")
    level = string(throughput, "level") if isinstance(throughput, dict) else None
    return PhoneNumber(
        verified_name=string(body, "verified_name"),
        quality_rating=string(body, "quality_rating"),
        throughput=level,
        messaging_limit=string(body, "whatsapp_business_manager_messaging_limit"),
        on_business_app=body.get("is_on_biz_app") is True,
        name_status=string(body, "name_status"),
    )


def next_page(body: Json) -> str | None:
    """Return the cursor of the next page of a list, ``None`` on the last one."""
    paging = body.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return None
    cursors = paging.get("cursors")
    return string(cursors, "after") if isinstance(cursors, dict) else None


def string(item: Json, key: str) -> str | None:
    """Return a non-empty text of an object, ``None`` for anything else."""
    value = item.get(key)
    return value if isinstance(value, str) and value else None


def _first(items: object) -> Json:
    first = items[0] if isinstance(items, list) and items else None
    return first if isinstance(first, dict) else {}
