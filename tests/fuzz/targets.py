"""What is fuzzed: each parser takes bytes and gives a value, says that it ignores them, or raises the errors that it names.

``run`` returns for every input; whatever else comes out of it is a mistake of ours.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.connectors.registry import CONNECTORS
from bot.errors import GraphError, Unauthenticated, Unreadable
from bot.whatsapp import graph, signature
from bot.whatsapp.echoes import parse_echoes
from bot.whatsapp.parse import parse_identity, parse_message, parse_status
from bot.whatsapp.preferences import parse_preferences
from bot.whatsapp.split import split
from bot.whatsapp.template_news import parse_template_news
from tests.connectors.knocking import NOW, knock
from tests.connectors.test_borne import FIXTURES, TOPICS, holds
from tests.fuzz import bodies, files, values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RECORDED: Final = Path(__file__).parents[1] / "fixtures" / "whatsapp"
SECRETS: Final = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "0123456789abcdef0123456789abcdef", "")
READERS: Final[Mapping[str, tuple[Callable[[bytes], object], ...]]] = {
    "message": (parse_message,),
    "status": (parse_status,),
    "identity": (parse_identity, parse_preferences, parse_echoes),
    "account": (parse_template_news, parse_preferences, parse_echoes, parse_identity),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A parser with inputs that it likes; ``weight`` is its share of the inputs beside the others'."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    weight: float = 1


def whatsapp(data: bytes) -> None:
    """Take an update of Meta's apart, and read each part as its worker does."""
    for item in split(data, NOW).items:
        for read in READERS[item.kind]:
            with suppress(Unreadable):
                read(item.body)


def graph_answer(data: bytes) -> None:
    """Read what the Graph API answers, by whatever was asked for."""
    for status in (200, 400, 500):
        with suppress(GraphError):
            body = graph.answer(status, "3" if status > 200 else None, data)
            graph.template_of(body)
            graph.phone_number_of(body)
            graph.next_page(body)
            graph.accepted_of(body)


def connector(name: str, data: bytes) -> None:
    """Take a request of a system apart and read every event; the first byte chooses what its headers say it is about."""
    topics = (*TOPICS.get(name, ()), "")
    holds(name, data[1:], topics[data[0] % len(topics)] if data else "")


def doors(data: bytes) -> None:
    """Let a request knock at every connector: who can't show who he is does not come in."""
    try:
        told = json.loads(data)
        headers = {str(key): str(value) for key, value in told["headers"].items()}
        query = {str(key): str(value) for key, value in told.get("query", {}).items()}
        body, token = str(told["body"]).encode("utf-8", "replace"), told.get("token")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return
    at_door = knock(body, headers, query=query, token=token if isinstance(token, str) else None, method=str(told.get("method", "POST")))
    for one in CONNECTORS.values():
        with suppress(Unauthenticated):
            if one.greet(at_door, SECRETS) is None:
                one.verify(at_door, SECRETS)
    with suppress(Unauthenticated):
        signature.verify(body, headers.get(signature.HEADER), SECRETS)


def recorded(folder: Path) -> list[bytes]:
    """Return recorded bodies."""
    return [path.read_bytes() for path in sorted(folder.rglob("*.json"))]


def with_topics(name: str) -> list[bytes]:
    """Return a connector's samples under each of its topics."""
    count = len(TOPICS.get(name, ())) + 1
    return [bytes([topic]) + path.read_bytes() for path in FIXTURES[name] for topic in range(count)]


def lines(*given: str) -> list[bytes]:
    """Return texts as inputs."""
    return [one.encode("utf-8", "surrogatepass") for one in given]


def knocks() -> list[bytes]:
    """Return requests with the headers of every system, each with a signature that once was one."""
    headers = {
        "X-Hub-Signature-256": signature.sign(b"{}", SECRETS[1]),
        "X-Shopify-Hmac-Sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "X-WC-Webhook-Signature": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "webhook-id": "msg_1",
        "webhook-timestamp": str(NOW // 1_000),
        "webhook-signature": "v1,47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "Stripe-Signature": f"t={NOW // 1_000},v1={'0a' * 32},v1=",
        "X-Salla-Signature": "0a" * 32,
        "X-Salla-Security-Strategy": "signature",
        "aftership-hmac-sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "X-Hmac-Signature": "hmac-sha256-hex=" + "0a" * 32,
        "X-Shippo-Signature": "0a" * 32,
        "sign": "0a" * 32,
        "X-Wasla-Token": SECRETS[1],
        "Authorization": "Basic bm9vcjpub29y",
        "X-Zoho-Webhook-Signature": "0a" * 32,
    }
    whole = {"method": "POST", "headers": headers, "query": {"token": SECRETS[1]}, "token": SECRETS[1], "body": "{}"}
    alone = [{**whole, "headers": {name: value}} for name, value in headers.items()]
    return [json.dumps(one).encode() for one in (whole, *alone)]


WORDS = ("Where is NH-1042?", "طلبي رقم ١٠٤٢ وجوالي 0501234567", "sara@example.com 2026-11-20", "#5001, #5002\u200f", "yes in english")
VALUES = (
    "+966 50 123 4567",
    "1,234.50\nSAR",
    "2026-11-20T10:00:00+03:00",
    "Sun Jun 26 2022 12:21:48 GMT+0300",
    "Tue, 20 Nov 2012 00:00:00 +0000",
    "1795000000",
    "د.ك",
    "AQROb29yAg8zMTAxMjIzOTM1MDAwMDMDFDIwMjItMDQtMjVUMTU6MzA6MDBaBAcxMDAwLjAwBQYxNTAuMDA=",
)
TYPED = ("MTIz\n09:00\n18:00", "2026-11-01\n2026-11-20\n7", "09:00\n24:00\n00:00", "wk_abc_def\n22:00\n06:00")


@cache
def targets() -> dict[str, Target]:
    """Return every target by name."""
    found = [
        Target("whatsapp", whatsapp, lambda: recorded(RECORDED)),
        Target("graph", graph_answer, lambda: recorded(RECORDED / "sends")),
        *(Target(name, partial(connector, name), partial(with_topics, name)) for name in sorted(CONNECTORS)),
        Target("doors", doors, knocks),
        Target("numbers", values.numbers, lambda: lines(*VALUES)),
        Target("words", values.words, lambda: lines(*WORDS)),
        Target("addresses", values.addresses, lambda: lines(*TYPED)),
        Target("api", bodies.api, bodies.api_bodies),
        Target("forms", bodies.forms, lambda: lines(*bodies.FORMS), 0.5),
        Target("uploads", bodies.uploads, lambda: lines(*bodies.FORMS), 0.5),
        Target("settings", files.settings, lambda: lines(*files.VARIABLES), 0.2),
        Target("environment_file", files.environment_file, lambda: lines(*files.VARIABLES), 0.2),
        Target("configuration", files.configuration, files.configurations, 0.2),
        Target("orders", files.orders, lambda: lines(*files.ORDERS), 0.5),
        Target("prices", files.prices, files.price_tables),
        Target("intents", files.intents, files.intent_files),
        Target("catalogue", files.catalogue, files.catalogues, 0.5),
    ]
    return {one.name: one for one in found}
