"""Errors as ``application/problem+json`` (RFC 9457), each with a sentence that says how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiohttp import web
from pydantic import BaseModel, Field

from bot.connectors.reading import dump
from bot.errors import WaslaError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONTENT_TYPE: Final = "application/problem+json"


class FieldProblem(BaseModel):
    """One field that is wrong."""

    field: str = Field(description="where: in the body, the address or its query", examples=["customer.phone"])
    detail: str = Field(description="what is wrong with it")


class ProblemDetails(BaseModel):
    """What is wrong with a request, and how to mend it (RFC 9457)."""

    type: str = Field(description="names the kind of problem; described on the documentation page", examples=["/api/docs#invalid"])
    title: str = Field(description="the kind of problem in words")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what is wrong here, and how to mend it")
    errors: list[FieldProblem] = Field(default_factory=list, description="each field that is wrong")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its title, and what it means, for the documentation page."""

    name: str
    status: HTTPStatus
    title: str
    meaning: str


UNREADABLE: Final = Kind("unreadable", HTTPStatus.BAD_REQUEST, "The body can't be read", "It is not JSON, or not what its content type says.")
UNAUTHENTICATED: Final = Kind(
    "unauthenticated", HTTPStatus.UNAUTHORIZED, "The API key is missing or wrong", "Send Authorization: Bearer wk_... with a key that is not revoked."
)
FORBIDDEN: Final = Kind(
    "forbidden",
    HTTPStatus.FORBIDDEN,
    "The API key may not do this",
    "It lacks the scope that is named: make a key that has it with wasla keys create.",
)
NOT_FOUND: Final = Kind("not-found", HTTPStatus.NOT_FOUND, "There is no such thing", "The store of this key has nothing of that name.")
METHOD: Final = Kind("method", HTTPStatus.METHOD_NOT_ALLOWED, "Not with this method", "The Allow header names the methods that there are.")
CONFLICT: Final = Kind(
    "conflict", HTTPStatus.CONFLICT, "Not as things stand", "The request is fine, what it asks for is not possible now; the detail says why."
)
TOO_LARGE: Final = Kind("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large", "The detail says how large it may be.")
MEDIA_TYPE: Final = Kind(
    "media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Not in this format", "Send the content type that is described for the operation."
)
INVALID: Final = Kind("invalid", HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are wrong", "Each is named in errors; nothing was stored.")
REUSED: Final = Kind(
    "reused-key",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The Idempotency-Key names another request",
    "Give every request a key of its own, and a repeat the same.",
)
TOO_MANY: Final = Kind("too-many", HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", "Wait for the seconds in Retry-After.")
UNAVAILABLE: Final = Kind(
    "unavailable", HTTPStatus.SERVICE_UNAVAILABLE, "The database is away", "Nothing is known to be stored: send the request again in a moment."
)
KINDS: Final = (
    UNREADABLE,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    METHOD,
    CONFLICT,
    TOO_LARGE,
    MEDIA_TYPE,
    INVALID,
    REUSED,
    TOO_MANY,
    UNAVAILABLE,
)


class Problem(WaslaError):
    """A request can't be carried out; answered as it is."""

    def __init__(self, kind: Kind, detail: str, *, errors: Sequence[tuple[str, str]] = (), headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    def response(self, headers: Mapping[str, str] | None = None) -> web.Response:
        """Return the answer."""
        body = ProblemDetails(
            type=f"/api/docs#{self.kind.name}",
            title=self.kind.title,
            status=self.kind.status,
            detail=str(self),
            errors=[FieldProblem(field=field, detail=detail) for field, detail in self.errors],
        )
        data = dump(body.model_dump(mode="json"))
        return web.Response(status=self.kind.status, body=data, content_type=CONTENT_TYPE, headers={**(headers or {}), **self.headers})


def invalid(errors: Sequence[tuple[str, str]]) -> Problem:
    """Return the problem of wrong fields, given as (where, what)."""
    named = "; ".join(f"{field}: {detail}" if field else detail for field, detail in errors)
    return Problem(INVALID, f"{named}. Nothing was stored: mend this and send it again.", errors=errors)
