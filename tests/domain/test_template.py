"""Our copies of templates, and what Meta tells of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rules import StoreRules, store_rules
from bot.domain.template import TemplateCopy, TemplateNews, template_id, told, troubles

COPY = TemplateCopy(template_id("w1", "t", "ar"), "w1", "t", "ar", "APPROVED", "UTILITY", "GREEN", ("order",), synced_at=10_000, shape="QUICK_REPLY")
NEWS = TemplateNews("w1", "t", "ar", 20_000)


@pytest.mark.parametrize(("status", "usable"), [("APPROVED", True), ("FLAGGED", True), ("PAUSED", False), ("PENDING", False), ("", False)])
def test_meta_sends_what_it_has_approved(status: str, usable: bool) -> None:  # noqa: FBT001 - a table
    assert replace(COPY, status=status).usable is usable


@pytest.mark.parametrize(
    ("copy", "fits"),
    [
        (COPY, True),
        (replace(COPY, shape=""), True),
        (replace(COPY, shape="URL"), False),
        (replace(COPY, parameters=("order", "store")), False),
        (replace(COPY, parameters=()), False),
        (replace(COPY, parameters=(), synced_at=0), True),
        (replace(COPY, parameters=("1",), synced_at=0), False),
    ],
)
def test_a_copy_fits_when_it_takes_what_we_give(copy: TemplateCopy, fits: bool) -> None:  # noqa: FBT001 - a table
    assert copy.fits(frozenset(("order",)), "QUICK_REPLY") is fits


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        (replace(NEWS, status="PAUSED", reason="many blocks"), replace(COPY, status="PAUSED", reason="many blocks")),
        (replace(NEWS, quality="RED"), replace(COPY, quality="RED")),
        (replace(NEWS, category="MARKETING"), replace(COPY, category="MARKETING")),
        (replace(NEWS, coming_category="MARKETING"), replace(COPY, coming_category="MARKETING")),
        (replace(NEWS, body="x {{a}} y", parameters=("a",)), replace(COPY, body="x {{a}} y", parameters=("a",))),
        (replace(NEWS, body="no variables", parameters=()), replace(COPY, body="no variables", parameters=())),
        (replace(NEWS, at=8_999, status="PAUSED"), COPY),
        (replace(NEWS, at=9_500, status="PAUSED"), replace(COPY, status="PAUSED")),
    ],
)
def test_a_copy_follows_what_is_told(news: TemplateNews, expected: TemplateCopy) -> None:
    assert told(COPY, news) == expected
    assert told(expected, news) == expected


def test_a_category_that_has_come_is_announced_no_more() -> None:
    announced = told(COPY, replace(NEWS, coming_category="MARKETING"))
    assert told(announced, replace(NEWS, category="MARKETING")).coming_category is None


def test_one_that_nobody_has_seen_is_begun() -> None:
    assert told(None, replace(NEWS, status="APPROVED", category="UTILITY")) == TemplateCopy("w1:t:ar", "w1", "t", "ar", "APPROVED", "UTILITY")


@pytest.mark.parametrize(
    ("changes", "what", "level"),
    [
        ({"status": "PAUSED"}, "is paused", "stopped"),
        ({"status": "REJECTED", "reason": "PROMOTIONAL"}, "is rejected by Meta (PROMOTIONAL)", "stopped"),
        ({"status": "DISABLED"}, "is disabled", "stopped"),
        ({"status": "FLAGGED"}, "is flagged", "warning"),
        ({"category": "MARKETING"}, "was turned from UTILITY to MARKETING", "stopped"),
        ({"coming_category": "MARKETING"}, "will be turned to MARKETING", "warning"),
        ({"quality": "RED"}, "quality RED", "warning"),
    ],
)
def test_trouble_is_told_once(changes: dict[str, str], what: str, level: str) -> None:
    after = replace(COPY, **changes)  # type: ignore[arg-type] # real fields
    ((said, how),) = troubles(COPY, after)
    assert what in said
    assert how == level
    assert troubles(after, after) == ()


@pytest.mark.parametrize("changes", [{"status": "APPROVED"}, {"quality": "YELLOW"}, {"category": "UTILITY"}, {"status": "PENDING"}])
def test_good_news_is_no_trouble(changes: dict[str, str]) -> None:
    assert troubles(COPY, replace(COPY, **changes)) == ()  # type: ignore[arg-type] # real fields


def test_marketing_that_was_always_marketing_is_no_trouble() -> None:
    assert troubles(None, replace(COPY, category="MARKETING")) == ()


def test_rules_hold_the_copies_by_name_and_language() -> None:
    base = StoreRules(checkout_collects_consent=True)
    assert store_rules(base, [COPY]) == replace(base, templates={("t", "ar"): COPY})


@pytest.mark.parametrize("copies", [None, [], [replace(COPY, synced_at=0)]])
def test_what_was_never_synchronised_counts_as_approved(copies: list[TemplateCopy] | None) -> None:
    assert store_rules(StoreRules(), copies).templates is None


FIELDS = st.sampled_from(
    [
        {"status": "PAUSED", "reason": "x"},
        {"status": "APPROVED"},
        {"category": "MARKETING"},
        {"coming_category": "MARKETING"},
        {"quality": "RED"},
        {"body": "a {{b}} c", "parameters": ("b",)},
    ]
)


@given(st.lists(st.tuples(FIELDS, st.integers(0, 40_000)), max_size=6))
def test_news_may_come_twice_and_trouble_is_told_once(told_so_far: list[tuple[dict[str, object], int]]) -> None:
    copy = COPY
    for fields, at in told_so_far:
        news = replace(NEWS, at=at, **fields)  # type: ignore[arg-type] # real fields
        after = told(copy, news)
        assert told(after, news) == after
        assert troubles(after, told(after, news)) == ()
        assert (after.id, after.synced_at, after.shape) == (COPY.id, COPY.synced_at, COPY.shape)
        copy = after
