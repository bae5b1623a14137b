"""What the bot answers: one module per answer, each a pure function from facts to an ``Answer``.

``ANSWERS`` names them all. Intent files refer to these names; the last ones are said by the flow itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bot.answers import (
    business_hours,
    change_language,
    complaint,
    consents,
    fixed,
    greeting,
    help_menu,
    invoice_request,
    kinds,
    list_orders,
    needs_person,
    not_understood,
    notice_replies,
    order_eta,
    order_not_found,
    order_status,
    policies,
    refund_status,
    requests,
    shop_words,
    survey,
    talk_to_human,
)
from bot.domain.answer import Answer, Facts
from bot.errors import DataFileError

if TYPE_CHECKING:
    from bot.language.intents import Intent

Answering = Callable[[Facts], Answer]

ANSWERS: dict[str, Answering] = {
    "order_status": order_status.answer,
    "order_eta": order_eta.answer,
    "list_orders": list_orders.answer,
    "invoice_request": invoice_request.answer,
    "talk_to_human": talk_to_human.answer,
    "complaint": complaint.answer,
    "greeting": greeting.answer,
    "help_menu": help_menu.answer,
    "business_hours": business_hours.answer,
    "thanks": fixed.text("thanks.welcome"),
    "goodbye": fixed.text("goodbye.bye"),
    "affirm": fixed.with_menu("affirm.what_next"),
    "deny": fixed.text("deny.all_right"),
    "change_language": change_language.answer,
    **{intent: needs_person.for_intent(intent) for intent in needs_person.INTENTS},
    **requests.ANSWERS,
    **policies.ANSWERS,
    "refund_status": refund_status.answer,
    **consents.ANSWERS,
    **notice_replies.ANSWERS,
    **survey.ANSWERS,
    "left_it": fixed.text("request.left"),
    "enough_today": fixed.text("enough_today.tomorrow"),
    "out_of_scope": fixed.with_menu("out_of_scope.only_orders"),
    "not_understood": not_understood.answer,
    "order_not_found": order_not_found.answer,
    "unsupported_message": kinds.unsupported,
}


def answer_of(intent: Intent) -> Answering:
    """Return what answers an intent; raise ``DataFileError`` when its file names an answer that does not exist."""
    if intent.text is not None:
        return fixed.text(intent.text)
    if intent.wording:
        return partial(shop_words.answer, wording=intent.wording)
    try:
        return ANSWERS[intent.answer or ""]
    except KeyError:
        raise DataFileError(f"{intent.name}.yaml: there is no answer {intent.answer!r}: use one of {', '.join(ANSWERS)}") from None
