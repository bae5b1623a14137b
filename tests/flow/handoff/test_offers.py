"""Which templates a person is offered, and what he makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.consent import Consent
from bot.domain.content import TemplateOut
from bot.domain.template import TemplateCopy
from bot.flow.handoff.acts import Refused
from bot.flow.handoff.offers import LONGEST_VALUE, Offer, filled_in, offers

ENGLISH = TemplateCopy("w:hi:en", "w", "hi", "en", "APPROVED", "UTILITY", parameters=("name",), body="Hi {{name}}, it's {{ name }}!")
ARABIC = replace(ENGLISH, id="w:hi:ar", language="ar")
BRITISH = replace(ENGLISH, id="w:hi:en_GB", language="en_GB")


@pytest.mark.parametrize(
    ("copies", "languages", "chosen"),
    [
        ([ENGLISH, ARABIC], ("ar", "en"), "ar"),
        ([ENGLISH, ARABIC], ("ar-EG", None), "ar"),
        ([ENGLISH, ARABIC], ("tr", "ar"), "ar"),
        ([ENGLISH, ARABIC], (None,), "en"),
        ([BRITISH], ("tr",), "en_GB"),
        ([replace(ENGLISH, language="pt_BR")], ("pt",), "pt_BR"),
    ],
)
def test_the_customers_language_comes_first_then_the_stores_then_english(
    copies: list[TemplateCopy], languages: tuple[str | None, ...], chosen: str
) -> None:
    assert [one.copy.language for one in offers(copies, (), languages)] == [chosen]


@pytest.mark.parametrize(
    "copy",
    [
        replace(ENGLISH, status="PENDING"),
        replace(ENGLISH, category="AUTHENTICATION"),
        replace(ENGLISH, body=""),
        replace(ENGLISH, shape="DOCUMENT"),
        replace(ENGLISH, shape="QUICK_REPLY URL"),
        replace(ENGLISH, language="fr"),
    ],
)
def test_what_can_not_be_filled_in_or_sent_is_not_offered(copy: TemplateCopy) -> None:
    assert offers([copy], (), ("en",)) == ()


def test_a_refusal_of_one_language_leaves_the_next() -> None:
    assert [one.copy for one in offers([replace(ARABIC, status="PAUSED"), ENGLISH], (), ("ar",))] == [ENGLISH]


def test_consent_is_asked_by_category() -> None:
    sale = replace(ENGLISH, name="sale", category="MARKETING")
    stop = Consent("utility", given=False, at=1, source="chat")
    assert [bool(one.no_consent) for one in offers([ENGLISH, sale], (), ("en",))] == [False, True]
    assert [bool(one.no_consent) for one in offers([ENGLISH], (stop,), ("en",))] == [True]


def test_the_preview_shows_values_and_gaps() -> None:
    offer = Offer(ENGLISH, "utility")
    assert offer.pieces({"name": "Sara"}) == (("", "Hi "), ("name", "Sara"), ("", ", it's "), ("name", "Sara"), ("", "!"))
    assert offer.pieces({})[1] == ("name", "{name}")


def test_values_are_tidy_and_complete() -> None:
    offer = Offer(ENGLISH, "utility")
    assert filled_in(offer, {"name": " Sara\n B ", "other": "x"}) == TemplateOut("hi", "en", (("name", "Sara B"),))
    for value, why in ((" ", "gap"), ("{order}", "gap"), ("x" * (LONGEST_VALUE + 1), "too_long")):
        made = filled_in(offer, {"name": value})
        assert isinstance(made, Refused)
        assert made.reason == why
