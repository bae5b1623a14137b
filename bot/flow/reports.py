"""What came of one item, as values: what to write down, and what follows from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.content import TemplateOut, document_of
from bot.domain.delivery import conversational
from bot.domain.happening import Alarm, Failed, Happening, MediaLost, Merged, NumberStopped, OptedOut, Unreachable
from bot.flow.lines import final
from bot.whatsapp.codes import MISCLASSIFIED, SPAM_LIMIT

if TYPE_CHECKING:
    from bot.domain.alert import AlertKind
    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.flow.after_error import Fate
    from bot.flow.look_again import Drop
    from bot.whatsapp.codes import Rule

# A message that is tried again within this time is waited for by those that follow it in the same conversation.
ORDER_PATIENCE: Final = 60_000

# Of what was to be sent once more, because nobody knew what had become of it.
_PERHAPS: Final = "WhatsApp gave no answer to the first try, which may have arrived"

_ALARMS: Final[dict[int, tuple[AlertKind, str]]] = {
    SPAM_LIMIT: ("spam_limit", "Customers have reported messages as spam: send fewer notices until the quality in WhatsApp Manager is better."),
    MISCLASSIFIED: ("category", "Templates with advertising were created as utility: put them into the category marketing in WhatsApp Manager."),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one item: a transcript line when it is settled, otherwise what to do with it in the outbox.

    With ``again_at`` it is queued for that instant, as ``item`` is now. ``holds`` says that later messages to the customer wait for it.
    """

    item: OutboxItem
    entry: TranscriptEntry | None = None
    unknown: bool = False
    again_at: int | None = None
    holds: bool = False
    happenings: tuple[Happening, ...] = ()


def waiting(item: OutboxItem, until: int, reason: str | None) -> Report:
    """Return the report of an item that goes back into the queue without having been tried."""
    return Report(replace(item, due_at=until, reason=reason), again_at=until)


def spared(item: OutboxItem, reason: str, now: int) -> Report:
    """Return the report of a notice that another one of its order made superfluous."""
    saved = Merged(item.store_id, item.phone_number_id, item.id, item.to, item.order_id, now)
    return Report(item, final(item, now, "superseded", reason=reason), happenings=(saved,))


def dropped(item: OutboxItem, look: Drop, now: int) -> Report:
    """Return the report of an item that is not sent."""
    subject = f"notice:{item.notice.milestone}" if item.notice is not None else item.phone_number_id
    follows = (Alarm(item.store_id, "template", subject, f"A notice was not sent: {look.reason}.", now),) if look.alarm else ()
    reason = f"{look.reason}; {_PERHAPS}" if item.resent else look.reason
    return Report(item, final(item, now, look.state, reason=reason), happenings=follows)


def of_fate(queued: OutboxItem, item: OutboxItem, fate: Fate, now: int) -> Report:
    """Return the report of an item that Graph did not take; ``queued`` is the item as it lay in the queue, without its words."""
    gone = fate.state == "failed"
    follows = () if fate.rule is None else happenings(item, fate.rule, fate.code, fate.reason, now, gone=gone)
    if fate.state == "unknown":
        return Report(queued, unknown=True, holds=True)
    if gone:
        follows = follows or (failed(item, fate.code, fate.reason, now),)
        return Report(item, final(item, now, "failed", reason=fate.reason, code=fate.code), happenings=follows)
    again = replace(
        queued,
        due_at=fate.due_at,
        attempts=queued.attempts + fate.counted,
        reason=fate.reason,
        template_only=queued.template_only or fate.act == "template",
    )
    holds = conversational(item) and fate.due_at - now <= ORDER_PATIENCE
    return Report(again, again_at=fate.due_at, holds=holds or fate.act == "pair", happenings=follows)


def failed(item: OutboxItem, code: int | None, reason: str, at: int, *, in_doubt: bool = False) -> Failed:
    """Return that an item has failed for good, perhaps ``in_doubt``: it may have arrived all the same."""
    return Failed(
        store_id=item.store_id,
        customer_id=item.customer_id,
        conversation_id=item.conversation_id,
        phone_number_id=item.phone_number_id,
        outbox_id=item.id,
        item=item.kind,
        order_id=item.order_id,
        code=code,
        reason=reason,
        at=at,
        in_doubt=in_doubt,
    )


def happenings(
    item: OutboxItem, rule: Rule, code: int | None, reason: str, at: int, *, gone: bool, by_status: bool = False, document_id: str | None = None
) -> tuple[Happening, ...]:
    """Return what follows from an error, in the answer or ``by_status``; ``gone`` says that the message won't be sent again."""
    found: list[Happening] = []
    who = (item.store_id, item.customer_id, item.conversation_id, item.phone_number_id)
    match rule.act:
        case "stop":
            found.append(NumberStopped(item.store_id, item.phone_number_id, code or 0, rule.meaning, at, by_status))
        case "opt_out":
            found.append(OptedOut(*who, "marketing", reason, at))
        case "unreachable":
            found.append(Unreachable(*who, at))
        case "upload":
            lost = document_id or (document_of(item.content) if item.content else None)
            found += [MediaLost(item.phone_number_id, lost)] if lost else []
        case _:
            found += [_alarm(item, rule, code, at)] if rule.alert else []
    return (*found, failed(item, code, reason, at)) if gone else tuple(found)


def _alarm(item: OutboxItem, rule: Rule, code: int | None, at: int) -> Alarm:
    template = item.content.name if isinstance(item.content, TemplateOut) else None
    kind, what = _ALARMS.get(code or 0, ("template" if template else "sending", ""))
    if kind == "template":
        text = f"The template {template} can't be sent: {rule.meaning} (code {code}). Look at it in WhatsApp Manager."
        return Alarm(item.store_id, kind, template or "", text, at)
    return Alarm(item.store_id, kind, item.phone_number_id, f"{rule.meaning} (code {code}). {what}".strip(), at)
