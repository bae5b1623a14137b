"""The wording of every notice: one row per milestone, from which come its free-form message and its template alike.

The text itself stands in the catalogues. Its variables are values of ``facts``; its buttons name what a tap asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.answer import Answer, Option, Say
from bot.domain.notice import KINDS, Milestone, Notice
from bot.language.notices.facts import notice_facts, notice_invoice, notice_parcel

if TYPE_CHECKING:
    from bot.domain.order import Order
    from bot.domain.store import Store

# From an order's id and an intent to what comes back when a button is tapped; ``None`` when that is too long for a button.
Tap = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Act:
    """A button: what tapping it asks for, and the message on it."""

    intent: str
    label: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a milestone is told. ``status`` is the message that says it in a few words, where the general template may stand in.

    ``link`` is what takes the place of the buttons in a free-form message, if it is known: the carrier's page, the payment page
    or the invoice's page. ``file`` names the attachment of a document.
    """

    message: str
    status: str | None
    acts: tuple[Act, ...]
    link: Literal["track", "pay", "invoice"] | None = None
    file: str | None = None


_TRACK: Final = Act("order_status", "menu.track.button")
_TALK: Final = Act("talk_to_human", "menu.person.button")
_PAY: Final = Act("pay_order", "notice.pay.button")
_INVOICE: Final = Act("invoice_request", "menu.invoice.button")
_TIME: Final = Act("delivery_time", "notice.delivery_time.button")
_POINT: Final = Act("pickup_point", "notice.pickup_point.button")
_COD: Final = (Act("confirm_order", "notice.confirm.button"), Act("cancel_order", "notice.cancel.button"))
_STARS: Final = (
    Act("review_good", "notice.review_good.button"),
    Act("review_fine", "notice.review_fine.button"),
    Act("review_bad", "notice.review_bad.button"),
)

WORDINGS: Final[dict[Milestone, Wording]] = {
    "confirmed": Wording("notice.confirmed", "state.confirmed", (_TRACK,)),
    "payment_received": Wording("notice.payment_received", "notice_status.payment_received", (_TRACK,)),
    "payment_failed": Wording("notice.payment_failed", "notice_status.payment_failed", (_PAY, _TALK), "pay"),
    "payment_reminder": Wording("notice.payment_reminder", "notice_status.payment_reminder", (_PAY, _TALK), "pay"),
    "cod_confirm": Wording("notice.cod_confirm", None, _COD),
    "prepared": Wording("notice.prepared", "state.preparing", (_TRACK,)),
    "shipped": Wording("notice.shipped", "state.in_transit", (_TRACK,), "track"),
    "out_for_delivery": Wording("notice.out_for_delivery", "state.out_for_delivery", (_TRACK,), "track"),
    "ready_for_pickup": Wording("notice.ready_for_pickup", "state.available_for_pickup", (_TRACK,), "track"),
    "delivered": Wording("notice.delivered", "state.delivered", (_TALK,)),
    "attempt_failed": Wording("notice.attempt_failed", "notice_status.attempt_failed", (_TIME, _POINT, _TALK)),
    "delayed": Wording("notice.delayed", "notice_status.delayed", (_TRACK, _TALK)),
    "on_hold": Wording("notice.on_hold", "notice_status.on_hold", (_TRACK, _TALK)),
    "exception": Wording("notice.exception", "notice_status.exception", (_TRACK, _TALK)),
    "stuck": Wording("notice.stuck", "notice_status.stuck", (_TRACK, _TALK)),
    "lost": Wording("notice.lost", "state.lost", (_TALK,)),
    "returning": Wording("notice.returning", "notice_status.returning", (_TIME, _TALK)),
    "returned": Wording("notice.returned", "state.returned", (_TALK,)),
    "invoice": Wording("notice.invoice", "notice_status.invoice", (_INVOICE,), "invoice", "notice.invoice.file"),
    "credit_note": Wording("notice.credit_note", "notice_status.credit_note", (_INVOICE,), "invoice", "notice.credit_note.file"),
    "refunded": Wording("notice.refunded", "notice_status.refunded", (_TALK,)),
    "cancelled": Wording("notice.cancelled", "state.cancelled", (_TALK,)),
    "review": Wording("notice.review", None, _STARS),
}
# The general template: what it says is the milestone's ``status``.
UPDATE: Final = Wording("notice.update", None, (_TRACK,))


def notice_answer(notice: Notice, order: Order, *, store: Store, now: int, tap: Tap, file_name: str = "") -> Answer:
    """Word a notice for a customer who wrote within the last 24 hours, with the link or the buttons that suit it.

    An invoice whose PDF is there is that PDF, called ``file_name``.
    """
    wording = WORDINGS[notice.milestone]
    lines = (Say(wording.message, notice_facts(notice, order, store=store, now=now)),)
    invoice = notice_invoice(notice, order)
    if invoice is not None and invoice.document_id is not None:
        return Answer(lines, document=(invoice.document_id, f"{file_name or invoice.number}.pdf"), order_id=order.id)
    link = _link(wording, notice, order)
    return Answer(lines, () if link else notice_options(wording, order, tap), link=link, order_id=order.id)


def notice_options(wording: Wording, order: Order, tap: Tap) -> tuple[Option, ...]:
    """Return the buttons of a notice; one whose payload would be too long for WhatsApp is left out."""
    made = ((tap(order.id, act.intent), act) for act in wording.acts)
    return tuple(Option(payload, Say(act.label)) for payload, act in made if payload is not None)


def general_status(notice: Notice, order: Order, *, store: Store) -> Say | None:
    """Return how the order stands by this notice, in a few words, ``None`` for one that the general template can't stand in for."""
    status = WORDINGS[notice.milestone].status
    return Say(status, notice_facts(notice, order, store=store, now=None)) if status else None


def category(milestone: Milestone) -> str:
    """Return the category of a milestone's template in Meta's words."""
    return KINDS[milestone].category.upper()


def _link(wording: Wording, notice: Notice, order: Order) -> tuple[str, Say] | None:
    parcel, invoice = notice_parcel(notice, order), notice_invoice(notice, order)
    match wording.link:
        case "track" if parcel is not None and parcel.tracking_url:
            return parcel.tracking_url, Say("parcel.track.button")
        case "pay" if order.payment_url:
            return order.payment_url, Say("notice.pay.button")
        case "invoice" if invoice is not None and invoice.page_url:
            return invoice.page_url, Say("notice.open_invoice.button")
        case _:
            return None
