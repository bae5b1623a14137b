"""Requests to a running bot: every route of its router, with methods, addresses, headers and bodies that nobody would send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from standardwebhooks import Webhook

from bot.domain.clock import from_instant
from bot.whatsapp.signature import HEADER, sign
from tests.fuzz.mutate import TEXTS, mutate
from tests.fuzz.targets import targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from random import Random

    from aiohttp import web

METHODS: Final = ("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "TRACE", "BREW")
TYPES: Final = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/pdf",
    "application/cloudevents+json",
    "text/plain; charset=nowhere",
    "a/b/c",
    "",
)
NAMES: Final = ("Accept", "Accept-Language", "Idempotency-Key", "X-CSRF", "HX-Request", "Origin", "Range", "If-None-Match", "X-Shopify-Topic")
# What a part of an address may be when it is one that leads somewhere.
KNOWN: Final = ("noor", "dar", "standard", "shopify", "woocommerce", "whatsapp", "NH-1", "noor:NH-1", "INV-1", "c:110000000000001:cu:1", "shipped")
QUERIES: Final = (
    "cursor",
    "limit",
    "q",
    "store",
    "days",
    "from",
    "to",
    "phone",
    "order",
    "since",
    "language",
    "next",
    "hub.mode",
    "hub.verify_token",
)
FIELDS: Final = ("text", "name", "email", "role", "store", "to", "note", "days", "mon", "shortcut", "en", "phrase", "reason", "template", "label")
SAMPLES: Final = ("whatsapp", "standard", "shopify", "woocommerce", "api", "forms")


@dataclass(frozen=True)
class Question:
    """One request. ``route`` is the pattern of its address."""

    route: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Asker:
    """Makes requests; ``tokens`` are keys of the API, ``secrets`` sign deliveries, ``csrf`` is what the console's forms bring back."""

    routes: Sequence[tuple[str, str]]
    dice: Random
    now: Callable[[], int]
    tokens: Sequence[str]
    secrets: Mapping[str, str]
    csrf: str = ""
    samples: dict[str, list[bytes]] = field(default_factory=lambda: {name: targets()[name].seeds() for name in SAMPLES})

    def question(self) -> Question:
        """Return the next request."""
        method, route = self.dice.choice(self.routes)
        if self._now_and_then(0.1) or method == "*":
            method = self.dice.choice(METHODS)
        path = self._path(route)
        body = self._body(path)
        return Question(route, method, path, self._headers(path, body), body)

    def _path(self, route: str) -> str:
        parts = [self._part() if part.startswith("{") else part for part in route.split("/")]
        query = "&".join(f"{quote(name)}={self._part()}" for name in self.dice.sample(QUERIES, self.dice.choice((0, 0, 1, 3))))
        return "/".join(parts) + (f"?{query}" if query else "")

    def _part(self) -> str:
        text = self.dice.choice(KNOWN) if self._now_and_then(0.6) else self.dice.choice(TEXTS)[:200]
        return quote(text.encode("utf-8", "surrogatepass"), safe=":") or "%00"

    def _body(self, path: str) -> bytes:
        if path.startswith("/console"):
            return self._form()
        samples = next((found for name, found in self.samples.items() if f"/{name}" in path), self.samples["standard"])
        return mutate(self.dice.choice(samples), samples, self.dice)

    def _form(self) -> bytes:
        texts = {name: self.dice.choice(TEXTS) for name in self.dice.sample(FIELDS, 5)}
        sent = "&".join(f"{name}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in [*texts.items(), ("csrf", self.csrf)])
        return sent.encode() if self._now_and_then(0.9) else mutate(sent.encode(), self.samples["forms"], self.dice)

    def _headers(self, path: str, body: bytes) -> dict[str, str]:
        headers = {name: _printable(self.dice.choice((*TEXTS, "true", "ar"))) for name in self.dice.sample(NAMES, self.dice.choice((0, 0, 1, 3)))}
        usual = TYPES[1] if path.startswith("/console") else TYPES[0]
        headers["Content-Type"] = usual if self._now_and_then(0.8) else self.dice.choice(TYPES)
        if path.startswith("/api"):
            headers["Authorization"] = f"Bearer {self.dice.choice(self.tokens)}" if self._now_and_then(0.9) else _printable(self.dice.choice(TEXTS))
        if path.startswith("/webhooks") and self._now_and_then(0.8):
            headers |= self._signed(body)
        if self._now_and_then(0.05):
            headers["Content-Encoding"] = self.dice.choice(("gzip", "deflate", "br", "x"))
        return headers

    def _signed(self, body: bytes) -> dict[str, str]:
        """Return the signatures of the systems that are set up, so that what is odd comes in."""
        keys = {
            name: base64.b64encode(hmac.new(self.secrets[name].encode(), body, hashlib.sha256).digest()).decode()
            for name in ("shopify", "woocommerce")
        }
        found = {
            HEADER: sign(body, self.secrets["whatsapp"]),
            "X-Shopify-Hmac-Sha256": keys["shopify"],
            "X-WC-Webhook-Signature": keys["woocommerce"],
        }
        found |= {"X-Shopify-Webhook-Id": "1", "X-WC-Webhook-Delivery-ID": "1", "X-WC-Webhook-Topic": "order.created"}
        found["X-Shopify-Topic"] = self.dice.choice(("orders/create", "refunds/create", "fulfillments/update", "x"))
        try:
            now = from_instant(self.now())
            key = f"m{self.dice.getrandbits(60)}"
            signature = Webhook(self.secrets["standard"]).sign(key, now, body.decode())
            found |= {"webhook-id": key, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
        except UnicodeDecodeError:
            pass
        return found

    def _now_and_then(self, share: float) -> bool:
        return self.dice.random() < share


def routes_of(application: web.Application) -> list[tuple[str, str]]:
    """Return method and pattern of every route of an application and of what is mounted in it, and one that leads nowhere."""
    found = {(route.method, route.resource.canonical) for route in _routes(application) if route.resource is not None}
    return sorted({*found, ("GET", "/nowhere/{x}")})


def _routes(application: web.Application) -> Iterable[web.AbstractRoute]:
    return application.router.routes()


def _printable(text: str) -> str:
    """Return what may stand in a header."""
    return "".join(char for char in text if char.isprintable())[:200]


def shown(question: Question) -> str:
    """Return a request as one line that tells how to repeat it."""
    return json.dumps([question.method, question.path, dict(question.headers), question.body.decode("latin-1")[:2_000]])
