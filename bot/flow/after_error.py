"""What becomes of a message that WhatsApp did not take, or took and could not deliver. Pure: the dice are an argument."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.content import document_of
from bot.domain.delivery import OutboxItem, again_id, times_sent
from bot.domain.notice import KINDS
from bot.errors import GraphError, NoAnswer, NotSent, Refused
from bot.whatsapp.codes import Rule, rule_for, rule_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.delivery import Letter, TranscriptEntry

# What never left the machine goes back into the queue after this long.
NOT_SENT_PAUSE: Final = 2_000
# Exponential backoff with full jitter: anything from nothing to this, twice as much each time.
# https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
FIRST_BACKOFF: Final = 2 * SECOND
LONGEST_BACKOFF: Final = 5 * MINUTE
# Meta's rule for the pair limit: 4^X seconds, X from 0.
PAIR_BASE: Final = 4
MOST_PAIR_STEPS: Final = 6
# Answers are no longer true, and often no longer allowed, after a day.
ANSWER_LIVES: Final = DAY
# A message that WhatsApp has accepted and then reported as failed is sent again so often at most.
MOST_AFTER_STATUS: Final = 5
# While a number is stopped its messages are not given up; this only keeps ids from growing for ever.
MOST_WHILE_STOPPED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an item.

    ``queued``: again at ``due_at``; ``unknown``: nobody knows whether it arrived; ``failed``: for good. ``rule`` is what Graph's code
    stands for. ``counted`` says whether this was one of the item's attempts; waiting for a stopped number is none.
    """

    state: Literal["queued", "unknown", "failed"]
    reason: str
    due_at: int = 0
    code: int | None = None
    rule: Rule | None = None
    counted: bool = True

    @property
    def act(self) -> str | None:
        """What else follows from the code."""
        return self.rule.act if self.rule else None


def after_error(item: OutboxItem, error: GraphError, now: int, dice: Callable[[], float]) -> Fate:
    """Decide what becomes of an item that Graph did not take; ``item.attempts`` counts the earlier refusals.

    ``dice`` returns figures from 0 up to, but not including, 1.
    """
    if isinstance(error, NoAnswer):
        return Fate("unknown", str(error))
    if isinstance(error, Refused):
        due_at = now + _pause(rule_of(error), item.attempts, error.retry_after, dice)
        return _after_code(item, rule_of(error), error.code, str(error), now, due_at, has_file=_carries_file(item))
    if isinstance(error, NotSent) and not too_old(item, now + NOT_SENT_PAUSE):
        return Fate("queued", str(error), now + NOT_SENT_PAUSE, counted=False)
    return Fate("failed", str(error))


def _after_code(item: OutboxItem, rule: Rule, code: int, text: str, now: int, due_at: int, *, has_file: bool) -> Fate:
    if rule.act == "stop":
        return Fate("queued", text, now, code, rule, counted=False)
    if not _again(item, rule, has_file=has_file) or item.attempts + 1 >= rule.most or too_old(item, due_at):
        return Fate("failed", text, code=code, rule=rule)
    return Fate("queued", text, due_at, code, rule)


def _carries_file(item: OutboxItem) -> bool:
    return item.content is not None and document_of(item.content) is not None


def _again(item: OutboxItem, rule: Rule, *, has_file: bool) -> bool:
    match rule.act:
        case "upload":
            return has_file
        case "template":
            return item.notice is not None and not item.template_only
        case "give_up" | "opt_out" | "unreachable":
            return False
        case _:
            return True


def _pause(rule: Rule, earlier: int, asked: float | None, dice: Callable[[], float]) -> int:
    if rule.act == "pair":
        return int(PAIR_BASE ** min(earlier, MOST_PAIR_STEPS)) * SECOND
    if rule.act in ("upload", "template"):
        return 0
    if asked is not None:
        return round(asked * SECOND)
    if rule.wait is not None:
        return round(rule.wait * SECOND)
    return round(dice() * min(LONGEST_BACKOFF, FIRST_BACKOFF * int(2 ** min(earlier, 20))))


def too_old(item: OutboxItem, at: int) -> bool:
    """Tell whether an item would be no news any more at an instant."""
    lives = KINDS[item.notice.milestone].stale_after if item.notice is not None else ANSWER_LIVES
    return at - item.created_at > max(lives, HOUR)


@dataclass(frozen=True, slots=True)
class Repeat:
    """What follows from a status that says ``failed``: ``item`` takes the message's place if ``again``; ``rule`` is that of the code."""

    item: OutboxItem
    again: bool
    rule: Rule
    reason: str


def after_status(entry: TranscriptEntry, letter: Letter, code: int | None, text: str | None, now: int, dice: Callable[[], float]) -> Repeat:
    """Decide what follows when WhatsApp reports that an accepted message failed.

    Its successor has an id derived from its own, so that the same report makes no second one.
    """
    rule = rule_for(code) if code is not None else Rule("give_up", "it failed without a code")
    meaning = f"{rule.meaning}: {text}" if text else rule.meaning
    reason = meaning if code is None else f"{meaning} (code {code}, told by status)"
    times = times_sent(entry.id)
    item = replace(_revived(entry, letter, now), reason=reason)
    due_at = now + _pause(rule, times - 1, None, dice)
    fate = _after_code(replace(item, attempts=times - 1), rule, code or 0, reason, now, due_at, has_file=letter.document_id is not None)
    most = MOST_WHILE_STOPPED if rule.act == "stop" else MOST_AFTER_STATUS
    item = replace(item, due_at=fate.due_at, template_only=item.template_only or rule.act == "template")
    return Repeat(item, fate.state == "queued" and times < most, rule, reason)


def _revived(entry: TranscriptEntry, letter: Letter, now: int) -> OutboxItem:
    return OutboxItem(
        id=again_id(entry.id),
        kind=letter.kind,
        store_id=entry.store_id,
        customer_id=entry.customer_id,
        conversation_id=entry.conversation_id,
        phone_number_id=letter.phone_number_id,
        to=letter.to,
        created_at=letter.created_at,
        due_at=now,
        content=letter.content,
        notice=letter.notice,
        language=letter.language,
        order_id=entry.order_id,
        reply_to=letter.reply_to,
        template_only=letter.template_only,
        by=letter.by,
        trace=entry.trace,
    )
