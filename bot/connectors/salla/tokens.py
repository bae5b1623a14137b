"""Salla's access tokens: they come when the app is installed, last two weeks, and are renewed with the keys of the app.

Source: https://docs.salla.dev/421118m0 (authorization) and the event ``app.store.authorize`` of its easy mode.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode

from pydantic import Field, SecretStr, StringConstraints, ValidationError

from bot.connectors.reading import Payload, check, load
from bot.domain.access import Tokens
from bot.domain.clock import SECOND
from bot.errors import FetchFailed, Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Call
    from bot.connectors.salla.envelope import Event
    from bot.connectors.salla.options import SallaOptions

INSTALLED: Final = "app.store.authorize"
_TOKENS: Final = "https://accounts.salla.sa/oauth2/token"
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_FINE: Final = 200
_TOO_OFTEN: Final = 429
_BROKEN: Final = 500
_YEAR_9999: Final = 253_402_300_799


Token = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=5_000)]
Seconds = Annotated[int, Field(ge=0, le=_YEAR_9999)]


class _Installation(Payload):
    access_token: Token
    refresh_token: Token
    expires: Seconds


class _Renewal(Payload):
    access_token: Token
    refresh_token: Token
    expires_in: Seconds


def brought(event: Event) -> Tokens | None:
    """Return the tokens that an installation brings, ``None`` where it names none; ``expires`` are seconds since 1970."""
    try:
        found = _Installation.model_validate(event.data)
    except ValidationError:
        return None
    return Tokens(found.access_token, found.refresh_token, found.expires * SECOND)


async def access_token(call: Call[SallaOptions]) -> SecretStr | None:
    """Return a token that Salla accepts: that of the last installation, renewed, else the one in the settings."""
    tokens = await call.tokens(partial(_renewed, call)) if call.tokens is not None else None
    return call.options.access_token if tokens is None else SecretStr(tokens.access)


async def _renewed(call: Call[SallaOptions], kept: Tokens) -> Tokens | None:
    client_id, secret = call.options.client_id, call.options.client_secret
    if client_id is None or secret is None:
        return None
    form = {"client_id": client_id, "client_secret": secret.get_secret_value(), "grant_type": "refresh_token", "refresh_token": kept.refresh}
    response = await call.fetch("POST", _TOKENS, headers=_FORM, data=urlencode(form).encode())
    if response.status != _FINE:
        again = response.status == _TOO_OFTEN or response.status >= _BROKEN
        raise FetchFailed(f"Salla gives no new access token (HTTP {response.status}): install the app in the shop again", again=again)
    try:
        found = check(_Renewal, load(response.body))
    except Unreadable as error:
        raise FetchFailed(f"Salla's answer holds no access token: {error}", again=False) from error
    return Tokens(found.access_token, found.refresh_token, call.now + found.expires_in * SECOND)
