"""From the outbox to WhatsApp: claim, look again, send, write down what came of it. The only place that sends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Protocol

from bot.domain.clock import DAY, HOUR, SECOND
from bot.domain.content import DocumentOut
from bot.errors import GraphError, NoAnswer, NotSent, OverLimit, Refused, Retryable
from bot.flow.look_again import Drop, Go, Surroundings, look_again
from bot.flow.message_status import accepted, final
from bot.whatsapp.bodies import message_body, receipt_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.domain.message import InboundMessage
    from bot.domain.store import Store
    from bot.flow.converse import Mind
    from bot.whatsapp.client import GraphClient

# Meta keeps uploads for 30 days; we upload again a day earlier.
MEDIA_LIVES = 29 * DAY
# What never left the machine goes back into the queue after this long.
NOT_SENT_PAUSE = 2_000
# What Graph asks to try again later is tried so often, after twice as many seconds each time.
MOST_ATTEMPTS = 6
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
GIVE_UP_AFTER = 24 * HOUR
# Evidence of an unknown outcome normally comes within a second; after five, later messages go all the same.
HOLD_BACK = 5_000


class Permission(Protocol):
    """The lease of a number, as far as the sender looks at it."""

    @property
    def held(self) -> bool:
        """Whether sending is allowed at this moment."""


class Clock(Protocol):
    """Returns the present instant."""

    def __call__(self) -> int:
        """Milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one item: a transcript line when it is settled, otherwise what to do with it in the outbox."""

    item: OutboxItem
    entry: TranscriptEntry | None = None
    unknown: bool = False
    again_at: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """How a process claims: its name, the number's lease, and for how many milliseconds an unknown outcome stays open."""

    token: str
    lease: Permission
    deadline: int


def _nobody_waits() -> None:
    """Stand in for a listener."""


def after_error(item: OutboxItem, queued: OutboxItem, error: GraphError, now: int) -> Report:
    """Decide what becomes of an item that Graph did not take; ``queued`` is the item as it goes back into the queue."""
    if isinstance(error, NoAnswer):
        return Report(item, unknown=True)
    if isinstance(error, NotSent) and now - item.created_at <= GIVE_UP_AFTER:
        return Report(queued, again_at=now + NOT_SENT_PAUSE)
    if isinstance(error, Retryable):
        pause = error.retry_after or FIRST_PAUSE * 2**item.attempts
        if item.attempts < MOST_ATTEMPTS and pause <= LONGEST_PAUSE:
            return Report(queued, again_at=now + round(pause * SECOND))
    code = error.code if isinstance(error, Refused) else None
    return Report(item, final(item, now, "failed", reason=str(error), code=code))


