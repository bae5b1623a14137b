"""From the outbox to WhatsApp: claim, look again, send, write down what came of it. The only place that sends."""

from __future__ import annotations

import asyncio
import random
from contextlib import nullcontext
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Protocol

from bot.domain import window
from bot.domain.content import TemplateOut, document_of
from bot.domain.delivery import URGENT, urgency
from bot.domain.happening import Alarm
from bot.domain.number import Stop
from bot.domain.rules import StoreRules
from bot.errors import GraphError, NotSent, OverLimit
from bot.flow.after_error import Fate, after_error
from bot.flow.consequences import Consequences
from bot.flow.lines import accepted, final
from bot.flow.look_again import Drop, Go, Later, Surroundings, look_again
from bot.flow.merge_notices import brought_forward, replacements, why
from bot.flow.pace import REACH_PAUSE, Pace
from bot.flow.reports import Report, dropped, failed, of_fate, spared, waiting
from bot.flow.uploads import media_id
from bot.whatsapp.bodies import message_body, receipt_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import OutboxItem
    from bot.domain.message import InboundMessage
    from bot.domain.store import Store
    from bot.flow.converse import Mind
    from bot.whatsapp.client import GraphClient

__all__ = ["HOLD_BACK", "Claim", "Report", "Sender"]

# Evidence of an unknown outcome normally comes within a second; after five, later messages go all the same.
HOLD_BACK = 5_000
_DAILY_LIMIT = (
    "The number has written to as many customers outside the customer service window as Meta allows in 24 hours. The rest waits, urgent notices "
    "go first. Meta raises the limit by itself when the quality is good; see WhatsApp Manager, Limits."
)


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
class Claim:
    """How a process claims: its name, the number's lease, and for how many milliseconds an unknown outcome stays open."""

    token: str
    lease: Permission
    deadline: int


def _nobody_waits() -> None:
    """Stand in for a listener."""


def _nobody_counts(_reports: Sequence[Report]) -> None:
    """Stand in for metrics."""


def _nobody_follows(_item: OutboxItem) -> AbstractContextManager[None]:
    """Stand in for who follows messages."""
    return nullcontext()


def _usual_rules(_store_id: str) -> StoreRules:
    """Stand in for stores that have decided nothing: their checkouts count as asking for consent."""
    return StoreRules(checkout_collects_consent=True)


