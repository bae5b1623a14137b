"""Stripe's events, whole or changed, and signed as Stripe signs them."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Ignored
from bot.connectors.stripe import CONNECTOR
from bot.connectors.stripe.options import StripeOptions
from tests.connectors.knocking import NOW, delivery

if TYPE_CHECKING:
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
EVENTS = sorted(FIXTURES.glob("*.json"))
SECRET = "whsec_8f0c2d1a9be84f27a6c3d5e1"
ORDER = "NH-1042"


def body(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def changed(name: str, /, *, type_: str | None = None, previous: object = None, live: bool | None = True, **about: object) -> bytes:
    """Return a fixture with other values in its object."""
    document: dict[str, Any] = json.loads(body(name))
    document["data"]["object"] |= about
    document["type"] = type_ or document["type"]
    document["livemode"] = live
    if previous is not None:
        document["data"]["previous_attributes"] = previous
    return json.dumps(document).encode()


def parsed(content: bytes, **options: object) -> tuple[StoreEvent, ...]:
    found = CONNECTOR.parse(replace(delivery(content), options=StripeOptions.model_validate(options)))
    assert not isinstance(found, Ignored), found.reason
    return found


def ignored(content: bytes, **options: object) -> str:
    found = CONNECTOR.parse(replace(delivery(content), options=StripeOptions.model_validate(options)))
    assert isinstance(found, Ignored)
    return found.reason


def signature(content: bytes, secret: str = SECRET, at: int = NOW // 1000) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()


def signed(content: bytes, secret: str = SECRET, at: int = NOW // 1000) -> dict[str, str]:
    return {"Stripe-Signature": f"t={at},v1={signature(content, secret, at)},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39"}
