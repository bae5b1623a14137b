from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phone import canonical, country_of, masked, to_e164


@pytest.mark.parametrize(
    "raw",
    [
        "0501234567",
        "501234567",
        "966501234567",
        "9660501234567",
        "+9660501234567",
        "00966501234567",
        "+966 50-123 4567",
        "٠٥٠١٢٣٤٥٦٧",
        "+٩٦٦٥٠١٢٣٤٥٦٧",
        "\u202a0501234567\u202c",
    ],
)
def test_every_way_to_write_a_saudi_mobile_is_the_same_number(raw: str) -> None:
    assert to_e164(raw, "SA") == "+966501234567"


@pytest.mark.parametrize("raw", ["", "NULL", "٩٦٦…+", "555-555-SHIP", "12", "0501234567"])
def test_what_is_no_number_without_a_region_is_refused(raw: str) -> None:
    assert to_e164(raw) is None


def test_the_region_tells_national_numbers_apart() -> None:
    assert to_e164("0501234567", "AE") == "+971501234567"
    assert to_e164("011 15-1234-5678", "AR") == "+5491112345678"


def test_a_number_that_cannot_exist_is_refused() -> None:
    assert to_e164("+96650123456789012") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5215512345678", "525512345678"),
        ("5541988887777", "554188887777"),
        ("5491112345678", "541112345678"),
        ("+966 50 123 4567", "966501234567"),
    ],
)
def test_two_spellings_of_one_account_meet(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def test_numbers_that_only_look_like_the_odd_countries_stay_as_they_are() -> None:
    assert canonical("966501234567") == "966501234567"
    assert canonical("52155123456789") == "52155123456789"


@given(st.sampled_from(["52", "521", "54", "549", "5541", "55419", "966"]), st.integers(10**7, 10**10 - 1))
def test_the_canonical_form_is_only_digits(prefix: str, rest: int) -> None:
    assert canonical(f"+{prefix} {rest}").isdigit()


@pytest.mark.parametrize(("wa_id", "country"), [("966501234567", "SA"), ("971501234567", "AE"), ("+20 100 123 4567", "EG"), ("96550012345", "KW")])
def test_the_prefix_tells_the_country(wa_id: str, country: str) -> None:
    assert country_of(wa_id) == country


@pytest.mark.parametrize("wa_id", ["", "0", "999123456789", "80012345678", "abc"])
def test_prefixes_of_no_country_tell_none(wa_id: str) -> None:
    assert country_of(wa_id) is None


@pytest.mark.parametrize("code", sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
def test_every_country_code_is_read_as_the_library_reads_it(code: int) -> None:
    parsed = phonenumbers.parse(f"+{code}5012345678", None)
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    assert country_of(f"{code}5012345678") == (None if region == "001" else region)


def test_a_masked_identity_shows_its_end_only() -> None:
    assert masked("966501234567") == "********4567"
    assert masked("123") == "123"
