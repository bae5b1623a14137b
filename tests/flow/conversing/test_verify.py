"""Whose order is it?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, MINUTE
from bot.domain.content import ContactRequestOut
from bot.domain.conversation import Conversation
from bot.domain.customer import Customer
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, converse
from bot.flow.conversing.verify import numbers_typed
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING, scene

if TYPE_CHECKING:
    from bot.domain.order import Order
    from bot.flow.converse import Mind

THEIRS = replace(PREPARING, id="noor:7", number="NH-7000", customer_id="cu:omar", phone="+966509998877")


class Talk:
    """Somebody whose own orders are ``mine``; the store has THEIRS as well, and the shell finds it once it is claimed."""

    last: Decision

    def __init__(self, mind: Mind, *mine: Order, customer: Customer | None = None) -> None:
        self.mind = mind
        self.mine = mine
        self.customer = customer
        self.chat = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", language="en")
        self.now = NOW

    def say(self, words: str, *, later: int = MINUTE) -> str:
        """Return what is answered, a while later."""
        self.now += later
        question = self.chat.question
        claimed = question is not None and question.kind == "second_fact" and "NH7000" in question.options
        shown = (THEIRS,) if THEIRS.id in self.chat.shown_orders else ()
        at = replace(scene(words, orders=(*shown, *self.mine), conversation=self.chat), now=self.now, strange=(THEIRS,) if claimed else ())
        decision = converse(replace(at, customer=self.customer or at.customer), self.mind, 0)
        assert isinstance(decision, Decision)
        self.last, self.chat = decision, decision.conversation
        return "\n".join(spoken_text(item.content) for item in decision.outbox if item.content)


def test_number_and_last_digits_show_the_order(mind: Mind) -> None:
    talk = Talk(mind)
    assert "order number" in talk.say("where is my order")
    assert "last four digits" in talk.say("NH-7000")
    assert "preparing your order NH-7000" in talk.say("8877")
    assert talk.chat.shown_orders == (THEIRS.id,)


@pytest.mark.parametrize(
    "fact", ["8877", "+966509998877", "0509998877", "٨٨٧٧", "it ends in 8877", "966 50 999 8877", "NH-7000, 8877", "order NH-7000 and 0509998877"]
)
def test_the_fact_in_many_forms(mind: Mind, fact: str) -> None:
    talk = Talk(mind)
    talk.say("where is order NH-7000")
    assert "preparing" in talk.say(fact)


def test_the_number_of_another_order_is_no_fact(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("where is order NH-9999")
    assert "NH7000" in talk.say("NH-7000")
    assert talk.chat.unverified_at == ()
    assert "preparing" in talk.say("8877")


def test_what_was_shown_stays_shown(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("where is order NH-7000")
    talk.say("8877")
    assert "preparing" in talk.say("where is my order")


def test_an_unknown_order_and_somebody_elses_get_the_same_answers(mind: Mind) -> None:
    one, other = Talk(mind), Talk(mind)
    asked = one.say("where is order NH-7000"), other.say("where is order NH-7001")
    tried = one.say("1111"), other.say("1111")
    assert asked[0].replace("7000", "7001") == asked[1]
    assert tried[0] == tried[1]


def test_nothing_of_the_order_is_told_before(mind: Mind) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    words = talk.say("where is order NH-7000") + talk.say("8878") + talk.say("what?")
    assert "preparing" not in words
    assert all(item.order_id != THEIRS.id for item in talk.last.outbox)


def test_five_wrong_facts_are_enough_for_a_day(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("where is order NH-7000")
    answers = [talk.say(f"{n}{n}{n}{n}") for n in range(1, 6)]
    assert "asked someone from our team" in answers[-1]
    assert talk.chat.flag is not None
    assert talk.chat.flag.reason == "unverified"


def test_after_them_the_right_fact_comes_too_late(mind: Mind) -> None:
    talk = Talk(mind)
    talk.chat = replace(talk.chat, unverified_at=(NOW,) * 5)
    talk.say("where is order NH-7000")
    assert "preparing" not in talk.say("8877")
    talk.say("where is order NH-7000", later=DAY)
    talk.say("8877")
    assert talk.chat.shown_orders == (THEIRS.id,)


def test_asking_what_is_no_attempt_and_keeps_the_question(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("where is order NH-7000")
    talk.say("what?")
    talk.say("1111")
    talk.say("what?")
    assert len(talk.chat.unverified_at) == 1
    assert "preparing" in talk.say("8877")


def test_an_order_of_ones_own_needs_no_proof(mind: Mind) -> None:
    talk = Talk(mind, ON_ITS_WAY)
    talk.say("where is order NH-7000")
    assert "NH-1041" in talk.say("where is order 1041")


def test_who_has_no_number_may_share_it(mind: Mind) -> None:
    talk = Talk(mind, customer=Customer("cu:sara", "noor", bsuid="SA.7"))
    talk.say("where is my order")
    assert isinstance(talk.last.outbox[0].content, ContactRequestOut)


def test_an_order_without_phone_can_not_be_shown(mind: Mind) -> None:
    talk = Talk(mind)
    talk.say("where is order NH-7000")
    at = replace(scene("8877", orders=(), conversation=talk.chat), now=talk.now, strange=(replace(THEIRS, phone=None),))
    decision = converse(at, mind, 0)
    assert isinstance(decision, Decision)
    assert decision.conversation.shown_orders == ()


@pytest.mark.parametrize(("words", "key", "typed"), [("order NH-7000 please", "NH7000", ("NH-7000", "NH7000")), ("#7000", "7000", ("#7000", "7000"))])
def test_a_number_is_looked_up_as_it_was_typed(words: str, key: str, typed: tuple[str, ...]) -> None:
    assert numbers_typed(words, key) == typed
