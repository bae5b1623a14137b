"""A customer who says what was taught is answered, in his language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.conversation import Conversation
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, converse
from bot.language.taught import Taught
from tests.flow.conftest import scene

if TYPE_CHECKING:
    from bot.flow.converse import Mind

CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1")


def decide(mind: Mind, text: str, *taught: Taught) -> Decision:
    pupil = replace(mind, matcher=mind.matcher.with_taught(taught), taught=taught)
    decision = converse(scene(text, conversation=CHAT), pupil, 0)
    assert isinstance(decision, Decision)
    return decision


def spoken(decision: Decision) -> str:
    (item,) = decision.outbox
    assert item.content is not None
    return spoken_text(item.content)


@pytest.mark.parametrize(
    ("tag", "phrase"),
    [
        ("en", "zorp blimfang gorp"),
        ("ar", "زقلم فرطن كشمل"),
        ("de", "zürp blümfang görp"),
        ("fr", "zorpé blimfàng gorpe"),
        ("tr", "zorpğ blimfanş gorpü"),
        ("hi", "ज़ोर्प ब्लिमफंग गोर्प"),
    ],
)
def test_what_was_taught_in_a_language_is_answered_in_it(mind: Mind, tag: str, phrase: str) -> None:
    before, after = decide(mind, phrase), decide(mind, phrase, Taught("order_status", tag, phrase))
    assert "NH-1041" not in spoken(before)
    assert "NH-1041" in spoken(after)
    assert after.conversation.language == tag


def test_what_is_understood_is_on_the_list_no_more_and_counts_as_no_miss(mind: Mind) -> None:
    before = decide(mind, "zorp blimfang gorp")
    after = decide(mind, "zorp blimfang gorp", Taught("order_status", "en", "zorp blimfang gorp"))
    assert ([one.text for one in before.unclear], before.conversation.misunderstood) == (["zorp blimfang gorp"], 1)
    assert (after.unclear, after.conversation.misunderstood) == ((), 0)


def test_what_was_taught_as_none_of_our_business_is_listed_no_more(mind: Mind) -> None:
    after = decide(mind, "zorp blimfang gorp", Taught("out_of_scope", "en", "zorp blimfang gorp"))
    assert (after.unclear, after.conversation.misunderstood) == ((), 1)


def test_the_number_beside_a_taught_phrase_still_names_the_order(mind: Mind) -> None:
    taught = Taught("order_status", "en", "zorp blimfang gorp")
    assert "NH-1041" in spoken(decide(mind, "zorp blimfang gorp NH-1041", taught))
