"""Which messages the customer wants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answers import consents
from bot.domain.consent import Consent
from tests.answers.conftest import NOW, facts

if TYPE_CHECKING:
    from bot.domain.answer import Facts
    from tests.answers.conftest import Words

EVERYTHING = {("marketing", False), ("utility", False)}
STOPPED = (Consent("marketing", given=False, at=NOW, source="chat"), Consent("utility", given=False, at=NOW, source="chat"))


def after_stop(text: str) -> Facts:
    return replace(facts(text=text), consents=STOPPED)


@pytest.mark.parametrize("text", ["STOP", "stop messaging me", "unsubscribe", "توقف", ""])
def test_stop_ends_offers_and_updates(text: str) -> None:
    said = consents.opt_out(facts(text=text))
    assert set(said.consents) == EVERYTHING
    assert [option.id for option in said.options] == ["ask:keep_updates"]


@pytest.mark.parametrize("text", ["stop sending me offers", "لا ترسلوا لي عروض", "no more newsletter"])
def test_who_names_offers_ends_offers_alone(words: Words, text: str) -> None:
    said = consents.opt_out(facts(text=text))
    assert said.consents == (("marketing", False),)
    assert "still write to you about your orders" in words(said)


def test_questions_are_answered_after_stop(words: Words) -> None:
    assert "I still answer whenever you write" in words(consents.opt_out(facts(text="stop")))


def test_updates_can_be_kept() -> None:
    assert consents.keep_updates(facts()).consents == (("utility", True),)


def test_start_gives_back_what_was_stopped() -> None:
    assert set(consents.opt_in(after_stop("START")).consents) == {("marketing", True), ("utility", True)}


def test_start_gives_no_more_than_was_stopped() -> None:
    only_updates = replace(facts(text="START"), consents=STOPPED[1:])
    assert consents.opt_in(only_updates).consents == (("utility", True),)


def test_who_asks_for_offers_gets_offers_alone() -> None:
    assert consents.opt_in(after_stop("send me your offers")).consents == (("marketing", True),)


def test_without_a_word_of_offers_they_are_asked_about() -> None:
    said = consents.opt_in(facts(text="keep me updated"))
    assert said.consents == (("utility", True),)
    assert [option.id for option in said.options] == ["ask:want_offers"]


def test_a_tap_wants_offers(words: Words) -> None:
    said = consents.want_offers(facts())
    assert said.consents == (("marketing", True),)
    assert "Write STOP" in words(said)
