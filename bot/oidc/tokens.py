"""Signatures of ID tokens, checked by joserfc: with the provider's own keys, and by the algorithms that it said it signs with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry
from joserfc.jws import JWSRegistry, extract_compact

from bot.oidc.answer import Untrusted
from bot.oidc.provider import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from joserfc.jwk import Key

    from bot.oidc.answer import Claims

# Keys of two halves: what a shared secret ("oct") signs, anybody who can check could have signed.
_KINDS: Final = frozenset(("RSA", "EC", "OKP"))


def read_keys(document: object) -> tuple[Key, ...]:
    """Return the keys of a JWK set (RFC 7517) that check signatures; what is of no use to us is left out."""
    listed = document.get("keys") if isinstance(document, dict) else None
    return tuple(key for one in (listed if isinstance(listed, list) else []) if (key := _key(one)) is not None)


def claims_of(token: str, keys: Sequence[Key], algorithms: Sequence[str]) -> Claims | Untrusted:
    """Return what a token says once its signature is right. ``algorithms`` are those that may be; without any nothing is believed."""
    try:
        header = extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError):
        return Untrusted("malformed")
    if header.get("alg") not in algorithms or header["alg"] not in ALGORITHMS:
        return Untrusted("algorithm")
    name = header.get("kid")
    named = [key for key in keys if name is None or key.kid == name]
    if not named:
        return Untrusted("unknown_key")
    found = (_checked(token, key, str(header["alg"])) for key in named)
    return next((claims for claims in found if claims is not None), Untrusted("signature"))


def _checked(token: str, key: Key, algorithm: str) -> Claims | None:
    try:
        # Other members of the header are to be ignored (RFC 7515, 4), those that are critical are not.
        return jwt.decode(token, key, registry=JWSRegistry(algorithms=[algorithm], strict_check_header=False)).claims
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _key(data: object) -> Key | None:
    if not isinstance(data, dict) or data.get("kty") not in _KINDS or data.get("use", "sig") != "sig":
        return None
    try:
        return JWKRegistry.import_key(data)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
