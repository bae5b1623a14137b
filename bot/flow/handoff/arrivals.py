"""What a customer's messages mean for the desk: somebody waits, or a conversation that was closed is open again. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.desk import on_desk, shortened
from bot.domain.message import Edit, IdentityChange, Reaction, Revoke, Tapped, Welcome
from bot.flow.conversing.scene import words_of
from bot.flow.handoff.acts import marker
from bot.flow.handoff.survey import ratings_of

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.message import InboundMessage
    from bot.flow.conversing.scene import Decision, Scene


def with_desk(scene: Scene, decision: Decision) -> Decision:
    """Return a decision with what the desk has to know; conversations that need nobody stay as they are."""
    before, after = scene.conversation, decision.conversation
    spoken = [heard.message for heard in scene.heard if not isinstance(heard.message.content, Reaction | IdentityChange | Revoke | Edit | Welcome)]
    rated = ratings_of(scene, decision)
    # Who says how it was wants nothing.
    spoken = [] if rated else spoken
    reopened = bool(spoken) and _reopens(before)
    marks = [marker(after, "rated", None, scene.now, str(one.score)) for one in rated if one.score is not None][:1]
    decision = replace(decision, lines=(*decision.lines, *marks))
    if not (on_desk(after) or reopened):
        return decision
    waiting = after.waiting_since
    if waiting is None and spoken and (after.flag is not None or after.owner == "staff"):
        # What was only opened again is the bot's to answer.
        waiting = min(message.sent_at for message in spoken)
    after = replace(
        after,
        waiting_since=waiting,
        preview=shortened(_shown(spoken[-1])) if spoken else after.preview,
        touched_at=max(scene.now, after.touched_at),
        closed=None,
        reopened_at=scene.now if reopened else after.reopened_at,
    )
    lines = (*decision.lines, marker(after, "reopened", None, scene.now)) if reopened else decision.lines
    return replace(decision, conversation=after, lines=lines)


def _reopens(chat: Conversation) -> bool:
    """Tell whether a customer's message brings a conversation back to the desk: not where the bot was asked to go on with it."""
    return chat.closed is not None and not on_desk(chat) and chat.closed.reason != "handed_back"


def _shown(message: InboundMessage) -> str:
    content = message.content
    return content.title if isinstance(content, Tapped) else words_of(content) or f"({content.kind})"
