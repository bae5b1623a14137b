"""What is said beside an answer: that our question still waits, and that another language may suit better."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.change_language import options_of
from bot.answers.requests import SORTS
from bot.domain.answer import Say
from bot.flow.conversing.wishes import SMALL_TALK
from bot.language.render import BUTTONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.answer import Answer
    from bot.domain.conversation import Conversation, Question
    from bot.flow.conversing.scene import Scene
    from bot.flow.conversing.wish import Wish


def waiting_question(scene: Scene, after: Conversation, wishes: Sequence[Wish], answers: Sequence[Answer]) -> Question | None:
    """Return the question that another one has interrupted and that is worth a reminder: once, and not of what people settle."""
    question = after.question
    asked_before = question is not None and scene.conversation.question == question and not question.reminded
    if question is None or not asked_before or question.intent not in SORTS:
        return None
    return None if all(wish.missed or wish.media or wish.intent in SMALL_TALK for wish in wishes) or answers[-1].as_list else question


def with_reminder(answers: Sequence[Answer], question: Question) -> list[Answer]:
    """Return answers of which the last says that our question still waits."""
    *others, last = answers
    return [*others, replace(last, lines=(*last.lines, Say("request.go_on", {"matter": Say(SORTS[question.intent].matter)})))]


def with_offer(answers: Sequence[Answer], tag: str) -> list[Answer]:
    """Return answers of which the last offers to go on in another language, by a button where there is room for one."""
    *others, last = answers
    room = not (last.link or last.document or last.as_list or last.contact_request) and len(last.options) < BUTTONS
    return [*others, replace(last, offer=tag, options=(*last.options, *options_of([tag])) if room else last.options)]
