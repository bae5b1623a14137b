"""A far system's API for the tests of clients: answers in turn, and what was asked of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from multidict import CIMultiDict

from bot.connectors.base import Response

if TYPE_CHECKING:
    from collections.abc import Mapping


def answer(document: object = None, status: int = 200) -> Response:
    """Return an answer of a system; bytes go as they are."""
    return Response(status, CIMultiDict(), document if isinstance(document, bytes) else json.dumps(document).encode())


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    url: str
    headers: Mapping[str, str]
    params: Mapping[str, str]
    json: object = None
    data: bytes | None = None


@dataclass
class Far:
    """Gives the answers in turn, the last one again and again."""

    answers: tuple[Response, ...]
    asked: list[Asked] = field(default_factory=list)

    async def __call__(
        self,
        method: Literal["GET", "POST"],
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: bytes | None = None,
    ) -> Response:
        """Answer like the guarded fetch."""
        self.asked.append(Asked(method, url, headers or {}, params or {}, json, data))
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@dataclass
class Shelf:
    """Answers by the path of the address; what is on no shelf is not there."""

    answers: Mapping[str, object]
    asked: list[Asked] = field(default_factory=list)

    async def __call__(
        self,
        method: Literal["GET", "POST"],
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,  # noqa: ARG002 - none of those who use it sends a body
        data: bytes | None = None,  # noqa: ARG002 - none of those who use it sends a body
    ) -> Response:
        """Answer like the guarded fetch; an answer that is a ``Response`` goes as it is."""
        self.asked.append(Asked(method, url, headers or {}, params or {}))
        found = next((one for path, one in self.answers.items() if url.endswith(path)), answer(status=404))
        return found if isinstance(found, Response) else answer(found)
