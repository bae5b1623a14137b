"""Telling other systems: each event signed as Standard Webhooks says, tried for about three days, with a log of every attempt."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson
from standardwebhooks import Webhook

from bot.domain.clock import from_instant
from bot.domain.outgoing import OutgoingEvent, OutgoingType, after_attempt
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Fetch
    from bot.db import Database

log = logging.getLogger(__name__)

BATCH = 50
# Of the seconds that a receiver asks for; what is longer is no number of seconds.
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a store's events go: an https address, the secret that signs them (``whsec_``), and which types are wanted (none: all)."""

    url: str
    secret: str
    types: frozenset[OutgoingType] = frozenset()


class TellOthers:
    """Sends what is due; ``receivers`` are by store id. An event that nobody wants is settled without being sent."""

    def __init__(self, db: Database, fetch: Fetch, receivers: Mapping[str, Receiver]) -> None:
        self._db = db
        self._fetch = fetch
        self._receivers = dict(receivers)

    async def run(self, now: int) -> int:
        """Send a batch and return how many events were settled."""
        settled = 0
        for event in await self._db.outgoing.due(now, BATCH):
            receiver = self._receivers.get(event.store_id)
            if receiver is None or (receiver.types and event.type not in receiver.types):
                await self._db.outgoing.attempted(replace(event, state="delivered"), "nobody wants it", None)
                settled += 1
            else:
                settled += await self._tell(event, receiver, now)
        return settled

    async def _tell(self, event: OutgoingEvent, receiver: Receiver, now: int) -> bool:
        status, retry_after, line = await self._post(event, receiver, now)
        verdict = after_attempt(event, status, retry_after, now)
        if verdict.closed:
            log.warning("the receiver of the store %s wants no events any more (410); set another one or take it out of the settings", event.store_id)
            self._receivers.pop(event.store_id, None)
        if verdict.state == "failed":
            log.warning("the event %s of the store %s reached nobody: %s", event.id, event.store_id, line)
        at = from_instant(now).isoformat(timespec="seconds")
        await self._db.outgoing.attempted(replace(event, state=verdict.state), f"{at} {line}", verdict.again_at)
        return verdict.again_at is None

    async def _post(self, event: OutgoingEvent, receiver: Receiver, now: int) -> tuple[int | None, int | None, str]:
        body = event_body(event)
        moment = from_instant(now)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": event.id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(receiver.secret).sign(event.id, moment, body.decode()),
        }
        try:
            answer = await self._fetch("POST", receiver.url, headers=headers, data=body)
        except FetchFailed as error:
            return None, None, str(error)
        wait = answer.headers.get("Retry-After", "")
        return answer.status, int(wait) if wait.isdecimal() and len(wait) <= _MOST_DIGITS else None, f"HTTP {answer.status}"


def event_body(event: OutgoingEvent) -> bytes:
    """Return an event as it is sent: ``type``, ``timestamp`` (ISO 8601) and ``data`` with the store."""
    at = from_instant(event.at).isoformat(timespec="milliseconds")
    return orjson.dumps({"type": event.type, "timestamp": at, "data": {"store": event.store_id, **event.data}})
