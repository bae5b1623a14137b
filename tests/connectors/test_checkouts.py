from __future__ import annotations

import pytest

from bot.connectors.checkouts import is_cash_on_delivery, language_tag, ticked


@pytest.mark.parametrize(("value", "said"), [("1", True), (" Yes ", True), ("نعم", True), ("off", False), ("0", False)])
def test_a_box_says_yes_or_no(value: str, said: bool) -> None:  # noqa: FBT001
    assert ticked(value) is said


@pytest.mark.parametrize("value", [None, "", "perhaps"])
def test_what_is_neither_was_not_asked(value: str | None) -> None:
    assert ticked(value) is None


@pytest.mark.parametrize(("value", "tag"), [("ar", "ar"), ("ar_SA", "ar-SA"), ("uk-UA", "uk-UA"), ("zh-Hant-TW", "zh-Hant-TW")])
def test_languages_become_tags(value: str, tag: str) -> None:
    assert language_tag(value) == tag


@pytest.mark.parametrize("value", [None, "", "example string", "english (US)", "-"])
def test_what_is_no_language_is_left_out(value: str | None) -> None:
    assert language_tag(value) is None


@pytest.mark.parametrize(
    "method", ["Cash on Delivery (COD)", "cashondelivery", "cash_on_delivery", "shop_cod", "COD", "الدفع عند الاستلام", "Contre-remboursement"]
)
def test_cash_on_delivery_has_many_names(method: str) -> None:
    assert is_cash_on_delivery(method)


@pytest.mark.parametrize("method", ["", "codice", "barcode", "Visa", "cash", "مدى"])
def test_other_ways_to_pay_are_not(method: str) -> None:
    assert not is_cash_on_delivery(method)
