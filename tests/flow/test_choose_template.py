"""Which template tells a notice, as the copies stand at Meta."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import TemplateOut
from bot.domain.template import TemplateCopy, template_id
from bot.flow.choose_template import NoTemplate, Wish, choose_template
from bot.language.notices import GENERAL, PLANS, template_parameters
from tests.domain.notices import ORDERS, notice_of
from tests.flow.conftest import STORE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.notice import Milestone
    from bot.flow.converse import Mind

Copies = dict[tuple[str, str], TemplateCopy]
OWN = "wasla_order_shipped"


def copy(mind: Mind, name: str, language: str, **changes: object) -> TemplateCopy:
    """Return a copy as ours would stand at Meta."""
    plan = PLANS[name]
    parameters = template_parameters(plan, mind.catalogues.best(language, "en")) or ()
    made = TemplateCopy(
        template_id("w1", name, language), "w1", name, language, "APPROVED", plan.category, "GREEN", parameters, synced_at=1, shape=plan.shape
    )
    return replace(made, **changes)  # type: ignore[arg-type] # real fields


def copies(mind: Mind, *changed: TemplateCopy, without: tuple[tuple[str, str], ...] = ()) -> Copies:
    """Return copies of everything in both languages, some of them changed or missing."""
    found = {(name, language): copy(mind, name, language) for name in PLANS for language in ("ar", "en")}
    found |= {(one.name, one.language): one for one in changed}
    return {key: one for key, one in found.items() if key not in without}


def choose(
    mind: Mind,
    there: Mapping[tuple[str, str], TemplateCopy] | None,
    milestone: Milestone = "shipped",
    language: str | None = "ar-SA",
    *,
    agreed: bool = False,
) -> TemplateOut | NoTemplate:
    wish = Wish(notice_of(milestone), ORDERS[milestone], language, agreed)
    return choose_template(wish, there, catalogues=mind.catalogues, store=STORE, tap=lambda order, intent: f"{order}|{intent}")


def chosen(found: TemplateOut | NoTemplate) -> tuple[str, str]:
    assert isinstance(found, TemplateOut), found
    return found.name, found.language


def reason(found: TemplateOut | NoTemplate) -> str:
    assert isinstance(found, NoTemplate)
    return found.reason


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar-SA", "ar"), ("ar", "ar"), ("ar_EG", "ar"), ("en-US", "en"), ("fi", "ar"), (None, "ar"), ("", "ar"), ("no language", "ar")],
)
def test_the_customers_language_then_the_stores(mind: Mind, language: str | None, expected: str) -> None:
    assert chosen(choose(mind, copies(mind), language=language)) == (OWN, expected)


def test_without_copies_the_first_choice_counts_as_approved(mind: Mind) -> None:
    assert chosen(choose(mind, None)) == (OWN, "ar")


@pytest.mark.parametrize("status", ["PAUSED", "REJECTED", "PENDING", "DISABLED", "DELETED", "IN_APPEAL"])
def test_one_that_meta_does_not_send_gives_way_to_the_general_one(mind: Mind, status: str) -> None:
    assert chosen(choose(mind, copies(mind, copy(mind, OWN, "ar", status=status)))) == (GENERAL, "ar")


def test_the_general_one_says_how_the_order_stands(mind: Mind) -> None:
    found = choose(mind, copies(mind, without=((OWN, "ar"),)))
    assert isinstance(found, TemplateOut)
    assert dict(found.parameters)["status"] == "في الطريق"


def test_the_next_language_comes_after_both_of_the_first(mind: Mind) -> None:
    there = copies(mind, copy(mind, OWN, "ar", status="PAUSED"), without=((GENERAL, "ar"),))
    assert chosen(choose(mind, there)) == (OWN, "en")


@pytest.mark.parametrize(
    "changes",
    [
        {"parameters": ("order", "store")},
        {"parameters": ("1", "2", "3", "4")},
        {"parameters": ()},
        {"shape": ""},
        {"shape": "URL"},
        {"shape": "DOCUMENT QUICK_REPLY"},
    ],
)
def test_one_that_somebody_has_changed_is_used_only_where_it_takes_our_values(mind: Mind, changes: dict[str, object]) -> None:
    name, _ = chosen(choose(mind, copies(mind, copy(mind, OWN, "ar", **changes))))
    assert name == (OWN if changes == {"shape": ""} else GENERAL)


def test_order_news_that_meta_calls_marketing_gives_way(mind: Mind) -> None:
    there = copies(mind, copy(mind, OWN, "ar", category="MARKETING"))
    assert chosen(choose(mind, there)) == (GENERAL, "ar")


def test_without_an_alternative_it_is_for_those_who_agreed_to_marketing(mind: Mind) -> None:
    there = {(name, language): copy(mind, name, language, category="MARKETING") for name in (OWN, GENERAL) for language in ("ar", "en")}
    assert "was turned to MARKETING by Meta: ask for a review" in reason(choose(mind, there))
    assert chosen(choose(mind, there, agreed=True)) == (OWN, "ar")


def test_a_review_is_marketing_from_the_start(mind: Mind) -> None:
    assert chosen(choose(mind, copies(mind), "review")) == ("wasla_order_review", "ar")


def test_without_any_each_is_named_with_what_to_do(mind: Mind) -> None:
    there = copies(
        mind, copy(mind, OWN, "ar", status="PAUSED", reason="blocks"), copy(mind, OWN, "en", status="REJECTED"), without=((GENERAL, "ar"),)
    )
    there[(GENERAL, "en")] = copy(mind, GENERAL, "en", parameters=("1",))
    said = reason(choose(mind, there))
    assert f"{OWN} in ar is PAUSED (blocks): Meta lets it go by itself after some hours" in said
    assert f"{GENERAL} in ar does not exist at Meta: wasla templates push creates it" in said
    assert f"{OWN} in en is REJECTED: appeal or edit it" in said
    assert f"{GENERAL} in en has other variables or buttons at Meta (1, QUICK_REPLY) than here (order, status, store, QUICK_REPLY)" in said


def test_what_can_not_be_replaced_is_skipped(mind: Mind) -> None:
    said = reason(choose(mind, {}, "cod_confirm"))
    assert GENERAL not in said
    assert said.count("does not exist at Meta") == 2


def test_one_that_only_a_webhook_told_us_of_counts_as_ours(mind: Mind) -> None:
    new = TemplateCopy(template_id("w1", OWN, "ar"), "w1", OWN, "ar", "APPROVED", "UTILITY")
    assert chosen(choose(mind, {(OWN, "ar"): new})) == (OWN, "ar")


@pytest.mark.parametrize("trouble", [{"quality": "RED"}, {"status": "FLAGGED"}])
def test_one_that_will_be_paused_next_is_spared_where_another_says_the_same(mind: Mind, trouble: dict[str, str]) -> None:
    own, general = copy(mind, OWN, "ar", **trouble), copy(mind, GENERAL, "ar", **trouble)
    assert chosen(choose(mind, copies(mind, own))) == (GENERAL, "ar")
    assert chosen(choose(mind, copies(mind, own, general))) == (OWN, "ar")
    assert chosen(choose(mind, copies(mind, own, without=((GENERAL, "ar"),)))) == (OWN, "ar")
