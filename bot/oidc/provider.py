"""What is known of a provider: who we are to it, and what it says of itself (OpenID Connect Discovery 1.0). Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

DISCOVERY: Final = "/.well-known/openid-configuration"
# With keys of their own for signing and for checking: with a shared secret (HS256) whoever knows a public key could sign.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
_NAMES: Final = {"accounts.google.com": "Google", "login.microsoftonline.com": "Microsoft"}


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to a provider. ``redirect`` is where it sends people back to; ``only`` means that there are no passwords besides."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect: str
    name: str = ""
    only: bool = False

    @property
    def title(self) -> str:
        """What people know the provider as."""
        host = urlsplit(self.issuer).hostname or self.issuer
        return self.name or _NAMES.get(host, host)


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider says of itself.

    ``basic``: our secret goes in a header, else in the form. ``userinfo`` is where an address may be asked for that is not in the
    token. ``names_itself``: it says who it is when it sends somebody back (RFC 9207).
    """

    issuer: str
    authorize: str
    token: str
    keys: str
    algorithms: tuple[str, ...]
    basic: bool = True
    userinfo: str | None = None
    names_itself: bool = False


def is_safe(address: str) -> bool:
    """Tell whether secrets may be sent to an address: https, or this very machine, without a password, query or fragment."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.fragment or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))


def read_provider(document: object, issuer: str) -> Provider:
    """Return a provider from its discovery document.

    Raises ``FetchFailed`` with a sentence for whoever sets it up.
    """
    if not isinstance(document, dict):
        raise FetchFailed("its discovery document is no JSON object", again=False)
    told = document.get("issuer")
    if not isinstance(told, str) or told.rstrip("/") != issuer.rstrip("/"):
        raise FetchFailed(f"it calls itself {str(told)[:200]!r}: that is what the issuer has to be set to", again=False)
    algorithms = tuple(one for one in _texts(document, "id_token_signing_alg_values_supported", ("RS256",)) if one in ALGORITHMS)
    if not algorithms:
        raise FetchFailed("it signs with no algorithm that can be trusted (such as RS256)", again=False)
    return Provider(
        issuer=told,
        authorize=_address(document, "authorization_endpoint", issuer),
        token=_address(document, "token_endpoint", issuer),
        keys=_address(document, "jwks_uri", issuer),
        algorithms=algorithms,
        basic=_basic(document),
        userinfo=_address(document, "userinfo_endpoint", issuer) if document.get("userinfo_endpoint") else None,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _basic(document: Mapping[str, object]) -> bool:
    """Tell how the secret is shown; without a word on it, in a header (OpenID Connect Discovery 1.0, 3)."""
    ways = _texts(document, "token_endpoint_auth_methods_supported", ("client_secret_basic",))
    if not {"client_secret_basic", "client_secret_post"}.intersection(ways):
        raise FetchFailed("it takes no client secret (client_secret_basic or client_secret_post)", again=False)
    return "client_secret_basic" in ways


def _address(document: Mapping[str, object], name: str, issuer: str) -> str:
    found = document.get(name)
    if not isinstance(found, str) or not is_safe(found) or (issuer.startswith("https:") and not found.startswith("https:")):
        raise FetchFailed(f"its {name} is no https address: {str(found)[:200]!r}", again=False)
    return found


def _texts(document: Mapping[str, object], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    found = document.get(name, list(default))
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
