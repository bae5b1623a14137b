"""Asking a system's API and reading its JSON: what each refusal means for trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from yarl import URL

from bot.connectors.reading import load
from bot.errors import FetchFailed, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.connectors.base import Fetch, Response

_FINE: Final = range(200, 300)
_WRONG_KEY: Final = frozenset((401, 403))
_LATER: Final = frozenset((408, 425, 429))
_BROKEN: Final = 500


async def ask_json(
    fetch: Fetch,
    method: Literal["GET", "POST"],
    url: str,
    *,
    headers: Mapping[str, str],
    params: Mapping[str, str] | None = None,
    json: object = None,
    absent: Collection[int] = (),
) -> object:
    """Return the JSON of an answer; ``None`` when its status is one of ``absent``. Raise ``FetchFailed`` for every other refusal."""
    response = await fetch(method, url, headers=headers, params=params, json=json)
    if response.status in absent:
        return None
    if response.status not in _FINE:
        raise _refused(url, response)
    try:
        return load(response.body)
    except Unreadable as error:
        raise FetchFailed(f"{_place(url)} answered something else than JSON", again=False) from error


def _refused(url: str, response: Response) -> FetchFailed:
    if response.status in _WRONG_KEY:
        return FetchFailed(f"{_place(url)} refuses the access token or lacks a scope (HTTP {response.status}): renew it in the settings", again=False)
    return FetchFailed(f"{_place(url)} answered HTTP {response.status}", again=response.status in _LATER or response.status >= _BROKEN)


def _place(url: str) -> str:
    address = URL(url)
    return f"{address.host}{address.path}"
