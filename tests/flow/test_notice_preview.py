"""How a notice looks on the phone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import ImageOut, ListOut, TextOut
from bot.domain.notice import KINDS
from bot.domain.store import Store
from bot.domain.template import TemplateCopy, template_id
from bot.flow.notice_preview import Bubble, TemplateView, as_message, as_template, bubble_of
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices.own_words import in_own_words

if TYPE_CHECKING:
    from bot.domain.notice import Milestone

NOW = 1_760_000_000_000
NOOR = Store("noor", "Noor Home", "n1", language="ar")
ALL = list(KINDS)


@pytest.fixture(scope="module")
def speech() -> Catalogues:
    return Catalogues.load(data_folder("locales"))


def message(speech: Catalogues, milestone: Milestone, language: str = "en") -> Bubble:
    return as_message(milestone, speech.best(language, "en"), catalogues=speech, store=NOOR, now=NOW)


def template(speech: Catalogues, milestone: Milestone, *copies: TemplateCopy, language: str = "en") -> TemplateView:
    return as_template(milestone, speech.best(language, "en"), copies, catalogues=speech, store=NOOR, now=NOW)


def copy(body: str, name: str = "wasla_order_shipped", **more: object) -> TemplateCopy:
    made = TemplateCopy(template_id("w1", name, "en"), "w1", name, "en", "APPROVED", "UTILITY", synced_at=NOW, body=body)
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("milestone", ALL)
def test_every_notice_can_be_looked_at_in_every_language(speech: Catalogues, milestone: Milestone) -> None:
    for language in speech.languages:
        bubble, view = message(speech, milestone, language), template(speech, milestone, language=language)
        assert bubble.text
        assert (bubble.language, bubble.rtl) == (language, language in {"ar", "ur"})
        assert "{" not in bubble.text + view.bubble.text


@pytest.mark.parametrize("milestone", ALL)
def test_what_is_made_up_is_filled_in_with_real_values(speech: Catalogues, milestone: Milestone) -> None:
    bubble, view = message(speech, milestone), template(speech, milestone)
    assert "#1042" in bubble.text
    assert "Noor Home" in view.bubble.text
    assert " - " not in view.bubble.text.replace("Aramex", "")


@pytest.mark.parametrize(("milestone", "said"), [("refunded", "SAR 99.00"), ("confirmed", "payment: paid"), ("cod_confirm", "in cash")])
def test_the_made_up_order_suits_the_notice(speech: Catalogues, milestone: Milestone, said: str) -> None:
    assert said in message(speech, milestone).text.replace("\u00a0", " ")


def test_a_message_has_buttons_a_link_or_a_file_as_it_is_sent(speech: Catalogues) -> None:
    assert message(speech, "cod_confirm").buttons == ("Confirm order", "Cancel order")
    assert (message(speech, "shipped").buttons, message(speech, "shipped").link) == (("Track parcel",), True)
    assert message(speech, "invoice").document == template(speech, "invoice").bubble.document == "Invoice INV-1042.pdf"


def test_a_template_has_the_buttons_of_its_definition(speech: Catalogues) -> None:
    view = template(speech, "shipped")
    assert (view.name, view.language, view.bubble.buttons, view.bubble.link) == ("wasla_order_shipped", "en", ("Track my order",), False)
    assert template(speech, "shipped", language="pt").language == "pt_BR"


def test_a_stores_words_are_in_both(speech: Catalogues) -> None:
    own = in_own_words(speech, {("delivered", "en"): "Yay! {order} of {store} is there."}, keep=False)
    assert message(own, "delivered").text == "Yay! #1042 of Noor Home is there."
    assert template(own, "delivered").wanted == "Yay! {{order}} of {{store}} is there."


def test_what_is_typed_is_not_remembered(speech: Catalogues) -> None:
    words = {("delivered", "en"): "Yay! {order} of {store} is with you."}
    assert in_own_words(speech, words, keep=False) is not in_own_words(speech, words, keep=False)
    assert in_own_words(speech, words) is in_own_words(speech, words)


def test_the_template_shows_what_meta_has_of_it(speech: Catalogues) -> None:
    view = template(speech, "shipped", copy("Order {{order}} of {{store}} left; {{new}} too."))
    assert view.bubble.text == "Order #1042 of Noor Home left; {{new}} too."
    assert (view.state, view.status) == ("other", "APPROVED")


def test_how_the_template_stands(speech: Catalogues) -> None:
    ours = template(speech, "shipped").wanted
    other = copy("x", "some_other")
    assert template(speech, "shipped", copy(ours)).state == "same"
    assert template(speech, "shipped", other).state == "none"
    assert template(speech, "shipped").state == template(speech, "shipped", copy("", synced_at=0)).state == "unread"


def test_the_wanted_text_is_free_of_marks_that_nobody_sees(speech: Catalogues) -> None:
    assert "\u2068" not in template(speech, "shipped", language="ar").wanted
    assert "\u2068" in template(speech, "shipped", language="ar").bubble.text


def test_other_kinds_of_messages(speech: Catalogues) -> None:
    english = speech.best("en", "en")
    assert bubble_of(TextOut("x"), english) == Bubble("x", "en")
    assert bubble_of(ListOut("x", "Choose", ()), english).buttons == ("Choose",)
    assert bubble_of(ImageOut("d"), english).text == ""