class Sender:
    """Sends for one phone number; ``stores`` are by store id, ``rules`` their decisions, ``dice`` figures from 0 up to 1.

    ``tally`` hears of all reports, ``followed`` surrounds the sending of each item.
    """

    def __init__(
        self,
        db: Database,
        client: GraphClient,
        stores: Mapping[str, Store],
        mind: Mind,
        clock: Clock,
        claim: Claim,
        *,
        rules: Callable[[str], StoreRules] = _usual_rules,
        pace: Pace | None = None,
        consequences: Consequences | None = None,
        dice: Callable[[], float] = random.random,
        tally: Callable[[Sequence[Report]], None] = _nobody_counts,
        followed: Callable[[OutboxItem], AbstractContextManager[None]] = _nobody_follows,
    ) -> None:
        self._db = db
        self.client = client
        self._stores = stores
        self._mind = mind
        self._clock = clock
        self._token = claim.token
        self._deadline = claim.deadline
        self._lease = claim.lease
        self._rules = rules
        self.pace = pace or Pace()
        self.consequences = consequences or Consequences(db)
        self._dice = dice
        self._tally = tally
        self._followed = followed

    async def send(self, items: Sequence[OutboxItem], prepared: Callable[[], None] = _nobody_waits, *, trial: bool = False) -> list[Report]:
        """Send queued items, one after another per customer, many customers at once; each ends settled, unknown or queued.

        Among them may be notices that are not due: they go now if one that is due makes way for them, otherwise they wait on.
        ``prepared`` is called when the items are claimed and looked at: the rest is waiting for Graph. A ``trial`` finds out whether
        a stopped number sends again.
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
        reports = await asyncio.gather(*(self._send_lane(lane, around, trial=trial) for lane in lanes.values()))
        flat = [report for lane in reports for report in lane]
        await self._record(flat, token)
        return flat

    def stores_of(self, phone_number_id: str) -> list[str]:
        """Return the ids of the stores whose number this is."""
        return [store.id for store in self._stores.values() if store.phone_number_id == phone_number_id]

    def _new_token(self) -> str:
        """Return a token for one call: an item that an earlier call of ours sent and could not record is not ours to send again."""
        return f"{self._token}:{token_hex(4)}"

    async def receipt(self, message: InboundMessage, *, typing: bool) -> None:
        """Show the customer that his message was read; not worth a retry, so an error is let go."""
        try:
            await self.client.receipt(receipt_body(message.id, typing=typing))
        except GraphError:
            return

    async def _surroundings(self, items: Sequence[OutboxItem]) -> dict[str, Surroundings]:
        notices = [item for item in items if item.notice is not None]
        conversations, orders, customers = await asyncio.gather(
            self._db.conversations.get_many(list({item.conversation_id for item in items})),
            self._db.orders.get_many(list({item.order_id for item in notices if item.order_id})),
            self._db.customers.get_many(list({item.customer_id for item in notices})),
        )
        rules = {store_id: self._rules(store_id) for store_id in {item.store_id for item in items}}
        return {
            item.id: Surroundings(
                self._stores[item.store_id],
                _as_it_counts(item, conversations.get(item.conversation_id)),
                customers.get(item.customer_id),
                orders.get(item.order_id or ""),
                rules=rules[item.store_id],
            )
            for item in items
        }

    async def _send_lane(self, items: Sequence[OutboxItem], around: Mapping[str, Surroundings], *, trial: bool) -> list[Report]:
        now = self._clock()
        looks = {item.id: look_again(item, around[item.id], self._mind.catalogues, now) for item in items}
        still_true = [item for item in items if item.notice is not None and not isinstance(looks[item.id], Drop)]
        replaced = replacements(still_true) if len(still_true) > 1 else {}
        early = brought_forward(still_true, replaced, now)
        reports: list[Report] = []
        until: int | None = None
        for item in items:
            look = looks[item.id]
            if item.id in replaced:
                report = spared(item, why(replaced[item.id]), now)
            elif isinstance(look, Drop):
                report = dropped(item, look, now)
            elif item.due_at > now and item.id not in early:
                report = waiting(item, item.due_at, item.reason)
            elif isinstance(look, Later):
                report = waiting(item, look.until, look.reason)
            elif until is not None:
                # What went before is not settled: overtaking it would turn the conversation around.
                report = waiting(item, until, item.reason)
            else:
                report = await self._send_one(item, look, around[item.id], trial=trial)
            until = self._held_until(report) if report.holds else until
            reports.append(report)
        return reports

    def _held_until(self, report: Report) -> int:
        return report.again_at if report.again_at is not None else self._clock() + HOLD_BACK

    async def _send_one(self, queued: OutboxItem, look: Go, around: Surroundings, *, trial: bool) -> Report:
        now, stop = self._clock(), self.pace.stop
        if not self._lease.held:
            return waiting(queued, now, queued.reason)
        if stop is not None and not trial:
            return waiting(queued, now, stop.reason)
        item = replace(queued, content=look.content)
        outside = isinstance(look.content, TemplateOut) and not _is_open(around, now)
        if outside and not self.pace.reach.allows(item.customer_id, now, urgent=urgency(item) <= URGENT):
            alarm = Alarm(item.store_id, "daily_limit", item.phone_number_id, _DAILY_LIMIT, now)
            return replace(waiting(queued, now + REACH_PAUSE, "the number's customers of 24 hours are used up"), happenings=(alarm,))
        try:
            with self._followed(item):
                answer = await self.client.send(await self._body(item, look))
        except OverLimit as error:
            return Report(item, final(item, now, "failed", reason=str(error)), happenings=(failed(item, None, str(error), now),))
        except GraphError as error:
            return self._after(queued, item, after_error(item, error, self._clock(), self._dice))
        now = self._clock()
        if outside:
            self.pace.reach.note(item.customer_id, now)
        return Report(item, accepted(item, now, answer.wamid))

    def _after(self, queued: OutboxItem, item: OutboxItem, fate: Fate) -> Report:
        now = self._clock()
        match fate.act:
            case "slow":
                self.pace.slow(now)
            case "pair":
                self.pace.rest_pair(item.conversation_id, fate.due_at)
            case "stop":
                self.pace.stop = Stop(fate.code or 0, fate.reason, now)
            case _:
                pass
        return of_fate(queued, item, fate, now)

    async def _body(self, item: OutboxItem, look: Go) -> dict[str, object]:
        document_id = document_of(look.content)
        uploaded = await media_id(self._db, self.client, item.phone_number_id, document_id, self._clock()) if document_id else None
        if not self._lease.held:
            raise NotSent("the upload took longer than the lease of the number lasted")
        return message_body(look.content, item.to, outbox_id=item.id, reply_to=item.reply_to, media_id=uploaded)

    async def _record(self, reports: Sequence[Report], token: str) -> None:
        # What follows comes first: what is written down as settled is not looked at again.
        await self.consequences.of([one for report in reports for one in report.happenings])
        settled = [report for report in reports if report.entry is not None]
        await self._db.transcript.settle([report.entry for report in settled if report.entry is not None])
        await self._db.outbox.remove([report.item.id for report in settled])
        unknown = [report.item.id for report in reports if report.unknown]
        if unknown:
            await self._db.outbox.mark_unknown(unknown, self._clock(), self._deadline, claim=token)
        await self._db.outbox.requeue([report.item for report in reports if report.again_at is not None], claim=token)
        await self._db.reached.note(self.pace.reach.portfolio, self.pace.reach.take_unwritten())
        self._tally(reports)


def _is_open(around: Surroundings, now: int) -> bool:
    return around.conversation is not None and window.is_open(around.conversation.last_inbound_at, now)


def _as_it_counts(item: OutboxItem, conversation: Conversation | None) -> Conversation | None:
    """Return the conversation as it counts for an item: a person's words go whoever owns it, and Meta's word on the window is the last."""
    if conversation is None:
        return None
    if item.template_only:
        return replace(conversation, last_inbound_at=None)
    return replace(conversation, owner="bot") if item.kind == "staff" else conversation
