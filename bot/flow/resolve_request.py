"""What the shop's people have decided about a customer's request, and telling him so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.answer import Answer, Ref, Say
from bot.domain.content import TextOut
from bot.domain.request import may_become
from bot.domain.spoken import spoken_text
from bot.flow.write_to import Letter, Unwritten, write_to
from bot.language.render import render

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.content import OutContent
    from bot.domain.delivery import OutboxItem
    from bot.domain.request import Outcome, Request, RequestKind, RequestState
    from bot.domain.store import Store
    from bot.language.catalogue import Catalogues

_OUTCOMES: Final[dict[Outcome, str]] = {
    "accepted": "request.outcome_accepted",
    "refused": "request.outcome_refused",
    "done": "request.outcome_done",
}
_MATTERS: Final[dict[RequestKind, str]] = {
    "cancel": "matter.cancel_order",
    "change": "matter.change_order",
    "change_address": "matter.change_address",
    "return": "matter.return_request",
    "exchange": "matter.exchange",
    "refund": "matter.refund_request",
    "damaged": "matter.damaged_or_wrong_item",
    "missing": "matter.missing_item",
    "payment": "matter.payment_issue",
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The request as it is now, and what tells the customer: an outbox item, or why there is none; ``changed`` is false the second time."""

    request: Request
    told: OutboxItem | Unwritten
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Nothing was changed, and why; ``by`` is who has decided before, where that was one of the shop's people."""

    reason: str
    by: str | None = None


async def resolve_request(
    db: Database,
    request_id: str,
    outcome: Outcome,
    text: str,
    *,
    store: Store,
    catalogues: Catalogues,
    now: int,
    by: str | None = None,
    seen: RequestState | None = None,
) -> Resolved | Unresolved:
    """Settle a request and answer the customer; the same call again changes nothing and says nothing twice.

    ``text`` is what the shop's people add in their own words, possibly nothing. Outside the customer service window the request is
    settled all the same, and ``told`` says that the customer could not be written to. ``by`` is the person who decides, ``seen`` the
    state in which he saw the request: where a colleague was faster, nothing is changed.
    """
    request = (await db.service_requests.get_many([request_id])).get(request_id)
    if request is None or request.store_id != store.id:
        return Unresolved(f"there is no request {request_id}")
    changed = request.state != outcome
    if _settled(request, outcome, by, seen):
        return Unresolved(f"the request is {request.state} already", request.decided_by)
    if changed:
        if not await db.service_requests.resolve(request, outcome, text, now, by):
            return await resolve_request(db, request_id, outcome, text, store=store, catalogues=catalogues, now=now, by=by, seen=seen)
        request = replace(request, state=outcome, outcome=text, resolved_at=now, decided_by=by)
    return Resolved(request, await _tell(db, request, outcome, store, catalogues, now), changed)


def _settled(request: Request, outcome: Outcome, by: str | None, seen: RequestState | None) -> bool:
    """Tell whether it is too late for an outcome: the state forbids it, or somebody else has decided since it was ``seen``."""
    if request.state == outcome:
        return seen not in {None, outcome} and request.decided_by != by
    return not may_become(request.state, outcome) or seen not in {None, request.state}


async def _tell(db: Database, request: Request, outcome: Outcome, store: Store, catalogues: Catalogues, now: int) -> OutboxItem | Unwritten:
    customer = (await db.customers.heirs([request.customer_id])).get(request.customer_id)
    if customer is None:
        return Unwritten("the customer is no longer there")
    chat = (await db.conversations.get_many([request.conversation_id])).get(request.conversation_id)
    order = (await db.orders.get_many([request.order_id])).get(request.order_id) if request.order_id else None
    language = (chat.language if chat else None) or customer.language or store.language
    said = Say(_OUTCOMES[outcome], {"matter": Say(_MATTERS[request.kind]), "order": Ref(order.number if order else "-")})
    words = (Say("request.outcome_text", {"text": request.outcome}),) if request.outcome else ()
    content = render(Answer((said, *words)), catalogues=catalogues, language=language, store=store)
    return await write_to(db, store, customer, Letter(f"{request.id}:{outcome}", _plain(content), order_id=request.order_id), now)


def _plain(content: OutContent) -> TextOut:
    return content if isinstance(content, TextOut) else TextOut(spoken_text(content))
