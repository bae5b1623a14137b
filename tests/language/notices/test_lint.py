"""Templates that Meta would refuse, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.notices.lint import Finding, lint
from bot.language.notices.sales_words import SALES_WORDS, sales_words_in

Json = dict[str, Any]
TEXT = "Your order {{order}} from the shop is on its way to you."


def body(text: str = TEXT, *names: str) -> Json:
    return {
        "type": "BODY",
        "text": text,
        "example": {"body_text_named_params": [{"param_name": name, "example": "x"} for name in names or ("order",)]},
    }


def buttons(*labels: str, **more: str) -> Json:
    return {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": label, **more} for label in labels]}


def template(*components: Json, **changes: Any) -> Json:
    one = {"name": "shipped", "language": "en", "category": "UTILITY", "parameter_format": "NAMED", "components": [*(components or [body()])]}
    return one | changes


def said(*definitions: Json, level: str = "error") -> list[str]:
    return [finding.what for finding in lint(definitions) if finding.level == level]


def test_a_good_template_has_no_findings() -> None:
    assert lint([template(body(), buttons("Track my order", "Talk to us"))], ["en"]) == ()


@pytest.mark.parametrize(
    ("definition", "what"),
    [
        (template(name="Shipped"), "the name may have 512"),
        (template(name="x" * 513), "the name may have 512"),
        (template(name=""), "the name may have 512"),
        (template(category="NEWS"), "the category is 'NEWS'"),
        (template(parameter_format="POSITIONAL"), "the variables are numbered"),
        (template(components=[]), "there are 0 bodies"),
        (template(components="text"), "there are 0 bodies"),
        (template(body(), body()), "there are 2 bodies"),
        (template(body(" ")), "the body is empty"),
        (template(body("x" * 1025)), "the body has 1025 characters, 1024 are allowed"),
        (template(body("{{order}} from the shop is on its way to you.")), "the body begins with a variable"),
        (template(body("“{{order}} from the shop is on its way to you.")), "the body begins with a variable"),
        (template(body("On its way from our shop to you is {{order}}.")), "the body ends with a variable"),
        (template(body("Your order {{order}} {{store}} is on its way to you now.", "order", "store")), "two variables stand side by side"),
        (template(body("Order {{order}} is {{state}} today.", "order", "state")), "2 variables in 3 words are too many"),
        (template(body("Your order {{1}} from the shop is on its way to you.", "1")), "{{1}} is no name of a variable"),
        (template(body("Your order {{ order }} from the shop is on its way.", " order ")), "{{ order }} is no name"),
        (template({"type": "BODY", "text": TEXT}), "{{order}} has no example"),
        (template(body(TEXT, "order", "store")), "there is an example for 'store'"),
        (template(body(), {"type": "HEADER", "text": "x" * 61}), "the header has 61 characters"),
        (template(body(), {"type": "HEADER", "text": "Good news 🚚"}), "the header has an emoji"),
        (template(body(), {"type": "HEADER", "format": "DOCUMENT"}), "the header has no example"),
        (template(body(), {"type": "FOOTER", "text": "x" * 61}), "the footer has 61 characters"),
        (template(body(), {"type": "FOOTER", "text": "two\nlines"}), "the footer has an emoji or a line break"),
        (template(body(), buttons(*map(str, range(11)))), "there are 11 buttons, 10 are allowed"),
        (template(body(), buttons("a", "b", "c", type="URL", url="https://a.example")), "there are 3 URL buttons, 2 are allowed"),
        (template(body(), buttons("x" * 26)), "has 26 characters, 25 are allowed"),
        (template(body(), buttons("")), "is empty"),
        (template(body(), buttons("Go 🚚")), "has an emoji"),
        (template(body(), buttons("Track {{order}}")), "a variable, which Meta refuses"),
        (template(body(), buttons("Track", "Track")), "two buttons have the same label"),
        (template(body(), buttons("Track", type="URL", url="shop.example")), "must be a web address"),
        (template(body(), buttons("Track", type="URL", url="https://shop.example/{{a}}/x")), "may have one variable, at its end"),
    ],
)
def test_what_meta_would_refuse_is_an_error(definition: Json, what: str) -> None:
    assert any(what in one for one in said(definition)), said(definition)


def test_arabic_isolates_are_no_words() -> None:
    text = "\u2068{{order}}\u2069 في الطريق إليك من المتجر الآن."
    assert "the body begins with a variable: put a word before it" in said(template(body(text), language="ar"))


def test_a_document_header_with_its_handle_is_right() -> None:
    header = {"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": ["4:x"]}}
    assert lint([template(header, body())]) == ()


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Get 20% off your next order and save more.", ("% off", "save")),
        ("en_US", "A discount for you", ("discount",)),
        ("ar", "لديك خصم على طلبك القادم", ("خصم",)),
        ("pt_BR", "Você ganhou descontos", ("descontos",)),
        ("de", "Ihr Rabattcode wartet", ("rabattcode",)),
        ("tr", "Size özel indirimler", ("indirimler",)),
        ("xx", "Use this coupon", ("coupon",)),
        ("en", "Your order is on its way, wholesale or not. Thank you!", ()),
        ("ar", "طلبك في الطريق إليك", ()),
    ],
)
def test_words_that_sell_are_found_in_their_language(language: str, text: str, words: tuple[str, ...]) -> None:
    assert sales_words_in(text, language) == words


def test_order_news_that_sells_is_a_warning_and_marketing_may_sell() -> None:
    selling = body("Your order {{order}} comes with a discount for the next one.")
    (warning,) = said(template(selling), level="warning")
    assert warning == "Meta may turn it to MARKETING because of 'discount': say it without"
    assert said(template(selling, category="MARKETING"), level="warning") == []
    assert said(template(body(), buttons("Shop now")), level="warning") != []


def test_a_missing_language_is_named() -> None:
    (finding,) = lint([template()], ["en", "ar"])
    assert (finding.level, finding.name, finding.language) == ("warning", "shipped", "ar")


def test_repetitions_are_named() -> None:
    assert "there are 2 of this name in this language: rename all but one" in said(template(), template())
    assert said(template(), template(name="other"), level="warning") == ["it says the same as shipped: Meta refuses repeated content"]
    assert lint([template(), template(language="de")]) == ()


def test_a_finding_names_template_and_language() -> None:
    found = lint([template(body(), buttons("a", "a"))])
    assert found == (Finding("error", "shipped", "en", "two buttons have the same label: name them differently"),)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
)
PARTS = st.fixed_dictionaries({"type": st.sampled_from(["BODY", "HEADER", "FOOTER", "BUTTONS", "?"])}, optional={
    "text": st.text(max_size=30) | st.sampled_from(["{{a}}", "{{a}}{{b}}", "{{"]),
    "format": ANYTHING,
    "example": ANYTHING,
    "buttons": ANYTHING,
})  # fmt: skip


@given(
    st.lists(
        st.fixed_dictionaries({"components": st.lists(PARTS | ANYTHING, max_size=4) | ANYTHING}, optional={"name": ANYTHING, "language": st.text()}),
        max_size=3,
    )
)
def test_nothing_makes_it_raise(definitions: list[Json]) -> None:
    assert all(finding.what for finding in lint(definitions, ["en"]))


def test_every_language_that_we_have_has_its_words() -> None:
    assert {"ar", "de", "en", "es", "fr", "hi", "id", "pt", "tr", "ur"} == SALES_WORDS.keys()
    assert all(len(words.split("; ")) >= 8 for words in SALES_WORDS.values())
