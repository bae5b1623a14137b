"""A store's own wording of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.answer import Ref, Say
from bot.language.notices import template_definitions
from bot.language.notices.own_words import check_wording, doubts, faults, in_own_words
from bot.language.voice import Voice
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from bot.language.catalogue import Catalogues

OWN = {("delivered", "en"): "Yay! Order {order} by {store} is with you now."}


def test_a_stores_words_take_the_place_of_ours(catalogues: Catalogues) -> None:
    voice = Voice(in_own_words(catalogues, OWN), "en", STORE)
    assert voice.text(Say("notice.delivered", {"order": Ref("#1"), "store": Ref("Noor")})) == "Yay! Order #1 by Noor is with you now."
    assert "cancelled" in voice.text(Say("notice.cancelled"))


def test_the_other_languages_and_other_stores_keep_ours(catalogues: Catalogues) -> None:
    own = in_own_words(catalogues, OWN)
    assert "تم توصيل" in Voice(own, "ar", STORE).text(Say("notice.delivered"))
    assert "Yay" not in Voice(catalogues, "en", STORE).text(Say("notice.delivered"))


def test_a_template_speaks_as_the_store_does(catalogues: Catalogues) -> None:
    texts = [str(one["components"]) for one in template_definitions(in_own_words(catalogues, OWN)) if one["name"] == "wasla_order_delivered"]
    assert sum("Yay! Order {{order}} by {{store}} is with you now." in text for text in texts) == 1


def test_no_words_of_its_own_cost_nothing(catalogues: Catalogues) -> None:
    assert in_own_words(catalogues, {}) is catalogues
    assert in_own_words(catalogues, OWN) is in_own_words(catalogues, dict(OWN))


@pytest.mark.parametrize(
    ("milestone", "language", "text", "problem"),
    [
        ("arrived", "en", "x {order}", "there is no notice 'arrived'"),
        ("delivered", "xx", "Order {order} of {store} is there.", "there is no language 'xx'"),
        ("delivered", "en", "Your order is there.", "lacks {order}, {store}"),
        (
            "delivered",
            "en",
            "Order {order} of {store} and {carrier} is there.",
            "has {carrier}, which this notice does not know; it knows order, store",
        ),
        ("delivered", "en", "{order} of {store} is there.", "begins with a value"),
        ("delivered", "en", "Here is {order} of {store}.", "ends with a value"),
        ("delivered", "en", "  ", "is empty"),
        ("delivered", "en", "Order {order} of {store} is {there", "write a value as {name}"),
        ("delivered", "en", "Order {order!r} of {store} is there", "is not a plain name"),
        ("delivered", "en", f"Order {{order}} of {{store}} is there {'x' * 1024}", "1024 are allowed"),
    ],
)
def test_words_that_can_not_be_used_are_refused_with_the_reason(
    catalogues: Catalogues, milestone: str, language: str, text: str, problem: str
) -> None:
    problems = check_wording({(milestone, language): text}, catalogues)
    assert any(problem in one and f"the wording of {milestone} in {language}" in one for one in problems), problems


@pytest.mark.parametrize(
    ("text", "kinds", "names"),
    [
        ("Your order is there.", ["lacks"], ("order", "store")),
        ("{order} is {eta}", ["lacks", "unknown", "begins"], ("store", "eta")),
        ("", ["lacks", "empty"], ("order", "store")),
        ("a {", ["brace"], ()),
    ],
)
def test_faults_name_the_values_that_they_are_about(catalogues: Catalogues, text: str, kinds: list[str], names: tuple[str, ...]) -> None:
    found = list(faults("delivered", "en", text, catalogues))
    assert ([one.kind for one in found], tuple(name for one in found for name in one.names)) == (kinds, names)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Your order {order} of {store} is there.", []),
        ("Your order is there, and so are you.", []),
        ("Here is your order {order} {store} at last.", ["beside"]),
        ("Order {order} of {store} came.", ["crowded"]),
        ("a {", []),
    ],
)
def test_what_meta_refuses_besides_is_a_doubt(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in doubts(text)] == kinds


def test_good_words_have_no_problems(catalogues: Catalogues) -> None:
    assert check_wording(OWN, catalogues) == ()
    assert check_wording({}, catalogues) == ()


def test_languages_that_nobody_speaks_are_left_out(catalogues: Catalogues) -> None:
    own = in_own_words(catalogues, {("delivered", "xx"): "x", ("nonsense", "en"): "y"})
    assert own.languages == catalogues.languages