class Sender:
    """Sends for one phone number; ``stores`` are by store id."""

    def __init__(self, db: Database, client: GraphClient, stores: Mapping[str, Store], mind: Mind, clock: Clock, claim: Claim) -> None:
        self._db = db
        self._client = client
        self._stores = stores
        self._mind = mind
        self._clock = clock
        self._token = claim.token
        self._deadline = claim.deadline
        self._lease = claim.lease

    async def send(self, items: Sequence[OutboxItem], prepared: Callable[[], None] = _nobody_waits) -> list[Report]:
        """Send queued items, one after another per customer, many customers at once; each ends settled, unknown or queued.

        ``prepared`` is called when the items are claimed and looked at: the rest is waiting for Graph.
        """
        token = self._new_token()
        mine = await self._db.outbox.claim([item.id for item in items], token)
        claimed = [item for item in items if item.id in mine]
        around, said = await asyncio.gather(self._surroundings(claimed), self._db.transcript.known(list(mine)))
        prepared()
        await self._db.outbox.remove(list(said))
        lanes: dict[str, list[OutboxItem]] = {}
        for item in claimed:
            if item.id not in said:
                lanes.setdefault(item.conversation_id, []).append(item)
        reports = await asyncio.gather(*(self._send_lane(lane, around) for lane in lanes.values()))
        flat = [report for lane in reports for report in lane]
        await self._record(flat, token)
        return flat

    def _new_token(self) -> str:
        """Return a token for one call: an item that an earlier call of ours sent and could not record is not ours to send again."""
        return f"{self._token}:{token_hex(4)}"

    async def receipt(self, message: InboundMessage, *, typing: bool) -> None:
        """Show the customer that his message was read; not worth a retry, so an error is let go."""
        try:
            await self._client.receipt(receipt_body(message.id, typing=typing))
        except GraphError:
            return

    async def _surroundings(self, items: Sequence[OutboxItem]) -> dict[str, Surroundings]:
        notices = [item for item in items if item.notice is not None]
        conversations, orders, customers = await asyncio.gather(
            self._db.conversations.get_many(list({item.conversation_id for item in items})),
            self._db.orders.get_many(list({item.order_id for item in notices if item.order_id})),
            self._db.customers.get_many(list({item.customer_id for item in notices})),
        )
        return {
            item.id: Surroundings(
                self._stores[item.store_id],
                conversations.get(item.conversation_id),
                customers.get(item.customer_id),
                orders.get(item.order_id or ""),
            )
            for item in items
        }

    async def _send_lane(self, items: Sequence[OutboxItem], around: Mapping[str, Surroundings]) -> list[Report]:
        reports: list[Report] = []
        for item in items:
            held_back = reports and reports[-1].entry is None
            if held_back:
                # What went before is not settled: overtaking it would turn the conversation around.
                reports.append(Report(item, again_at=self._clock() + HOLD_BACK))
            else:
                reports.append(await self._send_one(item, around[item.id]))
        return reports

    async def _send_one(self, item: OutboxItem, around: Surroundings) -> Report:
        now = self._clock()
        if not self._lease.held:
            return Report(item, again_at=now)
        look = look_again(item, around, self._mind.catalogues, now)
        if isinstance(look, Drop):
            return Report(item, final(item, now, look.state, reason=look.reason))
        queued = replace(item, attempts=item.attempts + 1)
        item = replace(queued, content=look.content)
        try:
            answer = await self._client.send(await self._body(item, look))
        except OverLimit as error:
            return Report(item, final(item, now, "failed", reason=str(error)))
        except GraphError as error:
            return after_error(item, queued, error, self._clock())
        return Report(item, accepted(item, self._clock(), answer.wamid))

    async def _body(self, item: OutboxItem, look: Go) -> dict[str, object]:
        media_id = await self._media_id(item, look)
        if not self._lease.held:
            raise NotSent("the upload took longer than the lease of the number lasted")
        return message_body(look.content, item.to, outbox_id=item.id, reply_to=item.reply_to, media_id=media_id)

    async def _media_id(self, item: OutboxItem, look: Go) -> str | None:
        if not isinstance(look.content, DocumentOut):
            return None
        now, number = self._clock(), item.phone_number_id
        known = await self._db.media.get(number, look.content.document_id, now)
        if known is not None:
            return known
        document = await self._db.documents.get(look.content.document_id)
        if document is None:
            raise OverLimit(f"the document {look.content.document_id} is not stored")
        try:
            media_id = await self._client.upload(document.data, document.mime_type, document.filename)
        except NoAnswer as error:
            # An upload that may have happened does no harm: nobody sees it, so it is as good as not sent.
            raise NotSent(str(error)) from error
        await self._db.media.put(number, document.id, media_id, now + MEDIA_LIVES)
        return media_id

    async def _record(self, reports: Sequence[Report], token: str) -> None:
        settled = [report for report in reports if report.entry is not None]
        await self._db.transcript.settle([report.entry for report in settled if report.entry is not None])
        await self._db.outbox.remove([report.item.id for report in settled])
        unknown = [report.item.id for report in reports if report.unknown]
        if unknown:
            await self._db.outbox.mark_unknown(unknown, self._clock() + self._deadline, claim=token)
        for due_at in {report.again_at for report in reports if report.again_at is not None}:
            again = [report.item.id for report in reports if report.again_at == due_at]
            await self._db.outbox.requeue(again, due_at, claim=token)
