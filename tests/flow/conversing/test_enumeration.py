"""Nobody learns by asking whether an order exists: an unknown one and somebody else's get the same answers, in every language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, MINUTE
from bot.domain.conversation import Conversation
from bot.flow.converse import Decision, converse
from bot.flow.conversing.verify import MOST_ATTEMPTS
from tests.flow.conftest import NOW, PREPARING, scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.delivery import OutboxItem
    from bot.domain.order import Order
    from bot.flow.converse import Mind

THEIRS = replace(PREPARING, id="noor:7", number="NH-7000", customer_id="cu:omar", phone="+966509998877")
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "id", "pt", "tr", "ur")
# Guesses of the number's last digits, none of them right, and what is said besides.
GUESSES = ("1111", "2222", "?", "3333", "4444", "5555", "NH-7000", "6666")


def talked(mind: Mind, language: str, store: Sequence[Order], said: Sequence[str]) -> list[tuple[tuple[OutboxItem, ...], Conversation]]:
    """Hold a conversation in a shop that has these orders, none of them the customer's; return all that leaves it and all that is kept."""
    chat = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", language=language)
    found: list[tuple[tuple[OutboxItem, ...], Conversation]] = []
    for turn, words in enumerate(said, 1):
        claimed = chat.question is not None and chat.question.kind == "second_fact"
        at = replace(scene(words, orders=(), conversation=chat), now=NOW + turn * MINUTE, strange=tuple(store) if claimed else ())
        decision = converse(at, mind, 0)
        assert isinstance(decision, Decision)
        found.append((decision.outbox, decision.conversation))
        chat = decision.conversation
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_order_and_a_foreign_one_get_the_same_bytes(mind: Mind, language: str) -> None:
    said = ("NH-7000", *GUESSES)
    foreign, unknown = (talked(mind, language, store, said) for store in ((THEIRS,), ()))
    assert foreign == unknown
    assert repr(foreign) == repr(unknown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_answered_in_another_way_to_a_foreign_order_than_to_another_foreign_one(mind: Mind, language: str) -> None:
    other = replace(THEIRS, id="noor:8", phone="+971501112233", customer_id=None, shipments=(), lines=())
    assert talked(mind, language, (THEIRS,), ("NH-7000", *GUESSES)) == talked(mind, language, (other,), ("NH-7000", *GUESSES))


def test_guessing_comes_to_its_end_and_the_right_digits_then_open_nothing(mind: Mind) -> None:
    wrong = [f"{n}{n}{n}{n}" for n in range(1, MOST_ATTEMPTS + 1)]
    chats = [one[1] for one in talked(mind, "en", (THEIRS,), ("NH-7000", *wrong, "NH-7000", "8877"))]
    assert len(chats[-1].unverified_at) >= MOST_ATTEMPTS
    assert chats[-1].shown_orders == ()
    assert chats[-1].flag is not None


@pytest.mark.parametrize("pause", [MINUTE, DAY - 1])
def test_no_pause_within_a_day_gives_new_guesses(mind: Mind, pause: int) -> None:
    chat = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", language="en", unverified_at=(NOW,) * MOST_ATTEMPTS)
    at = replace(scene("NH-7000", orders=(), conversation=chat), now=NOW + pause, strange=(THEIRS,))
    decision = converse(at, mind, 0)
    assert isinstance(decision, Decision)
    assert decision.conversation.question is None or decision.conversation.question.kind != "second_fact"
