"""What an operation of the API is: one value from which its route, its checks and its documentation are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from http import HTTPStatus

    from bot.domain.api_key import ApiKey, Scope
    from bot.domain.store import Store

Json = dict[str, object]


class Query(BaseModel):
    """What may stand in the query of an address; unknown names are refused, because a misspelt filter would give everything."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(BaseModel):
    """What is answered."""

    model_config = ConfigDict(frozen=True)


Q = TypeVar("Q", bound=Query)
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Upload:
    """A PDF that came as the body itself, or as a part of a form with ``fields`` beside it."""

    data: bytes
    fields: bytes | None = None


@dataclass(frozen=True, slots=True)
class Asked(Generic[Q, B]):
    """A request that was let in and checked. ``request_id`` is the same for a repeat under the same ``Idempotency-Key``."""

    key: ApiKey
    store: Store
    path: Mapping[str, str]
    query: Q
    body: B
    upload: Upload | None
    headers: Mapping[str, str]
    request_id: str
    now: int


@dataclass(frozen=True, slots=True)
class Operation(Generic[Q, B]):
    """One method of one address below ``/api``.

    ``refusals`` are the problems that only this operation gives, ``reshape`` makes what the headers say of a body a part of it.
    """

    name: str
    method: Literal["GET", "POST", "PUT"]
    path: str
    tag: str
    summary: str
    scope: Scope
    handle: Callable[[Asked[Q, B]], Awaitable[Answer]]
    answer: type[Answer]
    status: HTTPStatus
    query: type[Q]
    body: type[B] | None = None
    description: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[HTTPStatus, ...] = ()
    example: Json | None = None
    uploads: bool = False
    reshape: Callable[[Mapping[str, str], object], object] | None = None
