"""Two bots never talk for ever: answers that lead nowhere end, and a day has its limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.clock import DAY, from_instant, to_instant
from bot.domain.conversation import Flag, Quiet
from bot.flow.conversing.wishes import SMALL_TALK
from bot.language.intents import OUT_OF_SCOPE
from bot.language.values import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation
    from bot.domain.store import Store
    from bot.flow.conversing.scene import Guards
    from bot.flow.conversing.wish import Wish

# So many different things asked for among the newest answers is a customer with many questions, not an echo.
PROGRESS: Final = 3
Stop = Literal["quiet", "loop", "cap"]


def stopped(chat: Conversation, store: Store, now: int, guards: Guards) -> Stop | None:
    """Return why the bot doesn't answer now: it is still ``quiet``, or becomes so because of a ``loop`` or the day's ``cap``."""
    if chat.quiet is not None and chat.quiet.until > now and not _looked_at(chat, chat.quiet):
        return "quiet"
    if _in_circles(chat, now, guards):
        return "loop"
    return "cap" if chat.day == _day(store, now) and chat.answers_on_day >= guards.daily else None


def _looked_at(chat: Conversation, quiet: Quiet) -> bool:
    """Tell whether a person has dealt with the circles: the flag that they raised is gone."""
    return quiet.kind == "loop" and (chat.flag is None or chat.flag.reason != "loop")


def _in_circles(chat: Conversation, now: int, guards: Guards) -> bool:
    recent = [to for at, to in zip(chat.answered_at, chat.answered_to, strict=False) if at > now - guards.within]
    return len(recent) >= guards.most and len({to for to in recent if to}) < PROGRESS


def silenced(chat: Conversation, why: Stop, store: Store, now: int, guards: Guards) -> Conversation:
    """Return a conversation in which the bot begins to be quiet; circles are flagged for a person, once."""
    if why == "loop":
        flag = Flag("loop", now, f"{guards.most} answers in {guards.within // 1000} s led nowhere; is this another bot?")
        return replace(chat, quiet=Quiet("loop", now + guards.quiet), flag=flag, question=None, answered_at=(), answered_to=())
    return replace(chat, quiet=Quiet("cap", _tomorrow(store, now)), question=None) if why == "cap" else chat


def counted(chat: Conversation, wishes: Sequence[Wish], answers: int, store: Store, now: int, guards: Guards) -> Conversation:
    """Return a conversation in which so many more answers count."""
    topics = [_topic(wish) for wish in wishes][:answers]
    topics += [""] * (answers - len(topics))
    today = _day(store, now)
    return replace(
        chat,
        quiet=None,
        answered_at=(*chat.answered_at, *(now for _ in topics))[-guards.most :],
        answered_to=(*chat.answered_to, *topics)[-guards.most :],
        day=today,
        answers_on_day=(chat.answers_on_day if chat.day == today else 0) + answers,
    )


def _topic(wish: Wish) -> str:
    """Return what a wish is about, empty where it is nothing that leads anywhere."""
    if wish.intent is None or wish.intent in SMALL_TALK or wish.intent == OUT_OF_SCOPE:
        return ""
    return f"{wish.intent}:{wish.order or ''}"


def _day(store: Store, now: int) -> str:
    return from_instant(now).astimezone(zone_of(store.timezone) or UTC).date().isoformat()


def _tomorrow(store: Store, now: int) -> int:
    local = from_instant(now + DAY).astimezone(zone_of(store.timezone) or UTC)
    return to_instant(local.replace(hour=0, minute=0, second=0, microsecond=0))
