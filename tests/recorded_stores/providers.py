"""How each system comes to the door: its secret, its options, and the address and headers of a request as it makes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import TYPE_CHECKING, NamedTuple

from standardwebhooks import Webhook

from bot.domain.clock import from_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOKEN = "5f0c2d1a9be84f27a6c3d5e18b24c7d0"
SIGNING = "a secret that signs, 0123456789abcdef"
STANDARD = "whsec_" + base64.b64encode(b"the key of a store that signs as the standard says").decode()
STRIPE = "whsec_8f0c2d1a9be84f27a6c3d5e1"


class Request(NamedTuple):
    """What is posted: the path behind ``/webhooks``, the headers and the body."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class Provider(NamedTuple):
    """One system: its secret, and what goes beside a body. ``signs`` is false where the address is the secret."""

    secret: str
    vouch: Callable[[bytes, str, str], Mapping[str, str]]
    signs: bool = True
    options: Mapping[str, object] = {}


def _mac(secret: str, message: bytes) -> bytes:
    return hmac.digest(secret.encode(), message, hashlib.sha256)


def _coded(secret: str, message: bytes) -> str:
    return base64.b64encode(_mac(secret, message)).decode()


def _seconds() -> int:
    return int(time.time())  # noqa: TID251 - providers sign with the clock on the wall


def _standard(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del topic
    moment = from_instant(_seconds() * 1_000)
    signed = Webhook(STANDARD).sign(key, moment, body.decode())
    return {"webhook-id": key, "webhook-timestamp": str(int(moment.timestamp())), "webhook-signature": signed}


def _bigcommerce(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del topic
    at = str(_seconds())
    signed = b".".join((key.encode(), at.encode(), body))
    return {"webhook-id": key, "webhook-timestamp": at, "webhook-signature": f"v1,{_coded(TOKEN, signed)}"}


def _stripe(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del topic, key
    at = _seconds()
    return {"Stripe-Signature": f"t={at},v1={_mac(STRIPE, f'{at}.'.encode() + body).hex()}"}


def _shopify(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    return {"X-Shopify-Topic": topic, "X-Shopify-Webhook-Id": key, "X-Shopify-Hmac-Sha256": _coded(SIGNING.replace(" ", "-"), body)}


def _woocommerce(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    return {"X-WC-Webhook-Topic": topic, "X-WC-Webhook-Delivery-ID": key, "X-WC-Webhook-Signature": _coded(SIGNING, body)}


def _aftership(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del topic, key
    return {"aftership-hmac-sha256": _coded(SIGNING, body)}


def _easypost(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del topic, key
    return {"X-Hmac-Signature": f"hmac-sha256-hex={_mac(SIGNING, body).hex()}"}


def _seventeentrack(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del topic, key
    return {"sign": hashlib.sha256(body + b"/" + SIGNING.encode()).hexdigest()}


def _salla(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del topic, key
    return {"X-Salla-Security-Strategy": "Signature", "X-Salla-Signature": _mac(TOKEN, body).hex()}


def _nothing(body: bytes, topic: str, key: str) -> Mapping[str, str]:
    del body, topic, key
    return {}


PROVIDERS: Mapping[str, Provider] = {
    "aftership": Provider(SIGNING, _aftership),
    "aramex": Provider(TOKEN, _nothing, signs=False),
    "bigcommerce": Provider(TOKEN, _bigcommerce),
    "dhl": Provider(TOKEN, _nothing, signs=False),
    "easypost": Provider(SIGNING, _easypost),
    "magento": Provider(TOKEN, _nothing, signs=False),
    "odoo": Provider(TOKEN, _nothing, signs=False, options={"one_currency": True}),
    "salla": Provider(TOKEN, _salla),
    "seventeentrack": Provider(SIGNING, _seventeentrack),
    "shippo": Provider(TOKEN, _nothing, signs=False),
    "shopify": Provider(SIGNING.replace(" ", "-"), _shopify),
    "standard": Provider(STANDARD, _standard),
    "stripe": Provider(STRIPE, _stripe),
    "woocommerce": Provider(SIGNING, _woocommerce),
    "zid": Provider(TOKEN, _nothing, signs=False),
    "zoho_books": Provider(TOKEN, _nothing, signs=False),
}


def request(connector: str, body: bytes, *, topic: str = "", key: str = "", store: str = "noor") -> Request:
    """Return the request that a system makes of a body; ``key`` is its id of the event, where it has one in its headers."""
    provider = PROVIDERS[connector]
    path = f"/{connector}/{store}" + ("" if provider.signs else f"/{provider.secret}")
    if connector == "zid":
        path += f"?event={topic}"
    return Request(path, {"Content-Type": "application/json", **provider.vouch(body, topic, key)}, body)


def forged(made: Request, connector: str) -> Request:
    """Return a request with one byte flipped in what vouches for it: the body that is signed, or the secret in the address."""
    if PROVIDERS[connector].signs:
        place = len(made.body) // 2
        return made._replace(body=made.body[:place] + bytes([made.body[place] ^ 1]) + made.body[place + 1 :])
    return made._replace(path=made.path.replace(TOKEN, TOKEN[:-1] + ("1" if TOKEN[-1] != "1" else "2")))
