"""Showing that an order is one's own: its number and the last digits of the phone number that was given with it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.answers import ANSWERS, verification
from bot.domain.clock import DAY
from bot.flow.conversing.wish import Wish
from bot.language.normalise import western_digits
from bot.language.slots import order_key, same_order

if TYPE_CHECKING:
    from bot.domain.answer import Answer, Facts
    from bot.domain.conversation import Conversation, Question
    from bot.domain.order import Order
    from bot.flow.conversing.scene import Heard, Scene
    from bot.language.understand import Understanding

MOST_ATTEMPTS: Final = 5  # in 24 hours
UNKNOWN_ORDER: Final = "?"
WRONG_FACT: Final = "?!"
_LAST: Final = 4
_MOST_DIGITS: Final = 15  # of a phone number: ITU-T E.164
_TOKEN: Final = re.compile(r"#?\w(?:[\w/-]{0,38}\w)?")


def numbers_typed(words: str, key: str) -> tuple[str, ...]:
    """Return how a number may be written in the shop's system, by how it was typed; the key itself comes last."""
    typed = [token for token in _TOKEN.findall(western_digits(words)) if order_key(token) == key]
    return tuple(dict.fromkeys((*typed, key)))


def exhausted(chat: Conversation, now: int) -> bool:
    """Tell whether so many attempts have failed lately that there won't be another one."""
    return len(recent_attempts(chat, now)) >= MOST_ATTEMPTS


def recent_attempts(chat: Conversation, now: int) -> tuple[int, ...]:
    """Return the instants of the failed attempts that still count."""
    return tuple(at for at in chat.unverified_at if at > now - DAY)


def proof(scene: Scene, heard: Heard, words: str, understanding: Understanding, question: Question) -> Wish | None:
    """Return what words mean that follow on our question for a second fact, ``None`` where they hold none."""
    known = {order_key(number) for number in question.options}
    if any(number not in known and not number.isdigit() for number in understanding.slots.order_numbers):
        return None  # another order's number
    told = _TOKEN.sub(lambda found: "" if order_key(found[0]) in known else found[0], western_digits(words))
    digits = "".join(filter(str.isdigit, told))
    if not _LAST <= len(digits) <= _MOST_DIGITS:
        return None
    if any(same_order(order.number, number) for number in understanding.slots.order_numbers for order in scene.orders):
        return None
    order = next((order for order in scene.strange if _belongs(order, digits)), None)
    order_id = order.id if order is not None and not exhausted(scene.conversation, scene.now) else WRONG_FACT
    shown = order_id != WRONG_FACT
    return Wish(heard, question.intent, order_id, understanding=understanding, answers=question, verified=shown, before=question.text)


def _belongs(order: Order, digits: str) -> bool:
    phone = "".join(filter(str.isdigit, order.phone or ""))
    return len(phone) > _LAST and phone.endswith(digits.lstrip("0") if len(digits) > _LAST else digits)


def unverified_reply(scene: Scene, wish: Wish, facts: Facts) -> Answer:
    """Return the answer about an order that is not known to be the customer's."""
    intent = wish.intent or "order_status"
    if wish.order == WRONG_FACT:
        # This attempt counts as well.
        last = len(recent_attempts(scene.conversation, scene.now)) + 1 >= MOST_ATTEMPTS
        return verification.too_many(facts) if last else verification.wrong_fact(facts, intent, wish.answers.options if wish.answers else ())
    if exhausted(scene.conversation, scene.now):
        return ANSWERS["order_not_found"](facts)
    if wish.answers is not None and wish.answers.kind == "second_fact" and not (wish.understanding and wish.understanding.slots.order_numbers):
        return verification.ask_fact(facts, intent, wish.answers.options)
    key = wish.understanding.slots.order_numbers[0] if wish.understanding and wish.understanding.slots.order_numbers else ""
    return verification.ask_fact(facts, intent, numbers_typed(wish.words, key))
