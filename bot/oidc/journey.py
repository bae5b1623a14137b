"""The way to the provider and back: what is kept in the browser meanwhile, and the address that is gone to. Pure but for randomness."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.domain.clock import MINUTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.oidc.provider import Client, Provider

LASTS: Final = 10 * MINUTE
SCOPE: Final = "openid email"
# Two purposes of one secret stay apart: nothing that is sealed can be used against the provider.
_PURPOSE: Final = b"wasla console sign-in"


@dataclass(frozen=True, slots=True)
class Wish:
    """An attempt under way: ``state`` comes back with the browser, ``nonce`` in the token, ``verifier`` proves to the provider that we asked.

    ``goal`` and ``language`` are what the person gets afterwards.
    """

    state: str
    nonce: str
    verifier: str
    goal: str
    language: str


def new_wish(goal: str, language: str) -> Wish:
    """Return an attempt that begins now; its secrets have 256 random bits each."""
    return Wish(token_urlsafe(32), token_urlsafe(32), token_urlsafe(32), goal, language)


def challenge(verifier: str) -> str:
    """Return what the provider is told of a verifier beforehand (RFC 7636, 4.2: S256)."""
    return _text(hashlib.sha256(verifier.encode()).digest())


def authorization_address(provider: Provider, client: Client, wish: Wish, *, choose: bool = False) -> str:
    """Return where a person is sent to; ``choose`` asks which account it shall be, even where one is signed in."""
    parts = urlsplit(provider.authorize)
    ours = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect,
        "scope": SCOPE,
        "state": wish.state,
        "nonce": wish.nonce,
        "code_challenge": challenge(wish.verifier),
        "code_challenge_method": "S256",
        "ui_locales": wish.language,
        **({"prompt": "select_account"} if choose else {}),
    }
    # Its address may have a query of its own, which stays (RFC 6749, 3.1).
    theirs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in ours]
    return urlunsplit(parts._replace(query=urlencode([*theirs, *ours.items()])))


def seal(kind: Literal["wish", "told"], values: Mapping[str, str], until: int, secret: str) -> str:
    """Return values for a cookie that nobody but us can have written, good until an instant."""
    body = _text(json.dumps({"kind": kind, "until": until, "values": dict(values)}, separators=(",", ":")).encode())
    return f"{body}.{_mark(body, secret)}"


def unseal(kind: Literal["wish", "told"], cookie: str, now: int, secret: str) -> tuple[dict[str, str], int] | None:
    """Return the values and their end; ``None`` for what is not ours, is of another kind, or is over."""
    body, _, mark = cookie.partition(".")
    if not hmac.compare_digest(_mark(body, secret).encode(), mark.encode("utf-8", "surrogatepass")):
        return None
    content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return (content["values"], content["until"]) if content["kind"] == kind and now < content["until"] else None


def seal_wish(wish: Wish, now: int, secret: str) -> str:
    """Return the cookie of an attempt that begins now."""
    return seal("wish", asdict(wish), now + LASTS, secret)


def wish_of(cookie: str, state: str, now: int, secret: str) -> tuple[Wish, int] | None:
    """Return the attempt of this browser, and its end; ``None`` when what comes back (``state``) is not about it."""
    kept = unseal("wish", cookie, now, secret)
    if kept is None:
        return None
    wish = Wish(**kept[0])
    same = hmac.compare_digest(wish.state.encode(), state.encode("utf-8", "surrogatepass"))
    return (wish, kept[1]) if same else None


def _mark(body: str, secret: str) -> str:
    key = hmac.digest(secret.encode("utf-8", "surrogatepass"), _PURPOSE, "sha256")
    return _text(hmac.digest(key, body.encode("utf-8", "surrogatepass"), "sha256"))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
