"""The last look before sending: is it still true, still wanted, still allowed, and is it the time for it? Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from bot.answers.payloads import choose
from bot.domain import window
from bot.domain.clock import DAY, MINUTE, SECOND, from_instant
from bot.domain.consent import no_consent
from bot.domain.content import TemplateOut
from bot.domain.notice import KINDS
from bot.domain.rules import StoreRules
from bot.domain.truth import held, untrue
from bot.domain.zones import quiet_until, zone_of_customer
from bot.errors import OverLimit
from bot.flow.choose_template import NoTemplate, Wish, choose_template
from bot.language.notices import file_name, notice_answer, notice_invoice
from bot.language.notices.own_words import in_own_words
from bot.language.render import render
from bot.language.voice import Voice

if TYPE_CHECKING:
    from bot.domain.consent import Consent
    from bot.domain.content import OutContent
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.delivery import OutboxItem
    from bot.domain.notice import Notice
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.language.catalogue import Catalogues

# The PDF of an invoice is fetched while its notice waits: looked at again after these times, then told without it.
PDF_STEPS: Final = (2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE)
# Whom WhatsApp could not reach is not tried again before: the account may be gone, or the telephone off for a week.
REST_OF_UNREACHABLE: Final = 7 * DAY
# Clearing an invoice takes a tax authority minutes to hours, and an event tells when it is done.
HELD_PAUSE: Final = 10 * MINUTE


def _declared() -> StoreRules:
    """Return the rules of a store that nobody has set any for: its checkout counts as asking for consent."""
    return StoreRules(checkout_collects_consent=True)


# Why the bot does not say what it had ready when a person took the conversation.
WITHHELD: Final = "a person has taken over the conversation"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item is looked at against, as it is now; whatever is not stored is ``None``."""

    store: Store
    conversation: Conversation | None
    customer: Customer | None
    order: Order | None
    rules: StoreRules = field(default_factory=_declared)


@dataclass(frozen=True, slots=True)
class Go:
    """Send it, in these words."""

    content: OutContent


@dataclass(frozen=True, slots=True)
class Drop:
    """Do not send it, and why; ``alarm`` says that somebody should mend what stood in the way."""

    state: Literal["skipped", "superseded"]
    reason: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: look at it again at an instant, and why."""

    until: int
    reason: str


def look_again(item: OutboxItem, around: Surroundings, catalogues: Catalogues, now: int) -> Go | Drop | Later:
    """Decide what becomes of an item whose turn has come."""
    conversation = around.conversation
    is_open = not item.template_only and window.is_open(conversation.last_inbound_at if conversation else None, now)
    if not (item.to.bsuid or item.to.wa_id):
        return Drop("skipped", "the customer has neither a phone number nor a business-scoped user id")
    if item.kind in ("notice", "survey") and (why := _unreachable(conversation, now)) is not None:
        return Drop("skipped", why)
    if item.notice is not None:
        return _notice(item, item.notice, around, catalogues, is_open=is_open, now=now)
    if item.kind == "answer" and conversation is not None and conversation.owner == "staff":
        return Drop("skipped", WITHHELD)
    if item.content is None:
        return Drop("skipped", "there is nothing in it")
    if (why := _not_agreed(item, conversation)) is not None:
        return Drop("skipped", why)
    if not is_open and item.content.kind != "template":
        return Drop("skipped", "the customer service window has closed")
    return Go(item.content)


def _unreachable(conversation: Conversation | None, now: int) -> str | None:
    """Return why nobody need try, ``None`` once the customer has written again or enough time has passed."""
    since = conversation.unreachable_at if conversation is not None else None
    if conversation is None or since is None or (conversation.last_inbound_at or 0) > since or now - since > REST_OF_UNREACHABLE:
        return None
    day = from_instant(since).date().isoformat()
    return f"WhatsApp said on {day} that it can't reach this customer (not on WhatsApp, or an old version of it): tell it another way"


def _not_agreed(item: OutboxItem, conversation: Conversation | None) -> str | None:
    """Return why the customer does not want what a program of the store writes unasked; he may have stopped it since it was queued."""
    if item.kind not in ("notice", "survey"):
        return None
    consents = conversation.consents if conversation is not None else ()
    # A question after a talk with a person is part of that talk; a template of that kind is an advertisement to Meta.
    offers = item.kind == "survey" and isinstance(item.content, TemplateOut)
    return no_consent("marketing" if offers else "utility", consents, ticked=None, declared=True)


def _notice(item: OutboxItem, notice: Notice, around: Surroundings, catalogues: Catalogues, *, is_open: bool, now: int) -> Go | Drop | Later:
    order = around.order
    if order is None or around.customer is None:
        return Drop("skipped", "the order or its customer is no longer there")
    not_now = _unwanted(notice, order, around, now) or _too_early(item, notice, order, around, now)
    if not_now is not None:
        return not_now
    catalogues = in_own_words(catalogues, around.rules.wording)
    if is_open:
        named = file_name(notice, order, Voice(catalogues, item.language, around.store)) if notice_invoice(notice, order) else ""
        answer = notice_answer(notice, order, store=around.store, now=now, tap=_tap, file_name=named)
        return Go(render(answer, catalogues=catalogues, language=item.language, store=around.store))
    agreed = no_consent("marketing", _consents(around), ticked=None, declared=False) is None
    wish = Wish(notice, order, item.language, agreed)
    template = choose_template(wish, around.rules.templates, catalogues=catalogues, store=around.store, tap=_tap)
    return Drop("skipped", template.reason, alarm=True) if isinstance(template, NoTemplate) else Go(template)


def _unwanted(notice: Notice, order: Order, around: Surroundings, now: int) -> Drop | None:
    """Drop what is no longer true or news, what the store has switched off, and what the customer has not agreed to."""
    if (why := untrue(notice, order)) is not None:
        return Drop("superseded", why)
    if notice.milestone in around.rules.off:
        return Drop("skipped", "the store has switched this notice off")
    if notice.stale(now):
        return Drop("skipped", "it happened too long ago to be news")
    declared = around.rules.checkout_collects_consent
    why = no_consent(KINDS[notice.milestone].category, _consents(around), ticked=order.consent, declared=declared)
    return Drop("skipped", why) if why is not None else None


def _too_early(item: OutboxItem, notice: Notice, order: Order, around: Surroundings, now: int) -> Later | None:
    """Wait for the end of quiet hours, for an invoice to be cleared, and, for a while, for its PDF."""
    rules = around.rules
    if rules.quiet is not None and notice.milestone not in rules.through_quiet:
        zone = zone_of_customer(item.to.wa_id, order.country, around.store.timezone, now)
        until = quiet_until(rules.quiet, zone, now)
        if until is not None:
            return Later(until, f"quiet hours in {zone.key}")
    if (why := held(notice, order)) is not None:
        return Later(now + HELD_PAUSE, f"the invoice may not be sent yet: {why}")
    invoice = notice_invoice(notice, order)
    if invoice is None or invoice.document_id is not None or not invoice.pdf_url:
        return None
    step = next((step for step in PDF_STEPS if item.created_at + step > now), None)
    return None if step is None else Later(item.created_at + step, "the PDF of the invoice is still being fetched")


def _consents(around: Surroundings) -> tuple[Consent, ...]:
    return around.conversation.consents if around.conversation else ()


def _tap(order_id: str, intent: str) -> str | None:
    try:
        return choose(order_id, intent)
    except OverLimit:
        return None
