"""The same answer in other words: nobody wants to read one sentence twice in a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.parts.menu import MENU, PERSON
from bot.domain.answer import Answer, Say

if TYPE_CHECKING:
    from collections.abc import Mapping

# Second wordings, with the same values.
_OTHERWISE: Final[Mapping[str, str]] = {
    "greeting.offer": "greeting.offer_again",
    "not_sure.which": "not_sure.which_again",
    "not_understood.first": "not_understood.first_again",
    "not_understood.again": "not_understood.again_waiting",
    "out_of_scope.only_orders": "out_of_scope.only_orders_again",
    "thanks.welcome": "thanks.welcome_again",
    "goodbye.bye": "goodbye.bye_again",
    "deny.all_right": "deny.all_right_again",
    "affirm.what_next": "affirm.what_next_again",
    "talk_to_human.called": "talk_to_human.called_again",
    "complaint.passed": "complaint.passed_again",
    "unsupported_message.please_write": "unsupported_message.please_write_again",
    "kind.voice": "kind.voice_again",
    "kind.picture": "kind.picture_again",
    "kind.document": "kind.document_again",
    "kind.location": "kind.location_again",
    "kind.contacts": "kind.contacts_again",
    "kind.sticker": "kind.sticker_again",
}


def again(answer: Answer) -> Answer:
    """Return an answer that says the same in other words: by a second wording, else as what still holds, with help offered."""
    lines = tuple(replace(say, message=_OTHERWISE.get(say.message, say.message)) for say in answer.lines)
    if lines != answer.lines:
        return replace(answer, lines=lines)
    if answer.ask or answer.asks:
        return replace(answer, lines=(Say("again.once_more"), *answer.lines))
    if answer.options or answer.link or answer.document:
        return replace(answer, lines=(Say("again.still"), *answer.lines))
    options = (PERSON,) if answer.order_id else MENU
    return replace(answer, lines=(Say("again.still"), *answer.lines), options=options)
