"""Who may be told what."""

from __future__ import annotations

import pytest

from bot.domain.consent import Consent, last_word, no_consent, with_word

STOP = Consent("utility", given=False, at=100, source="chat", wording="stop")
START = Consent("utility", given=True, at=200, source="chat", wording="start")
OFFERS = Consent("marketing", given=True, at=100, source="checkout")


@pytest.mark.parametrize(
    ("consents", "ticked", "declared", "allowed"),
    [
        ((), None, False, False),
        ((), None, True, True),
        ((), True, False, True),
        ((), True, True, True),
        # A box that was left empty is an answer, whatever the store declares.
        ((), False, True, False),
        ((STOP,), True, True, False),
        ((START,), None, False, True),
        ((START,), False, False, True),
        ((STOP, START), None, False, True),
        ((OFFERS,), None, False, False),
    ],
)
def test_order_news_needs_consent(consents: tuple[Consent, ...], ticked: bool | None, declared: bool, allowed: bool) -> None:  # noqa: FBT001 - a table
    why = no_consent("utility", consents, ticked=ticked, declared=declared)
    assert (why is None) == allowed
    assert why is None or why.startswith("no consent: ")


@pytest.mark.parametrize(("consents", "allowed"), [((), False), ((START,), False), ((OFFERS,), True)])
def test_offers_need_a_word_of_the_customers_own(consents: tuple[Consent, ...], allowed: bool) -> None:  # noqa: FBT001 - a table
    assert (no_consent("marketing", consents, ticked=True, declared=True) is None) == allowed


def test_answers_are_always_allowed() -> None:
    assert no_consent("service", (STOP,), ticked=False, declared=False) is None


def test_a_refusal_quotes_the_customer() -> None:
    assert no_consent("utility", (STOP,), ticked=True, declared=True) == "no consent: the customer has stopped these messages (chat, 'stop')"


def test_the_newest_word_counts_whatever_comes_first() -> None:
    assert with_word(with_word((), START), STOP) == (START,)
    assert last_word(with_word((STOP,), START), "utility") == START
    assert last_word((STOP,), "marketing") is None
