"""What may mean several things, what means several at once, and what nobody understands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import ANSWERS, not_sure
from bot.domain.content import ButtonsOut
from bot.domain.conversation import Conversation, Question
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, converse
from bot.language.slots import Slots
from bot.language.understand import Guess, Understanding
from tests.flow.conftest import NOW, scene

if TYPE_CHECKING:
    from bot.flow.converse import Mind
    from bot.flow.conversing.scene import Scene

CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", language="en")


class Fixed:
    """Understands every text as the test says."""

    def __init__(self, *guesses: tuple[str, float], also: tuple[str, ...] = (), slots: Slots | None = None) -> None:
        self._reading = Understanding("en", True, tuple(Guess(*one) for one in guesses), slots or Slots(), "made", also=also)  # noqa: FBT003

    def understand(self, _text: str, *, preferred: str | None = None, today: object = None) -> Understanding:
        """Return the one reading."""
        del preferred, today
        return self._reading


def decide(mind: Mind, matcher: Fixed, at: Scene) -> Decision:
    decision = converse(at, replace(mind, matcher=matcher), 0)  # type: ignore[arg-type]
    assert isinstance(decision, Decision)
    return decision


UNSURE = Fixed(("return_request", 0.34), ("exchange", 0.3), ("refund_request", 0.2), ("missing_item", 0.01))
LOST = Fixed(("return_request", 0.01))


def test_the_likeliest_things_are_offered(mind: Mind) -> None:
    (item,) = decide(mind, UNSURE, scene("hmm", conversation=CHAT)).outbox
    assert isinstance(item.content, ButtonsOut)
    assert [button.id for button in item.content.buttons] == ["ask:return_request", "ask:exchange", "ask:refund_request"]


def test_after_a_second_doubt_a_person_is_offered(mind: Mind) -> None:
    first = decide(mind, UNSURE, scene("hmm", conversation=CHAT))
    second = decide(mind, UNSURE, scene("hmm hmm", conversation=first.conversation))
    content = second.outbox[0].content
    assert isinstance(content, ButtonsOut)
    assert content.buttons[0].id == "ask:talk_to_human"
    assert second.conversation.flag is not None


def test_without_any_guess_the_menu_helps(mind: Mind) -> None:
    (item,) = decide(mind, LOST, scene("hmm", conversation=CHAT)).outbox
    assert isinstance(item.content, ButtonsOut)
    assert item.content.buttons[0].id == "ask:order_status"


@pytest.mark.parametrize("intent", not_sure.TITLES)
def test_whatever_is_offered_has_an_answer(intent: str) -> None:
    assert intent in ANSWERS


def test_nothing_is_offered_that_has_no_name() -> None:
    assert not_sure.answer(["greeting", "thanks"]) is None


def test_two_questions_get_one_message(mind: Mind) -> None:
    both = Fixed(("order_status", 0.9), also=("business_hours",))
    (item,) = decide(mind, both, scene("where is it and when do you open", conversation=CHAT)).outbox
    assert item.content is not None
    assert "NH-1041" in spoken_text(item.content)


def test_what_nobody_understands_is_kept_masked(mind: Mind) -> None:
    decision = decide(mind, LOST, scene("blorp 1042 me@b.example", conversation=CHAT))
    (kept,) = decision.unclear
    assert (kept.id, kept.text, kept.guesses) == ("wa:wamid.0", "blorp #### <email>", ("return_request",))


def test_what_is_understood_is_not_kept(mind: Mind) -> None:
    assert decide(mind, Fixed(("order_status", 0.9)), scene("where is it", conversation=CHAT)).unclear == ()


def test_what_was_acted_upon_with_little_confidence_is_kept_too(mind: Mind) -> None:
    decision = decide(mind, Fixed(("order_status", 0.55), ("order_eta", 0.3)), scene("where iz mai oda", conversation=CHAT))
    assert [(kept.text, kept.guesses) for kept in decision.unclear] == [("where iz mai oda", ("order_status", "order_eta"))]


def test_what_is_rejected_by_likeness_is_kept_and_what_the_files_reject_is_not(mind: Mind) -> None:
    at = scene("quand levez vous le rideau", conversation=CHAT)
    assert [kept.text for kept in decide(mind, Fixed(("out_of_scope", 0.9)), at).unclear] == ["quand levez vous le rideau"]
    known = converse(scene("tell me a joke", conversation=CHAT), mind, 0)
    assert isinstance(known, Decision)
    assert known.unclear == ()


def test_an_address_that_was_asked_for_is_not_kept(mind: Mind) -> None:
    asked = Question("change_address", (), NOW - 1, NOW + 9, "details", "noor:1")
    at = scene("King Fahd Road 12", conversation=replace(CHAT, question=asked))
    assert decide(mind, Fixed(("order_status", 0.3)), at).unclear == ()


def test_a_language_asked_for_by_name_stays(mind: Mind) -> None:
    named = Fixed(("change_language", 0.9), slots=Slots(language="ar"))
    chosen = decide(mind, named, scene("in arabic please", conversation=CHAT)).conversation
    assert (chosen.language, chosen.language_chosen) == ("ar", True)
    assert decide(mind, Fixed(("order_status", 0.9)), scene("where is it", conversation=chosen)).conversation.language == "ar"
